"""A chart of a report, from its numbers: with real colours, for a page outside of the app."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from html import escape

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from analytics.codes import Arm
from analytics.definitions import Definition
from charts import palette
from charts.data import HIDDEN, SHARES, ChartData, Series
from charts.pieces import TEMPLATE
from words.numbers import in_lines, number
from words.percents import percent

NAME = 28  # letters in a line of a row's name
INK, GRID = "#1B2430", "rgba(122,128,138,0.25)"
BLUE = ("#0072B2", "#66AAD1", "#BFDCEC", "#C6CDD3")
GREY = ("#3F4854", "#A3AAB3", "#CBD0D6", "#E6E9ED")  # of days whose fewer are no response


@dataclass(frozen=True)
class Colors:
    """Of series in their order, the first and the last dark; and of those of a kind."""

    shades: tuple[str, ...]
    toxin: str
    control: str
    greyed: tuple[str, ...]  # the same where fewer of what is counted are no response

    @property
    def ours(self) -> str:
        return self.shades[0]

    def of_chart(self, chart: ChartData) -> Colors:
        """These, or grey where fewer of what the chart counts are no response."""
        return self if chart.response else replace(self, shades=self.greyed)

    def of(self, kind: str) -> str:
        named = {Arm.OURS.value: self.ours, Arm.TOXIN.value: self.toxin}
        return named.get(kind, self.control)


def colors_for(definition: Definition, *, on_screen: bool = False) -> Colors:
    """The colours of a report by this Definition; ``on_screen``: the app's own."""
    blue, grey = (*BLUE, "#7A808A"), (*GREY, "#7A808A")
    toxin, control = "#B3588A", "#7A5C86"
    if on_screen:
        blue = (palette.REACHED, *BLUE[1:], palette.NOT_REACHED)
        grey = (palette.QUIET, *GREY[1:], palette.NOT_REACHED)
        toxin, control = palette.PUBLISHED, palette.CONTROL
    return Colors(blue if definition.days.response else grey, toxin, control, grey)


@dataclass(frozen=True)
class Look:
    """What differs between paper, projector and phone."""

    ink: str
    paper: str
    in_bars: str  # the colour of words inside of a bar
    letters: int
    ticks: int
    height: int
    narrow: bool = False  # a column is as wide as a number


ON_A_PHONE = 34  # letters of a table side by side
PRINTED = Look(INK, "#FFFFFF", "#FFFFFF", letters=14, ticks=13, height=380)
PROJECTED = Look(palette.INK, palette.NONE, palette.BAND, letters=20, ticks=18, height=480)
HELD = Look(palette.INK, palette.NONE, palette.BAND, letters=12, ticks=12, height=420, narrow=True)


def shared_chart(chart: ChartData, colors: Colors, look: Look = PRINTED) -> go.Figure:
    """Columns, stacked columns, rows or a curve; what is not shown is hatched."""
    colors = colors.of_chart(chart)
    traces = [_trace(chart, place, colors, look) for place in range(len(chart.series))]
    if hatch := chart.hatch:
        traces.append(_hatched(chart, hatch, look))
    names, values = _names_axis(chart, look), _values_axis(chart, look)
    across = chart.kind == "rows"
    return go.Figure(
        data=traces,
        layout={
            "template": TEMPLATE,
            "barmode": "stack" if chart.kind == "stacked" else "group",
            "height": look.height,
            "margin": {"l": 50, "r": 12 if look.narrow else 40, "t": 24, "b": 50},
            "font": {"size": look.letters, "color": look.ink},
            "showlegend": len(chart.series) > 1,
            "legend": _legend(chart, look),
            "paper_bgcolor": look.paper,
            "plot_bgcolor": look.paper,
            "xaxis": values if across else names,
            "yaxis": names if across else values,
            "annotations": _beyond_intervals(chart, look),
        },
    )


