"""What does a blank mean in a column that holds only yes? No on paper, not recorded in an app.

A file that was written behind the door says so itself (``assumed_free``): it was asked before.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign

NO, NOT_RECORDED = "no", "not_recorded"
WRITTEN_BY_US = "assumed_free"


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "diary" or WRITTEN_BY_US in cells:
        return
    for column in cells.flag_columns():
        coded = cells.choices.missing_codes
        texts = {text: n for text, n in cells.texts(column).items() if text not in coded}
        if not texts or any(FLAG_WORDS.get(text.lower()) != 1 for text in texts):
            continue
        blank = cells.where_text(column, lambda text: not text)
        if not blank.any() or _answered(cells, column, blank):
            continue
        yield Sign(
            f"{column}: {sum(texts.values()):,} cells say yes, {int(blank.sum()):,} are blank and "
            "none says no: is a blank a no?",
            ((NO, f"a blank is {column} no"), (NOT_RECORDED, "a blank is not recorded")),
            column,
            cells.rows_where(blank)[:200],
        )


def _answered(cells: Cells, column: str, blank: np.ndarray) -> bool:
    """Has the user said that no headache means no migraine, and are all blanks such days?"""
    if column != "migraine" or not cells.choices.no_headache_means_no_migraine:
        return False
    if "headache" not in cells:
        return False
    free = cells.says("headache", 0)
    return bool(free[blank].all())


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == NOT_RECORDED:
        return cells
    return cells.rewritten(sign.column, lambda text: text or "0")


DOUBT = Doubt("only_yes", LooksAt.COLUMN, signs, read)
