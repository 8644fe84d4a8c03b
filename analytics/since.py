"""What was recorded after the days on which a statement rests?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.records import Records
from analytics.words import counted, day

NOTHING = "nothing recorded since"


def recorded_since(records: Records, ends: pd.DataFrame, flag: str) -> pd.DataFrame:
    """For each patient_id and ``to``: days after it with the ``flag``, and days that answer for it.

    Columns flagged, recorded, in the order of the rows; missing where ``to`` is, or the cut-off,
    or where there is no day left up to it.
    """
    known = records.diary[["patient_id", "date", flag]].dropna().sort_values("date")
    of = known.groupby("patient_id")
    known = known.assign(
        flagged_by=of[flag].cumsum().astype("int64"), recorded_by=of.cumcount() + 1
    ).drop(columns=flag)
    last = known.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    rows = (
        ends[["patient_id"]]
        .astype("str")
        .assign(to=pd.to_datetime(ends["to"]).astype("datetime64[s]"), place=range(len(ends)))
    )
    cut_off = pd.Timestamp(records.cut_off or records.last_date or "1900-01-01")
    dated = rows[rows["to"] < cut_off].sort_values("to")
    if dated.empty or records.counted_elsewhere:
        empty = pd.array([None] * len(ends), dtype="Int64")
        return pd.DataFrame({"flagged": empty, "recorded": empty}, index=ends.index)
    known = known.astype({"patient_id": "str", "date": "datetime64[s]"})
    found = pd.merge_asof(dated, known, left_on="to", right_on="date", by="patient_id")
    counts = {
        name: found["patient_id"].map(last[f"{name}_by"]).fillna(0) - found[f"{name}_by"].fillna(0)
        for name in ("flagged", "recorded")
    }
    counted_rows = pd.DataFrame(counts).set_axis(found["place"]).astype("Int64")
    return counted_rows.reindex(range(len(ends))).set_axis(ends.index)


def in_words(since: pd.DataFrame, words: str) -> list[str]:
    """14 headache days in 37 recorded days since; empty where nothing could have been recorded."""
    return [
        _told(flagged, recorded, words)
        for flagged, recorded in zip(since["flagged"], since["recorded"], strict=True)
    ]


def _told(flagged: int, recorded: int, words: str) -> str:
    if pd.isna(recorded):
        return ""
    if not recorded:
        return NOTHING
    noun = words if flagged != 1 else words.removesuffix("s")
    return f"{flagged} {noun} in {counted(int(recorded), 'recorded day')} since"


def dated(start: date | None, end: date | None, since: str) -> str:
    """3 Mar 2024 to 1 May 2024; 14 headache days in 37 recorded days since"""
    if end is None or pd.isna(end):
        return ""
    first = "" if start is None or pd.isna(start) or start == end else f"{day(start)} to "
    return f"{first}{day(end)}" + (f"; {since}" if since else "")


def compared_since(records: Records, rows: pd.DataFrame, flag: str, words: str) -> str:
    """The compared days of one patient's last judged session, and what was recorded after them.

    Compared: 3 Mar 2024 to 1 Apr 2024; 14 migraine days in 37 recorded days since.
    """
    judged = rows[rows["treated"] & (rows["session"] > 0) & rows["evaluable"].fillna(False)]
    last = judged.tail(1)
    if last.empty or last["window_end"].isna().all():
        return ""
    ends = last[["patient_id"]].assign(to=last["window_end"])
    since = in_words(recorded_since(records, ends, flag), words)[0]
    told = dated(last["window_start"].iloc[0], last["window_end"].iloc[0], since)
    return f"Days compared: {told}."
