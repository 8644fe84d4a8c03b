"""Does 05/04/2024 mean the 5th of April or the 4th of May?

A column is asked as a whole (see ``moments.vote``): no cell of it is above 12 in either place.
"""

from __future__ import annotations

from collections.abc import Iterator

from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign
from analytics.importing.moments import (
    ASK,
    CONTRADICTION,
    DAY_FIRST,
    MONTH_FIRST,
    both_readings,
    in_iso,
    vote,
)
from analytics.words import day


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.choices.date_order:
        return
    for column in cells.date_columns():
        decided = vote(cells.texts(column))
        if decided.order == ASK:
            first, second = both_readings(decided.example)
            yield Sign(
                f"{column}: does '{decided.example}' mean {day(first)} or {day(second)}?",
                ((DAY_FIRST, day(first)), (MONTH_FIRST, day(second))),
                column,
            )
        elif decided.order == CONTRADICTION and cells.where is not None:
            yield Sign(
                f"{column}: the order of day and month is contradictory: '{decided.example}' can "
                f"only be day first, '{decided.other}' only month first. Which of them is meant?",
                ((DAY_FIRST, "day first"), (MONTH_FIRST, "month first")),
                column,
            )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(sign.column, lambda text: in_iso(text, reading))


DOUBT = Doubt("date_order", LooksAt.COLUMN, signs, read)
