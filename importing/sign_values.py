"""What does each different sign in the days of months mean, and on how many days does it stand?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from importing.day_signs import ASIDE, NOT_RECORDED, as_sign, signs_in
from importing.month_grid import DaysInMonths, Grid, days_in
from importing.text import TextTable
from importing.value_meanings import MOST, Value


def values_of_signs(
    as_it_stands: TextTable, read: TextTable, grid: Grid, file: str, said: Mapping[str, str]
) -> tuple[Value, ...]:
    """Each sign of the file, the most frequent first, blank last; what it was asked or found to
    mean stands in the table that is ``read``. () where there are too many."""
    days = days_in(as_it_stands, grid, file)
    known = signs_in(days.told, said)
    if not days.inside.any() or len(known.cells) > MOST:
        return ()
    meant = _as_read(days, as_it_stands, read, grid, file)
    blank = int((days.inside & ~days.filled).sum())
    cells = {**known.cells, **({"": blank} if blank else {})}
    order = sorted(cells, key=lambda sign: (not sign, -cells[sign], sign))
    return tuple(
        Value(known.written.get(sign, ""), cells[sign], known.means.get(sign) or meant(sign))
        for sign in order
    )


def _as_read(
    days: DaysInMonths, as_it_stands: TextTable, read: TextTable, grid: Grid, file: str
) -> Callable[[str], str]:
    """What a sign means where it first stands in a row that is read."""
    later = days_in(read, grid, file)
    means = signs_in(later.told).means
    at = {int(row): place for place, row in enumerate(read.rows)}
    texts, codes = np.unique(days.cells.astype(str), return_inverse=True)
    codes = codes.reshape(days.cells.shape)

    def meant(sign: str) -> str:
        where = days.inside & np.array([as_sign(text) == sign for text in texts])[codes]
        places = np.argwhere(where if sign else days.blanks_between)
        rows = ((at.get(int(as_it_stands.rows[row])), day) for row, day in places)
        now = next((str(later.cells[row, day]) for row, day in rows if row is not None), "")
        return means.get(as_sign(now), ASIDE) if now else NOT_RECORDED

    return meant
