"""Who is judged, of whom? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Reason, Step
from analytics.definitions import Definition
from analytics.records import Records
from analytics.tables import TABLES
from words.intervals import interval
from words.numbers import counted, number
from words.percents import share


def headline(flow: pd.DataFrame, session: int) -> str:
    """103 of 152 treated patients are judged after session 2."""
    steps = flow.dropna(subset=["patients"]).set_index("step")["patients"]
    judged, treated, due = (int(steps[step]) for step in (Step.JUDGED, Step.TREATED, Step.DUE))
    whom = "patient is" if treated == 1 else "patients are"
    return (
        f"**:blue[{share(judged, treated)}] treated {whom} judged after session {session}**; "
        f":gray[{counted(due, 'patient was', 'patients were')} due.]"
    )


def stability(table: pd.DataFrame, definition: Definition, records: Records) -> str:
    """Before any session days went from 19.7 to 19.5 a month in 117 patients."""
    if not TABLES["baseline_stability"].needs <= records.holds:
        return (
            "Whether days already fell before session 1 cannot be seen: single days are not here."
        )
    if table.empty or not int(table.iloc[0]["n"]):
        return "Nobody recorded 14 or more days in each of the two months before session 1."
    row = table.iloc[0]
    told = interval(row["ci_low"], row["ci_high"])
    who, of_several = int(row["n"]), "mean of " if int(row["n"]) > 1 else ""
    return (
        f"Before any session: {number(row['earlier'])} {definition.days.words} a month in days "
        f"−56 to −29, {number(row['later'])} in days −28 to −1 ({of_several}"
        f"{counted(who, 'patient')} who recorded both; difference "
        f"{number(row['difference'])}{', ' + told if told else ''})."
    )


def title(flow: pd.DataFrame, session: int) -> str:
    """49 of 152 treated are not judged after session 2: 14 without a usable baseline, ..."""
    steps = flow.dropna(subset=["patients"]).set_index("step")["patients"].astype(int)
    judged, due, usable, treated = (
        int(steps[step]) for step in (Step.JUDGED, Step.DUE, Step.USABLE_BASELINE, Step.TREATED)
    )
    if judged == treated:
        everybody = "The one treated is" if treated == 1 else f"All {treated:,} treated are"
        return f"{everybody} judged after session {session}"
    left = flow[flow["step"] == Step.USABLE_BASELINE].groupby("reason")["left"].sum()
    waiting, unknown = (
        int(left.get(reason, 0)) for reason in (Reason.WAITING, Reason.NOT_KNOWN_IF_DUE)
    )
    parts = [
        (treated - usable, "without a usable baseline"),
        (waiting, "waiting"),
        (unknown, "without a count, not known whether due"),
        (usable - due - waiting - unknown, "left out"),
        (due - judged, "due but not judged"),
    ]
    told = ", ".join(f"{count:,} {words}" for count, words in parts if count)
    missing, verb = treated - judged, "is" if treated - judged == 1 else "are"
    return f"{missing:,} of {treated:,} treated {verb} not judged after session {session}: {told}"
