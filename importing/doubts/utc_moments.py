"""On which day was a moment that is written in UTC, or counted since 1970, without its zone?

22:30Z is the next day already in Helsinki. Where a column says the zone, or every moment is
00:00:00Z, nothing is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from importing.cells import EARLIEST, LATEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.clocks import HOUR, MANY, has_ends, in_words, midnights_elsewhere
from importing.moments import ISO, read_moment
from words.numbers import counted, day

EPOCH = re.compile(r"\d{10}|\d{12,13}")
ZULU = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)"
)
UTC, NEXT_DAY, DATES = "UTC", "next_day", "dates"
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York")


def moment_of(text: str) -> datetime | None:
    """The moment in UTC; None where the text says no such."""
    try:
        if EPOCH.fullmatch(text):
            seconds = int(text) if len(text) == 10 else int(text) / 1000
            moment = datetime(1970, 1, 1) + timedelta(seconds=seconds)
        elif (found := ZULU.fullmatch(text)) and found[2] in ("Z", "+00:00", "+0000"):
            moment = read_moment(found[1], ISO)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment.date() <= LATEST else None


def _moments(cells: Cells, column: str) -> dict[str, datetime]:
    texts = cells.texts(column)
    found = {text: m for text in texts if (m := moment_of(text)) is not None}
    offsets = {z[2] for text in texts if (z := ZULU.fullmatch(text))}
    if cells.where is not None or offsets - {"Z", "+00:00", "+0000"}:
        # +0000 beside others, or in the file of an app, is the clock of a winter in London
        found = {t: m for t, m in found.items() if t.endswith("Z") or EPOCH.fullmatch(t)}
    return found


def signs(cells: Cells) -> Iterator[Sign]:
    where = cells.where
    if where is not None and (where.zone in cells or where.offsets):
        return
    together = [cells.date_columns()] if where is not None else [[c] for c in cells.date_columns()]
    for columns in together:
        found = {t: m for column in columns for t, m in _moments(cells, column).items()}
        if found:
            yield from _sign(cells, columns, found)


def _sign(cells: Cells, columns: list[str], found: dict[str, datetime]) -> Iterator[Sign]:
    column = columns[0]
    clocks = Counter(m.hour * HOUR + m.minute * 60 + m.second for m in found.values())
    example = next((t for t, m in found.items() if m.hour or m.minute), next(iter(found)))
    if set(clocks) == {0}:
        if EPOCH.fullmatch(example):
            unit = "seconds" if len(example) == 10 else "milliseconds"
            words = f"{column}: '{example}' is {day(found[example])}: {unit} since 1970, at 00:00."
            yield Sign(words, ((DATES, "dates"),), column)
        return
    rows = sum(cells.texts(c).get(text, 0) for c in columns for text in found)
    readings = [(UTC, f"the day in UTC: '{example}' is {day(found[example])}")]
    late = midnights_elsewhere(clocks)
    if late and rows >= MANY:
        after = day(found[example] + timedelta(days=1))
        readings.append(
            (NEXT_DAY, f"the next day: {in_words(late)} in UTC is midnight there: {after}")
        )
    readings += [(zone, f"{zone}: {day(_in_zone(found[example], zone))}") for zone in ZONES]
    how = "are counted since 1970" if EPOCH.fullmatch(example) else "are written in UTC"
    yield Sign(
        f"{column}: {counted(rows, 'time')} {how} ('{example}'), and no column says the time "
        "zone. In which zone were the days written down (also any other, by its name, as "
        "Asia/Tokyo)?",
        tuple(readings),
        column,
    )


def _in_zone(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(UTC)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def is_zone(sign: Sign, reading: str) -> bool:
    """Is this the name of a time zone?"""
    try:
        ZoneInfo(reading)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(reading)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    where = cells.where
    columns = [sign.column] if where is None else cells.date_columns()
    day_alone = where is None or not has_ends(where, cells)
    for column in columns:
        found = _moments(cells, column)

        def local(text: str, found: dict[str, datetime] = found) -> str:
            moment = found.get(text)
            if moment is None:
                return text
            if reading == NEXT_DAY:
                moment += timedelta(days=1)
            elif reading not in (UTC, DATES):
                moment = _in_zone(moment, reading)
            return moment.strftime("%Y-%m-%d" if day_alone else "%Y-%m-%d %H:%M:%S")

        cells = cells.rewritten(column, local)
    return cells


DOUBT = Doubt("utc_moments", LooksAt.COLUMN, signs, read, accepts=is_zone)
