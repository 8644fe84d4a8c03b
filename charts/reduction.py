"""By how much did days change, patient by patient?"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from analytics.words import number, percent
from charts.palette import (
    INK,
    NONE,
    NOT_REACHED,
    QUIET,
    REACHED,
    blank_figure,
    gridline,
    hatching,
    marked_session,
    session_axis,
    threshold_line,
)

PERCENT, DAYS = "percent", "days"


def waterfall_chart(
    judged: pd.DataFrame, not_judged: int, definition: Definition, unit: str = PERCENT
) -> go.Figure:
    """One bar a patient, from the largest reduction to the smallest; those not judged as a gap.

    ``judged``: the evaluable rows of Outcomes after one session. In days there is no common
    threshold line: filled marks alone tell who reached it.
    """
    values = _fewer(judged, unit).sort_values(ascending=False)
    reached = judged.loc[values.index, "responder"].astype(bool)
    n = len(values)
    gap = max(not_judged, math.ceil(n * 0.07), 1) if not_judged else 0
    low = min(-_step(unit), values.min() if n else 0)
    figure = blank_figure(height=370, bottom=30)
    _value_axis(figure, low, _top(values, unit), unit)
    x = list(range(1, n + 1))
    figure.add_bar(
        x=x,
        y=values,
        width=0.8 if n < 400 else 1,
        marker={
            "color": [REACHED if flag else NONE for flag in reached],
            "line": {"color": [REACHED if flag else NOT_REACHED for flag in reached], "width": 1},
        },
        customdata=judged.loc[values.index, ["patient_id", "baseline", "monthly_days"]],
        hovertemplate="%{customdata[0]}: %{customdata[1]:.1f} to %{customdata[2]:.1f} days a month"
        "<extra></extra>",
    )
    if unit == PERCENT:
        text = f"<b>{definition.threshold}% line: {int(reached.sum())} of {n}</b>"
        figure.add_shape(
            type="line", x0=0, x1=n + 1, y0=definition.threshold, y1=definition.threshold,
            line={"color": INK, "width": 1.5, "dash": "dash"},
        )  # fmt: skip
        figure.add_annotation(
            x=n + 1, xanchor="right", y=definition.threshold, yanchor="bottom", text=text,
            showarrow=False, font={"size": 14, "color": INK},
        )  # fmt: skip
    _counts_along_the_bars(figure, values, reached, definition, low)
    if gap:
        _not_judged(figure, n, gap, not_judged, low, _top(values, unit))
    figure.update_xaxes(range=[0, n + (2 + gap * 1.1 if gap else 1)], showticklabels=False)
    return figure


def _fewer(rows: pd.DataFrame, unit: str) -> pd.Series:
    """Reduction, upwards for fewer days, in the unit asked for."""
    return (rows["percent_reduction"] if unit == PERCENT else -rows["change"]).astype("float64")


def _step(unit: str) -> int:
    return 25 if unit == PERCENT else 5


def _top(values: pd.Series, unit: str) -> float:
    return (
        100 if unit == PERCENT else max(10, 5 * math.ceil(values.max() / 5)) if len(values) else 10
    )


def _value_axis(figure: go.Figure, low: float, top: float, unit: str) -> None:
    """Ticks in words: no day left, 50% fewer, same, 25% more."""
    step = _step(unit)
    coarsest = 2 * step if low < -step else step
    lowest = coarsest * math.floor(low / coarsest)
    coarse = step * (2 if top - lowest <= 10 * step else 4)
    levels = sorted({0, lowest, *range(0, int(top) + 1, coarse)})
    if unit == PERCENT:
        levels = sorted({*levels, 50, 100} if lowest > -200 else {*levels, 100})
    for level in levels:
        gridline(figure, level, strong=level == 0)
    figure.update_yaxes(
        range=[lowest - step * 0.3, top + step * 0.15],
        tickvals=levels,
        ticktext=[_level(level, unit) for level in levels],
    )


def _level(level: float, unit: str) -> str:
    if level == 0:
        return "same"
    if unit == PERCENT and level == 100:
        return "no day left"
    way = "fewer" if level > 0 else "more"
    return f"{number(abs(level))}{'%' if unit == PERCENT else ''} {way}"


def _counts_along_the_bars(
    figure: go.Figure, values: pd.Series, reached: pd.Series, definition: Definition, low: float
) -> None:
    worse = int((values < 0).sum())
    hit = int(reached.sum())
    between = len(values) - hit - worse
    groups = (
        (hit, 1, f"reached {definition.threshold}%", -1),
        (between, hit + 1, f"under {definition.threshold}%", -1),
        (worse, hit + between + 1, "worse", 1),
    )
    for count, start, words, side in groups:
        if count:
            figure.add_annotation(
                x=start + (count - 1) / 2, y=0, showarrow=False,
                yanchor="top" if side < 0 else "bottom", yshift=4 * side,
                text=f"<b>{count}</b><br>{words}", font={"size": 14, "color": INK},
            )  # fmt: skip


def _not_judged(
    figure: go.Figure, n: int, gap: int, not_judged: int, low: float, top: float
) -> None:
    """A hatched field as wide as those who are missing."""
    middle = n + 1.5 + gap / 2
    figure.add_bar(
        x=[middle],
        y=[top - low],
        base=[low],
        width=gap,
        marker={
            "color": NONE,
            "pattern": hatching(9, 0.06),
        },
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_shape(
        type="rect", x0=middle - gap / 2, x1=middle + gap / 2, y0=low, y1=top,
        line={"color": QUIET, "width": 1.25, "dash": "dot"},
    )  # fmt: skip
    figure.add_annotation(
        x=1, xref="paper", xanchor="right", y=low, yanchor="top", yshift=-2,
        text=f"<b>{not_judged}</b> not judged", showarrow=False, font={"size": 14, "color": INK},
    )  # fmt: skip


def spread_chart(
    judged: pd.DataFrame,
    by_session: pd.DataFrame,
    definition: Definition,
    marked: int,
    unit: str = PERCENT,
) -> go.Figure:
    """One dot a patient judged, after each session, with the median as a line.

    ``by_session``: the table ``reduction_by_session``.
    """
    values = _fewer(judged, unit)
    low = min(-_step(unit), values.min() if len(values) else 0)
    top = _top(values, unit)
    figure = blank_figure(height=360, bottom=66)
    marked_session(figure, marked)
    _value_axis(figure, low, top, unit)
    reached = judged["responder"].astype(bool)
    offsets = _side_by_side(values, judged["session"], (top - low) / 55)
    figure.add_scatter(
        x=judged["session"] + offsets,
        y=values,
        mode="markers",
        marker={
            "size": 7,
            "opacity": 1,
            "color": [REACHED if flag else NONE for flag in reached],
            "line": {
                "color": [REACHED if flag else NOT_REACHED for flag in reached],
                "width": 1.25,
            },
        },
        customdata=judged[["patient_id", "session", "baseline", "monthly_days"]],
        hovertemplate="%{customdata[0]}, session %{customdata[1]}: %{customdata[2]:.1f} to "
        "%{customdata[3]:.1f} days a month<extra></extra>",
    )
    known = by_session[by_session["judged"] > 0]
    medians = known["percent_reduction"] if unit == PERCENT else -known["change"]
    figure.add_scatter(
        x=[x for s in known["session"] for x in (s - 0.36, s + 0.36, None)],
        y=[y for median in medians for y in (median, median, None)],
        mode="lines",
        line={"color": INK, "width": 3},
        hoverinfo="skip",
    )
    if unit == PERCENT:
        threshold_line(figure, definition.threshold, f"{definition.threshold}% line")
    session_axis(
        figure,
        ["session", "median", "judged"],
        [
            [f"<b>{int(row.session)}</b>", f"<b>{_median(row, unit)}</b>", f"{row.judged}"]
            for row in by_session.itertuples()
        ],
    )
    return figure


def _median(row: tuple, unit: str) -> str:
    value = row.percent_reduction if unit == PERCENT else -row.change  # type: ignore[attr-defined]
    return percent(value / 100) if unit == PERCENT else number(value)


def _side_by_side(values: pd.Series, sessions: pd.Series, height: float) -> pd.Series:
    """Horizontal offsets so that dots of about the same value lie beside each other."""
    level = (values / height).round()
    place = values.groupby([sessions, level]).cumcount()
    size = values.groupby([sessions, level]).transform("size")
    widest = max(int(size.max()) if len(size) else 1, 8)
    return (place - (size - 1) / 2) * min(0.06, 0.84 / widest)


def patient_lines_chart(
    outcomes: pd.DataFrame, by_session: pd.DataFrame, definition: Definition, unit: str = PERCENT
) -> go.Figure:
    """One line a patient from the baseline through every session judged, the median in bold.

    In days a month, or in percent of the own baseline. ``outcomes`` holds the rows drawn: session
    0 and the sessions judged, of patients with at least one.
    """
    column = "monthly_days" if unit == DAYS else "percent_reduction"
    drawn = outcomes.assign(
        value=outcomes[column].where(outcomes["session"] > 0, _start(outcomes, unit))
    )
    top = 100.0 if unit == PERCENT else definition.month
    low = 0.0 if unit == DAYS else min(-25.0, float(drawn["value"].min()) if len(drawn) else 0)
    figure = blank_figure(height=360, bottom=66)
    if unit == DAYS:
        for level in range(0, definition.month + 1, 10):
            gridline(figure, level, strong=level == 0)
        figure.update_yaxes(
            range=[-0.5, top + 0.8],
            tickvals=list(range(0, definition.month + 1, 10)),
            ticktext=[f"{level} days" for level in range(0, definition.month + 1, 10)],
        )
    else:
        _value_axis(figure, low, top, unit)
        threshold_line(figure, definition.threshold, f"{definition.threshold}% line")
    x: list[float | None] = []
    y: list[float | None] = []
    names: list[str | None] = []
    for patient_id, rows in drawn.groupby("patient_id"):
        x += [*rows["session"].tolist(), None]
        y += [*rows["value"].astype("float64").tolist(), None]
        names += [*[str(patient_id)] * len(rows), None]
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": NOT_REACHED, "width": 1}, opacity=0.45,
        text=names, hovertemplate="%{text}, session %{x}<extra></extra>",
    )  # fmt: skip
    medians = drawn.groupby("session")["value"].median()
    figure.add_scatter(
        x=medians.index, y=medians.astype("float64"), mode="lines+markers",
        line={"color": REACHED, "width": 3}, marker={"size": 8, "color": REACHED, "opacity": 1},
        hovertemplate="Median after session %{x}: %{y:.1f}<extra></extra>",
    )  # fmt: skip
    judged = by_session.set_index("session")["judged"]
    session_axis(
        figure,
        ["session", "judged"],
        [
            ["<b>0</b>", "before"],
            *([f"<b>{session}</b>", f"{count}"] for session, count in judged.items()),
        ],
    )
    return figure


def _start(outcomes: pd.DataFrame, unit: str) -> pd.Series:
    return outcomes["baseline"] if unit == DAYS else outcomes["baseline"] * 0
