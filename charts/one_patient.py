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
from analytics.months import HALF_A_MONTH
from analytics.steps import Outcomes
from charts.narrow import BESIDE_OTHERS
from charts.palette import BAND, INK, NONE, NOT_REACHED, PALE, QUIET, REACHED, Piece, hatched
from charts.pieces import (
    ROOMY,
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
from words.numbers import both, sentence_case
from words.percents import reduction, span
from words.rules_told import SIMPLE

ROW = 62  # pixels a session
ONE_LINE = 17  # letters that have room beside it on a phone
PLOT = 0.74  # of the width; beside it stands what is possible
LOWEST = -100  # more than twice as many days: the bar ends at the edge
PANEL = 116  # pixels a class of medication


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
        drawn += _lines(-place, definition.threshold)
        if pd.notna(low) and pd.notna(high):
            judged = pd.notna(row["percent_reduction"])
            drawn += _possible((max(low, lowest), high), -place, judged=judged)
            line_at = definition.threshold
            alike = low == high  # every day is recorded
            words = reduction(low, line_at) if alike else span(low, high, line_at)
            if len(words) > ONE_LINE:
                words = words.replace(" to ", " to<br>")
            drawn += Drawn(notes=[at_right(words, -place, size=12, color=QUIET, align="right")])
    if open_["lowest"].notna().any():
        drawn += Drawn(notes=[at_right("possible", 0.75, size=12, color=QUIET)])
    drawn += _judged(rows[rows["percent_reduction"].notna()], lowest, definition.threshold)
    levels = _levels(lowest, definition.threshold)
    return figure(
        drawn,
        {
            "range": [lowest - 6, 106],
            "domain": [0, PLOT],
            "tickvals": levels,
            "ticktext": [_tick(level) for level in levels],
            "tickfont": {"size": 12, "color": QUIET},
        },
        {"range": [-len(rows) + 0.5, 0.95], "showticklabels": False},
        height=ROW * len(rows) + 46,
        margins=Margins(26, top=6, left=8, right=4),
    )


def _levels(lowest: float, threshold: int) -> list[float]:
    """Ticks that have room beside each other on a phone."""
    below = [-50.0] if -100 < lowest <= -50 else [-100.0] if lowest <= -100 else []
    return [*below, 0, threshold, *([100] if threshold <= 60 else [])]


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


def _lines(y: float, threshold: int) -> Drawn:
    """The threshold, and no change: beside a row's mark alone, so that they cross no words."""
    return Drawn(
        shapes=[
            line(threshold, y - 0.22, threshold, y + 0.22, dash="dash"),
            line(0, y - 0.22, 0, y + 0.22, color=QUIET, width=1, opacity=0.6),
        ]
    )


def _tick(value: float) -> str:
    if value == 100:
        return "none left"
    return reduction(value) if value else "same"


def _row_words(row: pd.Series, y: float, definition: Definition) -> Drawn:
    """Above the mark: the session and its number, and what it rests on."""
    recorded = f"{row['recorded_days']} of {row['window_days']} recorded"
    if pd.isna(row["recorded_days"]) or pd.isna(row["window_days"]):
        recorded = ""
    if pd.notna(row["percent_reduction"]):
        told = reduction(row["percent_reduction"], definition.threshold)
        numbers = f"{both(row['baseline'], row['monthly_days'])} a month"
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


def intake_months_chart(months: pd.DataFrame, classes: list[str]) -> go.Figure:
    """Days with intake in each month, a panel a class, each with its ICHD limit.

    ``months``: the table ``patient_months``. ``classes``: those that were taken.
    """
    months = months.reset_index(drop=True)
    panels = [Panel(place, len(classes), name) for place, name in enumerate(classes)]
    drawn = sum((_intake(panel, months) for panel in panels), Drawn())
    starts = months.index[(months["month"] == 1) & (months["cycle"] > 0)]
    axes = {f"yaxis{panel.number}": _axis(panel, months) for panel in panels}
    return figure(
        drawn,
        {
            **ROOMY,
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
    """The days of each bar with its class, and its limit; no bar where none is recorded."""
    days, limit = months[f"{panel.name}_days"], LIMITS[panel.name]
    recorded = months[f"{panel.name}_recorded_days"]
    thin = (recorded > 0) & (recorded < HALF_A_MONTH)
    whole = (recorded > 0) & ~thin
    bars = {
        "type": "bar",
        "x": months.index,
        "y": days.where(whole),
        "yaxis": panel.axis,
        "width": 0.86,
        "marker": {"color": QUIET, "opacity": 0.35},
        "text": [f"{n}" if k else "" for n, k in zip(days, whole, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"size": 12, "color": INK},
        "constraintext": "none",
        **said("%{y} days with intake, %{customdata[0]} recorded", recorded.to_frame()),
    }
    few = {
        "type": "bar",
        "x": months.index[thin],
        "y": [limit] * int(thin.sum()),
        "yaxis": panel.axis,
        "width": 0.86,
        "marker": hatched(6, 0.12, edge=0.5),
        "hoverinfo": "skip",
    }
    told = f"ICHD limit {limit} in {MONTH} days"
    return Drawn(
        [bars, few] if thin.any() else [bars],
        [{**line(0, limit, 1, limit, paper="x"), "yref": panel.axis}],
        [
            at_left(
                f"<b>{sentence_case(SIMPLE[panel.name])}</b>",
                panel.top,
                size=13,
                yref="paper",
                yanchor="top",
            ),
            at_right(told, panel.top, size=12, color=QUIET, yref="paper", yanchor="top"),
            *(
                note(
                    f"{days[at]}<br>of<br>{recorded[at]}",
                    size=11,
                    color=QUIET,
                    x=at,
                    y=limit / 2,
                    yref=panel.axis,
                    bgcolor=BAND,
                    borderpad=0,
                    name=BESIDE_OTHERS,
                )
                for at in months.index[thin]
            ),
        ],
    )


def _axis(panel: Panel, months: pd.DataFrame) -> Piece:
    limit = LIMITS[panel.name]
    most = max(limit * 1.15, float(months[f"{panel.name}_days"].max()) * 1.05)
    return {
        **ROOMY,
        "domain": [panel.top - 0.9 / panel.of, panel.top - 0.2 / panel.of],
        "range": [0, most],
        "tickvals": [0, limit],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 13, "color": QUIET},
        "ticks": "",
    }
