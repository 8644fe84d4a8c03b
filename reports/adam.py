"""What do outcomes look like as an ADaM basic data structure (CDISC)?

ADaM-like: its names and conventions where ours have a match, letters and figures in eight at most.
``PCHG`` is the change in percent of the baseline and has the sign of ``CHG``: fewer is negative.
"""

from __future__ import annotations

import pandas as pd

from analytics.definitions import Definition
from analytics.frames import RELATIVE
from analytics.steps import Outcomes

STUDY = "CLEARDAY"
NAMES = {  # our column -> ADaM's, or one that is formed like it
    "patient_id": "USUBJID",
    "session": "AVISITN",
    "monthly_days": "AVAL",
    "baseline": "BASE",
    "change": "CHG",
    "treated": "TRTFL",
    "due": "DUEFL",
    "evaluable": "EVALFL",
    "responder": "CRIT1FL",
    "reason": "REASON",
    "recorded_days": "RECDAYS",
    "days": "RAWDAYS",
    "window_days": "WINDAYS",
    "units": "UNITS",
    "other_treatment": "OTHTRT",
    "stop_reason": "STOPREAS",
}
DATES = {  # date -> its ADaM date, and its day
    "session_date": ("ADT", "ADY"),
    "window_start": ("ASTDT", "ASTDY"),
    "window_end": ("AENDT", "AENDY"),
}
FLAGS = ("treated", "due", "evaluable", "responder")


def adam(outcomes: Outcomes, definition: Definition) -> pd.DataFrame:
    """One row a patient and session, 0 being the baseline; days count from the first session.

    ``ADY`` and its like have no day 0: the first session is day 1, the day before it -1.
    ``ABLFL``: a baseline that is usable. ``ANL01FL``: such a baseline, or judged.
    """
    first = outcomes["session"] == 0
    usable = first & outcomes["usable_baseline"]
    judged = outcomes["evaluable"].fillna(False).astype(bool)
    known = {name: outcomes[name] for name in NAMES if name in outcomes}
    known |= {name: yes_or_no(outcomes[name]) for name in FLAGS}
    table = pd.DataFrame(known).rename(columns=NAMES)
    visits = [f"After session {k}" if k else "Baseline" for k in outcomes["session"]]
    return table.assign(
        STUDYID=STUDY,
        PARAMCD=definition.days.code,
        PARAM=f"{definition.days.words} a month",
        AVISIT=visits,
        PCHG=0 - outcomes["percent_reduction"],  # no -0
        CRIT1=f"At least {definition.threshold}% fewer",
        ABLFL=usable.map({True: "Y", False: ""}),
        ANL01FL=(usable | judged).map({True: "Y", False: ""}),
        **_dates(outcomes),
    )[lambda frame: [*FIRST, *(name for name in frame if name not in FIRST)]]


FIRST = ("STUDYID", "USUBJID", "PARAMCD", "PARAM", "AVISIT", "AVISITN")


def _dates(outcomes: Outcomes) -> dict[str, pd.Series]:
    """The dates that are there, and their days from the first session."""
    found: dict[str, pd.Series] = {}
    start = pd.Series(pd.NaT, index=outcomes.index)
    if "session_date" in outcomes:
        first = outcomes[outcomes["session"] == 1].set_index("patient_id")["session_date"]
        start = outcomes["patient_id"].map(first)
    for name, (dated, numbered) in DATES.items():
        if f"{name}{RELATIVE}" in outcomes:
            days = outcomes[f"{name}{RELATIVE}"]
        else:
            found[dated] = outcomes[name]
            days = (outcomes[name] - start).dt.days
        days = days.astype("Int64")
        found[numbered] = days.mask(days >= 0, days + 1)
    return found


def yes_or_no(flags: pd.Series) -> pd.Series:
    return flags.astype("boolean").map({True: "Y", False: "N"}, na_action="ignore")
