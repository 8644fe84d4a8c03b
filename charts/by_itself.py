"""Were earlier months lower too? Mean days in the months round session 1."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import MeanOf
from analytics.research.look_back import DAYS_OF_A_MONTH, MONTHS_AROUND
from charts.palette import BAND, INK, QUIET, Piece
from charts.pieces import (
    Drawn,
    Margins,
    dots,
    figure,
    gridlines,
    line,
    note,
    row_names,
    said,
    strokes,
)
from charts.rows import EstimateRow, rows_chart
from words.numbers import MINUS, number
from words.pages.by_itself import Fall, falls, printed, window_back
from words.pages.ways import WAYS, way, way_in_numbers

SPAN = MONTHS_AROUND * DAYS_OF_A_MONTH  # days on each side of session 1
ROOM, BESIDE_LAST = 8, 1.2  # days beside the first and the last; room for an arrow beside it
BY_THE_LINE = 0.15  # of a side: words of a window so near session 1 would lie on its line
AS_WIDE, AS_HIGH = 0.13, 0.14  # half of a printed value, of a side; all of it, of the height
IN_PLACE = 10  # days: a month so near a window is drawn as the window
BESIDE, LEVEL = 16, 20  # pixels from a dot to its arrow, days that a level is longer
NEAR, OUTER = 45, 0.85  # days, and share of a side, from where labels are anchored otherwise
THOUSAND = 1000  # patients: from here on counts stand in two rows
LOW = 0.16  # of the height: lower values are written above their dots


class Plot(NamedTuple):
    """What is drawn (the table ``months_around`` with its ``x``), how high and how far."""

    around: pd.DataFrame
    top: float
    reach: float

    def by_the_line(self, x: float) -> bool:
        """Would words in the middle of a window lie on the line of session 1?"""
        return abs(x) < BY_THE_LINE * self.reach

    def beyond(self, row: pd.Series, *, up: bool) -> float:
        """Where words over or under a window lie on no mean or interval beside it."""
        x, half = float(row["x"]), AS_WIDE * self.reach
        if self.by_the_line(x):  # words begin or end there
            x = math.copysign(half, x)
        beside = (self.around["x"] - x).abs() < half
        end = "ci_high" if up else "ci_low"
        ends = self.around.loc[beside, end].fillna(self.around.loc[beside, "mean_days"]).dropna()
        own = float(row["mean_days"] if pd.isna(row[end]) else row[end])
        every = [own, *(float(end) for end in ends)]
        return max(every) if up else min(every)


def hump_chart(around: pd.DataFrame, session: int, session_day: float) -> go.Figure:
    """The months round session 1, and from the baseline's level to the windows that are compared.

    ``around``: the table ``months_around`` of somebody; ``session_day``: of the session looked at.
    Only three values are printed, as the headline subtracts them; hover has the others.
    """
    at = around[around["what"] != MeanOf.MONTH].set_index("what")
    at = at.assign(x=_middle(at)).astype({"x": "float64"})
    months = around[around["what"] == MeanOf.MONTH]
    months = months.assign(x=_middle(months).astype("float64"))
    ends = at[["first_day", "last_day"]].astype("float64").abs().to_numpy().max()
    reach = max(max(SPAN, float(ends)) + ROOM, BESIDE_LAST * float(at["x"].abs().max()))
    top = _top(around)
    back = at.loc[window_back(around)]
    drawn = Drawn(shapes=[_baseline(at.loc[MeanOf.BASELINE]), *gridlines(_levels(top))])
    plot = Plot(around.assign(x=_middle(around).astype("float64")), top, reach)
    under = plot.beyond(at.loc[MeanOf.AHEAD], up=False) / top - AS_HIGH
    drawn += _marked(session, session_day, under) + _curve(months, at)
    drawn += _windows(at) + _falls(plot, at, back)
    drawn += Drawn(notes=[row_names("month", "n")])
    return figure(
        drawn,
        {
            "range": [-reach, reach],
            **_month_ticks(months, at, every=math.ceil(reach / (SPAN + ROOM))),
        },
        {
            "range": [0, top],
            "tickvals": _levels(top),
            "ticktext": [f"{level:g}" for level in _levels(top)],
        },
        height=330,
        margins=Margins(66 if _many(months) else 50, top=48, left=58),
    )


def _middle(rows: pd.DataFrame) -> pd.Series:
    return (rows["first_day"] + rows["last_day"]) / 2


def _top(around: pd.DataFrame) -> float:
    """The highest end of all, with room for the number above it."""
    ends = pd.concat([around["mean_days"], around["ci_high"]]).dropna()
    return 1.15 * max(1.0, float(ends.max()))


def _levels(top: float) -> list[float]:
    step = next(step for step in (1, 2, 5, 10) if top / step <= 6)
    return [float(step * k) for k in range(math.floor(top / step) + 1)]


def _baseline(row: pd.Series) -> Piece:
    return {
        "type": "rect",
        "x0": float(row["first_day"]),
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
    }


def _marked(session: int, day: float, under: float) -> Drawn:
    """Session 1 and what lies before it, named; the session looked at as a thin line.

    ``under``: of the height, where words of the window after it may begin.
    """
    over: Piece = {"x": 0, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 22, "size": 13}
    shapes = [line(0, 0, 0, 1, paper="y")]
    notes = [
        note("<b>Baseline month</b>", xanchor="right", xshift=-4, **over),
        note("<b>Session 1</b>", xanchor="left", xshift=4, **over),
    ]
    if session > 1 and not math.isnan(day):
        shapes.append(line(day, 0, day, max(0.1, min(0.3, under)), paper="y", color=QUIET, width=1))
        named: Piece = {"x": day, "y": 0, "xanchor": "right", "xshift": -4, "yanchor": "bottom"}
        notes.append(note(f"Session {session}", size=12, color=QUIET, **named))
    return Drawn(shapes=shapes, notes=notes)


def _curve(months: pd.DataFrame, at: pd.DataFrame) -> Drawn:
    """The months as small dots with their intervals, joined through the windows among them."""
    known = months[months["mean_days"].notna() & (months["month"] != -1)]
    for x in at["x"]:
        known = known[(known["x"] - x).abs() > IN_PLACE]
    inside = at[at["mean_days"].notna() & (at["x"].abs() <= SPAN)]
    both = pd.concat([known[["x", "mean_days"]], inside[["x", "mean_days"]]]).sort_values("x")
    joined: Piece = {
        "type": "scatter",
        "mode": "lines",
        "x": both["x"],
        "y": both["mean_days"],
        "line": {"color": QUIET, "width": 1.5},
        "hoverinfo": "skip",
    }
    told = [[_named(int(row.month)), f"{row.patients:,}"] for row in known.itertuples()]
    hover = said("month %{customdata[0]}: %{y:.1f} days, %{customdata[1]} patients", told)
    marks = dots(known["x"], known["mean_days"], {"size": 8, "color": QUIET}, hover)
    return Drawn([joined, _intervals(known, QUIET), marks])


def _intervals(rows: pd.DataFrame, color: str) -> Piece:
    known = rows[rows["ci_low"].notna()]
    ends = list(zip(known["ci_low"].clip(lower=0), known["ci_high"], strict=True))
    return strokes([(x, x) for x in known["x"]], ends, color=color, width=1.75)


def _windows(at: pd.DataFrame) -> Drawn:
    """The baseline and the windows that are held against it, each over its own days."""
    looks = {
        MeanOf.HELD_AGAINST: (QUIET, QUIET, 10),
        MeanOf.BASELINE: (INK, INK, 11),
        MeanOf.AHEAD: (INK, INK, 14),
        MeanOf.BACK: (BAND, QUIET, 14),
        MeanOf.LATEST: (BAND, QUIET, 14),
    }
    traces: list[Piece] = []
    for what, (fill, edge, size) in looks.items():
        if what not in at.index:
            continue
        row = at.loc[[what]]
        days = f"days {_signed(row['first_day'].iloc[0])} to {_signed(row['last_day'].iloc[0])}"
        told = [[f"{what.value}, {days}", f"{int(row['patients'].iloc[0]):,}"]]
        hover = said("%{customdata[0]}: %{y:.1f} days, %{customdata[1]} patients", told)
        marker = {"size": size, "color": fill, "line": {"color": edge, "width": 2.5}}
        traces += [_intervals(row, edge), dots(row["x"], row["mean_days"], marker, hover)]
    return Drawn(traces)


def _falls(plot: Plot, at: pd.DataFrame, back: pd.Series) -> Drawn:
    """From each level an arrow to its window, with the three values and the two falls."""
    found, top, reach = falls(plot.around), plot.top, plot.reach
    ahead, baseline = at.loc[MeanOf.AHEAD], at.loc[MeanOf.BASELINE]
    held = at.loc[MeanOf.HELD_AGAINST] if MeanOf.HELD_AGAINST in at.index else baseline
    far = max(float(ahead["x"]), float(baseline["x"])) + LEVEL
    from_, near = float(back["x"]) - LEVEL, float(held["x"])
    levels = [line(from_, held["mean_days"], near, held["mean_days"], color=QUIET, width=1)]
    levels.append(line(baseline["x"], baseline["mean_days"], far, baseline["mean_days"], width=1))
    levels[1]["line"]["color"] = QUIET
    notes = [
        *_arrow(-BESIDE, found.back, held, back, QUIET, top),
        *_arrow(BESIDE, found.ahead, baseline, ahead, INK, top),
        _value(found.back.value, back, plot, up=found.back.fall < 0, color=QUIET),
        _value(found.ahead.value, ahead, plot, up=found.ahead.fall < 0, color=INK),
        {
            **_value(found.ahead.level, baseline, plot, up=found.back.fall >= 0, color=INK),
            "x": 0,
            "xanchor": "right",
            "xshift": -4,
        },
        _over(found.back, float(back["x"]), reach, QUIET),
        _over(found.ahead, float(ahead["x"]), reach, INK),
    ]
    return Drawn(shapes=levels, notes=notes)


def _arrow(
    aside: int, fall: Fall, level: pd.Series, to: pd.Series, color: str, top: float
) -> list[Piece]:
    """From the level to the window's mean, so many pixels ``aside``; none of a small difference."""
    if abs(fall.exact) < 0.04 * top:
        return []
    data: Piece = {"xref": "x", "yref": "y", "axref": "x", "ayref": "y", "showarrow": True}
    head: Piece = {"arrowhead": 2, "arrowsize": 1, "arrowwidth": 2, "arrowcolor": color, "text": ""}
    x = float(to["x"])
    ends: Piece = {"x": x, "ax": x, "y": float(to["mean_days"]), "ay": float(level["mean_days"])}
    return [{**data, **head, **ends, "xshift": aside}]


