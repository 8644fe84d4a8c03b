"""Where does one patient's true reduction lie, beside what was recorded?

Marks of its own: pale bars mean *possible* elsewhere, and here nothing is possible or reached.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from charts.palette import INK, NONE, NOT_REACHED, QUIET, REACHED, Piece
from charts.pieces import Drawn, Margins, dots, figure, line, note, said
from words.percents import reduction

LOWEST = -100  # more than twice as many days: drawn at the edge
APART, EDGE = 0.38, 80  # of the row: labels from the line; percent: from where they are inward


def how_sure_chart(row: pd.Series, definition: Definition, *, reached: bool) -> go.Figure:
    """One row of the table ``individual``: its range, what is expected, what was recorded.

    ``reached``: what was recorded reaches the threshold.
    """
    names = ("low", "expected_reduction", "percent_reduction", "high")
    low, expected, recorded, high = (max(LOWEST, float(row[name])) for name in names)
    left = min(0.0, low, recorded)
    threshold = definition.threshold
    marks = [
        dots(
            [expected],
            [0],
            {"size": 15, "symbol": "cross-thin", "line": {"width": 2.5, "color": INK}},
            said("Expected: %{customdata}", [reduction(row["expected_reduction"], threshold, 1)]),
        ),
        dots(
            [recorded],
            [0],
            {
                "size": 13,
                "color": REACHED if reached else NONE,
                "line": {"width": 2.5, "color": REACHED if reached else NOT_REACHED},
            },
            said("Recorded: %{customdata}", [reduction(row["percent_reduction"], threshold, 1)]),
        ),
    ]
    shapes = [
        line(low, 0, high, 0, color=INK, width=1.5),
        *(line(end, -0.12, end, 0.12, color=INK, width=1.5) for end in (low, high)),
        line(threshold, -0.24, threshold, 0.24, dash="dash"),
    ]
    notes = [
        _words(f"{reduction(row['percent_reduction'], threshold)} recorded", recorded, APART),
        _words(f"{reduction(row['expected_reduction'], threshold)} expected", expected, -APART),
    ]
    levels = [level for level in (-100, 0, 50, 100) if level >= left - 20]
    return figure(
        Drawn(marks, shapes, notes),
        {
            "range": [left - 8, 108],
            "tickvals": levels,
            "ticktext": [_tick(level) for level in levels],
            "tickfont": {"size": 12, "color": QUIET},
        },
        {"range": [-1, 1], "showticklabels": False},
        height=150,
        margins=Margins(28, top=6, left=8, right=8),
    )


def _words(text: str, x: float, y: float) -> Piece:
    """Above or below the line, inward where a mark is near an edge."""
    anchor = "right" if x > EDGE else "left" if x < 100 - EDGE else "center"
    return note(text, x=x, y=y, size=13, xanchor=anchor)


def _tick(value: float) -> str:
    if value == 100:
        return "none left"
    return reduction(value) if value else "same"
