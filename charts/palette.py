"""Which colour means what, and how does every figure look? The same everywhere.

Okabe-Ito, so that it survives print and eyes. On screen a figure carries placeholders, which the
browser swaps for the palette of the light or the dark theme (``chartCategoricalColors`` in
``.streamlit/config.toml``, in this order). Figures are put together from plain pieces and made
once: Plotly checks every piece again each time that one is added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from words.percents import percent

REACHED = "#000001"
NOT_REACHED = "#000002"
HEADACHE = "#000003"
MIGRAINE = "#000004"
FREE = "#000005"
BAND = "#000006"
INK = "#000007"
QUIET = "#000008"
PUBLISHED = "#000009"
CONTROL = "#000010"
NONE = "rgba(0,0,0,0)"

PALE = 0.25  # opacity of what is possible, not seen
FEWEST_SESSIONS = 4  # an axis of fewer leaves their room empty: marks keep their size
LEFT, RIGHT = 78, 10  # margins in pixels, the same on every page

Piece = dict[str, Any]
AXIS: Piece = {
    "showgrid": False,
    "zeroline": False,
    "automargin": False,
    "tickangle": 0,
    "fixedrange": True,
    "tickfont": {"size": 13, "color": QUIET},
    "ticks": "",
}


def figure(
    traces: Iterable[Piece],
    *,
    height: int,
    bottom: int,
    x: Piece,
    y: Piece,
    shapes: Sequence[Piece] = (),
    notes: Sequence[Piece] = (),
    top: int = 12,
    right: int = RIGHT,
    more_axes: Piece | None = None,
    **layout: Any,
) -> go.Figure:
    """A figure in our own style: no legend, no template, fixed margins on every page."""
    return go.Figure(
        data=list(traces),
        layout={
            "template": None,
            "height": height,
            "margin": {"l": LEFT, "r": right, "t": top, "b": bottom},
            "paper_bgcolor": NONE,
            "plot_bgcolor": NONE,
            "font": {"size": 14, "color": INK},
            "showlegend": False,
            "barmode": "overlay",
            "hovermode": "closest",
            "xaxis": {**AXIS, **x},
            "yaxis": {**AXIS, **y},
            "shapes": list(shapes),
            "annotations": list(notes),
            **(more_axes or {}),
            **layout,
        },
    )


def in_grey(drawn: Any) -> go.Figure:
    """The figure without the colour of a response: what it counts is none."""
    return go.Figure(json.loads(drawn.to_json().replace(f'"{REACHED}"', f'"{QUIET}"')))


def note(text: str, *, size: int = 14, color: str = INK, **where: Any) -> Piece:
    """Words on the figure, without an arrow."""
    return {"text": text, "showarrow": False, "font": {"size": size, "color": color}, **where}


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


def gridlines(levels: Iterable[float]) -> list[Piece]:
    """Barely visible lines across the figure; the one at zero is stronger."""
    return [
        line(0, y, 1, y, paper="x", opacity=0.13 if y else 0.6, layer="below", color=QUIET, width=1)
        for y in levels
    ]


def share_ticks(levels: Sequence[float]) -> Piece:
    """The ticks of an axis of shares, in words."""
    return {"tickvals": list(levels), "ticktext": [percent(level) for level in levels]}


def threshold_line(y: float, label: str) -> tuple[Piece, Piece]:
    """The dashed line that decides, named on the line: its shape and its words."""
    name = note(label, size=13, x=1, xref="paper", xanchor="right", y=y, yanchor="bottom")
    return line(0, y, 1, y, paper="x", dash="dash"), name


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


def hatching(size: int, solidity: float) -> Piece:
    """What was not recorded, or nobody can judge: diagonal lines on nothing."""
    return {
        "shape": "/",
        "fgcolor": QUIET,
        "size": size,
        "solidity": solidity,
        "fillmode": "replace",
    }


def dotted() -> Piece:
    """No migraine, and whether there was a headache is not recorded."""
    return {"shape": ".", "fgcolor": QUIET, "size": 5, "solidity": 0.25, "fillmode": "overlay"}


def session_axis(sessions: Sequence[int], rows: Sequence[Sequence[str]]) -> Piece:
    """One column of words under each session: the session itself, then the rows given."""
    words = zip((f"<b>{session}</b>" for session in sessions), *rows, strict=True)
    return {
        "tickvals": list(sessions),
        "ticktext": ["<br>".join(column) for column in words],
        "tickfont": {"size": 14, "color": INK},
        "range": [min(sessions) - 0.55, max(*sessions, FEWEST_SESSIONS) + 0.55],
    }


def row_names(*names: str) -> Piece:
    """What the rows under the session axis are, at their left."""
    return note(
        "<br>".join(names),
        color=QUIET,
        align="right",
        x=0,
        xref="paper",
        xanchor="right",
        xshift=-8,
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
