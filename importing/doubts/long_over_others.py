"""Is the end of an attack right that lasts for weeks, while others of the same person begin?

An end with another year or month turns the days in between into headache days. A headache that
never stops may be written so, with its attacks inside of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importing.attacks import spans_of_each
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from words.numbers import counted

LONG = timedelta(days=14)
FIRST_DAY, AS_WRITTEN = "first_day", "as_written"
MOST_SHOWN = 3


def signs(cells: Cells) -> Iterator[Sign]:
    where = cells.where
    if where is None or not {*where.end, where.minutes} & {*cells.headers}:
        return
    found = _found(cells)
    if not found:
        return
    shown = ", ".join(
        f"row {row}: {counted(days, 'day')}" for row, days in [*found.items()][:MOST_SHOWN]
    )
    more = ", ..." if len(found) > MOST_SHOWN else ""
    yield Sign(
        f"{counted(len(found), 'attack lasts', 'attacks last')} more than {LONG.days} days, while "
        f"others of the same patient begin ({shown}{more}): is that so, or is an end wrong?",
        (
            (FIRST_DAY, "an end is wrong: only the first day of these attacks is counted"),
            (AS_WRITTEN, "as written: each of their days is a headache day"),
        ),
        next((column for column in where.end if column in cells), where.minutes),
        tuple(found),
    )


def _found(cells: Cells) -> dict[int, int]:
    """The row of each such attack, with its days."""
    assert cells.where is not None
    found = {}
    for spans in spans_of_each(cells.text, cells.where, cells.choices).values():
        starts = sorted(start for _, start, _ in spans)
        for row, start, end in spans:
            if end is None or end - start <= LONG:
                continue
            if bisect_left(starts, end) > bisect_right(starts, start):
                found[row] = (end - start).days
    return dict(sorted(found.items()))


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == AS_WRITTEN:
        return cells
    assert cells.where is not None
    wrong = pa.array(np.isin(cells.text.rows, [*_found(cells)]))
    for column in (*cells.where.end, cells.where.minutes):
        if column in cells.text.columns:
            blank = pc.if_else(wrong, "", cells.text.columns[column])
            cells = cells.with_column(column, blank)
    return cells


DOUBT = Doubt("long_over_others", LooksAt.COLUMN, signs, read)
