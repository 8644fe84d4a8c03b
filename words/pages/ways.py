"""Ways of allowing for a bad month, in sentences for *By itself?*: none is a control group."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Allowing
from analytics.definitions import Definition
from analytics.research.corrected_change import ALL
from analytics.research.look_back import months_asked
from words.numbers import counted, fewer, half_up, number, sentence_case
from words.percents import share
from words.tables import ALLOWING

WAYS = (Allowing.BACK_MONTH, Allowing.TWO_MONTH_BASELINE, Allowing.MODEL)
WITHIN = "It may be wrong by up to 20 of 100, and is no control group."
MANY = {2: "Two", 3: "Three"}


def ways(corrected: pd.DataFrame, session: int, definition: Definition) -> pd.DataFrame:
    """The rows of ``corrected_change`` that are drawn; none where there is nothing to allow with.

    As recorded, then each way. Those with a month as far before are a row of their own where they
    are not all.
    """
    if corrected.empty:
        return corrected
    rows = corrected[(corrected["session"] == session) & (corrected["stratum"] == ALL)]
    rows = rows[rows["change"].notna()].assign(asked=months_asked(definition))
    rows = rows.set_index("method", drop=False)
    if not len(rows.index.intersection(WAYS)):
        return rows.iloc[:0]
    both = rows["patients"].reindex([Allowing.AS_RECORDED, Allowing.WITH_BACK_MONTH])
    alike = both.nunique() == 1 and len(rows) > 2
    return rows.drop(Allowing.WITH_BACK_MONTH, errors="ignore") if alike else rows


def way(row: pd.Series) -> tuple[str, str]:
    """A way and of whom it is: as recorded, 103 judged, no other new treatment"""
    patients = f"{int(row['patients']):,}"
    if row["method"] == Allowing.AS_RECORDED:
        return "As recorded", f"{patients} judged, no other new treatment"
    if row["method"] == Allowing.WITH_BACK_MONTH:
        return "As recorded", f"the {patients} with a month as far before"
    return _named(row), counted(int(row["patients"]), "patient")


def _named(row: pd.Series) -> str:
    """Baseline one month earlier; of two months asked for the one before both."""
    if row["method"] == Allowing.TWO_MONTH_BASELINE and row["asked"] > 1:
        return "The month before both asked for"
    return sentence_case(ALLOWING[Allowing(row["method"])].words)


def way_in_numbers(row: pd.Series) -> str:
    """4.2 (2.8 to 5.6): fewer days, below zero more"""
    told = number(-row["change"])
    if pd.isna(row["ci_low"]):
        return told
    return f"{told} ({number(-row['ci_high'])} to {number(-row['ci_low'])})"


def ways_title(rows: pd.DataFrame) -> str:
    """Two ways of allowing for it: 4.2 to 5.6 fewer days"""
    changes = sorted(-rows.loc[rows["method"].isin(WAYS), "change"], key=abs)
    ends = (changes[0], changes[-1])
    told = list(dict.fromkeys(fewer(-change) if change else "no change" for change in ends))
    if len(told) == 2 and told[0].split(" ")[1:] == told[1].split(" ")[1:]:
        told[0] = told[0].split(" ")[0]  # 4.2 to 5.6 fewer
    how_many = "One way" if len(changes) == 1 else f"{MANY[len(changes)]} ways"
    end = " days" if changes[-1] else ""
    return f"{how_many} of allowing for it: {' to '.join(told)}{end}"


def how_to_read(session: int, definition: Definition) -> str:
    """What is drawn; and why *Days* may end the interval of the same mean elsewhere. (markdown)"""
    return (
        f"Fewer {definition.days.words} a month after session {session}; below zero: more. Square: "
        "as recorded. Lines: 95% intervals, Student's for all, so that they compare; on *Days* "
        "patients are drawn again, and the interval of the same mean may end a little elsewhere."
    )


def what_each_assumes(rows: pd.DataFrame) -> list[str]:
    """Difference to the look back: they came as long after a bad spell began as ... (markdown)"""
    told = [row for _, row in rows.iterrows() if row["method"] in WAYS]
    return [f"**{_named(row)}:** {ALLOWING[Allowing(row['assumes'])].assumes}." for row in told]


def left_out(corrected: pd.DataFrame, session: int) -> str:
    """Model of all months: no number, with why; nothing where it is not left out. (markdown)"""
    at = corrected[corrected["session"] == session]
    if not (at["assumes"] == Allowing.MODEL_LEFT_OUT).any():
        return ""
    way = ALLOWING[Allowing.MODEL_LEFT_OUT]
    return f"**{sentence_case(way.words)}:** {way.assumes}."


def assumes_title(ways: int) -> str:
    return "What it assumes" if ways == 1 else "What each of them assumes"


def no_control(ways: int) -> str:
    return "It is no control group." if ways == 1 else "Not one of them is a control group."


def truly(
    individual: pd.DataFrame, outcomes: pd.DataFrame, session: int, definition: Definition
) -> str:
    """How many are expected to be truly as far below, beside how many were recorded so.

    ``individual``: the table; of the lines 30 and 50% alone, and nothing where it has no rows.
    """
    name = f"probability_{definition.threshold}"
    if individual.empty or name not in individual:
        return ""
    at = outcomes[outcomes["session"] == session].set_index("patient_id")
    n = len(individual)
    recorded = int(at.loc[individual["patient_id"], "responder"].sum())
    expected = int(half_up(float(individual[name].sum())))
    return (
        f"{share(recorded, n)} were recorded at least {definition.threshold}% below their baseline "
        f"after session {session}; by the model of all months about {share(expected, n)} are "
        f"expected to be truly so. {WITHIN}"
    )


def tipping_point(corrected: pd.DataFrame, session: int, definition: Definition) -> str:
    """How few days usual months would hold if all of a fall were a return to them."""
    at = corrected[(corrected["session"] == session) & (corrected["stratum"] == ALL)]
    at = at.set_index("method")
    recorded, found = at.loc[Allowing.AS_RECORDED, "change"], at.loc[Allowing.MEE_CHUA]
    habit = found["habit_explaining_all"]
    if pd.isna(habit) or not recorded < 0:
        return ""
    if habit < 0:
        return "Mee and Chua: no number of usual days would explain all of the fall as a return."
    ends = f"{number(max(0, found['ci_low']))} to {number(found['ci_high'])}"
    within = "" if pd.isna(found["ci_low"]) else f" (95% interval {ends})"
    return (
        f"Mee and Chua: all of the fall would be a return if usual months of such patients held "
        f"{number(habit)} {definition.days.words}{within}."
    )
