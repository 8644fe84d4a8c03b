"""Which published result is meant, and why can it be none?"""

from __future__ import annotations

import re

import pandas as pd

from analytics.codes import Arm
from analytics.research.compared import comparable, label_of, study_of, with_controls
from analytics.therapies import Therapy


def unknown_study(key: str, therapy: Therapy) -> str:
    """Why no published result can be the one of this key, in a sentence; "" where one is."""
    if not key or study_of(key, therapy) is not None:
        return ""
    known = [f"{row['key']} ({label_of(row)})" for _, row in comparable(therapy).iterrows()]
    if not known:
        return f"report, study: no published result is called {key}."
    return f"report, study: no published result is called {key}; expected is one of " + (
        "; ".join(known) + "."
    )


def controls_beside(result: int) -> str:
    """Which control arms stand beside a result, and of which study, in a sentence; "" for none."""
    study, *arms = (row for _, row in with_controls(result).iterrows())
    told = dict.fromkeys(_arm(arm, study) for arm in arms)  # one study may have several rows
    return f"Beside it: {'; '.join(told)}." if told else ""


def _arm(arm: pd.Series, study: pd.Series) -> str:
    if arm["study"] == study["study"]:
        return f"its own arm on {arm['kind']}"
    if arm["kind"] == Arm.PLACEBO:
        return f"the placebo arm of another study, {arm['study']}"
    named, about = (
        str(arm[of]).partition(end)[0]
        for of, end in (("study", f" {arm['kind']}"), ("cannot_match", ";"))
    )
    return f"{arm['kind']} of another study, {named} ({about})"


def short(named: str, therapy: Therapy) -> str:
    """A study, or a study and its arm, as one line has room for it: PREEMPT pooled, placebo"""
    plain = re.sub(r" \([^)]*\)", "", named)
    told = re.sub(r"(?<!,) (?=usual care)", ", ", plain)
    return told.replace(therapy.named_there, therapy.what) if therapy.named_there else told


def short_label(study: pd.Series, therapy: Therapy) -> str:
    """A result in a list: PREEMPT pooled: at least 50% fewer, week 24"""
    outcome = re.sub(r"^responders >= (\d+%).*", r"at least \1 fewer", study["outcome"])
    outcome = re.sub(r"^first response >= (\d+%)", r"first at least \1 fewer", outcome)
    return f"{short(study['study'], therapy)}: {outcome}, {study['window']}"
