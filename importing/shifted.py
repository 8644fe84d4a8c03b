"""The rows have more cells than there are names: which of them belong under which?

A delimiter at the end of each row adds a cell that is always blank. R leaves out the name of its
row numbers, which stand first. Anything else is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import CANONICAL
from importing.columns import canonical_name
from importing.text import Unreadable

ENDS = "every row ends with a delimiter: the empty cell behind it is nothing."
NUMBERED = "the first cell of every row has no name above it and numbers the rows: left out."
REFUSED = (
    "has one name less in its first row than the rows have cells, so that it is not certain which "
    "name belongs to which cell: add the missing name"
)
_DATE = (
    r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[A-Za-z]{3}\d{4})"
)
_NUMBER = r"^\s*-?\d+([.,]\d+)?\s*$"
_DATE_NAME = re.compile(r"date|datum|day$|tag$|jour|fecha|data$|start", re.IGNORECASE)
_COUNTED = {
    column.name
    for table in CANONICAL.values()
    for column in table.columns
    if column.kind in ("flag", "whole", "days", "number")
}


def columns_under(
    names: Sequence[str], columns: Sequence[pa.Array]
) -> tuple[list[int] | None, list[str]]:
    """Which of the columns the names belong to, and what is told; None: these are not shifted.

    Unreadable where more than one answer is possible.
    """
    width = len(names)
    after, before = _fitting(names, columns[1:]), _fitting(names, columns)
    named = len(columns) == width + 1 and _names_rows(columns[0])
    if all(_blank(column) for column in columns[width:]):
        if not (named and after >= before and _counts_from_one(columns[0])):
            return list(range(width)), [ENDS]
    elif len(columns) != width + 1:
        return None, []
    if named and after > before:
        return list(range(1, width + 1)), [NUMBERED]
    raise Unreadable(REFUSED)


def _blank(column: pa.Array) -> bool:
    return (pc.max(pc.binary_length(pc.utf8_trim_whitespace(column))).as_py() or 0) == 0


def _names_rows(column: pa.Array) -> bool:
    """No two rows have the same, and none is blank: a number or a name of the row."""
    bare = pc.utf8_trim_whitespace(column)
    return len(pc.unique(bare)) == len(bare) and not pc.any(pc.equal(bare, "")).as_py()


def _counts_from_one(column: pa.Array) -> bool:
    return column.to_pylist() == [str(place) for place in range(1, len(column) + 1)]


def _fitting(names: Sequence[str], columns: Sequence[pa.Array]) -> int:
    """Under how many names stands what they speak of: dates, or numbers?"""
    found = 0
    for name, column in zip(names, columns, strict=False):
        filled = column.filter(pc.not_equal(column, ""))
        for speaks, pattern in (
            (bool(_DATE_NAME.search(name)), _DATE),
            (canonical_name(name) in _COUNTED, _NUMBER),
        ):
            share = pc.mean(pc.match_substring_regex(filled, pattern)).as_py() or 0
            found += speaks and share > 0.5
    return found
