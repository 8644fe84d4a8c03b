"""Who is in it? Steps from all records to those judged, and who left on the way."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from charts.palette import PALE, QUIET, REACHED, Piece, hatched
from charts.pieces import Drawn, Margins, at_left, at_right, figure
from words.numbers import in_lines
from words.tables import in_words

HEIGHT, TALL = 62, 112  # pixels of a step; of one on a phone, where the words stand in lines
LETTERS, MOST_LINES = 46, 3  # on a phone, of why they go no further


def flow_chart(
    flow: pd.DataFrame, session: int, definition: Definition, *, narrow: bool = False
) -> go.Figure:
    """A bar a step, as long as its patients; hatched at its end those who go no further.

    ``flow``: the table of ``research.who.flow``. ``narrow``: why they go no further stands under
    the words of the step, not beside them.
    """
    flow = in_words("flow", flow, session, definition)
    steps = flow[flow["patients"].notna()].reset_index(drop=True)
    most = int(steps["patients"].max()) or 1
    drawn = Drawn()
    for place, step in steps.iterrows():
        leaving = flow[(flow["step"] == step["step"]) & flow["left"].notna()]
        drawn += _step(step, leaving, -place, last=place == len(steps) - 1, narrow=narrow)
    return figure(
        drawn,
        {"range": [0, most * 1.01], "showticklabels": False},
        {"range": [-len(steps) + 0.55, 0.7 if narrow else 0.5], "showticklabels": False},
        height=(TALL if narrow else HEIGHT) * len(steps) + 24,
        margins=Margins(8, top=10, left=14, right=14),
    )


def _step(step: pd.Series, leaving: pd.DataFrame, y: float, *, last: bool, narrow: bool) -> Drawn:
    """Those who go on, then those who leave with why; the words of both above."""
    n, gone = int(step["patients"]), int(leaving["left"].sum())
    name = f"<b>{n:,}</b> {step['step']}"
    reasons = ", ".join(f"{int(row['left']):,} {row['reason']}" for _, row in leaving.iterrows())
    why, over = f"not further: {reasons}", {"yanchor": "bottom"}
    thin = HEIGHT / TALL if narrow else 1.0  # as thick on a phone
    bars = [_bar(n - gone, y, thin, {"color": REACHED, "opacity": 1 if last else PALE})]
    if not gone:
        return Drawn(bars, notes=[at_left(name, y + 0.06 * thin, size=15, **over)])
    bars.append({**_bar(gone, y, thin, hatched(6, 0.15)), "base": [n - gone]})
    if narrow:
        under = "<br>".join(map(escape, in_lines(why, LETTERS, MOST_LINES)))
        told = f"{name}<br><span style='font-size:13px'>{under}</span>"
        return Drawn(bars, notes=[at_left(told, y + 0.06 * thin, size=15, align="left", **over)])
    beside = at_right(why, y + 0.06 * thin, size=13, color=QUIET, **over)
    return Drawn(bars, notes=[at_left(name, y + 0.06 * thin, size=15, **over), beside])


def _bar(patients: int, y: float, thin: float, marker: Piece) -> Piece:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y - 0.16 * thin],
        "x": [patients],
        "width": 0.34 * thin,
        "marker": marker,
        "hoverinfo": "skip",
    }
