"""What can these records show at all? Whatever is shown says what it needs, once."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """What records may hold, or not."""

    SINGLE_DAYS = "single_days"  # a diary: counts and cycles were counted elsewhere
    DATES = "dates"  # of sessions and windows: counts per session have none


Needs = frozenset[Need]
NOTHING: Needs = frozenset()
SINGLE_DAYS: Needs = frozenset({Need.SINGLE_DAYS})
DATES: Needs = frozenset({Need.DATES})
