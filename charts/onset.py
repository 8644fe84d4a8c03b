"""On which days since a session are there fewer days with migraine or headache?"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

from analytics.therapies import Therapy
from charts.palette import PALE, QUIET, REACHED, Piece
from charts.pieces import (
    Drawn,
    Margins,
    figure,
    gridlines,
    line,
    note,
    said,
    share_ticks,
)
from words.percents import percent

LEVELS = (0, 0.2, 0.4, 0.6, 0.8, 1)
FEW = 30  # patients: under this the line is dotted
MONTH, WEEK = 28, 7


def onset_chart(
    onset: pd.DataFrame, session: int, lowest: pd.DataFrame, therapy: Therapy
) -> go.Figure:
    """One session in blue with its interval, the others thin and grey; n at some days.

    ``onset``, ``lowest``: the tables ``onset`` and ``lowest_week``.
    """
    own = onset[(onset["session"] == session) & onset["share"].notna()]
    others = onset[(onset["session"] != session) & (onset["patients"] >= FEW)]
    last = therapy.followed_days
    step = MONTH if therapy.cycle_days >= 2 * MONTH else WEEK
    days = [-MONTH, *range(0, therapy.cycle_days + 1, step), last]
    parts = (own[own["day"] < 0], own[own["day"] >= 0])
    top = max([0.5, *own["ci_high"].dropna()])
    return figure(
        Drawn([_other(number, rows) for number, rows in others.groupby("session")])
        + Drawn([trace for part in parts for trace in (_interval(part), *_shares(part))])
        + Drawn(shapes=gridlines(LEVELS), notes=_counts(own, (*days[1:-1], last - WEEK + 1)))
        + _event(therapy)
        + _lowest(lowest[lowest["session"] == session]),
        {
            "range": [-MONTH - 1, last + 1],
            "tickvals": days,
            "ticktext": [f"day −{MONTH}", *map(str, days[1:])],
        },
        {"range": [0, min(1.0, top + 0.08)], **share_ticks(LEVELS)},
        height=350,
        margins=Margins(34),
    )


def _other(session: object, rows: pd.DataFrame) -> Piece:
    """Another session, thin and grey."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rows["day"],
        "y": rows["share"],
        "line": {"color": QUIET, "width": 1},
        "opacity": 0.45,
        "connectgaps": False,
        "text": rows["share"].map(percent),
        **said(f"session {session}, day %{{x}}: %{{text}}"),
    }


def _interval(part: pd.DataFrame) -> Piece:
    """The band around the days before, or after, the session."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*part["day"], *part["day"][::-1]],
        "y": [*part["ci_high"], *part["ci_low"][::-1]],
        "fill": "toself",
        "fillcolor": REACHED,
        "opacity": PALE,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _shares(part: pd.DataFrame) -> list[Piece]:
    """The share of patients on each day; dotted where it rests on few."""
    many = part["patients"] >= FEW
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": part["day"],
            "y": values,
            "line": {"color": REACHED, "width": 3, "dash": dash},
            "text": values.map(percent),
            **said("day %{x}: %{text}, %{customdata[0]} patients", part[["patients"]]),
        }
        for values, dash in (
            (part["share"].where(many), "solid"),
            (part["share"].where(~many), "dot"),
        )
    ]


def _counts(own: pd.DataFrame, days: Iterable[int]) -> list[Piece]:
    """How many patients there are on some days, at the foot."""
    counts = own.set_index("day")["patients"]
    return [
        note(f"n {counts[day]}", size=12, color=QUIET, x=day, y=0.02, yanchor="bottom")
        for day in days
        if day in counts
    ]


def _event(therapy: Therapy) -> Drawn:
    """The day of the session, named."""
    where: Piece = {
        "x": 0,
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "yanchor": "top",
    }
    return Drawn(
        shapes=[line(0, 0, 0, 1, paper="y", width=1)],
        notes=[note(therapy.event, size=13, **where)],
    )


def _lowest(found: pd.DataFrame) -> Drawn:
    """The middle of the week with the fewest days, named under the line; nothing of nobody."""
    if found.empty:
        return Drawn()
    row = found.iloc[0]
    words = f"<b>lowest week: day {int(row['lowest_day'])}</b>"
    where: Piece = {
        "x": row["lowest_day"],
        "y": row["lowest_share"],
        "yanchor": "top",
        "yshift": -22,
    }
    return Drawn(notes=[note(words, size=13, **where)])
