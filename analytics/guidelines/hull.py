"""Does a patient respond by the three legs of the reference study?"""

from __future__ import annotations

import pandas as pd

from analytics.codes import Verdict
from analytics.cycles import count_cycles
from analytics.definitions import PRESETS
from analytics.guidelines.base import (
    OTHER_WINDOWS,
    Days,
    Rule,
    agreed,
    cannot_judge,
    days_in,
    fewer_by,
    reduction_of,
    table,
)
from analytics.percents import reduction
from analytics.records import Records
from analytics.words import counted

HULL = PRESETS["hull2014"]
# By chance alone 76 to 80% double from 1 clear day, 36 to 61% from 3, 3 to 30% from 8.
FEW_CLEAR_DAYS = 8
CHANCE = "chance alone does this often"


def judge(records: Records) -> pd.DataFrame:
    if not records.allow(HULL):
        return cannot_judge(records, 1, OTHER_WINDOWS)
    cycles = count_cycles(records, HULL)
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


def _verdict(before: object, after: object) -> tuple[str, str]:
    if not after.closed:  # type: ignore[attr-defined]
        return Verdict.CANNOT_JUDGE, "the month after this session is not over"
    headache, migraine = (
        (days_in(before, flag), days_in(after, flag)) for flag in ("headache", "migraine")
    )
    legs = {
        "headache days": _half(*headache),
        "migraine days": _half(*migraine),
        "clear days": _doubled(headache[0].clear, headache[1].clear, headache[0].known),
    }
    said = [leg for leg in legs.values() if leg is not None]
    basis = "; ".join(filter(None, (_told(*headache, "headache"), _told(*migraine, "migraine"))))
    basis += _clear_remark(*headache, met=legs["clear days"] == Verdict.MEETS)
    if Verdict.MEETS in said:
        met = ", ".join(name for name, leg in legs.items() if leg == Verdict.MEETS)
        return Verdict.MEETS, f"{basis}; met by {met}"
    if Verdict.CANNOT_JUDGE in said or not said:
        return Verdict.CANNOT_JUDGE, basis or "nothing is recorded"
    return Verdict.DOES_NOT_MEET, basis


def _half(before: Days, after: Days) -> str | None:
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


def _doubled(before: Days, after: Days, known: bool) -> str | None:
    """Clear days at least twice those of the baseline; None where the baseline had none."""
    if not known or not after.known:
        return Verdict.CANNOT_JUDGE
    if before.recorded >= HULL.min_baseline_days and before.flagged == 0:
        return None
    return agreed(
        f.flagged * b.recorded >= 2 * b.flagged * f.recorded
        for b in before.ends(HULL.min_baseline_days)
        for f in after.ends(HULL.required_days)
    )


def _told(before: Days, after: Days, what: str) -> str:
    if not before.known or not after.known:
        return f"{what} days are not recorded"
    told = f"{what} days {before} to {after}"
    if before.flagged:
        told += f" ({reduction(reduction_of(before, after), HULL.threshold)})"
    return told


def _clear_remark(before: Days, after: Days, *, met: bool) -> str:
    if not before.known or not after.known:
        return ""
    was, now = before.clear, after.clear
    told = f"; clear days {was} to {now}"
    if was.flagged == 0:
        return f"{told}: gained {counted(now.flagged, 'clear day')}, doubling is undefined"
    if met and was.flagged < FEW_CLEAR_DAYS:
        return f"{told}: doubling from {was} recorded days; {CHANCE}"
    return told


RULES = (
    Rule(
        "hull_responder",
        "Hull responder",
        "At least 50% fewer headache days, or at least 50% fewer migraine days, or clear days at "
        "least twice those of the baseline, in the month after a session.",
        "J Headache Pain 2014;15(S1):G19",
        judge,
    ),
)
