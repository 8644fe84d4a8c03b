"""What can these records show at all? Whatever is shown says what it needs, once."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """What records may hold, or not."""

    DATES = "dates"  # of sessions and windows: counts per session have none
    SINGLE_DAYS = "single_days"  # a diary: counts and cycles were counted elsewhere


Needs = frozenset[Need]
NOTHING: Needs = frozenset()
SINGLE_DAYS: Needs = frozenset({Need.SINGLE_DAYS})
DATES: Needs = frozenset({Need.DATES})


def first_lacking(needs: Needs, held: Needs) -> Need | None:
    """What is lacking of all that is needed, the plainest first: who has no dates has no days."""
    return next((need for need in Need if need in needs - held), None)
