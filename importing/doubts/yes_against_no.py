"""Does a row of a trial's table say yes in one column of its answer and no in another?

The number of an answer was made from its words by somebody; where they contradict each other one of
them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from importing.cells import FLAG_WORDS
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.research_tables import ResearchTable, research_table
from importing.variables import OF_DAYS, PAIN, marked
from words.numbers import counted

WORDS, NUMBER, NEITHER = "words", "number", "neither"
_FLAGS = [marked(name) for name in OF_DAYS if name != PAIN]


def signs(found: Found) -> Iterator[Sign]:
    table = research_table(found.text) if found.mapping is None else None
    if table is None:
        return
    rows = _contradicting(table)
    if rows.any():
        number, *_, words = _columns(table)
        yield Sign(
            f"{number} and {words} contradict each other in {counted(int(rows.sum()), 'row')}: one "
            "says yes, the other no. Which counts?",
            (
                (WORDS, f"{words}, as it was written"),
                (NUMBER, number),
                (NEITHER, "neither: not recorded"),
            ),
            number,
            tuple(int(row) for row in found.text.rows[rows.to_numpy()]),
        )


def _columns(table: ResearchTable) -> list[str]:
    """The columns of the answer that are there, by their names in the file."""
    names = [table.header(name) for name in table.standard.value]
    return [name for name in names if name]


def _contradicting(table: ResearchTable) -> pd.Series:
    """A mask of the rows of flags with a yes and a no."""
    answers = [table.text.frame()[name].str.lower().map(FLAG_WORDS) for name in _columns(table)]
    both = [pd.concat([one == value for one in answers], axis=1).any(axis=1) for value in (0, 1)]
    return both[0] & both[1] & table.are(_FLAGS) & ~table.not_done


def read(found: Found, sign: Sign, reading: str) -> Found:
    table = research_table(found.text)
    assert table is not None
    rows = _contradicting(table)
    columns = dict(found.text.columns)
    left = _columns(table)
    counts = {WORDS: left[-1], NUMBER: left[0]}.get(reading, "")
    for name in left:
        if name != counts:
            cells = found.text.frame()[name].mask(rows, "")
            columns[name] = pa.array(cells.tolist(), pa.string())
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("yes_against_no", LooksAt.FILE, signs, read)
