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
    headache, migraine = (
        (days_in(before, flag), days_in(after, flag)) for flag in ("headache", "migraine")
    )
    found = {
        Leg.HEADACHE: _half(*headache),
        Leg.MIGRAINE: _half(*migraine),
        Leg.CLEAR: _doubled(*headache),
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
    if not _enough(before, after):
        return Verdict.CANNOT_JUDGE
    if before.flagged == 0:
        return None
    return agreed([fewer_by(before, after, HULL.threshold)])


def _doubled(before: Days, after: Days) -> Verdict | None:
    """Clear days at least twice those of the baseline; None where the baseline had none."""
    if not _enough(before, after):
        return Verdict.CANNOT_JUDGE
    if before.flagged == before.recorded:
        return None
    was, now = before.clear, after.clear
    return agreed([bool(more_by(*compared(was, now), 100))])


def _enough(before: Days, after: Days) -> bool:
    """As many days recorded as the Definition asks for: else this leg is not judged."""
    least = HULL.min_baseline_days, HULL.required_days
    return before.recorded >= least[0] and after.recorded >= least[1]


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
