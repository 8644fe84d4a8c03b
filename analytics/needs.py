"""What can these records show at all? Whatever is shown says what it needs, once."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """What records may hold, or not."""

    DATES = "dates"  # of sessions and windows: counts per session have none
    SINGLE_DAYS = "single_days"  # a diary: counts and cycles were counted elsewhere
    HEADACHE = "headache"  # days with headache, recorded or counted
    INTAKE = "intake"  # which kind of acute medication was taken on which day
    EVENTS = "events"  # side effects: where there is none, nobody may have asked


Needs = frozenset[Need]
NOTHING: Needs = frozenset()
SINGLE_DAYS: Needs = frozenset({Need.SINGLE_DAYS})
DATES: Needs = frozenset({Need.DATES})
HEADACHE: Needs = frozenset({Need.HEADACHE})
INTAKE: Needs = frozenset({Need.INTAKE})
EVENTS: Needs = frozenset({Need.EVENTS})


def first_lacking(needs: Needs, held: Needs) -> Need | None:
    """What is lacking of all that is needed, the plainest first: who has no dates has no days."""
    return next((need for need in Need if need in needs - held), None)
