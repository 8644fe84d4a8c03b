"""Which sessions does a phone have room for?"""

from __future__ import annotations

import re
from typing import NamedTuple

import plotly.graph_objects as go

from charts.pieces import OF_SESSIONS

ROOM = 270  # pixels between the margins of a figure on a screen of 390
LETTER, BETWEEN = 7.5, 6  # pixels of a letter under the axis, and between two columns of words


class Fitting(NamedTuple):
    """The first and the last session that are shown, and whether others are not."""

    first: int
    last: int
    others: bool


def that_fit(figure: go.Figure, session: int) -> tuple[go.Figure, Fitting | None]:
    """The figure with the last sessions that a phone has room for; None: it has no such axis.

    Where the session looked at comes before them, with as many from it on.
    """
    axis = figure.layout.xaxis
    if axis.uirevision != OF_SESSIONS:
        return figure, None
    words = [re.sub(r"<(?!br)[^>]*>", "", text).split("<br>") for text in axis.ticktext]
    widest = max(len(line) for lines in words for line in lines)
    most = max(1, int(ROOM // (LETTER * widest + BETWEEN)))
    places = [int(value) for value in axis.tickvals]
    begin = max(0, len(places) - most)
    if session in places:
        begin = min(begin, places.index(session))
    shown = places[begin : begin + most]
    found = Fitting(shown[0], shown[-1], len(shown) < len(places))
    if not found.others:
        return figure, found
    fitted = go.Figure(figure)
    fitted.layout.xaxis.update(
        range=[shown[0] - 0.55, shown[-1] + 0.55],
        tickvals=shown,
        ticktext=axis.ticktext[begin : begin + most],
    )
    return fitted, found
