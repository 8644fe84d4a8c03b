"""Which day is 45323? A number in a column of dates counts days, from 1900, 1904, 1960 or 1970.

Spreadsheets count from 1900 or 1904, SAS and Stata from 1960, R from 1970.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from importing.cells import EARLIEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import read_day, vote
from words.numbers import counted, day

NUMBER = re.compile(r"\d{4,5}([.,]\d{1,10})?")
FROM = {  # how it is counted -> its day 0
    "1900": datetime(1899, 12, 30),
    "1904": datetime(1904, 1, 1),
    "1960": datetime(1960, 1, 1),
    "1970": datetime(1970, 1, 1),
}
ASIDE = "set_aside"
AHEAD = timedelta(days=366)


def moment_of(text: str, counted_from: str) -> datetime:
    """The moment of a day number, to the second."""
    days = float(text.replace(",", "."))
    return FROM[counted_from] + timedelta(seconds=round(days * 86400))


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        texts = cells.texts(column)
        numbers = [text for text in texts if NUMBER.fullmatch(text)]
        if not numbers:
            continue
        low, high = min(numbers, key=_value), max(numbers, key=_value)
        possible = [
            base
            for base in FROM
            if moment_of(low, base).date() >= EARLIEST
            and moment_of(high, base).date() <= cells.choices.now + AHEAD
        ]
        if not possible:
            continue
        possible.sort(key=lambda base: _far(cells, column, moment_of(low, base).date()))
        rows = sum(texts[text] for text in numbers)
        readings = tuple((base, f"days from {base}: {_span(low, high, base)}") for base in possible)
        each = ", or ".join(words for _, words in readings)
        yield Sign(
            f"{column}: '{low}' is a number, not a date (in {counted(rows, 'row')}). Are these day "
            f"numbers, {each}?",
            (*readings, (ASIDE, "no dates: set these rows aside")),
            column,
            cells.rows_where(cells.where_text(column, _is_number)),
        )


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _value(text: str) -> float:
    return float(text.replace(",", "."))


def _span(low: str, high: str, base: str) -> str:
    first, last = (moment_of(text, base).date() for text in (low, high))
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _far(cells: Cells, column: str, found: date) -> int:
    """How far a day lies from the dates that are written out in this column, or from today."""
    texts = [text for text in cells.texts(column) if not _is_number(text)]
    order = cells.choices.date_order or vote(texts).order
    for text in texts[:20]:
        try:
            return abs((read_day(text, order) - found).days)
        except ValueError:
            continue
    return abs((cells.choices.now - found).days)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ASIDE:
        mask = cells.where_text(sign.column, _is_number)
        return cells.set_aside(mask, sign.column, "a number, not a date")

    def iso(text: str) -> str:
        if not _is_number(text):
            return text
        return moment_of(text, reading).isoformat(" ").removesuffix(" 00:00:00")

    return cells.rewritten(sign.column, iso)


DOUBT = Doubt("day_numbers", LooksAt.COLUMN, signs, read)
