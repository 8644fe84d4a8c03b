"""What was recorded in each of one patient's months?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analytics.bars import Ending
from analytics.definitions import Definition
from analytics.months import HALF_A_MONTH
from charts.lanes import depth, laid_out, lanes
from charts.narrow import BESIDE_OTHERS, NUMBERS, OF_COMPARED, SECOND_LINE
from charts.palette import (
    BAND,
    FREE,
    HEADACHE,
    INK,
    MIGRAINE,
    NONE,
    QUIET,
    Piece,
    dotted,
    hatched,
)
from charts.pieces import ROOMY, Drawn, Margins, figure, frame, gridlines, line, note, said
from words.numbers import day, number

NEAR_BLACK = "#1b2430"  # numbers on orange, in light and dark alike
KINDS = (  # from below
    ("migraine", {"color": MIGRAINE}, "migraine"),
    ("headache", {"color": HEADACHE}, "headache without migraine"),
    ("free", {"color": FREE}, "no headache"),
    (
        "no_migraine",
        {"color": NONE, "pattern": dotted(), "line": {"color": QUIET, "width": 0.5}},
        "no migraine; headache not recorded",
    ),
    (
        "not_recorded",
        hatched(6, 0.12, edge=0.5),
        "not recorded",
    ),
)
LEVELS = (0, 10, 20, 30)
WIDE = 0.86
A_DAY = 3.7  # pixels
TOP, DATES = 40, 36  # pixels for the sessions' names and for the dates
MOST_DATES = 6  # that stand side by side on a phone
MOST_UNITS = 16  # bars, up to which each session's units have room


def patient_months_chart(
    months: pd.DataFrame,
    sessions: pd.DataFrame,
    baseline: float,
    definition: Definition,
    others: pd.DataFrame,
    ending: Ending | None = None,
) -> go.Figure:
    """One bar a month, every day of it; those compared are framed, with baseline and threshold.

    ``months``: the table ``patient_months``. ``sessions``: session and units, in order.
    ``others``: the table ``other_events``, in lanes under the bars. ``ending``: where the diary
    ends; after it stands a dotted outline, for an empty bar would look like free days.
    """
    months = months.reset_index(drop=True)
    most, compared = max([30, *months["days"]]) + 1, _compared(months)
    laid = laid_out(months, others)
    below = DATES + depth(laid, len(months))
    outline, width = _after_the_end(len(months), ending)
    return figure(
        Drawn(_days(months), gridlines(LEVELS))
        + _thin(months)
        + Drawn(_numbers(months))
        + _sessions(months, sessions, most)
        + _frames(compared)
        + _lines(compared, baseline, definition)
        + _dates(months)
        + outline
        + lanes(laid, len(months), top=-DATES / A_DAY, a_pixel=1 / A_DAY),
        {"showticklabels": False, "range": [-0.6, len(months) - 0.4 + width]},
        {
            **ROOMY,
            "range": [-below / A_DAY, most],
            "tickvals": LEVELS,
            "ticktext": ["0", "10", "20", "30 days"],
        },
        height=round(TOP + most * A_DAY + below + 4),
        margins=Margins(4, top=TOP, right=18, left=85),
    )


def _is_thin(months: pd.DataFrame) -> pd.Series:
    """Bars whose days are so many of so few: no month."""
    return months["counted"].notna() & (months["recorded"] < HALF_A_MONTH)


def _days(months: pd.DataFrame) -> list[Piece]:
    """The kinds of day of each month, one upon the other; a thin one is hatched as a whole."""
    bars, base, thin = [], pd.Series(0, index=months.index), _is_thin(months)
    for kind, marker, words in KINDS:
        whole = months["days"] if kind == "not_recorded" else 0
        days = months[kind].mask(thin, whole)
        bars.append(
            {
                "type": "bar",
                "x": months.index,
                "y": days,
                "base": base.mask(thin, 0),
                "width": WIDE,
                "marker": marker,
                **said(
                    f"%{{customdata[1]}} of %{{customdata[0]}} days: {words}",
                    months[["days", kind]],
                ),
            }
        )
        base = base + months[kind]
    return bars


def _thin(months: pd.DataFrame) -> Drawn:
    """Of too few recorded days a count of days is grey, and says of how many."""
    thin = months[_is_thin(months)]
    if thin.empty:
        return Drawn()
    bars = [
        {
            "type": "bar",
            "x": thin.index,
            "y": thin["counted"],
            "width": WIDE,
            "marker": {"color": QUIET, "opacity": 0.45},
            "hoverinfo": "skip",
        }
    ]
    notes = [
        note(
            f"{number(row.counted, 2)}<br>of<br>{row.recorded}",
            size=12,
            color=QUIET,
            x=place,
            y=max(row.days / 2, 6),
            bgcolor=BAND,
            borderpad=1,
            name=BESIDE_OTHERS,
        )
        for place, row in zip(thin.index, thin.itertuples(), strict=True)
    ]
    return Drawn(bars, notes=notes)


def _sessions(months: pd.DataFrame, sessions: pd.DataFrame, most: float) -> Drawn:
    """Where each session begins: ink above the bars, thin between them; number and units."""
    shapes, notes, before = [], [], None
    first: dict[int, int] = {}
    for place, cycle in enumerate(months["cycle"]):
        first.setdefault(cycle, place)
    above = 1 + (TOP - 6) / ((most + 10) * A_DAY)
    for row in sessions.itertuples():
        if row.session not in first:
            continue
        told = pd.notna(row.units) and (row.units != before or len(months) <= MOST_UNITS)
        units = f"{number(row.units)} U" if told else " "
        before, edge = row.units, first[row.session] - 0.5
        shapes.append(line(edge, 0, edge, most, color=QUIET, width=1, opacity=0.6))
        shapes.append(line(edge, 1, edge, above, paper="y", width=2))
        last = told and edge > 0.93 * len(months)  # its units would leave the figure
        notes.append(
            note(
                f"<b>S{row.session}</b><br>{units}",
                size=13,
                x=edge,
                xanchor="right" if last else "left",
                xshift=-4 if last else 4,
                y=1,
                yref="paper",
                yanchor="bottom",
                align="right" if last else "left",
                name=SECOND_LINE,
            )
        )
    return Drawn(shapes=shapes, notes=notes)


class ComparedBars(NamedTuple):
    """A window that is compared: its first and last bar, its days, whether enough is recorded."""

    first: int
    last: int
    days: int
    enough: bool


def _compared(months: pd.DataFrame) -> list[ComparedBars]:
    """In order of their cycles."""
    found: dict[int, ComparedBars] = {}
    of = months.loc[months["compared"], ["cycle", "days", "enough"]]
    for place, cycle, days, enough in of.itertuples():
        of_it = found.get(cycle, ComparedBars(place, place, days, enough))
        whole = of_it.enough and enough
        found[cycle] = ComparedBars(of_it.first, place, max(of_it.days, days), whole)
    return [found[cycle] for cycle in sorted(found)]


def _frames(compared: list[ComparedBars]) -> Drawn:
    """Round the months compared; dotted where too few days are recorded to judge."""
    half = WIDE / 2
    return Drawn(
        shapes=[
            frame(
                (of.first - half, of.last + half),
                (0, of.days),
                color=INK,
                width=2,
                dash="solid" if of.enough else "dot",
            )
            for of in compared
        ]
    )


def _lines(compared: list[ComparedBars], baseline: float, definition: Definition) -> Drawn:
    """Across the compared months alone, as they are scaled: the baseline, and the threshold."""
    if pd.isna(baseline) or baseline <= 0:
        return Drawn()
    limit = definition.at_threshold(baseline)
    shapes, half = [], WIDE / 2
    for of in compared:
        if of.enough:
            ends = (of.first - half, of.last + half)
            shapes.append(line(ends[0], baseline, ends[1], baseline, dash="solid", width=2))
            shapes.append(line(ends[0], limit, ends[1], limit, dash="dash", width=2))
    return Drawn(shapes=shapes)


def _numbers(months: pd.DataFrame) -> list[Piece]:
    """The measure's days, at the foot of each bar: near black on orange, else the page's ink.

    Those of the months compared by themselves: a phone has room for no others in many bars.
    """
    size = 12 if len(months) <= MOST_UNITS else 10
    compared = months["compared"].astype(bool)
    parts = ((NUMBERS, months[~compared]), (OF_COMPARED, months[compared]))
    return [_numbers_of(name, part, size) for name, part in parts]


def _numbers_of(name: str, months: pd.DataFrame, size: int) -> Piece:
    flagged, thin = months["migraine"] + months["headache"], _is_thin(months)
    shown = months["counted"].mask(thin)
    return {
        "type": "bar",
        "name": name,
        "x": list(months.index),
        "y": [6] * len(months),
        "base": [0.6] * len(months),
        "width": WIDE,
        "marker": {"color": NONE},
        "hoverinfo": "skip",
        "text": ["" if pd.isna(n) else f"<b>{number(n)}</b>" for n in shown],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {
            "size": size,
            "color": [NEAR_BLACK if n >= 2 else INK for n in flagged],
        },
    }


def _dates(months: pd.DataFrame) -> Drawn:
    """Under the first bar of a cycle the day on which it begins, the year where it changes."""
    first = months[months["month"] == 1]
    if months["start"].isna().any():
        words = {at: f"S{row.cycle}" if row.cycle else "before" for at, row in first.iterrows()}
        return Drawn(notes=[_under(at, text) for at, text in words.items()])
    shown = list(first[first["cycle"] > 0].index)
    shown = shown[:: max(1, -(-len(shown) // MOST_DATES))]
    last = len(months) - 1
    if shown and (last - shown[-1]) * MOST_DATES >= len(months):
        shown.append(last)
    notes, year = [], None
    for at in shown:
        start = months.loc[at, "start"]
        text = f"{start.day} {start.strftime('%b')}"
        notes.append(_under(at, text if start.year == year else f"{text}<br>{start.year}"))
        year = start.year
    at_left = note("from", size=13, color=QUIET, x=0, xref="paper", xanchor="right", xshift=-8)
    return Drawn(notes=[*notes, {**at_left, "y": 0, "yanchor": "top", "yshift": -2}])


def _under(place: int, words: str) -> Piece:
    return note(words, size=12, color=QUIET, x=place, y=0, yanchor="top", yshift=-2)


def _after_the_end(bars: int, ending: Ending | None) -> tuple[Drawn, float]:
    """A dotted outline where the diary has ended, and its width in bars."""
    if ending is None or ending.no_diary_since is None:
        return Drawn(), 0
    width = max(2.4, 0.22 * bars)
    left, right = bars - 0.35, bars - 0.5 + width
    since = day(ending.no_diary_since).rpartition(" ")
    return Drawn(
        shapes=[frame((left, right), (0, 30), color=QUIET, width=1.5, dash="dot")],
        notes=[
            note(
                f"no diary<br>since<br>{since[0]}<br>{since[2]}",
                size=12,
                color=QUIET,
                x=(left + right) / 2,
                y=15,
            )
        ],
    ), width
