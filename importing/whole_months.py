"""Which whole month counts for a session? The last one before session 1 is the baseline."""

from __future__ import annotations

from collections.abc import Sequence

PLACES = ("first", "second", "third")  # whole calendar months after a session


def month_of(sessions: Sequence[int], session: int, place: int) -> int:
    """The month that counts for a session of a patient, 0 for none: her next one begins in it.

    ``sessions``: the months of her sessions in their order, counted from any year.
    """
    if not sessions or session > len(sessions):
        return 0
    if not session:
        return sessions[0] - 1
    month = sessions[session - 1] + place
    return 0 if session < len(sessions) and month >= sessions[session] else month
