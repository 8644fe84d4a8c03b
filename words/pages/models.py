"""What does a model say? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Model
from analytics.definitions import Definition
from words.intervals import interval
from words.numbers import number
from words.response import accent


def headline(table: pd.DataFrame, session: int, definition: Definition) -> str:
    """The mixed model says 12.6 days a month after session 2 at the mean baseline."""
    primary = table[(table["model"] == Model.MIXED) & (table["session"] == session)]
    if primary.empty or pd.isna(primary.iloc[0]["adjusted_mean"]):
        return "**No model can be made from these records:** twenty patients judged are needed."
    row = primary.iloc[0]
    found = accent(f"{number(row['adjusted_mean'])} days a month", definition)
    return (
        f"**{found} after session {session} at the mean "
        f"baseline (mixed model)**; as recorded {number(row['raw_mean'])}. "
        f":gray[{interval(row['ci_low'], row['ci_high'])}.]"
    )
