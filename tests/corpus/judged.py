"""How many of these people reach 50%, of how many? Worked out from a truth, by nothing of ours."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.corpus.truth import DAY, Truth

MONTH, LEAST_BEFORE, LEAST_AFTER = 30, 20, 15  # days


def after_session_2(truth: Truth) -> tuple[int, int]:
    """Who has at least 50% fewer migraine days in the month after session 2, and who is judged."""
    reached = of = 0
    for who in truth.ids:
        first, second = sorted(day for person, day in truth.sessions if person == who)
        before = _monthly(truth, who, first - MONTH * DAY, LEAST_BEFORE)
        after = _monthly(truth, who, second + DAY, LEAST_AFTER)
        if before and after is not None:
            of += 1
            reached += 2 * after <= before
    return reached, of


def _monthly(truth: Truth, who: str, first: date, least: int) -> Fraction | None:
    """Migraine days in these thirty days, as if each had been recorded as those that were."""
    days = [truth.days.get((who, first + n * DAY), (None, None))[1] for n in range(MONTH)]
    known = [flag for flag in days if flag is not None]
    return Fraction(sum(known) * MONTH, len(known)) if len(known) >= least else None
