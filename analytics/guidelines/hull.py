"""Does a patient respond by the three legs of the reference study?"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import more_by
from analytics.codes import Verdict, Why
from analytics.definitions import PRESETS
from analytics.guidelines.base import (
    Days,
    Rule,
    Unjudged,
    agreed,
    compared,
    cycles_of,
    days_in,
    fewer_by,
    table,
)
from analytics.records import Records
from analytics.therapies import Therapy

HULL = PRESETS["hull2014"]


def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
    cycles = cycles_of(records, HULL)
    before = {row.patient_id: row for row in cycles[cycles["session"] == 0].itertuples()}
    after = cycles[cycles["treated"] & (cycles["session"] > 0)]
    return table(
        (
            row.patient_id,
            row.session,
            *_verdict(before[row.patient_id], row),
            row.window_start,
            row.window_end,
        )
        for row in after.itertuples()
    )


class Leg(StrEnum):
    """The three ways in which it can be met."""

    HEADACHE = "headache"
    MIGRAINE = "migraine"
    CLEAR = "clear"


class Legs(NamedTuple):
    """Days before and after of both kinds, and what is met by them."""

    headache: tuple[Days, Days]
    migraine: tuple[Days, Days]
    met: tuple[Leg, ...]
    threshold: int


def _verdict(before: object, after: object) -> tuple[Verdict, Legs | Unjudged]:
    if not after.closed:  # type: ignore[attr-defined]
        return Verdict.CANNOT_JUDGE, Unjudged(Why.WINDOW_OPEN)
    whole = HULL.when.full_days(HULL.month)
    headache, migraine = (
        (days_in(before, flag), days_in(after, flag).in_all_of(whole))
        for flag in ("headache", "migraine")
    )
    found = {
        Leg.HEADACHE: _half(*headache),
        Leg.MIGRAINE: _half(*migraine),
        Leg.CLEAR: _doubled(headache[0].clear, headache[1].clear, headache[0].known),
    }
    said = [verdict for verdict in found.values() if verdict is not None]
    met = tuple(leg for leg, verdict in found.items() if verdict == Verdict.MEETS)
    legs = Legs(headache, migraine, met, HULL.threshold)
    if met:
        return Verdict.MEETS, legs
    if Verdict.CANNOT_JUDGE in said or not said:
        return Verdict.CANNOT_JUDGE, legs
    return Verdict.DOES_NOT_MEET, legs


def _half(before: Days, after: Days) -> Verdict | None:
    """At least half of the days gone; None where the baseline is zero."""
    if not before.known or not after.known:
        return Verdict.CANNOT_JUDGE
    if before.recorded >= HULL.min_baseline_days and before.flagged == 0:
        return None
    return agreed(
        fewer_by(b, f, HULL.threshold)
        for b in before.ends(HULL.min_baseline_days)
        for f in after.ends(HULL.required_days)
    )


def _doubled(before: Days, after: Days, known: bool) -> Verdict | None:
    """Clear days at least twice those of the baseline; None where the baseline had none."""
    if not known or not after.known:
        return Verdict.CANNOT_JUDGE
    if before.recorded >= HULL.min_baseline_days and before.flagged == 0:
        return None
    return agreed(
        more_by(*compared(b, f), 100)
        for b in before.ends(HULL.min_baseline_days)
        for f in after.ends(HULL.required_days)
    )


RULES = (
    Rule(
        "hull_responder",
        "J Headache Pain 2014;15(S1):G19",
        judge,
        HULL.therapy,
        windows=HULL,
        told_at=1,
    ),
)
