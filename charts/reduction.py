"""By how much did days change, patient by patient?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from analytics.steps import Outcomes, Reductions
from charts.many import (
    in_bars,
    in_dots,
    lines_can_be_clicked,
    patients_a_bar,
    patients_a_dot,
    some_lines,
)
from charts.palette import INK, NONE, NOT_REACHED, QUIET, REACHED, Piece, hatching
from charts.pieces import (
    Drawn,
    Margins,
    at_right,
    dots,
    figure,
    frame,
    gridlines,
    line,
    marked_session,
    note,
    row_names,
    said,
    session_axis,
    strokes,
)
from words.numbers import fewer, number
from words.percents import reduced, reduction
from words.response import told_of

PERCENT, DAYS = "percent", "days"
FEWEST_BARS = 12  # for fewer patients the bars keep their width
UNSEEN = 0.01  # Plotly takes a click on a mark alone: a line has some that nobody sees
RARE = 0.002  # of many patients: what lies below is counted, so that one cannot flatten the rest
DAYS_HOVER = "%{customdata[1]:.1f} to %{customdata[2]:.1f} days a month"


def waterfall_chart(
    judged: Outcomes, not_judged: int, definition: Definition, unit: str = PERCENT
) -> go.Figure:
    """One bar a patient, from the largest reduction to the smallest; those not judged as a gap.

    ``judged``: the evaluable rows of Outcomes after one session. In days there is no common
    threshold line: filled marks alone tell who reached it.
    """
    rows = judged.assign(value=_fewer(judged, unit)).sort_values("value", ascending=False)
    rows = rows.assign(place=range(1, len(rows) + 1))
    bars = _waterfall(rows, definition, unit)
    scale = _scale(pd.concat([of_verdict["y"] for of_verdict in bars.traces]), unit)
    drawn = bars + Drawn(
        shapes=gridlines(scale["tickvals"]), notes=_counts_along_the_bars(rows, definition)
    )
    if unit == PERCENT:
        drawn += _line_over_the_bars(rows, definition)
    end = max(len(rows), FEWEST_BARS) + 1  # where the bars end and the gap begins
    gap = max(not_judged, math.ceil(len(rows) * 0.07)) if not_judged else 0
    if gap:
        ends = min(scale["tickvals"]), max(scale["tickvals"])
        drawn += _gap(not_judged, (end + 0.5, end + 0.5 + gap), ends)
    return figure(
        drawn,
        {"range": [0, end + (1 + gap * 1.05 if gap else 0)], "showticklabels": False},
        scale,
        height=370,
        margins=Margins(30),
    )


def _waterfall(rows: pd.DataFrame, definition: Definition, unit: str) -> Drawn:
    """The bars of those who reached the threshold, and of the others."""
    many = patients_a_bar(len(rows)) > 1
    return Drawn(
        [
            {
                "type": "bar",
                "marker": {"color": fill, "line": {"color": edge, "width": 1}},
                **(
                    _bars_of_many(part, len(rows), unit, definition.threshold)
                    if many
                    else _bars(part, len(rows))
                ),
            }
            for part, fill, edge in _by_verdict(rows)
        ]
    )


def _bars(part: pd.DataFrame, n: int) -> Piece:
    return {
        "x": part["place"],
        "y": part["value"],
        "width": 0.8 if n < 400 else 1,
        **said(
            f"%{{customdata[0]}}: {DAYS_HOVER}", part[["patient_id", "baseline", "monthly_days"]]
        ),
    }


def _bars_of_many(part: pd.DataFrame, n: int, unit: str, line: int) -> Piece:
    made = in_bars(part, patients_a_bar(n))
    told = made.assign(median=[_told(value, unit, line) for value in made["value"]])
    return {
        "x": made["place"],
        "y": made["value"],
        "width": made["patients"],
        **said(
            "Patients %{customdata[0]:,} to %{customdata[1]:,}, their median: %{customdata[2]}",
            told[["first", "last", "median"]],
        ),
    }


def _line_over_the_bars(rows: pd.DataFrame, definition: Definition) -> Drawn:
    """The threshold, and how many bars reach it."""
    threshold, end = definition.threshold, len(rows) + 1
    words = f"<b>{threshold}% line: {int(rows['responder'].sum()):,} of {len(rows):,}</b>"
    return Drawn(
        shapes=[line(0, threshold, end, threshold, dash="dash")],
        notes=[note(words, x=end, xanchor="right", y=threshold, yanchor="bottom")],
    )


def _gap(not_judged: int, x: tuple[float, float], y: tuple[float, float]) -> Drawn:
    """Those not judged: as wide as they are many, hatched in a dotted frame."""
    hatched = {
        "type": "bar",
        "x": [(x[0] + x[1]) / 2],
        "y": [y[1] - y[0]],
        "base": [y[0]],
        "width": round(x[1] - x[0]),
        "marker": {"color": NONE, "pattern": hatching(9, 0.06)},
        "hoverinfo": "skip",
    }
    words = at_right(f"<b>{not_judged:,}</b> not judged", y[0], yanchor="top", yshift=-2)
    return Drawn([hatched], [frame(x, y, color=QUIET, width=1.25, dash="dot")], [words])


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
    scale = _scale(values[inside], unit, definition.threshold)
    height = (scale["range"][1] - scale["range"][0]) / 55
    rows = in_dots(judged.assign(value=values)[inside], height, size)
    beside = _side_by_side(rows["value"], rows["session"], height)
    rows = rows.assign(place=rows["session"] + beside)
    drawn = Drawn(
        [_dots_of(part, fill, edge, size) for part, fill, edge in _by_verdict(rows)],
        [*gridlines(scale["tickvals"]), marked_session(marked)],
        [row_names("session", "median", "judged")],
    ) + Drawn([_medians(by_session, unit)])
    if unit == PERCENT:
        drawn += Drawn(shapes=[_at_the_threshold(definition)])
    middle = [
        f"<b>{_median(row, unit, definition.threshold)}</b>" for row in by_session.itertuples()
    ]
    axis = session_axis(by_session["session"], [middle, [f"{n:,}" for n in by_session["judged"]]])
    return figure(drawn, axis, scale, height=360, margins=Margins(66))


def _dots_of(part: pd.DataFrame, fill: str, edge: str, size: int) -> Piece:
    """One verdict's dots; of many patients each stands for up to ``size``."""
    hover = f"%{{customdata[0]}}, session %{{customdata[3]}}: {DAYS_HOVER}"
    if size > 1:
        hover = f"Up to {size:,} patients, session %{{customdata[3]}}"
    return dots(
        part["place"],
        part["value"],
        {"size": 7, "color": fill, "line": {"color": edge, "width": 1.25}},
        said(hover, part[["patient_id", "baseline", "monthly_days", "session"]]),
    )


