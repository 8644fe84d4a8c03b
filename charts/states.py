"""From one session to the next: who moved where, who stopped, who is waiting?

Drawn from bars, bands and marks that nobody sees, not as Plotly's own flow: that one tells nobody
which of its bands was clicked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import State
from analytics.definitions import Definition
from charts.palette import INK, NOT_REACHED, QUIET, REACHED, Piece
from charts.pieces import Drawn, Margins, dots, figure, note, said
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
STATES, NO_STATE = list(ORDER), -1
HEIGHT, HEAD, FOOT = 380, 30, 10  # pixels of the figure, above and below the bands
HIGH = HEIGHT - HEAD - FOOT  # one unit of the value axis is a pixel
APART = 16  # pixels between two states
THICK = 0.014  # of the figure's width, across a state
BAND_COLOUR = "rgba(122,128,138,0.28)"
UNSEEN, MARK, LINE, MARKS = 0.01, 20, 24, 8  # pixels of a mark, between two lines; in each line

Node = tuple[int, State]  # a session and a state


class Span(NamedTuple):
    """From which pixel to which, counted from above."""

    top: float
    end: float


class Move(NamedTuple):
    """A band: who was in one state and is in another after the next session."""

    session: int
    before: State
    after: State
    patients: int
    start: Span
    end: Span


def shown_sessions(flow: pd.DataFrame, session: int, most: int = MOST_SESSIONS) -> range:
    """The first sessions, or as many up to the one looked at."""
    last = min(max(session, most), int(flow["session"].max()) + 1)
    return range(max(1, last - most + 1), last + 1)


def states_chart(flow: pd.DataFrame, definition: Definition, shown: range) -> go.Figure:
    """Bands between sessions, as wide as the patients in them; columns are sessions.

    ``flow``: the table ``state_flow``. The states stand in one order in every column. What a mark
    is of, ``told_by_mark`` says.
    """
    rows = flow[flow["session"].isin(shown[:-1])]
    sessions = sorted({*rows["session"], *(rows["session"] + 1)})
    size = _sizes(rows, sessions[0])
    places = _places(size, sessions)
    moves = list(_moves(rows, size, places))
    first, last = sessions[0], sessions[-1]
    words, half = _words(definition), THICK * (last - first) / 2
    drawn = Drawn(
        [_marks(move, half, words) for move in moves],
        [_band(move, half) for move in moves],
    )
    drawn += Drawn(
        [_state(node, span, size[node], words, 2 * half) for node, span in places.items()],
        notes=[
            *(_label(node, span, size[node], words, last) for node, span in places.items()),
            *(_heading(session, first, last) for session in sessions),
        ],
    )
    return figure(
        drawn,
        {"range": [first - half, last + half], "showticklabels": False},
        {"range": [HIGH, 0], "showticklabels": False},
        height=HEIGHT,
        margins=Margins(FOOT, top=HEAD, left=10, right=10),
    )


def told_by_mark(session: int, state: int, then: int) -> tuple[int, str, str]:
    """From the data of a mark: its session, its state and, of a band, that after the next one."""
    return session, STATES[state], "" if then == NO_STATE else STATES[then]


def _words(definition: Definition) -> dict[State, str]:
    """What each state is called here."""
    words = {state: called for state, (called, _) in ORDER.items()}
    if not definition.days.response:
        told = told_of(definition)
        words |= {State.REACHED: told.reached, State.NOT_REACHED: told.not_reached}
    return words


def _sizes(rows: pd.DataFrame, first: int) -> Counter[Node]:
    """How many patients are in each state after each session."""
    size: Counter[Node] = Counter()
    for session, before, after, patients in rows.itertuples(index=False):
        if session == first:
            size[session, State(before)] += patients
        size[session + 1, State(after)] += patients
    return size


def _places(size: Counter[Node], sessions: list[int]) -> dict[Node, Span]:
    """Where each state stands: the same order from above everywhere, as many pixels a patient.

    The fullest column goes from edge to edge.
    """
    columns = [
        [(session, state) for state in ORDER if size[session, state]] for session in sessions
    ]
    scale = min(
        (HIGH - APART * (len(column) - 1)) / sum(size[node] for node in column)
        for column in columns
    )
    places = {}
    for column in columns:
        top = 0.0
        for node in column:
            places[node] = Span(top, top + size[node] * scale)
            top = places[node].end + APART
    return places


def _moves(rows: pd.DataFrame, size: Counter[Node], places: dict[Node, Span]) -> Iterator[Move]:
    """The bands: at both their ends one under the other, in the order of the states."""
    of = {
        (int(session), State(before), State(after)): int(patients)
        for session, before, after, patients in rows.itertuples(index=False)
    }
    ways = [(s, b, a) for s in sorted({s for s, _, _ in of}) for b in ORDER for a in ORDER]
    down: Counter[tuple[str, Node]] = Counter()
    for session, before, after in ways:
        if patients := of.get((session, before, after), 0):
            leaves, comes = (session, before), (session + 1, after)
            ends = []
            for way, node in (("out", leaves), ("in", comes)):
                a_patient = (places[node].end - places[node].top) / size[node]
                top = places[node].top + down[way, node] * a_patient
                ends.append(Span(top, top + patients * a_patient))
                down[way, node] += patients
            yield Move(session, before, after, patients, *ends)


def _band(move: Move, half: float) -> Piece:
    """Its area, bent as a flow is."""
    left, right, middle = move.session + half, move.session + 1 - half, move.session + 0.5
    (a, b), (c, d) = move.start, move.end
    return {
        "type": "path",
        "path": f"M {left:g},{a:.1f} C {middle:g},{a:.1f} {middle:g},{c:.1f} {right:g},{c:.1f} "
        f"L {right:g},{d:.1f} C {middle:g},{d:.1f} {middle:g},{b:.1f} {left:g},{b:.1f} Z",
        "fillcolor": BAND_COLOUR,
        "line": {"width": 0},
        "layer": "below",
    }


def _marks(move: Move, half: float, words: dict[State, str]) -> Piece:
    """Marks that nobody sees all over a band: Plotly takes a click on a mark alone."""
    x, y = [], []
    wide = max(move.start.end - move.start.top, move.end.end - move.end.top)
    lines = max(1, math.ceil(wide / LINE))
    for place in range(MARKS):
        along = (place + 0.5) / MARKS
        bent = along * along * (3 - 2 * along)
        top = move.start.top + bent * (move.end.top - move.start.top)
        end = move.start.end + bent * (move.end.end - move.start.end)
        for at in range(lines):
            x.append(round(move.session + half + along * (1 - 2 * half), 3))
            y.append(round(top + (at + 0.5) / lines * (end - top), 1))
    way = f"{words[move.before]} to {words[move.after]}"
    return dots(
        x,
        y,
        {"size": MARK, "opacity": UNSEEN, "color": QUIET},
        said(
            f"{way}: {move.patients}",
            [[move.session, STATES.index(move.before), STATES.index(move.after)]] * len(x),
        ),
    )


def _state(node: Node, span: Span, patients: int, words: dict[State, str], wide: float) -> Piece:
    """The bar of those in one state after one session."""
    session, state = node
    return {
        "type": "bar",
        "x": [session],
        "y": [span.end - span.top],
        "base": [span.top],
        "width": wide,
        "marker": {"color": ORDER[state][1]},
        **said(f"{words[state]}: {patients}", [[session, STATES.index(state), NO_STATE]]),
    }


def _label(node: Node, span: Span, patients: int, words: dict[State, str], last: int) -> Piece:
    """The words of a state with its patients, beside its bar and inside of the figure."""
    inwards = -1 if node[0] == last else 1
    return note(
        f"{words[node[1]]} {patients:,}",
        size=13,
        x=node[0],
        xanchor="right" if inwards < 0 else "left",
        xshift=inwards * 12,
        y=(span.top + span.end) / 2,
    )


def _heading(session: int, first: int, last: int) -> Piece:
    """The session above its column, inside of the figure's edges."""
    anchor = "left" if session == first else "right" if session == last else "center"
    return note(
        f"<b>session {session}</b>",
        x=session,
        xanchor=anchor,
        xshift={"left": -4, "right": 4}.get(anchor, 0),
        y=1.0,
        yref="paper",
        yanchor="bottom",
    )
