"""By how many days did they change after each session?"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Compared
from charts.by_session import series_chart

FEWEST = 3  # patients whose interval is drawn
RECORDED = "as recorded"


def change_chart(rows: pd.DataFrame) -> go.Figure:
    """Mean change of one outcome, all judged beside the same patients; zero is named.

    An interval of two patients is as wide as all that is possible: it is in the table alone.

    ``rows``: the table ``change_by_session`` of one outcome.
    """
    several = rows["n"].max() > 1  # one patient is drawn once
    ends = ["mean_low", "mean_high"]
    rows = rows.assign(**rows[ends].where(rows["n"] >= FEWEST))
    series = {
        str(name): rows[rows["patients"] == name].rename(
            columns={"mean_change": "value", "mean_low": "low", "mean_high": "high"}
        )
        for name in Compared
        if name == Compared.ALL or several
    }
    low = min([0.0, *rows["mean_low"].dropna(), *rows["mean_change"].dropna()])
    high = max([0.0, *rows["mean_high"].dropna(), *rows["mean_change"].dropna()])
    return series_chart(series, _levels(low, high), marks={0: "no change"})


def models_chart(table: pd.DataFrame) -> go.Figure:
    """Adjusted means of each model beside the means as recorded.

    ``table``: the table ``models``.
    """
    raw = table.drop_duplicates("session").assign(
        low=math.nan, high=math.nan, value=lambda t: t["raw_mean"]
    )
    series: dict[str, pd.DataFrame] = {}
    for model, rows in table.groupby("model", sort=False):
        renamed = rows.rename(
            columns={"adjusted_mean": "value", "ci_low": "low", "ci_high": "high"}
        )
        series[str(model)] = renamed.dropna(subset=["value"])
        if len(series) == 1:
            series[RECORDED] = raw
    series = {name: rows.rename(columns={"patients": "n"}) for name, rows in series.items()}
    top = max(v for rows in series.values() for v in (*rows["value"], *rows["high"].dropna(), 1))
    return series_chart(series, _levels(0, top))


def _levels(low: float, high: float) -> list[float]:
    """Round steps that hold both ends."""
    span = max(high - low, 1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if span / s <= 8)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(step * k) for k in range(first, last + 1)]
