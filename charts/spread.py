"""How is response spread, and when does it come?"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analytics.codes import Band, Event
from analytics.definitions import Definition
from charts.palette import BAND, INK, NONE, NOT_REACHED, QUIET, REACHED, Piece, hatched
from charts.pieces import (
    Drawn,
    Margins,
    at_right,
    figure,
    gridlines,
    line,
    note,
    row_names,
    said,
    session_axis,
    share_ticks,
)
from words.percents import percent, shares_between
from words.response import event_told

LEVELS = (0, 0.25, 0.5, 0.75, 1)
AFTER_THE_LAST = 1.03  # of its day: a step on the last day is seen as one
FILLS: dict[str, Piece] = {  # two blues, three greys, the palest in the middle: five steps in grey
    Band.OVER_75: {"color": REACHED},
    Band.UNDER_75: {"color": REACHED, "opacity": 0.6},
    Band.UNDER_50: {"color": NOT_REACHED, "opacity": 0.12},
    Band.UNDER_30: {"color": NOT_REACHED, "opacity": 0.35},
    Band.WORSE: {"color": NOT_REACHED, "opacity": 0.65},
    Band.NOT_JUDGED: hatched(6, 0.12),
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
                **said(
                    f"{name}: %{{customdata[0]}} patients",
                    [[int(counts.loc[session, name]), session, name] for session in share.index],
                ),
            }
        )
        for session in share.index[share >= 0.06]:
            notes.append(
                note(
                    f"{counts.loc[session, name]:,}",
                    size=13,
                    x=session,
                    y=base[session] + share[session] / 2,
                    color=BAND if name == Band.OVER_75 else INK,
                )
            )
        base = base + share
    sessions = list(wide.index)
    return figure(
        Drawn(traces, gridlines(LEVELS), [*notes, row_names("session", "due")]),
        session_axis(sessions, [[f"{due[s]:,}" for s in sessions]]),
        {"range": [0, 1.02], **share_ticks(LEVELS)},
        height=360,
        margins=Margins(50),
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
        **said(
            "at least %{x}% fewer: %{customdata[0]} of %{customdata[1]} judged, "
            "%{customdata[2]} due",
            curve[["reached", "judged", "due"]],
        ),
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
    words = f"<b>{threshold}% line: {shares_between(at['lowest'], at['highest'])} of due</b>"
    below = {"x": 0, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -22}
    return figure(
        Drawn(
            [lowest, highest],
            [*gridlines(LEVELS), line(threshold, 0, threshold, 1, dash="dash")],
            [
                at_right(words, 1.06, size=13, yanchor="top"),
                note("at least so many percent fewer days", size=13, color=QUIET, **below),
            ],
        ),
        {
            "range": [-101, 101],
            "tickvals": [-100, -50, 0, 30, 50, 75, 100],
            "ticktext": ["100% more", "50% more", "0", "30", "50", "75", "100%"],
        },
        {"range": [0, 1.07], **share_ticks(LEVELS)},
        height=340,
        margins=Margins(44),
    )


def incidence_chart(incidence: pd.DataFrame, definition: Definition, accent: str) -> go.Figure:
    """Cumulative incidence over the days since session 1, a step line an event, named at its end.

    ``incidence``: the rows of ``cumulative_incidence`` of one question; ``accent``: the event that
    its title is about, the others are grey.
    """
    cycle_days = definition.therapy.cycle_days
    end = max(cycle_days, math.ceil(AFTER_THE_LAST * int(incidence["day"].max())))
    last = incidence.groupby("event").tail(1).sort_values("incidence")
    top = min(1.0, 1.15 * float(incidence["incidence"].max()) + 0.02)
    apart, below = 0.062 * top, -1.0
    drawn, told = Drawn(), Drawn()
    for _, row in last.iterrows():  # names at the right end, never over each other
        below = max(row["incidence"], below + apart)
        of_event = incidence[incidence["event"] == row["event"]]
        words, main = event_told(row["event"], definition), row["event"] == accent
        lines = Drawn([_steps(of_event, row, end, words, main=main)])
        drawn = drawn + lines if main else lines + drawn
        told += Drawn(notes=[_at_its_end(row, below, words, main=main)])
    levels = LEVELS if top > 0.3 else (0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
    drawn += told + Drawn(
        shapes=gridlines([level for level in levels if level <= top]),
        notes=[row_names("day", "at risk", beside=18)],  # half of day 0's number lies there
    )
    days = list(range(0, end + 1, cycle_days * max(1, -(-end // (cycle_days * 4)))))
    risk = [incidence.loc[incidence["day"] >= day, "at_risk"].max() for day in days]
    at_risk = ["" if pd.isna(n) else f"{int(n):,}" for n in risk]
    return figure(
        drawn,
        {
            "range": [-0.03 * end, end],
            "tickvals": days,
            "ticktext": [f"{day}<br>{n}" for day, n in zip(days, at_risk, strict=True)],
        },
        {"range": [0, max(top, below + apart)], **share_ticks(levels)},
        height=340,
        margins=Margins(62, right=190),
    )


def _steps(rows: pd.DataFrame, last: pd.Series, end: int, words: str, *, main: bool) -> Piece:
    """One event from day 0 to the end of the axis; a response in blue."""
    heights = [0, *rows["incidence"], last["incidence"]]
    accent = REACHED if last["event"] == Event.FIRST_RESPONSE else INK
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, *rows["day"], end],
        "y": heights,
        "line": {
            "color": accent if main else QUIET,
            "width": 3 if main else 1.25,
            "shape": "hv",
        },
        "text": [percent(height) for height in heights],
        **said(f"{words}: %{{text}} by day %{{x}}"),
    }


def _at_its_end(last: pd.Series, y: float, words: str, *, main: bool) -> Piece:
    words = f"{words} {percent(last['incidence'])}"
    where: Piece = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6}
    if main:
        return note(f"<b>{words}</b>", size=13, y=y, align="left", **where)
    return note(words, size=13, color=QUIET, y=y, align="left", **where)
