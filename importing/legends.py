"""Does a sheet of a workbook, or a file of an archive, hold no table: a legend, a title, a note?

It has fewer than two columns, or neither ids nor dates, and no layout knows its names. Only beside
a sheet that is a table: where there is none, the user is asked what the file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from importing.columns import own_names
from importing.header_row import LOOKED_AT, one_line
from importing.sheet_xml import Seen
from importing.text import HeaderTest, Lines, SheetFacts, TextTable

TOLD = "the sheet holds no table of records (a legend, a title or a list of words): not read."
TOLD_OF_FILE = "holds no table of records (a note, a legend or a list of words): not read."
LONGEST_NOTE = 20_000  # bytes
_CELLS = re.compile(rb"[;\t|^]|,(?! |$)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*,")
_WORDS = re.compile(rb"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
MOST_ROWS = 5_000  # of a file, by which it is told
FEW = 2  # ids in common with another sheet
_ID = re.compile(
    r"(^|_)(ids?|patient(en|in|innen|s)?|pseudonym|subject|participant|proband(in)?)(_|$)|"
    r"(^|_)pat(_|\.|$)|(patient|patienten|subject|participant|study|record|pat)(id|nr|code)(_|$)"
)
_DATE = re.compile(
    r"\s*(\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
    r"\d{1,2}\.?[ -]?[^\W\d_]{3,}\.?[ -]?\d{4})([ T,].{0,16})?"
)
_LINE = re.compile(r"[^,;\t|]*[,;\t|].*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|.*\d[./-]\d{4}.*[,;\t|].*")

Rows = Sequence[tuple[int, list[str]]]


def without_tables(
    sheets: Sequence[tuple[str, Rows, Seen]], is_header: HeaderTest
) -> frozenset[str]:
    """The titles of the sheets that hold no table; none where no sheet holds one."""
    if len(sheets) < 2:
        return frozenset()
    known = {title for title, rows, _ in sheets if _has_header(rows, is_header)}
    ids = {cell for title, rows, _ in sheets if title in known for cell in _ids(rows)}
    found = frozenset(
        title
        for title, rows, seen in sheets
        if title not in known and not _is_table(rows, seen, ids)
    )
    return found if len(found) < len(sheets) else frozenset()


def _has_header(rows: Rows, is_header: HeaderTest) -> bool:
    return any(is_header([one_line(cell) for cell in cells]) for _, cells in rows[:LOOKED_AT])


def _ids(rows: Rows) -> Iterable[str]:
    """What stands below a name of an id."""
    for at, (_, cells) in enumerate(rows[:LOOKED_AT]):
        for place, cell in enumerate(cells):
            if own_names([one_line(cell)]) == ["patient_id"]:
                return {below[place] for _, below in rows[at + 1 :] if len(below) > place} - {""}
    return ()


def _is_table(rows: Rows, seen: Seen, ids: set[str]) -> bool:
    """Two columns or more, with ids or dates; or lines of text that were never cut into cells."""
    if len({place for _, cells in rows for place, cell in enumerate(cells) if cell}) < 2:
        lines = ["".join(cells) for _, cells in rows[1:]]
        return bool(lines) and sum(bool(_LINE.match(line)) for line in lines) * 2 > len(lines)
    if any(seen.dates.values()):
        return True
    if any(_DATE.fullmatch(cell) for _, cells in rows for cell in cells):
        return True
    names = own_names([one_line(cell) for _, cells in rows[:LOOKED_AT] for cell in cells])
    short = [name for name in names if len(name) <= 40]
    if any(name == "patient_id" or (_ID.search(name) and len(rows) > FEW) for name in short):
        return True
    return len({cell for _, cells in rows for cell in cells if cell in ids}) >= FEW


def no_table(rows: Rows, notices: Sequence[str], title: str, seen: Seen) -> TextTable:
    """Such a sheet: its rows are counted, and nothing is made of them."""
    total = rows[-1][0] - rows[0][0] + 1
    return TextTable(
        columns={},
        rows=np.array([number for number, _ in rows], dtype="int64"),
        notices=(*notices, TOLD),
        lines=Lines(total=total, blank=total - len(rows), rows=len(rows)),
        sheet=title,
        facts=SheetFacts(hidden=seen.hidden),
    )


def files_without_tables(
    opened: Sequence[tuple[str, TextTable]], is_header: HeaderTest
) -> frozenset[str]:
    """The same of the files of an archive: a note about the export is no table of records."""
    seen = Seen()
    return without_tables([(name, _rows(text), seen) for name, text in opened], is_header)


def _rows(text: TextTable) -> Rows:
    """The first lines of a file, its names among them."""
    columns = [column.slice(0, MOST_ROWS).to_pylist() for column in text.columns.values()]
    below = ([cell or "" for cell in cells] for cells in zip(*columns, strict=True))
    return [(1, [*text.headers]), *enumerate(below, start=2)]


def no_table_in(text: TextTable) -> TextTable:
    """Such a file: its lines are counted, and nothing is made of them."""
    rows = np.array(sorted([*text.rows, *(row for row, _ in text.ragged)]), dtype="int64")
    return replace(text, columns={}, rows=rows, ragged=[], notices=(*text.notices, TOLD_OF_FILE))


def is_note(name: str, content: bytes) -> bool:
    """Is a text file prose: no line of it is cut into cells, and a comma is followed by a space?"""
    if not name.lower().endswith((".txt", ".md")) or len(content) > LONGEST_NOTE:
        return False
    lines = content.splitlines()
    return (
        b"\0" not in content
        and not any(map(_CELLS.search, lines))
        and any(map(_WORDS.search, lines))
    )


def note(content: bytes) -> TextTable:
    """A note: its lines are counted, and nothing is made of them."""
    lines = content.splitlines()
    filled = [number for number, line in enumerate(lines, start=1) if line.strip()]
    told = Lines(total=len(lines), blank=len(lines) - len(filled), rows=len(filled))
    rows = np.array(filled, dtype="int64")
    return TextTable(columns={}, rows=rows, notices=(TOLD_OF_FILE,), lines=told)
