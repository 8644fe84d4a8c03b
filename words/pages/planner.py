"""How many are needed for how precise an answer? In sentences for its page."""

from __future__ import annotations

import pandas as pd

from analytics.codes import PlannedOutcome
from analytics.definitions import FEW_JUDGED, Definition
from words.numbers import counted, number
from words.percents import percent

SITE_EFFECT = (
    "Of these sites alone: how many are needed to describe them. Where they stand for all such "
    "sites, patients of one site count for less than as many of different ones, the more so the "
    "larger the ICC."
)


def headline(table: pd.DataFrame, rate: pd.Series, session: int) -> str:
    """For a rate within ±5 points 360 have to be judged; after session 2 103 are. (markdown)"""
    judged = int(rate["evaluable"])
    are = f"{counted(judged, 'patient is', 'patients are')} judged after session {session}"
    rows = alone(table, PlannedOutcome.RATE)
    if rows.empty or rows["judged_needed"].isna().all():
        return f"**{are[:1].upper()}{are[1:]}: too few to plan from, {FEW_JUDGED} are asked for.**"
    best = rows.iloc[-1]
    return (
        f"**For a rate within ±{number(best['half_width'])} points "
        f":blue[{int(best['judged_needed']):,} judged] are needed**; :gray[{are}.]"
    )


def title(table: pd.DataFrame) -> str:
    """A mean change within ±1 day: 151 judged of these sites"""
    row = alone(table, PlannedOutcome.CHANGE).iloc[-1]
    return (
        f"A mean change within ±{_width(row)}: {counted(int(row['judged_needed']), 'patient')} "
        "judged of these sites"
    )


def subtitle(table: pd.DataFrame, definition: Definition) -> str:
    """From what it is planned."""
    rate, change = (alone(table, of).iloc[0] for of in PlannedOutcome)
    return (
        f"95% interval of as many as judged. Planned from what is recorded here: a rate of "
        f"{percent(rate['expected'] / 100)}, a change of {number(change['expected'])} "
        f"{definition.days.words} a month (standard deviation {number(change['sd'])}). Filled: as "
        "many are judged already."
    )


def alone(table: pd.DataFrame, outcome: PlannedOutcome) -> pd.DataFrame:
    """The rows of an outcome, of these sites alone."""
    return table[(table["outcome"] == outcome) & (table["icc"] == 0)].drop_duplicates("half_width")


def row_told(row: pd.Series, table: pd.DataFrame) -> tuple[str, str, str]:
    """A row's title, its site effect, and its number."""
    what = "Rate" if row["outcome"] == PlannedOutcome.RATE else "Mean change"
    same = table[
        (table["outcome"] == row["outcome"])
        & (table["half_width"] == row["half_width"])
        & (table["icc"] > 0)
    ]
    largest = same.iloc[-1]
    needed = largest["judged_needed"]
    told = "cannot be reached" if pd.isna(needed) else f"{int(needed):,}"
    about = f"{int(largest['sites'])} sites as a sample, ICC {largest['icc']:.2f}: {told}"
    judged, due = int(row["judged_needed"]), int(row["due_needed"])
    return f"{what} within ±{_width(row)}", about, f"{judged:,} judged, {due:,} due"


def _width(row: pd.Series) -> str:
    wide = int(row["half_width"])
    if row["outcome"] == PlannedOutcome.RATE:
        return counted(wide, "point")
    return counted(wide, "day")
