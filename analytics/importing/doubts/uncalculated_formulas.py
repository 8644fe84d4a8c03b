"""Does a column that is read hold formulas that nobody has worked out yet?

A program can write a formula without its result; the cell then reads as blank, which is not what
its author meant. No reading of ours can give the value: a spreadsheet can.
"""

from __future__ import annotations

from collections.abc import Iterator

from analytics.importing.columns import canonical_name, recognise_table
from analytics.importing.doubts.base import Doubt, Found, LooksAt, Sign
from analytics.importing.layouts import wide_counts
from analytics.importing.text import Unreadable
from analytics.words import counted

REFUSED = "refused"
NEXT = "open the workbook in a spreadsheet, save it, and load it again"


def signs(found: Found) -> Iterator[Sign]:
    waiting = found.text.facts.without_value
    if not waiting or not found.would_be_read:
        return
    kept, read_here = set(found.text.rows.tolist()), _read_columns(found)
    cells = [(row, column) for row, column in waiting if row in kept and column in read_here]
    if not cells:
        return
    columns = sorted({column for _, column in cells})
    yield Sign(
        f"holds {counted(len(cells), 'formula')} without a stored value in {', '.join(columns)} "
        f"(the first in row {cells[0][0]}), which would read as blank: {NEXT}",
        ((REFUSED, NEXT),),
        rows=tuple(sorted({row for row, _ in cells})),
    )


def _read_columns(found: Found) -> set[str]:
    """The columns of the file that are read; all of them where only the layout knows which."""
    mapping = found.choices.mapping_for(list(found.headers))
    if mapping is not None:
        return {*mapping.columns, *mapping.periods}
    ours = recognise_table(found.headers)
    if wide_counts.knows(found.headers):
        named = {h for h in found.headers if canonical_name(h) == "patient_id"}
        return named | {h for h in found.headers if wide_counts.period(h)}
    if ours is None or ours.open_ended:
        return set(found.headers)
    names = {column.name for column in ours.columns}
    return {header for header in found.headers if canonical_name(header) in names}


def read(found: Found, sign: Sign, reading: str) -> Found:
    raise Unreadable(sign.sentence)


DOUBT = Doubt("uncalculated_formulas", LooksAt.FILE, signs, read)