def _value(value: Any, row: pd.Series, plot: Plot, *, up: bool, color: str) -> Piece:
    """The mean beyond its interval, away from the level; never under the axis, nor on a line."""
    x, above = float(row["x"]), up or plot.beyond(row, up=False) < LOW * plot.top
    where: Piece = {"x": x, "y": plot.beyond(row, up=above)}
    where |= {"yanchor": "bottom", "yshift": 8} if above else {"yanchor": "top", "yshift": -8}
    if plot.by_the_line(x):
        where |= {"x": 0, "xanchor": "left" if x > 0 else "right", "xshift": 4 if x > 0 else -4}
    return note(f"<b>{printed(value)}</b>", size=13, color=color, **where)


def _over(fall: Fall, x: float, reach: float, color: str) -> Piece:
    """The fall above the plot, over its window: beside the other where the windows are near."""
    anchor = "center"
    if abs(x) < NEAR:
        anchor = "left" if x > 0 else "right"
    elif abs(x) > OUTER * reach:
        anchor = "right" if x > 0 else "left"
    words = fall.words if fall.fall or abs(fall.exact) > 1e-9 else "no change"
    over: Piece = {"x": x, "xanchor": anchor, "y": 1, "yref": "paper", "yanchor": "bottom"}
    return note(f"<b>{words}</b>", size=13, color=color, yshift=2, **over)