def _trace(chart: ChartData, place: int, colors: Colors, look: Look) -> palette.Piece:
    """One series: its values, how they are written, their intervals."""
    series, across = chart.series[place], chart.kind == "rows"
    names, name = _places(chart), escape(series.name)
    written = ["" if v is None else _written(v, chart.form) for v in series.known]
    trace: palette.Piece = {
        "name": name,
        "text": series.words or written,
        "x": series.known if across else names,
        "y": names if across else series.known,
        "error_x" if across else "error_y": _interval(series, look) if series.low else None,
        "hovertemplate": f"{name}: %{{text}}<extra></extra>",
    }
    shade = colors.shades[place % len(colors.shades)]
    fill = [colors.of(kind) for kind in series.kinds] if series.kinds else shade
    if chart.kind == "curve":
        trace |= _curve(fill)
    else:
        pale = 0 < place < len(colors.shades) - 1  # in every theme
        trace |= {**_bars(chart, place, look, pale=pale), "marker": {"color": fill}}
    if across:
        trace["customdata"] = [_in_lines(one, 60, 9) for one in chart.categories]
        trace["hovertemplate"] = f"%{{customdata}}<br>{trace['hovertemplate']}"
    return trace


def _interval(series: Series, look: Look) -> palette.Piece:
    return {
        "type": "data",
        "symmetric": False,
        "color": look.ink,
        "thickness": 2,
        "array": [b - v for b, v in zip(series.high, series.values, strict=True)],
        "arrayminus": [v - a for a, v in zip(series.low, series.values, strict=True)],
    }


def _beyond_intervals(chart: ChartData, look: Look) -> list[palette.Piece]:
    """The number of each bar beyond its interval: inside a short one the interval crossed it."""
    if not _has_numbers_beyond(chart):
        return []
    series, across = chart.series[0], chart.kind == "rows"
    written = series.words or ["" if v is None else _written(v, chart.form) for v in series.known]
    notes: list[palette.Piece] = []
    for place, words, value, low, high in zip(
        _places(chart), written, series.values, series.low, series.high, strict=True
    ):
        if math.isnan(value):
            continue
        below = value < 0
        end = low if below else high
        end, far = value if math.isnan(end) else end, -6 if below else 6
        side = {"xanchor": "right" if below else "left", "xshift": far}
        foot = {"yanchor": "top" if below else "bottom", "yshift": far / 2}
        spot = {"x": end, "y": place, **side} if across else {"x": place, "y": end, **foot}
        notes.append({"text": words, "showarrow": False, "font": {"color": look.ink}, **spot})
    return notes


def _has_numbers_beyond(chart: ChartData) -> bool:
    """Are these bars of one series with intervals? Of several side by side they stay inside."""
    return (
        chart.kind in ("rows", "columns") and len(chart.series) == 1 and bool(chart.series[0].low)
    )


def _curve(fill: object) -> palette.Piece:
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "cliponaxis": False,
        "textposition": "top right",
        "line": {"color": fill, "width": 3},
        "marker": {"size": 10},
    }


def _bars(chart: ChartData, place: int, look: Look, *, pale: bool) -> palette.Piece:
    """Words stand inside where the next part of a stack, or another bar, needs the end of a bar."""
    stacked, interval = chart.kind == "stacked", bool(chart.series[place].low)
    inside = interval or stacked
    stand = "inside" if inside else "outside"
    return {
        "type": "bar",
        "orientation": "h" if chart.kind == "rows" else "v",
        "textposition": "none" if _has_numbers_beyond(chart) else stand,
        "cliponaxis": False,
        "insidetextanchor": "start" if interval else "middle",
        "textangle": 0,
        "textfont": {"color": INK if pale and stacked else look.in_bars if inside else look.ink},
        **({} if stacked else {"offsetgroup": str(place)}),
    }


def _hatched(chart: ChartData, hatch: list[float], look: Look) -> palette.Piece:
    """What is not shown, in the place of the first series: hatched, without a number."""
    kind, across = chart.kind, chart.kind == "rows"
    upright = kind == "curve" or (look.narrow and not across)
    words = HIDDEN if across or upright else HIDDEN.replace(" ", "<br>")  # narrow columns
    lengths = [None if math.isnan(length) else length for length in hatch]
    return {
        "type": "bar",
        "name": HIDDEN,
        "orientation": "h" if across else "v",
        **({} if kind == "stacked" else {"offsetgroup": "0"}),
        "x": lengths if across else _places(chart),
        "y": _places(chart) if across else lengths,
        "text": ["" if length is None else words for length in lengths],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": -90 if upright else 0,
        "textfont": {"color": look.ink},
        "hovertemplate": f"{HIDDEN}<extra></extra>",
        "showlegend": len(chart.series) > 1,
        "constraintext": "none",
        "marker": {
            "color": palette.NONE,
            "line": {"color": look.ink, "width": 0.75},
            "pattern": {**palette.hatching(9, 0.12), "fgcolor": look.ink},
        },
    }


