"""From one session to the next: who moved where, who stopped, who is waiting?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import State
from analytics.definitions import Definition
from charts.palette import INK, NONE, NOT_REACHED, QUIET, REACHED
from words.response import told_of

MOST_SESSIONS = 4  # side by side; later ones stand in the table
ORDER = {  # state: its words, its colour, where it stands from above
    State.REACHED: ("reached", REACHED, 0.0),
    State.NOT_REACHED: ("not reached", NOT_REACHED, 0.3),
    State.NOT_JUDGED: ("not judged", QUIET, 0.62),
    State.STOPPED: ("stopped", INK, 0.74),
    State.WAITING: ("waiting", QUIET, 0.84),
    State.NO_USABLE_BASELINE: ("no usable baseline", QUIET, 0.96),
}


def states_chart(flow: pd.DataFrame, definition: Definition) -> go.Figure:
    """Bands between sessions, as wide as the patients in them; columns are sessions.

    ``flow``: the table ``state_flow``.
    """
    rows = flow[flow["session"] < MOST_SESSIONS]
    sessions = sorted({*rows["session"], *(rows["session"] + 1)})
    places = {
        (session, state): number
        for number, (session, state) in enumerate(
            (session, state) for session in sessions for state in ORDER
        )
    }
    size: dict[tuple[int, str], int] = {}
    for row in rows.itertuples():
        if row.session == sessions[0]:
            key = (row.session, row[2])
            size[key] = size.get(key, 0) + row.patients
        key = (row.session + 1, row.to)
        size[key] = size.get(key, 0) + row.patients
    words = {state: called for state, (called, *_) in ORDER.items()}
    if not definition.days.response:
        told = told_of(definition)
        words |= {State.REACHED: told.reached, State.NOT_REACHED: told.not_reached}
    names = [
        f"{words[state]} {size[session, state]}" if (session, state) in size else ""
        for session, state in places
    ]
    return go.Figure(
        data=[
            {
                "type": "sankey",
                "arrangement": "snap",
                "textfont": {"size": 13, "color": INK},
                "node": {
                    "label": names,
                    "color": [ORDER[state][1] for _, state in places],
                    "pad": 14,
                    "thickness": 14,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [places[row.session, row[2]] for row in rows.itertuples()],
                    "target": [places[row.session + 1, row.to] for row in rows.itertuples()],
                    "value": rows["patients"].tolist(),
                    "color": "rgba(122,128,138,0.28)",
                    "hovertemplate": "%{source.label} to %{target.label}: %{value}<extra></extra>",
                },
            }
        ],
        layout={
            "template": None,
            "height": 380,
            "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
            "paper_bgcolor": NONE,
            "font": {"size": 13, "color": INK},
            "annotations": [
                {
                    "text": f"<b>session {session}</b>",
                    "showarrow": False,
                    "y": 1.0,
                    "yanchor": "bottom",
                    "x": place / max(len(sessions) - 1, 1),
                    "xref": "paper",
                    "yref": "paper",
                    "font": {"size": 14, "color": INK},
                    "xanchor": "left"
                    if place == 0
                    else "right"
                    if place == len(sessions) - 1
                    else "center",
                }
                for place, session in enumerate(sessions)
            ],
        },
    )
