"""Were headache days few for three months in a row?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.codes import Verdict
from analytics.guidelines.base import (
    ENOUGH_OF_A_MONTH,
    HEADACHE,
    MONTH,
    NO_HEADACHE_DAYS,
    Days,
    Rule,
    cannot_judge,
    count_spans,
    table,
)
from analytics.records import Records

IN_A_ROW = 3
NICE_LIMIT, EHF_LIMIT = 15, 10


def months_since_first(records: Records) -> pd.DataFrame:
    """Complete 30-day months from session 1 to the cut-off; ``session`` is the month's number."""
    first = records.treated_sessions.drop_duplicates("patient_id")
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
    return count_spans(records, frame, HEADACHE)


def goal(limit: int) -> Callable[[Records], pd.DataFrame]:
    """Fewer than ``limit`` headache days a month, three months in a row."""

    def judge(records: Records) -> pd.DataFrame:
        if records.counted_elsewhere:
            return cannot_judge(records, 1, "counts per session do not show months in a row")
        months = months_since_first(records)
        of = dict(tuple(_states(months, limit).groupby("patient_id"))) if len(months) else {}
        patients = records.treated_sessions["patient_id"].unique()
        return table(
            (patient, 1, *_verdict(of.get(patient), limit), *_days(of.get(patient)))
            for patient in patients
        )

    return judge


def months_under(records: Records, limit: int) -> pd.DataFrame:
    """The months of the patients who reach the goal: ``in_words`` puts them as verdicts."""
    months = pd.DataFrame() if records.counted_elsewhere else months_since_first(records)
    if months.empty:
        return pd.DataFrame(columns=["patient_id"])
    months = _states(months, limit)
    reached = months.loc[months["surely"], "patient_id"].unique()
    return months[months["patient_id"].isin(reached)]


def end_of_run(months: pd.DataFrame) -> pd.DataFrame:
    """One row a patient: the first three months in a row, with the ``end`` of the third."""
    first = months[months["surely"]].drop_duplicates("patient_id")
    return first.assign(end=first["end"] + pd.Timedelta(days=MONTH * (IN_A_ROW - 1)))


def in_words(months: pd.DataFrame, limit: int) -> pd.DataFrame:
    of = months.groupby("patient_id")
    return table((patient, 1, *_verdict(rows, limit), *_days(rows)) for patient, rows in of)


def _states(months: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Adds ``surely`` and ``possibly``: do three months under the limit begin here?

    Too thin a month is under it surely if it is so with every unrecorded day a headache day,
    possibly if with none.
    """
    months = months.sort_values(["patient_id", "session"], ignore_index=True)
    few, recorded = months["headache_days"], months["headache_recorded_days"]
    enough = recorded >= ENOUGH_OF_A_MONTH
    of = recorded.where(enough, MONTH)
    many = few.where(enough, few + MONTH - recorded)
    patient = months["patient_id"]

    def run(under: pd.Series) -> pd.Series:
        by_patient = under.groupby(patient)
        later = [by_patient.shift(-step, fill_value=False) for step in range(1, IN_A_ROW)]
        return under & later[0] & later[1]

    surely = run(MONTH * many < limit * of)
    return months.assign(surely=surely, possibly=run(MONTH * few < limit * of))


def _verdict(months: pd.DataFrame | None, limit: int) -> tuple[str, str]:
    """One patient's verdict; ``months``: hers, with their states."""
    if months is None:
        return Verdict.CANNOT_JUDGE, "no 30-day month is over yet"
    columns = ("headache_days", "headache_recorded_days")
    days = [
        Days(flagged, recorded, MONTH)
        for flagged, recorded in zip(*(months[name].tolist() for name in columns), strict=True)
    ]
    if not any(day.known for day in days):
        return Verdict.CANNOT_JUDGE, NO_HEADACHE_DAYS
    if len(days) < IN_A_ROW:
        return Verdict.CANNOT_JUDGE, f"{len(days)} of {IN_A_ROW} months are over"
    basis = "headache days by 30-day month: "
    surely = months["surely"].tolist()
    if any(surely):
        first = surely.index(True)
        in_a_row = days[first : first + IN_A_ROW]
        most = [MONTH * (d.flagged + MONTH - d.recorded) < limit * MONTH for d in in_a_row]
        remark = "also" if all(most) else "not"
        return Verdict.MEETS, (
            f"{basis}{', '.join(map(str, in_a_row))}; months {first + 1} to {first + IN_A_ROW} "
            f"under {limit}, {remark} if every unrecorded day were a headache day"
        )
    basis += ", ".join(map(str, days))
    if months["possibly"].any():
        return Verdict.CANNOT_JUDGE, f"{basis}; a month with too few recorded days decides"
    return Verdict.DOES_NOT_MEET, f"{basis}; no three months in a row under {limit}"


def _days(months: pd.DataFrame | None) -> tuple[object, object]:
    """First and last day of the three months that meet it; of all months where none do."""
    if months is None:
        return None, None
    surely = months["surely"].tolist()
    first, last = 0, len(months) - 1
    if any(surely):
        first = surely.index(True)
        last = first + IN_A_ROW - 1
    return months["start"].iloc[first], months["end"].iloc[last]


MONTHS = (
    "three consecutive 30-day months counted from session 1, each with at least 20 recorded days"
)
RULES = (
    Rule(
        "nice_goal",
        "Under 15 headache days for 3 months (NICE: episodic)",
        f"Fewer than 15 headache days a month for 3 consecutive months: {MONTHS}.",
        "NICE TA260",
        goal(NICE_LIMIT),
    ),
    Rule(
        "ehf_goal",
        "Under 10 headache days for 3 months (EHF)",
        f"Fewer than 10 headache days a month for 3 months: {MONTHS}. EHF: re-evaluate 4 to 5 "
        "months after stopping.",
        "Bendtsen 2018, J Headache Pain 19:91",
        goal(EHF_LIMIT),
    ),
)
