"""A chart of a report, from its numbers: with real colours, for a page outside of the app."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from analytics.codes import Arm
from analytics.definitions import Definition
from charts import palette
from words.numbers import in_lines, number
from words.percents import SHARE_FORMAT, percent

NAME = 28  # letters in a line of a row's name
INK, GRID = "#1B2430", "rgba(122,128,138,0.25)"
HIDDEN = "not shown"
SHARES = SHARE_FORMAT  # how a share is written; other numbers are days
BLUE = ("#0072B2", "#66AAD1", "#BFDCEC", "#C6CDD3")
GREY = ("#3F4854", "#A3AAB3", "#CBD0D6", "#E6E9ED")  # of days whose fewer are no response


@dataclass(frozen=True)
class Colors:
    """Of series in their order, the first and the last dark; and of those of a kind."""

    shades: tuple[str, ...]
    ours: str
    toxin: str
    control: str

    def of(self, kind: str) -> str:
        named = {Arm.OURS.value: self.ours, Arm.TOXIN.value: self.toxin}
        return named.get(kind, self.control)


def colors_for(definition: Definition, *, on_screen: bool = False) -> Colors:
    """The colours of a report by this Definition; ``on_screen``: the app's own."""
    response = definition.days.response
    first, *paler = BLUE if response else GREY
    if not on_screen:
        return Colors((first, *paler, "#7A808A"), first, "#B3588A", "#7A5C86")
    first = palette.REACHED if response else palette.QUIET
    shades = (first, *paler, palette.NOT_REACHED)
    return Colors(shades, first, palette.PUBLISHED, palette.CONTROL)


def shared_chart(
    kind: str,
    categories: list[str],
    series: list[tuple[str, list[float], list[float], list[float], list[str], list[str]]],
    form: str,
    levels: list[float],
    hatch: list[float] | None = None,
    *,
    colors: Colors,
    on_screen: bool = False,
) -> go.Figure:
    """Columns, stacked columns, rows or a curve; each series: name, values, low, high, kinds,
    words.

    ``form``: shares as ``0%``, or days as ``0.0``, of a series without ``words``. ``levels``: where
    the axis has its lines.
    ``hatch``: how far each category is hatched, as not shown; NaN: not at all.
    ``on_screen``: larger, for a projector.
    """
    ink, shades = palette.INK if on_screen else INK, colors.shades
    paper = palette.NONE if on_screen else "#FFFFFF"
    across = kind == "rows"
    names = [escape(name).replace("\n", "<br>") for name in categories]
    traces: list[dict[str, object]] = []
    for place, (name, values, low, high, kinds, words) in enumerate(series):
        known = [None if math.isnan(value) else value for value in values]
        text = words or ["" if v is None else _written(v, form) for v in known]
        ends = None
        if low:
            ends = {
                "type": "data",
                "symmetric": False,
                "color": ink,
                "thickness": 2,
                "array": [b - v for b, v in zip(high, values, strict=True)],
                "arrayminus": [v - a for a, v in zip(low, values, strict=True)],
            }
        shared: dict[str, object] = {
            "name": escape(name),
            "text": text,
            "x": known if across else names,
            "y": names if across else known,
            "error_x" if across else "error_y": ends,
            "hovertemplate": f"{escape(name)}: %{{text}}<extra></extra>",
        }
        fill: object = [colors.of(one) for one in kinds] if kinds else shades[place % len(shades)]
        if kind == "curve":
            curve = {
                "type": "scatter",
                "mode": "lines+markers+text",
                "cliponaxis": False,
                "textposition": "top right",
                "line": {"color": fill, "width": 3},
                "marker": {"size": 10},
            }
            traces.append({**shared, **curve})
            continue
        inside = bool(low) or kind == "stacked"
        pale = kind == "stacked" and 0 < place < len(shades) - 1  # pale in every theme
        color = INK if pale else (palette.BAND if on_screen else "#FFFFFF") if inside else ink
        traces.append(
            {
                **shared,
                "type": "bar",
                "marker": {"color": fill},
                "orientation": "h" if across else "v",
                "textposition": "inside" if inside else "outside",
                "cliponaxis": False,
                "insidetextanchor": "start" if low else "middle",
                "textangle": 0,
                "textfont": {"color": color},
                **({} if kind == "stacked" else {"offsetgroup": str(place)}),
            }
        )
    if hatch:
        traces.append(_hatched(names, hatch, ink, kind, legend=len(series) > 1))
    if across:
        for trace in traces[: len(series)]:
            trace["customdata"] = ["<br>".join(map(escape, in_lines(n, 60, 9))) for n in categories]
            trace["hovertemplate"] = f"%{{customdata}}<br>{trace['hovertemplate']}"
    ticks = {"size": 18 if on_screen else 13, "color": ink}
    values_axis = {
        "range": [levels[0], levels[-1]],
        "tickvals": levels,
        "gridcolor": GRID,
        "ticktext": [_written(level, form) for level in levels],
        "zeroline": False,
        "tickfont": ticks,
    }
    names_axis = {"automargin": True, "type": "category", "tickfont": ticks, "tickangle": 0}
    legend: dict[str, object] = {"font": {"size": 18 if on_screen else 13, "color": ink}}
    if kind == "stacked":  # above: its columns need the width
        legend |= {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        }
    if across:
        short = ["<br>".join(map(escape, in_lines(name, NAME, 3))) for name in categories]
        names_axis |= {"autorange": "reversed", "tickvals": names, "ticktext": short}
    return go.Figure(
        data=traces,
        layout={
            "template": None,
            "barmode": "stack" if kind == "stacked" else "group",
            "height": 480 if on_screen else 380,
            "margin": {"l": 50, "r": 40, "t": 24, "b": 50},
            "font": {"size": 20 if on_screen else 14, "color": ink},
            "showlegend": len(series) > 1,
            "legend": legend,
            "paper_bgcolor": paper,
            "plot_bgcolor": paper,
            "xaxis": values_axis if across else names_axis,
            "yaxis": names_axis if across else values_axis,
        },
    )


