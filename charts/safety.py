"""How many patients had each side effect, beside the reference study?"""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts.palette import INK, NONE, PUBLISHED, QUIET, figure, line, note, share_ticks, strokes
from words.numbers import in_lines
from words.percents import percent

ROW = 46
NAME = 40  # letters of a name above its row


def side_effects_chart(ours: pd.DataFrame, reference: pd.DataFrame) -> go.Figure:
    """A row an event: our share with its interval, above it the words; the study as a diamond.

    ``ours``: the rows of ``side_effects`` over all sessions. ``reference``: event, patients, of.
    """
    events = list(dict.fromkeys([*ours["event"], *reference["event"]]))[::-1]
    place = {event: position for position, event in enumerate(events)}
    studied = reference.assign(share=reference["patients"] / reference["of"])
    top = max([0.1, *ours["ci_high"], *studied["share"]])
    names = [
        note(
            f"<b>{_short(row.event)}</b>: {row.patients:,} of {row.treated:,} "
            f"({percent(row.share)})",
            x=0,
            xref="paper",
            xanchor="left",
            y=place[row.event] + 0.34,
            align="left",
        )
        for row in ours.itertuples()
    ]
    names += [
        note(
            f"<b>{_short(event)}</b>: none recorded",
            x=0,
            xref="paper",
            xanchor="left",
            y=place[event] + 0.34,
            align="left",
        )
        for event in events
        if event not in set(ours["event"])
    ]
    rows = [place[event] for event in ours["event"]]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": ours["share"],
        "y": rows,
        "marker": {"size": 12, "color": INK, "opacity": 1},
        "customdata": ours[["event", "patients", "treated"]].assign(
            event=[_whole(event) for event in ours["event"]]
        ),
        "hovertemplate": "%{customdata[0]}: %{customdata[1]} of %{customdata[2]}<extra></extra>",
    }
    study = {
        "type": "scatter",
        "mode": "markers",
        "x": studied["share"],
        "y": [place[event] for event in studied["event"]],
        "marker": {
            "symbol": "diamond",
            "size": 12,
            "color": NONE,
            "opacity": 1,
            "line": {"color": PUBLISHED, "width": 2.5},
        },
        "customdata": studied[["event", "patients", "of"]],
        "hovertemplate": "Khalil 2014, %{customdata[0]}: %{customdata[1]} of %{customdata[2]}"
        "<extra></extra>",
    }
    intervals = strokes(
        list(zip(ours["ci_low"], ours["ci_high"], strict=True)),
        [(row, row) for row in rows],
        color=INK,
        width=3,
    )
    levels = [level / 100 for level in range(0, int(100 * top) + 6, 5)]
    return figure(
        [intervals, study, dots],
        height=max(160, ROW * len(events) + 50),
        bottom=32,
        shapes=[
            line(x, 0, x, 1, paper="y", opacity=0.13, layer="below", color=QUIET, width=1)
            for x in levels
        ],
        notes=names,
        x={"range": [-0.004, top * 1.05], **share_ticks(levels)},
        y={"range": [-0.5, len(events) - 0.3], "showticklabels": False},
    )


def _short(event: str) -> str:
    return escape("".join(in_lines(event, NAME)))


def _whole(event: str) -> str:
    """The whole name, for the hover."""
    return "<br>".join(map(escape, in_lines(event, 60, 9)))
