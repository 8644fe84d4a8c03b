"""Does every line stand in quotation marks as a whole? Then the table is what stands inside."""

from __future__ import annotations

import csv
import io

from importing.header_row import DELIMITERS, LOOKED_AT, first_lines, split

TOLD = "every line stood in quotation marks as a whole: read without them."


def without_quotes_around_lines(text: bytes) -> tuple[bytes, list[str]]:
    """The text without these marks, where each of its lines has them; else as it is.

    A line break inside stays, so that lines keep their numbers.
    """
    filled = [line for line in first_lines(text, LOOKED_AT) if line.strip()]
    if len(filled) < 2 or not all(_is_whole(line) for line in filled):
        return text, []
    lines = []
    try:
        for cells in csv.reader(io.StringIO(text.decode(errors="replace"), newline="")):
            if len(cells) < 2:
                lines.append(cells[0] if cells else "")
                continue
            sink = io.StringIO()
            csv.writer(sink, lineterminator="").writerow(cells)
            lines.append(sink.getvalue())
    except csv.Error:
        return text, []
    return "\n".join([*lines, ""] if text.endswith(b"\n") else lines).encode(), [TOLD]


def _is_whole(line: str) -> bool:
    """One quoted cell, whatever separates cells, that is itself a row of several."""
    bare = line.strip()
    if len(bare) < 2 or bare[0] != '"' or bare[-1] != '"':
        return False
    return all(len(split(bare, mark)) == 1 for mark in DELIMITERS) and any(
        len(split(split(bare, mark)[0], mark)) > 1 for mark in DELIMITERS
    )
