"""What else happened, under the same axis: side effects, other treatments, the stop.

A lane a kind and no words over a mark: they stand beside it, or under it where no side has room.
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import pandas as pd

from analytics.codes import Lane
from charts.palette import QUIET, Piece
from charts.pieces import Drawn, line, note
from words.numbers import in_lines
from words.pages.patient import LANES, lane_told

LANE = 19  # pixels
MOST_LANES = 4  # of one kind; the table has what is left
LETTER = 6.2  # pixels at the size of the words
NARROWEST = 270  # pixels of the axis on a phone
LONGEST = 32  # letters


class Mark(NamedTuple):
    """One event: where it begins and ends on the axis of bars, and its words."""

    left: float
    right: float
    words: str

    def span(self, bars: int) -> tuple[float, float, str]:
        """From where to where mark and words reach, and on which side the words stand."""
        wide = (LETTER * len(self.words) + 12) / NARROWEST * bars
        if self.right + wide <= bars - 0.5:
            return self.left, self.right + wide, "right"
        if self.left - wide >= -0.5:
            return self.left - wide, self.right, "left"
        return -0.5, bars - 0.5, "under"


def lanes(months: pd.DataFrame, others: pd.DataFrame, *, top: float, a_pixel: float) -> Drawn:
    """The lanes, from ``top`` down; ``a_pixel``: of the value axis. See ``depth``."""
    drawn, y = Drawn(), top
    for lane, rows, left_out in _laid_out(months, others):
        name = LANES[lane] + (f" (+{left_out})" if left_out else "")
        at = y - 0.5 * LANE * a_pixel
        drawn += Drawn(notes=[_at_left_of_axis(name, at)])
        for marks in rows:
            at = y - 0.5 * LANE * a_pixel
            for mark in marks:
                drawn += _drawn(mark, at, len(months), a_pixel)
            y -= LANE * a_pixel * _height(marks, len(months))
    return drawn


def depth(months: pd.DataFrame, others: pd.DataFrame) -> int:
    """The pixels that all lanes take."""
    laid_out = _laid_out(months, others)
    return sum(LANE * _height(marks, len(months)) for _, rows, _ in laid_out for marks in rows)


def _height(marks: list[Mark], bars: int) -> int:
    return 2 if any(mark.span(bars)[2] == "under" for mark in marks) else 1


def _laid_out(
    months: pd.DataFrame, others: pd.DataFrame
) -> list[tuple[Lane, list[list[Mark]], int]]:
    """Of each kind its rows of marks that do not meet, and how many more there are."""
    found = []
    for lane in Lane:
        rows: list[list[Mark]] = []
        left_out = 0
        for event in others[others["lane"] == lane].sort_values("start").itertuples():
            mark = _mark(months, event, lane)
            if mark is None:
                continue
            free = next((row for row in rows if _fits(mark, row, len(months))), None)
            if free is not None:
                free.append(mark)
            elif len(rows) < MOST_LANES:
                rows.append([mark])
            else:
                left_out += 1
        if rows:
            found.append((lane, rows, left_out))
    return found


def _fits(mark: Mark, row: list[Mark], bars: int) -> bool:
    left, right, _ = mark.span(bars)
    spans = [other.span(bars) for other in row]
    return all(right < there[0] or left > there[1] for there in spans)


def _mark(months: pd.DataFrame, event, lane: Lane) -> Mark | None:  # type: ignore[no-untyped-def]
    left, right = place(months, event.start), place(months, event.end)
    if left is None:
        return None
    words = "".join(in_lines(lane_told(lane, event.told), LONGEST))
    return Mark(left, max(right if right is not None else left, left + 0.12), words)


def _drawn(mark: Mark, y: float, bars: int, a_pixel: float) -> Drawn:
    side = mark.span(bars)[2]
    sides: dict[str, Piece] = {
        "right": {"x": mark.right, "xanchor": "left", "xshift": 5, "y": y},
        "left": {"x": mark.left, "xanchor": "right", "xshift": -5, "y": y},
        "under": {
            "x": mark.left if mark.left < bars / 2 else mark.right,
            "xanchor": "left" if mark.left < bars / 2 else "right",
            "y": y - 0.9 * LANE * a_pixel,
        },
    }
    return Drawn(
        shapes=[line(mark.left, y, mark.right, y, width=6)],
        notes=[note(escape(mark.words), size=12, yanchor="middle", **sides[side])],
    )


def _at_left_of_axis(words: str, y: float) -> Piece:
    return note(
        words,
        size=12,
        color=QUIET,
        x=0,
        xref="paper",
        xanchor="right",
        xshift=-8,
        y=y,
        yanchor="middle",
    )


def place(months: pd.DataFrame, when: pd.Timestamp) -> float | None:
    """Where a date lies on the axis of bars; dates outside lie at its ends."""
    if pd.isna(when) or months.empty or months["start"].isna().any():
        return None
    before = months[months["start"] <= when]
    if before.empty:
        return -0.5
    last = before.iloc[-1]
    return float(before.index[-1] - 0.5 + min((when - last["start"]).days / last["days"], 1))
