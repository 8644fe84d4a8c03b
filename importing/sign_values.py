"""What does each different sign in the days of months mean, and on how many days does it stand?"""

from __future__ import annotations

import numpy as np

from importing.day_signs import NONE, NOT_RECORDED, signs_in
from importing.one_file import Part
from importing.value_meanings import MOST, Value


def values_of_signs(part: Part) -> tuple[Value, ...]:
    """Each sign of a sheet of months, the most frequent first, blank last, and what it was asked or
    found to mean. () where there are too many."""
    if part.meant is None or part.reading is None or part.reading.months is None:
        return ()
    days, meant = part.reading.months.days, part.meant
    known = signs_in(days.cells[days.inside & days.filled])
    if len(known.cells) > MOST:
        return ()
    found = [
        Value(known.written[sign], known.cells[sign], _first(days.where(sign), meant))
        for sign in sorted(known.cells, key=lambda sign: (-known.cells[sign], sign))
    ]
    blank = days.inside & ~days.filled
    if blank.any():
        means = NONE if (meant[blank] == NONE).any() else NOT_RECORDED
        found.append(Value("", int(blank.sum()), means))
    return tuple(found)


def _first(where: np.ndarray, meant: np.ndarray) -> str:
    """What a sign means where it first stands."""
    return str(meant[where][0])
