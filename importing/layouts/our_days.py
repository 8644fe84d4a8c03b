"""The diary and the sessions of our own de-identified data: days from the first session, day 0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import RELATIVE as IN_DAYS
from importing.choices import Choices
from importing.layouts.base import Layout, Reading
from importing.layouts.of_variables import RELATIVE
from importing.research_tables import DAY_1
from importing.text import TextTable
from words.numbers import day

DATE_OF = {
    f"date{IN_DAYS}": ("diary", "date"),
    f"session_date{IN_DAYS}": ("sessions", "session_date"),
}
LONGEST = 40_000  # days


def knows(headers: Sequence[str]) -> bool:
    found = {header.strip() for header in headers}
    return "patient_id" in found and bool(found & {*DATE_OF}) and "treated" not in found


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    column = next(header for header in text.headers if header.strip() in DATE_OF)
    table, date = DATE_OF[column.strip()]
    codes, days = text.encoded(column)
    dates = pc.take(pa.array([_dated(one) for one in days], pa.string()), pa.array(codes))
    columns = {
        date if name == column else name: dates if name == column else cells
        for name, cells in text.columns.items()
    }
    marks = pa.array(["1"] * len(text.rows), pa.string())
    told = (
        f"Days are counted from each patient's first session, which is written as {day(DAY_1)} for "
        "everybody. No calendar day is meant.",
        "Who of them was due is not told: all records seem to end on one day. cycles.csv of the "
        "same data.zip reads back to the rates of the report.",
    )
    found = TextTable(
        {**columns, RELATIVE: marks}, text.rows, text.ragged, text.notices, text.lines
    )
    return Reading(tables=((table, found),), assumptions=told)


def _dated(text: str) -> str:
    """The date of a day; a text that is none stays as it is."""
    bare = text.removesuffix(".0")
    if not bare.lstrip("-").isdecimal() or abs(int(bare)) > LONGEST:
        return text
    try:
        return (DAY_1 + timedelta(days=int(bare))).isoformat()
    except (OverflowError, ValueError):
        return text


LAYOUT = Layout("our_days", "Our de-identified days", knows, read)
