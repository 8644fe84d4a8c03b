"""On which days since a session are there fewer days with migraine or headache?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.therapies import Therapy
from charts.palette import PALE, QUIET, REACHED, figure, gridlines, line, note, share_ticks
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
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": rows["day"],
            "y": rows["share"],
            "line": {"color": QUIET, "width": 1},
            "opacity": 0.45,
            "connectgaps": False,
            "text": rows["share"].map(percent),
            "hovertemplate": f"session {number}, day %{{x}}: %{{text}}<extra></extra>",
        }
        for number, rows in others.groupby("session")
    ]
    top = max([0.5, *own["ci_high"].dropna()])
    for part in (own[own["day"] < 0], own[own["day"] >= 0]):
        traces.append(
            {
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
        )
        many = part["share"].where(part["patients"] >= FEW)
        few = part["share"].where(part["patients"] < FEW)
        for values, dash in ((many, "solid"), (few, "dot")):
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": part["day"],
                    "y": values,
                    "line": {"color": REACHED, "width": 3, "dash": dash},
                    "text": values.map(percent),
                    "customdata": part[["patients"]],
                    "hovertemplate": "day %{x}: %{text}, %{customdata[0]} patients<extra></extra>",
                }
            )
    counts = own.set_index("day")["patients"]
    last = therapy.followed_days
    step = MONTH if therapy.cycle_days >= 2 * MONTH else WEEK
    days = [-MONTH, *range(0, therapy.cycle_days + 1, step), last]
    notes = [
        note(f"n {counts[day]}", size=12, color=QUIET, x=day, y=0.02, yanchor="bottom")
        for day in (*days[1:-1], last - WEEK + 1)
        if day in counts
    ]
    notes.append(
        note(
            therapy.event, size=13, x=0, y=1, yref="paper", xanchor="left", xshift=4, yanchor="top"
        )
    )
    found = lowest[lowest["session"] == session]
    shapes = [*gridlines(LEVELS), line(0, 0, 0, 1, paper="y", width=1)]
    if len(found):
        row = found.iloc[0]
        words = f"<b>lowest week: day {int(row['lowest_day'])}</b>"
        place = {"x": row["lowest_day"], "y": row["lowest_share"]}
        notes.append(note(words, size=13, **place, yanchor="top", yshift=-22))
    return figure(
        traces,
        height=350,
        bottom=34,
        shapes=shapes,
        notes=notes,
        x={
            "range": [-MONTH - 1, last + 1],
            "tickvals": days,
            "ticktext": [f"day −{MONTH}", *map(str, days[1:])],
        },
        y={"range": [0, min(1.0, top + 0.08)], **share_ticks(LEVELS)},
    )
