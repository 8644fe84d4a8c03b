"""Estimates after each session with their intervals, several side by side."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts.palette import (
    INK,
    NONE,
    QUIET,
    REACHED,
    Piece,
    figure,
    gridlines,
    line,
    note,
    row_names,
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
    mark: float | None = None,
    mark_words: str = "",
) -> go.Figure:
    """Dots with intervals, one symbol a series; the first is filled blue.

    Each frame: session, value, low, high, n. ``mark``: a dashed line with its words. Under the
    sessions: how many patients the first series rests on.
    """
    first = next(iter(series.values()))
    sessions = sorted({int(s) for frame in series.values() for s in frame["session"]})
    traces: list[Piece] = []
    for place, (name, frame) in enumerate(series.items()):
        color, filled, symbol = STYLES[place % len(STYLES)]
        x = frame["session"] + APART * (place - (len(series) - 1) / 2)
        known = frame["low"].notna()
        traces.append(
            strokes(
                [(v, v) for v in x[known]],
                list(zip(frame.loc[known, "low"], frame.loc[known, "high"], strict=True)),
                color=color,
                width=2.5,
            )
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": x,
                "y": frame["value"],
                "marker": {
                    "size": 12,
                    "symbol": symbol,
                    "color": color if filled else NONE,
                    "opacity": 1,
                    "line": {"color": color, "width": 2.25},
                },
                "customdata": frame[["session", "n"]],
                "hovertemplate": f"{name}, session %{{customdata[0]}}: %{{y:.1f}}, "
                "%{customdata[1]} patients<extra></extra>",
            }
        )
    shapes = gridlines(levels)
    notes = [row_names("session", "patients")]
    if mark is not None:
        shapes.append(line(0, mark, 1, mark, paper="x", dash="dash"))
        notes.append(
            note(mark_words, size=13, x=1, xref="paper", xanchor="right", y=mark, yanchor="bottom")
        )
    counts = first.set_index("session")["n"]
    return figure(
        traces,
        height=330,
        bottom=50,
        shapes=shapes,
        notes=notes,
        x=session_axis(sessions, [[f"{int(counts.get(s, 0)):,}" for s in sessions]]),
        y={
            "range": [min(levels), max(levels)],
            "tickvals": levels,
            "ticktext": [f"{v:g}".replace("-", "−") for v in levels],
        },
    )
