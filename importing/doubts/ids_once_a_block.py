"""Does an id stand in the first row of each patient alone, as in a grouped report?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analytics.frames import CANONICAL
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.filled_down import filled_down
from importing.totals import total_or_subtotal
from words.numbers import counted

FILL, NOT_USED = "fill_down", "not_used"
FEW = 3  # blanks; and at least every fourth row: fewer are ids that somebody forgot
ID = "patient_id"
DATES = {name for table in CANONICAL.values() for name in table.dates}


def signs(found: Found) -> Iterator[Sign]:
    column = _column(found) if found.would_be_read else ""
    if not column:
        return
    blank = _without_id(found, column)
    count = int(blank.sum())
    if count < FEW or count * 4 < len(blank) or not _begins_blocks(found, column, blank):
        return
    blocks = len(blank) - count
    yield Sign(
        f"{column}: {counted(count, 'row')} without an id below {counted(blocks, 'row')} with one, "
        "as where it is written once for each patient. Are they rows of the patient above?",
        (
            (FILL, "they are the patient's whose id stands above them"),
            (NOT_USED, "rows without an id are not used"),
        ),
        column,
        tuple(int(row) for row in found.text.rows[blank]),
    )


def _column(found: Found) -> str:
    """The column of the ids."""
    return next((header for header, ours in found.names.items() if ours == ID), "")


def _without_id(found: Found, column: str) -> np.ndarray:
    """Rows with a blank id; not those of totals, which are no patient's."""
    blank = found.blank(column)
    for header, ours in found.names.items() if blank.any() else ():
        if ours in DATES:
            codes, texts = found.text.encoded(header)
            named = np.array([bool(text) and total_or_subtotal(text) for text in texts], dtype=bool)
            blank &= ~named[codes]
    return blank


def _begins_blocks(found: Found, column: str, blank: np.ndarray) -> bool:
    """Does hardly any id stand twice below each other, and one in the first row?"""
    codes, _ = found.text.encoded(column)
    ids = codes[~found.blank(column)]
    if blank[0] or not len(ids):
        return False
    again = int((ids[1:] == ids[:-1]).sum())
    return again * 2 < len(ids)


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == NOT_USED:
        return found.without(sign.rows)
    where = np.isin(found.text.rows, sign.rows)
    return found.with_text(filled_down(found.text, sign.column, where))


DOUBT = Doubt("ids_once_a_block", LooksAt.FILE, signs, read)
