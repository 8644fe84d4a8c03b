"""By how much did days change, patient by patient?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from analytics.steps import Outcomes, Reductions
from charts.many import in_bars, in_dots, patients_a_bar, patients_a_dot, some_lines
from charts.palette import (
    INK,
    NONE,
    NOT_REACHED,
    QUIET,
    REACHED,
    Piece,
    figure,
    gridlines,
    hatching,
    line,
    marked_session,
    note,
    row_names,
    session_axis,
    strokes,
    threshold_line,
)
from words.numbers import fewer, number
from words.percents import reduced, reduction
from words.response import told_of

PERCENT, DAYS = "percent", "days"
FEWEST_BARS = 12  # for fewer patients the bars keep their width
RARE = 0.002  # of many patients: what lies below is counted, so that one cannot flatten the rest
DAYS_HOVER = "%{customdata[1]:.1f} to %{customdata[2]:.1f} days a month<extra></extra>"


def waterfall_chart(
    judged: Outcomes, not_judged: int, definition: Definition, unit: str = PERCENT
) -> go.Figure:
    """One bar a patient, from the largest reduction to the smallest; those not judged as a gap.

    ``judged``: the evaluable rows of Outcomes after one session. In days there is no common
    threshold line: filled marks alone tell who reached it.
    """
    rows = judged.assign(value=_fewer(judged, unit)).sort_values("value", ascending=False)
    rows = rows.assign(place=range(1, len(rows) + 1))
    n = len(rows)
    parts = [
        (
            _bars(part, n)
            if patients_a_bar(n) == 1
            else _bars_of_many(part, n, unit, definition.threshold),
            fill,
            edge,
        )
        for part, fill, edge in _by_verdict(rows)
    ]
    scale = _scale(pd.concat([bars["y"] for bars, _, _ in parts]), unit)
    gap = max(not_judged, math.ceil(n * 0.07)) if not_judged else 0
    end = max(n, FEWEST_BARS) + 1  # where the bars end and the gap begins
    bars = [
        {
            "type": "bar",
            "marker": {"color": fill, "line": {"color": edge, "width": 1}},
            **of_patients,
        }
        for of_patients, fill, edge in parts
    ]
    shapes, notes = gridlines(scale["tickvals"]), _counts_along_the_bars(rows, definition)
    if unit == PERCENT:
        shapes.append(line(0, definition.threshold, n + 1, definition.threshold, dash="dash"))
        notes.append(
            note(
                f"<b>{definition.threshold}% line: {int(rows['responder'].sum()):,} of {n:,}</b>",
                x=n + 1,
                xanchor="right",
                y=definition.threshold,
                yanchor="bottom",
            )
        )
    if gap:
        low, high = min(scale["tickvals"]), max(scale["tickvals"])
        left = end + 0.5
        right = left + gap
        bars.append(
            {
                "type": "bar",
                "x": [(left + right) / 2],
                "y": [high - low],
                "base": [low],
                "width": gap,
                "marker": {"color": NONE, "pattern": hatching(9, 0.06)},
                "hoverinfo": "skip",
            }
        )
        shapes.append(
            {
                "type": "rect",
                "x0": left,
                "x1": right,
                "y0": low,
                "y1": high,
                "line": {"color": QUIET, "width": 1.25, "dash": "dot"},
            }
        )
        notes.append(
            note(
                f"<b>{not_judged:,}</b> not judged",
                x=1,
                xref="paper",
                xanchor="right",
                y=low,
                yanchor="top",
                yshift=-2,
            )
        )
    return figure(
        bars,
        height=370,
        bottom=30,
        shapes=shapes,
        notes=notes,
        y=scale,
        x={"range": [0, end + (1 + gap * 1.05 if gap else 0)], "showticklabels": False},
    )


def _bars(part: pd.DataFrame, n: int) -> Piece:
    return {
        "x": part["place"],
        "y": part["value"],
        "width": 0.8 if n < 400 else 1,
        "customdata": part[["patient_id", "baseline", "monthly_days"]],
        "hovertemplate": "%{customdata[0]}: " + DAYS_HOVER,
    }


def _bars_of_many(part: pd.DataFrame, n: int, unit: str, line: int) -> Piece:
    made = in_bars(part, patients_a_bar(n))
    return {
        "x": made["place"],
        "y": made["value"],
        "width": made["patients"],
        "customdata": made.assign(median=[_told(value, unit, line) for value in made["value"]])[
            ["first", "last", "median"]
        ],
        "hovertemplate": "Patients %{customdata[0]:,} to %{customdata[1]:,}, their median: "
        "%{customdata[2]}<extra></extra>",
    }


def spread_chart(
    judged: Outcomes,
    by_session: Reductions,
    definition: Definition,
    marked: int,
    unit: str = PERCENT,
) -> go.Figure:
    """One dot a patient judged, after each session, with the median as a line.

    ``by_session``: the table ``reduction_by_session``.
    """
    size = patients_a_dot(len(judged))
    values, inside = _fewer(judged, unit), drawn_in_spread(judged, unit)
    scale = _scale(values[inside], unit)
    height = (scale["range"][1] - scale["range"][0]) / 55
    rows = in_dots(judged.assign(value=values)[inside], height, size)
    beside = _side_by_side(rows["value"], rows["session"], height)
    rows = rows.assign(place=rows["session"] + beside)
    dots = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": part["place"],
            "y": part["value"],
            "marker": {
                "size": 7,
                "opacity": 1,
                "color": fill,
                "line": {"color": edge, "width": 1.25},
            },
            "customdata": part[["patient_id", "baseline", "monthly_days", "session"]],
            "hovertemplate": "%{customdata[0]}, session %{customdata[3]}: " + DAYS_HOVER
            if size == 1
            else f"Up to {size:,} patients, session %{{customdata[3]}}<extra></extra>",
        }
        for part, fill, edge in _by_verdict(rows)
    ]
    known = by_session[by_session["judged"] > 0]
    medians = known["percent_reduction"] if unit == PERCENT else -known["change"]
    middle = strokes(
        [(s - 0.36, s + 0.36) for s in known["session"]],
        [(median, median) for median in medians],
        color=INK,
        width=3,
    )
    shapes = [*gridlines(scale["tickvals"]), marked_session(marked)]
    notes = [row_names("session", "median", "judged")]
    if unit == PERCENT:
        shape, name = threshold_line(definition.threshold, f"{definition.threshold}% line")
        shapes.append(shape)
        notes.append(name)
    axis = session_axis(
        by_session["session"],
        [
            [
                f"<b>{_median(row, unit, definition.threshold)}</b>"
                for row in by_session.itertuples()
            ],
            [f"{n:,}" for n in by_session["judged"]],
        ],
    )
    return figure(
        [*dots, middle], height=360, bottom=66, shapes=shapes, notes=notes, x=axis, y=scale
    )


def drawn_in_spread(judged: Outcomes, unit: str = PERCENT) -> pd.Series:
    """For each row: does ``spread_chart`` draw it? Of many patients all but the lowest few."""
    values = _fewer(judged, unit)
    return values >= values.quantile(RARE) if patients_a_dot(len(values)) > 1 else values.notna()


def patient_lines_chart(
    judged: Outcomes, by_session: Reductions, definition: Definition, unit: str = PERCENT
) -> go.Figure:
    """One line a patient from the baseline through every session judged, the median in bold.

    In days a month, or in percent of the own baseline. ``judged``: the evaluable rows of Outcomes,
    sorted by patient and session.
    """
    drawn = _from_baseline(judged, unit)
    few = some_lines(drawn)
    scale = _scale(few["value"], unit) if unit == PERCENT else _days_scale(definition)
    shapes, notes = gridlines(scale["tickvals"]), [row_names("session", "judged")]
    if unit == PERCENT:
        shape, name = threshold_line(definition.threshold, f"{definition.threshold}% line")
        shapes.append(shape)
        notes.append(name)
    broken = _with_gaps(few)
    lines = {
        "type": "scatter",
        "mode": "lines",
        "x": broken["session"],
        "y": broken["value"],
        "line": {"color": NOT_REACHED, "width": 1},
        "opacity": 0.45,
        "text": broken["patient_id"],
        "hovertemplate": "%{text}, session %{x}<extra></extra>",
    }
    medians = drawn.groupby("session")["value"].median()
    middle = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": medians.index,
        "y": medians,
        "line": {"color": REACHED, "width": 3},
        "marker": {"size": 8, "color": REACHED, "opacity": 1},
        "hovertemplate": "Median after session %{x}: %{y:.1f}<extra></extra>",
    }
    counts = ["before", *(f"{n:,}" for n in by_session["judged"])]
    return figure(
        [lines, middle],
        height=360,
        bottom=66,
        shapes=shapes,
        notes=notes,
        y=scale,
        x=session_axis([0, *by_session["session"]], [counts]),
    )


def _fewer(rows: pd.DataFrame, unit: str) -> pd.Series:
    """Reduction, upwards for fewer days, in the unit asked for."""
    return (rows["percent_reduction"] if unit == PERCENT else -rows["change"]).astype("float64")


def _from_baseline(judged: Outcomes, unit: str) -> pd.DataFrame:
    """Days a month, or percent fewer, with each patient's baseline in front."""
    value = judged["monthly_days" if unit == DAYS else "percent_reduction"].astype("float64")
    after = judged[["patient_id", "session"]].assign(value=value)
    first = judged.drop_duplicates("patient_id")
    start = first["baseline"].astype("float64") if unit == DAYS else 0.0
    before = first[["patient_id"]].assign(session=0, value=start)
    return pd.concat([before, after]).sort_index(kind="stable")


