"""Until when is there a diary of each patient?"""

from __future__ import annotations

import pandas as pd

from analytics.records import Records

GAP = 14  # days without an entry up to the cut-off: the diary ends with the last entry
NAME = ("diary_ends",)


def cut_off_of(records: Records) -> pd.Timestamp:
    """The cut-off, or the last diary date of records that have none."""
    return pd.Timestamp(records.cut_off or records.last_date or "1900-01-01")


def diary_ends(records: Records) -> pd.Series:
    """The last day by patient_id, of those with entries: the cut-off, or that of the last entry.

    It is that of the last entry where ``GAP`` days are without one, or any after a stop.
    """
    return records.once(NAME, lambda: _found(records))


def ends_of(records: Records, patients: pd.Series) -> pd.Series:
    """The same beside a column of ids; the cut-off of those without any entry."""
    found = diary_ends(records).astype("datetime64[s]").reindex(patients)
    return found.fillna(cut_off_of(records)).set_axis(patients.index)


def _found(records: Records) -> pd.Series:
    entries, cut_off = records.diary.groupby("patient_id")["date"].max(), cut_off_of(records)
    patients = records.patients
    stopped = entries.index.isin(patients.loc[patients["stopped_on"].notna(), "patient_id"])
    silent = (cut_off - entries).dt.days > pd.Series(GAP, entries.index).mask(stopped, 0)
    return entries.where(silent, cut_off)
