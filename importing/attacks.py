"""Which attacks does an app's file list, and which of its rows cannot be placed?

The list as it is: days are made of it, and of the patient's other lists, in ``attack_days``. A row
without a readable start is set aside and takes the days on which it may have been with it; any
other cell that cannot be read counts as blank, with a remark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from importing.attack_cells import (
    LONGEST_ATTACK,
    end_after,
    length_in,
    medication_in,
    moment_in,
    offset_in,
    pain_in,
)
from importing.attack_types import denies_headache, is_migraine_type, type_means
from importing.cells import EARLIEST, LATEST, quoted
from importing.choices import MIGRAINE_RULES, PAIN_FOR_MIGRAINE, Choices
from importing.moments import (
    ASK,
    CONTRADICTION,
    Vote,
    clock_after,
    first_day,
    is_clock,
    vote,
)
from importing.text import TextTable

LONG_ATTACK = timedelta(hours=72)  # ICHD-3: an attack lasts up to 72 hours
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
PATIENT = "patient_id"
NO_END = "have no end: only the day of the start is counted"
CANNOT_BE_PLACED = "cannot be placed: days on which they may have been are left unknown"
DENIED = "are of a type that says no headache: recorded days without one"
ONGOING = ("ongoing", "en cours", "laufend")
SORTED = 0.75  # of the steps from row to row go the same way: the file has an order
_LAST_CLOCK = re.compile(r"(?:^|[ T,])(\d{1,2}:\d{2}.*)$")
T = TypeVar("T")
BLANK = "this cell counts as blank"
FIRST_DAY = f"{BLANK}, only the first day of the attack is counted"


@dataclass(frozen=True)
class AttackColumns:
    """Where an app writes what: the headers of its file. Several start columns are joined."""

    start: tuple[str, ...]
    end: tuple[str, ...] = ()
    minutes: str = ""  # a duration: a number of ``unit`` minutes, or text like 01h 30m
    unit: float = 1
    pain: str = ""
    type: str = ""
    medication: tuple[str, ...] = ()
    zone: str = ""  # IANA zone of a UTC time
    offsets: tuple[str, str] | None = None  # minutes east of UTC at start and end
    free: str = ""  # where this text is in ``pain``, the day is a recorded free day
    only_known: bool = False  # a type that nobody knows is unknown, and not another headache
    by_pain: bool = False  # pain is all that it tells apart: it counts beside the chosen rules


@dataclass
class Attacks:
    """The attacks of one file, as moments; and what could not be read.

    ``broken``: rows set aside (row, column, why). ``remarks``: cells that count as blank in rows
    that are used, likewise. A row set aside leaves days open: ``unsure`` where its day is known,
    ``gaps`` (first, last; date.min and date.max: open) where it is not, and ``unknown_from`` where
    it was ongoing. ``daily``: each row is a recorded day, inside of a stated period or not.
    ``period``: in which this file alone is complete; its gaps end there.
    """

    rows: list[int] = field(default_factory=list)
    spans: list[tuple[datetime, datetime | None, bool]] = field(default_factory=list)
    pain: list[float | None] = field(default_factory=list)
    migraine: list[bool | None] = field(default_factory=list)
    medication: list[int | None] = field(default_factory=list)
    triptan: list[int | None] = field(default_factory=list)
    free: list[bool] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    unsure: list[date] = field(default_factory=list)
    gaps: list[tuple[date, date]] = field(default_factory=list)
    unknown_from: list[date] = field(default_factory=list)
    duplicates: int = 0
    denied: int = 0  # of the free ones: their type says that there was no headache
    no_end: int = 0
    lost: list[int] = field(default_factory=list)  # rows that cannot be placed
    vote: Vote = field(default_factory=lambda: Vote("iso"))
    judges: bool = False  # does it have a column from which migraine is judged?
    daily: bool = False
    period: tuple[date, date] | None = None

    @property
    def notices(self) -> list[str]:
        """What is particular about them, each with how many they are."""
        return notices_of([self])


def read_attacks(text: TextTable, where: AttackColumns, choices: Choices) -> Attacks:
    """Read the rows of one person; a row without a readable start is set aside with a sentence."""
    written = _written(text, where, choices)
    return _read(written, range(len(text.rows)), [row for row, _ in text.ragged])


def attacks_of_each(text: TextTable, where: AttackColumns, choices: Choices) -> dict[str, Attacks]:
    """The same of a list that may name several people in ``patient_id``: each one's attacks.

    A row without an id is set aside, and leaves open when the attacks were of whoever it may be.
    """
    if PATIENT not in text.columns or len(text.counted(PATIENT)) < 2:
        alone = next(iter(text.counted(PATIENT)), "") if PATIENT in text.columns else ""
        return {alone: read_attacks(text, where, choices)} if len(text.rows) else {}
    codes, ids = text.encoded(PATIENT)
    of = [ids[code] for code in codes]
    written = _written(text, where, choices)
    places: dict[str, list[int]] = {patient: [] for patient in text.counted(PATIENT)}
    nobodys = [n for n, patient in enumerate(of) if not patient]
    for n, patient in enumerate(of):
        if patient:
            places[patient].append(n)
    lost = [(int(text.rows[n]), n) for n in nobodys] + [(row, -1) for row, _ in text.ragged]
    owners = _owners([row for row, _ in lost], of, text.rows)
    found = {}
    for patient, here in places.items():
        mine = [one for one, may in zip(lost, owners, strict=True) if patient in may]
        found[patient] = _read(
            written, here, [row for row, n in mine if n < 0], [n for _, n in mine if n >= 0]
        )
    first = next(iter(found.values()))
    first.broken += [(int(text.rows[n]), PATIENT, "is empty") for n in nobodys]
    return found


def spans_of_each(
    text: TextTable, where: AttackColumns, choices: Choices
) -> dict[str, list[tuple[int, datetime, datetime | None]]]:
    """Of each patient's attacks the row, start and end alone, as ``attacks_of_each`` has them."""
    written = _written(text, where, choices)
    named = text.written(PATIENT) if PATIENT in text.columns else [""] * len(text.rows)
    several = len({*named} - {""}) > 1  # then whoever is not named is set aside
    found: dict[str, list[tuple[int, datetime, datetime | None]]] = {}
    seen: set[tuple[str, ...]] = set()
    for position, (patient, cells) in enumerate(zip(named, written.cells, strict=True)):
        if cells in seen or (several and not patient):
            continue
        seen.add(cells)
        cell = dict(zip(written.columns, cells, strict=True))
        try:
            start = written.reader.start(cell, written.started[position])
        except ValueError:
            continue
        row = int(written.rows[position])
        end, _ = written.reader.end(cell, start, _Remarks(row, []))
        found.setdefault(patient if several else "", []).append((row, start, end))
    return found