def _by_verdict(rows: pd.DataFrame) -> Iterable[tuple[pd.DataFrame, str, str]]:
    """Those who reached the threshold, filled; the others, hollow."""
    reached = rows["responder"].astype(bool)
    return (rows[reached], REACHED, REACHED), (rows[~reached], NONE, NOT_REACHED)


def _scale(values: pd.Series, unit: str) -> Piece:
    """A value axis with ticks in words: no day left, 50% fewer, same, 25% more."""
    low, high = (values.min(), values.max()) if len(values) else (0.0, 0.0)
    if unit == PERCENT:
        bottom = -25 if low >= -25 else 50 * math.floor(low / 50)
        levels = {0, 50, 100, bottom}
    else:
        bottom = 5 * math.floor(min(low, -1) / 5)
        top = max(10, 5 * math.ceil(high / 5))
        levels = {0, bottom, *range(0, top + 1, 5 if top <= 20 else 10)}
    ends = min(levels), max(levels)
    air = (ends[1] - ends[0]) * 0.03
    return {
        "range": [ends[0] - air, ends[1] + air],
        "tickvals": sorted(levels),
        "ticktext": [_level(level, unit) for level in sorted(levels)],
    }


def _level(level: float, unit: str) -> str:
    if level == 0:
        return "same"
    if unit == PERCENT and level == 100:
        return "no day left"
    way = "fewer" if level > 0 else "more"
    return f"{reduced(abs(level)) if unit == PERCENT else number(abs(level))} {way}"


