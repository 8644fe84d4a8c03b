"""Are headache days less than 30% fewer after the cycles that a guideline names?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.cycles import counted_as
from analytics.definitions import PRESETS, Definition
from analytics.guidelines.base import (
    Days,
    Judge,
    Rule,
    Unjudged,
    cycles_of,
    table,
)
from analytics.means import exact_days
from analytics.outcomes import who_is_judged, who_reaches
from analytics.records import Records
from analytics.therapies import BOTULINUM_TOXIN, Therapy

COUNTED = [
    "patient_id",
    "session",
    "treated",
    "closed",
    "window_start",
    "window_end",
    "window_days",
    "headache_days",
    "headache_recorded_days",
]


def nonresponse(definition: Definition, sessions: tuple[int, ...]) -> Judge:
    """Judged at these sessions; before the first of them nothing can be said yet."""

    def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
        rows = _compared(records, definition)
        last = rows["session"] == rows.groupby("patient_id")["session"].transform("max")
        judged = rows["session"].isin(sessions)
        early = rows[last & (rows["session"] < sessions[0])]
        so_far = [
            (patient, session, Verdict.CANNOT_JUDGE, Unjudged(Why.CYCLES_SO_FAR, session))
            for patient, session in zip(early["patient_id"], early["session"], strict=True)
        ]
        return table([*_said(rows[judged], definition), *so_far])

    return judge


def below_the_line(records: Records, definition: Definition, session: int) -> pd.DataFrame:
    """The rows of those who meet the description at a session: ``verdicts_of`` says them."""
    rows = _compared(records, definition)
    meets = rows["closed"] & (rows["verdict"] == Verdict.MEETS)
    return rows[(rows["session"] == session) & meets]


def _compared(records: Records, definition: Definition) -> pd.DataFrame:
    """``_beside_baseline``, once for the rules that compare the same days by the same numbers."""
    least = (definition.min_baseline_days, definition.required_days, definition.threshold)
    name = ("compared", *counted_as(definition), *least)
    return records.once(name, lambda: _beside_baseline(records, definition))


def _beside_baseline(records: Records, definition: Definition) -> pd.DataFrame:
    """Every session that took place beside its baseline, with the verdict of its numbers.

    It is judged where the Definition judges it, and as it does: no line is told from days that
    would be too few for its rate.
    """
    judged = who_is_judged(cycles_of(records, definition), definition)
    reached = who_reaches(judged, [definition.threshold])[definition.threshold]
    said = reached.map({True: Verdict.DOES_NOT_MEET, False: Verdict.MEETS}).astype("object")
    cycles = judged[COUNTED].assign(
        headache_days=exact_days(judged, "headache_days"),
        verdict=said.where(reached.notna(), Verdict.CANNOT_JUDGE),
    )
    cycles = cycles.fillna({"headache_recorded_days": 0}).astype(
        {"headache_recorded_days": "int64"}
    )
    numbers = ["headache_days", "headache_recorded_days"]
    before = cycles.loc[cycles["session"] == 0, ["patient_id", *numbers]]
    had = cycles[cycles["treated"] & (cycles["session"] > 0)]
    return had.merge(before, on="patient_id", suffixes=("", "_before"))


def verdicts_of(rows: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    return table(_said(rows, definition))


def _said(rows: pd.DataFrame, definition: Definition) -> Iterator[tuple[object, ...]]:
    for row in rows.itertuples():
        days = (row.window_start, row.window_end)
        yield (row.patient_id, row.session, *_told(row, definition), *days)


class BeforeAfter(NamedTuple):
    """Headache days before and after, held against a threshold in percent."""

    before: Days
    after: Days
    threshold: int
    why: Why | None = None


def _told(row: object, definition: Definition) -> tuple[Verdict, BeforeAfter | Unjudged]:
    if not row.closed:  # type: ignore[attr-defined]
        return Verdict.CANNOT_JUDGE, Unjudged(Why.WINDOW_OPEN)
    was = Days(row.headache_days_before, row.headache_recorded_days_before, 0)  # type: ignore[attr-defined]
    now = Days(row.headache_days, row.headache_recorded_days, 0)  # type: ignore[attr-defined]
    if not was.known or not now.known:
        return Verdict.CANNOT_JUDGE, Unjudged(Why.NO_HEADACHE_DAYS)
    both = BeforeAfter(was, now, definition.threshold)
    if was.flagged == 0:
        return Verdict.CANNOT_JUDGE, both._replace(why=Why.ZERO_BASELINE)
    verdict = row.verdict  # type: ignore[attr-defined]
    if verdict == Verdict.CANNOT_JUDGE:
        return verdict, both._replace(why=Why.TOO_FEW_DAYS)
    return verdict, both


def _rule(name: str, source: str, definition: Definition, sessions: tuple[int, ...]) -> Rule:
    judge = nonresponse(definition, sessions)
    return Rule(name, source, judge, BOTULINUM_TOXIN, windows=definition, told_at=sessions[0])


RULES = (
    _rule("nice_nonresponse", "NICE TA260", PRESETS["nice"], (2,)),
    _rule("ehf_nonresponse", "Bendtsen 2018, J Headache Pain 19:91", PRESETS["ehf"], (2, 3)),
)
