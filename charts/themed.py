"""How does a figure look on a screen whose theme is known? With real colours, nothing to look up.

In the browser Streamlit looks up colours and fonts twice, and Plotly takes what comes the second
time, its template and packed numbers, for another figure: each chart is drawn twice. One that
holds its own look, numbers one by one, comes the second time as what it was.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from charts.palette import PLACEHOLDERS, QUIET, Piece

FONT = '"Source Sans", sans-serif'
SMALL = 11.25  # pixels of the words beside a pointer
DRAWN_ONCE = "drawn once"  # the same name: the numbers of a copy are no others


class Theme(NamedTuple):
    """The colours of light or dark: of what is drawn, in the palette's order, and behind words."""

    palette: tuple[str, ...]
    ground: str
    border: str


def themed(figure: go.Figure, theme: Theme) -> go.Figure:
    """The figure in the colours of ``theme``; what its template says is said by itself."""
    colours = dict(zip(PLACEHOLDERS, theme.palette, strict=True))
    drawn = _written(figure.to_plotly_json(), colours)
    template = drawn["layout"].pop("template", {})
    of_kind = {kind: of[0] for kind, of in template.get("data", {}).items()}
    small = {"family": FONT, "size": SMALL, "color": colours[QUIET]}
    screen = {
        "datarevision": DRAWN_ONCE,
        "font": {"family": FONT, "weight": 400},
        "margin": {"pad": 7.5},
        "hoverlabel": {"bgcolor": theme.ground, "bordercolor": theme.border, "font": small},
    }
    layout = _under(_under(screen, template.get("layout", {})), drawn["layout"])
    data = [_under(of_kind.get(trace["type"], {}), trace) for trace in drawn["data"]]
    plain = go.Figure(data=data, layout=layout, _validate=False)
    plain.layout.template = None  # Plotly gives its own to a figure without one
    return plain


def _under(less: Mapping[str, Any], more: Mapping[str, Any]) -> Piece:
    """Both, what ``more`` says before what ``less`` says."""
    joined = {**less, **more}
    for name in less.keys() & more.keys():
        if isinstance(less[name], Mapping) and isinstance(more[name], Mapping):
            joined[name] = _under(less[name], more[name])
    return joined


def _shape(told: str | None) -> tuple[int, ...]:
    """One row; "2, 3": two rows of three."""
    return tuple(int(one) for one in told.split(",")) if told else (-1,)


def _written(value: Any, colours: Mapping[str, str]) -> Any:
    """A copy with the colours themselves, and numbers one by one, which Plotly compares."""
    if isinstance(value, str):
        if "#0000" in value:
            for placeholder, colour in colours.items():
                value = value.replace(placeholder, colour)
        return value
    if isinstance(value, Mapping) and "bdata" in value:
        numbers = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
        return numbers.reshape(_shape(value.get("shape"))).tolist()
    if isinstance(value, Mapping):
        return {name: _written(one, colours) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one, colours) for one in value]
    return value
