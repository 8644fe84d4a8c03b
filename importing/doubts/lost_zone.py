"""Did the days of a file lose their time zone: is every one of them the evening before?

A web tool writes midnight in Berlin as 23:00 of the day before, in UTC. The sign: in a table of
days or sessions, or of attacks without end and length, the cell that gives the day holds date and
clock, in many rows at one clock or two (summer time) when it is midnight somewhere to the east.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from importing.doubts.clocks import (
    CLOCK,
    HOUR,
    MANY,
    has_ends,
    in_words,
    midnight_somewhere,
    midnights_elsewhere,
    rows_in_words,
    seconds_of,
    text_before_clock,
)
from importing.moments import read_day, vote
from words.numbers import day

AS_WRITTEN, NEXT_DAY = "as_written", "next_day"
SLIPS = 0.1  # so many dates with two clocks are slips
DAY_OF = {"diary": "date", "sessions": "session_date"}


def _column(cells: Cells) -> str:
    """The one column whose cell gives the day, if this table can have lost its zone."""
    where = cells.where
    if where is None:
        column = DAY_OF.get(cells.table, "")
    elif cells.daily or where.zone or where.offsets or has_ends(where, cells):
        return ""
    else:
        column = where.start[0] if len(where.start) == 1 else ""
    return column if column in cells else ""


def _clocks(cells: Cells, column: str) -> Counter[int]:
    """Each clock with its number of rows; none where a row says its offset."""
    told: Counter[int] = Counter()
    for text, rows in cells.texts(column).items():
        found = CLOCK.fullmatch(text)
        if found and found[6]:
            return Counter()
        told[seconds_of(text) or 0] += rows
    return told


def _seasons(cells: Cells, column: str) -> bool:
    """Can it be summer time that makes two clocks of one?

    Not if both stand on the same dates, or if no zone has its midnight at most of these moments.
    """
    of: dict[str, set[int]] = {}
    for text in cells.texts(column):
        if clock := seconds_of(text):
            of.setdefault(text_before_clock(text), set()).add(clock)
    if len(set().union(*of.values())) < 2:
        return True
    if sum(len(clocks) > 1 for clocks in of.values()) > SLIPS * len(of):
        return False
    order = cells.choices.date_order or vote(cells.texts(column)).order
    try:
        days = {text: read_day(text, order) for text in of}
    except ValueError:
        return True
    return midnight_somewhere([(days[text], clock) for text in of for clock in of[text]])


def _about(cells: Cells) -> str:
    return f"{cells.digest} {cells.text.sheet} {cells.table}"


def signs(everyone: Everyone) -> Iterator[Sign]:
    looked_at = [(one, column) for one in everyone.cells if (column := _column(one))]
    clocks = [_clocks(one, column) for one, column in looked_at]
    many = [
        midnights_elsewhere(of)
        if sum(rows for clock, rows in of.items() if clock) >= MANY and _seasons(one, column)
        else set()
        for (one, column), of in zip(looked_at, clocks, strict=True)
    ]
    known = set().union(*many)
    nearby = {clock + shift for clock in known for shift in (-HOUR, 0, HOUR)}
    for (one, column), of, own in zip(looked_at, clocks, many, strict=True):
        late = own or (midnights_elsewhere(of) if known else set())
        if late and (own or late <= nearby):
            yield _sign(one, column, of, late)


def _sign(cells: Cells, column: str, clocks: Counter[int], late: set[int]) -> Sign:
    rows = sum(clocks[clock] for clock in late)
    example = min(t for t in cells.texts(column) if seconds_of(t) in late)
    written = _day(cells, column, example)
    first = day(written) if written else example
    after = day(written + timedelta(days=1)) if written else "the day after"
    which = "every time is" if rows == sum(clocks.values()) else f"{rows_in_words(rows)} at"
    return Sign(
        f"{cells.file}, {column}: {which} {in_words(late)}, as midnight is written where a time "
        f"zone got lost. Is '{example}' {first} as written, or is it one day early and means "
        f"{after}?",
        ((AS_WRITTEN, f"the day as written: {first}"), (NEXT_DAY, f"the next day: {after}")),
        column,
        about=_about(cells),
        of=content_of([cells]),
    )


def _day(cells: Cells, column: str, text: str) -> date | None:
    order = cells.choices.date_order or vote(cells.texts(column)).order
    try:
        return read_day(text, order)
    except ValueError:
        return None


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == AS_WRITTEN:
        return everyone
    cells = tuple(
        _next_day(one, sign.column) if _about(one) == sign.about else one for one in everyone.cells
    )
    return replace(everyone, cells=cells)


def _next_day(cells: Cells, column: str) -> Cells:
    late = midnights_elsewhere(_clocks(cells, column))
    order = cells.choices.date_order or vote(cells.texts(column)).order

    def after(text: str) -> str:
        if seconds_of(text) not in late:
            return text
        try:
            return (read_day(text, order) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return text

    return cells.rewritten(column, after)


DOUBT = Doubt("lost_zone", LooksAt.IDS, signs, read)