def _owners(lost: Sequence[int], of: Sequence[str], rows: np.ndarray) -> list[set[str]]:
    """Whose attack may each of these rows be? In a list by patient that of the rows beside it."""
    ids = [patient for patient in of if patient]
    turns = sum(a != b for a, b in pairwise(ids))
    if turns > len({*ids}) - 1:
        return [{*ids}] * len(lost)
    known = [n for n, patient in enumerate(of) if patient]
    numbers = [int(rows[n]) for n in known]
    found = []
    for row in lost:
        place = bisect_left(numbers, row)
        beside = (n for n in (place - 1, place) if 0 <= n < len(known))
        found.append({of[known[n]] for n in beside})
    return found


class _Kind(NamedTuple):
    """What a type says, once for all rows that have it."""

    denied: bool
    migraine: bool | None

    @classmethod
    def of(cls, text: str, where: AttackColumns) -> _Kind:
        denied = denies_headache(text)
        if where.only_known and not type_means(text):
            text = ""
        return cls(denied, is_migraine_type(text))


@dataclass(frozen=True)
class _Written:
    """The rows of a list as they stand: their cells, their starts, and how they are read."""

    columns: list[str]
    rows: np.ndarray
    cells: list[tuple[str, ...]]
    started: list[str]
    reader: _Reader
    choices: Choices
    judges: bool
    vote: Vote
    kinds: dict[str, _Kind]


