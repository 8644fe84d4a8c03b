"""Which day is 20240115? Eight digits hold one day only; six digits leave open where the year is.

They are written out, so that the further doubts about a date see them: 2024-01-15, 15/01/2024 for
15012024, and 24-01-15 for 240115.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from importing.cells import EARLIEST, LATEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign

COMPACT = re.compile(r"(\d{8}|\d{6})(?!\d)(.*)", re.DOTALL)


def written_out(text: str) -> str:
    """The same date with its parts apart; the text itself where it is no such date."""
    found = COMPACT.fullmatch(text)
    if not found:
        return text
    digits, rest = found[1], found[2]
    if rest and not re.match(r"[ T]\d{1,2}:", rest):
        return text
    if len(digits) == 6:
        return f"{digits[:2]}-{digits[2:4]}-{digits[4:]}{rest}"
    if _is_day(digits[:4], digits[4:6], digits[6:]):
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}{rest}"
    first, second, year = digits[:2], digits[2:4], digits[4:]
    if _is_day(year, second, first) or _is_day(year, first, second):
        return f"{first}/{second}/{year}{rest}"
    return text


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return EARLIEST <= date(int(year), int(month), int(day)) <= LATEST
    except ValueError:
        return False


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        example = next((t for t in cells.texts(column) if written_out(t) != t), "")
        if example:
            yield Sign(
                f"{column}: '{example}' is read as {written_out(example)}.",
                (("apart", "written out"),),
                column,
            )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(sign.column, written_out)


DOUBT = Doubt("date_compact", LooksAt.COLUMN, signs, read)
