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
from importing.text import TextTable
from words.numbers import counted

BLANK, ASIDE = "blank", "aside"
LEAST, SHARE = 3, 0.1  # rows, and of all rows
LOOKED_AT = 200  # rows by which it is known where the dates are
_DATE = re.compile(r"\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")


def signs(found: Found) -> Iterator[Sign]:
    if not found.text.cut.short:
        return
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
    """The rows with too few cells that have a date where the other rows have one."""
    cut = found.text.cut
    short = [(row, cells_of(written, cut.delimiter)) for row, written in cut.short]
    dates = _places_of_dates(found.text, [cells for _, cells in short])
    return [(row, cells) for row, cells in short if not dates or dates & _dates(cells)]


def _places_of_dates(text: TextTable, short: Sequence[Sequence[str]]) -> set[int]:
    """Where most rows have a date; where all rows are short, most of these."""
    columns = [column.slice(0, LOOKED_AT).to_pylist() for column in text.columns.values()]
    whole: list[Sequence[str]] = [*zip(*columns, strict=True)]
    rows, places = (whole, text.cut.places) if whole else (short, range(text.cut.width))
    times = Counter(places[at] for cells in rows for at in _dates(cells))
    return {place for place, found in times.items() if 2 * found > len(rows)}


def _dates(cells: Sequence[str]) -> set[int]:
    return {at for at, cell in enumerate(cells) if _DATE.match(cell)}


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
