"""Do days that count from a first treatment stand beside dates of a calendar?

Nobody knows which day the first treatment was: the days of one table and the dates of another
cannot be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.layouts.of_variables import RELATIVE

DATES, DAYS = "dates", "days"


def signs(seen: Together) -> Iterator[Sign]:
    days = [piece.file for piece in _dated(seen) if RELATIVE in piece.columns]
    dates = [piece.file for piece in _dated(seen) if RELATIVE not in piece.columns]
    if days and dates:
        with_days, with_dates = (" and ".join(sorted({*files})) for files in (days, dates))
        yield Sign(
            f"{with_days}: days from the first treatment, without its date; {with_dates}: dates. "
            "They cannot be held beside each other: which are used?",
            ((DATES, "the dates; the days are left out"), (DAYS, "the days from the treatment")),
            of=seen.content_of(_dated(seen)),
        )


def _dated(seen: Together) -> list[Piece]:
    """What has a date in every row."""
    found = [*seen.of("diary"), *seen.of("sessions")]
    return [piece for piece in found if piece.part >= 0 and len(piece.frame)]


def read(seen: Together, sign: Sign, reading: str) -> Together:
    for piece in _dated(seen):
        if (RELATIVE in piece.columns) == (reading == DATES):
            seen = seen.without(piece, np.ones(len(piece.frame), dtype=bool), "", "")
    return seen


DOUBT = Doubt("days_beside_dates", LooksAt.DATES, signs, read)
