"""Every day of one patient: a row a month, 31 columns."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.bars import Ending
from analytics.codes import DayState
from charts.palette import FREE, HEADACHE, INK, MIGRAINE, NONE, QUIET, Piece, dotted, hatched
from charts.pieces import ROOMY, Drawn, Margins, dots, figure, frame, note, said
from words.numbers import day

ROW = 22
ROOM = 10  # cells that the words of an outline need
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


def calendar_chart(
    days: pd.DataFrame, months: pd.DataFrame | None = None, ending: Ending | None = None
) -> go.Figure:
    """One cell a day: migraine with a dot, headache plain, no headache pale, not recorded hatched.

    ``days``: the table ``patient_days``. A bar at the foot: acute medication. A frame of ink: a
    session; of grey, the days that ``months`` (the table ``patient_months``) compares. After the
    ``ending`` of the diary stands a dotted outline.
    """
    month = days["date"].dt.to_period("M")
    silent = _silent(month.max(), ending)
    of = sorted({*month.unique(), *(silent[:1] if silent else ())}, reverse=True)
    rows = {m: i for i, m in enumerate(of)}
    placed = days.assign(row=month.map(rows), place=days["date"].dt.day)
    months = pd.DataFrame() if months is None else months
    return figure(
        Drawn(_cells(placed))
        + _marks(placed)
        + _compared(months, rows)
        + _sessions(placed)
        + _after_the_end(silent, rows),
        {**ROOMY, "range": [0.4, 31.6], "tickvals": [1, 5, 10, 15, 20, 25, 30], "side": "top"},
        {
            **ROOMY,
            "range": [-0.6, len(of) - 0.4],
            "tickvals": list(range(len(of))),
            "ticktext": [m.strftime("%b %Y") for m in of],
        },
        height=max(120, ROW * len(of) + 40),
        margins=Margins(8, top=24),
    )


def _cells(days: pd.DataFrame) -> list[Piece]:
    """A trace for each state, so that all its cells are filled alike."""
    held: dict[str, list[tuple[int, int, str]]] = {state: [] for state in FILL}
    told = days["date"].dt.strftime("%d %b %Y")
    for state, *cell in zip(days["state"], days["place"], days["row"], told, strict=True):
        held[state].append(tuple(cell))
    return [
        {
            "type": "bar",
            "x": [place for place, _, _ in held[state]],
            "y": [0.86] * len(held[state]),
            "base": [row - 0.43 for _, row, _ in held[state]],
            "width": 0.92,
            "marker": fill,
            **said(f"%{{customdata}}: {state}", [when for _, _, when in held[state]]),
        }
        for state, fill in FILL.items()
    ]


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


Silent = tuple[pd.Period, int, str]  # the row of the outline, its first day, its words


def _silent(last: pd.Period, ending: Ending | None) -> Silent | None:
    """Where the outline after the end of the diary stands: in the last row, or one below it."""
    if ending is None or ending.no_diary_since is None:
        return None
    words = f"no diary since {day(ending.no_diary_since)}"
    first = ending.last.day + 1
    if last.days_in_month - ending.last.day < ROOM:
        return last + 1, 1, words
    return last, first, words


def _after_the_end(silent: Silent | None, rows: dict[pd.Period, int]) -> Drawn:
    if silent is None:
        return Drawn()
    month, first, words = silent
    y, last = rows[month], month.days_in_month
    edge = frame(
        (first - 0.45, last + 0.45), (y - 0.42, y + 0.42), color=QUIET, width=1, dash="dot"
    )
    middle = (first + last) / 2
    return Drawn(shapes=[edge], notes=[note(words, size=12, color=QUIET, x=middle, y=y)])


def _compared(months: pd.DataFrame, rows: dict[pd.Period, int]) -> Drawn:
    """Round the days compared, cut at the end of each row; dotted where too few are recorded."""
    if months.empty or months["start"].isna().any():
        return Drawn()
    spans: dict[int, tuple[pd.Timestamp, pd.Timestamp, bool]] = {}
    of = months.loc[months["compared"], ["cycle", "start", "end", "enough"]]
    for cycle, start, end, enough in of.itertuples(index=False):
        first, last, whole = spans.get(cycle, (start, end, True))
        spans[cycle] = min(first, start), max(last, end), whole and enough
    frames = []
    for start, end, enough in spans.values():
        for month in pd.period_range(start, end, freq="M"):
            if month not in rows:
                continue
            left = max(start, month.start_time).day
            right = min(end, month.end_time).day
            dash, y = "solid" if enough else "dot", rows[month]
            across = (left - 0.5, right + 0.5)
            frames.append(frame(across, (y - 0.48, y + 0.48), color=QUIET, width=1.75, dash=dash))
    return Drawn(shapes=frames)


def _sessions(days: pd.DataFrame) -> Drawn:
    """A frame around the day of each session, with its number."""
    frames, names = [], []
    for number, when in enumerate(days[days["session"]].itertuples(), start=1):
        x, y = when.place, when.row
        frames.append(frame((x - 0.5, x + 0.5), (y - 0.47, y + 0.47), color=INK, width=2))
        color = NEAR_BLACK if when.state in (DayState.MIGRAINE, DayState.HEADACHE) else INK
        names.append(note(f"<b>{number}</b>", size=13, color=color, x=x, y=y))
    return Drawn(shapes=frames, notes=names)
