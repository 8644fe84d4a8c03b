"""On how many days was acute medication taken? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import FEW_JUDGED
from words.guidelines import MEDICATION
from words.numbers import counted, number


def headline(rows: pd.DataFrame, same: pd.DataFrame, session: int) -> str:
    """Of the same 96 patients, half took a triptan on 8 days before session 1, ... (markdown)

    ``rows``, ``same``: of one class, of ``intake_by_session`` and of ``intake_of_the_same``.
    """
    taken = MEDICATION[rows.iloc[0]["class"]]
    enough = same[same["patients"] >= FEW_JUDGED]
    if enough.empty:
        first = rows.iloc[0]
        when = f"at the end of cycle {first['session']}" if first["session"] else "before session 1"
        return (
            f"**Median {number(first['median'])} days a month with {taken} {when}**, "
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
