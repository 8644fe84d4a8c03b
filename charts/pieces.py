"""How is a figure put together? The same on every page.

From plain pieces, handed over at once: Plotly checks every piece again each time that one is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.palette import BAND, INK, NONE, QUIET, Piece
from words.percents import percent

OF_SESSIONS = "sessions"  # marks an axis of them, so that a phone can show those that fit
FEWEST_SESSIONS = 3  # an axis of fewer leaves their room empty: marks keep their size
AXIS: Piece = {
    "showgrid": False,
    "zeroline": False,
    "automargin": False,
    "tickangle": 0,
    "fixedrange": True,
    "tickfont": {"size": 13, "color": QUIET},
    "ticks": "",
}
# For labels that have room at every width: else each is measured, and the page laid out for it.
ROOMY: Piece = {"ticklabeloverflow": "allow"}
SENT_ONE_BY_ONE = ("base",)  # Plotly packs no numbers where a single one may stand as well
# All that these figures take of a template; without one Plotly sends its own, 7 kB a figure.
TEMPLATE: Piece = {
    "data": {"bar": [{"type": "bar", "marker": {"pattern": {"size": 10, "solidity": 0.2}}}]},
    "layout": {
        "autotypenumbers": "strict",
        "hoverlabel": {"align": "left"},
        "xaxis": {"title": {"standoff": 15}},
        "yaxis": {"title": {"standoff": 15}},
    },
}


@dataclass(frozen=True)
class Drawn:
    """Traces, lines and words, each in order from the back to the front: a part of a chart."""

    traces: Sequence[Piece] = ()
    shapes: Sequence[Piece] = ()
    notes: Sequence[Piece] = ()

    def __add__(self, other: Drawn) -> Drawn:
        """Both, the other in front."""
        return Drawn(
            [*self.traces, *other.traces],
            [*self.shapes, *other.shapes],
            [*self.notes, *other.notes],
        )


class Margins(NamedTuple):
    """Pixels around the axes, beside them the same on every page of sessions."""

    bottom: int
    top: int = 12
    left: int = 78
    right: int = 10


def figure(
    drawn: Drawn, x: Piece, y: Piece, *, height: int, margins: Margins, more: Piece | None = None
) -> go.Figure:
    """A figure in our own style: no legend. ``more``: what else the layout says.

    Plotly would check every number and colour, which costs ten times what drawing does: the tests
    have it check every chart of every page instead (``tests/test_figures_checked.py``).
    """
    parts = {"shapes": drawn.shapes, "annotations": drawn.notes}
    return go.Figure(
        data=[_in_arrays(trace) for trace in drawn.traces],
        layout={
            "template": TEMPLATE,
            "height": height,
            "margin": {
                "l": margins.left,
                "r": margins.right,
                "t": margins.top,
                "b": margins.bottom,
            },
            "paper_bgcolor": NONE,
            "plot_bgcolor": NONE,
            "font": {"size": 14, "color": INK},
            "showlegend": False,
            "barmode": "overlay",
            "hovermode": "closest",
            "xaxis": {**AXIS, **x},
            "yaxis": {**AXIS, **y},
            **{name: list(of) for name, of in parts.items() if of},
            **(more or {}),
        },
        _validate=False,
    )


def _in_arrays(trace: Piece) -> Piece:
    """The trace with what pandas holds as Plotly sends it: numbers packed, all else one by one."""
    return {name: _in_array(value, name) for name, value in trace.items()}


def _in_array(value: object, name: str) -> object:
    if isinstance(value, dict):
        return _in_arrays(value)
    if isinstance(value, pd.DataFrame):
        return value.to_numpy()
    if not isinstance(value, pd.Series | pd.Index):
        return value
    packed = name not in SENT_ONE_BY_ONE and value.dtype.kind in "iuf"
    return value.to_numpy() if packed else list(value)


def note(text: str, *, size: int = 14, color: str = INK, **where: Any) -> Piece:
    """Words on the figure, without an arrow."""
    return {"text": text, "showarrow": False, "font": {"size": size, "color": color}, **where}


def at_left(text: str, y: float, **style: Any) -> Piece:
    """Words that begin at the left edge."""
    return note(text, x=0, xref="paper", xanchor="left", y=y, **style)


def at_right(text: str, y: float, **style: Any) -> Piece:
    """Words that end at the right edge."""
    return note(text, x=1, xref="paper", xanchor="right", y=y, **style)


def over_row(title: str, about: str, y: float) -> Piece:
    """What a row is, and what it rests on, above its mark."""
    words = f"<b>{title}</b><br>{about}"
    return at_left(words, y + 0.2, size=13, yanchor="bottom", align="left")


def line(x0: float, y0: float, x1: float, y1: float, **style: Any) -> Piece:
    """A straight line; ``paper`` names the axes whose values are shares of the figure."""
    paper = style.pop("paper", "")
    return {
        "type": "line",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "xref": "paper" if "x" in paper else "x",
        "yref": "paper" if "y" in paper else "y",
        "opacity": style.pop("opacity", 1),
        "layer": style.pop("layer", "above"),
        "line": {"color": INK, "width": 1.5, **style},
    }


def frame(x: tuple[float, float], y: tuple[float, float], **style: Any) -> Piece:
    """A rectangle that is not filled."""
    return {"type": "rect", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "line": style}


def faint(x0: float, y0: float, x1: float, y1: float, **style: Any) -> Piece:
    """A barely visible line behind everything."""
    style = {"opacity": 0.13, **style}
    return line(x0, y0, x1, y1, layer="below", color=QUIET, width=1, **style)


def gridlines(levels: Iterable[float]) -> list[Piece]:
    """Barely visible lines across the figure; the one at zero is stronger."""
    return [faint(0, y, 1, y, paper="x", opacity=0.13 if y else 0.6) for y in levels]


def share_ticks(levels: Sequence[float]) -> Piece:
    """The ticks of an axis of shares, in words."""
    return {"tickvals": list(levels), "ticktext": [percent(level) for level in levels]}


def threshold_line(y: float, label: str) -> Drawn:
    """The dashed line that decides, named on the line."""
    across = line(0, y, 1, y, paper="x", dash="dash")
    return Drawn(shapes=[across], notes=[at_right(label, y, size=13, yanchor="bottom")])


def strokes(
    x: Iterable[tuple[Any, ...]], y: Iterable[tuple[Any, ...]], *, color: str, width: float
) -> Piece:
    """Many separate lines as one trace: each tuple is one of them."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [value for points in x for value in (*points, None)],
        "y": [value for points in y for value in (*points, None)],
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }


