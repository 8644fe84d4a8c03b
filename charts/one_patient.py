"""What was recorded after each of one patient's sessions, and how often was medication taken?

The days missing from a diary leave an interval open: a pale bar, or a hatched one where nothing
can be judged.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Reason
from analytics.definitions import Definition
from analytics.guidelines.base import MONTH
from analytics.guidelines.overuse import LIMITS
from analytics.steps import Outcomes
from charts.palette import (
    INK,
    NONE,
    NOT_REACHED,
    PALE,
    QUIET,
    REACHED,
    Piece,
    figure,
    hatching,
    line,
    note,
)
from words.guidelines import MEDICATION
from words.numbers import number, sentence_case
from words.percents import between, reduced, reduction

ROW = 74  # pixels a session
LOWEST = -100  # more than twice as many days: the bar ends at the edge
PANEL = 150  # pixels a class of medication


def reductions_chart(rows: Outcomes, possible: pd.DataFrame, definition: Definition) -> go.Figure:
    """One row a session: its percent reduction, and what the missing days leave open.

    ``rows``: one patient's Outcomes of the sessions that took place. ``possible``: the table
    ``possible_reductions``.
    """
    rows = rows.reset_index(drop=True)
    open_ = possible.set_index("session").reindex(rows["session"]).reset_index(drop=True)
    values = [*rows["percent_reduction"].dropna(), *open_["lowest"].dropna(), 0]
    lowest = max(LOWEST, 25 * (min(values) // 25))
    bars, shapes, notes, threshold = [], [], [], definition.threshold
    for place, row in rows.iterrows():
        y, (low, high) = -place, open_.loc[place, ["lowest", "highest"]]
        judged = pd.notna(row["percent_reduction"])
        notes += _row_words(row, y, definition)
        if pd.notna(low) and pd.notna(high):
            bars.append(_possible(max(low, lowest), high, y, judged=judged))
            words = f"{between(low, high, threshold)} possible"
            right = high < 60
            notes.append(
                note(
                    words,
                    size=12,
                    color=QUIET,
                    y=y,
                    x=high if right else max(low, lowest),
                    xanchor="left" if right else "right",
                    xshift=6 if right else -6,
                )
            )
            if judged:
                shapes += [
                    line(x, y - 0.13, x, y + 0.13, color=REACHED, width=1.25)
                    for x in (max(low, lowest), high)
                ]
    judged_rows = rows[rows["percent_reduction"].notna()]
    reached = judged_rows["responder"].fillna(False).astype(bool)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": judged_rows["percent_reduction"].clip(lower=lowest),
        "y": -judged_rows.index,
        "marker": {
            "size": 15,
            "opacity": 1,
            "color": [REACHED if r else NONE for r in reached],
            "line": {"width": 2.5, "color": [REACHED if r else NOT_REACHED for r in reached]},
        },
        "customdata": [
            (row.session, reduction(row.percent_reduction, threshold, 1))
            for row in judged_rows.itertuples()
        ],
        "hovertemplate": "Session %{customdata[0]}: %{customdata[1]}<extra></extra>",
    }
    last = -len(rows) + 0.55
    shapes += [
        line(threshold, last, threshold, 0.75, dash="dash"),
        line(0, last, 0, 0.3, color=QUIET, width=1, opacity=0.5),
    ]
    notes.append(note(f"{threshold}% line", size=13, x=threshold, y=0.75, yanchor="bottom"))
    return figure(
        [*bars, dots],
        height=ROW * len(rows) + 66,
        bottom=30,
        top=10,
        shapes=shapes,
        notes=notes,
        margin={"l": 8, "r": 14, "t": 26, "b": 30},
        x={
            "range": [lowest - 6, 106],
            "tickvals": [v for v in (-100, -50, 0, threshold, 100) if v >= lowest],
            "ticktext": [_tick(v) for v in (-100, -50, 0, threshold, 100) if v >= lowest],
        },
        y={"range": [-len(rows) + 0.5, 0.95], "showticklabels": False},
    )


def _tick(value: float) -> str:
    return f"{reduced(-value)} more" if value < 0 else reduced(value) if value else "0"


def _row_words(row: pd.Series, y: float, definition: Definition) -> list[Piece]:
    """Above the mark: the session and its number, and what it rests on."""
    recorded = f"{row['recorded_days']} of {row['window_days']} recorded"
    if pd.isna(row["recorded_days"]) or pd.isna(row["window_days"]):
        recorded = ""
    if pd.notna(row["percent_reduction"]):
        told = reduction(row["percent_reduction"], definition.threshold)
        numbers = f"{number(row['baseline'])} to {number(row['monthly_days'])} days a month"
        numbers = ", ".join(filter(None, (numbers, recorded)))
    else:
        told = row["reason"] or "not judged"
        thin = row["reason"] == Reason.THIN_DIARY and recorded
        numbers = f"{recorded}, {definition.required_days} needed" if thin else recorded
    return [
        note(
            f"<b>Session {row['session']}: {told}</b><br>{numbers}",
            size=13,
            x=0,
            xref="paper",
            xanchor="left",
            y=y + 0.2,
            yanchor="bottom",
            align="left",
        )
    ]


def _possible(low: float, high: float, y: float, *, judged: bool) -> Piece:
    marker: Piece = {"color": REACHED, "opacity": PALE, "line": {"width": 0}}
    if not judged:
        marker = {
            "color": NONE,
            "pattern": hatching(6, 0.12),
            "line": {"color": QUIET, "width": 0.75},
        }
    return {
        "type": "bar",
        "orientation": "h",
        "x": [high - low],
        "base": [low],
        "y": [y],
        "width": 0.26,
        "marker": marker,
        "hoverinfo": "skip",
    }


def intake_months_chart(months: pd.DataFrame, classes: list[str]) -> go.Figure:
    """Days with intake in each month, a panel a class, each with its ICHD limit.

    ``months``: the table ``patient_months``. ``classes``: those that were taken.
    """
    months = months.reset_index(drop=True)
    bars, shapes, notes = [], [], []
    axes: dict[str, Piece] = {}
    count = len(classes)
    for place, name in enumerate(classes):
        axis = "y" if place == 0 else f"y{place + 1}"
        top = 1 - place / count
        days, limit = months[f"{name}_days"], LIMITS[name]
        known = months[f"{name}_recorded_days"] > 0
        bars.append(
            {
                "type": "bar",
                "x": months.index,
                "y": days.where(known),
                "yaxis": axis,
                "width": 0.86,
                "marker": {"color": QUIET, "opacity": 0.35},
                "text": [f"{n}" if k else "" for n, k in zip(days, known, strict=True)],
                "textposition": "inside",
                "insidetextanchor": "start",
                "textangle": 0,
                "textfont": {"size": 12, "color": INK},
                "constraintext": "none",
                "customdata": months[[f"{name}_recorded_days"]],
                "hovertemplate": "%{y} days with intake, %{customdata[0]} recorded<extra></extra>",
            }
        )
        shapes.append({**line(0, limit, 1, limit, paper="x", dash="dash"), "yref": axis})
        words = sentence_case(MEDICATION[name].removeprefix("a ").removeprefix("an "))
        notes.append(
            note(
                f"<b>{words}</b>",
                size=13,
                x=0,
                xref="paper",
                xanchor="left",
                y=top,
                yref="paper",
                yanchor="top",
            )
        )
        notes.append(
            note(
                f"ICHD limit {limit} in {MONTH} days",
                size=12,
                x=1,
                xref="paper",
                y=limit,
                xanchor="right",
                yanchor="bottom",
                yref=axis,
            )
        )
        most = max(limit * 1.15, float(days.max()) * 1.05)
        axes["yaxis" if place == 0 else f"yaxis{place + 1}"] = {
            "domain": [top - 0.8 / count, top - 0.12 / count],
            "range": [0, most],
            "tickvals": [0, limit],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 13, "color": QUIET},
            "ticks": "",
        }
    starts = months.index[(months["month"] == 1) & (months["cycle"] > 0)]
    shapes += [line(at - 0.5, 0.06, at - 0.5, 1, paper="y", color=QUIET, width=1) for at in starts]
    return figure(
        bars,
        height=PANEL * count + 34,
        bottom=30,
        shapes=shapes,
        notes=notes,
        margin={"l": 30, "r": 10, "t": 6, "b": 30},
        x={
            "tickvals": starts - 0.5,
            "ticktext": [f"S{cycle}" for cycle in months.loc[starts, "cycle"]],
            "range": [-0.6, len(months) - 0.4],
            "anchor": "y" if count == 1 else f"y{count}",
        },
        y=axes.pop("yaxis"),
        more_axes=axes,
    )
