"""Were the last cells of a row left out because they are blank, or is a separator missing in it?

Some programs end a row behind its last filled cell. One such row among many is damaged; where they
are many, only the user knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importing.doubts.base import Doubt, Found, LooksAt, Sign, with_rows
from importing.footers import cells_of
from importing.report import ranges
from words.numbers import counted

BLANK, ASIDE = "blank", "aside"
LEAST, SHARE = 3, 0.1  # rows, and of all rows
_DATE = re.compile(r"\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")


def signs(found: Found) -> Iterator[Sign]:
    short = _as_the_others(found)
    if len(short) < max(LEAST, SHARE * found.text.lines.rows):
        return
    rows = tuple(row for row, _ in short)
    yield Sign(
        f"{counted(len(rows), 'row')} ({ranges(rows)}) have fewer cells than there are names. Were "
        "their last cells left out because they are blank, or are separators missing in them?",
        ((BLANK, "their last cells are blank"), (ASIDE, "separators are missing: set them aside")),
        rows=rows,
    )


def _as_the_others(found: Found) -> list[tuple[int, list[str]]]:
    """The rows with too few cells that have a date where most of them have one."""
    cut = found.text.cut
    short = [(row, cells_of(written, cut.delimiter)) for row, written in cut.short]
    dates = Counter(at for _, cells in short for at in _dates(cells))
    place, times = dates.most_common(1)[0] if dates else (-1, 0)
    if 2 * times <= len(short):
        return short
    return [(row, cells) for row, cells in short if place in _dates(cells)]


def _dates(cells: Sequence[str]) -> list[int]:
    return [at for at, cell in enumerate(cells) if _DATE.match(cell)]


def read(found: Found, sign: Sign, reading: str) -> Found:
    """The table with these rows, whose last cells are blank."""
    if reading != BLANK:
        return found
    text, short = found.text, _as_the_others(found)
    whole = [(row, [*cells, *[""] * (text.cut.width - len(cells))]) for row, cells in short]
    gone = {row for row, _ in short}
    ragged = [one for one in text.ragged if one[0] not in gone]
    left = tuple(one for one in text.cut.short if one[0] not in gone)
    text = replace(with_rows(text, whole), ragged=ragged, cut=replace(text.cut, short=left))
    return found.with_text(text)


DOUBT = Doubt("last_cells_left_out", LooksAt.FILE, signs, read)
