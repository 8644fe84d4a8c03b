"""Does the baseline month lie in the range of chronic migraine?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.definitions import PRESETS
from analytics.guidelines.base import (
    ENOUGH_OF_A_MONTH,
    MONTH,
    Days,
    Rule,
    Unjudged,
    agreed,
    cycles_of,
    days_in,
    table,
)
from analytics.records import Records
from analytics.therapies import Therapy

HEADACHE_DAYS, MIGRAINE_DAYS = 15, 8
HULL = PRESETS["hull2014"]  # its month is 30 days


def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
    cycles = cycles_of(records, HULL)
    return table(
        (
            row.patient_id,
            0,
            *_verdict(days_in(row, "headache"), days_in(row, "migraine")),
            row.window_start,
            row.window_end,
        )
        for row in cycles[cycles["session"] == 0].itertuples()
    )


class Month(NamedTuple):
    """Headache and migraine days of the month before session 1."""

    headache: Days
    migraine: Days
    why: Why | None = None


def _verdict(headache: Days, migraine: Days) -> tuple[Verdict, Month | Unjudged]:
    month = Month(headache, migraine)
    if not headache.known:
        return Verdict.CANNOT_JUDGE, Unjudged(Why.NO_HEADACHE_DAYS)
    enough = agreed(_reach(days, HEADACHE_DAYS) for days in headache.ends(ENOUGH_OF_A_MONTH))
    if enough == Verdict.DOES_NOT_MEET:
        return Verdict.DOES_NOT_MEET, month
    if not migraine.known:
        return Verdict.CANNOT_JUDGE, month._replace(why=Why.NO_MIGRAINE_DAYS)
    of_these = agreed(_reach(days, MIGRAINE_DAYS) for days in migraine.ends(ENOUGH_OF_A_MONTH))
    if of_these == Verdict.DOES_NOT_MEET:
        return Verdict.DOES_NOT_MEET, month
    if Verdict.CANNOT_JUDGE in (enough, of_these):
        return Verdict.CANNOT_JUDGE, month._replace(why=Why.TOO_FEW_DAYS)
    return enough, month


def _reach(days: Days, limit: int) -> bool:
    return MONTH * days.flagged >= limit * days.recorded


RULES = (Rule("chronic_range", "ICHD-3 1.3", judge, None, windows=HULL, told_at=0),)
