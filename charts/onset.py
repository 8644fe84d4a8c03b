"""On which days since a session are there fewer days with migraine or headache?"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

from analytics.therapies import Therapy
from charts.palette import NOT_REACHED, PALE, QUIET, REACHED, Piece
from charts.pieces import (
    Drawn,
    Margins,
    figure,
    gridlines,
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

    ``onset``, ``lowest``: the tables ``onset`` and ``lowest_week``. The days before session 1 are a
    grey band; all sessions have the same axes, so that they can be compared. The axis holds every
    share, the grey band, and the intervals that rest on many: those of few reach anywhere.
    """
    after = onset[(onset["day"] >= 0) & onset["share"].notna()]
    own = after[after["session"] == session]
    others = after[(after["session"] != session) & (after["patients"] >= FEW)]
    last = therapy.followed_days
    step = MONTH if therapy.cycle_days >= 2 * MONTH else WEEK
    days = list(range(0, therapy.cycle_days + 1, step))
    many = after["patients"] >= FEW
    held = (after.loc[many, "ci_high"], after.loc[~many, "share"], lowest["before_high"])
    top = max([0.5, *pd.concat(held).dropna().astype("float64")])
    return figure(
        Drawn(_others(others))
        + Drawn([_interval(own), *_shares(own)])
        + Drawn(shapes=gridlines(LEVELS), notes=_counts(own, (WEEK // 2, *days[1:])))
        + _before(lowest),
        {
            "range": [-1, last + 1],
            "tickvals": days,
            "ticktext": ["day 0", *map(str, days[1:])],
        },
        {"range": [0, min(1.0, top + 0.12)], **share_ticks(LEVELS)},
        height=240,
        margins=Margins(28, left=46),
    )


def _others(rows: pd.DataFrame) -> list[Piece]:
    """The other sessions, thin and grey: one line with gaps, few bytes, as each panel has it."""
    if rows.empty:
        return []
    gap = pd.DataFrame({"day": [0], "share": [float("nan")]})
    parts = [part for _, of in rows.groupby("session") for part in (of[["day", "share"]], gap)]
    line = pd.concat(parts, ignore_index=True)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": line["day"].astype("int16"),
            "y": line["share"].astype("float32"),
            "line": {"color": QUIET, "width": 1},
            "opacity": 0.45,
            "connectgaps": False,
            "hoverinfo": "skip",
        }
    ]


def _interval(part: pd.DataFrame) -> Piece:
    """The band around the days after the session."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": pd.concat([part["day"], part["day"][::-1]]).astype("int16"),
        "y": pd.concat([part["ci_high"], part["ci_low"][::-1]]).astype("float32"),
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
            "y": values.astype("float32"),
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
        note(f"n {counts[day]:,}", size=12, color=QUIET, x=day, y=0.02, yanchor="bottom")
        for day in days
        if day in counts
    ]


def _before(lowest: pd.DataFrame) -> Drawn:
    """The days before session 1 as a band behind everything, named; nothing of nobody."""
    known = lowest[lowest["before_share"].notna()]
    if known.empty:
        return Drawn()
    row = known.iloc[0]
    band: Piece = {
        "type": "rect",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": row["before_low"],
        "y1": row["before_high"],
        "fillcolor": NOT_REACHED,
        "opacity": 0.3,
        "line": {"width": 0},
        "layer": "below",
    }
    words = f"before session 1: {percent(row['before_share'])}"
    over: Piece = {"x": 0.45, "xref": "paper", "y": row["before_high"], "yanchor": "bottom"}
    return Drawn(shapes=[band], notes=[note(words, size=13, **over)])  # where the lines are low
