"""What stands beside a study? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import CONTROLS, Unit
from words.numbers import counted, number
from words.percents import beside


def headline(rows: pd.DataFrame) -> str:
    """32% in our records (90 patients); in the study 45%, on placebo 34%."""
    ours, study = rows.iloc[0], rows.iloc[1]
    if pd.isna(ours["value"]):
        return f"**Nothing to set beside it:** {ours['remark']}."

    def told(value: float) -> str:
        return beside(value) if ours["unit"] == Unit.PERCENT else f"{number(value)} days a month"

    theirs = f"{study['who'].split(',')[0]} {told(study['value'])}"
    controls = rows[rows["kind"].isin(CONTROLS)]
    if len(controls):
        first = controls.iloc[0]
        theirs += f", {first['kind']} {told(first['value'])}"
    n = counted(int(ours["n"]), "patient")
    return f"**:blue[{told(ours['value'])}] in our records ({n})**; :gray[{theirs}.]"
