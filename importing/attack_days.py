"""Which days do a patient's attack lists tell of, and which do they leave unknown?

However many files they come in, they are one list. An attack touches each local calendar day of
[start, start + length). A list of attacks has no rows for free days: only inside the periods that
the user states are days without an attack taken as free, and each of them is marked as assumed.
Outside of them days are unknown, and so are days on which an attack may have been that could not
be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
import pyarrow as pa

from importing.attacks import DAY, MOMENT, Attacks
from importing.text import TextTable

Period = tuple[date, date]
LONGEST_MIGRAINE = 3  # days, untreated (ICHD-3)


@dataclass(frozen=True)
class Share:
    """What became of the attacks of one list: rows of its file, and how many days they touch."""

    used: tuple[int, ...] = ()
    duplicates: tuple[int, ...] = ()  # an earlier list holds the same attack
    outside: tuple[int, ...] = ()  # wholly outside the stated periods: not used
    days: int = 0
    opened: int = 0  # days of the periods that an attack without an end leaves unknown


@dataclass(frozen=True)
class AttackDays:
    """The diary of one patient, one row a known day; and what became of each list, in order."""

    diary: TextTable
    shares: tuple[Share, ...]
    assumed: int  # days taken as free
    left_unknown: int  # days of the periods on which an attack may have been


@dataclass
class _Day:
    """What the attacks of one day say, and what entries say that there was none."""

    attacks: bool = False
    free: bool = False
    migraine: set[bool | None] = field(default_factory=set)
    pain: list[float] = field(default_factory=list)
    medication: list[int] = field(default_factory=list)
    triptan: list[int] = field(default_factory=list)


def diary_of(lists: Sequence[Attacks], patient_id: str, periods: Sequence[Period]) -> AttackDays:
    """The diary that all attack lists of one patient amount to; attacks beat assumed free days.

    The order of the lists changes no day. ``periods``: in their union every attack is in one of
    the lists; with none, only what was recorded is known.
    """
    stated = {day for period in periods for day in _each(*period)}
    days: dict[date, _Day] = {}
    seen: set[tuple] = set()
    ended = {start for one in lists for start, end, _ in one.spans if end is not None}
    shares = []
    for one in lists:
        shares.append(_placed(one, days, stated if stated and not one.daily else None, seen, ended))
        seen |= {_same(one, i) for i in range(len(one.spans))}
    still_open = [_still_open(one, lists, stated, ended) for one in lists]
    open_days = _open_days(lists, stated).union(*still_open)
    for day in {day for one in lists for day in one.unsure}:
        if day in days and not days[day].attacks:
            del days[day]
        elif day in days:
            days[day].migraine.add(None)
    assumed = stated - days.keys() - open_days
    shares = [
        replace(share, opened=_lost(opened - days.keys(), lists))
        for share, opened in zip(shares, still_open, strict=True)
    ]
    known = sorted(days.keys() | assumed)
    rows = [_row(patient_id, day, days.get(day)) for day in known]
    names = list(_row("", date.min, None))
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    return AttackDays(
        TextTable(columns, np.arange(1, len(rows) + 1)),
        tuple(shares),
        len(assumed),
        len(stated - days.keys() - assumed),
    )


def _each(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _touched(start: datetime, end: datetime | None) -> list[date]:
    last = max(end - MOMENT, start) if end else start
    return list(_each(start.date(), last.date()))


def _same(one: Attacks, i: int) -> tuple:
    """Two lists hold the same attack if they say the same of it."""
    said = (one.pain[i], one.migraine[i], one.medication[i], one.triptan[i])
    return one.spans[i], one.free[i], *said


def _placed(
    one: Attacks,
    days: dict[date, _Day],
    stated: set[date] | None,
    seen: set[tuple],
    ended: set[datetime],
) -> Share:
    """Put the attacks of one list on their days; ``stated`` None: each of its days counts."""
    used, duplicates, outside, touched = [], [], [], set()
    for i, (start, end, still) in enumerate(one.spans):
        inside = [day for day in _touched(start, end) if stated is None or day in stated]
        for day in inside:
            _tell(days.setdefault(day, _Day()), one, i)
        touched |= {*inside}
        if _same(one, i) in seen or (still and start in ended):
            duplicates.append(one.rows[i])
        elif inside:
            used.append(one.rows[i])
        else:
            outside.append(one.rows[i])
    return Share(tuple(used), tuple(duplicates), tuple(outside), len(touched))


def _tell(day: _Day, one: Attacks, i: int) -> None:
    if one.free[i]:
        day.free = True
    else:
        day.attacks = True
        if one.judges:  # a file without such a column says nothing about it
            day.migraine.add(one.migraine[i])
        if (pain := one.pain[i]) is not None:
            day.pain.append(pain)
    if (taken := one.medication[i]) is not None:
        day.medication.append(taken)
    if (triptan := one.triptan[i]) is not None:
        day.triptan.append(triptan)


def _open_days(lists: Sequence[Attacks], stated: set[date]) -> set[date]:
    """The days of the periods that cannot be assumed free: an attack may have been on them."""
    spans = [(day, day) for one in lists for day in one.unsure]
    spans += [_narrowed(gap, one, lists) for one in lists for gap in one.gaps]
    return {day for day in stated if any(first <= day <= last for first, last in spans)}


def _still_open(
    one: Attacks, lists: Sequence[Attacks], stated: set[date], ended: set[datetime]
) -> set[date]:
    """The days on which an attack without an end may have gone on: the next attack ends it."""
    begun = sorted(
        start
        for other in lists
        for (start, _, _), free in zip(other.spans, other.free, strict=True)
        if not free
    )
    opened = [start for start, _, still in one.spans if still and start not in ended]
    unplaced = min(one.unknown_from, default=date.max)  # its next attack is not known either
    unknown = {day for day in stated if unplaced <= day}
    for moment in opened:
        place = bisect_right(begun, moment)
        end = begun[place].date() if place < len(begun) else date.max
        unknown |= {day for day in stated if moment.date() <= day < end}
    return unknown


def _lost(opened: set[date], lists: Sequence[Attacks]) -> int:
    """How many days an open attack takes; an attack at the end of a list may last its 72 hours."""
    last = max((start.date() for one in lists for start, _, _ in one.spans), default=date.max)
    trailing = {day for day in opened if day > last}
    return len(opened) - (len(trailing) if len(trailing) <= LONGEST_MIGRAINE else 0)


def _narrowed(gap: Period, one: Attacks, lists: Sequence[Attacks]) -> Period:
    """A gap at the edge of a file ends with the file's own period, or where the next file begins.

    The next file bounds it only if no other file covers the same time: then they are one list.
    """
    first, last = gap
    if one.period:
        first, last = max(first, one.period[0]), min(last, one.period[1])
    own, others = _range(one), [r for other in lists if other is not one and (r := _range(other))]
    if own and not any(a <= own[1] and own[0] <= b for a, b in others):
        if gap[0] == date.min and gap[1] != date.max:
            first = max([first, *(b for _, b in others if b < own[0])])
        if gap[1] == date.max and gap[0] != date.min:
            last = min([last, *(a for a, _ in others if a > own[1])])
    return first, last


def _range(one: Attacks) -> Period | None:
    starts = [start.date() for start, _, _ in one.spans]
    return (min(starts), max(starts)) if starts else None


def _row(patient_id: str, day: date, told: _Day | None) -> dict[str, str]:
    """The worst of a day wins; a migraine of which nothing is known keeps it open."""
    known = told or _Day()
    migraine: bool | None = False
    if known.attacks:
        said = known.migraine or {None}
        migraine = True if True in said else None if None in said else False
    pain = max(known.pain, default=None) if known.attacks else 0 if known.free else None

    def text(value: float | None) -> str:
        return "" if value is None else f"{float(value):g}"

    return {
        "patient_id": patient_id,
        "date": day.isoformat(),
        "headache": text(known.attacks),
        "migraine": text(migraine),
        "pain": text(pain),
        "acute_medication": text(max(known.medication, default=None)),
        "triptan": text(max(known.triptan, default=None)),
        "assumed_free": "1" if told is None else "",
    }


def days_of(attacks: Attacks, patient_id: str, observed: Period | None) -> TextTable:
    """The diary of one list alone, with the period in which it is complete."""
    return diary_of([attacks], patient_id, [observed] if observed else []).diary
