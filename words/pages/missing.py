"""What is assumed of those due and not judged, and what follows? In sentences for its picture."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Assumed
from analytics.definitions import FEW_JUDGED, Definition
from words.numbers import counted, number
from words.percents import bare, percent, shares_between
from words.tables import ASSUMED


def drawn(table: pd.DataFrame, session: int) -> pd.DataFrame:
    """The rows of ``imputed`` that are drawn; none where nobody is missing, or few are judged."""
    rows = table[table["session"] == session]
    return rows[rows["rate"].notna() & (rows["imputed"] > 0)]


def title(rows: pd.DataFrame, definition: Definition) -> str:
    """33% to 36% of the 114 due had at least 50% fewer, by what is assumed of the 11 not judged"""
    first = rows.iloc[0]
    missing = int(first["imputed"])
    whom = "the one not judged" if missing == 1 else f"the {missing:,} not judged"
    return (
        f"{shares_between(rows['rate'].min(), rows['rate'].max())} of the {int(first['due']):,} "
        f"due had at least {definition.threshold}% fewer, by what is assumed of {whom}"
    )


def subtitle(rows: pd.DataFrame, definition: Definition) -> str:
    """How the picture is read, with the change of days in the same patients."""
    alike, back = (_of(rows, code) for code in (Assumed.AS_THOSE_ALIKE, Assumed.BACK_TO_BASELINE))
    least = rows.loc[rows["delta_days"].idxmax()]
    days = definition.days.words
    return (
        f"Share of all due with 95% interval (Rubin's rules), {int(alike['imputations'])} draws of "
        "the days of those not judged. Pale: if nobody or everybody not judged had them. Mean "
        f"change of all due: {_change(alike)} {days} a month as those alike, {_change(back)} back "
        f"to baseline, {_change(least)} with {number(least['delta_days'])} days less of a fall."
    )


def not_drawn(table: pd.DataFrame, session: int) -> str:
    """Why there is nothing to draw, in a sentence."""
    rows = table[table["session"] == session]
    if rows.empty or not rows["due"].iloc[0]:
        return f"Nobody is due after session {session}: no day is missing."
    if not rows["imputed"].iloc[0]:
        return f"Everyone due after session {session} is judged: nothing is assumed of anybody."
    return (
        f"Under {FEW_JUDGED} patients are judged after session {session}: too few to draw the days "
        f"of the {counted(int(rows['imputed'].iloc[0]), 'patient')} due and not judged."
    )


def assumed(row: pd.Series) -> tuple[str, str]:
    """An assumption, and what it says of those not judged."""
    of = ASSUMED[Assumed(row["assumption"])]
    if row["assumption"] == Assumed.FELL_LESS:
        return f"{int(row['delta_days'])} days less of a fall", "than those alike"
    return of.title, of.says


def of_those_judged(rate: pd.Series) -> str:
    """48 of 103; possible of all due: 33% to 43%"""
    possible = shares_between(rate["rate_low"], rate["rate_high"])
    return f"{int(rate['responders']):,} of {int(rate['evaluable']):,}; possible: {possible}"


def in_numbers(row: pd.Series) -> str:
    """36% (27 to 45)"""
    return f"{percent(row['rate'])} ({bare(row['ci_low'])} to {bare(row['ci_high'])})"


def _of(rows: pd.DataFrame, code: Assumed) -> pd.Series:
    return rows[rows["assumption"] == code].iloc[0]


def _change(row: pd.Series) -> str:
    return _of_change(float(row["mean_change"]))


def _of_change(change: float) -> str:
    """6.9 fewer, 0.4 more"""
    return f"{number(abs(change))} {'more' if change > 0 else 'fewer'}"
