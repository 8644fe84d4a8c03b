"""Which colour means what? The same everywhere; Okabe-Ito, so that it survives print and eyes.

On screen a figure carries placeholders, which the browser swaps for the palette of the light or
the dark theme (``chartCategoricalColors`` in ``.streamlit/config.toml``, in this order).
"""

from __future__ import annotations

import plotly.graph_objects as go

REACHED = "#000001"
NOT_REACHED = "#000002"
HEADACHE = "#000003"
MIGRAINE = "#000004"
FREE = "#000005"
BAND = "#000006"
INK = "#000007"
QUIET = "#000008"
NONE = "rgba(0,0,0,0)"

PALE = 0.25  # opacity of what is possible, not seen
LEFT, RIGHT = 78, 10  # margins in pixels, the same on every page


def blank_figure(height: int, bottom: int, top: int = 12) -> go.Figure:
    """An empty figure in our own style: no legend, barely visible grid, fixed margins."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "automargin": False,
        "tickangle": 0,
        "fixedrange": True,
        "tickfont": {"size": 13, "color": QUIET},
        "ticks": "",
    }
    return go.Figure(
        layout={
            "template": None,
            "height": height,
            "margin": {"l": LEFT, "r": RIGHT, "t": top, "b": bottom},
            "paper_bgcolor": NONE,
            "plot_bgcolor": NONE,
            "font": {"size": 14, "color": INK},
            "showlegend": False,
            "barmode": "overlay",
            "hovermode": "closest",
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def hatching(size: int, solidity: float) -> dict[str, object]:
    """What was not recorded, or nobody can judge: diagonal lines on nothing."""
    return {
        "shape": "/",
        "fgcolor": QUIET,
        "size": size,
        "solidity": solidity,
        "fillmode": "replace",
    }


def gridline(figure: go.Figure, y: float, *, strong: bool = False) -> None:
    figure.add_hline(
        y=y, layer="below", opacity=0.6 if strong else 0.13, line={"color": QUIET, "width": 1}
    )


def threshold_line(figure: go.Figure, y: float, label: str) -> None:
    """The dashed line that decides, named on the line."""
    figure.add_hline(y=y, line={"color": INK, "width": 1.5, "dash": "dash"})
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=y, yanchor="bottom", text=label,
        showarrow=False, font={"size": 13, "color": INK},
    )  # fmt: skip


def session_axis(figure: go.Figure, names: list[str], columns: list[list[str]]) -> None:
    """Rows under the sessions, as "session / reached of / judged", with their names at the left."""
    sessions = [int(column[0].strip("</b>")) for column in columns]
    figure.update_xaxes(
        tickvals=sessions,
        ticktext=["<br>".join(column) for column in columns],
        tickfont={"size": 14, "color": INK},
        range=[min(sessions) - 0.55, max(sessions) + 0.55],
    )
    figure.add_annotation(
        x=0, xref="paper", xanchor="right", xshift=-8, y=0, yref="paper", yanchor="top", yshift=-5,
        text="<br>".join(names), align="right", showarrow=False, font={"size": 14, "color": QUIET},
    )  # fmt: skip


def marked_session(figure: go.Figure, session: int) -> None:
    figure.add_vrect(
        x0=session - 0.5, x1=session + 0.5, fillcolor=BAND, line={"width": 0}, layer="below"
    )