def _days_scale(definition: Definition) -> Piece:
    levels = list(range(0, definition.month + 1, 10))
    return {
        "range": [-0.5, definition.month + 0.8],
        "tickvals": levels,
        "ticktext": [f"{level} days" for level in levels],
    }


def _counts_along_the_bars(rows: pd.DataFrame, definition: Definition) -> list[Piece]:
    """How many reached the threshold, stayed under it, got worse: under or over their bars."""
    hit, worse = int(rows["responder"].sum()), int((rows["value"] < 0).sum())
    between = len(rows) - hit - worse
    groups = (
        (hit, 1, told_of(definition).reached, "top"),
        (between, hit + 1, f"under {definition.threshold}%", "top"),
        (worse, hit + between + 1, "worse", "bottom"),
    )
    return [
        note(
            f"<b>{count:,}</b><br>{words}",
            x=start + (count - 1) / 2,
            y=0,
            yanchor=anchor,
            yshift=-4 if anchor == "top" else 4,
        )
        for count, start, words, anchor in groups
        if count
    ]


def _median(row: Any, unit: str, threshold: int) -> str:
    if unit == PERCENT:
        return reduced(row.percent_reduction, threshold)
    return number(-row.change)


def _told(value: float, unit: str, threshold: int) -> str:
    """Fewer days, in percent or in days, in words."""
    return reduction(value, threshold) if unit == PERCENT else fewer(-value)


def _side_by_side(values: pd.Series, sessions: pd.Series, height: float) -> pd.Series:
    """Horizontal offsets so that dots of about the same value lie beside each other."""
    level = (values / height).round()
    place = values.groupby([sessions, level]).cumcount()
    size = values.groupby([sessions, level]).transform("size")
    widest = max(int(size.max()) if len(size) else 1, 8)
    return (place - (size - 1) / 2) * min(0.06, 0.84 / widest)


def _with_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with an empty one after each patient, so that one trace holds all their lines."""
    ends = rows.drop_duplicates("patient_id", keep="last").assign(value=float("nan"))
    return pd.concat([rows, ends]).sort_index(kind="stable")
