"""Would another definition say otherwise? All rates above, the choices behind each below."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import MEASURES
from analytics.therapies import every_window
from charts.palette import (
    INK,
    QUIET,
    REACHED,
    Piece,
    figure,
    line,
    note,
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
STEP = 0.056  # of the figure: a row of choices


def specification_chart(table: pd.DataFrame, threshold: int) -> go.Figure:
    """The rate under every combination of choices, from the lowest to the highest.

    ``table``: ``specifications``. Blue: the chosen Definition, in both parts.
    """
    rows = table[(table["threshold"] == threshold) & table["rate"].notna()]
    rows = rows.sort_values("rate", ignore_index=True)
    chosen = rows[rows["chosen"]]
    other = rows[~rows["chosen"]]
    traces: list[Piece] = []
    for part, color, size in ((other, QUIET, 6), (chosen, REACHED, 14)):
        judged = part[part["ci_low"].notna()]
        traces.append(
            strokes(
                [(x, x) for x in judged.index],
                list(zip(judged["ci_low"], judged["ci_high"], strict=True)),
                color=color,
                width=1.5 if color == QUIET else 3,
            )
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": part.index,
                "y": part["rate"],
                "marker": {"size": size, "color": color, "opacity": 1},
                "text": part["rate"].map(percent),
                "customdata": part.assign(minimum=part["minimum"].map(CHOICES["minimum"]))[TOLD],
                "hovertemplate": "%{customdata[0]} of %{customdata[1]}, %{text}<br>"
                "%{customdata[2]}, %{customdata[3]}, %{customdata[4]} days, %{customdata[5]}"
                "<extra></extra>",
            }
        )
    marks, names, y = _choices(rows)
    traces += marks
    shapes = [
        line(0, v, 1, v, paper="x", opacity=0.13, layer="below", color=QUIET, width=1)
        for v in LEVELS
    ]
    for place in chosen.index:
        names.append(
            note(
                f"<b>chosen: {percent(chosen.loc[place, 'rate'])}</b>",
                size=14,
                x=place,
                y=chosen.loc[place, "ci_high"],
                yanchor="bottom",
                yshift=4,
                xanchor="right" if place > 0.7 * len(rows) else "center",
            )
        )
    return figure(
        traces,
        height=620,
        bottom=10,
        shapes=shapes,
        notes=names,
        margin={"l": 170, "r": 10, "t": 20, "b": 10},
        x={"range": [-1, len(rows)], "showticklabels": False},
        y={"range": [y, 1.03], **share_ticks(LEVELS)},
    )


def _choices(rows: pd.DataFrame) -> tuple[list[Piece], list[Piece], float]:
    """A dot for each choice made, in a row a choice; returns marks, names and the lowest y."""
    marks: list[Piece] = []
    names: list[Piece] = []
    y = -0.06
    for column, words in CHOICES.items():
        y -= STEP / 2
        for value in rows[column].drop_duplicates().sort_values():
            y -= STEP
            here = rows[rows[column] == value]
            marks.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": here.index,
                    "y": [y] * len(here),
                    "marker": {
                        "size": [10 if c else 5 for c in here["chosen"]],
                        "opacity": 1,
                        "color": [REACHED if c else INK for c in here["chosen"]],
                    },
                    "hoverinfo": "skip",
                }
            )
            names.append(
                note(
                    words.get(value, str(value)),
                    size=12,
                    color=QUIET,
                    x=0,
                    xref="paper",
                    xanchor="right",
                    xshift=-8,
                    y=y,
                )
            )
    return marks, names, y - STEP