def _medians(by_session: Reductions, unit: str) -> Piece:
    known = by_session[by_session["judged"] > 0]
    medians = known["percent_reduction"] if unit == PERCENT else -known["change"]
    return strokes(
        [(s - 0.36, s + 0.36) for s in known["session"]],
        [(median, median) for median in medians],
        color=INK,
        width=3,
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
    every = _from_baseline(judged, unit)
    few = some_lines(every)
    scale = _days_scale(definition)
    if unit == PERCENT:
        scale = _scale(few["value"], unit, definition.threshold)
    drawn = Drawn(
        [
            _thin_lines(_with_gaps(few), clicked=lines_can_be_clicked(judged)),
            _bold_line(every.groupby("session")["value"].median()),
        ],
        gridlines(scale["tickvals"]),
        [row_names("session", "judged")],
    )
    if unit == PERCENT:
        drawn += Drawn(shapes=[_at_the_threshold(definition)])
    counts = ["before", *(f"{n:,}" for n in by_session["judged"])]
    axis = session_axis([0, *by_session["session"]], [counts])
    return figure(drawn, axis, scale, height=360, margins=Margins(66))


def _thin_lines(broken: pd.DataFrame, *, clicked: bool) -> Piece:
    return {
        "type": "scatter",
        "mode": "lines+markers" if clicked else "lines",
        "x": broken["session"],
        "y": broken["value"],
        "line": {"color": NOT_REACHED, "width": 1},
        "marker": {"size": 9, "opacity": UNSEEN},
        "opacity": 0.45,
        **said("%{customdata[0]}, session %{customdata[1]}", broken[["patient_id", "session"]]),
    }


def _bold_line(medians: pd.Series) -> Piece:
    marker = {"size": 8, "color": REACHED}
    bold = {"mode": "lines+markers", "line": {"color": REACHED, "width": 3}}
    words = said("Median after session %{x}: %{y:.1f}")
    return {**dots(medians.index, medians, marker, words), **bold}


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


def _at_the_threshold(definition: Definition) -> Piece:
    """The dashed line; its name is the tick's, for on the line lie dots."""
    return line(0, definition.threshold, 1, definition.threshold, paper="x", dash="dash")


def _scale(values: pd.Series, unit: str, threshold: int = 50) -> Piece:
    """A value axis with ticks in words: no day left, 50% fewer, same, 25% more.

    In percent the threshold is one of them.
    """
    low, high = (values.min(), values.max()) if len(values) else (0.0, 0.0)
    if unit == PERCENT:
        bottom = -25 if low >= -25 else 50 * math.floor(low / 50)
        levels = {0, threshold, 100, bottom}
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
    """How many reached the threshold, had none or some fewer days, or more: at their bars."""
    hit, worse = int(rows["responder"].sum()), int((rows["value"] < 0).sum())
    between = len(rows) - hit - worse
    groups = (
        (hit, 1, told_of(definition).reached, "top"),
        (between, hit + 1, f"0 to under {definition.threshold}%", "top"),
        (worse, hit + between + 1, "more days", "bottom"),
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
