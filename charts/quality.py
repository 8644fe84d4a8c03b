"""Which days were recorded? One row a patient, one column a month."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts.palette import INK, QUIET, REACHED, Piece
from charts.pieces import Drawn, Margins, figure, line, note, said

MOST_ROWS = 200  # more patients are put together: each row then holds the same number of them
A_YEAR = 14  # months, with the two before session 1
STEPS = (0.25, 0.5, 0.75, 0.9, 1.0)  # shares of days recorded: how dark a cell is


def recorded_chart(table: pd.DataFrame) -> go.Figure:
    """The stronger the colour, the more days recorded. Sorted by recorded share.

    ``table``: ``recorded_by_month``. Of many patients, groups of equal size by recorded share.
    """
    totals = table.groupby("patient_id")[["recorded_days", "days"]].sum()
    share = (totals["recorded_days"] / totals["days"]).sort_values(ascending=False)
    row = pd.Series(np.arange(len(share)), index=share.index)
    if len(share) > MOST_ROWS:
        row = row * MOST_ROWS // len(share)
    cells = (
        table.assign(row=table["patient_id"].map(row))
        .groupby(["row", "month"])[["recorded_days", "days"]]
        .sum()
        .reset_index()
    )
    cells["share"] = cells["recorded_days"] / cells["days"]
    rows = int(row.max()) + 1 if len(row) else 0
    traces: list[Piece] = []
    low = -0.001
    for step in STEPS:
        here = cells[(cells["share"] > low) & (cells["share"] <= step)]
        low = step
        traces.append(
            {
                "type": "bar",
                "x": here["month"],
                "y": [1] * len(here),
                "base": here["row"],
                "width": 1,
                "marker": {"color": REACHED, "opacity": step**2, "line": {"width": 0}},
                **said(
                    "month %{x}: %{customdata[0]} of %{customdata[1]} days recorded",
                    here[["recorded_days", "days"]],
                ),
            }
        )
    months = sorted(cells["month"].unique())
    every = 3 if len(months) <= A_YEAR else 6  # on a phone the first label is as wide as that
    ticks = [month for month in months if month % every == 0]
    first = note("session 1", size=13, x=-0.5, y=1, yref="paper", yanchor="bottom", color=INK)
    return figure(
        Drawn(traces, [line(-0.5, 0, -0.5, rows, width=2)], [first]),
        {
            "range": [min(months, default=0) - 0.6, max(months, default=0) + 0.6],
            "tickvals": ticks,
            "ticktext": [f"month {t + 1}" if t == 0 else f"{t + 1}" for t in ticks],
        },
        {
            "range": [rows, 0],
            "showticklabels": False,
            "title": {"text": "patients", "font": {"color": QUIET, "size": 13}},
        },
        height=max(160, min(460, 5 * rows + 70)),
        margins=Margins(36, top=26),
    )
