"""How did days and scores change? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Compared, Unit
from analytics.definitions import MEASURES
from analytics.instruments import INSTRUMENTS
from analytics.research.change import OUTCOMES
from words.intervals import interval_of_a_change
from words.numbers import counted, number, sentence_case
from words.titles import first_and_last

OUTCOME = {
    **{measure.name: measure.in_change or measure.words for measure in MEASURES.values()},
    "clear_days": "crystal-clear days",
    **{one.name: one.words for one in INSTRUMENTS.values()},
}


def headline(row: pd.Series) -> str:
    """7.1 fewer migraine days a month on average after session 2"""
    words, unit = OUTCOME[row["outcome"]], OUTCOMES[row["outcome"]]
    value, who = row["mean_change"], counted(int(row["n"]), "patient")
    when = f"{'on average ' if row['n'] > 1 else ''}after session {row['session']}"
    measure, ways = MEASURES.get(row["outcome"]), _ways(row["outcome"])
    within = interval_of_a_change(row["mean_low"], row["mean_high"], *ways)
    who += f". :gray[{within}.]" if within else "."
    if number(abs(value)) == "0":
        return f"**No change of {words} {when}**, {who}"
    way = ways[int(value >= 0)]
    if unit == Unit.POINTS:
        told = f"{number(abs(value))} points {way} on {words}"
    else:
        days = measure.one_day if measure and number(abs(value)) == "1" else words
        told = f"{number(abs(value))} {way} {days} a month"
    if measure is None or measure.response:
        told = f":blue[{told}]"
    return f"**{told} {when}**, {who}"


def how_to_read(rows: pd.DataFrame) -> str:
    """What dots and lines are, of one outcome; of one patient there is neither mean nor interval.

    ``rows``: the table ``change_by_session``.
    """
    unit = OUTCOMES[rows["outcome"].iloc[0]]
    if rows["n"].max() <= 1:
        return f"After minus before, {unit}, of the one patient judged."
    return (
        f"Mean of after minus before, {unit}; line: 95% interval, of three or "
        "more. Filled: all judged. Hollow: the "
        "same patients throughout, judged after every session so far."
    )


def title(rows: pd.DataFrame) -> str:
    """6.0 fewer migraine days after session 1, 6.1 fewer after session 7 (of one outcome)"""
    of_all = rows[(rows["patients"] == Compared.ALL) & rows["mean_change"].notna()]
    outcome = rows["outcome"].iloc[0]
    if of_all.empty:
        return f"Nobody has {OUTCOME[outcome]} before and after a session"
    told = ", ".join(
        f"{_moved(row)} after session {int(row['session'])}"
        for row in first_and_last(of_all, of_all["n"]).iloc
    )
    return f"{sentence_case(OUTCOME[outcome])}: {told}"


def _moved(row: pd.Series) -> str:
    size, ways = number(abs(row["mean_change"])), _ways(row["outcome"])
    return "no change" if size == "0" else f"{size} {ways[int(row['mean_change'] > 0)]}"


def _ways(outcome: str) -> tuple[str, str]:
    """What a change below and above zero is called."""
    return ("lower", "higher") if OUTCOMES[outcome] == Unit.POINTS else ("fewer", "more")
