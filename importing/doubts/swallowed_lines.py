"""Did two stray quotation marks swallow the lines between them?

Between two marks line breaks belong to a cell. A note of several lines is a note; lines that have
as many cells as the table, and a date or a known id where the table has it, look like its rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from importing.columns import canonical_name
from importing.delimited import LINE_BREAKS, NOTHING
from importing.doubts.base import Doubt, Found, LooksAt, Sign, with_rows, without_rows
from importing.footers import cells_of
from importing.text import TextTable
from words.numbers import counted

ROWS, NOTE = "rows", "note"
LOOKED_AT = 1_000  # rows by which it is known where the dates are
_DATE = re.compile(
    r"\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"([^\W\d_]{2,}\.?,? ?)?\d{1,2}\.?[ -]?[^\W\d_]{3,}\.?,?[ -]?\d{2,4}|"
    r"[^\W\d_]{3,}\.? \d{1,2},? \d{4})(?!\d)"
)
_ID = re.compile(r"(^|_)(id|ids|patient|patientin|pseudonym|subject|participant|code)(_|$)")


@dataclass(frozen=True)
class Record:
    """A row over several lines, with the cells of each; ``at``: its place in the table."""

    at: int
    row: int
    lines: list[list[str]]


def signs(found: Found) -> Iterator[Sign]:
    text = found.text
    if not text.cut.delimiter or len(text.cut.places) != len(text.columns):
        return
    if not text.lines.inside:
        return
    like_a_row = _like_a_row(text)
    for column in text.columns:
        records = [r for r in _records(text, column) if any(map(like_a_row, r.lines[1:]))]
        if not records:
            continue
        rows = [r.row + n for r in records for n, cells in enumerate(r.lines) if n and any(cells)]
        yield Sign(
            f"{column}: between two quotation marks stand {counted(len(rows), 'line')} of which "
            f"some look like rows of the table (lines {rows[0]} to {rows[-1]} of the file). Are "
            "they rows, and the marks a slip, or is it a note of several lines?",
            ((ROWS, "they are rows"), (NOTE, "it is a note")),
            column,
            tuple(rows),
        )


def _like_a_row(text: TextTable) -> Callable[[list[str]], bool]:
    """Does a line have a date or a known id where the table has it, and all its cells?"""
    dates, ids = [], {}
    for place, (name, column) in zip(text.cut.places, text.columns.items(), strict=True):
        first = [cell for cell in column.slice(0, LOOKED_AT).to_pylist() if cell.strip()]
        if first and sum(bool(_DATE.match(cell)) for cell in first) * 2 > len(first):
            dates.append(place)
        elif _ID.search(canonical_name(name)):
            ids[place] = set(pc.unique(pc.utf8_trim_whitespace(column)).to_pylist()) - {""}

    def like_a_row(cells: list[str]) -> bool:
        if len(cells) != text.cut.width:
            return False
        return any(_DATE.match(cells[place]) for place in dates) or any(
            cells[place].strip() in known for place, known in ids.items()
        )

    return like_a_row


def _records(text: TextTable, column: str) -> Iterator[Record]:
    """The rows over several lines because of this column."""
    cut = text.cut
    broken = pc.match_substring(text.columns[column], "\n")
    here = cut.places[text.headers.index(column)]
    for at in np.flatnonzero(broken.to_numpy(zero_copy_only=False)):
        cells = [""] * cut.width
        for place, other in zip(cut.places, text.columns.values(), strict=True):
            cells[place] = other[int(at)].as_py()
        lines = [_cells(line, text) for line in cells[here].split("\n")]
        lines[0] = [*cells[:here], *lines[0]]
        lines[-1] = [*lines[-1], *cells[here + 1 :]]
        above = sum(cell.count("\n") for cell in cells[:here])
        yield Record(int(at), int(text.rows[at]) + above, lines)


def _cells(line: str, text: TextTable) -> list[str]:
    """The cells of one line, cut without regard to a mark that has no partner in it."""
    if line.count('"') % 2:
        cells = line.replace('"', "").split(text.cut.delimiter)
    else:
        cells = cells_of(line, text.cut.delimiter)
    while len(cells) > text.cut.width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def read(found: Found, sign: Sign, reading: str) -> Found:
    """The table with these lines as rows of their own; the lines still add up."""
    if reading != ROWS:
        return found
    text = found.text
    like_a_row = _like_a_row(text)
    records = [r for r in _records(text, sign.column) if any(map(like_a_row, r.lines[1:]))]
    whole, ragged, blank = [], [], 0
    for record in records:
        for row, cells in enumerate(record.lines, start=record.row):
            if not "".join(cells).strip(NOTHING):
                blank += 1
            elif len(cells) == text.cut.width:
                whole.append((row, cells))
            else:
                problem = f"{counted(len(cells), 'cell')} where {text.cut.width} were expected"
                ragged.append((row, problem))
    gone = np.zeros(len(text.rows), dtype=bool)
    gone[[record.at for record in records]] = True
    table = with_rows(without_rows(text, gone), whole)
    lines = replace(
        text.lines,
        blank=text.lines.blank + blank,
        inside=text.lines.inside - sum(len(record.lines) - 1 for record in records),
        rows=text.lines.rows - len(records) + len(whole) + len(ragged),
    )
    return replace(
        found,
        text=replace(
            table,
            ragged=sorted([*text.ragged, *ragged]),
            notices=tuple(n for n in text.notices if lines.inside or not n.endswith(LINE_BREAKS)),
            lines=lines,
        ),
    )


DOUBT = Doubt("swallowed_lines", LooksAt.FILE, signs, read)
