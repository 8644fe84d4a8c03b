"""What was recorded of those who come: before and after, month by month, since then?

Of those who come alone: a day's list costs no more in a large clinic than in a small one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from analytics.bars import Ending, endings
from analytics.counting import count_days_in_memory
from analytics.definitions import Definition
from analytics.lists import PatientList, patient_lists
from analytics.months import LastDays, last_days, months_from_counts, patient_months
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.steps import Outcomes

DAY = pd.Timedelta(days=1)
LOOKED_AT = [  # of the many columns of Outcomes: each row of a frame costs all of its columns
    *("patient_id", "session", "treated", "closed", "evaluable", "usable_baseline", "baseline"),
    *("monthly_days", "percent_reduction", "recorded_days", "window_days", "window_start"),
    *("window_end", "session_date", "stopped_on", "stop_reason", "reason"),
]
MONTHS_BEFORE = 3  # of a newcomer: no more is drawn


class Comes(NamedTuple):
    """Who comes, for which session, and when; a pasted list tells no day, perhaps no time.

    ``session``: None where files of counts do not say how many there were.
    ``booked``: of one on a pasted list, the day on which the files say that this session is.
    """

    patient_id: str
    session: int | None
    date: pd.Timestamp | None = None
    time: str = ""
    booked: pd.Timestamp | None = None


class Known(StrEnum):
    """What there is to compare."""

    COMPARED = "compared"
    THIN = "thin"  # the month after the session
    NO_BASELINE = "no_baseline"
    NOT_OVER = "not_over"
    NOT_JUDGED = "not_judged"
    NEWCOMER = "newcomer"


@dataclass(frozen=True, eq=False)
class Awaited:
    """One of those who come, and what was recorded."""

    who: Comes
    known: Known
    row: pd.Series | None  # the outcome of the last session whose window is over, or the last one
    months: pd.DataFrame  # ``patient_months``; of a newcomer those before the first session
    last: LastDays | None
    latest: Outcomes | None = None  # the last row alone: was treatment stopped, and why
    ending: Ending | None = None  # since when there is no diary; None where no single days are


@dataclass(frozen=True, eq=False)
class Day:
    """All who come, in their order, and the lists on which some of them are."""

    seen: tuple[Awaited, ...]
    lists: dict[str, PatientList]


def day_of(
    coming: Sequence[Comes], records: Records, outcomes: Outcomes, definition: Definition
) -> Day:
    """What was recorded of those who come; ``records`` up to the cut-off, ``outcomes`` of them."""
    ids = [one.patient_id for one in coming]
    own = records.only(ids)
    every = Outcomes(outcomes[outcomes["patient_id"].isin(ids)])
    rows = Outcomes(every[LOOKED_AT])
    if own.holds >= SINGLE_DAYS:
        months = patient_months(own, rows, definition) if len(rows) else pd.DataFrame()
    else:
        months = months_from_counts(every[every["treated"] | (every["session"] == 0)], definition)
    of_rows = dict(tuple(rows.groupby("patient_id", sort=False)))
    of_months = dict(tuple(months.groupby("patient_id", sort=False))) if len(months) else {}
    ends = endings(own, rows) if own.holds >= SINGLE_DAYS else {}
    last = last_days(own, months, rows, definition) if own.holds >= SINGLE_DAYS else {}
    seen = []
    for one in coming:
        if (theirs := of_rows.get(one.patient_id)) is None:
            before = months_before(own, one, definition)
            seen.append(Awaited(one, Known.NEWCOMER, None, before, None))
            continue
        known, row = _last_over(theirs)
        drawn = of_months.get(one.patient_id, pd.DataFrame())
        latest, ending = Outcomes(theirs.tail(1)), ends.get(one.patient_id)
        since = last.get(one.patient_id)
        seen.append(Awaited(one, known, row, drawn, since, latest, ending))
    lists = patient_lists(own, every, definition) if len(every) else {}
    return Day(tuple(seen), lists)


def _last_over(rows: pd.DataFrame) -> tuple[Known, pd.Series]:
    """The last session whose window is over, and what is known of it; else the last session."""
    had = rows[rows["treated"] & (rows["session"] > 0)].sort_values("session")
    over = had[had["closed"].fillna(False)]
    if over.empty:
        return Known.NOT_OVER, had.iloc[-1]
    row = over.iloc[-1]
    if row["evaluable"] is True or bool(pd.notna(row["evaluable"]) and row["evaluable"]):
        return Known.COMPARED, row
    if not row["usable_baseline"]:
        return Known.NO_BASELINE, row
    return (Known.THIN if pd.notna(row["recorded_days"]) else Known.NOT_JUDGED), row


def months_before(own: Records, one: Comes, definition: Definition) -> pd.DataFrame:
    """The months before somebody's first session, as far as the diary goes back.

    Columns as of ``patient_months``; the one before the session is what will be compared, and ends
    with the records where these end first. No month that begins after them, no rows without a
    diary.
    """
    dates = own.diary.loc[own.diary["patient_id"] == one.patient_id, "date"]
    if dates.empty or own.cut_off is None:
        return pd.DataFrame()
    expected, until = one.booked if one.date is None else one.date, pd.Timestamp(own.cut_off)
    end = session = until + DAY if expected is None else expected
    spans: list[tuple[pd.Timestamp, pd.Timestamp, bool]] = []
    while len(spans) < MONTHS_BEFORE and end > dates.min():
        first = end - definition.month * DAY
        if first <= until:
            spans.insert(0, (first, min(end - DAY, until), end == session))
        end = first
    months = pd.DataFrame(spans, columns=["start", "end", "compared"])
    windows = months.assign(
        patient_id=one.patient_id,
        window_start=months["start"].astype("datetime64[s]"),
        window_end=months["end"].astype("datetime64[s]"),
    )
    kind = definition.days
    days = count_days_in_memory(own, windows, {kind.kind: kind})
    recorded = days[kind.recorded]
    return months.assign(
        patient_id=one.patient_id,
        cycle=0,
        month=range(1, len(months) + 1),
        days=(months["end"] - months["start"]).dt.days + 1,
        recorded=recorded,
        counted=days[kind.name].where(recorded > 0).astype("Int64"),
        enough=recorded >= definition.min_baseline_days,
    )
