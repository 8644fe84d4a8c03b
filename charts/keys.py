"""What does each sign of a picture mean? Small pictures for a key beside words.

They carry the placeholders of ``charts.palette``: whoever shows them puts in the theme's colours.
"""

from __future__ import annotations

from enum import StrEnum

from charts.palette import FREE, HEADACHE, INK, MIGRAINE, QUIET
from words.facts import Line

NEAR_BLACK = "#1b2430"


class Swatch(StrEnum):
    """A sign of the pictures of one patient."""

    MIGRAINE = "migraine"
    HEADACHE = "headache"
    FREE = "free"
    NO_MIGRAINE = "no_migraine"
    NOT_RECORDED = "not_recorded"
    COMPARED = "compared"
    BEFORE = "before"
    THRESHOLD = "threshold"
    MEDICATION = "medication"
    SESSION = "session"
    FRAMED = "framed"


def swatch(of: Swatch) -> str:
    """A sign as SVG."""
    return _svg(SIGNS[of], 22)


def mark(line: Line) -> str:
    """Filled: the line was reached. Hollow: not. Dotted: it cannot be judged."""
    fill = INK if line == Line.REACHED else "none"
    dash = ' stroke-dasharray="1.8 1.9"' if line == Line.CANNOT_JUDGE else ""
    ring = (
        f'<circle cx="6.5" cy="7" r="4.6" fill="{fill}" stroke="{INK}" stroke-width="1.7"{dash}/>'
    )
    return _svg(ring, 13)


def _svg(inside: str, width: int) -> str:
    size = f'width="{width}" height="14" viewBox="0 0 {width} 14"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'


def _box(fill: str, edge: str = "none", style: str = "") -> str:
    place = 'x="1" y="1" width="20" height="12"'
    return f'<rect {place} fill="{fill}" stroke="{edge}"{style}/>'


def _line(style: str = "") -> str:
    return f'<path d="M0 7H22" stroke="{INK}" stroke-width="2"{style}/>'


HATCH = "".join(f"M{x} 13L{x + 12} 1" for x in (1, 5, 9)) + "M1 9L9 1M1 5L5 1M13 13L21 5M17 13L21 9"
SIGNS = {
    Swatch.MIGRAINE: _box(MIGRAINE) + f'<circle cx="11" cy="7" r="2.2" fill="{NEAR_BLACK}"/>',
    Swatch.HEADACHE: _box(HEADACHE),
    Swatch.FREE: _box(FREE),
    Swatch.NO_MIGRAINE: _box("none", QUIET)
    + "".join(f'<circle cx="{x}" cy="7" r="1" fill="{QUIET}"/>' for x in (5, 11, 17)),
    Swatch.NOT_RECORDED: _box("none", QUIET) + f'<path d="{HATCH}" stroke="{QUIET}" fill="none"/>',
    Swatch.COMPARED: _box("none", INK, ' stroke-width="2"'),
    Swatch.BEFORE: _line(),
    Swatch.THRESHOLD: _line(' stroke-dasharray="5 3.5"'),
    Swatch.MEDICATION: _box(HEADACHE)
    + f'<path d="M6 10H16" stroke="{NEAR_BLACK}" stroke-width="2.2"/>',
    Swatch.SESSION: _box("none", INK, ' stroke-width="2"')
    + f'<path d="M9.5 5.2L11.4 4V10.4" stroke="{INK}" stroke-width="1.5" fill="none"/>',
    Swatch.FRAMED: _box("none", QUIET, ' stroke-width="1.5"'),
}
