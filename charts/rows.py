"""Estimates one under the other, each with its interval and its words above the mark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from analytics.codes import Arm
from charts.palette import (
    CONTROL,
    INK,
    NONE,
    NOT_REACHED,
    PALE,
    PUBLISHED,
    QUIET,
    REACHED,
    Piece,
    figure,
    line,
    note,
    strokes,
)

HEIGHT = 66  # pixels a row
STYLES = {  # kind: symbol, colour, filled
    "ours": ("circle", REACHED, True),
    "plain": ("circle", INK, True),
    "few": ("circle", NOT_REACHED, False),
    Arm.TOXIN: ("diamond", PUBLISHED, True),
    Arm.PLACEBO: ("diamond", CONTROL, False),
    Arm.USUAL_CARE: ("diamond", CONTROL, False),
}


class Row(NamedTuple):
    """One estimate: its title, what it rests on, the number, its interval and how it is written.

    ``possible``: lowest and highest, as a pale bar. A ``value`` of NaN is a row of words alone.
    """

    title: str
    about: str
    value: float
    low: float
    high: float
    text: str
    kind: str = "plain"
    possible: tuple[float, float] | None = None


def rows_chart(
    rows: Sequence[Row],
    levels: Sequence[float],
    ticks: Sequence[str],
    mark: float | None = None,
    mark_words: str = "",
) -> go.Figure:
    """The rows from top to bottom on one axis; ``mark``: a dashed line with its words."""
    shown = [(-place, row) for place, row in enumerate(rows)]
    known = [(y, row) for y, row in shown if row.value == row.value]
    bars: list[Piece] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [row.possible[1] - row.possible[0]],
            "base": [row.possible[0]],
            "y": [y],
            "width": 0.3,
            "hoverinfo": "skip",
            "marker": {"color": REACHED, "opacity": PALE},
        }
        for y, row in known
        if row.possible
    ]
    for kind, (symbol, color, filled) in STYLES.items():
        of_kind = [(y, row) for y, row in known if row.kind == kind]
        if not of_kind:
            continue
        with_interval = [(y, row) for y, row in of_kind if row.low == row.low]
        bars.append(
            strokes(
                [(r.low, r.high) for _, r in with_interval],
                [(y, y) for y, _ in with_interval],
                color=color,
                width=2.5,
            )
        )
        bars.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [r.value for _, r in of_kind],
                "y": [y for y, _ in of_kind],
                "marker": {
                    "symbol": symbol,
                    "size": 13,
                    "color": color if filled else NONE,
                    "opacity": 1,
                    "line": {"color": color, "width": 2.5},
                },
                "customdata": [[escape(r.title), r.text] for _, r in of_kind],
                "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
            }
        )
    notes = [
        note(
            f"<b>{escape(row.title)}</b><br>{escape(row.about)}",
            size=13,
            x=0,
            xref="paper",
            xanchor="left",
            y=y + 0.2,
            yanchor="bottom",
            align="left",
        )
        for y, row in shown
    ]
    notes += [
        note(
            f"<b>{row.text}</b>",
            size=14,
            y=y,
            xanchor="left",
            xshift=12,
            x=max(
                value for value in (row.value, row.high, *(row.possible or ())) if value == value
            ),
        )
        for y, row in known
    ]
    last = -len(rows) + 0.5
    shapes = [
        line(x, last, x, 0.3, opacity=0.13, layer="below", color=QUIET, width=1) for x in levels
    ]
    if mark is not None:
        shapes.append(line(mark, last, mark, 0.62, dash="dash"))
        notes.append(note(mark_words, size=13, x=mark, y=0.62, yanchor="bottom"))
    span = max(levels) - min(levels)
    return figure(
        bars,
        height=HEIGHT * len(rows) + 70,
        bottom=34,
        shapes=shapes,
        notes=notes,
        margin={"l": 14, "r": 14, "t": 24, "b": 34},
        x={
            "range": [min(levels) - 0.02 * span, max(levels) + 0.08 * span],
            "tickvals": levels,
            "ticktext": ticks,
        },
        y={"range": [last - 0.1, 0.95], "showticklabels": False},
    )
