"""Is T3 the third session, or the third month?

"Baseline" and "Session 1" are sessions 0 and 1. Months in steps of 3 and weeks in steps of 12 are
times: the end of a cycle, or the month after the session that was given then. Months one by one
are months after a session, or sessions. V1 may be the baseline. No reading makes one session of two
names. Every session can be given one by one: T0:0,T3:1,T6:2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.session_forms import (
    BASELINE,
    MONTHS,
    SESSION,
    TIME,
    VISIT,
    WEEKS,
    given_one_by_one,
    numbers_of,
)

COLUMN = "session"
END, AFTER = "end_of_cycle", "month_after"
WEEKS_END, WEEKS_AFTER = "weeks_end_of_cycle", "weeks_month_after"
AS_NAMED = "as_named"
MONTH_OF, END_OF, IN_ORDER = "month_of_cycle", "last_month_of_cycle", "in_order"
FIRST, SECOND, NUMBERS = "first_is_baseline", "second_is_baseline", "numbers_are_sessions"
LATEST = 99


def signs(cells: Cells) -> Iterator[Sign]:
    if COLUMN not in cells:
        return
    if cells.table == "counts":
        yield from _of_counts(cells)
    elif cells.table == "sessions":
        names = [name for name in cells.texts(COLUMN) if SESSION.match(name)]
        if names:
            listed = ", ".join(f"'{name}'" for name in sorted(names, key=_in_order)[:6])
            yield Sign(f"sessions are named: {listed}.", ((AS_NAMED, "as named"),), COLUMN)


def _of_counts(cells: Cells) -> Iterator[Sign]:
    names = list(cells.texts(COLUMN))
    words = [n for n in names if BASELINE.match(n) or SESSION.match(n)]
    others = [n for n in names if n not in words]
    has_baseline = any(BASELINE.match(n) or n == "0" for n in names)
    months, weeks = numbers_of(others, MONTHS), numbers_of(others, WEEKS)
    times, visits = numbers_of(others, TIME), numbers_of(others, VISIT)
    plain = {n: int(n) for n in others if re.fullmatch(r"\d{1,3}", n)}
    listed = ", ".join(f"'{n}'" for n in sorted(names, key=_in_order)[:6])
    known = months or weeks or times or plain
    one_by_one = (months or weeks) and not _in_steps(months or weeks, 12 if weeks else 3)
    if one_by_one:
        yield from _one_by_one(names, months or weeks, listed, has_baseline=has_baseline)
    elif months or weeks or _in_steps(times) or (not visits and _in_steps(plain)):
        yield Sign(
            f"{COLUMN}: {listed} look like times, not like sessions. Which session does a time "
            "stand for?",
            tuple(_readings(known, weeks=bool(weeks))),
            COLUMN,
        )
    elif words and not (times or visits):
        yield Sign(
            f"sessions are named: {listed}; the baseline is session 0.",
            ((AS_NAMED, "as named"),),
            COLUMN,
        )
    elif times or visits:
        yield from _visits(times or visits, listed, has_baseline)


def _one_by_one(
    names: list[str], numbers: dict[str, int], listed: str, *, has_baseline: bool
) -> Iterator[Sign]:
    """Month 1, 2, 3: months after one session, or a session each."""
    words = {
        MONTH_OF: "months after session 1: {}",
        END_OF: "the end of a cycle: {}",
        NUMBERS: "each is a session: {}",
        IN_ORDER: "each is a session, in order: {}",
        FIRST: "the first one is the baseline: {}",
    }
    if has_baseline or 0 in numbers.values():
        del words[FIRST]
    if _are_weeks(names):
        del words[NUMBERS]
    readings: dict[tuple[str, ...], tuple[str, str]] = {}
    for reading, told in words.items():
        of = _sessions(names, reading)
        used = [session for session in of.values() if session]
        if len(set(used)) == len(used) and any(of[name] not in ("", "0") for name in numbers):
            made = tuple(of.values())
            month = "the month after " if reading == MONTH_OF else ""
            readings.setdefault(made, (reading, told.format(_told(numbers, of, month))))
    if not readings:
        readings = {(): (IN_ORDER, words[IN_ORDER].format("one after the other"))}
    yield Sign(
        f"{COLUMN}: {listed} look like times, not like sessions. Which session does a time "
        "stand for?"
        if len(readings) > 1
        else f"sessions are named: {listed}; {next(iter(readings.values()))[1]}.",
        tuple(readings.values()),
        COLUMN,
    )


def _told(numbers: dict[str, int], sessions: dict[str, str], month: str) -> str:
    """'M1' is the month after session 1, the others are not used."""
    order = sorted((name for name in numbers if numbers[name]), key=lambda name: numbers[name])
    used = [name for name in order if sessions[name]]
    told = " and ".join(
        f"'{name}' is {month}"
        + (f"session {sessions[name]}" if sessions[name] != "0" else "the baseline")
        for name in used[:3]
    )
    return told + (", the others are not used" if len(used) < len(order) else "")


def _in_steps(numbers: dict[str, int], step: int = 3) -> bool:
    """0, 3, 6: in steps of three, without 1 and 2; 13 weeks are as good as 12."""
    values = set(numbers.values()) - {0}
    return bool(values) and all(_near(value, step) for value in values)


def _near(value: int, step: int, first: int = 0) -> int | None:
    """Which step is this, 1, 2, ...? ``first``: where step 1 is; None where it is between two."""
    first = first or step
    place = max(0, round((value - first) / step))
    off = 0 if step == 3 else 1 if first < step else 2
    return place + 1 if abs(value - first - place * step) <= off else None


def _readings(numbers: dict[str, int], *, weeks: bool) -> Iterator[tuple[str, str]]:
    """The sessions that these times may stand for."""
    in_weeks = weeks or all(value % 12 == 0 for value in numbers.values())
    for end, after, step, unit in (
        *([(END, AFTER, 3, "month")] if not weeks else []),
        *([(WEEKS_END, WEEKS_AFTER, 12, "week")] if in_weeks else []),
    ):
        later = sorted({value for value in numbers.values() if value})[:2]
        at_end = " and ".join(f"{unit} {v} is session {max(1, round(v / step))}" for v in later)
        month_after = " and ".join(f"{unit} {v} is session {round(v / step) + 1}" for v in later)
        yield end, f"the end of a cycle: {at_end}"
        yield after, f"the month after a session: {month_after}"


def _visits(numbers: dict[str, int], listed: str, has_baseline: bool) -> Iterator[Sign]:
    if has_baseline and 0 not in numbers.values():
        yield Sign(
            f"sessions are named: {listed}; the baseline is session 0.",
            ((AS_NAMED, "as named"),),
            COLUMN,
        )
        return
    order = sorted(numbers, key=lambda name: numbers[name])
    readings = [(FIRST, f"{order[0]} is the baseline, the next one session 1")]
    if len(order) > 2:
        readings.append((SECOND, f"{order[1]} is the baseline, {order[0]} is not used"))
    if numbers[order[0]] != 0:
        readings.append((NUMBERS, f"{order[0]} is session {numbers[order[0]]}: no baseline"))
    if len(readings) == 1:
        readings.append((NUMBERS, f"{order[-1]} is session {numbers[order[-1]]}"))
    yield Sign(
        f"{COLUMN}: {listed}: which one is the baseline, the month before session 1?",
        tuple(readings),
        COLUMN,
    )


def _in_order(name: str) -> tuple[int, str]:
    digits = re.search(r"\d+", name)
    return (int(digits[0]) if digits else -1, name)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    names = list(cells.texts(COLUMN))
    sessions = given_one_by_one(reading) or _sessions(names, reading)
    known = cells.rewritten(COLUMN, lambda text: sessions.get(text, text))
    gone = cells.where_text(COLUMN, lambda text: sessions.get(text) == "")
    return known.without(gone) if gone.any() else known


def _sessions(names: list[str], reading: str) -> dict[str, str]:
    """Session of each name by this reading; blank where it is not used."""
    found = {name: "0" for name in names if BASELINE.match(name)}
    found |= {name: str(n) for name, n in numbers_of(names, SESSION).items()}
    others = [name for name in names if name not in found]
    numbers = {
        name: v
        for form in (MONTHS, WEEKS, TIME, VISIT)
        for name, v in numbers_of(others, form).items()
    }
    if not numbers:
        numbers = {n: int(n) for n in others if re.fullmatch(r"\d{1,3}", n)}
    if reading in (FIRST, SECOND, IN_ORDER):
        skipped = {SECOND: 1, IN_ORDER: 0 if 0 in numbers.values() else -1}.get(reading, 0)
        order = sorted(numbers, key=lambda name: numbers[name])
        for place, name in enumerate(order):
            found[name] = str(place - skipped) if place >= skipped else ""
        return found
    step = 12 if reading in (WEEKS_END, WEEKS_AFTER) or _are_weeks(names) else 3
    for name, value in numbers.items():
        if value == 0:
            found[name] = "0"
        elif reading in (END, WEEKS_END):
            found[name] = str(max(1, round(value / step)))
        elif reading in (MONTH_OF, END_OF):
            which = _near(value, step, step // 3 if reading == MONTH_OF else 0)
            found[name] = str(which or "")
        elif reading in (AFTER, WEEKS_AFTER):
            found[name] = str(round(value / step) + 1)
        else:
            found[name] = str(value)
    return found


def _are_weeks(names: list[str]) -> bool:
    return bool(numbers_of(names, WEEKS))


def accepts(sign: Sign, reading: str) -> bool:
    return given_one_by_one(reading) is not None


DOUBT = Doubt("session_names", LooksAt.COLUMN, signs, read, accepts)
