"""On how many days was acute medication taken, month by month?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts.palette import (
    INK,
    QUIET,
    figure,
    gridlines,
    line,
    note,
    row_names,
    session_axis,
    strokes,
)

LEVELS = (0, 5, 10, 15, 20, 25, 30)


def intake_chart(intake: pd.DataFrame, limit: int) -> go.Figure:
    """One class: median days with intake in a month, middle half as a line, ICHD limit named.

    ``intake``: the rows of ``intake_by_session`` of one class.
    """
    middle = strokes(
        [(s, s) for s in intake["session"]],
        list(zip(intake["lower_quartile"], intake["upper_quartile"], strict=True)),
        color=QUIET,
        width=6,
    )
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": intake["session"],
        "y": intake["median"],
        "marker": {"size": 12, "color": INK, "opacity": 1},
        "hovertemplate": "Session %{x}: median %{y} days<extra></extra>",
    }
    return figure(
        [middle, dots],
        height=300,
        bottom=66,
        shapes=[*gridlines(LEVELS), line(0, limit, 1, limit, paper="x", dash="dash")],
        notes=[
            note(
                f"ICHD limit {limit} days",
                size=13,
                x=1,
                xref="paper",
                xanchor="right",
                y=limit,
                yanchor="bottom",
            ),
            row_names("session", "at limit", "patients"),
        ],
        x=session_axis(
            intake["session"],
            [[f"{n:,} of" for n in intake["at_limit"]], [f"{n:,}" for n in intake["patients"]]],
        ),
        y={"range": [-0.8, 31], "tickvals": LEVELS},
    )
