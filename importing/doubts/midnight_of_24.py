"""Which day is 14.01.2024 24:00? It is the midnight that begins the 15th.

Where every time of the column is 24:00 it may also be the end of the day that was written: asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.clocks import HOUR, seconds_of
from importing.moments import read_day, vote
from words.numbers import counted, day

NEXT_DAY, AS_WRITTEN = "next_day", "as_written"
FEW = 3  # rows: fewer at 24:00 alone are no habit


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None:
        return
    for column in cells.date_columns():
        texts = cells.texts(column)
        late = {text: n for text, n in texts.items() if seconds_of(text) == 24 * HOUR}
        order = _order(cells, column) if late else ""
        known = ((text, found) for text in late if (found := _day(text, order)))
        example, written = next(known, ("", None))
        if written is None:
            continue
        first, after = day(written), day(written + timedelta(days=1))
        rows = sum(late.values())
        if rows >= FEW and len(late) == len(texts):
            yield Sign(
                f"{column}: every time is 24:00. Is '{example}' the midnight that begins {after}, "
                f"or the end of {first}?",
                ((AS_WRITTEN, f"the day as written: {first}"), (NEXT_DAY, f"the next: {after}")),
                column,
            )
        else:
            yield Sign(
                f"{column}: 24:00 is the next midnight: '{example}' is {after} "
                f"({counted(rows, 'row')}).",
                ((NEXT_DAY, "the next midnight"),),
                column,
            )


def _order(cells: Cells, column: str) -> str:
    return cells.choices.date_order or vote(cells.texts(column)).order


def _day(text: str, order: str) -> date | None:
    try:
        found = read_day(text, order)
    except ValueError:
        return None
    return found if found < date.max else None


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == AS_WRITTEN:
        return cells
    order = _order(cells, sign.column)

    def after(text: str) -> str:
        written = _day(text, order) if seconds_of(text) == 24 * HOUR else None
        return (written + timedelta(days=1)).isoformat() if written else text

    return cells.rewritten(sign.column, after)


DOUBT = Doubt("midnight_of_24", LooksAt.COLUMN, signs, read)