def dots(x: object, y: object, marker: Piece, hover: Piece | None = None) -> Piece:
    """Marks as one trace; without ``hover`` nothing is said of one under the pointer."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {"opacity": 1, **marker},
        **(hover or {"hoverinfo": "skip"}),
    }


def said(template: str, data: object = None) -> Piece:
    """What is said of the mark under the pointer, by Plotly's template, and from which columns."""
    told = {"hovertemplate": f"{template}<extra></extra>"}
    return told if data is None else {**told, "customdata": data}


def bar_across(ends: tuple[float, float], y: float, *, width: float, marker: Piece) -> Piece:
    """One bar along a row, from one end to the other."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [ends[1] - ends[0]],
        "base": [ends[0]],
        "y": [y],
        "width": width,
        "marker": marker,
        "hoverinfo": "skip",
    }


def session_axis(sessions: Sequence[int], rows: Sequence[Sequence[str]]) -> Piece:
    """One column of words under each session: the session itself, then the rows given."""
    words = zip((f"<b>{session}</b>" for session in sessions), *rows, strict=True)
    return {
        "tickvals": list(sessions),
        "ticktext": ["<br>".join(column) for column in words],
        "tickfont": {"size": 14, "color": INK},
        "uirevision": OF_SESSIONS,
        "range": [min(sessions) - 0.55, max(*sessions, FEWEST_SESSIONS) + 0.55],
    }


def row_names(*names: str, beside: int = 8) -> Piece:
    """What the rows under the session axis are, at their left; ``beside``: pixels before it."""
    return note(
        "<br>".join(names),
        color=QUIET,
        align="right",
        x=0,
        xref="paper",
        xanchor="right",
        xshift=-beside,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-5,
    )


def marked_session(session: int) -> Piece:
    """The band behind the session looked at."""
    return {
        "type": "rect",
        "x0": session - 0.5,
        "x1": session + 0.5,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
    }
