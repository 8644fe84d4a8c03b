"""One patient's months as a row of small columns, beside the id in a list: a picture in the row.

A pale column is the days of a month, its lower part those of the kind; a thin month is hatched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

import pandas as pd

from charts.svg import box
from charts.svg import line as line_of

WIDE, HIGH, FOOT = 162, 36, 4  # of the drawing; under the columns the line of a compared month
STEP, GAP = 11.0, 2.0  # from column to column, between two
TALL = 31  # days as high as the drawing; a longer column ends there
THIN = 15  # recorded days: fewer are no month
KIND, PALE, INK, QUIET = 3, 4, 6, 7  # places in ``colours``, which are those of the theme


def small_months(months: pd.DataFrame, line: float | None, alt: str, colours: Sequence[str]) -> str:
    """The drawing as an HTML image.

    ``months``: as of ``patient_months``; ``line``: days a month, dashed across what is compared;
    ``colours``: those of the theme (``chartCategoricalColors``).
    """
    step = min(STEP, WIDE / max(1, len(months)))
    parts = "".join(_columns(months, line, step, colours))
    size = f'width="{WIDE}" height="{HIGH + FOOT}"'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{parts}</svg>'
    source = b64encode(drawn.encode()).decode()
    return f'<img {size} alt="{escape(alt)}" src="data:image/svg+xml;base64,{source}">'


def _columns(
    months: pd.DataFrame, line: float | None, step: float, colours: Sequence[str]
) -> Iterator[str]:
    cycle = 0
    for place, month in enumerate(months.itertuples()):
        left, wide = place * step, step - min(GAP, step / 4)
        tall = HIGH * min(month.days, TALL) / TALL
        if month.recorded < THIN:
            yield from _hatched(left, wide, tall, colours[QUIET])
            kind = colours[QUIET]
        else:
            yield box(left, HIGH - tall, wide, tall, colours[PALE])
            kind = colours[KIND]
        counted = 0.0 if pd.isna(month.counted) else float(month.counted)
        high = HIGH * min(counted, TALL) / TALL
        if high:
            yield box(left, HIGH - high, wide, high, kind)
        if month.compared:
            yield box(left, HIGH + 2, wide, 2, colours[INK])
            if line is not None:
                y = HIGH * (1 - min(line, TALL) / TALL)
                ends = (left - 1, y), (left + wide + 1, y)
                yield line_of(*ends, colours[INK], more=' stroke-dasharray="3 2"')
        if month.cycle != cycle:
            cycle, x = month.cycle, left - (step - wide) / 2
            yield line_of((x, 0), (x, HIGH + FOOT), colours[INK])


def _hatched(left: float, wide: float, tall: float, colour: str) -> Iterator[str]:
    """Lines cut by hand: a pattern needs a name that no other drawing of the page has."""
    top = HIGH - tall
    yield (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="0.75" stroke-dasharray="1.5 1.5"/>'
    )
    y = top + wide
    while y < HIGH:
        yield line_of((left, y), (left + wide, y - wide), colour)
        y += 4
