"""Which lines below the last row are totals or notes, and which are rows that were cut off?

A footer is narrower than the rows above it and has neither a date nor an id. What could be the
beginning of a row stays a row, to be set aside; so does what fills the columns as the rows above
do, whatever its id looks like: the last patient may be the one with a double name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from importing.cells import NUMBER
from importing.missing_words import MISSING_WORDS, OPEN
from importing.totals import names_a_group, subtotal_of
from words.numbers import counted

LOOKED_AT = 40  # rows at the end
_SILENT = {*MISSING_WORDS, *OPEN}
_DATE = re.compile(
    r"(\d{1,4}[-/]\d{0,2}([-/]\d{0,4})?|\d{1,4}\.\d{1,2}\.\d{0,4}|"
    r"\d{1,2}[ -]?[A-Za-z]{3}[ -]?\d{2,4})"
    r"([ T][\d:.]*)?"
)
_TOTAL = re.compile(
    r"(grand )?totals?|sums?|means?|average|median|gesamt|summe|mittelwert|durchschnitt|somme|"
    r"moyenne|totale?s?|totalt|totaal|i alt|media|média|"
    r"gemiddelde|gennemsnit|medel|mediana|médiane|suma|promedio|n ?= ?\d+",
    re.IGNORECASE,
)


def told(count: int) -> str:
    return f"{counted(count, 'line')} below the last row (totals or a note): not read."


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of one row as it was written."""
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def footer(
    last: Sequence[tuple[int, list[str], bool]], columns: Sequence[pa.Array], width: int
) -> set[int]:
    """Of the last rows (place, cells, as wide as the names?), those that are a footer."""
    rows = sorted((place, _trimmed(cells), full) for place, cells, full in last)
    narrow: list[tuple[int, list[str], bool]] = []
    for at, row in reversed(list(enumerate(rows))):
        above = [len(cells) for _, cells, full in rows[:at] if full and len(cells) > 1]
        most = min(above, default=0) if row[2] else width
        if not above or not 0 < len(row[1]) < most or any(map(_DATE.fullmatch, row[1])):
            break
        narrow.append(row)
    whole = len(columns[0]) - sum(full for _, _, full in narrow)
    known = [column.slice(0, whole) for column in columns]
    said = [cache(partial(_saying, column)) for column in known]  # few lines need it, some twice
    found: set[int] = set()
    for place, cells, _ in narrow:
        if _begins_like_a_row(cells, known) or _fills_as_a_row(cells, said):
            break
        found.add(place)
    return found


def _begins_like_a_row(cells: Sequence[str], columns: Sequence[pa.Array]) -> bool:
    """Could the line be a row that was cut off: does it begin as those above do?"""
    for cell, column in zip(cells[1:], columns[1:], strict=False):
        if re.search("[^\\d.,]", cell) and pc.any(pc.equal(column, cell)).as_py():
            return True
    ids = pc.unique(pc.utf8_trim_whitespace(columns[0]))
    if not cells[0]:
        return False
    if _TOTAL.fullmatch(cells[0].strip(" :")) or subtotal_of(cells[0]) == "":
        return bool(pc.any(pc.equal(ids, cells[0])).as_py())
    if pc.any(pc.starts_with(ids, cells[0])).as_py():
        return True
    if _DATE.search(cells[0]) and any(one and cells[0].startswith(one) for one in ids.to_pylist()):
        return True  # an id that runs into a date: a separator is missing, or is another one
    shapes = pc.unique(
        pc.replace_substring_regex(pc.replace_substring_regex(ids, r"\pL+", "a"), r"\d+", "0")
    )
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", cells[0])) in shapes.to_pylist()


def _fills_as_a_row(cells: Sequence[str], said: Sequence[Callable[[], list[str]]]) -> bool:
    """Are there cells behind the first that are what those of their columns are, and no others
    that outnumber them? Of several words, as of a note, two are needed.

    ``said``: of each column the texts above.
    """
    first, *others = cells
    if not first or subtotal_of(first) is not None or names_a_group(first):
        return False
    fits = [_fits(cell, above()) for cell, above in zip(others, said[1:], strict=False) if cell]
    as_an_id = len(first.split()) <= _most_words(said[0]())
    return fits.count(True) >= (1 if as_an_id else 2) and 2 * fits.count(True) > len(fits)


def _fits(cell: str, above: Sequence[str]) -> bool:
    """Is it a number where those above are, and else of no more words than these?"""
    if cell.lower() in _SILENT or not above:
        return False
    if all(map(NUMBER.fullmatch, above)):
        return bool(NUMBER.fullmatch(cell))
    if all(map(_DATE.fullmatch, above)):
        return bool(_DATE.fullmatch(cell))
    return not NUMBER.fullmatch(cell) and len(cell.split()) <= _most_words(above)


def _saying(column: pa.Array) -> list[str]:
    """The different texts of a column, without those that stand for nothing."""
    texts = pc.unique(pc.utf8_trim_whitespace(column)).to_pylist()
    return [text for text in texts if text and text.lower() not in _SILENT]


def _most_words(texts: Sequence[str]) -> int:
    return max((len(text.split()) for text in texts), default=0)


def _trimmed(cells: Sequence[str]) -> list[str]:
    texts = [cell.strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts
