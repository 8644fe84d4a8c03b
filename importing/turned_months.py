"""Is a sheet of months turned: a row for each day of the month, and the months side by side?

It becomes a month a row, as ``importing.month_grid`` reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from importing.columns import own_names
from importing.days_in_months import PATIENT
from importing.layouts.base import plain
from importing.month_grid import day_columns, month_in
from importing.month_of_sheet import MONTH_COLUMN
from importing.text import Cut, Lines, SheetFacts, TextTable
from importing.totals import total_or_subtotal
from words.numbers import counted

FEWEST_MONTHS = 2
_DAY_WORDS = {"day", "tag", "jour", "día", "dia", "giorno", "dag"}
TOLD = (
    "its months stand side by side and their days below each other: each of its columns is read "
    "as a row, column B as row 2, and so on."
)


def with_months_as_rows(text: TextTable) -> TextTable:
    """The table with a row for each of its months, if it has them side by side; else as it is.

    One with hidden or merged cells, or with lines that are cut otherwise, stays as it is: what is
    said of them is said of rows that would be others.
    """
    first, others = next(iter(text.headers), ""), text.headers[1:]
    if not {*re.split(r"[^\w]+", plain(first))} & _DAY_WORDS:
        return text
    crossed = text.facts.crossed_rows
    if text.ragged or text.cut.short or _facts_of_others(text.facts):
        return text
    ids = [header for header in others if own_names([header]) == [PATIENT]]
    months = [header for header in others if header not in ids]
    if not _are_months(months) or any(len(text.counted(header)) != 1 for header in ids):
        return text
    named: list[str] = text.written(first).tolist()
    shown = [row for row in range(len(named)) if int(text.rows[row]) not in crossed]
    of_days = [row for row in shown if not total_or_subtotal(named[row])]
    days = day_columns(named[row] for row in of_days)
    if len(days) != len(of_days) or any(_in(text, row) for row in text.facts.merged):
        return text
    at = sorted(of_days, key=lambda row: days[named[row]])
    cells = [text.written(header) for header in months]
    columns = {MONTH_COLUMN: pa.array(months, pa.string())}
    for n, row in enumerate(at, 1):
        columns[str(n)] = pa.array([month[row] for month in cells], pa.string())
    for header in ids:
        columns[header] = pa.array([next(iter(text.counted(header)))] * len(months), pa.string())
    totals = [cell for row in shown if total_or_subtotal(cell := named[row])]
    left_out = [f"no day of a month, not used: {', '.join(totals)}."] if totals else []
    if crossed:
        left_out.append(f"{counted(len(crossed), 'row')} crossed out as a whole: not used.")
    places = text.cut.places or range(len(text.headers))
    rows = [place + 1 for header, place in zip(text.headers, places, strict=False)
            if header in months]  # fmt: skip
    return replace(
        text,
        columns=columns,
        rows=np.array(rows, dtype="int64"),
        lines=Lines(),
        facts=SheetFacts(by_rule=text.facts.by_rule),
        cut=Cut(),
        notices=(*text.notices, TOLD, *left_out),
    )


def _facts_of_others(facts: SheetFacts) -> bool:
    """Is anything said of its cells but which are merged, and which are crossed out?"""
    return replace(facts, merged=(), crossed_rows=frozenset(), by_rule=()) != SheetFacts()


def _are_months(headers: list[str]) -> bool:
    """Different months, each by its name or with its year: 1 to 12 may be anything."""
    found = [None if header.strip().isdigit() else month_in(header) for header in headers]
    return len(found) >= FEWEST_MONTHS and None not in found and len({*found}) == len(found)


def _in(text: TextTable, merged: tuple[int, int, str, str]) -> bool:
    return merged[1] >= int(text.rows[0])
