"""From one session to the next: who moved where, who stopped, who is waiting?"""

from __future__ import annotations

from collections import Counter

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import State
from analytics.definitions import Definition
from charts.palette import INK, NONE, NOT_REACHED, QUIET, REACHED, Piece
from charts.pieces import TEMPLATE, note
from words.response import told_of

MOST_SESSIONS, MOST_ON_A_PHONE = 4, 2  # side by side; the others stand in the table
ORDER = {  # state, from above: its words, its colour
    State.REACHED: ("reached", REACHED),
    State.NOT_REACHED: ("not reached", NOT_REACHED),
    State.NOT_JUDGED: ("not judged", QUIET),
    State.STOPPED: ("stopped", INK),
    State.WAITING: ("waiting", QUIET),
    State.NO_USABLE_BASELINE: ("no usable baseline", QUIET),
}
HEIGHT, HEAD, FOOT = 380, 30, 10  # pixels of the figure, above and below the bands
APART, THICK = 16, 14  # pixels between two states, and across one
EDGE = 0.001  # Plotly takes a place of 0 for none given

Node = tuple[int, State]  # a session and a state


def shown_sessions(flow: pd.DataFrame, session: int, most: int = MOST_SESSIONS) -> range:
    """The first sessions, or as many up to the one looked at."""
    last = min(max(session, most), int(flow["session"].max()) + 1)
    return range(max(1, last - most + 1), last + 1)


def states_chart(flow: pd.DataFrame, definition: Definition, shown: range) -> go.Figure:
    """Bands between sessions, as wide as the patients in them; columns are sessions.

    ``flow``: the table ``state_flow``. The states stand in one order in every column.
    """
    rows = flow[flow["session"].isin(shown[:-1])]
    sessions = sorted({*rows["session"], *(rows["session"] + 1)})
    size = _sizes(rows, sessions[0])
    nodes = [(session, state) for session in sessions for state in ORDER if size[session, state]]
    return go.Figure(
        data=[
            {
                "type": "sankey",
                "arrangement": "fixed",
                "textfont": {"size": 13, "color": INK},
                "node": {
                    "label": _labels(size, nodes, definition),
                    "color": [ORDER[state][1] for _, state in nodes],
                    **_places(size, nodes),
                    "pad": APART,
                    "thickness": THICK,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": _links(rows, nodes),
            }
        ],
        layout={
            "template": TEMPLATE,
            "height": HEIGHT,
            "margin": {"l": 10, "r": 10, "t": HEAD, "b": FOOT},
            "paper_bgcolor": NONE,
            "font": {"size": 13, "color": INK},
            "annotations": [
                _heading(session, place, len(sessions) - 1)
                for place, session in enumerate(sessions)
            ],
        },
    )


def _sizes(rows: pd.DataFrame, first: int) -> Counter[Node]:
    """How many patients are in each state after each session."""
    size: Counter[Node] = Counter()
    for session, before, after, patients in rows.itertuples(index=False):
        if session == first:
            size[session, before] += patients
        size[session + 1, after] += patients
    return size


def _places(size: Counter[Node], nodes: list[Node]) -> Piece:
    """The middle of each state as shares of the figure: the same order from above everywhere.

    Plotly puts the fullest column from edge to edge, and as many pixels a patient in the others.
    """
    columns = {session: [node for node in nodes if node[0] == session] for session, _ in nodes}
    high = HEIGHT - HEAD - FOOT
    scale = min(
        (high - APART * (len(column) - 1)) / sum(size[node] for node in column)
        for column in columns.values()
    )
    x, y = [], []
    for place, column in enumerate(columns.values()):
        top = 0.0
        for node in column:
            tall = size[node] * scale
            x.append(min(max(place / max(len(columns) - 1, 1), EDGE), 1 - EDGE))
            y.append(min(max((top + tall / 2) / high, EDGE), 1 - EDGE))
            top += tall + APART
    return {"x": x, "y": y}


def _labels(size: Counter[Node], nodes: list[Node], definition: Definition) -> list[str]:
    """The words of each state with its patients."""
    words = {state: called for state, (called, _) in ORDER.items()}
    if not definition.days.response:
        told = told_of(definition)
        words |= {State.REACHED: told.reached, State.NOT_REACHED: told.not_reached}
    return [f"{words[node[1]]} {size[node]}" for node in nodes]


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
