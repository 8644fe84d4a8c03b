"""How is response spread, and when does it come?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Band, Event
from analytics.definitions import Definition
from charts.palette import (
    INK,
    NONE,
    NOT_REACHED,
    PALE,
    QUIET,
    REACHED,
    Piece,
    figure,
    gridlines,
    hatching,
    line,
    note,
    row_names,
    session_axis,
    share_ticks,
)
from words.percents import percent

LEVELS = (0, 0.25, 0.5, 0.75, 1)
FILLS: dict[str, Piece] = {
    Band.OVER_75: {"color": REACHED},
    Band.UNDER_75: {"color": REACHED, "opacity": 0.6},
    Band.UNDER_50: {"color": REACHED, "opacity": PALE},
    Band.UNDER_30: {"color": NOT_REACHED, "opacity": 0.3},
    Band.WORSE: {"color": NOT_REACHED, "opacity": 0.85},
    Band.NOT_JUDGED: {
        "color": NONE,
        "pattern": hatching(6, 0.12),
        "line": {"color": QUIET, "width": 0.75},
    },
}


def bands_chart(bands: pd.DataFrame) -> go.Figure:
    """One bar a session: shares of those due in each band, from the best below, not judged above.

    ``bands``: the table ``bands_by_session``.
    """
    wide = bands.pivot(index="session", columns="band", values="share").fillna(0)
    counts = bands.pivot(index="session", columns="band", values="patients")
    due = bands.drop_duplicates("session").set_index("session")["due"]
    base = pd.Series(0.0, index=wide.index)
    traces, notes = [], []
    for name, marker in FILLS.items():
        share = wide[name]
        traces.append(
            {
                "type": "bar",
                "x": share.index,
                "y": share,
                "base": base.copy(),
                "width": 0.72,
                "marker": marker,
                "customdata": counts[[name]],
                "hovertemplate": f"{name}: %{{customdata[0]}} patients<extra></extra>",
            }
        )
        for session in share.index[share >= 0.06]:
            dark = name == Band.OVER_75
            notes.append(
                note(
                    f"{counts.loc[session, name]:,}",
                    size=13,
                    x=session,
                    y=base[session] + share[session] / 2,
                    color="#ffffff" if dark else INK,
                )
            )
        base = base + share
    sessions = list(wide.index)
    return figure(
        traces,
        height=360,
        bottom=50,
        shapes=gridlines(LEVELS),
        notes=[*notes, row_names("session", "due")],
        x=session_axis(sessions, [[f"{due[s]:,}" for s in sessions]]),
        y={"range": [0, 1.02], **share_ticks(LEVELS)},
    )


def distribution_chart(curve: pd.DataFrame, definition: Definition) -> go.Figure:
    """The share of those due with at least each reduction; pale above it: those not judged.

    ``curve``: the table ``cumulative_distribution``.
    """
    threshold = definition.threshold
    at = curve.set_index("threshold").loc[threshold]
    lowest: Piece = {
        "type": "scatter",
        "mode": "lines",
        "x": curve["threshold"],
        "y": curve["lowest"],
        "line": {"color": REACHED, "width": 3, "shape": "vh"},
        "customdata": curve[["reached", "judged", "due"]],
        "hovertemplate": "at least %{x}% fewer: %{customdata[0]} of %{customdata[1]} judged, "
        "%{customdata[2]} due<extra></extra>",
    }
    highest: Piece = {
        "type": "scatter",
        "mode": "lines",
        "x": curve["threshold"],
        "y": curve["highest"],
        "line": {"color": REACHED, "width": 1.25, "shape": "vh"},
        "fill": "tonexty",
        "fillpattern": {
            "shape": "/",
            "fgcolor": QUIET,
            "size": 6,
            "solidity": 0.12,
            "bgcolor": NONE,
        },
        "fillcolor": NONE,
        "hoverinfo": "skip",
    }
    words = f"<b>{threshold}% line: {percent(at['lowest'])} to {percent(at['highest'])} of due</b>"
    return figure(
        [lowest, highest],
        height=340,
        bottom=44,
        shapes=[*gridlines(LEVELS), line(threshold, 0, threshold, 1, dash="dash")],
        notes=[
            note(words, size=13, x=1, xref="paper", y=1.06, xanchor="right", yanchor="top"),
            note(
                "at least so many percent fewer days",
                size=13,
                color=QUIET,
                x=0,
                y=0,
                yref="paper",
                yanchor="top",
                yshift=-22,
            ),
        ],
        x={
            "range": [-101, 101],
            "tickvals": [-100, -50, 0, 30, 50, 75, 100],
            "ticktext": ["100% more", "50% more", "0", "30", "50", "75", "100%"],
        },
        y={"range": [0, 1.07], **share_ticks(LEVELS)},
    )


def incidence_chart(incidence: pd.DataFrame, cycle_days: int) -> go.Figure:
    """Cumulative incidence over the days since session 1, a step line an event, named at its end.

    ``incidence``: the rows of ``cumulative_incidence`` of one question.
    """
    end = max(cycle_days, int(incidence["day"].max()))
    traces, notes = [], []
    last = incidence.groupby("event").tail(1).sort_values("incidence")
    top = min(1.0, 1.15 * float(incidence["incidence"].max()) + 0.02)
    apart, below = 0.062 * top, -1.0
    for _, row in last.iterrows():  # names at the right end, never over each other
        rows = incidence[incidence["event"] == row["event"]]
        main = row["event"] == Event.FIRST_RESPONSE
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, *rows["day"], end],
                "y": [0, *rows["incidence"], row["incidence"]],
                "line": {
                    "color": REACHED if main else INK,
                    "width": 3 if main else 1.75,
                    "shape": "hv",
                },
                "text": [percent(v) for v in (0, *rows["incidence"], row["incidence"])],
                "hovertemplate": f"{row['event']}: %{{text}} by day %{{x}}<extra></extra>",
            }
        )
        below = max(row["incidence"], below + apart)
        words = f"{row['event'].replace('_', ' ')} {percent(row['incidence'])}"
        notes.append(
            note(
                f"<b>{words}</b>" if main else words,
                size=13,
                x=1,
                xref="paper",
                xanchor="left",
                xshift=6,
                y=below,
                align="left",
            )
        )
    days = list(range(0, end + 1, cycle_days * max(1, -(-end // (cycle_days * 4)))))
    risk = [incidence.loc[incidence["day"] >= day, "at_risk"].max() for day in days]
    levels = LEVELS if top > 0.3 else (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
    return figure(
        traces,
        height=340,
        bottom=62,
        right=190,
        shapes=gridlines([level for level in levels if level <= top]),
        notes=[*notes, row_names("day", "at risk")],
        x={
            "range": [-0.03 * end, end],
            "tickvals": days,
            "ticktext": [
                f"{day}<br>{'' if pd.isna(n) else f'{int(n):,}'}"
                for day, n in zip(days, risk, strict=True)
            ],
        },
        y={"range": [0, max(top, below + apart)], **share_ticks(levels)},
    )
