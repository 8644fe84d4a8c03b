"""How far were days reduced? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import (
    Definition,
)
from words import percents
from words.numbers import (
    number,
)
from words.percents import reduction, rounded, span
from words.response import accent, told_of
from words.titles import first_and_last

FEWEST_FOR_QUARTILES = 4


def headline(row: pd.Series, definition: Definition) -> str:
    """Half of 103 patients had at least 44% fewer migraine days after session 2. (markdown)"""
    judged, median, line = int(row["judged"]), row["percent_reduction"], definition.threshold
    after = f"{definition.days.words} after session {int(row['session'])}."
    if judged == 0:
        return f"**Nobody can be judged after session {int(row['session'])}.**"
    if judged == 1:
        return f"**The one patient judged had {accent(_with(median, line), definition)} {after}**"
    if rounded(median, line) > 0:
        least = percents.at_least(median, line)
        return f"**Half of {judged:,} patients had at least {accent(least, definition)} {after}**"
    middle = accent(_with(median, line), definition)
    return f"**In the middle of {judged:,} patients: {middle} {after}**"


def _with(value: float, line: int) -> str:
    """A reduction before its noun: "44% fewer", "no fewer and no more"."""
    return reduction(value, line) if rounded(value, line) else "no fewer and no more"


def remark(row: pd.Series, rate: pd.Series, definition: Definition) -> str:
    """The middle half, the medians in days, who is missing; no control group."""
    missing = int(rate["due"] - rate["evaluable"])
    who = f"{_not_judged(missing, int(rate['due']))} No control group."
    if not row["judged"]:
        return who
    middle = ""
    if row["judged"] >= FEWEST_FOR_QUARTILES:
        quartiles = span(row["lower_quartile"], row["upper_quartile"], definition.threshold)
        middle = f"The middle half: {quartiles}. "
    medians = f"From {number(row['before'])} to {number(row['after'])} days a month (medians)."
    return f"{middle}{medians} {who}"


def _not_judged(missing: int, due: int) -> str:
    if not due:
        return "Nobody was due."
    if not missing:
        return "All who were due could be judged."
    return f"{missing:,} of the {due:,} due could not be judged."


def spread_title(table: pd.DataFrame, definition: Definition) -> str:
    """The median is 38% fewer after session 1 and 56% fewer after session 6"""
    judged = table[table["judged"] > 0]
    if judged.empty:
        return "Nobody can be judged yet"
    told = [
        f"{reduction(row['percent_reduction'], definition.threshold)} after session "
        f"{int(row['session'])}"
        for row in first_and_last(judged, judged["judged"]).iloc
    ]
    return f"The median is {' and '.join(told)}"


def a_mark(kind: str, patients: int) -> str:
    """What one mark of a chart stands for: a patient, or so many of a large cohort."""
    if patients == 1:
        return f"One {kind} a patient judged"
    return f"One {kind} for {'about' if kind == 'bar' else 'up to'} {patients:,} patients judged"


def spread_subtitle(a_dot: int, below: int, judged: int, definition: Definition) -> str:
    """How to read the dots; ``below``: how many of those judged lie below what is drawn."""
    not_drawn = f" {below:,} of {judged:,} lie below the axis." if below else ""
    return (
        f"{a_mark('dot', a_dot)}, line: median. Filled: at least {definition.threshold}% fewer. "
        f"Later sessions hold fewer and other patients.{not_drawn}"
    )


def lines_title(drawn: range | None) -> str:
    """Each patient from the first session drawn on; the baseline where it is."""
    since = f"session {drawn[0]}" if drawn and drawn[0] else "baseline"
    return f"Each patient from {since} on: paths differ more than the median shows"


def lines_subtitle(drawn: int, patients: int) -> str:
    whom = (
        "One line a patient"
        if drawn == patients
        else (f"One line a patient, {drawn:,} of {patients:,} drawn at random")
    )
    return f"{whom}, through every session that could be judged. Bold: median of those judged."


def waterfall_title(row: pd.Series, responders: int, definition: Definition) -> str:
    """48 of 103 patients reach the 50% line; 14 had more days than before"""
    worse = int(row["worse"])
    more = f"{worse:,} had more days than before" if worse else "none had more days than before"
    return f"{responders:,} of {int(row['judged']):,} {told_of(definition).reach}; {more}"


COLUMNS = [
    "patient_id",
    "session_date",
    "baseline_days",
    "baseline_recorded",
    "days",
    "recorded_days",
    "window_days",
    "baseline",
    "monthly_days",
    "change",
    "percent_reduction",
    "responder",
]


METHOD = (
    "Percent reduction = (baseline − follow-up) / baseline, both scaled to the Definition's month "
    "from the days recorded; worse is negative and not clipped. When not to trust it: percent is "
    "coupled with the baseline (few days before make large percents), and people who begin in a "
    "bad month have fewer days later, on average, without any treatment."
)
