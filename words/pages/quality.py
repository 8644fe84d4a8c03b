"""How much was recorded, and are bad days written down more often? For its page and documents."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import Hint
from analytics.definitions import Definition
from words.numbers import counted, number
from words.percents import percent
from words.titles import first_and_last


def headline(table: pd.DataFrame, after: int = 0) -> str:
    """98% of the days up to the end of each patient's own diary were recorded, of all days 83%.

    ``after``: how many of the days lie after the end of their patient's diary.
    """
    days, recorded = int(table["days"].sum()), int(table["recorded_days"].sum())
    if not days:
        return "**No day was recorded.**"
    if 0 < after < days:
        until, end = days - after, "the end of each patient's own diary"
        has = "has" if after == 1 else "have"
        beside = (
            f"After it, up to the cut-off, {counted(after, 'more day')} {has} no entry: of all "
            f"{days:,} days {percent(recorded / days)} are recorded."
        )
    else:
        until, end, beside = days, "the cut-off", "Days after the last session count too."
    return (
        f"**:blue[{percent(recorded / until)} of {until:,} days] from two months before session 1 "
        f"to {end} are recorded.** :gray[{beside}]"
    )


def selective(table: pd.DataFrame, definition: Definition) -> str:
    """Beside a gap 44% of recorded days had migraine, elsewhere of the same patients 47%."""
    if table.empty:
        return ""
    rows = table.set_index("hint")
    beside, other = (rows.loc[hint, "value"] for hint in (Hint.BESIDE_A_GAP, Hint.ELSEWHERE))
    rho = rows.loc[Hint.CORRELATION, "value"]
    if math.isnan(beside) or math.isnan(other):
        return "No patient has recorded days both beside a gap and elsewhere: no hint from gaps."
    within, patients = rows.loc[Hint.DIFFERENCE], int(rows.loc[Hint.DIFFERENCE, "patients"])
    of_the_same = f" of the same {patients:,} patients" if patients > 1 else ""
    told = (
        f"Hint: {definition.days.day} on {percent(beside)} of recorded days beside a gap, on "
        f"{percent(other)} of the others{of_the_same}"
        f"{_points(within)}."
    )
    if not math.isnan(rho):
        told += (
            f" Patients' recorded share and their share of such days: correlation {number(rho, 2)}"
            f"{_ends(rows.loc[Hint.CORRELATION], 2)}."
        )
    return told


def _points(within: pd.Series) -> str:
    """: a difference of −3 points (95% interval −6.1 to 0.2)"""
    return f": a difference of {number(within['value'])} points{_ends(within, 1)}"


def _ends(row: pd.Series, decimals: int) -> str:
    """Its interval in brackets; nothing where there is none."""
    if pd.isna(row["ci_low"]):
        return ""
    low, high = (number(row[name], decimals) for name in ("ci_low", "ci_high"))
    return f" (95% interval {low} to {high})"


def months_title(table: pd.DataFrame) -> str:
    """93% of days are recorded in the month before session 1, 60% in month 12

    ``table``: ``recorded_by_month``. The last month is the last in which ten patients or more wrote
    anything: that nobody does when all diaries have ended is no finding.
    """
    days = table[table["days"] > 0].groupby("month")[["recorded_days", "days"]].sum()
    days = days[days.index >= -1]
    wrote = table[table["recorded_days"] > 0].groupby("month")["patient_id"].nunique()
    patients = wrote.reindex(days.index, fill_value=0)
    ends = first_and_last(days[patients > 0], patients[patients > 0])
    if ends.empty:
        return "No day was recorded"
    first, *later = (
        (percent(row.recorded_days / row.days), _month(int(row.Index))) for row in ends.itertuples()
    )
    told = [f"{first[0]} of days are recorded in {first[1]}"]
    return ", ".join([*told, *(f"{share} in {month}" for share, month in later)])


def _month(number: int) -> str:
    """A 30-day month as the axis names it: the first one begins at session 1."""
    return "the month before session 1" if number < 0 else f"month {number + 1}"
