"""What was recorded after the days on which a statement rests?"""

from __future__ import annotations

import pandas as pd

from analytics.days import flagged
from analytics.definitions import Measure
from analytics.needs import SINGLE_DAYS
from analytics.records import Records

SINCE = ["flagged_since", "recorded_since"]


def recorded_since(records: Records, ends: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """For each patient_id and ``to``: days of the kind after it, and days that answer for it.

    Columns ``flagged_since``, ``recorded_since``, in the order of the rows; missing where ``to``
    is, or the cut-off, or where there is no day left up to it.
    """
    days = records.diary[["patient_id", "date"]].assign(flag=flagged(records.diary, measure))
    known = days.dropna().sort_values("date")
    of = known.groupby("patient_id")
    known = known.assign(
        flagged_by=of["flag"].cumsum().astype("int64"), recorded_by=of.cumcount() + 1
    ).drop(columns="flag")
    last = known.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    rows = (
        ends[["patient_id"]]
        .astype("str")
        .assign(to=pd.to_datetime(ends["to"]).astype("datetime64[s]"), place=range(len(ends)))
    )
    cut_off = pd.Timestamp(records.cut_off or records.last_date or "1900-01-01")
    dated = rows[rows["to"] < cut_off].sort_values("to")
    if dated.empty or not records.holds >= SINGLE_DAYS:
        empty = pd.array([None] * len(ends), dtype="Int64")
        return pd.DataFrame(dict.fromkeys(SINCE, empty), index=ends.index)
    known = known.astype({"patient_id": "str", "date": "datetime64[s]"})
    found = pd.merge_asof(dated, known, left_on="to", right_on="date", by="patient_id")
    counts = {
        f"{name}_since": found["patient_id"].map(last[f"{name}_by"]).fillna(0)
        - found[f"{name}_by"].fillna(0)
        for name in ("flagged", "recorded")
    }
    counted_rows = pd.DataFrame(counts).set_axis(found["place"]).astype("Int64")
    return counted_rows.reindex(range(len(ends))).set_axis(ends.index)