def _hatched(
    names: list[str], hatch: list[float], ink: str, kind: str, *, legend: bool
) -> dict[str, object]:
    """What is not shown, in the place of the first series: hatched, without a number."""
    across = kind == "rows"
    words = HIDDEN if kind in ("rows", "curve") else HIDDEN.replace(" ", "<br>")  # narrow columns
    lengths = [None if math.isnan(length) else length for length in hatch]
    return {
        "type": "bar",
        "name": HIDDEN,
        "orientation": "h" if across else "v",
        **({} if kind == "stacked" else {"offsetgroup": "0"}),
        "x": lengths if across else names,
        "y": names if across else lengths,
        "text": ["" if length is None else words for length in lengths],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": -90 if kind == "curve" else 0,
        "textfont": {"color": ink},
        "hovertemplate": f"{HIDDEN}<extra></extra>",
        "showlegend": legend,
        "constraintext": "none",
        "marker": {
            "color": palette.NONE,
            "line": {"color": ink, "width": 0.75},
            "pattern": {**palette.hatching(9, 0.12), "fgcolor": ink},
        },
    }


def _written(value: float, form: str) -> str:
    return percent(value) if form == SHARES else number(value)


def figure_html(figure: go.Figure, name: str) -> str:
    """The figure as a piece of HTML; the page brings the script."""
    html: str = figure.to_html(
        full_html=False, include_plotlyjs=False, div_id=name, config={"displayModeBar": False}
    )
    return html


def plotly_script() -> str:
    """Plotly itself, to stand inside a page that needs nothing from outside."""
    script: str = get_plotlyjs()
    return script


def shared_table(columns: list[str], rows: list[list[str]]) -> go.Figure:
    """A table for a projector: large type, no lines but between rows."""
    wide = [
        max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(columns)
    ]
    size = 22 if sum(wide) < 90 else 16
    lines = sum(1 + max(len(cell) for cell in row) // 80 for row in rows) if rows else 1
    return go.Figure(
        data=[
            {
                "type": "table",
                "columnwidth": [min(max(width, 8), 90) for width in wide],
                "header": {
                    "values": [f"<b>{escape(name)}</b>" for name in columns],
                    "align": "left",
                    "height": 2 * size,
                    "fill": {"color": palette.NONE},
                    "font": {"size": size, "color": palette.QUIET},
                    "line": {"width": 0},
                },
                "cells": {
                    "values": [
                        [escape(row[place]) for row in rows] for place in range(len(columns))
                    ],
                    "align": "left",
                    "height": 1.7 * size,
                    "fill": {"color": palette.NONE},
                    "font": {"size": size, "color": palette.INK},
                    "line": {"width": 0},
                },
            }
        ],
        layout={
            "template": None,
            "height": int(1.75 * size * (lines + 2)) + 20,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": palette.NONE,
        },
    )
