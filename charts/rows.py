"""Estimates one under the other, each with its interval and its words above the mark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from analytics.codes import Arm
from charts.narrow import FOLDS
from charts.palette import (
    BAND,
    CONTROL,
    INK,
    NONE,
    NOT_REACHED,
    PALE,
    PUBLISHED,
    REACHED,
    Piece,
)
from charts.pieces import (
    Drawn,
    Margins,
    bar_across,
    dots,
    faint,
    figure,
    line,
    note,
    over_row,
    said,
    strokes,
)

HEIGHT = 66  # pixels a row
BESIDE, LETTER, ON_A_PHONE = 12, 9, 330  # pixels: to a number, of its letters, of the axis
THICK = 0.3  # of a row, the pale bar
STYLES = {  # kind: symbol, colour, filled
    "ours": ("circle", REACHED, True),
    "plain": ("circle", INK, True),
    "recorded": ("square", NOT_REACHED, True),
    "few": ("circle", NOT_REACHED, False),
    Arm.TOXIN: ("diamond", PUBLISHED, True),
    Arm.PLACEBO: ("diamond", CONTROL, False),
    Arm.USUAL_CARE: ("diamond", CONTROL, False),
}


class EstimateRow(NamedTuple):
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


Placed = list[tuple[int, EstimateRow]]  # each row with its place on the axis, from 0 downwards


def rows_chart(
    rows: Sequence[EstimateRow],
    levels: Sequence[float],
    ticks: Sequence[str],
    mark: float | None = None,
    mark_words: str = "",
) -> go.Figure:
    """The rows from top to bottom on one axis; ``mark``: a dashed line with its words."""
    shown = [(-place, row) for place, row in enumerate(rows)]
    known = [(y, row) for y, row in shown if row.value == row.value]
    last = -len(rows) + 0.5
    drawn = _possible(known) + _marks(known) + _words(shown, known)
    drawn += Drawn(shapes=[_band(y) for y, row in shown if row.kind == "ours"])
    drawn += Drawn(shapes=[faint(x, last, x, 0.3) for x in levels])
    if mark is not None:  # beside the marks alone: never through the words above them
        pieces = [line(mark, y - 0.26, mark, y + 0.16, dash="dash") for y, _ in shown]
        named = note(mark_words, size=13, x=mark, y=0.8, yanchor="bottom")
        drawn += Drawn(shapes=pieces, notes=[named])
    return figure(
        drawn,
        {
            "range": _ends(known, levels),
            "tickvals": levels,
            "ticktext": ticks,
        },
        {"range": [last - 0.1, 0.95], "showticklabels": False},
        height=HEIGHT * len(rows) + 70,
        margins=Margins(34, top=24, left=14, right=14),
    )


def _ends(known: Placed, levels: Sequence[float]) -> list[float]:
    """From the first level to the last, with room on a phone for the number of every row."""
    low, high = min(levels), max(levels)
    left = low - 0.02 * (high - low)
    needed = [
        left + (_right_end(row) - left) / (1 - (BESIDE + LETTER * len(row.text)) / ON_A_PHONE)
        for _, row in known
    ]
    return [left, max([high + 0.08 * (high - low), *needed])]


def _band(y: float) -> Piece:
    """Behind one's own row, with its words."""
    return {
        "type": "rect",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": y - 0.28,
        "y1": y + 0.95,
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
    }


def _possible(known: Placed) -> Drawn:
    """From the lowest to the highest possible, pale with its ends."""
    pale = {"color": REACHED, "opacity": PALE}
    open_to = [(y, row.possible) for y, row in known if row.possible]
    ends = strokes(
        [(end, end) for _, possible in open_to for end in possible],
        [(y - 0.5 * THICK, y + 0.5 * THICK) for y, _ in open_to for _ in range(2)],
        color=REACHED,
        width=1.25,
    )
    bars = [bar_across(possible, y, width=THICK, marker=pale) for y, possible in open_to]
    return Drawn([*bars, ends] if bars else [])


def _marks(known: Placed) -> Drawn:
    """The estimates of each kind, on their intervals."""
    traces = []
    for kind, (symbol, color, filled) in STYLES.items():
        of_kind = [(y, row) for y, row in known if row.kind == kind]
        if not of_kind:
            continue
        with_interval = [(y, row) for y, row in of_kind if row.low == row.low]
        marker = {
            "symbol": symbol,
            "size": 13,
            "color": color if filled else NONE,
            "line": {"color": color, "width": 2.5},
        }
        names = [[escape(row.title), row.text] for _, row in of_kind]
        traces += [
            strokes(
                [(row.low, row.high) for _, row in with_interval],
                [(y, y) for y, _ in with_interval],
                color=color,
                width=2.5,
            ),
            dots(
                [row.value for _, row in of_kind],
                [y for y, _ in of_kind],
                marker,
                said("%{customdata[0]}: %{customdata[1]}", names),
            ),
        ]
    return Drawn(traces)


def _words(shown: Placed, known: Placed) -> Drawn:
    """Titles above the marks, numbers at the right end of what is drawn."""
    titles = [over_row(escape(row.title), escape(row.about), y) for y, row in shown]
    titles[:1] = [{**one, "name": FOLDS} for one in titles[:1]]  # above which there is room
    numbers = [
        note(f"<b>{row.text}</b>", size=14, y=y, xanchor="left", xshift=BESIDE, x=_right_end(row))
        for y, row in known
    ]
    return Drawn(notes=[*titles, *numbers])


def _right_end(row: EstimateRow) -> float:
    ends: tuple[float, ...] = (row.value, row.high, *(row.possible or ()))
    return max(end for end in ends if end == end)
