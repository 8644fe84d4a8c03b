"""Was something that a sheet crosses out taken back?

A cell that is crossed out is not read, as it is a correction; a row may be a session that did not
take place, or one that was copied elsewhere and ticked off. Which cells a rule crosses out that is
not known here, only a spreadsheet can say.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.doubts.uncalculated_formulas import read_columns
from importing.text import CellsByRule, Unreadable

LEFT_OUT, THEY_COUNT = "left_out", "they_count"
ALL_COUNT, REFUSED, READ = "all_count", "refused", "read"
BY_RULE, AS_NOTHING = "by a rule", "as nothing"
NEXT = (
    "delete the rule (conditional formatting) in the spreadsheet, cross out or clear the cells "
    "themselves, save the workbook, and load it again"
)


def signs(found: Found) -> Iterator[Sign]:
    crossed = found.text.facts.crossed_rows
    rows = tuple(int(row) for row in found.text.rows if int(row) in crossed)
    if rows:
        yield _of_rows(rows)
    not_read = {*found.headers} - read_columns(found)  # a day's column may be a cell here
    told = [one for one in found.text.facts.by_rule if one.column not in not_read]
    if cells := [one for one in told if not one.hides]:
        columns, at = _where(cells)
        yield Sign(
            f"cells of {columns} (the first in row {at[0]:,}) may be crossed out, or shown as "
            "something else, by a rule of the sheet (a conditional format) that is not known here. "
            "Do all of them count as they stand?",
            ((ALL_COUNT, "they all count"), (REFUSED, f"not all: {NEXT}")),
            rows=at,
            about=BY_RULE,
        )
    if cells := [one for one in told if one.hides]:
        columns, at = _where(cells)
        yield Sign(
            f"numbers in {columns} (the first in row {at[0]:,}) may be shown as nothing by a rule "
            "of the sheet: they are read.",
            ((READ, "read"),),
            rows=at,
            about=AS_NOTHING,
        )


def _of_rows(rows: tuple[int, ...]) -> Sign:
    return Sign(
        f"{len(rows):,} rows of the sheet are crossed out as a whole (the first is row "
        f"{rows[0]:,}). Were they taken back, or do they count?"
        if len(rows) > 1
        else f"row {rows[0]:,} of the sheet is crossed out as a whole. Was it taken back, or does "
        "it count?",
        (
            (LEFT_OUT, "taken back: what is crossed out is left out"),
            (THEY_COUNT, "they count as the other rows do"),
        ),
        rows=rows,
    )


def _where(cells: list[CellsByRule]) -> tuple[str, tuple[int, ...]]:
    """The columns in words, and the rows of the sheet."""
    columns = ", ".join(dict.fromkeys(one.column for one in cells))
    return columns, tuple(sorted({row for one in cells for row in one.rows}))


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == REFUSED:
        raise Unreadable(f"holds cells that a rule crosses out, as you said: {NEXT}")
    return found.without(sign.rows) if reading == LEFT_OUT else found


DOUBT = Doubt("crossed_out", LooksAt.FILE, signs, read)
