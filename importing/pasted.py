"""Whose ids stand on a pasted list, at which time, and which of them are in no file?

What an unknown id may mean is offered, never taken: it would be another patient's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analytics.frames import SESSIONS
from importing.cells import as_time

MOST_LINES, MOST_LETTERS = 2_000, 100
MOST_MEANT = 2
_TIME = r"(?P<time>\d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?)"
_TIME_FIRST = re.compile(rf"^{_TIME}[\s,;|]+(?P<id>.+)$")
_TIME_LAST = re.compile(rf"^(?P<id>.+?)[\s,;|]+{_TIME}$")
_MARKS = re.compile(r"[\W_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

Trace = tuple[str, str]


class PastedId(NamedTuple):
    """An id, and its time as HH:MM; "" where none stands before or after it."""

    patient_id: str
    time: str = ""


class Unknown(NamedTuple):
    """An id that is in no file, and those that are much like it."""

    patient_id: str
    meant: tuple[str, ...] = ()


class Pasted(NamedTuple):
    """The ids that are known, in the order of the list, each once; and the others.

    ``not_read``: how many lines are more than one list may have.
    """

    found: tuple[PastedId, ...]
    unknown: tuple[Unknown, ...]
    not_read: int = 0


@dataclass(frozen=True, eq=False)
class KnownIds:
    """The ids of the files; those that are like an unknown one are found without going through."""

    ids: frozenset[str]

    def meant(self, wanted: str) -> tuple[str, ...]:
        """Ids that differ in a letter, in two that changed places, or in marks, zeros and case."""
        near = {one for trace in _traces(wanted) for one in self._by_trace.get(trace, ())}
        like = (one for one in near if _plain(one) == _plain(wanted) or _one_apart(wanted, one))
        return tuple(sorted(like)[:MOST_MEANT])

    @cached_property
    def _by_trace(self) -> dict[Trace, list[str]]:
        found: dict[Trace, list[str]] = defaultdict(list)
        for one in self.ids:
            for trace in _traces(one):
                found[trace].append(one)
        return found


def _traces(text: str) -> Iterator[Trace]:
    """Ids that are alike have one of these in common: without marks, as it is, without a letter."""
    yield "plain", _plain(text)
    yield "letters", text
    for place in range(len(text)):
        yield "letters", text[:place] + text[place + 1 :]


def pasted(text: str, known: KnownIds) -> Pasted:
    """Read a list of one id a line: ``known`` are the ids of the files."""
    found: dict[str, PastedId] = {}
    unknown: dict[str, Unknown] = {}
    written = [line for line in text.splitlines() if line.strip()]
    for line in written[:MOST_LINES]:
        told = _line(line, known)
        if not told.patient_id:
            continue
        if told.patient_id in known.ids:
            first = found.get(told.patient_id)
            found[told.patient_id] = first if first and first.time else told
        else:
            unknown.setdefault(
                told.patient_id, Unknown(told.patient_id, known.meant(told.patient_id))
            )
    not_read = max(0, len(written) - MOST_LINES)
    return Pasted(tuple(found.values()), tuple(unknown.values()), not_read)


def _line(text: str, known: KnownIds) -> PastedId:
    bare = text.strip().strip(",;|").strip()[:MOST_LETTERS]
    if bare in known.ids:
        return PastedId(bare)
    for shape in (_TIME_FIRST, _TIME_LAST):
        if parts := shape.match(bare):
            try:
                time = as_time(parts["time"], SESSIONS.column("session_time"))
            except ValueError:
                continue
            return PastedId(parts["id"].strip(), time)
    return PastedId(bare)


def _plain(text: str) -> str:
    return _MARKS.sub("", _ZEROS.sub("", text.casefold()))


def _one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    start = next((place for place, (a, b) in enumerate(pairs) if a != b), shorter)
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
