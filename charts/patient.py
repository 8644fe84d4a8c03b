"""What was recorded in each of one patient's months?"""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Lane
from analytics.definitions import Definition
from charts.palette import FREE, HEADACHE, INK, MIGRAINE, NONE, QUIET, Piece, dotted, hatched
from charts.pieces import Drawn, Margins, figure, gridlines, line, note, said
from words.numbers import in_lines, number
from words.pages.patient import LANES, lane_told

NEAR_BLACK = "#1b2430"  # numbers on orange, in light and dark alike
KINDS = (  # from below
    ("migraine", {"color": MIGRAINE}, "migraine"),
    ("headache", {"color": HEADACHE}, "headache without migraine"),
    ("free", {"color": FREE}, "no headache"),
    (
        "no_migraine",
        {"color": NONE, "pattern": dotted(), "line": {"color": QUIET, "width": 0.5}},
        "no migraine; headache not recorded",
    ),
    (
        "not_recorded",
        hatched(6, 0.12, edge=0.5),
        "not recorded",
    ),
)
LEVELS = (0, 10, 20, 30)
LANE = 3  # days of the value axis that a lane takes


def patient_months_chart(
    months: pd.DataFrame,
    sessions: pd.DataFrame,
    baseline: float,
    definition: Definition,
    others: pd.DataFrame,
) -> go.Figure:
    """One bar a month, every day of it; sessions as vertical lines, baseline and threshold named.

    ``months``: the table ``patient_months``. ``sessions``: session and units, in order.
    ``others``: the table ``other_events``, in lanes under the months.
    """
    months = months.reset_index(drop=True)
    lanes, depth = _lanes(months, others)
    shown = list(months.index[:: max(1, -(-len(months) // 8))])
    return figure(
        Drawn([*_days(months), _numbers(months)], gridlines(LEVELS))
        + _sessions(months, sessions)
        + _lines(baseline, definition)
        + lanes,
        {
            "tickvals": shown,
            "ticktext": _names(months.loc[shown]),
            "range": [-0.6, len(months) - 0.4],
        },
        {
            "range": [-depth, max(months["days"].max(), 30) + 1],
            "tickvals": LEVELS,
            "ticktext": ["0", "10", "20", "30 days"],
        },
        height=370 + 9 * depth,
        margins=Margins(48, top=44, right=76),
        more={"uniformtext": {"mode": "hide", "minsize": 9}},  # on narrow bars numbers give way
    )


def _days(months: pd.DataFrame) -> list[Piece]:
    """The kinds of day of each month, one upon the other."""
    bars, base = [], pd.Series(0, index=months.index)
    for kind, marker, words in KINDS:
        bars.append(
            {
                "type": "bar",
                "x": months.index,
                "y": months[kind],
                "base": base,
                "width": 0.9,
                "marker": marker,
                **said(f"%{{y}} of %{{customdata[0]}} days: {words}", months[["days"]]),
            }
        )
        base = base + months[kind]
    return bars


def _sessions(months: pd.DataFrame, sessions: pd.DataFrame) -> Drawn:
    """A line where each session begins, with its number, and its units where they change."""
    shapes, notes, before = [], [], None
    for row in sessions.itertuples():
        at = months.index[months["cycle"] == row.session]
        if len(at):
            changed = pd.notna(row.units) and row.units != before
            units = f"{number(row.units)} U" if changed else " "
            before = row.units
            edge = at[0] - 0.5
            shapes.append(line(edge, 0, edge, 1.02, paper="y"))
            notes.append(
                note(
                    f"<b>S{row.session}</b><br>{units}",
                    size=13,
                    x=edge,
                    xanchor="left",
                    y=1.02,
                    yref="paper",
                    yanchor="bottom",
                    align="left",
                )
            )
    return Drawn(shapes=shapes, notes=notes)


def _lanes(months: pd.DataFrame, others: pd.DataFrame) -> tuple[Drawn, int]:
    """Side effects, other treatments and the stop as marks in lanes under the months.

    Beside them how far below zero the lanes reach (in days of the value axis).
    """
    shapes, notes, depth = [], [], 0
    for lane in Lane:
        rows = others[others["lane"] == lane]
        for row in rows.itertuples():
            left, right = _place(months, row.start), _place(months, row.end)
            if left is None:
                continue
            depth += LANE
            right = max(right if right is not None else left, left + 0.12)
            shapes.append(line(left, -depth + 1, right, -depth + 1, width=6))
            notes.append(
                note(
                    f"{LANES[lane]}: {escape(''.join(in_lines(lane_told(lane, row.told), 40)))}",
                    size=12,
                    x=left,
                    y=-depth + 1,
                    yanchor="bottom",
                    xanchor="left" if left < len(months) * 0.6 else "right",
                    yshift=2,
                )
            )
    return Drawn(shapes=shapes, notes=notes), depth + 1 if depth else 0


def _place(months: pd.DataFrame, when: pd.Timestamp) -> float | None:
    """Where a date lies on the axis of months; dates outside lie at its ends."""
    if pd.isna(when) or months["start"].isna().any() or months.empty:
        return None
    before = months[months["start"] <= when]
    if before.empty:
        return -0.5
    last = before.iloc[-1]
    return float(before.index[-1] - 0.5 + min((when - last["start"]).days / last["days"], 1))


def _lines(baseline: float, definition: Definition) -> Drawn:
    """The baseline, and the days at which the threshold is reached, named at the right."""
    if pd.isna(baseline) or baseline <= 0:
        return Drawn()
    limit = baseline * (1 - definition.threshold / 100)
    where: Piece = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "align": "left"}
    return Drawn(
        shapes=[
            line(0, baseline, 1, baseline, paper="x", dash="solid"),
            line(0, limit, 1, limit, paper="x", dash="dash"),
        ],
        notes=[
            note(f"before<br>{number(baseline)}", size=13, y=baseline, **where),
            note(f"{definition.threshold}% line<br>{number(limit)}", size=13, y=limit, **where),
        ],
    )


def _numbers(months: pd.DataFrame) -> Piece:
    """The measure's days, at the foot of each bar: near black on orange, else the page's ink."""
    flagged = months["migraine"] + months["headache"]
    return {
        "type": "bar",
        "x": months.index,
        "y": [3] * len(months),
        "base": 0,
        "width": 0.9,
        "marker": {"color": NONE},
        "hoverinfo": "skip",
        "text": ["" if pd.isna(n) else f"<b>{number(n)}</b>" for n in months["counted"]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 14, "color": [NEAR_BLACK if n >= 2 else INK for n in flagged]},
    }


def _names(months: pd.DataFrame) -> list[str]:
    """Jan 2025, Feb, Mar, ...: the year where it changes; without dates the session."""
    names, year = [], None
    for row in months.itertuples():
        if pd.isna(row.start):
            names.append(f"S{row.cycle}" if row.cycle else "before")
        else:
            names.append(row.start.strftime("%b" if row.start.year == year else "%b<br>%Y"))
            year = row.start.year
    return names
