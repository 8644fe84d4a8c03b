"""From one session to the next: who moved where, who stopped, who is waiting?"""

from __future__ import annotations

from collections import Counter

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import State
from analytics.definitions import Definition
from charts.palette import INK, NONE, NOT_REACHED, QUIET, REACHED, Piece
from charts.pieces import note
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

Node = tuple[int, State]  # a session and a state


def states_chart(flow: pd.DataFrame, definition: Definition) -> go.Figure:
    """Bands between sessions, as wide as the patients in them; columns are sessions.

    ``flow``: the table ``state_flow``.
    """
    rows = flow[flow["session"] < MOST_SESSIONS]
    sessions = sorted({*rows["session"], *(rows["session"] + 1)})
    nodes = [(session, state) for session in sessions for state in ORDER]
    return go.Figure(
        data=[
            {
                "type": "sankey",
                "arrangement": "snap",
                "textfont": {"size": 13, "color": INK},
                "node": {
                    "label": _labels(rows, nodes, definition),
                    "color": [ORDER[state][1] for _, state in nodes],
                    "pad": 14,
                    "thickness": 14,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": _links(rows, nodes),
            }
        ],
        layout={
            "template": None,
            "height": 380,
            "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
            "paper_bgcolor": NONE,
            "font": {"size": 13, "color": INK},
            "annotations": [
                _heading(session, place, len(sessions) - 1)
                for place, session in enumerate(sessions)
            ],
        },
    )


def _labels(rows: pd.DataFrame, nodes: list[Node], definition: Definition) -> list[str]:
    """The words of each state with its patients; none where nobody is."""
    size: Counter[Node] = Counter()
    for session, before, after, patients in rows.itertuples(index=False):
        if session == nodes[0][0]:
            size[session, before] += patients
        size[session + 1, after] += patients
    words = {state: called for state, (called, *_) in ORDER.items()}
    if not definition.days.response:
        told = told_of(definition)
        words |= {State.REACHED: told.reached, State.NOT_REACHED: told.not_reached}
    return [f"{words[node[1]]} {size[node]}" if size[node] else "" for node in nodes]


def _links(rows: pd.DataFrame, nodes: list[Node]) -> Piece:
    """A band for everybody who was in one state and is in another after the next session."""
    places = {node: place for place, node in enumerate(nodes)}
    steps = list(zip(rows["session"], rows["from"], rows["to"], strict=True))
    return {
        "source": [places[session, state] for session, state, _ in steps],
        "target": [places[session + 1, state] for session, _, state in steps],
        "value": rows["patients"].tolist(),
        "color": "rgba(122,128,138,0.28)",
        "hovertemplate": "%{source.label} to %{target.label}: %{value}<extra></extra>",
    }


def _heading(session: int, place: int, last: int) -> Piece:
    """The session above its column, inside of the figure's edges."""
    anchor = "left" if place == 0 else "right" if place == last else "center"
    return note(
        f"<b>session {session}</b>",
        x=place / max(last, 1),
        xref="paper",
        xanchor=anchor,
        y=1.0,
        yref="paper",
        yanchor="bottom",
    )
