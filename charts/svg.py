"""Boxes and lines of a drawing that is written by hand, for rows of a list and for paper."""

from __future__ import annotations

Place = tuple[float, float]  # across and down


def box(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{colour}"/>'


def line(start: Place, end: Place, colour: str, wide: float = 1, more: str = "") -> str:
    """``more``: further attributes, as of dashes."""
    (x, y), (to_x, to_y) = start, end
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" '
        f'stroke-width="{wide}"{more}/>'
    )
