"""Which colour means what? The same everywhere.

Okabe-Ito, so that it survives print and eyes. A figure carries placeholders, for which the palette
of the light or the dark theme is put in (``charts.themed``) before it is sent, or by the browser
(``chartCategoricalColors`` in ``.streamlit/config.toml``, in this order).
"""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go

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
PLACEHOLDERS = (
    REACHED,
    NOT_REACHED,
    HEADACHE,
    MIGRAINE,
    FREE,
    BAND,
    INK,
    QUIET,
    PUBLISHED,
    CONTROL,
)
NONE = "rgba(0,0,0,0)"

PALE = 0.25  # opacity of what is possible, not seen

Piece = dict[str, Any]  # a part of a figure, as Plotly takes it


def in_grey(drawn: Any) -> go.Figure:
    """The figure without the colour of a response: what it counts is none."""
    return go.Figure(json.loads(drawn.to_json().replace(f'"{REACHED}"', f'"{QUIET}"')))


def hatching(size: int, solidity: float) -> Piece:
    """What was not recorded, or nobody can judge: diagonal lines on nothing."""
    return {
        "shape": "/",
        "fgcolor": QUIET,
        "size": size,
        "solidity": solidity,
        "fillmode": "replace",
    }


def hatched(size: int, solidity: float, edge: float = 0.75) -> Piece:
    """A bar of what was not recorded, or nobody can judge."""
    return {
        "color": NONE,
        "pattern": hatching(size, solidity),
        "line": {"color": QUIET, "width": edge},
    }


def dotted() -> Piece:
    """No migraine, and whether there was a headache is not recorded."""
    return {"shape": ".", "fgcolor": QUIET, "size": 5, "solidity": 0.25, "fillmode": "overlay"}