def _values_axis(chart: ChartData, look: Look) -> palette.Piece:
    levels = chart.levels
    return {
        "range": [levels[0], levels[-1]],
        "tickvals": levels,
        "gridcolor": GRID,
        "ticktext": [_written(level, chart.form) for level in levels],
        "zeroline": False,
        "tickangle": 0,
        "tickfont": {"size": look.ticks, "color": look.ink},
    }


def _names_axis(chart: ChartData, look: Look) -> palette.Piece:
    axis: palette.Piece = {
        "automargin": True,
        "type": "category",
        "tickfont": {"size": look.ticks, "color": look.ink},
        "tickangle": 0,
        "showgrid": False,
    }
    if chart.kind == "rows":
        short = [_in_lines(name, NAME, 3) for name in chart.categories]
        axis |= {"autorange": "reversed", "tickvals": _places(chart), "ticktext": short}
    elif look.narrow and chart.kind != "curve":
        shared, short = _narrow_names(chart.categories)
        axis |= {"tickvals": _places(chart), "ticktext": short, "title": {"text": escape(shared)}}
    return axis


def _narrow_names(names: list[str]) -> tuple[str, list[str]]:
    """The word with which most of them begin, once; the rest of each, no line longer than it.

    Session 1, 28 of 127 is 1 over 28 of over 127 on an axis of sessions.
    """
    word, often = Counter(name.split(" ")[0] for name in names).most_common(1)[0]
    shared = word if often > 1 else ""
    rest = [name.removeprefix(f"{shared} ") for name in names]
    return shared, [
        escape(
            short.replace(" of ", " of\n") if short != name else short.replace(" ", "\n")
        ).replace("\n", "<br>")
        for name, short in zip(names, rest, strict=True)
    ]


def _legend(chart: ChartData, look: Look) -> palette.Piece:
    legend: palette.Piece = {"font": {"size": look.ticks, "color": look.ink}}
    if chart.kind == "stacked" or look.narrow:  # above: its columns need the width
        above = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
        legend |= {**above, "traceorder": "normal"}
    return legend


def _places(chart: ChartData) -> list[str]:
    """The categories, as the axis of a figure tells them apart."""
    return [escape(name).replace("\n", "<br>") for name in chart.categories]


def _in_lines(name: str, letters: int, most: int) -> str:
    return "<br>".join(map(escape, in_lines(name, letters, most)))


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


def shared_table(columns: list[str], rows: list[list[str]], *, narrow: bool = False) -> go.Figure:
    """A table for a projector: large type, no lines but between rows; small on a phone."""
    wide = [
        max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(columns)
    ]
    size = 13 if narrow else 22 if sum(wide) < 90 else 16
    shares = [float(min(max(width, 8), 90)) for width in wide]
    if narrow:  # room for the longest word of each column
        words = [max(map(len, " ".join(held).split())) for held in zip(columns, *rows, strict=True)]
        whole = sum(shares)
        shares = [
            max(ON_A_PHONE * share / whole, most + 2)
            for share, most in zip(shares, words, strict=True)
        ]
    letters = [ON_A_PHONE * share / sum(shares) if narrow else 80 for share in shares]
    lines = sum(
        1 + max(int(len(cell) // most) for cell, most in zip(row, letters, strict=True))
        for row in rows
    )
    return go.Figure(
        data=[
            {
                "type": "table",
                "columnwidth": shares,
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
            "template": TEMPLATE,
            "height": int(1.75 * size * (max(lines, 1) + 2)) + 20,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": palette.NONE,
        },
    )
