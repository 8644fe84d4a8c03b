"""Which day is 2024年1月8日, 2024-W02-1, 2024-008 or 08/01/2567? Each of them means one day.

They are written out, so that the further doubts about a date see them. A year of the Buddhist
calendar is 543 more, where every date of the column has such a year: one alone is a slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from importing.cells import EARLIEST, LATEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import possible_days

OUT, BUDDHIST = "written_out", "buddhist"
LATER = 543  # years
_SIGNS = re.compile(
    r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?\s*(?:[(（].{1,3}[)）])?(.*)",
    re.DOTALL,
)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])(?![\d-])(.*)", re.DOTALL)
_OF_YEAR = re.compile(r"(\d{4})-(\d{3})(?![\d-])(.*)", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)2[56]\d\d(?!\d)")


def written_out(text: str) -> str:
    """The same date as YYYY-MM-DD; the text itself where it is no such date."""
    for pattern, day_of in _FORMS:
        if found := pattern.fullmatch(text):
            *parts, rest = found.groups()
            try:
                day = day_of(*map(int, parts))
            except (ValueError, OverflowError):
                return text
            return f"{day.isoformat()}{rest}" if EARLIEST <= day <= LATEST else text
    return text


def _of_year(year: int, number: int) -> date:
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if day.year != year:
        raise ValueError(number)
    return day


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., date]], ...] = (
    (_SIGNS, date),
    (_WEEK, date.fromisocalendar),
    (_OF_YEAR, _of_year),
)


def in_our_years(text: str) -> str:
    """The same date with a year of 543 fewer."""
    return _YEAR.sub(lambda year: str(int(year[0]) - LATER), text, count=1)


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        texts = cells.texts(column)
        example = next((text for text in texts if written_out(text) != text), "")
        if example:
            yield Sign(
                f"{column}: '{example[:20]}' is read as {written_out(example)[:10]}.",
                ((OUT, "written out"),),
                column,
            )
        dates = [text for text in map(written_out, texts) if possible_days(text)]
        if dates and all(map(_is_buddhist, dates)):
            yield Sign(
                f"{column}: years of the Buddhist calendar, read as 543 fewer: '{dates[0][:20]}' "
                f"is {in_our_years(dates[0])[:20]}.",
                ((BUDDHIST, "years of the Buddhist calendar"),),
                column,
                about=BUDDHIST,
            )


def _is_buddhist(text: str) -> bool:
    years = [day.year for day in possible_days(text)]
    return any(EARLIEST.year + LATER <= year <= LATEST.year + LATER for year in years)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(sign.column, in_our_years if reading == BUDDHIST else written_out)


DOUBT = Doubt("date_calendars", LooksAt.COLUMN, signs, read)
