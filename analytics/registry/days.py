"""Which rows of a diary on disk can be used? The door's rules as expressions, for any engine.

The typing is SQL that DuckDB and Spark both read; everything after it is Narwhals.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import narwhals as nw

from analytics.frames import TABLES
from analytics.importing.cells import EARLIEST, LATEST
from analytics.words import counted

SPEC = TABLES["diary"]
KEY = list(SPEC.key)
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


class Account(NamedTuple):
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


def typed(columns: Iterable[str], marks: bool = False) -> list[str]:
    """SQL that makes canonical columns from text (or typed) ones, and names what is wrong.

    ``marks``: some ids hold a character that cannot be seen.
    """
    present = [name for name in columns if name in {column.name for column in SPEC.columns}]
    cells, problems = [], []
    for name in present:
        text = f"nullif(trim(cast({name} as string)), '')"
        if name == "patient_id":
            cells.append(f"trim(cast(patient_id as string)) as {name}")
            problems.append((f"{text} is null", WRONG["id"]))
            if marks:
                seen = f"regexp_replace({text}, '[^{_SEEN}]', '')"
                problems.append((f"{seen} <> {text}", MARKS))
        elif name == "date":
            day = f"try_cast(substr({text}, 1, 10) as date)"
            cells.append(f"{day} as {name}")
            problems.append((f"{day} is null", WRONG["date"]))
            outside = f"{day} not between date '{EARLIEST}' and date '{LATEST}'"
            problems.append((outside, WRONG["range"]))
        elif name in FLAGS:
            value = f"try_cast(try_cast({text} as double) as int)"
            wrong = (
                f"{text} is not null and coalesce(try_cast({text} as double) not in (0, 1), true)"
            )
            cells.append(f"{value} as {name}")
            problems.append((wrong, WRONG["flag"].format(name=name)))
        elif name == "pain":
            value = f"try_cast({text} as double)"
            wrong = f"{text} is not null and coalesce({value} not between 0 and 10, true)"
            cells.append(f"{value} as {name}")
            problems.append((wrong, WRONG["pain"]))
    cases = " ".join(f"when {where} then '{what}'" for where, what in problems)
    return [*cells, f"case {cases} end as {PROBLEM}"]


IMPOSSIBLE = "migraine 1 with headache 0"
CONTRADICTORY = "several rows of one patient and day contradict each other"
SPACES = "two ids differ only in spaces around them"


def judged_rows(days: nw.LazyFrame, doubled: list[str]) -> nw.LazyFrame:
    """Each different row once, with ``copies`` and with what is wrong with it, if anything.

    ``days``: what ``typed`` gives. ``doubled``: ids that differ only in spaces.
    """
    names = days.collect_schema().names()
    once = days.group_by(*names).agg(nw.len().alias("copies"))
    good = nw.col(PROBLEM).is_null()
    versions = nw.when(good).then(1).otherwise(0).sum().over(*KEY)
    told = once.with_columns(versions.alias("versions"))
    problem = nw.col(PROBLEM)
    if doubled:
        spaces = nw.col("patient_id").is_in(doubled)
        problem = nw.when(problem.is_null() & spaces).then(nw.lit(SPACES)).otherwise(problem)
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
