"""What does each reading of an open question make of the files?

Every reading is carried through to its days, sessions and responders, by the current Definition;
the other open questions are held at their first reading, which is printed too. No combinations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.cycles import count_cycles
from analytics.definitions import DEFAULT_DEFINITION, HEADLINE_SESSION, Definition
from analytics.importing.choices import Choices
from analytics.importing.door import held_records
from analytics.importing.one_file import Source
from analytics.importing.report import ImportReport
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from analytics.words import counted, day


@dataclass(frozen=True)
class Made:
    """What the files become by one reading: how much is read, and who can be judged."""

    reading: str
    words: str
    patients: int
    days: int
    blank: int  # recorded days that do not answer for the measure
    first: date | None
    last: date | None
    sessions: int
    counts: int
    session: int
    treated: int
    judged: int
    responders: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, line by line comparable with another reading."""
        lines = [counted(self.patients, "patient")]
        if self.days:
            about = f", of them {self.blank:,} blank" if self.blank else ""
            lines.append(f"{counted(self.days, 'day')} recorded{about}")
        if self.first and self.last:
            lines.append(f"{day(self.first)} to {day(self.last)}")
        lines.append(
            f"{counted(self.counts, 'count') if self.counts else counted(self.sessions, 'session')}"
        )
        lines.append(self.rate)
        return tuple(lines)

    @property
    def rate(self) -> str:
        """How many of how many reach the line after the session looked at."""
        if not self.judged:
            return f"after session {self.session}: nobody can be judged"
        return f"after session {self.session}: {self.responders} of {self.judged} judged reach it"


def carried(
    sources: Sequence[Source],
    choices: Choices,
    report: ImportReport,
    definition: Definition = DEFAULT_DEFINITION,
    session: int = HEADLINE_SESSION,
) -> dict[str, tuple[Made, ...]]:
    """Code of each open question that has readings -> what each of them makes of the files."""
    asked = [question for question in report.questions if question.has_readings]
    held = {question.code: question.options[0][0] for question in asked}
    return {
        question.code: tuple(
            _made(
                held_records(sources, choices.answered({**held, question.code: reading}))[0],
                reading,
                words,
                definition,
                session,
            )
            for reading, words in question.options
        )
        for question in asked
    }


def _made(records: Records, reading: str, words: str, definition: Definition, session: int) -> Made:
    flag = definition.days.flag
    diary, dates = records.diary, records.diary["date"]
    treated = judged = responders = 0
    if records.has(flag) and records.patient_ids:
        narrowed = records.as_of()
        if records.allow(definition):
            outcomes = derive_outcomes(count_cycles(narrowed, definition), definition)
            had = outcomes.loc[outcomes["treated"] == 1, "session"]
            session = min(session, max(1, int(had.max()) if len(had) else 1))
            here = outcomes[outcomes["session"] == session]
            treated = int((here["treated"] == 1).sum())
            judged = int(here["evaluable"].fillna(False).sum())
            responders = int(here["responder"].fillna(False).sum())
    return Made(
        reading=reading,
        words=words,
        patients=len(records.patient_ids) or int(diary["patient_id"].nunique()),
        days=len(diary),
        blank=int(diary[flag].isna().sum()) if flag in diary else len(diary),
        first=_day(dates.min()),
        last=_day(dates.max()),
        sessions=len(records.sessions),
        counts=len(records.counts),
        session=session,
        treated=treated,
        judged=judged,
        responders=responders,
    )


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
