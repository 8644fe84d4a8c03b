"""How many responded after each session?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import FEW_JUDGED, Definition
from analytics.steps import Rates
from charts.palette import BAND, INK, PALE, QUIET, REACHED, Piece
from charts.pieces import (
    Drawn,
    Margins,
    dots,
    figure,
    gridlines,
    marked_session,
    note,
    row_names,
    said,
    session_axis,
    share_ticks,
    strokes,
)
from words.percents import percent
from words.response import told_of

HALF_BAR = 0.31
LEVELS = (0, 0.25, 0.5, 0.75, 1)


def responder_rate_chart(rates: Rates, marked: int, definition: Definition) -> go.Figure:
    """Dot and line: rate of those judged with its interval; pale bar: lowest to highest possible.

    Takes the table ``responder_rates``; ``marked`` is the session of the headline. Hollow dots
    rest on fewer than ten judged.
    """
    due, judged = rates[rates["due"] > 0], rates[rates["evaluable"] > 0]
    return figure(
        Drawn(_possible(due), [*gridlines(LEVELS), marked_session(marked)])
        + Drawn(_rates(judged, marked), notes=[_rate(row, marked) for row in judged.itertuples()])
        + Drawn(notes=[row_names("session", told_of(definition).count, "judged")]),
        session_axis(
            rates["session"],
            [
                [f"{count:,} of" for count in rates["responders"]],
                [f"{n:,}" for n in rates["evaluable"]],
            ],
        ),
        {"range": [-0.03, 1.1], **share_ticks(LEVELS)},
        height=322,
        margins=Margins(66),
    )


def _possible(due: pd.DataFrame) -> list[Piece]:
    """From the lowest to the highest possible of all due, pale with its ends."""
    bars = {
        "type": "bar",
        "x": due["session"],
        "y": due["rate_high"] - due["rate_low"],
        "base": due["rate_low"],
        "width": 2 * HALF_BAR,
        "marker": {"color": REACHED, "opacity": PALE},
        "hoverinfo": "skip",
    }
    ends = strokes(
        [(s - HALF_BAR, s + HALF_BAR) for s in due["session"]] * 2,
        [(v, v) for end in ("rate_low", "rate_high") for v in due[end]],
        color=REACHED,
        width=1.25,
    )
    return [bars, ends]


def _rates(judged: pd.DataFrame, marked: int) -> list[Piece]:
    """The rates of those judged on their intervals."""
    marker = {
        "size": [16 if session == marked else 12 for session in judged["session"]],
        "color": [BAND if n < FEW_JUDGED else REACHED for n in judged["evaluable"]],
        "line": {"color": REACHED, "width": 2.5},
    }
    hover = said(
        "Session %{x}: %{customdata[0]}<br>95% interval %{customdata[1]}<br>%{customdata[2]} due",
        [_hover(row) for row in judged.itertuples()],
    )
    return [
        strokes(
            [(s, s) for s in judged["session"]],
            list(zip(judged["ci_low"], judged["ci_high"], strict=True)),
            color=REACHED,
            width=3,
        ),
        dots(judged["session"], judged["rate"], marker, hover),
    ]


def _hover(row: Any) -> list[str]:
    """Responders of those judged with one decimal more, the interval, how many were due."""
    told = f"{row.responders:,} of {row.evaluable:,} judged, {percent(row.rate, 1)}"
    return [told, f"{percent(row.ci_low, 1)} to {percent(row.ci_high, 1)}", f"{row.due:,}"]


def _rate(row: Any, marked: int) -> Piece:
    """The rate above its mark; grey where it rests on few."""
    few = row.evaluable < FEW_JUDGED
    text = percent(row.rate)
    top = max(row.rate_high, row.ci_high)
    return note(
        text if few else f"<b>{text}</b>",
        size=18 if row.session == marked else 15,
        color=QUIET if few else INK,
        x=row.session,
        y=top,
        yanchor="bottom",
        yshift=10 if row.rate == top else 2,
    )
