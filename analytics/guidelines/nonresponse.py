"""Are headache days less than 30% fewer after the cycles that a guideline names?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.cycles import count_cycles
from analytics.definitions import PRESETS, Definition
from analytics.guidelines.base import (
    CANNOT_JUDGE,
    NO_HEADACHE_DAYS,
    Days,
    Rule,
    agreed,
    days_in,
    fewer_by,
    reduction_of,
    table,
)
from analytics.records import Records
from analytics.words import reduction

COUNTED = [
    "patient_id",
    "session",
    "treated",
    "closed",
    "window_days",
    "headache_days",
    "headache_recorded_days",
]


def nonresponse(definition: Definition, sessions: tuple[int, ...]) -> Callable:
    """Judged at these sessions; before the first of them nothing can be said yet."""

    def judge(records: Records) -> pd.DataFrame:
        cycles = count_cycles(records, definition)[COUNTED]
        before = {row.patient_id: row for row in cycles[cycles["session"] == 0].itertuples()}
        had = cycles[cycles["treated"] & (cycles["session"] > 0)]
        last = had["session"] == had.groupby("patient_id")["session"].transform("max")
        rows = []
        spoken_of = had["session"].isin(sessions) | (last & (had["session"] < sessions[0]))
        for row in had[spoken_of].itertuples():
            if row.session in sessions:
                verdict = _verdict(before[row.patient_id], row, definition)
                rows.append((row.patient_id, row.session, *verdict))
            else:
                cycles_had = "one cycle" if row.session == 1 else f"{row.session} cycles"
                so_far = f"{cycles_had} so far"
                rows.append((row.patient_id, row.session, CANNOT_JUDGE, so_far))
        return table(rows)

    return judge


def _verdict(before: object, after: object, definition: Definition) -> tuple[str, str]:
    if not after.closed:  # type: ignore[attr-defined]
        return CANNOT_JUDGE, "weeks 9 to 12 of this cycle are not over"
    was, now = days_in(before, "headache"), days_in(after, "headache")
    if not was.known or not now.known:
        return CANNOT_JUDGE, NO_HEADACHE_DAYS
    basis = f"headache days {was} before, {now} after"
    ends = list(was.ends(definition.min_baseline_days))
    if any(b.flagged == 0 for b in ends):
        return CANNOT_JUDGE, f"{basis}; no headache day in the baseline"
    verdict = agreed(
        not fewer_by(b, f, definition.threshold)
        for b in ends
        for f in now.ends(definition.required_days)
    )
    if verdict == CANNOT_JUDGE:
        return verdict, f"{basis}; too few recorded days to tell"
    return verdict, f"{basis}: {_told(was, now)}; line: {definition.threshold}%"


def _told(before: Days, after: Days) -> str:
    return reduction(reduction_of(before, after)) if before.flagged else "more than before"


RULES = (
    Rule(
        "nice_nonresponse",
        "Below the NICE 30% line",
        "Less than 30% fewer headache days a month after 2 treatment cycles. 30.0% exactly is not "
        "less than 30%.",
        "NICE TA260",
        nonresponse(PRESETS["nice"], (2,)),
    ),
    Rule(
        "ehf_nonresponse",
        "Below the EHF 30% line",
        "Less than 30% fewer headache days a month, looked at after cycle 2 and again after cycle "
        "3; intensity, disability and preference also count.",
        "Bendtsen 2018, J Headache Pain 19:91",
        nonresponse(PRESETS["ehf"], (2, 3)),
    ),
)
