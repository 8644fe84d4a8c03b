"""What was recorded after each of one patient's sessions, and how often was medication taken?

The days missing from a diary leave an interval open: a pale bar, or a hatched one where nothing
can be judged.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Reason
from analytics.definitions import Definition
from analytics.guidelines.base import MONTH
from analytics.guidelines.overuse import LIMITS
from analytics.steps import Outcomes
from charts.palette import INK, NONE, NOT_REACHED, PALE, QUIET, REACHED, Piece, hatched
from charts.pieces import (
    Drawn,
    Margins,
    at_left,
    at_right,
    bar_across,
    dots,
    figure,
    line,
    note,
    over_row,
    said,
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
    drawn = Drawn()
    for place, row in rows.iterrows():
        drawn += _row_words(row, -place, definition)
        low, high = open_.loc[place, ["lowest", "highest"]]
        if pd.notna(low) and pd.notna(high):
            judged = pd.notna(row["percent_reduction"])
            drawn += _possible((max(low, lowest), high), -place, judged=judged)
            words = f"{between(low, high, definition.threshold)} possible"
            drawn += _beside((max(low, lowest), high), -place, words)
    drawn += _judged(rows[rows["percent_reduction"].notna()], lowest, definition.threshold)
    drawn += _lines(-len(rows) + 0.55, definition.threshold)
    levels = [v for v in (-100, -50, 0, definition.threshold, 100) if v >= lowest]
    return figure(
        drawn,
        {
            "range": [lowest - 6, 106],
            "tickvals": levels,
            "ticktext": [_tick(level) for level in levels],
        },
        {"range": [-len(rows) + 0.5, 0.95], "showticklabels": False},
        height=ROW * len(rows) + 66,
        margins=Margins(30, top=26, left=8, right=14),
    )


def _judged(rows: pd.DataFrame, lowest: float, threshold: int) -> Drawn:
    """The sessions that are judged: filled where the threshold was reached."""
    reached = rows["responder"].fillna(False).astype(bool)
    marker = {
        "size": 15,
        "color": [REACHED if r else NONE for r in reached],
        "line": {"width": 2.5, "color": [REACHED if r else NOT_REACHED for r in reached]},
    }
    words = [
        (row.session, reduction(row.percent_reduction, threshold, 1)) for row in rows.itertuples()
    ]
    return Drawn(
        [
            dots(
                rows["percent_reduction"].clip(lower=lowest),
                -rows.index,
                marker,
                said("Session %{customdata[0]}: %{customdata[1]}", words),
            )
        ]
    )


def _lines(last: float, threshold: int) -> Drawn:
    """From the first row to the last: the threshold, named, and no change."""
    return Drawn(
        shapes=[
            line(threshold, last, threshold, 0.75, dash="dash"),
            line(0, last, 0, 0.3, color=QUIET, width=1, opacity=0.5),
        ],
        notes=[note(f"{threshold}% line", size=13, x=threshold, y=0.75, yanchor="bottom")],
    )


def _tick(value: float) -> str:
    return f"{reduced(-value)} more" if value < 0 else reduced(value) if value else "0"


def _row_words(row: pd.Series, y: float, definition: Definition) -> Drawn:
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
    return Drawn(notes=[over_row(f"Session {row['session']}: {told}", numbers, y)])


def _possible(ends: tuple[float, float], y: float, *, judged: bool) -> Drawn:
    """What missing days leave open: pale with its ends, or hatched where nothing is judged."""
    if not judged:
        return Drawn([bar_across(ends, y, width=0.26, marker=hatched(6, 0.12))])
    pale = {"color": REACHED, "opacity": PALE, "line": {"width": 0}}
    return Drawn(
        [bar_across(ends, y, width=0.26, marker=pale)],
        [line(x, y - 0.13, x, y + 0.13, color=REACHED, width=1.25) for x in ends],
    )


def _beside(ends: tuple[float, float], y: float, words: str) -> Drawn:
    """Words at the end of a bar that has room for them."""
    right = ends[1] < 60
    place = {"x": ends[1] if right else ends[0], "xshift": 6 if right else -6}
    anchor = "left" if right else "right"
    return Drawn(notes=[note(words, size=12, color=QUIET, y=y, xanchor=anchor, **place)])


def intake_months_chart(months: pd.DataFrame, classes: list[str]) -> go.Figure:
    """Days with intake in each month, a panel a class, each with its ICHD limit.

    ``months``: the table ``patient_months``. ``classes``: those that were taken.
    """
    months = months.reset_index(drop=True)
    panels = [Panel(place, len(classes), name) for place, name in enumerate(classes)]
    drawn = sum((_intake(panel, months) for panel in panels), Drawn())
    starts = months.index[(months["month"] == 1) & (months["cycle"] > 0)]
    drawn += Drawn(
        shapes=[line(at - 0.5, 0.06, at - 0.5, 1, paper="y", color=QUIET, width=1) for at in starts]
    )
    axes = {f"yaxis{panel.number}": _axis(panel, months) for panel in panels}
    return figure(
        drawn,
        {
            "tickvals": starts - 0.5,
            "ticktext": [f"S{cycle}" for cycle in months.loc[starts, "cycle"]],
            "range": [-0.6, len(months) - 0.4],
            "anchor": panels[-1].axis,
        },
        axes.pop("yaxis"),
        height=PANEL * len(classes) + 34,
        margins=Margins(30, top=6, left=30, right=10),
        more=axes,
    )


class Panel(NamedTuple):
    """One class of medication, with an axis of its own below those before it."""

    place: int
    of: int
    name: str

    @property
    def number(self) -> str:
        """Plotly's number of the axis: the first has none."""
        return "" if self.place == 0 else f"{self.place + 1}"

    @property
    def axis(self) -> str:
        return f"y{self.number}"

    @property
    def top(self) -> float:
        """Where it begins, as a share of the figure from below."""
        return 1 - self.place / self.of


def _intake(panel: Panel, months: pd.DataFrame) -> Drawn:
    """The days of each month with its class and its limit named; no bar where none is recorded."""
    days, limit = months[f"{panel.name}_days"], LIMITS[panel.name]
    known = months[f"{panel.name}_recorded_days"] > 0
    bars = {
        "type": "bar",
        "x": months.index,
        "y": days.where(known),
        "yaxis": panel.axis,
        "width": 0.86,
        "marker": {"color": QUIET, "opacity": 0.35},
        "text": [f"{n}" if k else "" for n, k in zip(days, known, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"size": 12, "color": INK},
        "constraintext": "none",
        **said(
            "%{y} days with intake, %{customdata[0]} recorded",
            months[[f"{panel.name}_recorded_days"]],
        ),
    }
    name = sentence_case(MEDICATION[panel.name].removeprefix("a ").removeprefix("an "))
    told = f"ICHD limit {limit} in {MONTH} days"
    return Drawn(
        [bars],
        [{**line(0, limit, 1, limit, paper="x", dash="dash"), "yref": panel.axis}],
        [
            at_left(f"<b>{name}</b>", panel.top, size=13, yref="paper", yanchor="top"),
            at_right(told, limit, size=12, yref=panel.axis, yanchor="bottom"),
        ],
    )


def _axis(panel: Panel, months: pd.DataFrame) -> Piece:
    limit = LIMITS[panel.name]
    most = max(limit * 1.15, float(months[f"{panel.name}_days"].max()) * 1.05)
    return {
        "domain": [panel.top - 0.8 / panel.of, panel.top - 0.12 / panel.of],
        "range": [0, most],
        "tickvals": [0, limit],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 13, "color": QUIET},
        "ticks": "",
    }
