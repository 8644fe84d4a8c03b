"""How is it told which days were looked at, and what was recorded after them?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.definitions import Measure
from analytics.records import Records
from analytics.since import recorded_since
from words.numbers import counted, day

NOTHING = "nothing recorded since"


def since_told(rows: pd.DataFrame, measure: Measure) -> list[str]:
    """14 headache days in 37 recorded days since; empty where nothing could have been recorded.

    ``rows``: with ``flagged_since`` and ``recorded_since``.
    """
    pairs = zip(rows["flagged_since"], rows["recorded_since"], strict=True)
    return [_told(flagged, recorded, measure) for flagged, recorded in pairs]


def _told(flagged: int, recorded: int, measure: Measure) -> str:
    if pd.isna(recorded):
        return ""
    if not recorded:
        return NOTHING
    noun = measure.words if flagged != 1 else measure.one_day
    return f"{flagged} {noun} in {counted(int(recorded), 'recorded day')} since"


def dated(start: date | None, end: date | None, since: str) -> str:
    """3 Mar 2024 to 1 May 2024; 14 headache days in 37 recorded days since"""
    if end is None or pd.isna(end):
        return ""
    first = "" if start is None or pd.isna(start) or start == end else f"{day(start)} to "
    return f"{first}{day(end)}" + (f"; {since}" if since else "")


def compared_since(records: Records, rows: pd.DataFrame, measure: Measure) -> str:
    """The compared days of one patient's last judged session, and what was recorded after them.

    Compared: 3 Mar 2024 to 1 Apr 2024; 14 migraine days in 37 recorded days since.
    """
    judged = rows[rows["treated"] & (rows["session"] > 0) & rows["evaluable"].fillna(False)]
    last = judged.tail(1)
    if last.empty or last["window_end"].isna().all():
        return ""
    ends = last[["patient_id"]].assign(to=last["window_end"])
    since = since_told(recorded_since(records, ends, measure), measure)[0]
    told = dated(last["window_start"].iloc[0], last["window_end"].iloc[0], since)
    return f"Days compared: {told}."
