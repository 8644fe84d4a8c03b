"""What stands beside a study? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import CONTROLS, Arm, Unit
from analytics.definitions import FEW_JUDGED, Definition
from analytics.therapies import Therapy
from words.definitions import called
from words.numbers import counted, number
from words.percents import beside, share
from words.studies import short


def headline(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    """29 of 90 patients (32%) by the study's definition; in PREEMPT 45%, on placebo 34%."""
    ours = rows.iloc[0]
    if pd.isna(ours["value"]):
        return f"**Nothing to set beside it:** {ours['remark']}."
    theirs = f"in {_theirs(rows, study, therapy)}"
    if _counts(study):
        return f"**:blue[{_reached(ours)}] by the study's own definition**; :gray[{theirs}.]"
    n = counted(int(ours["n"]), "patient")
    return f"**:blue[{_told(ours)}] in our records ({n})**; :gray[{theirs}.]"


def title(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    """32% here; in PREEMPT pooled 45%, on placebo 34%"""
    ours = rows.iloc[0]
    if pd.isna(ours["value"]):
        here = "Not computed"
    else:
        here = _of(ours) if _counts(study) and ours["n"] < FEW_JUDGED else _told(ours)
    return f"{here} here; in {_theirs(rows, study, therapy)}"


def under_yours(rate: pd.Series, definition: Definition) -> str:
    """Counted as in Hull 2014 it is 38 of 103 (37%) after session 2."""
    found = share(int(rate["responders"]), int(rate["evaluable"]))
    return f"Counted as in {called(definition)} it is {found} after session {int(rate['session'])}."


def about(row: pd.Series, study: pd.Series) -> str:
    """What a row rests on: 29 of 90 judged after session 2; 688, all randomised, week 24"""
    if row["kind"] == Arm.OURS:
        if pd.isna(row["value"]):
            return str(row["remark"])
        n = _of(row) if _counts(study) else f"{int(row['n']):,}"
        return f"{n} {row['denominator']} · {row['window'].partition(',')[0]}"
    n = f"{int(row['n']):,}, " if pd.notna(row["n"]) else ""
    return f"{n}{row['denominator']} · {row['window']}"


def _theirs(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    told = f"{short(study['study'], therapy)} {_told(rows.iloc[1])}"
    controls = rows[rows["kind"].isin(CONTROLS)]
    if len(controls):
        first = controls.iloc[0]
        told += f", {'on ' if first['kind'] == Arm.PLACEBO else ''}{first['kind']} {_told(first)}"
    return told


def _counts(study: pd.Series) -> bool:
    """Is the result a share of patients, and so a count?"""
    return study["our_outcome"] in ("rate", "ever")


def _of(ours: pd.Series) -> str:
    n = int(ours["n"])
    return f"{round(float(ours['value']) * n / 100):,} of {n:,}"


def _reached(ours: pd.Series) -> str:
    n = int(ours["n"])
    percent = f" ({_told(ours)})" if n >= FEW_JUDGED else ""
    return f"{_of(ours)} patients{percent}"


def _told(row: pd.Series) -> str:
    value = row["value"]
    return beside(value) if row["unit"] == Unit.PERCENT else f"{number(value)} days a month"
