"""Which calendar month counts for which session, where a row is a patient and a column a month?

Columns called *Jan 2024*, *Feb 2024*, ... beside dates of sessions: what month is the baseline lies
in each patient's own dates, so no list of columns could say it. The baseline is the last whole
month before session 1; which one counts for a session is asked, and what the columns count, where
their names do not say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from analytics.definitions import MEASURES
from importing.column_kinds import SAME, kind_of, missing_id
from importing.columns import own_names
from importing.doubts.base import Doubt, Found, LooksAt, Sign, without_rows
from importing.layouts.wide_counts import COUNTED
from importing.mapping import suggest
from importing.moments import ASK, DAY_FIRST, MONTH_FIRST, first_day, possible_days, vote
from importing.month_grid import month_in
from importing.whole_months import PLACES, month_of
from words.numbers import counted

BY_HAND = "by_hand"
FEWEST = 3  # months of a sheet
MOSTLY = 0.5  # of the filled cells are numbers
NO_DATE = "no date of a session, by which its months could be placed"
NO_DAY = "a date of a session that cannot be read: its months cannot be placed"


class MonthColumns(NamedTuple):
    """The columns of such a sheet: of months (what they count, "" where nobody says; month, counted
    from the year 0), of dates of sessions, and of the id."""

    months: dict[str, tuple[str, int]]
    dates: list[str]
    patient: str
    orders: tuple[str, ...]  # of day and month, that the dates may have


def signs(found: Found) -> Iterator[Sign]:
    sheet = _sheet(found)
    if sheet is None:
        return
    names = [*sheet.months]
    columns = f"The columns {names[0]} to {names[-1]} are calendar months"
    if not all(name for name, _ in sheet.months.values()):
        yield Sign(
            f"{columns}. Which days do they count?",
            tuple((name, measure.words) for name, measure in MEASURES.items()),
            about="count",
        )
    yield Sign(
        f"{columns}, beside {counted(len(sheet.dates), 'column')} of dates of sessions "
        f"({', '.join(sheet.dates)}): the last whole month before a patient's session 1 is the "
        "baseline. Which month counts for a session? One that the next session begins in is blank.",
        (*_readings(sheet), (BY_HAND, "none of these: each column is said by hand")),
        about="months",
    )


def _readings(sheet: MonthColumns) -> Iterator[tuple[str, str]]:
    orders = {DAY_FIRST: "the day first", MONTH_FIRST: "the month first"}
    for n, place in enumerate(PLACES, start=1):
        for order in sheet.orders:
            how = f", dates with {orders[order]}" if sheet.orders[1:] else ""
            key = f"month_{n}_{order}" if sheet.orders[1:] else f"month_{n}"
            yield key, f"the {place} whole calendar month after it{how}"


def read(found: Found, sign: Sign, reading: str) -> Found:
    sheet = _sheet(found)
    if sheet is None or reading == BY_HAND:
        return found
    if sign.about == "count":
        new = {h: f"{reading} {h}" for h, (name, _) in sheet.months.items() if not name}
        columns = {new.get(h, h): cells for h, cells in found.text.columns.items()}
        return found.with_text(replace(found.text, columns=columns))
    _, place, order = (*reading.split("_", 2), sheet.orders[0])[:3]
    sessions, broken = _sessions(found, sheet, order)
    none = np.array([not days for days in sessions]) & ~broken
    aside = [
        (int(row), "", why)
        for mask, why in ((none, NO_DATE), (broken, NO_DAY))
        for row in found.text.rows[mask]
    ]
    columns = {
        "patient_id" if h == sheet.patient else h: cells
        for h, cells in found.text.columns.items()
        if h not in sheet.months and h not in sheet.dates
    }
    text = replace(found.text, columns={**columns, **_counts(found, sheet, sessions, int(place))})
    text = without_rows(text, none | broken)
    return replace(found, text=text, aside=(*found.aside, *aside))


def _sheet(found: Found) -> MonthColumns | None:
    if found.would_be_read:
        return None
    months = {header: of for header in found.headers if (of := _month(header)) is not None}
    if len(months) < FEWEST or any(kind_of(found.text, h).mostly < MOSTLY for h in months
                                   if kind_of(found.text, h).filled):  # fmt: skip
        return None
    others = [header for header in found.headers if header not in months]
    dates = [
        header
        for header in others
        if suggest([header], several=True).columns.get(header) == "session_date"
        and any(possible_days(cell) for cell in found.text.counted(header))
    ]
    patient = _patient(found, others)
    if not dates or not patient or len({*months.values()}) < len(months):
        return None
    order = (
        found.choices.date_order
        or vote(cell for header in dates for cell in found.text.counted(header)).order
    )
    orders = (DAY_FIRST, MONTH_FIRST) if order == ASK else (order,)
    return MonthColumns(months, dates, patient, orders)


def _month(header: str) -> tuple[str, int] | None:
    """What a column counts, "" where its name does not say it, and its month: *MHD Jan 2024*."""
    words = header.split()
    for n in range(len(words)):
        name = own_names([" ".join(words[:n])])[0] if n else ""
        of = month_in(" ".join(words[n:])) if not name or name in COUNTED else None
        if of is not None and of[0]:
            return name, 12 * of[0] + of[1]
    return None


def _patient(found: Found, headers: list[str]) -> str:
    named = {name: header for header, name in suggest(headers).columns.items()}
    if "patient_id" in named:
        return named["patient_id"]
    kinds = {header: kind_of(found.text, header) for header in headers}
    return next((header for header, _ in missing_id({}, kinds, SAME - 1)), "")


def _sessions(found: Found, sheet: MonthColumns, order: str) -> tuple[list[list[int]], np.ndarray]:
    """The months of each patient's sessions in their order, and whose date cannot be read."""
    months: list[list[int]] = [[] for _ in found.text.rows]
    broken = np.zeros(len(months), dtype=bool)
    for header in sheet.dates:
        codes, texts = found.text.encoded(header)
        days = [first_day(text, order) if text else None for text in texts]
        for row, code in enumerate(codes):
            day = days[code]
            if day is not None:
                months[row].append(12 * day.year + day.month)
            broken[row] |= day is None and bool(texts[code])
    return [sorted(row) for row in months], broken


def _counts(
    found: Found, sheet: MonthColumns, sessions: list[list[int]], place: int
) -> dict[str, pa.Array]:
    """A column for each count and session, of each patient the month that counts for it."""
    cells = {of: found.text.columns[header].to_pylist() for header, of in sheet.months.items()}
    names = list(dict.fromkeys(name or next(iter(MEASURES)) for name, _ in sheet.months.values()))
    most = max(map(len, sessions), default=0)
    columns = {}
    for name in names:
        for session in range(most + 1):
            at = [month_of(own, session, place) for own in sessions]
            of = [cells.get((name, month), [""] * len(at))[row] for row, month in enumerate(at)]
            label = f"{name} session {session}" if session else f"{name} baseline"
            columns[label] = pa.array([cell or "" for cell in of], pa.string())
    return columns


DOUBT = Doubt("periods_of_calendar_months", LooksAt.FILE, signs, read)
