"""What else happened, under the same axis: side effects, other treatments, the stop.

A lane a kind and no words over a mark: they stand beside it, or under it where no side has room.
"""

from __future__ import annotations

from bisect import bisect_right
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

Starts = list[tuple[pd.Timestamp, int]]  # of each bar, in order: its first day, and its days


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


class Laid(NamedTuple):
    """One kind: its rows of marks that do not meet, and how many more there are."""

    lane: Lane
    rows: list[list[Mark]]
    left_out: int


def laid_out(months: pd.DataFrame, others: pd.DataFrame) -> list[Laid]:
    """What is drawn under the bars of ``months``: the kinds that have a mark, in their order."""
    starts, found = _starts(months), []
    if others.empty:
        return []
    for lane in Lane:
        rows: list[list[Mark]] = []
        left_out = 0
        for event in others[others["lane"] == lane].sort_values("start").itertuples():
            mark = _mark(starts, event, lane)
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
            found.append(Laid(lane, rows, left_out))
    return found


def lanes(laid: list[Laid], bars: int, *, top: float, a_pixel: float) -> Drawn:
    """The lanes, from ``top`` down; ``a_pixel``: of the value axis. See ``depth``."""
    drawn, y = Drawn(), top
    for lane, rows, left_out in laid:
        name = LANES[lane] + (f" (+{left_out})" if left_out else "")
        at = y - 0.5 * LANE * a_pixel
        drawn += Drawn(notes=[_at_left_of_axis(name, at)])
        for marks in rows:
            at = y - 0.5 * LANE * a_pixel
            for mark in marks:
                drawn += _drawn(mark, at, bars, a_pixel)
            y -= LANE * a_pixel * _height(marks, bars)
    return drawn


def depth(laid: list[Laid], bars: int) -> int:
    """The pixels that all lanes take."""
    return sum(LANE * _height(marks, bars) for of in laid for marks in of.rows)


def _height(marks: list[Mark], bars: int) -> int:
    return 2 if any(mark.span(bars)[2] == "under" for mark in marks) else 1


def _fits(mark: Mark, row: list[Mark], bars: int) -> bool:
    left, right, _ = mark.span(bars)
    spans = [other.span(bars) for other in row]
    return all(right < there[0] or left > there[1] for there in spans)


def _mark(starts: Starts, event, lane: Lane) -> Mark | None:  # type: ignore[no-untyped-def]
    left, right = place(starts, event.start), place(starts, event.end)
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


def _starts(months: pd.DataFrame) -> Starts:
    """The first day of each bar and its days; none where a bar has no date."""
    if months.empty or months["start"].isna().any():
        return []
    return list(zip(months["start"], months["days"], strict=True))


def place(starts: Starts, when: pd.Timestamp) -> float | None:
    """Where a date lies on the axis of bars; dates outside lie at its ends."""
    if pd.isna(when) or not starts:
        return None
    at = bisect_right(starts, when, key=lambda bar: bar[0]) - 1
    if at < 0:
        return -0.5
    start, days = starts[at]
    return float(at - 0.5 + min((when - start).days / days, 1))
