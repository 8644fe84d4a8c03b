"""Were headache days few for three months in a row?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.definitions import PRESETS
from analytics.ends import ends_of
from analytics.guidelines.base import (
    ENOUGH_OF_A_MONTH,
    HEADACHE,
    MONTH,
    Days,
    Judge,
    Rule,
    Unjudged,
    count_spans,
    cycles_of,
    table,
)
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.therapies import BOTULINUM_TOXIN, Therapy

HULL = PRESETS["hull2014"]  # its month is 30 days
IN_A_ROW = 3
NICE_LIMIT, EHF_LIMIT = 15, 10


def months_since_first(records: Records) -> pd.DataFrame:
    """Complete 30-day months from session 1 to the cut-off, or to the end of the diary.

    ``session`` is the month's number. ``_before``: counts of the month before session 1.
    """
    first = records.first_sessions
    until = ends_of(records, first["patient_id"])
    complete = ((until - first["session_date"]).dt.days + 1).clip(lower=0) // MONTH
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
    before = cycles_of(records, HULL)
    before = before[before["session"] == 0].set_index("patient_id")
    counted = count_spans(records, frame, HEADACHE)
    for name in ("headache_days", "headache_recorded_days"):
        found = before[name].reindex(counted["patient_id"]).fillna(0)
        counted[f"{name}_before"] = found.astype("int64").to_numpy()
    return counted


def goal(limit: int) -> Judge:
    """Fewer than ``limit`` headache days a month, three months in a row."""

    def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
        months = records.once(("months_since_first",), lambda: months_since_first(records))
        of = dict(tuple(_states(months, limit).groupby("patient_id"))) if len(months) else {}
        patients = records.first_sessions["patient_id"]
        return table(
            (patient, 1, *_verdict(of.get(patient), limit), *_days(of.get(patient)))
            for patient in patients
        )

    return judge


def months_under(records: Records, limit: int) -> pd.DataFrame:
    """The months of the patients who reach the goal: ``verdicts_of`` puts them as verdicts."""
    months = months_since_first(records)
    if months.empty:
        return pd.DataFrame(columns=["patient_id"])
    months = _states(months, limit)
    reached = months.loc[months["surely"], "patient_id"].unique()
    return months[months["patient_id"].isin(reached)]


def end_of_run(months: pd.DataFrame) -> pd.DataFrame:
    """One row a patient: the first three months in a row, with the ``end`` of the third."""
    first = months[months["surely"]].drop_duplicates("patient_id")
    return first.assign(end=first["end"] + pd.Timedelta(days=MONTH * (IN_A_ROW - 1)))


def verdicts_of(months: pd.DataFrame, limit: int) -> pd.DataFrame:
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


class Months(NamedTuple):
    """Headache days by month from session 1; of a goal that is met the three months that meet it.

    ``first``: the number of the first of the three. ``surely``: would they meet it if every
    unrecorded day were a headache day?
    """

    days: tuple[Days, ...]
    limit: int
    first: int = 0
    surely: bool = False
    why: Why | None = None
    before: Days = Days(0, 0, MONTH)  # the month before session 1
    looked_at: int = 0  # how many months


def _verdict(months: pd.DataFrame | None, limit: int) -> tuple[Verdict, Months | Unjudged]:
    """One patient's verdict; ``months``: hers, with their states."""
    if months is None:
        return Verdict.CANNOT_JUDGE, Unjudged(Why.NO_MONTH_OVER)
    columns = ("headache_days", "headache_recorded_days")
    days = tuple(
        Days(flagged, recorded, MONTH)
        for flagged, recorded in zip(*(months[name].tolist() for name in columns), strict=True)
    )
    if not any(day.known for day in days):
        return Verdict.CANNOT_JUDGE, Unjudged(Why.NO_HEADACHE_DAYS)
    if len(days) < IN_A_ROW:
        return Verdict.CANNOT_JUDGE, Unjudged(Why.MONTHS_OVER, len(days))
    surely = months["surely"].tolist()
    if any(surely):
        first = surely.index(True)
        in_a_row = days[first : first + IN_A_ROW]
        most = all(MONTH * (d.flagged + MONTH - d.recorded) < limit * MONTH for d in in_a_row)
        was, of = (int(months[f"{name}_before"].iloc[0]) for name in columns)
        before = Days(was, of, MONTH)
        run = Months(in_a_row, limit, first + 1, most, before=before, looked_at=len(days))
        return Verdict.MEETS, run
    if months["possibly"].any():
        return Verdict.CANNOT_JUDGE, Months(days, limit, why=Why.THIN_MONTH)
    return Verdict.DOES_NOT_MEET, Months(days, limit, why=Why.NO_RUN)


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


def _rule(name: str, source: str, limit: int) -> Rule:
    return Rule(name, source, goal(limit), BOTULINUM_TOXIN, needs=SINGLE_DAYS, told_at=1)


RULES = (
    _rule("nice_goal", "NICE TA260", NICE_LIMIT),
    _rule("ehf_goal", "Bendtsen 2018, J Headache Pain 19:91", EHF_LIMIT),
)
