"""Which rows of the file are in question, as they stand in it?

For the screen alone: neither a log nor the trail ever holds a cell. A column that may name a
person shows nothing of its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from importing.columns import own_names
from importing.layouts.base import identifying
from importing.text import TextTable

MOST_ROWS = 5
MOST_COLUMNS = 5
MOST_LETTERS = 24
FEW_TEXTS = 4  # as many different texts of a column are told with their number of cells
NEAR = 50  # rows that tell whether a column is that of the file under another name


@dataclass(frozen=True)
class Shown:
    """A few rows of a file: ``cells`` of the columns ``headers``, with the number of each row.

    ``marked``: the column in question. ``hidden``: those that may name a person. ``texts``: what
    stands in the marked column, where that is little: text ("" is blank) -> number of cells.
    """

    sheet: str
    headers: tuple[str, ...]
    rows: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    last_row: int
    marked: str = ""
    hidden: tuple[str, ...] = ()
    texts: Mapping[str, int] | None = None


def shown(text: TextTable, column: str = "", rows: Sequence[int] = ()) -> Shown | None:
    """The first of these rows of a table, of all if none is named, with a column marked."""
    if not len(text.rows) or not text.headers:
        return None
    marked = column if column in text.columns else ""
    places = _places(text, marked, rows)
    hidden = identifying(text.headers)
    headers = _few(text.headers, marked, hidden)
    cells = tuple(
        tuple(
            "" if name in hidden else short(text.columns[name][int(place)].as_py())
            for name in headers
        )
        for place in places
    )
    return Shown(
        sheet=text.sheet,
        headers=headers,
        rows=tuple(int(text.rows[place]) for place in places),
        cells=cells,
        last_row=int(text.rows.max()),
        marked=marked,
        hidden=tuple(name for name in headers if name in hidden),
        texts=_texts(text, marked) if marked and marked not in hidden else None,
    )


def _places(text: TextTable, marked: str, rows: Sequence[int]) -> list[int]:
    """The rows in question; the first ones; the first filled ones where those say nothing."""
    places = np.flatnonzero(np.isin(text.rows, list(rows)))[:MOST_ROWS]
    if not len(places):
        places = np.arange(min(MOST_ROWS, len(text.rows)))
        if marked and not any(str(text.columns[marked][int(n)]).strip() for n in places):
            filled = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(text.columns[marked])), 0)
            where = np.flatnonzero(filled.to_numpy(zero_copy_only=False))[:MOST_ROWS]
            places = where if len(where) else places
    return [int(place) for place in places]


def in_file(text: TextTable, column: str, tables: Iterable[TextTable]) -> str:
    """The name that a column of a table made of the file has in the file; "" where nobody knows."""
    if not column or column in text.columns:
        return column
    own = zip(text.headers, own_names(text.headers), strict=True)
    named = [name for name, ours in own if ours == column]
    if len(named) == 1:
        return named[0]
    for table in tables:
        if column in table.columns:
            same = [own for own in text.headers if _same(text, own, table, column)]
            return same[0] if len(same) == 1 else ""
    return ""


def _same(text: TextTable, own: str, table: TextTable, column: str) -> bool:
    """Does a column of the file hold what that of a table made of it holds?"""
    first = table.rows[:NEAR]
    at = {int(row): place for place, row in enumerate(text.rows)} if len(first) else {}
    theirs = [at[int(row)] for row in first if int(row) in at]
    if not theirs or len(theirs) != len(first):
        return False
    ours = pc.utf8_trim_whitespace(table.columns[column].slice(0, len(first))).to_pylist()
    return ours == [str(text.columns[own][place].as_py()).strip() for place in theirs]


def _few(headers: Sequence[str], marked: str, hidden: Sequence[str]) -> tuple[str, ...]:
    """A few columns in the order of the file: the first ones, the marked one and its neighbours."""
    places = list(range(len(headers)))
    if len(places) > MOST_COLUMNS:
        at = headers.index(marked) if marked else 0
        telling = [n for n in places if headers[n] not in hidden or headers[n] == marked]
        wanted = [at, *telling[:2], at - 1, at + 1, *telling]
        known = [n for n in dict.fromkeys(wanted) if n in telling]
        places = sorted(known[:MOST_COLUMNS])
    return tuple(headers[n] for n in places)


def short(cell: object) -> str:
    text = " ".join(str(cell or "").split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _texts(text: TextTable, column: str) -> dict[str, int] | None:
    """What stands in a column, the most frequent first; None where that is much."""
    counts = pc.value_counts(pc.utf8_trim_whitespace(text.columns[column]))
    if len(counts) > FEW_TEXTS:
        return None
    told = {short(one["values"].as_py()): int(one["counts"].as_py()) for one in counts}
    return dict(sorted(told.items(), key=lambda pair: (pair[0] == "", -pair[1], pair[0])))
