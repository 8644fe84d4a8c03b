"""A sheet of cells as a table: which row has the names, and where did each row go?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from importing import footers
from importing.delimited import without_long_cells
from importing.header_row import (
    LOOKED_AT,
    check_names,
    header_position,
    one_line,
    with_places,
)
from importing.repeated_labels import numbered
from importing.sheet_xml import Seen, facts_of
from importing.text import HeaderTest, Lines, SheetFacts, TextTable, never
from importing.written_as_text import without_marks
from words.numbers import counted

HIDDEN = " (hidden)"
Row = tuple[int, list[str]]  # number in the sheet, cells up to the last filled one


def table_of(
    rows: Sequence[Row],
    is_header: HeaderTest = never,
    notices: Sequence[str] = (),
    sheet: str = "",
    seen: Seen | None = None,
) -> TextTable:
    """The filled rows of a sheet as a table: its header row is found like that of a text file."""
    looked_at = [[one_line(cell) for cell in cells] for _, cells in rows[:LOOKED_AT]]
    position = _header_position(looked_at, is_header)
    names = [one_line(cell) for cell in rows[position][1]]
    if seen and seen.crossed:
        rows = _with_crossed(rows, seen.crossed, rows[position][0])
    below = list(rows[position + 1 :])
    wide = sum(len(cells) > len(names) for _, cells in below)
    if wide * 2 > len(below):  # a column without a name, not a remark beside a row
        names += [""] * (max(len(cells) for _, cells in below) - len(names))
    names = numbered(_told_apart(names, seen))
    check_names(names)
    ragged = [
        (number, f"{counted(len(cells), 'cell')} where {len(names)} were expected")
        for number, cells in below
        if len(cells) > len(names)
    ]
    kept = [(number, cells) for number, cells in below if len(cells) <= len(names)]
    kept, footer = _without_footer(kept, len(names))
    full = [[*cells, *[""] * (len(names) - len(cells))] for _, cells in kept]
    called = with_places(names)
    columns = {
        called[i]: pa.array([cells[i] for cells in full], pa.string())
        for i in range(len(names))
        if names[i] or any(cells[i] for cells in full)
    }
    columns, told = without_marks(columns)
    lines = Lines(
        total=rows[-1][0] - rows[0][0] + 1,
        header=1,
        preamble=position,
        blank=rows[-1][0] - rows[0][0] + 1 - len(rows),
        footer=len(footer),
        rows=len(kept) + len(ragged),
    )
    told += [*(seen.told if seen else ()), *([footers.told(len(footer))] if footer else [])]
    named = {place: name for place, name in enumerate(called, 1) if name in columns}
    numbers = {number for number, _ in kept}
    facts = facts_of(seen, named, numbers) if seen is not None else SheetFacts()
    table = TextTable(
        columns,
        np.array([number for number, _ in kept], dtype="int64"),
        ragged,
        (*notices, *told),
        lines,
        sheet,
        facts,
        above=tuple(tuple(cells) for _, cells in rows[:position]),
        beside=footer,
    )
    return without_long_cells(table)


def _with_crossed(rows: Sequence[Row], crossed: Sequence[Row], header: int) -> list[Row]:
    """The rows with those below the names that are crossed out, which are asked about."""
    more = {number: cells for number, cells in crossed if number > header}
    return sorted({**dict(rows), **more}.items())


def _told_apart(names: list[str], seen: Seen | None) -> list[str]:
    """The hidden one of two columns of the same name is called so."""
    if seen is None or not seen.hidden_columns or len(set(names)) == len(names):
        return names
    return [
        name + HIDDEN
        if names.count(name) == 2 and name and seen.hides(place) and not _both(names, name, seen)
        else name
        for place, name in enumerate(names, start=1)
    ]


def _both(names: list[str], name: str, seen: Seen) -> bool:
    return all(seen.hides(place) for place, other in enumerate(names, 1) if other == name)


def _header_position(rows: Sequence[Sequence[str]], is_header: HeaderTest) -> int:
    """The first row that a layout knows; else the first one not narrower than most."""
    place = header_position(rows, is_header)
    if is_header(rows[place]):
        return place
    return next(i for i, cells in enumerate(rows) if len(cells) >= len(rows[place]))


def _without_footer(rows: list[Row], width: int) -> tuple[list[Row], tuple[tuple[str, ...], ...]]:
    """The rows without the totals and notes below the last one, and the cells of those."""
    if width < 2 or not rows:
        return rows, ()
    columns = [
        pa.array([cells[i] if i < len(cells) else "" for _, cells in rows], pa.string())
        for i in range(width)
    ]
    last = [(number, cells, True) for number, cells in rows[-footers.LOOKED_AT :]]
    below = footers.footer(last, columns, width)
    left_out = tuple(tuple(cells) for number, cells in rows if number in below)
    return [row for row in rows if row[0] not in below], left_out
