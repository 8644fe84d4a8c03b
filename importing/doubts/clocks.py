"""Which clocks stand behind the days of a column? What the doubts about time zones look at."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from importing.attacks import AttackColumns
from importing.doubts.base import Cells
from words.numbers import counted

MANY = 14  # so many moments at one clock are no chance
HOUR = 3600
MOST, MOST_LOOKED_AT = 0.6, 200  # of the moments of a column
CLOCK = re.compile(
    r"(.*\d[ T,]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*"
    r"(Z|[+-]\d\d:?\d\d)?",
    re.DOTALL,
)
MIDNIGHTS = range(10 * HOUR, 24 * HOUR)  # when it is midnight somewhere to the east


def seconds_of(text: str) -> int | None:
    """The clock of a text in seconds since midnight; None where it has none."""
    found = CLOCK.fullmatch(text)
    if not found:
        return None
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if found[5]:
        hour = hour % 12 + (12 if found[5].lower().startswith("p") else 0)
    return hour * HOUR + minute * 60 + second


def text_before_clock(text: str) -> str:
    """The date of a text, as it is written before its clock."""
    found = CLOCK.fullmatch(text)
    return found[1].rstrip(" ,T") if found else text


def midnight_somewhere(moments: Sequence[tuple[date, int]]) -> bool:
    """Is there a zone in which most of these days and clocks, in UTC, are midnight to a minute?"""
    looked_at = moments[:: max(1, len(moments) // MOST_LOOKED_AT)]
    starts = [
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=clock)
        for day, clock in looked_at
        if date(1971, 1, 1) < day < date(2100, 1, 1)
    ]
    return not _zones() or any(_midnights(zone, starts) for zone in _zones())


def _midnights(zone: ZoneInfo, moments: list[datetime]) -> bool:
    allowed = (1 - MOST) * len(moments)
    for moment in moments:
        there = moment.astimezone(zone)
        since = there.hour * HOUR + there.minute * 60 + there.second
        allowed -= 60 < since < 24 * HOUR - 60
        if allowed < 0:
            return False
    return True


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    """Every zone that this machine knows."""
    return tuple(ZoneInfo(name) for name in sorted(available_timezones()))


def in_words(clocks: Collection[int]) -> str:
    """23:00, or 22:00 or 23:00."""
    told = [
        f"{c // HOUR:02}:{c // 60 % 60:02}" + (f":{c % 60:02}" if c % 60 else "")
        for c in sorted(clocks)
    ]
    return " or ".join(told)


def midnights_elsewhere(clocks: Mapping[int, int]) -> set[int]:
    """The clocks at which it was midnight in another zone: one, or two an hour apart.

    ``clocks``: a clock -> its number of rows; midnight itself may stand among them.
    """
    late = {clock: rows for clock, rows in clocks.items() if clock}
    if not late or not all(clock in MIDNIGHTS for clock in late):
        return set()
    if len(late) > 2 or (len(late) == 2 and max(late) - min(late) != HOUR):
        return set()
    return set(late)


def has_ends(where: AttackColumns, cells: Cells) -> bool:
    """Has any row of this attack list an end or a length?"""
    columns = [c for c in (*where.end, where.minutes) if c in cells]
    return any(cells.texts(column) for column in columns)


def rows_in_words(rows: int) -> str:
    return counted(rows, "time")
