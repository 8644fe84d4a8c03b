"""Do column names stand again below the first rows: of the same table, or of another one?

Found by the name that the patient's column has, which is written the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importing.columns import own_names, recognise_table
from importing.header_row import DELIMITERS, Header, split

AGAIN = "the column names stand {} more below the first rows: left out there."
TITLES = 3  # lines at most that a table has above its names
_BORDERS = frozenset(b"\n\t ,;|^\"'")


@dataclass(frozen=True)
class Below:
    """Where the names stand again (first and last byte of such a line), and where a further table
    begins: the byte, the end where there is none."""

    again: tuple[tuple[int, int], ...]
    next_table: int


def names_below(text: bytes, header: Header, start: int) -> Below:
    """Look through the rows, which begin at this byte."""
    own = own_names(header.names)
    again = []
    if recognise_table(own) is not None:
        name = header.names[own.index("patient_id")]
        for first, last in _lines_with(text, name.encode(), start):
            line = text[first:last].decode(errors="replace")
            if split(line, header.delimiter) == header.names:
                again.append((first, last))
            elif any(_of_a_table(split(line, mark)) for mark in (header.delimiter, *DELIMITERS)):
                return Below(tuple(again), _with_title(text, start, first))
    return Below(tuple(again), len(text))


def _of_a_table(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and recognise_table(own_names(cells)) is not None


def _lines_with(text: bytes, name: bytes, start: int) -> Iterator[tuple[int, int]]:
    """The lines in which a cell says just this, in their order."""
    at = text.find(name, start)
    while at >= 0:
        behind = at + len(name)
        if text[at - 1] in _BORDERS and (behind == len(text) or text[behind] in _BORDERS):
            first, last = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
            last = len(text) if last < 0 else last
            yield first, last
            behind = last
        at = text.find(name, behind)


def _with_title(text: bytes, start: int, first: int) -> int:
    """Where a table begins whose names stand here: above a title, where a blank line is over it."""
    at = first
    for _ in range(TITLES):
        if at <= start:
            break
        above = text.rfind(b"\n", 0, at - 1) + 1
        line = text[above : at - 1]
        if not line.strip(b' \t,;|^"'):
            return at
        if re.search(rb"[,;\t|^]", line.rstrip(b" \t,;|^")):
            break
        at = above
    return first


def without(text: bytes, again: Sequence[tuple[int, int]]) -> bytes:
    """The text with these lines blank."""
    if not again:
        return text
    starts = [0, *(last for _, last in again)]
    ends = [*(first for first, _ in again), len(text)]
    return b"".join(text[start:end] for start, end in zip(starts, ends, strict=True))
