"""Does a column that is read hold formulas that nobody has worked out yet?

A program can write a formula without its result, which then reads as blank, or with a 0 in its
place, which reads as a number. No reading of ours can give the value: a spreadsheet can.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from analytics.frames import CANONICAL
from importing.columns import recognise_table
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts import wide_counts
from importing.text import Unreadable
from words.numbers import counted

REFUSED, ZERO = "refused", "zero"
NEXT = "open the workbook in a spreadsheet, save it, and load it again"
ALL_ANEW = (  # LibreOffice keeps a stored 0 until it is told otherwise
    "open the workbook in a spreadsheet, have it work out everything (in LibreOffice: Ctrl, Shift "
    "and F9), save it, and load it again"
)
NEVER_ZERO = {
    c.name for table in CANONICAL.values() for c in table.columns if c.kind in ("id", "date")
}


def signs(found: Found) -> Iterator[Sign]:
    facts = found.text.facts
    if not (facts.without_value or facts.zeros) or not found.would_be_read:
        return
    kept, read_here = set(found.text.rows.tolist()), read_columns(found)
    cells = [(row, name) for row, name in facts.without_value if row in kept and name in read_here]
    if cells:
        columns = sorted({column for _, column in cells})
        yield Sign(
            f"holds {counted(len(cells), 'formula')} without a stored value in "
            f"{', '.join(columns)} (the first in row {cells[0][0]}), which would read as blank: "
            f"{NEXT}",
            ((REFUSED, NEXT),),
            rows=tuple(sorted({row for row, _ in cells})),
        )
    zeros: dict[str, list[int]] = {}
    for row, column in facts.zeros:
        if row in kept and column in read_here:
            zeros.setdefault(column, []).append(row)
    for column, rows in zeros.items():
        if _all_that_it_gives(found, column, rows):
            yield _zeros(found, column, rows)


def _zeros(found: Found, column: str, rows: list[int]) -> Sign:
    what = counted(len(rows), "formula")
    if _our_name(found, column) in NEVER_ZERO:
        return Sign(
            f"holds {what} in {column}, each with a stored 0, which is neither an id nor a date: "
            f"nobody has worked them out: {ALL_ANEW}",
            ((REFUSED, ALL_ANEW),),
            column,
            tuple(rows),
            about=ZERO,
        )
    return Sign(
        f"{column}: {what}, each with a stored 0, as a program writes what nobody has worked out "
        "yet. Are the zeros what the formulas give?",
        ((ZERO, "the stored zeros are right"), (REFUSED, f"not worked out: {ALL_ANEW}")),
        column,
        tuple(rows),
        about=ZERO,
    )


def _all_that_it_gives(found: Found, column: str, rows: list[int]) -> bool:
    """Does the column hold hardly anything but these formulas?"""
    filled = pc.sum(pc.not_equal(pc.utf8_trim_whitespace(found.text.columns[column]), "")).as_py()
    return len(rows) * 2 > (filled or 0)


def _our_name(found: Found, column: str) -> str:
    return found.names[column]


def read_columns(found: Found) -> set[str]:
    """The columns of the file that are read; all of them where only the layout knows which."""
    mapping = found.mapping
    if mapping is not None:
        return {*mapping.columns, *mapping.periods}
    ours = recognise_table(list(found.names.values()))
    if wide_counts.knows(found.headers):
        named = {h for h, ours in found.names.items() if ours == "patient_id"}
        return named | {h for h in found.headers if wide_counts.period(h)}
    if ours is None or ours.open_ended:
        return set(found.headers)
    names = {column.name for column in ours.columns}
    return {header for header, ours in found.names.items() if ours in names}


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == ZERO:
        return found
    if len(sign.readings) == 1:
        raise Unreadable(sign.sentence)
    raise Unreadable(
        f"holds {counted(len(sign.rows), 'formula')} in {sign.column} that nobody has worked out, "
        f"as you said: {ALL_ANEW}"
    )


DOUBT = Doubt("uncalculated_formulas", LooksAt.FILE, signs, read)
