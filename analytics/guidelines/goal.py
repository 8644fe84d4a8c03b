"""Were headache days few for three months in a row?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.guidelines.base import (
    CANNOT_JUDGE,
    DOES_NOT_MEET,
    ENOUGH_OF_A_MONTH,
    MEETS,
    MONTH,
    NO_HEADACHE_DAYS,
    Days,
    Rule,
    agreed,
    count_spans,
    table,
    treated_sessions,
)
from analytics.records import Records

IN_A_ROW = 3


def months_since_first(records: Records) -> pd.DataFrame:
    """Complete 30-day months from session 1 to the cut-off; ``session`` is the month's number."""
    first = treated_sessions(records).drop_duplicates("patient_id")
    cut_off = pd.Timestamp(records.cut_off or records.last_date)
    complete = ((cut_off - first["session_date"]).dt.days + 1).clip(lower=0) // MONTH
    frame = first.loc[first.index.repeat(complete), ["patient_id", "session_date"]]
    number = frame.groupby("patient_id").cumcount()
    start = frame["session_date"] + pd.to_timedelta(MONTH * number, unit="D")
    frame = pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "session": number + 1,
            "start": start,
            "end": start + pd.Timedelta(days=MONTH - 1),
        }
    )
    if frame.empty:
        return frame
    return count_spans(records, frame)


def goal(limit: int) -> Callable[[Records], pd.DataFrame]:
    """Fewer than ``limit`` headache days a month, three months in a row."""

    def judge(records: Records) -> pd.DataFrame:
        if records.are_counts:
            told = "counts per session do not show months in a row"
            return table((patient, 1, CANNOT_JUDGE, told) for patient in records.patient_ids)
        months = months_since_first(records)
        patients = treated_sessions(records)["patient_id"].unique()
        of: dict[str, list[Days]] = {patient: [] for patient in patients}
        if len(months):
            ordered = months.sort_values(["patient_id", "session"])
            columns = ("patient_id", "headache_days", "headache_recorded_days")
            for patient, flagged, recorded in zip(
                *(ordered[name].tolist() for name in columns), strict=True
            ):
                of[patient].append(Days(flagged, recorded, MONTH))
        return table((patient, 1, *_verdict(of[patient], limit)) for patient in patients)

    return judge


def _verdict(days: list[Days], limit: int) -> tuple[str, str]:
    if not any(day.known for day in days):
        return CANNOT_JUDGE, NO_HEADACHE_DAYS if days else "no 30-day month is over yet"
    if len(days) < IN_A_ROW:
        return CANNOT_JUDGE, f"{len(days)} of {IN_A_ROW} months are over"
    fewer = [agreed(_under(end, limit) for end in day.ends(ENOUGH_OF_A_MONTH)) for day in days]
    basis = "headache days by 30-day month: " + ", ".join(map(str, days))
    surely = _run([state == MEETS for state in fewer])
    if surely is not None:
        in_a_row = days[surely : surely + IN_A_ROW]
        basis = "headache days by 30-day month: " + ", ".join(map(str, in_a_row))
        worst = [Days(d.flagged + d.length - d.recorded, d.length, d.length) for d in days]
        still = all(_under(day, limit) for day in worst[surely : surely + IN_A_ROW])
        remark = "also" if still else "not"
        return MEETS, (
            f"{basis}; months {surely + 1} to {surely + IN_A_ROW} under {limit}, {remark} if every "
            "unrecorded day were a headache day"
        )
    if _run([state != DOES_NOT_MEET for state in fewer]) is not None:
        return CANNOT_JUDGE, f"{basis}; a month with too few recorded days decides"
    return DOES_NOT_MEET, f"{basis}; no three months in a row under {limit}"


def _under(days: Days, limit: int) -> bool:
    return MONTH * days.flagged < limit * days.recorded


def _run(states: list[bool]) -> int | None:
    """Where the first three in a row begin; None if nowhere."""
    for start in range(len(states) - IN_A_ROW + 1):
        if all(states[start : start + IN_A_ROW]):
            return start
    return None


MONTHS = (
    "three consecutive 30-day months counted from session 1, each with at least 20 recorded days"
)
RULES = (
    Rule(
        "nice_goal",
        "Under 15 headache days for 3 months (NICE: episodic)",
        f"Fewer than 15 headache days a month for 3 consecutive months: {MONTHS}.",
        "NICE TA260",
        goal(15),
    ),
    Rule(
        "ehf_goal",
        "Under 10 headache days for 3 months (EHF)",
        f"Fewer than 10 headache days a month for 3 months: {MONTHS}. EHF: re-evaluate 4 to 5 "
        "months after stopping.",
        "Bendtsen 2018, J Headache Pain 19:91",
        goal(10),
    ),
)
