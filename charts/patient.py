"""What was recorded in each of one patient's months?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.definitions import Definition
from analytics.words import number
from charts.palette import (
    FREE,
    HEADACHE,
    INK,
    MIGRAINE,
    NONE,
    QUIET,
    blank_figure,
    gridline,
    hatching,
)

NEAR_BLACK = "#1b2430"  # numbers on orange, in light and dark alike


def patient_months_chart(
    months: pd.DataFrame, sessions: pd.DataFrame, baseline: float, definition: Definition
) -> go.Figure:
    """One bar a month, every day of it; sessions as vertical lines, baseline and threshold named.

    ``months``: the table ``patient_months``. ``sessions``: session and units, in order.
    """
    months = months.reset_index(drop=True)
    x = list(months.index)
    figure = blank_figure(height=370, bottom=48, top=44)
    for level in (0, 10, 20, 30):
        gridline(figure, level, strong=level == 0)
    stacked = pd.Series(0, index=months.index)
    for kind, color, words in (
        ("migraine", MIGRAINE, "migraine"),
        ("headache", HEADACHE, "headache without migraine"),
        ("free", FREE, "no headache"),
        ("not_recorded", NONE, "not recorded"),
    ):
        hatched = {
            "pattern": hatching(6, 0.12),
            "line": {"color": QUIET, "width": 0.5},
        }  # fmt: skip
        figure.add_bar(
            x=x, y=months[kind], base=stacked, width=0.9,
            marker={"color": color, **(hatched if kind == "not_recorded" else {})},
            customdata=months[["days"]],
            hovertemplate=f"%{{y}} of %{{customdata[0]}} days: {words}<extra></extra>",
        )  # fmt: skip
        stacked = stacked + months[kind]
    figure.add_bar(
        x=x, y=[3] * len(months), base=0, width=0.9, hoverinfo="skip", marker={"color": NONE},
        text=_counted(months, definition), textposition="inside", insidetextanchor="middle",
        textfont={"size": 14, "color": _on_the_bars(months)}, textangle=0,
    )  # fmt: skip
    figure.update_layout(uniformtext={"mode": "hide", "minsize": 9})  # narrow bars carry no number
    before = None
    for row in sessions.itertuples():
        at = months.index[months["cycle"] == row.session]
        if len(at):
            edge = at[0] - 0.5
            changed = pd.notna(row.units) and row.units != before
            units = f"<br>{number(row.units)} U" if changed else "<br> "
            before = row.units
            figure.add_shape(
                type="line", x0=edge, x1=edge, y0=0, y1=1.02, yref="paper",
                line={"color": INK, "width": 1.5},
            )  # fmt: skip
            figure.add_annotation(
                x=edge, xanchor="left", y=1.02, yref="paper", yanchor="bottom", align="left",
                text=f"<b>S{row.session}</b>{units}", showarrow=False,
                font={"size": 13, "color": INK},
            )  # fmt: skip
    top = max(30, definition.month)
    if pd.notna(baseline) and baseline > 0:
        limit = baseline * (1 - definition.threshold / 100)
        for y, dash, text in (
            (baseline, "solid", f"before: {number(baseline)}"),
            (limit, "dash", f"{definition.threshold}% line: {number(limit)}"),
        ):
            figure.add_hline(y=y, line={"color": INK, "width": 1.5, "dash": dash})
            figure.add_annotation(
                x=1, xref="paper", xanchor="left", xshift=4, y=y, text=text.replace(": ", "<br>"),
                align="left", showarrow=False, font={"size": 13, "color": INK},
            )  # fmt: skip
    every = max(1, -(-len(months) // 8))
    shown = x[::every]
    years = [months.loc[i, "start"].year for i in shown]
    figure.update_xaxes(
        tickvals=shown,
        ticktext=[
            months.loc[i, "start"].strftime("%b") + (f"<br>{year}" if year != last else "")
            for i, year, last in zip(shown, years, [None, *years], strict=False)
        ],
        range=[-0.6, len(months) - 0.4],
    )
    figure.update_yaxes(
        range=[0, top + 1], tickvals=[0, 10, 20, 30], ticktext=["0", "10", "20", "30 days"]
    )
    figure.update_layout(margin_r=76)
    return figure


def _measured(months: pd.DataFrame, definition: Definition) -> pd.Series:
    """The days that the Definition counts: migraine days, or all headache days."""
    if definition.measure == "migraine_days":
        return months["migraine"]
    return months["migraine"] + months["headache"]


def _counted(months: pd.DataFrame, definition: Definition) -> list[str]:
    recorded = months["not_recorded"] < months["days"]
    return [
        f"<b>{days}</b>" if known else ""
        for days, known in zip(_measured(months, definition), recorded, strict=True)
    ]


def _on_the_bars(months: pd.DataFrame) -> list[str]:
    """Near black on orange; the ink of the page where no orange lies behind the number."""
    return [NEAR_BLACK if days >= 2 else INK for days in months["migraine"] + months["headache"]]
