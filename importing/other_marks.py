"""Which other marks stand around the cells of a file, or between them? Written as the usual ones.

Every line stays where it is, so that lines keep their numbers.
"""

from __future__ import annotations

import csv
import io
import re

from importing.header_row import DELIMITERS, LOOKED_AT, first_lines
from words.numbers import counted

TOLD = "apostrophes stood around every cell: read without them."
MOST = 0.9  # of the first lines that are so: one of them may be damaged


def in_usual_marks(text: bytes) -> tuple[bytes, list[str]]:
    """The text with quotation marks where apostrophes stood around the cells; else as it is."""
    filled = [line for line in first_lines(text, LOOKED_AT) if line.strip()]
    if len(filled) < 2 or "'" not in filled[0]:
        return text, []
    for delimiter in DELIMITERS:
        between = f"[ ]*{re.escape(delimiter)}[ ]*"
        row = re.compile(rf"'(?:[^']|'')*'(?:{between}'(?:[^']|'')*')+\s*")
        if sum(bool(row.fullmatch(line)) for line in filled) > MOST * len(filled):
            lines = [
                _rewritten(line, delimiter) if row.fullmatch(line) else line
                for line in text.decode(errors="replace").split("\n")
            ]
            return "\n".join(lines).encode(), [TOLD]
    return text, []


def _rewritten(line: str, delimiter: str) -> str:
    cells = next(csv.reader([line], delimiter=delimiter, quotechar="'", skipinitialspace=True))
    return written([cell.rstrip() for cell in cells], delimiter)


def written(cells: list[str], delimiter: str) -> str:
    """One row in the usual marks."""
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator="").writerow(cells)
    return sink.getvalue()


def between_single_blanks(text: bytes, line: int) -> bytes:
    """The text with one blank between cells, where several stand between the names."""
    names = text.split(b"\n", line)[line - 1]
    if b"  " not in names.strip():
        return text
    return re.sub(rb"^ +| +$", b"", re.sub(rb" {2,}", b" ", text), flags=re.MULTILINE)


def in_other_marks(row: str, delimiter: str, width: int) -> list[str]:
    """The cells of a row that is too wide, by apostrophes around some or by backslashes before
    delimiters, where these give it its width; [] where they do not."""
    between = re.escape(delimiter)
    cell = rf"(?:'(?:[^'\n]|'')*'|[^'\n{between}]*)"
    in_pairs = re.fullmatch(rf"{cell}(?:{between}{cell})*\n?", row)
    for fits, option in (
        ("'" in row and in_pairs, {"quotechar": "'"}),
        (f"\\{delimiter}" in row, {"escapechar": "\\"}),
    ):
        if not fits:
            continue
        try:
            cells = next(csv.reader([row], delimiter=delimiter, strict=True, **option), [])  # type: ignore[arg-type]
        except csv.Error:
            continue
        if len(cells) == width:
            return cells
    return []


def told(count: int) -> str:
    return f"{counted(count, 'row')} with apostrophes or backslashes around separators: read so."
