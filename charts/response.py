"""How many responded after each session?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import FEW_JUDGED
from analytics.words import percent
from charts.palette import (
    BAND,
    INK,
    PALE,
    QUIET,
    REACHED,
    blank_figure,
    gridline,
    marked_session,
    session_axis,
)

HALF_BAR = 0.31


def responder_rate_chart(rates: pd.DataFrame, marked: int) -> go.Figure:
    """Dot and line: rate of those judged with its interval; pale bar: lowest to highest possible.

    Takes the table ``responder_rates``; ``marked`` is the session of the headline. Hollow dots
    rest on fewer than ten judged.
    """
    figure = blank_figure(height=345, bottom=66)
    for level in (0, 0.25, 0.5, 0.75, 1):
        gridline(figure, level, strong=level == 0)
    marked_session(figure, marked)
    due = rates[rates["due"] > 0]
    figure.add_bar(
        x=due["session"],
        y=due["rate_high"] - due["rate_low"],
        base=due["rate_low"],
        width=2 * HALF_BAR,
        marker={"color": REACHED, "opacity": PALE},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[x for s in due["session"] for x in (s - HALF_BAR, s + HALF_BAR, None)] * 2,
        y=[y for end in ("rate_low", "rate_high") for v in due[end] for y in (v, v, None)],
        mode="lines",
        line={"color": REACHED, "width": 1.25},
        hoverinfo="skip",
    )
    judged = rates[rates["evaluable"] > 0]
    figure.add_scatter(
        x=[x for s in judged["session"] for x in (s, s, None)],
        y=[
            y
            for low, high in zip(judged["ci_low"], judged["ci_high"], strict=True)
            for y in (low, high, None)
        ],
        mode="lines",
        line={"color": REACHED, "width": 3},
        hoverinfo="skip",
    )
    few = judged["evaluable"] < FEW_JUDGED
    figure.add_scatter(
        x=judged["session"],
        y=judged["rate"],
        mode="markers",
        marker={
            "size": [16 if session == marked else 12 for session in judged["session"]],
            "opacity": 1,
            "color": [BAND if hollow else REACHED for hollow in few],
            "line": {"color": REACHED, "width": 2.5},
        },
        customdata=judged[["responders", "evaluable", "ci_low", "ci_high", "due"]],
        hovertemplate="Session %{x}: %{customdata[0]} of %{customdata[1]} judged, %{y:.1%}<br>"
        "95% interval %{customdata[2]:.1%} to %{customdata[3]:.1%}<br>"
        "%{customdata[4]} due<extra></extra>",
    )
    for row in judged.itertuples():
        top = max(row.rate_high, row.ci_high)
        hollow = row.evaluable < FEW_JUDGED
        text = percent(row.rate)
        figure.add_annotation(
            x=row.session, y=top, yanchor="bottom", yshift=2, showarrow=False,
            text=text if hollow else f"<b>{text}</b>",
            font={"size": 18 if row.session == marked else 15, "color": QUIET if hollow else INK},
        )  # fmt: skip
    session_axis(
        figure,
        ["session", "reached of", "judged"],
        [
            [f"<b>{row.session}</b>", f"{row.responders} of", f"{row.evaluable}"]
            for row in rates.itertuples()
        ],
    )
    figure.update_yaxes(range=[0, 1.1], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    return figure
