"""Does 05/04/2024 mean the 5th of April or the 4th of May?

A column is asked as a whole (see ``moments.vote``): no cell of it is above 12 in either place.
The date columns of one attack list are asked as one.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import (
    ASK,
    CONTRADICTION,
    DAY_FIRST,
    ISO,
    MONTH_FIRST,
    both_readings,
    in_iso,
    vote,
)
from words.numbers import day


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.choices.date_order:
        return
    for column, of in _votes(cells):
        decided = vote(text for one in of for text in cells.texts(one))
        if decided.order == ASK:
            first, second = both_readings(decided.example)
            yield Sign(
                f"{column}: does '{decided.example}' mean {day(first)} or {day(second)}?",
                (
                    (DAY_FIRST, f"day first: {day(first)}"),
                    (MONTH_FIRST, f"month first: {day(second)}"),
                ),
                column,
            )
        elif decided.order == CONTRADICTION and cells.where is not None:
            yield Sign(
                f"{column}: the order of day and month is contradictory: '{decided.example}' can "
                f"only be day first, '{decided.other}' only month first. Which of them is meant?",
                ((DAY_FIRST, "day first"), (MONTH_FIRST, "month first")),
                column,
            )


def _votes(cells: Cells) -> list[tuple[str, list[str]]]:
    """The columns that vote together, under the name of the first that has such dates.

    Start and end of an attack list are written by one app in one order, unless they say otherwise.
    """
    columns = cells.date_columns()
    alone = [(column, [column]) for column in columns]
    if cells.where is None:
        return alone
    orders = {column: vote(cells.texts(column)).order for column in columns}
    dated = [column for column in columns if orders[column] != ISO]
    if {DAY_FIRST, MONTH_FIRST} <= set(orders.values()) or CONTRADICTION in orders.values():
        return alone
    return [(dated[0], dated)] if dated else []


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    for column in dict(_votes(cells)).get(sign.column, [sign.column]):
        cells = cells.rewritten(column, lambda text: in_iso(text, reading))
    return cells


DOUBT = Doubt("date_order", LooksAt.COLUMN, signs, read)
