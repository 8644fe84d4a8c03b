"""Does a sheet of a workbook hold no table: a legend, a title, the words of a list?

It has fewer than two columns, or neither ids nor dates, and no layout knows its names. Only beside
a sheet that is a table: where there is none, the user is asked what the file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from analytics.importing.columns import own_names
from analytics.importing.header_row import LOOKED_AT, one_line
from analytics.importing.sheet_xml import Seen
from analytics.importing.text import HeaderTest, Lines, SheetFacts, TextTable

TOLD = "the sheet holds no table of records (a legend, a title or a list of words): not read."
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
