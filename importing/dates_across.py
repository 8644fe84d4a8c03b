"""Does a sheet have a column for each date, and a row for each patient?

It becomes a month of a patient a row, as ``importing.month_grid`` reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa

from importing.columns import OUR_COLUMNS, own_names
from importing.days_in_months import PATIENT
from importing.moments import ASK, CONTRADICTION, read_day, vote
from importing.month_of_sheet import MONTH_COLUMN
from importing.sums_of_days import without_sums
from importing.text import Cut, SheetFacts, TextTable
from importing.totals import total_or_subtotal
from words.numbers import counted

FEWEST = 14  # dates, each the day after the one before: one without a column was not recorded
LAST = 31
KINDS = frozenset({"headache", "migraine"})
TOLD = "its dates stand side by side: a row is read as one for each of its months."

NO_DAY = "{!r} is the name of a column with cells, and no day that exists: its days are not read."


def with_dates_as_months(text: TextTable) -> TextTable:
    """The table with a row for each patient and month, if its columns are dates; else as it is.

    Months in which nothing stands are left out, a patient's first one where nothing stands at all.
    One with hidden or merged cells, or with lines that are cut otherwise, stays as it is: what is
    said of their cells is said of columns that would be others.
    """
    dates = _dates(text.headers)
    others = [header for header in text.headers if header not in dates]
    if not dates or not others or MONTH_COLUMN in others:
        return text
    facts = replace(text.facts, crossed_rows=frozenset(), by_rule=())
    if text.ragged or text.cut.short or facts != SheetFacts():
        return text
    ids = next((header for header in others if own_names([header]) == [PATIENT]), others[0])
    whole, text = text, without_sums(text, list(dates))
    if any(_are_kinds(text, header, header == ids) for header in others):
        return whole
    if lost := [header for header in _no_days(others, dates) if any(text.written(header))]:
        return replace(text, notices=(*text.notices, NO_DAY.format(lost[0])))
    cells = np.stack([text.written(header) for header in dates], axis=1)
    totals = np.array([total_or_subtotal(cell) for cell in text.written(ids)], dtype=bool)
    months = [(day.year, day.month) for day in dates.values()]
    each = sorted({*months})
    at = np.array([each.index(month) for month in months])
    filled = np.stack([(cells[:, at == n] != "").any(axis=1) for n in range(len(each))], axis=1)
    filled[:, 0] |= ~filled.any(axis=1)
    row, month = np.nonzero(filled & ~totals[:, None])
    columns = {header: text.columns[header].take(pa.array(row)) for header in others}
    names = [f"{year}-{number:02}" for year, number in each]
    columns[MONTH_COLUMN] = pa.array(np.array(names, dtype=object)[month], pa.string())
    of_day = {(at[n], day.day): n for n, day in enumerate(dates.values())}
    for day in range(1, LAST + 1):
        place = np.array([of_day.get((n, day), -1) for n in range(len(each))])[month]
        found = np.where(place < 0, "", cells[row, place])
        columns[str(day)] = pa.array(found, pa.string())
    left = [f"{counted(int(totals.sum()), 'row')} called Total or the like: no patient, not used."]
    return replace(
        text,
        columns=columns,
        rows=text.rows[row],
        lines=text.lines.with_footer(int(totals.sum())),
        cut=Cut(),
        notices=(*text.notices, TOLD, *(left if totals.any() else [])),
    )


def _are_kinds(text: TextTable, header: str, ids: bool) -> bool:
    """Do its cells say of what each row is, headache or migraine, and not of whom?

    Two of them say so beside words that are not known, one does where the ids should be.
    """
    names = [own_names([cell])[0] for cell in text.counted(header)]
    days = KINDS.intersection(names)
    every = bool(names) and all(name in OUR_COLUMNS for name in names)
    return every or len(days) > 1 or (ids and bool(days))


def _no_days(others: list[str], dates: dict[str, date]) -> list[str]:
    """The columns that are written as its dates are, and are none: 30.02.2024."""
    forms = {re.sub(r"\d+", "0", header) for header in dates}
    return [header for header in others if re.sub(r"\d+", "0", header) in forms]


def _dates(headers: list[str]) -> dict[str, date]:
    """The columns that are called by a date, where they are days of a diary; none of fewer."""
    order = vote(headers).order
    if order in (ASK, CONTRADICTION):
        return {}
    found = {}
    for header in headers:
        try:
            found[header] = read_day(header, order)
        except ValueError:
            continue
    days = sorted({*found.values()})
    if len(days) < FEWEST or len(days) < len(found):
        return {}
    whole = all(later - day == timedelta(days=1) for day, later in pairwise(days))
    return found if whole else {}
