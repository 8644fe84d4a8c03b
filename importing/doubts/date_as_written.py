"""Which cells of a date column are written otherwise than most of them?

The other doubts about dates read each of them or set it aside. Where a column mixes several ways
of writing, the rows of the rarer ones are told, so that they are found in the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import DAY_FIRST, MONTH_FIRST, is_day, vote
from importing.report import ranges
from words.numbers import counted

_YEAR_FIRST = re.compile(r"\d{4}([-/.])")
_PARTS = re.compile(r"\d{1,2}([./-])")
_DIGITS = re.compile(r"\d{5,6}|\d{8}")  # a day number, 240115, 20240115


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.of_months:  # nobody wrote these dates: each is the place of its cell
        return
    for column in cells.date_columns():
        texts = cells.texts(column)
        ways = _ways(texts)
        cells_of: Counter[str] = Counter()
        example: dict[str, str] = {}
        for text, way in ways.items():
            cells_of[way] += texts[text]
            example.setdefault(way, text)
        if len(cells_of) < 2:
            continue
        (most, n), *rarer = cells_of.most_common()
        codes, different = cells.encoded(column)
        for way, few in rarer:
            of_it = [ways.get(text) == way for text in different]
            rows = cells.rows_where(np.array(of_it, dtype=bool)[codes])
            named = "row" if len(rows) == 1 else "rows"
            yield Sign(
                f"{column}: {counted(few, 'cell')} written as '{example[way]}' ({named} "
                f"{ranges(rows)}), {n:,} as '{example[most]}'.",
                (("seen", "written otherwise"),),
                column,
                about=way,
            )


def _ways(texts: Iterable[str]) -> dict[str, str]:
    """How each of these dates is written; what is none is another matter.

    Parts that may be day or month are written as the others with their mark.
    """
    ways: dict[str, str] = {}
    either: dict[str, str] = {}
    for text in texts:
        if _DIGITS.fullmatch(text):
            ways[text] = f"{len(text)} digits"
        elif not is_day(text):
            continue
        elif found := _YEAR_FIRST.match(text):
            ways[text] = f"year first, {found[1]}"
        elif found := _PARTS.match(text):
            order = vote([text]).order
            of = ways if order in (DAY_FIRST, MONTH_FIRST) else either
            of[text] = f"{order}, {found[1]}" if of is ways else found[1]
        else:
            ways[text] = "month by name"
    decided = Counter(ways.values())
    for text, mark in either.items():
        ways[text] = max(
            (f"{order}, {mark}" for order in (DAY_FIRST, MONTH_FIRST)), key=lambda way: decided[way]
        )
    return ways


DOUBT = Doubt("date_as_written", LooksAt.COLUMN, signs)
