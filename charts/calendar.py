"""Every day of one patient: a row a month, 31 columns."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import DayState
from charts.palette import FREE, HEADACHE, INK, MIGRAINE, NONE, QUIET, Piece, dotted, hatched
from charts.pieces import Drawn, Margins, dots, figure, frame, note, said

ROW = 24
NEAR_BLACK = "#1b2430"
FILL = {
    DayState.MIGRAINE: {"color": MIGRAINE},
    DayState.HEADACHE: {"color": HEADACHE},
    DayState.FREE: {"color": FREE},
    DayState.NO_MIGRAINE: {
        "color": NONE,
        "pattern": dotted(),
        "line": {"color": QUIET, "width": 0.5},
    },
    DayState.NOT_RECORDED: hatched(5, 0.15, edge=0.5),
}


def calendar_chart(days: pd.DataFrame) -> go.Figure:
    """One cell a day: migraine with a dot, headache plain, no headache pale, not recorded hatched.

    ``days``: the table ``patient_days``. A bar at the foot: acute medication. A frame: a session.
    """
    month = days["date"].dt.to_period("M")
    months = sorted(month.unique(), reverse=True)
    row = month.map({m: i for i, m in enumerate(months)})
    placed = days.assign(row=row, place=days["date"].dt.day)
    return figure(
        Drawn([_cells(placed, state) for state in FILL]) + _marks(placed) + _sessions(placed),
        {"range": [0.4, 31.6], "tickvals": [1, 5, 10, 15, 20, 25, 30], "side": "top"},
        {
            "range": [-0.6, len(months) - 0.4],
            "tickvals": list(range(len(months))),
            "ticktext": [m.strftime("%b %Y") for m in months],
        },
        height=max(120, ROW * len(months) + 40),
        margins=Margins(8, top=24),
    )


def _cells(days: pd.DataFrame, state: DayState) -> Piece:
    here = days[days["state"] == state]
    return {
        "type": "bar",
        "x": here["place"],
        "y": [0.86] * len(here),
        "base": here["row"] - 0.43,
        "width": 0.92,
        "marker": FILL[state],
        **said(f"%{{customdata}}: {state}", here["date"].dt.strftime("%d %b %Y")),
    }


def _marks(days: pd.DataFrame) -> Drawn:
    """Migraine and medication; the cell of a session holds its number instead."""
    plain = days[~days["session"]]
    migraine = plain[plain["state"] == DayState.MIGRAINE]
    taken = plain[plain["medication"]]
    bar = {"symbol": "line-ew", "size": 11, "line": {"color": NEAR_BLACK, "width": 2.5}}
    return Drawn(
        [
            dots(migraine["place"], migraine["row"] + 0.12, {"size": 5, "color": NEAR_BLACK}),
            dots(taken["place"], taken["row"] - 0.25, bar),
        ]
    )


def _sessions(days: pd.DataFrame) -> Drawn:
    """A frame around the day of each session, with its number."""
    frames, names = [], []
    for number, when in enumerate(days[days["session"]].itertuples(), start=1):
        x, y = when.place, when.row
        frames.append(frame((x - 0.5, x + 0.5), (y - 0.47, y + 0.47), color=INK, width=2))
        color = NEAR_BLACK if when.state in (DayState.MIGRAINE, DayState.HEADACHE) else INK
        names.append(note(f"<b>{number}</b>", size=13, color=color, x=x, y=y))
    return Drawn(shapes=frames, notes=names)
