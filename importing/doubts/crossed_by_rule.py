"""Do cells count that a rule of the sheet (a conditional format) may cross out?

Rules that compare a cell with a text or a number are known, and read as they show. Which cells
another one crosses out, only a spreadsheet can say.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.doubts.uncalculated_formulas import read_columns
from importing.text import CellsByRule, Unreadable

ALL_COUNT, REFUSED, READ = "all_count", "refused", "read"
AS_NOTHING = "as nothing"
NEXT = (
    "delete the rule (conditional formatting) in the spreadsheet, cross out or clear the cells "
    "themselves, save the workbook, and load it again"
)


def signs(found: Found) -> Iterator[Sign]:
    not_read = {*found.headers} - read_columns(found)  # a day's column may be a cell here
    told = [one for one in found.text.facts.by_rule if one.column not in not_read]
    if cells := [one for one in told if not one.hides]:
        columns, rows = _where(cells)
        yield Sign(
            f"cells of {columns} (the first in row {rows[0]:,}) may be crossed out, or shown as "
            "something else, by a rule of the sheet (a conditional format) that is not known here. "
            "Do all of them count as they stand?",
            ((ALL_COUNT, "they all count"), (REFUSED, f"not all: {NEXT}")),
            rows=rows,
        )
    if cells := [one for one in told if one.hides]:
        columns, rows = _where(cells)
        yield Sign(
            f"numbers in {columns} (the first in row {rows[0]:,}) may be shown as nothing by a "
            "rule of the sheet: they are read.",
            ((READ, "read"),),
            rows=rows,
            about=AS_NOTHING,
        )


def _where(cells: list[CellsByRule]) -> tuple[str, tuple[int, ...]]:
    """The columns in words, and the rows of the sheet."""
    columns = ", ".join(dict.fromkeys(one.column for one in cells))
    return columns, tuple(sorted({row for one in cells for row in one.rows}))


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == REFUSED:
        raise Unreadable(f"holds cells that a rule crosses out, as you said: {NEXT}")
    return found


DOUBT = Doubt("crossed_by_rule", LooksAt.FILE, signs, read, of_rows=True)
