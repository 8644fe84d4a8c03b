"""What does a cell of a flag mean that names a headache, a migraine, or their absence?"""

from __future__ import annotations

import re

from importing.cells import FLAG_WORDS
from importing.negations import HEADACHE, MIGRAINE, first_answer, names

TWO_READINGS, OF_MIGRAINE_ALONE = "two_readings", "of_migraine_alone"
_MIGRAINE_HEADACHE = re.compile(r"\b(migraine)[ -]headaches?\b")  # of the one, not of both


def meaning(text: str, column: str) -> str | None:
    """1 or 0 where the text names the flag, or its absence; None where it does neither.

    Of headache also why it has no one reading: what has two is asked.
    """
    if text.lower() in FLAG_WORDS:
        return None
    if column == HEADACHE:
        return _of_headache(text)
    found = names(text, MIGRAINE)
    if found is None and names(text) is False:
        found = False
    return None if found is None else str(int(found))


def _of_headache(text: str) -> str | None:
    """1 or 0 of headache, or why the text has no one reading; None where it names neither."""
    bare = _MIGRAINE_HEADACHE.sub(r"\1", text.lower())
    headache, migraine = names(bare, HEADACHE), names(bare, MIGRAINE)
    if headache is None and migraine is None:
        return None
    said = {first_answer(bare), headache} - {None}
    if not said:
        return "1" if migraine else OF_MIGRAINE_ALONE
    if said == {True}:
        return "1"
    return "0" if said == {False} and not migraine else TWO_READINGS
