"""Did a questionnaire's score change by what its authors call a response?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.codes import Verdict
from analytics.guidelines.base import (
    Rule,
    table,
)
from analytics.records import Records
from analytics.words import number

HIT6_POINTS, MSQ_POINTS, MIDAS_PERCENT, MIDAS_DAYS = 6, 10.9, 50, 84


def scores_by_session(records: Records, instrument: str) -> pd.DataFrame:
    """The score that belongs to each session, and the one before session 1.

    Baseline: the last on or before session 1. Session k: the last in [session k, session k + 1),
    for session 1 after that day.
    """
    had = records.treated_sessions[
        ["patient_id", "session", "session_date", "next_date", "first_date"]
    ]
    scores = records.scores[records.scores["instrument"] == instrument]
    pairs = had.merge(scores[["patient_id", "date", "score"]], on="patient_id", how="left")
    before = pairs[(pairs["session"] == 1) & (pairs["date"] <= pairs["first_date"])]
    baseline = before.sort_values("date").groupby("patient_id")["score"].last()
    inside = pairs[
        (pairs["date"] >= pairs["session_date"])
        & (pairs["date"] > pairs["first_date"])
        & ~(pairs["date"] >= pairs["next_date"])
    ]
    last = inside.sort_values("date").groupby(["patient_id", "session"])[["score", "date"]].last()
    table = had.merge(last.reset_index(), on=["patient_id", "session"], how="left")
    return table.assign(baseline=table["patient_id"].map(baseline).astype("Float64"))


def scores_side_by_side(records: Records) -> pd.DataFrame:
    """One row a questionnaire: its score before session 1 and at each session (markdown-free)."""
    rows = []
    for instrument in sorted(records.scores["instrument"].unique()):
        found = scores_by_session(records, instrument)
        for row in found.itertuples():
            if row.session == 1:
                rows.append((instrument, "Before", row.baseline))
            rows.append((instrument, f"Session {row.session}", row.score))
    table = pd.DataFrame(rows, columns=["Score", "when", "value"])
    wide = table.pivot_table(
        index="Score", columns="when", values="value", sort=False, dropna=False, aggfunc="first"
    )
    return wide.reset_index().rename_axis(columns=None)


def response(instrument: str, reached: Callable[[object], bool | None]) -> Callable:
    """``reached``: a row with baseline and score -> whether it is a response; None: cannot tell."""

    def judge(records: Records) -> pd.DataFrame:
        if records.are_counts:
            return table([])
        rows: list[tuple[object, ...]] = []
        for row in scores_by_session(records, instrument).itertuples():
            if pd.isna(row.baseline) or pd.isna(row.score):
                which = "before session 1" if pd.isna(row.baseline) else "for this session"
                rows.append(
                    (row.patient_id, row.session, Verdict.CANNOT_JUDGE, f"no {instrument} {which}")
                )
                continue
            basis = f"{instrument} {number(row.baseline)} before, {number(row.score)} after"
            found = reached(row)
            if found is None:
                said = (Verdict.CANNOT_JUDGE, f"{basis}; too early, or 0")
            else:
                said = (Verdict.MEETS if found else Verdict.DOES_NOT_MEET, basis)
            rows.append((row.patient_id, row.session, *said, row.date, row.date))
        return table(rows)

    return judge


def _hit6(row) -> bool:  # type: ignore[no-untyped-def]
    return bool(row.baseline - row.score >= HIT6_POINTS)


def _midas(row) -> bool | None:  # type: ignore[no-untyped-def]
    if row.baseline == 0 or (row.date - row.first_date).days < MIDAS_DAYS:
        return None
    return bool(100 * (row.baseline - row.score) >= MIDAS_PERCENT * row.baseline)


def _msq(row) -> bool:  # type: ignore[no-untyped-def]
    return bool(round(row.score - row.baseline, 9) >= MSQ_POINTS)


RULES = (
    Rule("hit6_response", "HIT-6 lower by 6 or more", "HIT-6 lower by 6 points or more (PREEMPT "
         "used 5).", "Houts 2020", response("HIT-6", _hit6)),
    Rule("midas_response", "MIDAS lower by 50% or more", "MIDAS lower by 50% or more, at least 84 "
         "days after session 1.", "Torres-Ferrus 2020, doi 10.1186/s10194-020-01157-8",
         response("MIDAS", _midas)),
    Rule("msq_response", "MSQ higher by 10.9 or more", "MSQ role-restrictive higher by 10.9 points "
         "or more (Cole 2009: 5 for an individual).", "PREEMPT post hoc; Cole 2009",
         response("MSQ", _msq)),
)  # fmt: skip