def _written(text: TextTable, where: AttackColumns, choices: Choices) -> _Written:
    frame = text.frame()
    started = _joined(frame, where.start)
    decided = vote([*started, *_joined(frame, where.end)])
    order = choices.date_order or (ASK if decided.order == CONTRADICTION else decided.order)
    rules = choices.migraine_rules
    if where.by_pain and rules:
        rules = tuple(dict.fromkeys((*rules, "pain")))
    choices = replace(choices, migraine_rules=rules)
    columns = list(frame.columns)
    cells = [*zip(*(frame[column].tolist() for column in columns), strict=True)]
    reader = _Reader(where, order)
    judges = _judges(columns, where, choices)
    types = {*frame[where.type]} if where.type in frame else {""}
    kinds = {of: _Kind.of(of, where) for of in types}
    return _Written(columns, text.rows, cells, started, reader, choices, judges, decided, kinds)


def _read(
    written: _Written, here: Sequence[int], ragged: Sequence[int], aside: Sequence[int] = ()
) -> Attacks:
    """The attacks of one person: of the rows at these places.

    ``ragged``: rows without cells, and ``aside``: places of rows, that may be hers too.
    """
    attacks = Attacks(vote=written.vote, judges=written.judges)
    seen: set[tuple[str, ...]] = set()
    lost: list[tuple[int, dict[str, str], str]] = [(row, {}, "") for row in ragged]
    for position in aside:
        cell = dict(zip(written.columns, written.cells[position], strict=True))
        lost.append((int(written.rows[position]), cell, written.started[position]))
    for position in here:
        cells = written.cells[position]
        if cells in seen:
            attacks.duplicates += 1
            continue
        seen.add(cells)
        cell = dict(zip(written.columns, cells, strict=True))
        if not _add(attacks, written, position, cell):
            lost.append((int(written.rows[position]), cell, written.started[position]))
    _leave_open(attacks, lost, written.reader)
    attacks.lost = [row for row, _, _ in lost]
    return attacks


def _add(attacks: Attacks, written: _Written, position: int, cell: dict[str, str]) -> bool:
    """Add one attack; False where it cannot be placed, and may have been on any day."""
    where, row = written.reader.where, int(written.rows[position])
    denied, migraine = written.kinds[cell.get(where.type, "")]
    free = denied or (bool(where.free) and cell.get(where.pain) == where.free)
    try:
        start = written.reader.start(cell, written.started[position])
    except ValueError as problem:
        attacks.broken.append((row, where.start[0], str(problem)))
        return free
    remarks = _Remarks(row, attacks.remarks)
    end, still = written.reader.end(cell, start, remarks)
    pain = remarks.blank(where.pain, partial(pain_in, cell.get(where.pain, "")))
    if denied and pain:
        pain = None
        attacks.remarks.append((row, where.pain, f"beside a type without headache; {BLANK}"))
    attacks.denied += denied
    attacks.no_end += end is None and not still and not remarks.of_end and not denied
    taken, triptan = medication_in(", ".join(cell[c] for c in where.medication if cell.get(c)))
    attacks.rows.append(row)
    attacks.spans.append((start, end, still))
    attacks.free.append(free)
    attacks.pain.append(pain)
    attacks.triptan.append(triptan)
    attacks.medication.append(taken)
    attacks.migraine.append(_is_migraine(migraine, pain, triptan, written.choices))
    return True


def _judges(columns: Sequence[str], where: AttackColumns, choices: Choices) -> bool:
    """Does the file have a column from which a chosen rule judges migraine?"""
    judging = {"type": [where.type], "pain": [where.pain], "triptan": [*where.medication]}
    return any({*judging[rule]} & {*columns} for rule in choices.migraine_rules)


