"""What was recorded on every day of one patient?"""

from __future__ import annotations

import narwhals as nw
import numpy as np
import pandas as pd

from analytics.arithmetic import on_one_scale, reduction
from analytics.codes import DayState
from analytics.days import of_the_kind, with_blanks
from analytics.definitions import Measure
from analytics.needs import SINGLE_DAYS
from analytics.records import Records


def patient_days(
    records: Records, patient_id: str, last: pd.Timestamp | None = None
) -> pd.DataFrame:
    """One row a calendar day from the first entry, or session, to the ``last`` day or entry.

    ``state``: migraine, headache, no headache, no migraine (and headache not recorded) or not
    recorded; ``medication``: acute medication taken; ``session``: its date.
    """
    diary, had = (
        frame.loc[frame["patient_id"] == patient_id] for frame in (records.diary, records.sessions)
    )
    dates = [*diary["date"], *had["session_date"]]
    if not dates or records.cut_off is None or not records.holds >= SINGLE_DAYS:
        return pd.DataFrame(columns=["date", "state", "medication", "session"])
    days = pd.DataFrame(
        {"date": pd.date_range(min(dates), last or max(dates)).astype("datetime64[s]")}
    )
    days = days.merge(diary[["date", "headache", "migraine", "acute_medication"]], how="left")
    states = (
        (DayState.MIGRAINE, days["migraine"] == 1),
        (DayState.HEADACHE, days["headache"] == 1),
        (DayState.FREE, days["headache"] == 0),
        (DayState.NO_MIGRAINE, days["migraine"] == 0),
    )
    state = np.select(
        [holds.fillna(False).to_numpy(dtype=bool) for _, holds in states],
        [str(name) for name, _ in states],
        str(DayState.NOT_RECORDED),
    )
    return pd.DataFrame(
        {
            "date": days["date"],
            "state": pd.Series(state, dtype="str"),
            "medication": (days["acute_medication"] == 1).fillna(False),
            "session": days["date"].isin(had["session_date"]),
        }
    )


def assumed_free(records: Records, days: pd.DataFrame) -> int:
    """How many of these days are free only because a list of attacks names none on them?

    ``days``: the table of ``patient_days``, of whom ``records`` are alone.
    """
    if days.empty:
        return 0
    listed = records.diary[records.diary["date"].isin(days["date"])]
    return int((listed["assumed_free"] == 1).sum())


def recorded_otherwise(records: Records, days: pd.DataFrame, measure: Measure) -> int:
    """On how many days of one patient's calendar is something recorded, but not this measure?

    ``days``: the table of ``patient_days``; these have a state there and are no recorded days.
    """
    if days.empty:  # counts and cycles: no table has the columns of days
        return 0
    own = records.diary[records.diary["date"].isin(days["date"])]
    looked_at = with_blanks(nw.from_native(own).lazy(), [measure])
    told = looked_at.select(of_the_kind(measure).alias("told")).collect().to_native()["told"]
    noted = own[["headache", "migraine"]].notna().any(axis=1)
    return int((noted.to_numpy() & told.isna().to_numpy()).sum())


def possible_reductions(rows: pd.DataFrame) -> pd.DataFrame:
    """For each session what the missing days leave open: lowest and highest possible reduction.

    ``rows``: one patient's Outcomes. Every unrecorded day of the baseline and of the window may
    or may not have been a day of the kind; days of unrecorded months stay open.
    """
    asked = rows[["session", "days", "window_days", "recorded_days"]]  # of many columns
    base = asked[rows["session"] == 0].iloc[0]
    had = asked[rows["treated"] & rows["closed"] & (rows["window_days"] > 0).fillna(False)]
    if pd.isna(base["window_days"]) or not (base["recorded_days"] or 0):
        return pd.DataFrame(columns=["session", "lowest", "highest"])
    days, of = int(base["days"]), int(base["window_days"])
    befores = days, days + of - int(base["recorded_days"])
    told = []
    for row in had.itertuples():
        low = int(row.days) if pd.notna(row.days) else 0
        afters = low, low + int(row.window_days - row.recorded_days)
        ends = [
            float(reduction(*on_one_scale(before, of, after, int(row.window_days))))
            if before
            else None
            for before, after in zip(befores, reversed(afters), strict=True)
        ]
        told.append((row.session, *ends))
    return pd.DataFrame(told, columns=["session", "lowest", "highest"])
