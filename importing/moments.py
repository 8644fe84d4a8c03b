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

from analytics.month_names import MONTH_IN_A_DATE

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
ISO, ASK, CONTRADICTION = "iso", "ask", "contradiction"

_PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_CLOCK = re.compile(
    r"(?:[ T,]*|:)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*([AaPp]\.? ?[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
)
_EPOCH_MS = re.compile(r"\d{12,13}")
_MONTH = r"([^\W\d_]{3,12})"
_NAMED = (  # with the places of year, month, day
    (
        re.compile(
            rf"(\d{{1,2}})(?:\. ?|[ -]| de )?{_MONTH}\.?(?:, ?|[ -]| del? )?(\d{{4}}|\d{{2}})(?!\d)"
        ),
        (3, 2, 1),
    ),
    (re.compile(rf"{_MONTH}\.? (\d{{1,2}}),? (\d{{4}})(?!\d)"), (3, 1, 2)),
    (re.compile(rf"(\d{{4}})[ -]{_MONTH}[ -](\d{{1,2}})(?!\d)"), (1, 2, 3)),
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
            if not int(parts[3]) and len(parts[3]) == 4:
                continue  # the year 0
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


def is_day(text: str) -> bool:
    """Is it a calendar day, in whichever order of day and month?"""
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            read_day(text, order)
        except ValueError:
            continue
        return True
    return False


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
    return _moved(_at(day, _CLOCK.fullmatch(rest)), zone)


def clock_after(moment: datetime, text: str) -> datetime:
    """When the clock shows this text first, at or after the moment; 24:00 is the next midnight."""
    shown = _at(moment.date(), _CLOCK.fullmatch(text))
    try:
        return shown + timedelta(days=shown < moment)
    except OverflowError:
        raise ValueError("is not a time") from None


def is_clock(text: str) -> bool:
    """Is it a clock without a day, possible or not?"""
    return bool(text[:1].isdigit() and _CLOCK.fullmatch(text))


def _at(day: date, clock: re.Match[str] | None) -> datetime:
    """A day and a clock as one moment; 24:00 is the midnight that ends the day."""
    if not clock:
        raise ValueError("is not a time")
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[4] or "").lower()
    midnight = (hour, minute, second) == (24, 0, 0) and not half
    if (hour > (12 if half else 23) and not midnight) or minute > 59 or second > 59:
        raise ValueError("is not a time")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    start = datetime(day.year, day.month, day.day)
    try:
        return start + timedelta(hours=hour, minutes=minute, seconds=second)
    except OverflowError:
        raise ValueError("is not a time") from None


def first_day(text: str, order: str) -> date | None:
    """The day with which a text begins, whatever clock follows; None where that is not sure."""
    try:
        day, rest = _day_and_rest(text, order)
    except ValueError:
        return None
    sure = not rest or (rest[0] in " T,:" and not re.search(r"\d[-/.]\d", rest))
    sure = sure or bool(_CLOCK.fullmatch(rest))  # 00:00:00.000 has a point between its numbers
    return day if sure else None


def possible_days(text: str) -> list[date]:
    """The days with which a text may begin, day first, then month first; none if it is no date."""
    days = (first_day(text, order) for order in (DAY_FIRST, MONTH_FIRST))
    return [day for day in days if day is not None]


def _moved(moment: datetime, zone: str) -> datetime:
    if not zone:
        return moment
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("names no known time zone") from error
    try:
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(place).replace(tzinfo=None)
    except OverflowError:
        raise ValueError("is not a date") from None


def _day_and_rest(text: str, order: str) -> tuple[date, str]:
    if iso := _ISO.match(text):
        return _day(iso[1], iso[2], iso[3]), text[iso.end() :]
    if parts := _PARTS.match(text):
        a, b, year = parts[1], parts[2], _year(parts[3])
        if int(a) == int(b) or order == DAY_FIRST:
            return _day(year, b, a), text[parts.end() :]
        if order == MONTH_FIRST:
            return _day(year, a, b), text[parts.end() :]
        raise ValueError("may be day or month first")
    for pattern, (year_at, month_at, day_at) in _NAMED:
        named = pattern.match(text)
        if named and (month := MONTH_IN_A_DATE.get(named[month_at].lower())):
            return _day(_year(named[year_at]), month, named[day_at]), text[named.end() :]
    raise ValueError("is not a date")


def _day(year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("is not a date") from None


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
