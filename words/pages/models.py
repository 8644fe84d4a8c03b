"""What does a model say? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Model
from analytics.definitions import Definition
from words.intervals import interval
from words.numbers import counted, number
from words.response import accent


def headline(table: pd.DataFrame, session: int, definition: Definition) -> str:
    """The mixed model says 12.6 days a month after session 2 at the mean baseline."""
    primary = table[(table["model"] == Model.MIXED) & (table["session"] == session)]
    if table.empty:
        return "**No model can be made from these records:** twenty patients judged are needed."
    if primary.empty:
        return f"**No model says anything of session {session}:** under five are judged after it."
    row = primary.iloc[0]
    if pd.isna(row["adjusted_mean"]):
        return (
            "**The mixed model cannot be estimated from these records**: where days hardly differ "
            f"there is nothing to explain. As recorded {number(row['raw_mean'])} days a month "
            f"after session {session}, {counted(int(row['patients']), 'patient')}."
        )
    found = accent(f"{number(row['adjusted_mean'])} days a month", definition)
    return (
        f"**{found} after session {session} at the mean "
        f"baseline (mixed model)**; as recorded {number(row['raw_mean'])}. "
        f":gray[{interval(row['ci_low'], row['ci_high'])}.]"
    )


def title(table: pd.DataFrame, session: int) -> str:
    """After session 2 the models say 12.6 to 12.7 days a month; recorded were 12.8"""
    at = table[table["session"] == session]
    said = at["adjusted_mean"].dropna()
    if said.empty:
        return f"After session {session} no model says anything"
    low, high = number(said.min()), number(said.max())
    between = low if low == high else f"{low} to {high}"
    models = "the model says" if len(said) == 1 else f"the {len(said)} models say"
    recorded = number(at["raw_mean"].iloc[0])
    return f"After session {session} {models} {between} days a month; recorded were {recorded}"
