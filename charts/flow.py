"""Who is in it? Steps from all records to those judged, and who left on the way."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from charts.palette import PALE, QUIET, REACHED, Piece, figure, hatching, note
from words.tables import in_words

HEIGHT = 62


def flow_chart(flow: pd.DataFrame, session: int, definition: Definition) -> go.Figure:
    """A bar a step, as long as its patients; hatched at its end those who go no further.

    ``flow``: the table of ``research.who.flow``.
    """
    flow = in_words("flow", flow, session, definition)
    steps = flow[flow["patients"].notna()].reset_index(drop=True)
    most = int(steps["patients"].max()) or 1
    traces: list[Piece] = []
    notes = []
    for place, step in steps.iterrows():
        y, n = -place, int(step["patients"])
        leaving = flow[(flow["step"] == step["step"]) & flow["left"].notna()]
        gone = int(leaving["left"].sum())
        last = place == len(steps) - 1
        marker: Piece = {"color": REACHED, "opacity": 1 if last else PALE}
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [y - 0.16],
                "x": [n - gone],
                "width": 0.34,
                "marker": marker,
                "hoverinfo": "skip",
            }
        )
        if gone:
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "y": [y - 0.16],
                    "x": [gone],
                    "base": [n - gone],
                    "width": 0.34,
                    "hoverinfo": "skip",
                    "marker": {
                        "color": "rgba(0,0,0,0)",
                        "pattern": hatching(6, 0.15),
                        "line": {"color": QUIET, "width": 0.75},
                    },
                }
            )
        told = f"<b>{n:,}</b> {step['step']}"
        notes.append(
            note(told, size=15, x=0, xref="paper", xanchor="left", y=y + 0.06, yanchor="bottom")
        )
        if gone:
            reasons = ", ".join(
                f"{int(row['left']):,} {row['reason']}" for _, row in leaving.iterrows()
            )
            notes.append(
                note(
                    f"not further: {reasons}",
                    size=13,
                    color=QUIET,
                    x=1,
                    xref="paper",
                    xanchor="right",
                    y=y + 0.06,
                    yanchor="bottom",
                )
            )
    return figure(
        traces,
        height=HEIGHT * len(steps) + 24,
        bottom=8,
        notes=notes,
        margin={"l": 14, "r": 14, "t": 10, "b": 8},
        x={"range": [0, most * 1.01], "showticklabels": False},
        y={"range": [-len(steps) + 0.55, 0.5], "showticklabels": False},
    )
