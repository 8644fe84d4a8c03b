"""Is a row of a session the sum of its other rows, under a name that does not say so?

*PREEMPT fixed sites* beside the muscles, or code 2 of a side beside 0 and 1: where such a row is
the sum of the others wherever it stands, it is asked whether it was injected as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY
from importing.doubts.session_rows import MUSCLES, TOTALS, means_a_part, numbers_of
from importing.negations import plain
from words.numbers import counted

NOT_ADDED, ADDED = "not_added", "added"
SIDE = re.compile(
    r"\b(?:sides?|laterality|lateralit\w+|lados?|lato|cotes?|zijde|kant|sida|strona)\b|seite"
)
_VIALS = re.compile(r"\b(?:batch|lot|charge|vial|serial)")  # 100, 50 and 50 are three vials
_CODE = re.compile(r"\d+")
_LEAST = 3  # rows of a block: of two rows, neither is the sum of others


def _block_keys(frame: pd.DataFrame, column: str, parts: list[str]) -> Iterator[list[pd.Series]]:
    """A session, and each muscle (or other part) of it."""
    session = [frame[name] for name in KEY]
    yield session
    for other in parts:
        if other != column:
            yield [*session, frame[other]]


def _may_be_a_sum(text: str, column: str) -> bool:
    """Not of a muscle or a side, which is a part; the word *total* is known elsewhere."""
    words = text.lower()
    if not text or TOTALS.match(words) or MUSCLES.search(words):
        return False
    return _CODE.fullmatch(text) is None or SIDE.search(plain(column)) is not None


def _sums(cells: Cells) -> tuple[str, str, pd.Series]:
    """The column, its text and the rows that are each the sum of the others; none: no rows."""
    frame = cells.text.frame().reset_index(drop=True)
    none = "", "", pd.Series(False, index=frame.index)
    if cells.table != "sessions" or not {*KEY, "units"} <= {*cells.headers}:
        return none
    units = numbers_of(frame["units"])
    if not (frame.duplicated(KEY) & units.gt(0)).any():
        return none
    free = cells.not_ours("site", "product")
    parts = [name for name in free if SIDE.search(plain(name)) or means_a_part(name, frame[name])]
    for column in (name for name in parts if not _VIALS.search(plain(name))):
        texts = [text for text in cells.texts(column) if _may_be_a_sum(text, column)]
        for by in _block_keys(frame, column, parts):
            large = units.gt(0).groupby(by).transform("sum").ge(_LEAST)
            whole = units.groupby(by).transform("sum")
            for text in texts:
                named = frame[column].eq(text)
                alone = named.groupby(by).transform("sum").eq(1)
                others = named.groupby(by).transform("size").gt(1)
                is_sum = named & alone & others & (2 * units - whole).abs().le(0.01)
                everywhere = is_sum[named & large].all() and alone[large].mean() * 2 >= 1
                if everywhere and is_sum[large].any():
                    return column, text, is_sum
    return none


def signs(cells: Cells) -> Iterator[Sign]:
    column, text, where = _sums(cells)
    if not where.any():
        return
    yield Sign(
        f"units: {counted(int(where.sum()), 'row')} with '{text}' in {column} are each the sum of "
        "the rows beside them. Were these units injected as well?",
        (
            (NOT_ADDED, "no: it is the sum of the other rows, and not added"),
            (ADDED, "yes: all rows are added"),
        ),
        column,
        cells.rows_where(where.to_numpy()),
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ADDED:
        return cells
    return cells.without(_sums(cells)[2].to_numpy(), added=True)


DOUBT = Doubt("row_of_sums", LooksAt.COLUMN, signs, read)
