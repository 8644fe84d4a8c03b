"""How did days and scores change? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Unit
from analytics.definitions import MEASURES
from analytics.research.change import OUTCOMES
from words.intervals import interval
from words.numbers import number

OUTCOME = {
    **{measure.name: measure.in_change or measure.words for measure in MEASURES.values()},
    "clear_days": "crystal-clear days",
    "HIT-6": "HIT-6",
    "MIDAS": "MIDAS",
    "MSQ": "MSQ role-restrictive",
}


def headline(row: pd.Series) -> str:
    """7.1 fewer migraine days a month on average after session 2"""
    words, unit = OUTCOME[row["outcome"]], OUTCOMES[row["outcome"]]
    value = row["mean_change"]
    way = "fewer" if value < 0 else "more"
    if unit == Unit.POINTS:
        told = f"{number(abs(value))} points {'lower' if value < 0 else 'higher'} on {words}"
    else:
        told = f"{number(abs(value))} {way} {words} a month"
    told_interval = interval(row["mean_low"], row["mean_high"])
    return (
        f"**:blue[{told}] on average after session {row['session']}**, {int(row['n']):,} patients. "
        f":gray[{told_interval + '.' if told_interval else ''}]"
    )
