"""On how many days was acute medication taken, month by month?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts.palette import INK, QUIET
from charts.pieces import (
    Drawn,
    Margins,
    dots,
    figure,
    gridlines,
    row_names,
    said,
    session_axis,
    strokes,
    threshold_line,
)

LEVELS = (0, 5, 10, 15, 20, 25, 30)


def intake_chart(intake: pd.DataFrame, limit: int) -> go.Figure:
    """One class: median days with intake in a month, middle half as a line, ICHD limit named.

    The axis ends at the next round number above both.

    ``intake``: the rows of ``intake_by_session`` of one class.
    """
    middle = strokes(
        [(s, s) for s in intake["session"]],
        list(zip(intake["lower_quartile"], intake["upper_quartile"], strict=True)),
        color=QUIET,
        width=6,
    )
    medians = dots(
        intake["session"],
        intake["median"],
        {"size": 12, "color": INK},
        said("Session %{x}: median %{y} days"),
    )
    highest = max(limit, *intake["upper_quartile"])
    top = min((level for level in LEVELS if level > highest), default=LEVELS[-1])
    levels = [level for level in LEVELS if level <= top]
    return figure(
        Drawn([middle, medians], gridlines(levels))
        + threshold_line(limit, f"ICHD limit {limit} days")
        + Drawn(notes=[row_names("session", "at limit", "patients")]),
        session_axis(
            intake["session"],
            [[f"{n:,} of" for n in intake["at_limit"]], [f"{n:,}" for n in intake["patients"]]],
        ),
        {"range": [-top / 38, top * 31 / 30], "tickvals": levels},
        height=300,
        margins=Margins(66),
    )
