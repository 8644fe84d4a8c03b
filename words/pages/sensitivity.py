"""What would another choice say? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Judgement, RateReading
from analytics.definitions import FEW_JUDGED, Definition
from words.numbers import counted
from words.percents import percent, share, shares_between
from words.response import accent, told_of


def headline(table: pd.DataFrame, threshold: int, definition: Definition) -> str:
    """Of those judged, 23% to 39%, under 48 definitions: the dots with a line; chosen: 37%."""
    rows = table[(table["threshold"] == threshold) & (table["reading"] == RateReading.JUDGED)]
    rows = rows[rows["rate"].notna()]
    if rows.empty:
        return "**No rate can be computed under any of the definitions at this threshold.**"
    rows = rows[rows["of"] >= FEW_JUDGED]
    chosen = rows[rows["chosen"]]
    if rows.empty:
        return f"**Under {FEW_JUDGED} patients are judged by each definition: no share is told.**"
    told = f"; the chosen one says {percent(chosen.iloc[0]['rate'])}" if len(chosen) else ""
    return (
        f"**Of those judged, {accent(_span(rows), definition)} had at least {threshold}% fewer "
        f"days, under {counted(len(rows), 'definition')} (dots with a line){told}.**"
    )


def title(table: pd.DataFrame, threshold: int) -> str:
    """From 18% to 56% after session 2, whatever those not judged recorded: 144 readings"""
    rows = table[(table["threshold"] == threshold) & table["rate"].notna()]
    if rows.empty:
        return "No rate under any definition"
    rows = rows[rows["of"] >= FEW_JUDGED]
    if rows.empty:
        return f"Under {FEW_JUDGED} patients under each definition"
    return (
        f"{_span(rows)} whatever those not judged recorded: {counted(len(rows), 'dot')}, each "
        "definition read three ways"
    )


def _span(rows: pd.DataFrame) -> str:
    return shares_between(rows["rate"].min(), rows["rate"].max())


def tipping(table: pd.DataFrame, definition: Definition) -> str:
    """5 of the 11 not judged would have to respond, for all due to reach the same rate."""
    row = table.iloc[0]
    if not int(row["not_judged"]):
        nobody_due = table["needed"].isna().all()
        return f"{'Nobody is due' if nobody_due else 'Everyone due is judged'}: nothing can tip."
    if pd.isna(row["needed"]):
        return f"Nobody of the {row['not_judged']} due is judged: there is no rate to tip."
    return (
        f"{row['needed']} of the {row['not_judged']} due and not judged would have to "
        f"{told_of(definition).respond} for the rate of all due to be at least that of those "
        "judged."
    )


def flips(table: pd.DataFrame, patients: int, definition: Definition) -> str:
    """67 of 152 patients have another verdict if one choice is changed: ... (markdown)"""
    judged = [Judgement.RESPONDER, Judgement.NO_RESPONDER]
    both = table["verdict_chosen"].isin(judged) & table["verdict_changed"].isin(judged)
    turned = table.loc[both, "patient_id"].nunique()
    anyone = table["patient_id"].nunique()
    told = told_of(definition)
    if patients == 1:
        turns = f" between {told.one} and {told.none}" if turned else ""
        return f"Changing one choice **{'turns' if anyone else 'keeps'} the verdict**{turns}."
    others = "; the others can be judged under one choice and not under the other"
    turn = counted(turned, "turns", "turn")
    return (
        f"**{share(anyone, patients)} patients** have another verdict if one choice is changed: "
        f"{turn} between {told.one} and {told.none}{others if anyone > turned else ''}."
    )