def notices_of(lists: Sequence[Attacks]) -> list[str]:
    """What is particular about the attacks of a file, each with how many they are."""
    spans = [span for one in lists for span in one.spans]
    long = sum(end - start > LONG_ATTACK for start, end, _ in spans if end)
    ongoing = sum(still for *_, still in spans)
    return [
        f"{count} attack(s) {what}."
        for count, what in (
            (long, "last more than 72 hours: counted as written"),
            (ongoing, "are ongoing: only the first day is known, later days are left unknown"),
            (sum(one.denied for one in lists), DENIED),
            (sum(one.no_end for one in lists), NO_END),
            (len({row for one in lists for row in one.lost}), CANNOT_BE_PLACED),
        )
        if count
    ]


def _joined(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    present = [column for column in columns if column in frame]
    if not present:
        return [""] * len(frame)
    return [" ".join(filter(None, cells)) for cells in frame[present].itertuples(index=False)]


@dataclass
class _Remarks:
    """Collects the cells of one row that cannot be read: they count as blank."""

    row: int
    told: list[tuple[int, str, str]]
    of_end: bool = False

    def blank(self, column: str, read: Callable[[], T], effect: str = BLANK) -> T | None:
        """What the cell says, or None with a remark."""
        try:
            return read()
        except ValueError as problem:
            self.told.append((self.row, column, f"{problem}; {effect}"))
            return None


@dataclass(frozen=True)
class _Reader:
    """When attacks begin and end, by the columns of an app and the order of its dates."""

    where: AttackColumns
    order: str

    def start(self, cell: dict[str, str], text: str) -> datetime:
        return moment_in(text, self.order, self._zone(cell))

    def _zone(self, cell: dict[str, str]) -> str:
        return cell.get(self.where.zone, "") if self.where.zone else ""

    def _end_text(self, cell: dict[str, str]) -> str:
        return " ".join(filter(None, (cell.get(column, "") for column in self.where.end)))

    def _length_text(self, cell: dict[str, str]) -> str:
        return cell.get(self.where.minutes, "") if self.where.minutes else ""

    def still(self, cell: dict[str, str]) -> bool:
        """Was the attack going on when the file was made?"""
        return bool({self._end_text(cell).lower(), self._length_text(cell).lower()} & {*ONGOING})

    def end(
        self, cell: dict[str, str], start: datetime, remarks: _Remarks
    ) -> tuple[datetime | None, bool]:
        """The end, and whether it was still to come; an end that cannot be read counts as none."""
        if self.still(cell):
            return None, True
        text, length = self._end_text(cell), self._length_text(cell)
        end = None
        if text:
            other = BLANK if length else FIRST_DAY
            column = next(column for column in self.where.end if cell.get(column))
            end = remarks.blank(column, lambda: self._read_end(text, start, cell), other)
            remarks.of_end = end is None
        if end is None and length:
            column = self.where.minutes
            end = remarks.blank(column, lambda: self._by_length(length, start, cell), FIRST_DAY)
            remarks.of_end = end is None
        return end, False

    def _read_end(self, text: str, start: datetime, cell: dict[str, str]) -> datetime:
        if is_clock(text):  # without a day
            try:
                return clock_after(start, text)
            except ValueError as problem:
                raise ValueError(f"{quoted(text)} {problem}") from None
        return end_after(start, moment_in(text, self.order, self._zone(cell)), text)

    def _by_length(self, text: str, start: datetime, cell: dict[str, str]) -> datetime:
        end = start + length_in(text, self.where.unit)
        if self.where.offsets:
            before, after = (offset_in(cell.get(column, "")) for column in self.where.offsets)
            end += timedelta(minutes=after - before)
        return end_after(start, end, text)

    def days_of_start(self, cell: dict[str, str], text: str) -> tuple[date, date] | None:
        """The first and the last day on which an attack whose start cannot be read may begin."""
        day = first_day(text, self.order)
        if day is None or not EARLIEST <= day <= LATEST:
            return None
        return (day - DAY, day + DAY) if self._zone(cell) else (day, day)

    def last_moment(self, cell: dict[str, str], text: str, latest: datetime) -> datetime:
        """When an attack that begins at ``latest`` or before is over at the latest."""
        end = self._end_text(cell)
        ends = []
        if length := self._length_of(cell, text):
            ends.append(latest + length)
        if is_clock(end):
            with suppress(ValueError):
                ends.append(clock_after(latest, end))
        return min([*ends, latest + LONGEST_ATTACK]) if ends else latest

    def _length_of(self, cell: dict[str, str], text: str) -> timedelta | None:
        """How long it was, where that can be read without its start."""
        with suppress(ValueError):
            if written := self._length_text(cell):
                return length_in(written, self.where.unit)
            began, end = _LAST_CLOCK.search(text), self._end_text(cell)
            if began and is_clock(end):
                start = clock_after(datetime(2000, 1, 1), began[1])
                return clock_after(start, end) - start
        return None

    def last_day(self, cell: dict[str, str]) -> date | None:
        """The day of the end, where it stands for itself."""
        text = self._end_text(cell)
        day = first_day(text, self.order) if text and not is_clock(text) else None
        return day if day and EARLIEST <= day <= LATEST else None


def _leave_open(
    attacks: Attacks, lost: list[tuple[int, dict[str, str], str]], read: _Reader
) -> None:
    """Say which days a row that was set aside leaves open.

    Where its day cannot be read, it lies between its neighbours in the file; in a file without an
    order it may lie anywhere.
    """
    rows, starts, forward = _in_order(attacks)
    for row, cell, text in sorted(lost, key=lambda one: one[0]):
        ended = read.last_day(cell)
        if days := read.days_of_start(cell, text):
            first, latest = days
            last = (
                read.last_moment(cell, text, datetime.combine(latest, time()) + DAY - MOMENT)
                - MOMENT
            ).date()
            last = max(latest, ended if ended and ended - first < LONGEST_ATTACK else last)
            attacks.unsure += [first + n * DAY for n in range((last - first).days + 1)]
            if read.still(cell):
                attacks.unknown_from.append(first)
            continue
        place = bisect_left(rows, row)
        around = [starts[n] if 0 <= n < len(starts) else None for n in (place - 1, place)]
        before, after = around if forward != -1 else reversed(around)
        if not forward:
            before = after = None
        elif before and after and before > after:
            before, after = after, before
        first, last = before.date() if before else date.min, date.max
        if after:
            last = max(after, read.last_moment(cell, text, after) - MOMENT).date()
        if ended:
            attacks.unsure.append(ended)
            first, last = min(first, ended), max(last, ended)
        if read.still(cell):
            attacks.unknown_from.append(first)
        attacks.gaps.append((first, last))


def _in_order(attacks: Attacks) -> tuple[list[int], list[datetime], int]:
    """Rows and starts as the file has them; 1: the oldest comes first, -1: last, 0: no order."""
    place = np.argsort(np.array(attacks.rows, dtype="int64"), kind="stable")
    rows = [attacks.rows[i] for i in place]
    starts = [attacks.spans[i][0] for i in place]
    steps = [(b > a) - (b < a) for a, b in pairwise(starts)]
    up, down = steps.count(1), steps.count(-1)
    if not up + down or max(up, down) < SORTED * (up + down):
        return rows, starts, 0
    return rows, starts, 1 if up > down else -1


def _is_migraine(
    said: bool | None, pain: float | None, triptan: int | None, choices: Choices
) -> bool | None:
    """By the printed rule: a type that is given decides; without any of its facts it stays open."""
    rules = choices.migraine_rules
    if "type" in rules and said is not None:
        return said
    facts = {
        "pain": None if pain is None else pain >= PAIN_FOR_MIGRAINE,
        "triptan": True if triptan else None,
    }
    known = [facts[rule] for rule in rules if facts.get(rule) is not None]
    return any(known) if known else None


def rule_sentence(choices: Choices) -> str:
    """The rule for a migraine day, as it is printed."""
    rules = choices.migraine_rules
    if not rules:
        return "An attack is a headache day; no rule for a migraine day was chosen."
    told = " or ".join(MIGRAINE_RULES[rule] for rule in rules if rule != "type")
    if "type" not in rules:
        return f"An attack is a headache day; a migraine day if {told}."
    sentence = (
        f"An attack is a headache day; a migraine day if {MIGRAINE_RULES['type']}, and none if it "
        "names another headache"
    )
    return f"{sentence}; where no type is given, if {told}." if told else f"{sentence}."
