"""Every day of one patient: a row a month, 31 columns."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import DayState
from charts import palette
from charts.palette import INK, NONE, QUIET, dotted, figure, hatching, note

ROW = 24
NEAR_BLACK = "#1b2430"
FILL = {
    DayState.MIGRAINE: {"color": palette.MIGRAINE},
    DayState.HEADACHE: {"color": palette.HEADACHE},
    DayState.FREE: {"color": palette.FREE},
    DayState.NO_MIGRAINE: {
        "color": NONE,
        "pattern": dotted(),
        "line": {"color": QUIET, "width": 0.5},
    },
    DayState.NOT_RECORDED: {
        "color": NONE,
        "pattern": hatching(5, 0.15),
        "line": {"color": QUIET, "width": 0.5},
    },
}


def calendar_chart(days: pd.DataFrame) -> go.Figure:
    """One cell a day: migraine with a dot, headache plain, no headache pale, not recorded hatched.

    ``days``: the table ``patient_days``. A bar at the foot: acute medication. A frame: a session.
    """
    month = days["date"].dt.to_period("M")
    months = sorted(month.unique(), reverse=True)
    row = month.map({m: i for i, m in enumerate(months)})
    place = days["date"].dt.day
    traces = []
    for state, marker in FILL.items():
        here = days["state"] == state
        traces.append(
            {
                "type": "bar",
                "x": place[here],
                "y": [0.86] * int(here.sum()),
                "base": row[here] - 0.43,
                "width": 0.92,
                "marker": marker,
                "customdata": days.loc[here, "date"].dt.strftime("%d %b %Y"),
                "hovertemplate": f"%{{customdata}}: {state}<extra></extra>",
            }
        )
    plain = ~days["session"]  # the cell of a session holds its number instead
    migraine, taken = plain & (days["state"] == DayState.MIGRAINE), plain & days["medication"]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": place[migraine],
            "y": row[migraine] + 0.12,
            "marker": {"size": 5, "color": NEAR_BLACK, "opacity": 1},
            "hoverinfo": "skip",
        }
    )
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": place[taken],
            "y": row[taken] - 0.25,
            "marker": {
                "symbol": "line-ew",
                "size": 11,
                "opacity": 1,
                "line": {"color": NEAR_BLACK, "width": 2.5},
            },
            "hoverinfo": "skip",
        }
    )
    frames, names = [], []
    for number, when in enumerate(days.loc[days["session"]].itertuples(), start=1):
        x, y = when.date.day, months.index(when.date.to_period("M"))
        frames.append(
            {
                "type": "rect",
                "x0": x - 0.5,
                "x1": x + 0.5,
                "y0": y - 0.47,
                "y1": y + 0.47,
                "line": {"color": INK, "width": 2},
            }
        )
        color = NEAR_BLACK if when.state in (DayState.MIGRAINE, DayState.HEADACHE) else INK
        names.append(note(f"<b>{number}</b>", size=13, color=color, x=x, y=y))
    return figure(
        traces,
        height=max(120, ROW * len(months) + 40),
        bottom=8,
        top=24,
        shapes=frames,
        notes=names,
        x={"range": [0.4, 31.6], "tickvals": [1, 5, 10, 15, 20, 25, 30], "side": "top"},
        y={
            "range": [-0.6, len(months) - 0.4],
            "tickvals": list(range(len(months))),
            "ticktext": [m.strftime("%b %Y") for m in months],
        },
    )
