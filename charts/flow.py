"""Who is in it? Steps from all records to those judged, and who left on the way."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from charts.palette import PALE, QUIET, REACHED, Piece, hatched
from charts.pieces import Drawn, Margins, at_left, at_right, figure
from words.tables import in_words

HEIGHT = 62


def flow_chart(flow: pd.DataFrame, session: int, definition: Definition) -> go.Figure:
    """A bar a step, as long as its patients; hatched at its end those who go no further.

    ``flow``: the table of ``research.who.flow``.
    """
    flow = in_words("flow", flow, session, definition)
    steps = flow[flow["patients"].notna()].reset_index(drop=True)
    most = int(steps["patients"].max()) or 1
    drawn = Drawn()
    for place, step in steps.iterrows():
        leaving = flow[(flow["step"] == step["step"]) & flow["left"].notna()]
        drawn += _step(step, leaving, -place, last=place == len(steps) - 1)
    return figure(
        drawn,
        {"range": [0, most * 1.01], "showticklabels": False},
        {"range": [-len(steps) + 0.55, 0.5], "showticklabels": False},
        height=HEIGHT * len(steps) + 24,
        margins=Margins(8, top=10, left=14, right=14),
    )


def _step(step: pd.Series, leaving: pd.DataFrame, y: float, *, last: bool) -> Drawn:
    """Those who go on, then those who leave with why; the words of both above."""
    n, gone = int(step["patients"]), int(leaving["left"].sum())
    told = at_left(f"<b>{n:,}</b> {step['step']}", y + 0.06, size=15, yanchor="bottom")
    drawn = Drawn(
        [_bar(n - gone, y, {"color": REACHED, "opacity": 1 if last else PALE})], notes=[told]
    )
    if not gone:
        return drawn
    reasons = ", ".join(f"{int(row['left']):,} {row['reason']}" for _, row in leaving.iterrows())
    told = at_right(f"not further: {reasons}", y + 0.06, size=13, color=QUIET, yanchor="bottom")
    rest = {**_bar(gone, y, hatched(6, 0.15)), "base": [n - gone]}
    return drawn + Drawn([rest], notes=[told])


def _bar(patients: int, y: float, marker: Piece) -> Piece:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y - 0.16],
        "x": [patients],
        "width": 0.34,
        "marker": marker,
        "hoverinfo": "skip",
    }
