"""Counts of calendar months: a row a patient and month, with the days counted in it.

No session stands in it. Its months wait as numbers until the sessions of all files are known
(``importing.doubts.which_month``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.definitions import MEASURES
from importing.choices import Choices
from importing.columns import own_names
from importing.days_in_months import PATIENT, Grid
from importing.layouts import redcap, wide_counts
from importing.layouts.base import Layout, Reading, identifying, plain
from importing.mapping_checks import COUNTED, MONTH, YEAR
from importing.month_grid import MONTH_WORDS, day_columns, month_in, months_of, year_said
from importing.text import TextTable, Unreadable
from importing.years_alone import YEAR_WORDS, told_of_heads
from words.numbers import counted

NO_MONTH = "no month with its year"
_BETWEEN = {"calendar", "of", "the", "and", "und", "et", "y", "e", "og", "och", "en", "kalender"}
_PLACED = {"session", "session_date"}  # then its rows are no months

AS_A_MONTH = (
    "Each counts as a whole month, of 28 days as of 31, and is not scaled: a column recorded_days "
    "would say of how many days it is."
)


def knows(headers: Sequence[str]) -> bool:
    if redcap.knows(headers) or wide_counts.knows(headers) or day_columns(headers):
        return False
    names = {*own_names(headers)}
    if PATIENT not in names or not names & {*MEASURES} or names & _PLACED:
        return False
    return bool(_month_column(headers))


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    names = dict(zip(text.headers, own_names(text.headers), strict=True))
    month = _month_column(text.headers)
    year = next((h for h in _named(text.headers, YEAR_WORDS) if h != month), "")
    patient = next(header for header, name in names.items() if name == PATIENT)
    months = months_of(text, Grid(month, {}, patient, year), year_said(text, file, month))
    known = months["days"].to_numpy() > 0
    if not known.any():
        raise Unreadable(f"has counts, and in {month} {NO_MONTH}")
    counts = {header: name for header, name in names.items() if name in COUNTED}
    if len({*counts.values()}) < len(counts):
        raise Unreadable(f"has two columns for {' and for '.join(sorted({*counts.values()}))}")
    frame = text.frame()[[patient, *counts]].rename(columns={patient: PATIENT, **counts})
    numbers = number(months[YEAR], months[MONTH])
    frame = frame.assign(session=numbers.astype(str))
    lost = ~known & ~months["total"].to_numpy() & ~months["heads"].to_numpy()
    used = {patient, month, year, *counts}
    private = identifying(text.headers)
    of_year = f", {year} is the year" if year else ""
    totals = int(months["total"].sum())
    left = [f"{counted(totals, 'row')} called Total or the like: no month, not used."] * (
        totals > 0
    )
    return Reading(
        tables=(("counts", text.with_frame(frame[known])),),
        calendar_months=True,
        assumptions=(
            f"A row is a calendar month: {month} is the month{of_year}.",
            *([] if "recorded_days" in counts.values() else [AS_A_MONTH]),
            *left,
            *told_of_heads(months),
        ),
        aside=tuple((int(row), month, NO_MONTH) for row in text.rows[lost]),
        dropped=private,
        not_read=tuple(h for h in text.headers if h not in used and h not in private),
    )


def holds(text: TextTable) -> bool:
    """Are its months calendar months, and not those since session 1? Of dates each is the first day
    of a month."""
    month = _month_column(text.headers)
    found = [month_in(cell) for cell in text.counted(month) if cell]
    if month not in _named(text.headers, MONTH_WORDS):
        return len(found) > 1 and all(of and of[0] for of in found)
    years = _named(text.headers, YEAR_WORDS) or year_said(text, "", month)
    return any(of and (of[0] or years) for of in found)


def number(year, month):  # type: ignore[no-untyped-def]
    """A month counted from January 1970, which is 1: what stands as its session until placed."""
    return (year - 1970) * 12 + month


def _month_column(headers: Sequence[str]) -> str:
    """The one column that is called a month, else the one that is called a date; or ""."""
    named = _named(headers, MONTH_WORDS)
    dates = [h for h, ours in zip(headers, own_names(headers), strict=True) if ours == "date"]
    if named and dates:
        return ""
    one = named or dates
    return one[0] if len(one) == 1 else ""


def _named(headers: Sequence[str], words: set[str]) -> list[str]:
    """The headers that are called a month (a year), and nothing else."""
    found = {header: {*re.findall(r"[^\W\d_]+", plain(header))} for header in headers}
    return [
        header
        for header, of in found.items()
        if of & words and of <= MONTH_WORDS | YEAR_WORDS | _BETWEEN
    ]


LAYOUT = Layout("month_counts", "Counts, a row a calendar month", knows, read, holds=holds)
