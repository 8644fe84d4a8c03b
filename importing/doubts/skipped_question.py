"""What does a blank migraine mean where it was asked only of the days with a headache?

A form that skips its second question leaves it blank on every day without headache, and on hardly
any other: then a blank may be a no, and read as not recorded it leaves only the bad days.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign

NO, NOT_RECORDED = "no", "not_recorded"
READINGS = (
    (NO, "no headache means no migraine"),
    (NOT_RECORDED, "a blank is not recorded, also on a day without headache"),
)
WRITTEN_BY_US = "assumed_free"
FEW = 10  # days of either kind: of fewer nothing is seen
MOST_OPEN = 0.05  # of the days with headache may be blank by mistake


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "diary" or not {"headache", "migraine"} <= {*cells.text.columns}:
        return
    if WRITTEN_BY_US in cells or cells.choices.no_headache_means_no_migraine:
        return
    headache, free = (cells.says("headache", value) for value in (1, 0))
    blank = cells.where_text("migraine", lambda text: not text)
    denied = cells.says("migraine", 0).any()  # else it holds only yes, which is asked
    if is_skipped(
        int(free.sum()), int((free & blank).sum()), int(headache.sum()),
        int((headache & blank).sum()),
    ) and denied:  # fmt: skip
        yield Sign(
            sentence(int((free & blank).sum())),
            READINGS,
            "migraine",
            cells.rows_where(free & blank)[:200],
        )


def is_skipped(free: int, free_blank: int, headache: int, headache_blank: int) -> bool:
    """Is migraine blank on all days without headache, and said on nearly all others?"""
    return (
        min(free, headache) >= FEW and free_blank == free and headache_blank <= MOST_OPEN * headache
    )


def sentence(days: int, where: str = "") -> str:
    return (
        f"migraine: {where}blank on all {days:,} days without headache, and said on the days "
        "with one: was it asked only there?"
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == NOT_RECORDED:
        return cells
    codes, texts = cells.encoded("migraine")
    written = np.array([*texts, ""], dtype=object)[codes]
    free = cells.says("headache", 0) & (written == "")
    return cells.with_column("migraine", pa.array(np.where(free, "0", written), pa.string()))


DOUBT = Doubt("skipped_question", LooksAt.COLUMN, signs, read)
