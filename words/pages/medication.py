"""On how many days was acute medication taken? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import FEW_JUDGED, MEASURES
from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from words.guidelines import MEDICATION
from words.numbers import counted, number, sentence_case
from words.titles import first_and_last


def headline(rows: pd.DataFrame, same: pd.DataFrame, session: int) -> str:
    """Of the same 96 patients, half took a triptan on 8 days before session 1, ... (markdown)

    ``rows``, ``same``: of one class, of ``intake_by_session`` and of ``intake_of_the_same``.
    """
    taken = MEDICATION[rows.iloc[0]["class"]]
    enough = same[same["patients"] >= FEW_JUDGED]
    if enough.empty:
        first = rows.iloc[0]
        return (
            f"**Median {number(first['median'])} days a month with {taken} "
            f"{_when(int(first['session']))}**, "
            f"{first['at_limit']} of {first['patients']} patients at the limit of {first['limit']};"
            " too few recorded both that month and a later one."
        )
    row = enough.iloc[(enough["session"] - session).abs().argmin()]
    return (
        f"**Of the same {counted(int(row['patients']), 'patient')}: median {number(row['before'])} "
        f"days a month with {taken} before session 1, {number(row['after'])} at the end of cycle "
        f"{row['session']}**; {row['at_limit_before']} and {row['at_limit_after']} of them at the "
        f"limit of {rows.iloc[0]['limit']}."
    )


def only_taken(found: pd.DataFrame) -> tuple[str, str]:
    """Where no month can be counted: what is recorded, and why not more is told. (markdown)

    ``found``: the table of ``recorded_as_taken``.
    """
    if found.empty:
        return "**No day with acute medication is recorded in these files.**", ""
    rows = found.set_index("class")
    whole = rows.loc["acute_medication"]
    told = (
        f"**Acute medication is recorded on {counted(int(whole['days']), 'day')} of "
        f"{counted(int(whole['patients']), 'patient')}**; "
    )
    kinds = [
        f"{MEDICATION[str(name)]} on {counted(int(row['days']), 'day')} "
        f"({counted(int(row['patients']), 'patient')})"
        for name, row in rows.drop(index="acute_medication").iterrows()
    ]
    if whole["denied"] and not kinds:
        measure = sentence_case(MEASURES["acute_medication_days"].words)
        return f"{told}of which class is not recorded.", (
            "The limits of ICHD-3 are about classes. Days a month with any of it: choose "
            f"*{measure}* under *Which days*."
        )
    why = f"By class: {', '.join(kinds)}. " if kinds else "Of which class is not recorded. "
    if whole["denied"]:
        why += (
            f"In no month is it known of {ENOUGH_OF_A_MONTH} days whether one of a class was taken."
        )
    else:
        why += "Days without it are not recorded: nobody said that none was taken."
    return f"{told}on how many days a month is not known.", why


def title(rows: pd.DataFrame) -> str:
    """Median days with a triptan: 7 before session 1 (140 patients), ...

    ``rows``: of one class, of ``intake_by_session``. The last cycle is the last of ten patients.
    """
    told = ", ".join(
        f"{number(row.median)} {_when(int(row.session))} ({counted(int(row.patients), 'patient')})"
        for row in first_and_last(rows, rows["patients"]).itertuples()
    )
    return f"Median days a month with {MEDICATION[rows['class'].iloc[0]]}: {told}"


def _when(session: int) -> str:
    return f"at the end of cycle {session}" if session else "before session 1"
