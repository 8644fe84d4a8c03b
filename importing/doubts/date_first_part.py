"""Is the first part of 24-01-02 the year or the day?

Both fit many a column. Where fewer different numbers stand first than last, the year may well be
first, and is asked; where more stand first, the year is last. A reading that lies more than a year
ahead of today is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from importing.cells import EARLIEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import DAY_FIRST, MONTH_FIRST
from words.numbers import day

SHORT = re.compile(r"(\d{2})([-/.])(\d{1,2})\2(\d{2})(?!\d)(.*)", re.DOTALL)
YEAR_FIRST = "year_first"
AHEAD = timedelta(days=366)  # an appointment lies ahead of today by no more
WORDS = {
    YEAR_FIRST: "year, month, day",
    DAY_FIRST: "day, month, year",
    MONTH_FIRST: "month, day, year",
}


def day_of(text: str, reading: str) -> date | None:
    """The day of such a text in this reading; None where it gives none."""
    found = SHORT.fullmatch(text)
    if not found:
        return None
    parts = int(found[1]), int(found[3]), int(found[4])
    year, month, number = {
        YEAR_FIRST: parts,
        DAY_FIRST: parts[::-1],
        MONTH_FIRST: (parts[2], parts[0], parts[1]),
    }[reading]
    try:
        return date(year + (2000 if year < 70 else 1900), month, number)
    except ValueError:
        return None


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        short = {t: found for t in cells.texts(column) if (found := SHORT.fullmatch(t))}
        if not short:
            continue
        readings = [r for r in WORDS if _possible(short, r, cells.choices.now)]
        if YEAR_FIRST not in readings or not _may_begin_with_the_year(list(short.values())):
            continue
        example = next(iter(short))
        told = tuple((r, f"{WORDS[r]}: {day(day_of(example, r))}") for r in readings)
        if len(told) == 1:
            yield Sign(f"{column}: '{example}' begins with the year.", told, column)
            continue
        each = " or ".join(words.rpartition(": ")[2] for _, words in told)
        yield Sign(
            f"{column}: is the year first or last in '{example}', day or month first: does it "
            f"mean {each}?",
            told,
            column,
        )


def _possible(texts: dict[str, re.Match[str]], reading: str, today: date) -> bool:
    days = [day_of(text, reading) for text in texts]
    return all(d is not None and EARLIEST <= d <= today + AHEAD for d in days)


def _may_begin_with_the_year(found: list[re.Match[str]]) -> bool:
    first, last = len({m[1] for m in found}), len({m[4] for m in found})
    return first < last or (first == last and found[0][2] == "-")


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    def iso(text: str) -> str:
        found = day_of(text, reading)
        rest = SHORT.fullmatch(text)
        return text if found is None or rest is None else f"{found.isoformat()}{rest[5]}"

    return cells.rewritten(sign.column, iso)


DOUBT = Doubt("date_first_part", LooksAt.COLUMN, signs, read)
