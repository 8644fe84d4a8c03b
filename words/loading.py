"""What do files become as they are read, and what is each column called above its cells?"""

from __future__ import annotations

import pandas as pd

from analytics.definitions import MEASURES
from analytics.needs import Need
from analytics.records import Records
from words.numbers import counted, day, sentence_case

MOST_SESSIONS = 4  # whose counts are told one by one
ROWS = {  # what a row of a file is, behind "A row is"
    "diary": "a day",
    "attacks": "an attack",
    "sessions": "a session",
    "periods": "a patient, a column per session",
    "months": "a month, a column per day",
    "counts": "a count after a session",
    "patients": "what is known of a patient",
    "scores": "a score",
    "adverse_events": "a side effect",
    "treatments": "another treatment",
    "cycles": "a cycle, counted elsewhere",
}
COLUMNS = {  # short, to stand above a column of cells
    "": "Skip",
    "patient_id": "Patient",
    "date": "Day",
    "length": "Length, unit?",
    "length_minutes": "Minutes",
    "length_hours": "Hours",
    "length_days": "Days long",
    "acute_medication": "Medication",
    "non_opioid": "Non-opioid",
    "session_date": "Session day",
    "session_time": "Time",
    "recorded_days": "Recorded days",
    "month": "Month",
    "year": "Year",
}

OF_SESSIONS = {"session_date": "Session", "units": "Dose"}  # of a column per session


def becomes(records: Records) -> str:
    """How much the files hold as they are read now: patients, days, sessions, counts."""
    patients = whom(records)
    if records.are_counts:
        return f"{patients}; {_counts(records)}"
    told = [patients]
    if len(records.diary):
        told.append(counted(len(records.diary), "day"))
    if len(records.sessions) and not records.are_cycles:
        told.append(counted(len(records.sessions), "session"))
    if records.are_cycles:
        told.append(counted(len(records.cycles), "cycle"))
    return ", ".join(told)


def whom(records: Records) -> str:
    """Everybody with a session, and how many of them have an appointment alone; else who writes.

    152 of the sample's 153 are counted on the pages: one comes for the first time later.
    """
    everybody = len(records.patient_ids)
    if not everybody:
        return counted(int(records.diary["patient_id"].nunique()), "patient")
    told = counted(everybody, "patient")
    last = records.last_date
    if last is None or Need.SINGLE_DAYS not in records.holds:
        return told
    so_far = records.sessions["session_date"] <= pd.Timestamp(last)
    ahead = everybody - records.sessions.loc[so_far, "patient_id"].nunique()
    return f"{told} ({ahead:,} with no session by {day(last)})" if ahead else told


def _counts(records: Records) -> str:
    """After session 1, 2, 3: 55, 45, 33 counts."""
    rows = records.counts[list(MEASURES.keys() & {*records.counts})].notna().any(axis=1)
    after = records.counts.loc[rows & (records.counts["session"] > 0), "session"]
    numbers = after.value_counts().sort_index()
    if not 0 < len(numbers) <= MOST_SESSIONS:
        return counted(int(rows.sum()), "count")
    sessions = ", ".join(str(session) for session in numbers.index)
    return f"after session {sessions}: {', '.join(f'{n:,}' for n in numbers)} counts"


def column_label(column: str, session: int | None = None, *, several: bool = False) -> str:
    """What a column means, in a few letters; ``several``: more than one kind of day is counted."""
    if session is None:
        return COLUMNS.get(column, sentence_case(column.replace("_", " ")))
    if column == "day":
        return f"Day {session}"
    if column in OF_SESSIONS:
        return f"{OF_SESSIONS[column]} {session}"
    when = f"After {session}" if session else "Before"
    return f"{when}: {MEASURES[column].words}" if several and column in MEASURES else when


def columns_of_days(first: str, last: str, count: int) -> str:
    """What the columns of a month's days are, in one line for all of them."""
    return f"**{first}** to **{last}**: {counted(count, 'day')} of the month, a column each."


def cells_of_periods(numbers: int, blank: int, words: int) -> str:
    """Below its periods: 120 cells = 111 numbers + 6 blank + 3 in words, which stand below."""
    told = f"Below its periods: {counted(numbers + blank + words, 'cell')} = "
    parts = [counted(numbers, "number"), f"{blank:,} blank"]
    if words:
        parts.append(f"{words:,} in words, each of which is told below")
    return f"{told}{' + '.join(parts)}."


def mapped_row(table: str, *, periods: bool, events: bool) -> str:
    """What a row of a mapped file is; of events, and of forms that are of several kinds: REDCap."""
    kind = table or ("periods" if periods else "")
    return "events of REDCap" if events else f"a row is {ROWS[kind]}" if kind else "REDCap"


def weakest(header: str, means: str, why: str) -> str:
    """Which suggestion is looked at first, and why it was made."""
    return f"Look at **{header}** first, taken for “{means}”: {why}."
