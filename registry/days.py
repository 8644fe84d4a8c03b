"""Which rows of a diary on disk can be used? The door's rules as expressions, for any engine.

The typing is SQL that DuckDB and Spark both read; everything after it is Narwhals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import narwhals as nw

from analytics.frames import CANONICAL
from importing.cells import EARLIEST, LATEST, YES_NO
from words.numbers import counted

SPEC = CANONICAL["diary"]
KEY = list(SPEC.key)
OPTIONAL = {  # a cell that cannot be read is blank there, and its row as good
    column.name
    for column in SPEC.columns
    if not (column.required or column.internal or column.name in (*SPEC.key, *SPEC.any_of))
}
FLAGS = [column.name for column in SPEC.columns if column.kind == "flag"]
NEEDED = ("headache", "migraine")  # one of them
PROBLEM = "problem"
WRONG = {  # what a cell breaks: sentence, as the door says it
    "id": "patient_id is empty",
    "date": "date is not a date of the form 2024-03-12",
    "range": f"date lies outside {EARLIEST.year} to {LATEST.year}",
    "flag": "{name} is not 0, 1 or blank",
    "pain": "pain is not a number from 0 to 10",
}


MARKS = "patient_id holds a character that cannot be seen (a control or direction mark)"
# What ``cells.UNSEEN`` leaves, without a backslash: engines escape in different ways.
_SEEN = " -~\u00a0-\u200a\u2010-\u2029\u202f-\u205f\u206a-\ufefe\uff00-\U0010ffff"
LATE = "date lies after today: nobody can have recorded it"


@dataclass(frozen=True)
class Coded:
    """What the codes of a flag mean: 0, 1, or None for not recorded; the code None is a blank.

    ``files``: in these only; none named: in all.
    """

    flag: str
    meanings: tuple[tuple[int | None, int | None], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class DiaryReadings:
    """What was answered about a diary on disk; as it comes: every cell as it is written.

    ``next_day``: clocks, in seconds, that mean the day after, and the files. ``last``: days after
    it are set aside, or ``year_before``. ``renamed``: an id, and the one that is meant.
    ``free_of_migraine``: no headache means no migraine. ``pain``: a strength of pain, and the one
    that is meant of 10; others are blank; None: as it is written.
    """

    coded: tuple[Coded, ...] = ()
    next_day: tuple[tuple[int, ...], tuple[str, ...]] = ((), ())
    last: date | None = None
    year_before: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    free_of_migraine: bool = False
    pain: tuple[tuple[int, int], ...] | None = None

    @property
    def rewrite(self) -> bool:
        """Do they say something else of a row than that it does not count?"""
        others = self.coded or self.next_day[0] or self.year_before or self.renamed
        return bool(others) or self.pain is not None


NOTHING_ANSWERED = DiaryReadings()
FILE = "clear_days_file"  # in SQL: the name of the file behind a row
InFiles = Callable[[tuple[str, ...]], str]  # a condition in SQL


def text_of(name: str) -> str:
    """SQL: the text of a cell, null where it is blank."""
    return f"nullif(trim(cast({name} as string)), '')"


def _in(meaning: int) -> str:
    """SQL: the texts that say no, or yes, as the door reads them; words are left to the door."""
    return ", ".join(f"'{text}'" for text, read in YES_NO.items() if read == meaning)


def flag_of(text: str) -> str:
    """SQL: 0 or 1 of a text; null where it is neither."""
    said = f"lower({text})"
    others = f"case when {said} in ({_in(0)}) then 0 when {said} in ({_in(1)}) then 1 end"
    return f"(case {text} when '0' then 0 when '1' then 1 else {others} end)"  # most are those


def number_of(text: str) -> str:
    """SQL: a number with a point or a comma; 1_0 is none."""
    return (
        f"try_cast(case when instr({text}, '_') = 0 then replace({text}, ',', '.') end as double)"
    )


def clock_of(text: str) -> str:
    """SQL: the time of the day in seconds; null where there is none, or a zone says which day."""
    zone = f"substr({text}, 17)"
    here = f"({zone} like '%+%' or {zone} like '%-%') and {zone} not like '%+00%'"
    hour, minute, second = (f"try_cast(substr({text}, {at}, 2) as int)" for at in (12, 15, 18))
    seconds = f"{hour} * 3600 + {minute} * 60 + coalesce({second}, 0)"
    return f"case when length({text}) > 15 and not ({here}) then {seconds} end"


def code_of(name: str) -> str:
    """SQL: -1 blank, 0 no, 1 yes, 2 another whole number (a code), 3 anything else."""
    text = text_of(name)
    value = f"try_cast({text} as double)"
    whole = f"{value} = floor({value}) and abs({value}) <= 999"
    whole += f" and {value} not in (0, 1)"
    return (
        f"case when {text} is null then -1 else coalesce({flag_of(text)}, case "
        f"when {whole} then 2 else 3 end) end"
    )


def _meant(coded: Coded, text: str, where: str) -> str:
    """SQL: the text of a flag, as its codes are read."""
    value = f"try_cast({text} as double)"
    cases = []
    for code, meaning in coded.meanings:
        is_code = f"{text} is null" if code is None else f"{value} = {code}"
        cases.append(f"when {is_code} then " + ("null" if meaning is None else f"'{meaning}'"))
    return f"(case when not ({where}) then {text} {' '.join(cases)} else {text} end)"


def _day(readings: DiaryReadings, text: str, in_files: InFiles) -> str:
    """SQL: the calendar day of a cell."""
    rest = f"replace(replace(substr({text}, 11), 'T', ''), ' ', '')"  # a clock, or nothing
    longer = f"when {rest} = '' or {rest} like '%_:__%' then substr({text}, 1, 10)"
    day = f"try_cast(case when length({text}) <= 10 then {text} {longer} end as date)"
    clocks, files = readings.next_day
    if clocks:
        late = f"{clock_of(text)} in ({', '.join(map(str, clocks))}) and {in_files(files)}"
        day = f"(case when {late} then cast({day} + interval '1' day as date) else {day} end)"
    if readings.year_before:
        after = f"{day} > date '{readings.last}'"
        before = f"cast({day} - interval '1' year as date)"
        day = f"(case when {after} then {before} else {day} end)"
    return day


def _pain(readings: DiaryReadings, number: str) -> str:
    """SQL: pain from 0 to 10."""
    if readings.pain is None:
        return f"case when {number} between 0 and 10 then {number} end"
    cases = [f"when {written} then {meant}" for written, meant in readings.pain]
    return (
        f"cast(case {number} {' '.join(cases)} end as double)" if cases else "cast(null as double)"
    )


class RowAccount(NamedTuple):
    """Where every row went: read = used + duplicates + set aside."""

    read: int
    used: int
    duplicates: int
    set_aside: dict[str, int]  # sentence -> rows
    told: tuple[str, ...] = ()  # what is worth knowing of the files

    @property
    def sentences(self) -> list[str]:
        aside = sum(self.set_aside.values())
        lines = [f"{counted(n, 'row')} set aside: {why}." for why, n in self.set_aside.items()]
        return [
            *self.told,
            *lines,
            f"{self.read:,} rows read = {self.used:,} used + {self.duplicates:,} duplicates + "
            f"{aside:,} set aside.",
        ]


def typed(
    columns: Iterable[str],
    marks: bool = False,
    readings: DiaryReadings = NOTHING_ANSWERED,
    in_files: InFiles = lambda files: "true",
) -> list[str]:
    """SQL that makes canonical columns from text (or typed) ones, and names what is wrong.

    ``marks``: some ids hold a character that cannot be seen. ``in_files``: the engine's condition
    for a row of these files.
    """
    present = [name for name in columns if name in {column.name for column in SPEC.columns}]
    cells, problems = [], []
    for name in present:
        text = text_of(name)
        if name == "patient_id":
            cells.append(f"trim(cast(patient_id as string)) as {name}")
            problems.append((f"{text} is null", WRONG["id"]))
            if marks:
                seen = f"regexp_replace({text}, '[^{_SEEN}]', '')"
                problems.append((f"{seen} <> {text}", MARKS))
        elif name == "date":
            day = _day(readings, text, in_files)
            cells.append(f"{day} as {name}")
            problems.append((f"{day} is null", WRONG["date"]))
            outside = f"{day} not between date '{EARLIEST}' and date '{LATEST}'"
            problems.append((outside, WRONG["range"]))
            if readings.last:
                problems.append((f"{day} > date '{readings.last}'", LATE))
        elif name in FLAGS:
            for coded in readings.coded:
                if coded.flag == name:
                    text = _meant(coded, text, in_files(coded.files))
            cells.append(f"{flag_of(text)} as {name}")
            if name in OPTIONAL:
                continue
            wrong = f"{text} is not null and {flag_of(text)} is null"
            problems.append((wrong, WRONG["flag"].format(name=name)))
        elif name == "pain":
            number = number_of(text)
            cells.append(f"{_pain(readings, number)} as {name}")
    cases = " ".join(f"when {where} then '{what}'" for where, what in problems)
    return [*cells, f"case {cases} end as {PROBLEM}"]


IMPOSSIBLE = "migraine 1 with headache 0"
CONTRADICTORY = "several rows of one patient and day contradict each other"
SPACES = "two ids differ only in spaces around them"
QUOTED = "patient_id holds a quotation mark that belongs to no name"


def judged_rows(days: nw.LazyFrame, wrong_ids: Mapping[str, list[str]]) -> nw.LazyFrame:
    """Each different row once, with ``copies`` and with what is wrong with it, if anything.

    ``days``: what ``typed`` gives. ``wrong_ids``: what is wrong with an id -> the ids, bare.
    """
    names = days.collect_schema().names()
    once = days.group_by(*names).agg(nw.len().alias("copies"))
    good = nw.col(PROBLEM).is_null()
    versions = nw.when(good).then(1).otherwise(0).sum().over(*KEY)
    told = once.with_columns(versions.alias("versions"))
    for what, ids in wrong_ids.items():
        if ids:
            here = nw.col(PROBLEM).is_null() & nw.col("patient_id").is_in(ids)
            problem = nw.when(here).then(nw.lit(what)).otherwise(nw.col(PROBLEM))
            told = told.with_columns(problem.alias(PROBLEM))
    clash = nw.col(PROBLEM).is_null() & (nw.col("versions") > 1)
    told = told.with_columns(
        nw.when(clash).then(nw.lit(CONTRADICTORY)).otherwise(nw.col(PROBLEM)).alias(PROBLEM)
    )
    if {"headache", "migraine"} <= set(names):
        both = (nw.col("migraine") == 1) & (nw.col("headache") == 0)
        wrong = nw.col(PROBLEM).is_null() & both.fill_null(False)
        told = told.with_columns(
            nw.when(wrong).then(nw.lit(IMPOSSIBLE)).otherwise(nw.col(PROBLEM)).alias(PROBLEM)
        )
    return told.drop("versions")


def usable(rows: nw.LazyFrame) -> nw.LazyFrame:
    """The rows that count, with every flag that a diary has."""
    kept = rows.filter(nw.col(PROBLEM).is_null()).drop(PROBLEM, "copies")
    return complete(kept)


def complete(days: nw.LazyFrame) -> nw.LazyFrame:
    """Flags that these files do not have, as blanks."""
    present = set(days.collect_schema().names())
    lacking = [name for name in FLAGS if name not in present]
    if not lacking:
        return days
    return days.with_columns(*(nw.lit(None, nw.Int32).alias(name) for name in lacking))
