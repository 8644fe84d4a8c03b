"""Are headache days less than 30% fewer after the cycles that a guideline names?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import on_one_scale, reaches
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


def can_be_told(records: Records, definition: Definition, session: int) -> int:
    """Of how many patients is it known whether they meet the description at a session?"""
    rows = _compared(records, definition)
    told = rows["closed"] & (rows["verdict"] != Verdict.CANNOT_JUDGE)
    return int(rows.loc[told & (rows["session"] == session), "patient_id"].nunique())


def _compared(records: Records, definition: Definition) -> pd.DataFrame:
    """``_beside_baseline``, once for the rules that compare the same days by the same numbers."""
    least = (definition.min_baseline_days, definition.required_days, definition.threshold)
    name = ("compared", *counted_as(definition), *least)
    return records.once(name, lambda: _beside_baseline(records, definition))


def _beside_baseline(records: Records, definition: Definition) -> pd.DataFrame:
    """Every session that took place beside its baseline, with the verdict of its numbers."""
    counted = cycles_of(records, definition)
    cycles = counted[COUNTED].assign(headache_days=exact_days(counted, "headache_days"))
    numbers = ["window_days", "headache_days", "headache_recorded_days"]
    cycles = cycles.fillna({"headache_recorded_days": 0})
    cycles["window_days"] = cycles["window_days"].fillna(cycles["headache_recorded_days"])
    cycles = cycles.astype({"window_days": "int64", "headache_recorded_days": "int64"})
    whole = definition.when.full_days(definition.month)  # a session cuts a window, and its days too
    cut = (cycles["session"] > 0) & (cycles["window_days"] < whole)
    cycles["window_days"] = cycles["window_days"].mask(cut, whole)
    before = cycles.loc[cycles["session"] == 0, ["patient_id", *numbers]]
    had = cycles[cycles["treated"] & (cycles["session"] > 0)]
    rows = had.merge(before, on="patient_id", suffixes=("", "_before"))
    b = _ends(rows, "_before", definition.min_baseline_days)
    f = _ends(rows, "", definition.required_days)
    at_most = _fewer_by(b.most, b.of, f.fewest, f.of, definition.threshold)
    at_least = _fewer_by(b.fewest, b.of, f.most, f.of, definition.threshold)
    known = (rows["headache_recorded_days_before"] > 0) & (rows["headache_recorded_days"] > 0)
    verdict = pd.Series(Verdict.CANNOT_JUDGE, index=rows.index)
    verdict = verdict.mask(~at_most, Verdict.MEETS).mask(at_least, Verdict.DOES_NOT_MEET)
    return rows.assign(verdict=verdict.where(known & (b.fewest > 0), Verdict.CANNOT_JUDGE))


class _Ends(NamedTuple):
    """Fewest and most days that may have been headache days, of so many."""

    fewest: pd.Series
    most: pd.Series
    of: pd.Series


def _ends(rows: pd.DataFrame, suffix: str, enough: int) -> _Ends:
    flagged, recorded, length = (
        rows[f"{name}{suffix}"]
        for name in ("headache_days", "headache_recorded_days", "window_days")
    )
    is_enough = recorded >= enough
    most = flagged.where(is_enough, flagged + length - recorded)
    return _Ends(flagged, most, recorded.where(is_enough, length))


def _fewer_by(b: pd.Series, nb: pd.Series, f: pd.Series, nf: pd.Series, percent: int) -> pd.Series:
    """At least so many percent fewer, exactly, on whole numbers and on decimals."""
    found: pd.Series = reaches(*on_one_scale(b, nb, f, nf), percent)
    return found


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
