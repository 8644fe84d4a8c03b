"""Are rows or a sheet that somebody hid meant to be read?

A filter hides a patient who withdrew, a hidden sheet holds last year's diary: the cells are there,
and nobody who looks at the workbook sees them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Doubt, Found, LooksAt, Sign
from words.numbers import counted

READ, LEAVE_OUT = "read", "leave_out"
SHEET = "the sheet"


def signs(found: Found) -> Iterator[Sign]:
    text = found.text
    if not (text.facts.hidden or text.facts.hidden_rows) or not found.would_be_read:
        return
    if text.facts.hidden:
        yield Sign(
            f"the sheet is hidden, and holds {counted(len(text.rows), 'row')} that would be read. "
            "Are they records of this file?",
            ((READ, "read the hidden sheet"), (LEAVE_OUT, "leave the hidden sheet out")),
            rows=tuple(int(row) for row in text.rows),
            about=SHEET,
        )
        return
    hidden = [int(row) for row in text.rows if int(row) in text.facts.hidden_rows]
    if hidden:
        several = f"{counted(len(hidden), 'row')} of the sheet are hidden, between rows {hidden[0]}"
        yield Sign(
            f"{several} and {hidden[-1]}, as by a filter. Are they records of this file?"
            if len(hidden) > 1
            else f"row {hidden[0]:,} of the sheet is hidden, as by a filter. Is it a record?",
            ((READ, "read the hidden rows"), (LEAVE_OUT, "leave the hidden rows out")),
            rows=tuple(hidden),
        )


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == READ:
        return found
    gone = np.array(sign.rows) if not sign.about else found.text.rows
    return found.without(int(row) for row in gone)


DOUBT = Doubt("hidden_rows", LooksAt.FILE, signs, read)
