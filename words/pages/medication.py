"""On how many days was acute medication taken? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import (
    FEW_JUDGED,
)
from words.guidelines import MEDICATION
from words.numbers import (
    number,
)


def headline(rows: pd.DataFrame) -> str:
    """Half took a triptan on 8 days or fewer in the month before session 1, ... (markdown)"""
    first, last = rows.iloc[0], rows[rows["patients"] >= FEW_JUDGED].iloc[-1:]
    taken = MEDICATION[first["class"]]
    told = (
        f"**Median {number(first['median'])} days a month with {taken} before session 1**, "
        f"{first['at_limit']} of {first['patients']} patients at the limit of {first['limit']}"
    )
    if len(last) and last.iloc[0]["session"] != first["session"]:
        row = last.iloc[0]
        told += (
            f"; **{number(row['median'])} days at the end of cycle {row['session']}**, "
            f"{row['at_limit']} of {row['patients']}"
        )
    return told + "."
