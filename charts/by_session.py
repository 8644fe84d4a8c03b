"""Estimates after each session with their intervals, several side by side."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts.palette import INK, NONE, QUIET, REACHED, Piece
from charts.pieces import (
    Drawn,
    Margins,
    dots,
    figure,
    gridlines,
    line,
    row_names,
    said,
    session_axis,
    strokes,
)

STYLES = (
    (REACHED, True, "circle"),
    (INK, False, "circle"),
    (QUIET, True, "diamond"),
    (QUIET, False, "square"),
)
APART = 0.16


def series_chart(
    series: dict[str, pd.DataFrame],
    levels: list[float],
    *,
    marks: dict[float, str] | None = None,
) -> go.Figure:
    """Dots with intervals, one symbol a series; the first is filled blue.

    Each frame: session, value, low, high, n. ``marks``: levels with a dashed line, named at the
    axis, where no interval crosses the words. Under the sessions: how many patients the first
    series rests on.
    """
    first = next(iter(series.values()))
    sessions = sorted({int(s) for frame in series.values() for s in frame["session"]})
    drawn = Drawn(shapes=gridlines(levels), notes=[row_names("session", "patients")])
    for place, name in enumerate(series):
        drawn += Drawn(_estimates(series, place, name))
    marks = marks or {}
    drawn += Drawn(shapes=[line(0, y, 1, y, paper="x", dash="dash") for y in marks])
    counts = first.set_index("session")["n"]
    room = 0.04 * (max(levels) - min(levels))  # a mark at either end is drawn whole
    return figure(
        drawn,
        session_axis(sessions, [[f"{int(counts.get(s, 0)):,}" for s in sessions]]),
        {
            "range": [min(levels) - room, max(levels) + room],
            "tickvals": levels,
            "ticktext": [marks.get(v, f"{v:g}".replace("-", "−")) for v in levels],
        },
        height=330,
        margins=Margins(50),
    )


def _estimates(series: dict[str, pd.DataFrame], place: int, name: str) -> list[Piece]:
    """The intervals and dots of one series, a little beside those of the others."""
    frame = series[name]
    color, filled, symbol = STYLES[place % len(STYLES)]
    x = frame["session"] + APART * (place - (len(series) - 1) / 2)
    known = frame["low"].notna()
    ends = list(zip(frame.loc[known, "low"], frame.loc[known, "high"], strict=True))
    fill = {"color": color if filled else NONE, "line": {"color": color, "width": 2.25}}
    hover = f"{name}, session %{{customdata[0]}}: %{{y:.1f}}, %{{customdata[1]}} patients"
    return [
        strokes([(v, v) for v in x[known]], ends, color=color, width=2.5),
        dots(
            x,
            frame["value"],
            {"size": 12, "symbol": symbol, **fill},
            said(hover, frame[["session", "n"]]),
        ),
    ]
