"""Does one cell of a sheet stand for several rows? Then each of them holds what it says.

Ids, sites, dates, and yes and no: what is counted or added (units, days) is not said again.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analytics.frames import CANONICAL
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.filled_down import filled_down
from words.numbers import counted

SAID_AGAIN = {
    column.name
    for table in CANONICAL.values()
    for column in table.columns
    if column.kind in ("id", "date", "flag") or column.name == "site"
}


def signs(found: Found) -> Iterator[Sign]:
    if not found.text.facts.merged or not found.would_be_read:
        return
    for column in found.headers:
        rows = _rows(found, column)
        if len(rows):
            yield Sign(
                f"{column}: merged cells stand for all their rows; {counted(len(rows), 'row')} "
                "below the first of them read as it says.",
                (("merged", "the merged cell is said of all its rows"),),
                column,
                tuple(int(row) for row in rows),
            )


def _rows(found: Found, column: str) -> np.ndarray:
    """The rows that are blank in this column because the cell of a row above covers them."""
    if found.names.get(column) not in SAID_AGAIN:
        return np.array([], dtype="int64")
    rows = found.text.rows
    covered = np.zeros(len(rows), dtype=bool)
    for top, bottom, left, _ in found.text.facts.merged:
        if left == column and bottom > top and (rows == top).any():
            covered |= (rows > top) & (rows <= bottom)
    return rows[covered & found.blank(column)]


def read(found: Found, sign: Sign, reading: str) -> Found:
    return found.with_text(
        filled_down(found.text, sign.column, np.isin(found.text.rows, sign.rows))
    )


DOUBT = Doubt("blocks_of_merged_cells", LooksAt.FILE, signs, read)
