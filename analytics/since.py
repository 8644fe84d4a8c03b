"""What was recorded after the days on which a statement rests?"""

from __future__ import annotations

import pandas as pd

from analytics.days import flagged
from analytics.definitions import Measure
from analytics.ends import cut_off_of, ends_of
from analytics.needs import SINGLE_DAYS
from analytics.records import Records

DAY = pd.Timedelta(days=1)
COUNTS = ["flagged_since", "recorded_since"]
SINCE = ["first_since", *COUNTS, "no_diary_since"]


def recorded_since(records: Records, ends: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """For each patient_id and ``to``: days of the kind after it, and days that answer for it.

    Columns ``SINCE``, in the order of the rows: the first day after ``to`` and the two counts,
    missing where ``to`` is, or where no day is left up to the cut-off or to the end of the diary;
    the first day without a diary, if that ends before the cut-off.
    """
    if not records.holds >= SINGLE_DAYS:
        return as_since(pd.DataFrame(index=ends.index))
    asked = _asked(records, ends)
    dated = asked[asked["to"] < asked["until"]].sort_values("to")
    if len(dated):
        asked = asked.join(_counted(records, dated, measure).assign(first_since=dated["to"] + DAY))
    return as_since(asked).set_axis(ends.index)


def as_since(found: pd.DataFrame) -> pd.DataFrame:
    """The columns ``SINCE`` with their types; missing what ``found`` has not."""
    columns = found.reindex(columns=SINCE)
    return columns.astype({name: "Int64" if name in COUNTS else "datetime64[s]" for name in SINCE})


def _asked(records: Records, ends: pd.DataFrame) -> pd.DataFrame:
    """patient_id and ``to``, with the end of the diary, and since when there is none."""
    cut_off = cut_off_of(records)
    asked = pd.DataFrame(
        {
            "patient_id": ends["patient_id"].astype("str"),
            "to": pd.to_datetime(ends["to"]).astype("datetime64[s]"),
        }
    ).reset_index(drop=True)
    until = ends_of(records, asked["patient_id"])
    silent = (until + DAY).where((until < cut_off) & asked["to"].notna())
    return asked.assign(until=until, no_diary_since=silent)


def _counted(records: Records, dated: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """``flagged_since`` and ``recorded_since`` of rows in the order of ``to``."""
    days = records.diary[["patient_id", "date"]].assign(flag=flagged(records.diary, measure))
    known = days.dropna().sort_values("date")
    of = known.groupby("patient_id")
    known = known.assign(
        flagged_by=of["flag"].cumsum().astype("int64"), recorded_by=of.cumcount() + 1
    ).drop(columns="flag")
    last = known.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    known = known.astype({"patient_id": "str", "date": "datetime64[s]"})
    found = pd.merge_asof(dated, known, left_on="to", right_on="date", by="patient_id")
    return pd.DataFrame(
        {
            f"{name}_since": found["patient_id"].map(last[f"{name}_by"]).fillna(0)
            - found[f"{name}_by"].fillna(0)
            for name in ("flagged", "recorded")
        }
    ).set_axis(dated.index)
