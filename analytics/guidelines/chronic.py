"""Does the baseline month lie in the range of chronic migraine?"""

from __future__ import annotations

import pandas as pd

from analytics.codes import Verdict
from analytics.cycles import count_cycles
from analytics.definitions import PRESETS
from analytics.guidelines.base import (
    ENOUGH_OF_A_MONTH,
    MONTH,
    NO_HEADACHE_DAYS,
    OTHER_WINDOWS,
    Days,
    Rule,
    agreed,
    cannot_judge,
    days_in,
    table,
)
from analytics.records import Records

HEADACHE_DAYS, MIGRAINE_DAYS = 15, 8


def judge(records: Records) -> pd.DataFrame:
    hull = PRESETS["hull2014"]  # its month is 30 days
    if not records.allow(hull):
        return cannot_judge(records, 0, OTHER_WINDOWS)
    cycles = count_cycles(records, hull)
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


def _verdict(headache: Days, migraine: Days) -> tuple[str, str]:
    basis = f"headache days {headache}, migraine days {migraine} in the {MONTH} days before"
    if not headache.known:
        return Verdict.CANNOT_JUDGE, NO_HEADACHE_DAYS
    enough = agreed(_reach(days, HEADACHE_DAYS) for days in headache.ends(ENOUGH_OF_A_MONTH))
    if enough == Verdict.DOES_NOT_MEET:
        return Verdict.DOES_NOT_MEET, basis
    if not migraine.known:
        return Verdict.CANNOT_JUDGE, f"{basis}; migraine days are not recorded"
    of_these = agreed(_reach(days, MIGRAINE_DAYS) for days in migraine.ends(ENOUGH_OF_A_MONTH))
    if of_these == Verdict.DOES_NOT_MEET:
        return Verdict.DOES_NOT_MEET, basis
    if Verdict.CANNOT_JUDGE in (enough, of_these):
        return Verdict.CANNOT_JUDGE, f"{basis}; too few recorded days to tell"
    return enough, basis


def _reach(days: Days, limit: int) -> bool:
    return MONTH * days.flagged >= limit * days.recorded


RULES = (
    Rule(
        "chronic_range",
        "Chronic migraine range",
        "15 or more headache days with 8 or more migraine days in the baseline month. ICHD-3 also "
        "asks for more than 3 months and 5 attacks, and counts days relieved by a triptan or "
        "ergot: not judged here.",
        "ICHD-3 1.3",
        judge,
    ),
)
