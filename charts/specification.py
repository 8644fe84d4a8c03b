"""Would another definition say otherwise? All rates above, the choices behind each below."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import RateReading
from analytics.definitions import MEASURES
from analytics.therapies import every_window
from charts.palette import INK, NOT_REACHED, QUIET, REACHED, Piece
from charts.pieces import (
    Drawn,
    Margins,
    dots,
    faint,
    figure,
    note,
    said,
    share_ticks,
    strokes,
)
from words.percents import percent
from words.tables import MINIMUMS

LEVELS = (0, 0.25, 0.5, 0.75, 1)
CHOICES: dict[str, dict[Any, str]] = {
    "measure": {name: measure.words for name, measure in MEASURES.items()},
    "window": {name: window.label for name, window in every_window().items()},
    "month": {28: "28-day month", 30: "30-day month"},
    "minimum": {code.value: words for code, words in MINIMUMS.items()},
    "reading": {},
}
TOLD = ["responders", "of", "measure", "window", "month", "minimum"]
HEIGHT = 620
STEP = 0.056  # of the figure: a row of choices


def specification_chart(table: pd.DataFrame, threshold: int) -> go.Figure:
    """The rate under every combination of choices, from the lowest to the highest.

    ``table``: ``specifications``. Blue: the chosen Definition, in both parts.
    """
    rows = table[(table["threshold"] == threshold) & table["rate"].notna()]
    rows = rows.sort_values("rate", ignore_index=True)
    chosen = rows[rows["chosen"]]
    others = rows[~rows["chosen"]]
    possible = others["reading"] != RateReading.JUDGED
    choices, lowest = _choices(rows)
    return figure(
        Drawn(_rates(others[possible], NOT_REACHED, 5, 1.5))
        + Drawn([*_rates(others[~possible], INK, 7, 1.5), *_rates(chosen, REACHED, 14, 3)])
        + Drawn(shapes=[faint(0, v, 1, v, paper="x") for v in LEVELS])
        + choices
        + Drawn(notes=[_named(row, len(rows)) for _, row in chosen.iterrows()]),
        {"range": [-1, len(rows)], "showticklabels": False},
        {"range": [lowest, 1.03], **share_ticks(LEVELS)},
        height=HEIGHT,
        margins=Margins(10, top=20, left=170),
    )


def _rates(part: pd.DataFrame, color: str, size: int, width: float) -> list[Piece]:
    """A dot a Definition on its interval, and under the pointer what it chooses."""
    judged = part[part["ci_low"].notna()]
    ends = list(zip(judged["ci_low"], judged["ci_high"], strict=True))
    hover = said(
        "%{customdata[0]} of %{customdata[1]}, %{text}<br>"
        "%{customdata[2]}, %{customdata[3]}, %{customdata[4]} days, %{customdata[5]}",
        part.assign(minimum=part["minimum"].map(CHOICES["minimum"]))[TOLD],
    )
    return [
        strokes([(x, x) for x in judged.index], ends, color=color, width=width),
        {
            **dots(part.index, part["rate"], {"size": size, "color": color}, hover),
            "text": part["rate"].map(percent),
        },
    ]


def _named(chosen: pd.Series, of: int) -> Piece:
    """The chosen Definition's rate, above its interval."""
    return note(
        f"<b>chosen: {percent(chosen['rate'])}</b>",
        size=14,
        x=chosen.name,
        y=chosen["ci_high"],
        yanchor="bottom",
        yshift=4,
        xanchor="right" if chosen.name > 0.7 * of else "center",
    )


def _choices(rows: pd.DataFrame) -> tuple[Drawn, float]:
    """A dot for each choice made, in a named row a choice; and the lowest y."""
    drawn, y = Drawn(), -0.06
    for column, words in CHOICES.items():
        y -= STEP / 2
        for value in rows[column].drop_duplicates().sort_values():
            y -= STEP
            drawn += _choice(rows[rows[column] == value], y, words.get(value, str(value)))
    return drawn, y - STEP


def _choice(here: pd.DataFrame, y: float, words: str) -> Drawn:
    marker = {
        "size": [10 if c else 5 for c in here["chosen"]],
        "color": [REACHED if c else INK for c in here["chosen"]],
        "line": {"width": 0},
    }
    where = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -8}
    return Drawn(
        [dots(here.index, [y] * len(here), marker)],
        notes=[note(words, size=12, color=QUIET, y=y, **where)],
    )
