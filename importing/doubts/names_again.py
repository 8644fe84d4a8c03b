"""Do the names of the columns stand again among the days of one person? Another may begin there.

Two people's tables below each other in one sheet were one patient's days, the name above the second
a row that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from importing.columns import own_names
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from words.numbers import counted

ID, DATE = "patient_id", "date"
OTHERS, SAME = "others", "same"


def signs(cells: Cells) -> Iterator[Sign]:
    again = _again(cells)
    if not again.any():
        return
    rows = cells.rows_where(again)
    tables, where = int(again.sum()) + 1, ", ".join(map(str, rows[:5]))
    yield Sign(
        f"The names of the columns stand again in row {where}: does another patient's table begin "
        "there, or do the days of one patient go on?",
        (
            (OTHERS, f"{counted(tables, 'patient')}: each table is another one's, numbered"),
            (SAME, "one patient's: the days go on"),
        ),
        DATE,
        rows,
    )


def _again(cells: Cells) -> np.ndarray:
    """A mask of the rows that hold the name of the column of dates, in one person's table."""
    if not cells.by_name or cells.table != "diary" or DATE not in cells or cells.of_months:
        return np.zeros(len(cells.text.rows), dtype=bool)
    return cells.where_text(DATE, lambda text: own_names([text]) == [DATE])


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    again = _again(cells)
    if reading == OTHERS:
        texts = cells.text.columns[ID].to_pylist()
        numbered = [f"{one} {n}" for one, n in zip(texts, np.cumsum(again) + 1, strict=True)]
        cells = cells.with_column(ID, pa.array(numbered, pa.string()))
    return cells.without(again)


DOUBT = Doubt("names_again", LooksAt.COLUMN, signs, read)
