"""Who comes after the last diary day, when, and for which session?

A session dated later than the last diary day, and than the cut-off, is an appointment. It is read
from the records as they were loaded; no figure counts it.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.order import natural
from analytics.records import Records
from analytics.settings import Settings
from analytics.windows import number_sessions

COLUMNS = ["patient_id", "session", "session_date", "session_time"]


def appointments(loaded: Records, settings: Settings) -> pd.DataFrame:
    """One row an appointment of those whom the filters leave: ``COLUMNS``, by date, time and id.

    ``session``: its number by date among all of the patient's. ``session_time``: HH:MM, "" where
    none is known, which stands last in its day. None without a day up to which was recorded.
    """
    limit = last_recorded(loaded, settings.cut_off)
    if limit is None or loaded.sessions.empty:
        return pd.DataFrame(columns=COLUMNS)
    alone = loaded.without_days().where(settings.filters)
    numbered = number_sessions(alone.sessions)
    later = numbered[numbered["session_date"] > pd.Timestamp(limit)]
    times = later["session_time"] if "session_time" in later else pd.Series("", index=later.index)
    later = later.assign(session_time=times.fillna("").astype("str"))
    ids = later["patient_id"].map(natural)
    placed = later.assign(untimed=later["session_time"] == "", as_counted=ids)
    order = ["session_date", "untimed", "session_time", "as_counted"]
    return placed.sort_values(order, kind="stable", ignore_index=True)[COLUMNS]


def last_recorded(loaded: Records, cut_off: date | None) -> date | None:
    """The last day that a figure may count: the last diary day, or a later cut-off."""
    return max((day for day in (loaded.last_date, cut_off) if day is not None), default=None)


def sessions_so_far(loaded: Records, cut_off: date | None) -> pd.Series:
    """How many sessions each patient had up to the last day that may be counted, by patient_id."""
    limit = last_recorded(loaded, cut_off)
    had = loaded.sessions
    if limit is not None:
        had = had[had["session_date"] <= pd.Timestamp(limit)]
    return had.groupby("patient_id").size()