def _month_ticks(months: pd.DataFrame, at: pd.DataFrame, every: int) -> Piece:
    """Under each month (of a wide axis: each second) its number and how many it rests on."""
    counts = months.set_index("month")["patients"].to_dict()
    counts[-1] = int(at.loc[MeanOf.BASELINE, "patients"])
    rows = "<br>" if _many(months) else ""
    words = [
        f"<b>{_named(int(month))}</b><br>{rows if place % 2 else ''}{int(counts[month]):,}"
        for place, month in enumerate(months["month"][::every])
    ]
    return {
        "tickvals": list(months["x"][::every]),
        "ticktext": words,
        "tickfont": {"size": 12, "color": INK},
    }


def _many(months: pd.DataFrame) -> bool:
    return bool(months["patients"].max() >= THOUSAND)


def _named(month: int) -> str:
    return f"+{month}" if month > 0 else f"{MINUS}{-month}"


def _signed(day: float) -> str:
    return number(float(day), 0)


def ways_chart(rows: pd.DataFrame) -> go.Figure:
    """The change as recorded and each way of allowing for a bad month, fewer days to the right.

    ``rows``: those of ``words.pages.ways.ways``.
    """
    shown = []
    for _, row in rows.iterrows():
        title, of = way(row)
        allows = row["method"] in WAYS
        value, low, high = (-float(row[name]) for name in ("change", "ci_high", "ci_low"))
        kind = "plain" if allows else "recorded"
        shown.append(EstimateRow(title, of, value, low, high, way_in_numbers(row), kind))
    every = [end for row in shown for end in (row.value, row.low, row.high) if not math.isnan(end)]
    low, high = min(0.0, *every), max(0.0, *every)
    step = next(step for step in (1, 2, 5, 10) if (high - low) / step <= 5)  # apart on a phone
    levels = [
        float(step * k) for k in range(math.floor(low / step), max(1, math.ceil(high / step)) + 1)
    ]
    ticks = [number(level) for level in levels]
    return rows_chart(shown, levels, [*ticks[:-1], f"{ticks[-1]} fewer"])
