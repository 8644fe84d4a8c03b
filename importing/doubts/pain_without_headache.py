"""Does a day without headache have pain? Told; the day counts as it says, without headache."""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from words.numbers import counted


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "diary" or "headache" not in cells or "pain" not in cells:
        return
    free = cells.says("headache", 0)
    both = free & cells.where_text("pain", _is_pain)
    if "migraine" in cells:  # that contradicts, and is set aside
        both &= ~cells.says("migraine", 1)
    if rows := cells.rows_where(both):
        yield Sign(told(len(rows)), column="pain", rows=rows)


def told(rows: int) -> str:
    return (
        f"{counted(rows, 'row says', 'rows say')} no headache and a pain above 0: the day counts "
        "as one without headache, also not as moderate or severe."
    )


def _is_pain(text: str) -> bool:
    try:
        return float(text.replace(",", ".")) > 0
    except ValueError:
        return False


DOUBT = Doubt("pain_without_headache", LooksAt.COLUMN, signs)
