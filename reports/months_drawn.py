"""One patient's months on paper: an SVG in millimetres that needs nothing from outside.

A bar is every day of a month: migraine, other headache, without, not recorded, from below. The
months that are compared are framed, with the baseline and the threshold across them.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import pandas as pd

from analytics.definitions import Definition
from analytics.months import HALF_A_MONTH
from charts.svg import Place, box, line
from words.numbers import number

PAPER, WIDEST = 190.0, 11.0  # of the drawing, and of a bar with its gap
ABOVE, UNDER = 7.0, 6.5  # for the sessions, for the dates
MOST_DAYS = 31
FEW = 14  # bars: then a day is as high as is easy to read, of more the sheet has less room
HIGH, LOW = 0.9, 0.52  # of a day
ROOM = 19.0  # from session to session, that date and units need
MIGRAINE, HEADACHE, FREE, UNKNOWN = "#d55e00", "#e69f00", "#e8eef4", "#f7f9fb"
INK, QUIET = "#1b2430", "#566170"
KINDS = (("migraine", MIGRAINE), ("headache", HEADACHE), ("free", FREE), ("no_migraine", UNKNOWN))


class Lengths(NamedTuple):
    """From bar to bar, and from day to day; ``floor``: where the bars stand."""

    step: float
    day: float

    @property
    def wide(self) -> float:
        return self.step * 0.86

    @property
    def floor(self) -> float:
        return ABOVE + MOST_DAYS * self.day

    def of(self, days: float) -> float:
        """How high a number of days stands."""
        return self.floor - min(days, MOST_DAYS) * self.day


def months_drawn(
    months: pd.DataFrame, sessions: pd.DataFrame, baseline: float, definition: Definition, alt: str
) -> str:
    """``months``: the table ``patient_months``; ``sessions``: session, session_date and units."""
    months = months.reset_index(drop=True)
    step = min(WIDEST, PAPER / max(1, len(months)))
    scale = Lengths(step, HIGH if len(months) <= FEW else LOW)
    parts = [*_bars(months, scale), *_sessions(months, sessions, scale), *_dates(months, scale)]
    parts += _compared(months, baseline, definition, scale)
    size = f"{PAPER:g} {scale.floor + UNDER:.2f}"
    return (
        f'<svg viewBox="0 0 {size}" width="{PAPER:g}mm" role="img" '
        f'aria-label="{escape(alt)}">{"".join(parts)}</svg>'
    )


def _bars(months: pd.DataFrame, scale: Lengths) -> Iterator[str]:
    wide, foot = scale.wide, scale.floor - 1
    for place, month in enumerate(months.itertuples()):
        left, top = place * scale.step, scale.floor
        thin = pd.notna(month.counted) and month.recorded < HALF_A_MONTH
        for kind, colour in () if thin else KINDS:
            tall = float(getattr(month, kind)) * scale.day
            top -= tall
            yield box(left, top, wide, tall, colour)
        unrecorded = (month.days if thin else month.not_recorded) * scale.day
        yield from _hatched(left, top - unrecorded, wide, unrecorded)
        if thin:
            words = f"{number(month.counted, 2)} of {month.recorded}"
            yield box(left, foot - 2.2, wide, 3, "#fff")
            yield _text((left + wide / 2, foot), words, 2, QUIET, middle=True)
        elif pd.notna(month.counted):
            words = number(month.counted)
            yield _text((left + wide / 2, foot), words, 2.9, middle=True, bold=True)


def _sessions(months: pd.DataFrame, sessions: pd.DataFrame, scale: Lengths) -> Iterator[str]:
    """Where each session begins; its date and units where all of them have room."""
    first = {cycle: place for place, cycle in reversed([*enumerate(months["cycle"])])}
    begun = [row for row in sessions.itertuples() if row.session in first]
    edges = [(first[row.session] - 0.07) * scale.step for row in begun]
    ends = [*edges[1:], PAPER][: len(edges)]
    roomy = all(end - edge >= ROOM for edge, end in zip(edges, ends, strict=True))
    for row, edge in zip(begun, edges, strict=True):
        yield line((edge, 0.5), (edge, scale.floor), INK, 0.25)
        name = f"Session {row.session}" if roomy else f"S{row.session}"
        yield _text((edge + 0.8, 2.9), name, 2.7, bold=True)
        told = [] if pd.isna(row.session_date) else [_day(row.session_date)]
        told += [] if pd.isna(row.units) else [f"{number(row.units)} U"]
        if roomy and told:
            yield _text((edge + 0.8, 5.9), ", ".join(told), 2.4, QUIET)


def _compared(
    months: pd.DataFrame, baseline: float, definition: Definition, scale: Lengths
) -> Iterator[str]:
    """Frames, dotted where too few days are recorded to judge, and the two lines."""
    limit = definition.at_threshold(baseline)
    for _, bars in months[months["compared"].astype(bool)].groupby("cycle"):
        left, right = bars.index[0] * scale.step, bars.index[-1] * scale.step + scale.wide
        top, enough = scale.of(bars["days"].max()), bool(bars["enough"].all())
        dash = "" if enough else ' stroke-dasharray="0.8 0.8"'
        yield (
            f'<rect x="{left:.2f}" y="{top:.2f}" width="{right - left:.2f}" '
            f'height="{scale.floor - top:.2f}" fill="none" stroke="{INK}" '
            f'stroke-width="0.5"{dash}/>'
        )
        if enough and pd.notna(baseline) and baseline > 0:
            for days, more in ((baseline, ""), (limit, ' stroke-dasharray="1.4 1"')):
                yield line((left, scale.of(days)), (right, scale.of(days)), INK, 0.5, more)


def _dates(months: pd.DataFrame, scale: Lengths) -> Iterator[str]:
    """Under the first bar of each cycle the day on which it begins, the year where it changes."""
    year, under = None, scale.floor + 2.8
    for place, month in enumerate(months.itertuples()):
        if month.month != 1 or pd.isna(month.start):
            continue
        yield _text((place * scale.step, under), _day(month.start), 2.4, QUIET)
        if month.start.year != year:
            year = month.start.year
            yield _text((place * scale.step, under + 2.8), f"{year}", 2.4, QUIET)


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%b}"


def _hatched(left: float, top: float, wide: float, tall: float) -> Iterator[str]:
    """Lines cut by hand: a pattern would need a name, and a place to find it by."""
    if not tall:
        return
    yield (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{tall:.2f}" fill="#fff" '
        f'stroke="{QUIET}" stroke-width="0.12"/>'
    )
    along = 1.4
    while along < wide + tall:
        start = (left + min(along, wide), top + max(0, along - wide))
        end = (left + max(0, along - tall), top + min(along, tall))
        yield line(start, end, QUIET, 0.15)
        along += 1.4


def _text(
    at: Place,
    words: str,
    size: float,
    colour: str = INK,
    *,
    middle: bool = False,
    bold: bool = False,
) -> str:
    more = ' font-weight="700"' if bold else ""
    more += ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{at[0]:.2f}" y="{at[1]:.2f}" font-size="{size}" fill="{colour}"{more}>'
        f"{escape(words)}</text>"
    )
