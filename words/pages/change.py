"""How did days and scores change? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Compared, Unit
from analytics.definitions import FEW_JUDGED, MEASURES
from analytics.research.change import OUTCOMES
from words.intervals import interval_of_a_change
from words.numbers import counted, number

OUTCOME = {
    **{measure.name: measure.in_change or measure.words for measure in MEASURES.values()},
    "clear_days": "crystal-clear days",
    "HIT-6": "HIT-6",
    "MIDAS": "MIDAS",
    "MSQ": "MSQ role-restrictive",
}


def headline(row: pd.Series) -> str:
    """7.1 fewer migraine days a month on average after session 2"""
    words, unit = OUTCOME[row["outcome"]], OUTCOMES[row["outcome"]]
    value, who = row["mean_change"], counted(int(row["n"]), "patient")
    if number(abs(value)) == "0":
        return f"**No change of {words} on average after session {row['session']}**, {who}."
    ways = ("lower", "higher") if unit == Unit.POINTS else ("fewer", "more")
    way = ways[int(value >= 0)]
    if unit == Unit.POINTS:
        told = f"{number(abs(value))} points {way} on {words}"
    else:
        told = f"{number(abs(value))} {way} {words} a month"
    measure = MEASURES.get(row["outcome"])
    if measure is None or measure.response:
        told = f":blue[{told}]"
    told_interval = interval_of_a_change(row["mean_low"], row["mean_high"], *ways)
    return (
        f"**{told} on average after session {row['session']}**, {who}. "
        f":gray[{told_interval + '.' if told_interval else ''}]"
    )


def title(rows: pd.DataFrame) -> str:
    """6.0 fewer migraine days after session 1, 6.1 fewer after session 7 (of one outcome)"""
    of_all = rows[(rows["patients"] == Compared.ALL) & rows["mean_change"].notna()]
    many = of_all[of_all["n"] >= FEW_JUDGED]
    ends = many if len(many) else of_all
    outcome = rows["outcome"].iloc[0]
    if ends.empty:
        return f"Nobody has {OUTCOME[outcome]} before and after a session"
    ways = ("lower", "higher") if OUTCOMES[outcome] == Unit.POINTS else ("fewer", "more")
    ends = ends.iloc[[0, -1]].drop_duplicates("session")
    told = ", ".join(
        f"{_moved(row, ways)} after session {int(row['session'])}" for _, row in ends.iterrows()
    )
    return f"{OUTCOME[outcome][:1].upper()}{OUTCOME[outcome][1:]}: {told}"


def _moved(row: pd.Series, ways: tuple[str, str]) -> str:
    size = number(abs(row["mean_change"]))
    return "no change" if size == "0" else f"{size} {ways[int(row['mean_change'] > 0)]}"
