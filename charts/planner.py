"""How many have to be judged for how precise an answer?"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import PlannedOutcome
from charts.rows import EstimateRow, rows_chart
from words.numbers import number
from words.pages.planner import alone, row_told

TICKS = 4  # between nobody and the most, on a phone too


def planner_chart(table: pd.DataFrame, judged: int) -> go.Figure:
    """Judged needed of these sites, a row for each precision. Filled: judged already.

    ``table``: ``planner`` with somebody judged.
    """
    rows = pd.concat([alone(table, outcome) for outcome in PlannedOutcome])
    shown = []
    for _, row in rows.iterrows():
        title, about, text = row_told(row, table)
        needed, nan = float(row["judged_needed"]), math.nan
        kind = "plain" if needed <= judged else "few"
        shown.append(EstimateRow(title, about, needed, nan, nan, text, kind))
    most = max(row.value for row in shown)
    unit = 10 ** math.floor(math.log10(most / TICKS))
    step = next(unit * k for k in (1, 2, 5, 10) if most / (unit * k) <= TICKS)
    levels = [step * k for k in range(math.ceil(most / step) + 1)]
    return rows_chart(shown, levels, [number(level, 0) for level in levels])
