"""How many patients had each side effect, beside the reference study?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts.palette import INK, PUBLISHED
from charts.pieces import (
    Drawn,
    Margins,
    at_left,
    dots,
    faint,
    figure,
    said,
    share_ticks,
    strokes,
)
from words.numbers import in_lines
from words.percents import percent

ROW = 54
NAME = 40  # letters of a name above its row


def side_effects_chart(ours: pd.DataFrame, reference: pd.DataFrame) -> go.Figure:
    """A row an event: our share with its interval, above it the words; the study as a diamond.

    ``ours``: the rows of ``side_effects`` over all sessions. ``reference``: event, patients, of.
    """
    events = list(dict.fromkeys([*ours["event"], *reference["event"]]))[::-1]
    place = {event: position for position, event in enumerate(events)}
    studied = reference.assign(share=reference["patients"] / reference["of"])
    top = max([0.1, *ours["ci_high"], *studied["share"]])
    levels = [level / 100 for level in range(0, int(100 * top) + 6, 5)]
    return figure(
        _intervals(ours, place)
        + Drawn([_study(studied, place), _ours(ours, place)])
        + Drawn(shapes=[faint(x, 0, x, 1, paper="y") for x in levels])
        + _names(ours, place),
        {"range": [-0.004, top * 1.05], **share_ticks(levels)},
        {"range": [-0.5, len(events) - 0.3], "showticklabels": False},
        height=max(160, ROW * len(events) + 50),
        margins=Margins(32),
    )


def _intervals(ours: pd.DataFrame, place: Mapping[str, int]) -> Drawn:
    ends = list(zip(ours["ci_low"], ours["ci_high"], strict=True))
    rows = [(place[event], place[event]) for event in ours["event"]]
    return Drawn([strokes(ends, rows, color=INK, width=3)])


def _ours(ours: pd.DataFrame, place: Mapping[str, int]) -> dict[str, object]:
    data = ours[["event", "patients", "treated"]].assign(
        event=["<br>".join(map(escape, in_lines(event, 60, 9))) for event in ours["event"]]
    )  # the whole name
    return dots(
        ours["share"],
        [place[event] for event in ours["event"]],
        {"size": 12, "color": INK},
        said("%{customdata[0]}: %{customdata[1]} of %{customdata[2]}", data),
    )


def _study(studied: pd.DataFrame, place: Mapping[str, int]) -> dict[str, object]:
    return dots(
        studied["share"],
        [place[event] for event in studied["event"]],
        {"size": 12, "symbol": "diamond", "color": PUBLISHED},
        said(
            "Khalil 2014, %{customdata[0]}: %{customdata[1]} of %{customdata[2]}",
            studied[["event", "patients", "of"]],
        ),
    )


def _names(ours: pd.DataFrame, place: Mapping[str, int]) -> Drawn:
    """Each event above its row, with our number: also of those that only the study had."""
    numbers = {
        row.event: f"{row.patients:,} of {row.treated:,} ({percent(row.share)})"
        for row in ours.itertuples()
    }
    told = {**numbers, **{e: "none recorded" for e in place if e not in numbers}}
    return Drawn(
        notes=[
            at_left(
                f"<b>{escape(''.join(in_lines(event, NAME)))}</b>: {words}",
                place[event] + 0.4,
                align="left",
            )
            for event, words in told.items()
        ]
    )
