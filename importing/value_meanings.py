"""What does each different value of a column mean, with its number of rows?

Of columns of yes and no, and of numbers: there only what is no number. What the user says of a
value stands in the mapping of its file, under our column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from analytics.frames import Column
from importing.cells import NUMBER
from importing.flag_words import meanings
from importing.missing_words import MISSING_WORDS, OPEN
from importing.named_flags import meaning
from importing.negations import HEADACHE, MIGRAINE
from importing.text import TextTable

YES, NO, NOT_RECORDED, SET_ASIDE = "yes", "no", "not recorded", "set aside"
# In a mapping. Not a blank: what a blank beside yes alone means is asked.
WRITTEN = {YES: "1", NO: "0", NOT_RECORDED: NOT_RECORDED, SET_ASIDE: SET_ASIDE}
SAID = {"": NOT_RECORDED, **{text: means for means, text in WRITTEN.items()}}
NUMBERS = ("whole", "days", "number")
_MISSING = {*MISSING_WORDS, *OPEN}
SESSIONS = 12  # that the visits of a table may be said to be
MOST = 60  # different values of a column; more are an id or a text


class Value(NamedTuple):
    """A value of a column as it stands ("" is blank), on so many rows, and what it means."""

    text: str
    rows: int
    means: str


def options(column: Column) -> tuple[str, ...]:
    """What a value of such a column may mean."""
    said = (YES, NO) if column.kind == "flag" else ()
    numbers = map(str, range(SESSIONS + 1)) if column.name == "session" else ()
    return (*said, *numbers, NOT_RECORDED, SET_ASIDE)


def values_of(
    text: TextTable,
    header: str,
    column: Column,
    said: Mapping[str, str],
    otherwise: str = SET_ASIDE,
) -> tuple[Value, ...]:
    """Each different value, the most frequent first, blank last; () where it has none to ask of.

    ``otherwise``: what becomes of a value that nobody knows.
    """
    if column.kind != "flag" and column.kind not in NUMBERS:
        return ()
    counts = text.counted(header)
    if column.kind != "flag":
        counts = {cell: n for cell, n in counts.items() if not NUMBER.fullmatch(cell)}
    if len(counts) > MOST:
        return ()
    flags = column.kind == "flag"
    known = meanings({cell.lower() for cell in counts}) if flags else {}
    words = SAID if flags else {"": NOT_RECORDED}  # of a number 1 is no yes
    said = {cell: words.get(written, written) for cell, written in said.items()}
    order = sorted(counts, key=lambda cell: (-counts[cell], cell))
    named = {cell: means for cell in counts if flags and (means := _named(cell, column.name))}
    found = [
        Value(cell, counts[cell], _means(cell, known, named | said, otherwise)) for cell in order
    ]
    blank = len(text.rows) - sum(text.counted(header).values())
    if blank:
        found.append(Value("", blank, said.get("", NOT_RECORDED)))
    return tuple(found)


def _named(cell: str, column: str) -> str:
    """What a cell means by the headache or migraine that it names; two readings are none."""
    means = meaning(cell, column) if column in (HEADACHE, MIGRAINE) else None
    return {None: "", "1": YES, "0": NO}.get(means, NOT_RECORDED)


def _means(cell: str, known: Mapping[str, int], said: Mapping[str, str], otherwise: str) -> str:
    if cell in said:
        return said[cell]
    if (flag := known.get(cell.lower())) is not None:
        return YES if flag else NO
    return NOT_RECORDED if cell.lower() in _MISSING else otherwise
