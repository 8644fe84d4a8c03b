"""How much was recorded, and are bad days written down more often? For its page and documents."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import Hint
from analytics.definitions import Definition
from words.numbers import number
from words.percents import percent


def headline(table: pd.DataFrame) -> str:
    """83% of all days were recorded."""
    days = int(table["days"].sum())
    if not days:
        return "**No day was recorded.**"
    recorded = int(table["recorded_days"].sum())
    return (
        f"**:blue[{percent(recorded / days)} of {days:,} days] from two months before session 1 "
        "to the cut-off are recorded.** :gray[Days after the last session count too.]"
    )


def selective(table: pd.DataFrame, definition: Definition) -> str:
    """Beside a gap 44% of recorded days had migraine, elsewhere 47%: a hint, no proof."""
    if table.empty:
        return ""
    rows = table.set_index("hint")["value"]
    beside, other = rows[Hint.BESIDE_A_GAP], rows[Hint.ELSEWHERE]
    rho = rows[Hint.CORRELATION]
    if math.isnan(beside) or math.isnan(other):
        return ""
    told = (
        f"Hint: {definition.days.day} on {percent(beside)} of recorded days beside a gap, on "
        f"{percent(other)} of the others."
    )
    if not math.isnan(rho):
        told += (
            f" Patients' recorded share and their share of such days: correlation {number(rho, 2)}."
        )
    return told
