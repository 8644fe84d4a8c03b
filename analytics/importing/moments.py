"""Which day, and which hour, does a text mean?

A column is asked as a whole: any first part over 12 means that the day comes first, any second
part over 12 that the month does; both is a contradiction, neither has to be asked. A single cell
never decides, because 11/12/24 is a date in both orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ISO, ASK, CONTRADICTION = "iso", "ask", "contradiction"

_PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_CLOCK = re.compile(
    r"[ T,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
)
_EPOCH_MS = re.compile(r"\d{12,13}")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_NAMED = re.compile(
    r"(?:(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?|([A-Za-z]{3})[a-z]*\.? (\d{1,2})),? (\d{4})"
)


@dataclass(frozen=True)
class Vote:
    """What the dates of a column say about their order, with the cells that said so."""

    order: str  # iso, day_first, month_first, ask, contradiction
    counted: int = 0
    example: str = ""
    other: str = ""


def vote(texts: Iterable[str]) -> Vote:
    """The order of day and month in a column of dates."""
    first: list[str] = []
    second: list[str] = []
    open_ones: list[str] = []
    for text in texts:
        parts = _PARTS.match(text)
        if parts:
            a, b = int(parts[1]), int(parts[2])
            if 12 < a <= 31 and 1 <= b <= 12:
                first.append(text)
            elif 12 < b <= 31 and 1 <= a <= 12:
                second.append(text)
            elif a != b and 1 <= a <= 12 and 1 <= b <= 12:
                open_ones.append(text)
    if first and second:
        return Vote(CONTRADICTION, len(first), first[0], second[0])
    if first:
        return Vote(DAY_FIRST, len(first), first[0])
    if second:
        return Vote(MONTH_FIRST, len(second), second[0])
    if open_ones:
        return Vote(ASK, len(open_ones), open_ones[0])
    return Vote(ISO)


def read_day(text: str, order: str) -> date:
    """The calendar day of a text; raises ValueError where it is none."""
    day, rest = _day_and_rest(text, order)
    if rest.strip() and not _CLOCK.fullmatch(rest):
        raise ValueError("is not a date")
    return day


def read_moment(text: str, order: str, zone: str = "") -> datetime:
    """The local wall clock of a text, without a zone; midnight where no clock is given.

    An offset behind the clock is left as written: the day is that of the place where it was
    written down. With ``zone`` (IANA) the text is UTC and is moved there first.
    """
    if _EPOCH_MS.fullmatch(text):
        moment = datetime(1970, 1, 1) + timedelta(milliseconds=int(text))
        return _moved(moment, zone)
    day, rest = _day_and_rest(text, order)
    if not rest.strip(" ,T"):
        return datetime(day.year, day.month, day.day)
    clock = _CLOCK.fullmatch(rest)
    if not clock:
        raise ValueError("is not a time")
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("is not a time")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    moment = datetime(day.year, day.month, day.day, hour, minute, second)
    return _moved(moment, zone)


def _moved(moment: datetime, zone: str) -> datetime:
    if not zone:
        return moment
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("names no known time zone") from error
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(place).replace(tzinfo=None)


def _day_and_rest(text: str, order: str) -> tuple[date, str]:
    if iso := _ISO.match(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3])), text[iso.end() :]
    if parts := _PARTS.match(text):
        a, b, year = int(parts[1]), int(parts[2]), _year(parts[3])
        if a == b or order == DAY_FIRST:
            return date(year, b, a), text[parts.end() :]
        if order == MONTH_FIRST:
            return date(year, a, b), text[parts.end() :]
        raise ValueError("may be day or month first")
    if named := _NAMED.match(text):
        month = _MONTHS.get((named[2] or named[3]).lower())
        if month:
            return date(int(named[5]), month, int(named[1] or named[4])), text[named.end() :]
    raise ValueError("is not a date")


def _year(text: str) -> int:
    """Two digits: 1970 to 2069, as the C library reads them."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def in_iso(text: str, order: str) -> str:
    """The same text with its day written as YYYY-MM-DD, where this order gives one."""
    try:
        day, rest = _day_and_rest(text, order)
    except ValueError:
        return text
    return f"{day.isoformat()}{rest}"


def both_readings(text: str) -> tuple[date, date]:
    """The two days that an undecided text may mean: day first, month first."""
    return read_day(text, DAY_FIRST), read_day(text, MONTH_FIRST)


def minutes_of(text: str) -> float | None:
    """A duration in minutes: '01h 00m', '2d 3h', '1:30', '2.5'; None if it is none."""
    named = re.fullmatch(r"(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?", text.strip())
    if named and any(named.groups()):
        days, hours, minutes = (int(part or 0) for part in named.groups())
        return float(days * 1440 + hours * 60 + minutes)
    if clock := re.fullmatch(r"(\d+):(\d{2})(?::(\d{2}))?", text.strip()):
        return int(clock[1]) * 60.0 + int(clock[2])
    return None
