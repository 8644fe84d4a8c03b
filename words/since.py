"""How is it told which days were looked at, and what was recorded after them?"""

from __future__ import annotations

import pandas as pd

from analytics.definitions import Measure
from words.numbers import counted

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
