"""What does each reading of an open question make of the files?

Every reading is carried through to its days, sessions and responders, by the current Definition;
the other open questions are held at their first reading, which is printed too. No combinations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analytics.cycles import count_cycles
from analytics.days import flagged
from analytics.definitions import DEFAULT_DEFINITION, PRIMARY_SESSION, Definition
from analytics.outcomes import who_is_judged, who_reaches
from analytics.records import Records
from analytics.steps import Cycles
from importing.choices import Choices, Question
from importing.door import held_records
from importing.one_file import Source
from importing.report import ImportReport
from words.numbers import counted, day, number
from words.response import told_of

A_FORTNIGHT = 14  # days: gaps from here on are said in weeks


@dataclass(frozen=True)
class Made:
    """What the files become by one reading: how much is read, and who can be judged.

    ``about``: topic -> what is said of it, so that readings are comparable line by line.
    """

    reading: str
    words: str
    about: Mapping[str, str]
    session: int
    judged: int
    responders: int
    definition: Definition

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in sentences, the last one the rate."""
        told = tuple(self.about.values())
        return told if "judged" in self.about and not self.judged else (*told, self.rate)

    @property
    def reached(self) -> str:
        """How many of how many reach the line, in words; unknown is no failure."""
        if not self.judged:
            return "nobody can be judged"
        return f"{self.responders:,} of {self.judged:,} {told_of(self.definition).reach_it}"

    @property
    def rate(self) -> str:
        """The same, with the session looked at."""
        return f"after session {self.session}: {self.reached}"


def with_readings(report: ImportReport) -> list[Question]:
    """The open questions that one of their readings answers."""
    return [question for question in report.questions if question.has_readings]


def held(report: ImportReport) -> dict[str, str]:
    """The reading at which each open question is held while another one is carried through."""
    return {question.code: question.options[0][0] for question in with_readings(report)}


def carried(
    sources: Sequence[Source],
    choices: Choices,
    report: ImportReport,
    definition: Definition = DEFAULT_DEFINITION,
    session: int = PRIMARY_SESSION,
) -> dict[str, tuple[Made, ...]]:
    """Code of each open question that has readings -> what each of them makes of the files."""
    sources = [source.kept_open() for source in sources]
    made: dict[frozenset[tuple[str, str]], Made] = {}

    def of(answers: dict[str, str]) -> Made:
        key = frozenset(answers.items())
        if key not in made:
            records, _ = held_records(sources, choices.answered(answers))
            made[key] = made_of(records, "", "", definition, session)
        return made[key]

    first = held(report)
    return {
        question.code: tuple(
            replace(of({**first, question.code: reading}), reading=reading, words=words)
            for reading, words in question.options
        )
        for question in with_readings(report)
    }


def made_of(
    records: Records, reading: str, words: str, definition: Definition, session: int
) -> Made:
    """What these records amount to, by this Definition after this session."""
    about = {"patients": counted(_patients(records), "patient")}
    about.update(_of_days(records, definition))
    about.update(_of_sessions(records))
    if len(records.counts):
        about["counts"] = counted(len(records.counts), "count")
    judged = responders = 0
    if records.patient_ids and records.has(definition.days) and records.allow(definition):
        cycles = who_is_judged(count_cycles(records.as_of(), definition), definition)
        had = cycles.loc[cycles["treated"] == 1, "session"]
        session = min(session, max(1, int(had.max()) if len(had) else 1))
        about.update(_of_baseline(cycles, definition))
        here = Cycles(cycles[cycles["session"] == session])
        treated = int((here["treated"] == 1).sum())
        judged = int(here["evaluable"].fillna(False).sum())
        reached = who_reaches(here, (definition.threshold,))[definition.threshold]
        responders = int(reached.fillna(False).sum())
        about["judged"] = f"after session {session}: {judged:,} of {treated:,} can be judged"
    return Made(reading, words, about, session, judged, responders, definition)


def _patients(records: Records) -> int:
    return len(records.patient_ids) or int(records.diary["patient_id"].nunique())


def _of_days(records: Records, definition: Definition) -> dict[str, str]:
    diary = records.diary
    if diary.empty:
        return {}
    blank = int(flagged(diary, definition.days).isna().sum())
    return {
        "days": f"{counted(len(diary), 'day')} recorded, {_span(diary['date'])}",
        "blank": f"{counted(blank, 'day')} blank" if blank else "no day blank",
    }


def _of_sessions(records: Records) -> dict[str, str]:
    """Weekdays and gaps tell a person more than any rule."""
    sessions = records.sessions.dropna(subset=["session_date"])
    if sessions.empty:
        return {}
    dates = sessions["session_date"]
    about = {"sessions": f"{counted(len(sessions), 'session')}, {_span(dates)}"}
    begun = records.as_of().sessions.dropna(subset=["session_date"])  # no appointments
    ordered = begun.sort_values(["patient_id", "session_date"])
    gaps = ordered.groupby("patient_id")["session_date"].diff().dropna().dt.days
    if len(gaps):
        about["gaps"] = f"{_between(int(gaps.min()), int(gaps.max()))} apart"
    days = dates.dt.day_name()
    if len(dates) > 1:
        about["weekdays"] = (
            f"all {len(dates):,} on a {days.iloc[0]}"
            if days.nunique() == 1
            else f"on {days.nunique()} different weekdays"
        )
    return about


def _of_baseline(cycles: Cycles, definition: Definition) -> dict[str, str]:
    before = cycles[cycles["session"] == 0]
    recorded, baseline = before["recorded_days"].dropna(), before["baseline"].dropna()
    about = {}
    if len(recorded):
        about["recorded"] = (
            f"{number(recorded.median(), 0)} of {definition.month} days recorded in the baseline "
            "month (median)"
        )
    few = len(before) - len(baseline)
    if len(baseline):
        without = f"; without a usable one {few:,} of {len(before):,}" if few else ""
        about["baseline"] = (
            f"baseline: {number(baseline.median())} {definition.days.words} (median){without}"
        )
    elif len(before):
        about["baseline"] = f"baseline: too thin in all {len(before):,}"
    return about


def _between(fewest: int, most: int) -> str:
    """12 to 14 weeks; 3 days to 26 weeks"""
    weeks = fewest >= A_FORTNIGHT
    low, high = number(fewest / 7 if weeks else fewest, 0), number(most / 7, 0)
    if most < A_FORTNIGHT:
        return counted(fewest, "day") if fewest == most else f"{fewest} to {most} days"
    if weeks:
        return f"{low} weeks" if low == high else f"{low} to {high} weeks"
    return f"{counted(fewest, 'day')} to {high} weeks"


def _span(dates: pd.Series) -> str:
    first, last = _day(dates.min()), _day(dates.max())
    if first is None or last is None:
        return "without dates"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def carried_in_words(
    sources: Sequence[Source], choices: Choices, report: ImportReport
) -> Iterator[str]:
    """What each reading would make of the files, a line each, for the command line."""
    made = carried(sources, choices, report)
    if not made:
        return
    yield f"What each answer makes of these files ({DEFAULT_DEFINITION.label}; no control group):"
    for question in report.questions:
        for one in made.get(question.code, ()):
            yield f"  {question.code}={one.reading}: {'; '.join(one.lines)}."
    others = [question for question in report.questions if question.code in made]
    if len(others) > 1:
        held = ", ".join(f"{q.code}={q.options[0][0]}" for q in others)
        yield f"  Each with the other open questions held at {held}."
