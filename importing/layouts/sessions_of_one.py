"""A list of sessions that names no patient: dates, and perhaps units, beside one person's diary.

Whose sessions they are, the ids of the other files tell (``doubts/whose_sessions``). A list with a
column that may name people, under whatever header, is not this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics.frames import SESSIONS
from importing.choices import Choices
from importing.column_kinds import SAME
from importing.columns import own_names, recognise_table
from importing.layouts import our_templates, redcap, wide_counts
from importing.layouts.base import Layout, Reading, plain
from importing.sessions_across import CLOSEST, days_in
from importing.text import TextTable

TITLE = "Sessions of one patient"
HALF = 0.5  # of the days, or more, are one person's alone
PEOPLE = re.compile(
    r"patient|subject|participant|proband|person|initial|kürzel|kuerzel|name|record|chart|case|fall|"
    r"\b(?:id|nr|no|code|mrn|pid|nhs|dob|sex|gender|age|alter)\b|birth|geb|geschlecht|nummer|number"
)


def _names(headers: Sequence[str]) -> list[str]:
    """What each column is called here, as it would be beside an id."""
    return own_names([*headers, "patient_id"])[:-1]


def knows(headers: Sequence[str]) -> bool:
    if redcap.knows(headers) or wide_counts.knows(headers) or our_templates.knows(headers):
        return False
    names = _names(headers)
    table = recognise_table([*names, "patient_id"])
    ours = {column.name for column in SESSIONS.columns}
    others = [h for h, name in zip(headers, names, strict=True) if name not in ours]
    return (
        table is not None
        and table.name == "sessions"
        and "patient_id" not in names
        and not any(PEOPLE.search(plain(header)) for header in others)
    )


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    columns = dict(zip(_names(text.headers), text.columns.values(), strict=True))
    return Reading(tables=(("sessions", replace(text, columns=columns)),))


def holds(text: TextTable) -> bool:
    """Does no column tell people apart: sessions too close to be one's, and each hers far apart?"""
    ours = dict(zip(_names(text.headers), text.headers, strict=True))
    days = days_in(text, ours["session_date"])
    if not _too_close(days, pd.Series(0, index=days.index)):
        return True
    known = {column.name for column in SESSIONS.columns}
    return not any(
        _tells_apart(days, pd.Series(text.encoded(header)[0]))
        for name, header in ours.items()
        if name not in known
    )


def _tells_apart(days: pd.Series, who: pd.Series) -> bool:
    """Does each have days of her own, as no side, muscle or product has?"""
    each = pd.DataFrame({"who": who, "day": days}).dropna().drop_duplicates()
    several = 1 < each["who"].nunique() <= len(each) / SAME
    own = ~each["day"].duplicated(keep=False)
    return several and bool(own.mean() >= HALF) and not _too_close(days, who)


def _too_close(days: pd.Series, who: pd.Series) -> bool:
    """Are two rows of one of these of one day, or nearer to each other than sessions are?"""
    gaps = days.sort_values(kind="stable").groupby(who).diff()
    return bool((gaps < CLOSEST).any())


LAYOUT = Layout(
    "sessions_of_one", TITLE, knows, read, per_patient=True, last_resort=True, holds=holds
)
