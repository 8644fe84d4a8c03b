"""Which facts stand beside the published lines: what was recorded, when, and what came since?

A fact names its line, the days it rests on and what was recorded after them, in a long sentence
and in a short one for a row. Its mark says whether the line was reached: never that it is good.
How each rule is told stands in ``words.rules_told``.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.definitions import MEASURES
from analytics.guidelines.base import Unjudged
from analytics.guidelines.scores import Scores
from words.guidelines import told as behind
from words.numbers import counted, sentence_case
from words.rules_told import INTAKE, OWN_MARK, TELLS, WHO, Group, Judged, days_of, subject_of
from words.since import Since, since_of

GROUPS = {
    Group.BEFORE: "Before treatment",
    Group.REDUCTION: "Reduction",
    Group.GOALS: "Goals",
    Group.INTAKE: "Intake",
    Group.SCORES: "Scores",
}


class Line(StrEnum):
    """Was the published line reached? Filled, hollow or dotted."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CANNOT_JUDGE = "cannot_judge"


LINE = {
    Line.REACHED: "line reached",
    Line.NOT_REACHED: "not reached",
    Line.CANNOT_JUDGE: "cannot be judged",
}
KEY = {**LINE, Line.REACHED: "line reached, goal or limit alike"}  # what one mark says of both


class Fact(NamedTuple):
    """``told``, then what was recorded ``since`` and what missing days leave open (``aside``).

    ``brief`` and ``lately``: the same in as few words as a row of a list has room for; of what
    came since the days and the numbers.
    """

    rule: str
    group: Group
    line: Line
    told: str
    brief: str
    since: str = ""
    lately: tuple[str, ...] = ()
    aside: str = ""

    @property
    def short(self) -> str:
        return "; ".join(filter(None, (self.brief, " ".join(self.lately))))


def facts(found: pd.DataFrame, cut_off: date | None) -> list[Fact]:
    """The facts about one patient, by group: of each rule the last that can be judged.

    ``found``: the rows of ``verdicts`` of one patient. A later session that cannot be judged is
    told too, and of intake the last month and the last one at a limit.
    """
    rows = judged_of(found)
    shown: list[Judged] = []
    for rule in TELLS:
        of = [row for row in rows if row.rule == rule and not _never_asked(row, rows)]
        shown += _latest(of) if rule != INTAKE else of[-1:]
    intake = [row for row in rows if row.rule == INTAKE]
    told = [fact(row, cut_off) for row in _joined(shown)] + _earlier(intake, cut_off)
    place = {group: number_of for number_of, group in enumerate(Group)}
    return sorted(told, key=lambda fact: place[fact.group])


def judged_of(found: pd.DataFrame) -> list[Judged]:
    """The rows of ``verdicts`` one by one."""
    columns = ("rule", "session", "verdict", "basis", "from", "to")
    rows = zip(*(found[name] for name in columns), since_of(found), strict=True)
    return [Judged(*row) for row in rows]


def fact(row: Judged, cut_off: date | None) -> Fact:
    """One fact; the short sentence leaves out the year of the ``cut_off``."""
    tells = TELLS[row.rule]
    if isinstance(row.basis, Unjudged):
        why = f"{subject_of(row)}: {behind(row.rule, row.basis)}"
        return Fact(row.rule, tells.group, Line.CANNOT_JUDGE, why, why)
    year = cut_off.year if cut_off else None
    words, short = (tells.told(row, days_of(row, leaving_out)) for leaving_out in (None, year))
    since = _since(row.since) if tells.since else ""
    lately = _briefly(row.since, year, named=tells.of_other_days) if tells.since else ()
    return Fact(
        row.rule,
        tells.group,
        _line(row.verdict, turned=tells.turned),
        words.long,
        short.short,
        since,
        lately,
        words.aside,
    )


def _line(verdict: Verdict, *, turned: bool) -> Line:
    if verdict == Verdict.CANNOT_JUDGE:
        return Line.CANNOT_JUDGE
    return Line.REACHED if (verdict == Verdict.MEETS) != turned else Line.NOT_REACHED


def _known(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _since(of: Since) -> str:
    """Since 7 Jun 2025: 11 headache days in 21 recorded days."""
    told = sentence_case(of.told(MEASURES["headache_days"]))
    return f"{told}." if told else ""


def _briefly(of: Since, year: int | None, *, named: bool) -> tuple[str, ...]:
    """since 7 Jun, 11 in 21; ``named``: 11 headache days in 21. Nothing where nothing could be."""
    if not of.known:
        return tuple(filter(None, (of.told(),)))
    return of.when(year), of.in_words(MEASURES["headache_days"]) if named else of.numbers


def _latest(of: list[Judged]) -> list[Judged]:
    """The last of a rule that can be judged, and a later one that cannot.

    Our own mark is told where it is reached alone: all of it stands with the numbers behind.
    """
    if of and of[0].rule == OWN_MARK:
        return [row for row in of[-1:] if row.verdict == Verdict.MEETS]
    judged = [row for row in of if row.verdict != Verdict.CANNOT_JUDGE][-1:]
    return judged + [row for row in of[-1:] if row.verdict == Verdict.CANNOT_JUDGE]


def _earlier(of: list[Judged], cut_off: date | None) -> list[Fact]:
    """Of the months before the last the latest at a limit, and how many there were."""
    at_limit = [row for row in of[:-1] if row.verdict == Verdict.MEETS]
    if not at_limit:
        return []
    months = f"{len(at_limit)} of {counted(len(of) - 1, 'month')} looked at, one a session"
    last = fact(at_limit[-1], cut_off)
    return [last._replace(told=f"{last.told}. Earlier, at a limit in {months}")]


def _never_asked(row: Judged, rows: list[Judged]) -> bool:
    """Of a questionnaire that this patient never filled in nothing is told."""
    same = [of.basis for of in rows if of.rule == row.rule and isinstance(of.basis, Scores)]
    return bool(same) and all(of.before is None and of.after is None for of in same)


def _joined(rows: list[Judged]) -> list[Judged]:
    """Rows that say the same as one: of NICE and EHF, of questionnaires that were not filled in."""
    kept: list[Judged] = []
    for row in rows:
        of = row.basis
        who = of.instrument if isinstance(of, Scores) else row.rule
        same = next((at for at, other in enumerate(kept) if _say_the_same(other, row)), None)
        if same is None:
            kept.append(row)
        else:
            kept[same] = kept[same]._replace(also=(*kept[same].also, WHO.get(who, who)))
    return kept


def _say_the_same(one: Judged, other: Judged) -> bool:
    if one.session != other.session:
        return False
    if isinstance(one.basis, Scores) and isinstance(other.basis, Scores):
        return one.basis.why == other.basis.why == Why.NO_SCORE_SINCE
    return one.rule in WHO and other.rule in WHO and one.basis == other.basis
