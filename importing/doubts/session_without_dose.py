"""Was anything injected at a session of 0 units?

A visit without an injection is no session. (A blank dose is not known, and asks nothing.)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY, in_sessions_with, without_sessions
from importing.session_forms import ZERO
from words.numbers import counted

UNITS = "units"
NOT_USED, AS_WRITTEN = "not_used", "as_written"


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "sessions" or UNITS not in cells:
        return
    where = _without_dose(cells)
    if where.any():
        rows = cells.rows_where(where)
        yield Sign(
            f"{UNITS}: {counted(len(rows), 'session')} of {len(where):,} with 0 units: were these "
            "visits without an injection?",
            (
                (NOT_USED, f"yes: {counted(len(rows), 'row')} not used"),
                (AS_WRITTEN, "no: sessions as written"),
            ),
            UNITS,
            rows,
        )


def _without_dose(cells: Cells) -> np.ndarray:
    """A mask of the rows with a dose of 0, where no other row of the session has one."""
    where = cells.where_text(UNITS, lambda text: bool(ZERO.match(text)))
    if not where.any() or not {*KEY} <= {*cells.headers}:
        return where
    dosed = ~where & cells.where_text(UNITS, bool)
    return where & ~in_sessions_with(cells.text.frame(), dosed)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return without_sessions(cells, _without_dose(cells)) if reading == NOT_USED else cells


DOUBT = Doubt("session_without_dose", LooksAt.COLUMN, signs, read)
