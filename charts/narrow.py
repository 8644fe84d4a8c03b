"""Which sessions does a phone have room for?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import plotly.graph_objects as go

from charts.pieces import OF_SESSIONS

ROOM = 270  # pixels between the margins of a figure on a screen of 390
LETTER, BETWEEN = 7.5, 6  # pixels of a letter under the axis, and between two columns of words
SECOND_LINE = "second line"  # names of notes: their second line goes where it meets the next note,
BESIDE_OTHERS = "beside others"  # notes in bars; upright where a bar is narrower than they are
FOLDS = "folds"  # a note whose last line goes on in another where it is too long
SMALL = 10  # pixels of a line that stands upright in a narrow bar, of a name between near lines
SMALL_LETTER, FROM_LINE, TO_LINE = 6, 2, 2  # pixels of its letters, before and after them
AT_RIGHT = 18  # pixels between the axes of one patient's months and the figure's edge
OF_A_BAR = 0.86  # what a bar fills of its place: no words lie on the next one's
A_LINE = 55  # letters of 13 pixels beside each other
NUMBERS, OF_COMPARED = "numbers", "numbers of those compared"  # traces of numbers in bars
A_BAR, BAR_APART = 14, 3.5  # pixels of two digits; days by which one of two neighbours is lifted


class Fitting(NamedTuple):
    """The first and the last session that are shown, and whether others are not."""

    first: int
    last: int
    others: bool


def that_fit(figure: go.Figure, session: int) -> tuple[go.Figure, Fitting | None]:
    """The figure with the last sessions that a phone has room for; None: it has no such axis.

    Where the session looked at comes before them, with as many from it on.
    """
    figure = _with_numbers_that_fit(_upright(_folded(_without_notes_that_meet(figure))))
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


def _without_notes_that_meet(figure: go.Figure) -> go.Figure:
    """Of two neighbours that stand closer than their words are wide the first has one line."""
    fitted = go.Figure(figure)
    notes = [one for one in fitted.layout.annotations if one.name == SECOND_LINE]
    shown = fitted.layout.xaxis.range
    for one, after in pairwise(notes):
        if _meet(one, after, shown):
            one.text = f"{one.text.partition('<br>')[0]}<br> "
    for one in notes[-1:]:  # at the right of its line as the others, with what has room there
        room = (shown[1] - one.x) * ROOM / (shown[1] - shown[0]) + AT_RIGHT
        if one.xanchor == "right" or LETTER * _letters(one) + BETWEEN > room:
            one.text = f"{one.text.partition('<br>')[0]}<br> "
            one.update(xanchor="left", align="left", xshift=4)
    for one, after in pairwise(notes):
        if _meet(one, after, shown):  # its name alone would lie on the line of the next
            room = (after.x - one.x) * ROOM / (shown[1] - shown[0]) - FROM_LINE - TO_LINE
            long = SMALL_LETTER * _letters(one) > room
            one.text = one.text.replace("<b>S", "<b>") if long else one.text
            one.update(xshift=FROM_LINE)
            one.font.size = SMALL
    return fitted


def _upright(figure: go.Figure) -> go.Figure:
    """Words in a bar that is narrower than they are, from below upwards and small: they hide no
    neighbour's edge. Where not even a line has room they are left out. The figure is one's own."""
    notes = [one for one in figure.layout.annotations if one.name == BESIDE_OTHERS]
    shown = figure.layout.xaxis.range
    room = ROOM / (shown[1] - shown[0]) if notes else 0
    for one in notes:
        if LETTER * _letters(one) > room:
            one.text, one.textangle = one.text.replace("<br>", " "), -90
            one.font.size, one.borderpad, one.height = SMALL, 0, max(1, int(OF_A_BAR * room))
            one.visible = room >= SMALL - 1
    return figure


def _folded(figure: go.Figure) -> go.Figure:
    """Words above a mark that are too long for a line, in two; the figure is one's own."""
    for one in figure.layout.annotations:
        before, _, last = one.text.rpartition("<br>")
        if one.name == FOLDS and len(last) > A_LINE:
            at = max(last.rfind(mark, 0, A_LINE) + len(mark.rstrip()) for mark in (", ", " "))
            one.text = f"{before}<br>{last[:at].rstrip()}<br>{last[at:].lstrip()}"
    return figure


def _with_numbers_that_fit(figure: go.Figure) -> go.Figure:
    """In bars too narrow for two digits the numbers of those compared alone, and of two side by
    side one lifted. The figure is one's own."""
    named = {trace.name: trace for trace in figure.data if trace.name in (NUMBERS, OF_COMPARED)}
    shown = figure.layout.xaxis.range
    if not named or A_BAR * (shown[1] - shown[0]) <= ROOM:
        return figure
    named[NUMBERS].visible = False
    compared = named[OF_COMPARED]
    lifted: list[bool] = []
    for place, x in enumerate(compared.x):
        lifted.append(place > 0 and x - compared.x[place - 1] == 1 and not lifted[-1])
    compared.base = [base + BAR_APART * up for base, up in zip(compared.base, lifted, strict=True)]
    return figure


def _letters(one: go.layout.Annotation) -> int:
    return max(len(line) for line in re.sub(r"<(?!br)[^>]*>", "", one.text).split("<br>"))


def _meet(one: go.layout.Annotation, after: go.layout.Annotation, shown: Sequence[float]) -> bool:
    letters = _letters(one)
    room = (after.x - one.x) * ROOM / (shown[1] - shown[0])
    return bool(one.yref == after.yref and room < LETTER * letters + BETWEEN)
