"""Which marks around a cell say no more than "this is text"?

A spreadsheet is kept from turning 0144 into 144 by writing ="0144"; our own tables put an
apostrophe before what a spreadsheet would take for a formula.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from analytics.written import BEGINS

_EQUALS = r'^\s*="(.*)"\s*$'
_APOSTROPHE = rf"^'('*{BEGINS}.*)$"  # one of them: text that began with one was given another
TOLD = 'cells written as ="..." are read as the text inside.'


def bare(cell: str) -> str:
    """The text of a cell without these marks."""
    if not cell.lstrip().startswith(("'", "=")):
        return cell
    if found := re.match(_APOSTROPHE, cell, re.DOTALL):
        return found[1]
    if found := re.match(_EQUALS, cell, re.DOTALL):
        return found[1].replace('""', '"')
    return cell


def without_marks(columns: dict[str, pa.Array]) -> tuple[dict[str, pa.Array], list[str]]:
    """All cells without these marks, and what has to be told of it."""
    told: list[str] = []
    found = {}
    for name, cells in columns.items():
        if not any(pc.any(pc.match_substring(cells, mark)).as_py() for mark in ('="', "'")):
            found[name] = cells
            continue
        marked = pc.or_(
            pc.match_substring_regex(cells, "(?s)" + _EQUALS),
            pc.match_substring_regex(cells, "(?s)" + _APOSTROPHE),
        )
        if pc.any(marked).as_py():
            texts = cells.to_pylist()
            if any(text.lstrip().startswith('="') for text in texts):
                told = [TOLD]
            cells = pa.array([bare(text) for text in texts], pa.string())
        found[name] = cells
    return found, told
