"""Are the last rows of a sheet of days no patient's, but what the rows above give day by day?

*Headaches per day*: how many patients had one, or the sum of their numbers, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pyarrow as pa

from importing.day_signs import as_sign
from importing.text import TextTable
from words.numbers import counted

MOST_ROWS = 3  # below each other: headaches, migraines, injections
MOST_SIGNS = 8
FEWEST = 2  # patients, above
TOLD = "{} below the others (row {:,}), day by day the sum or count of these: no patient, not used."


def without_sums(text: TextTable, days: Sequence[str]) -> TextTable:
    """The table without such rows, which is told; ``days``: its columns of days."""
    cells = np.stack([text.written(header) for header in days], axis=1)
    last = _sums_at_the_end(cells)
    if not last:
        return text
    whole = len(text.rows) - last
    kept = pa.array(np.arange(len(text.rows)) < whole)
    told = TOLD.format(counted(last, "row"), int(text.rows[whole]))
    return replace(
        text,
        columns={name: column.filter(kept) for name, column in text.columns.items()},
        rows=text.rows[:whole],
        lines=text.lines.with_footer(last),
        notices=(*text.notices, told),
    )


def _sums_at_the_end(cells: np.ndarray) -> int:
    """How many of the last rows are each what all rows above them give; rows x days of text."""
    for last in range(min(MOST_ROWS, len(cells) - FEWEST), 0, -1):
        said = [_numbers(row) for row in cells[-last:]]
        telling = [row for row in said if row is not None and row.max() > 1 and np.ptp(row) > 0]
        if len(telling) == last and _give(cells[:-last], telling):
            return last
    return 0


def _numbers(row: np.ndarray) -> np.ndarray | None:
    """The whole numbers of a row, a blank as 0; None where it holds anything else."""
    signs = [as_sign(cell) for cell in row]
    if not all(sign.isdecimal() for sign in signs if sign):
        return None
    return np.array([int(sign or 0) for sign in signs])


def _give(above: np.ndarray, said: Sequence[np.ndarray]) -> bool:
    """Is each of these the sum of the rows above, or how many of their cells hold some signs?"""
    numbers = [_numbers(row) for row in above]
    every = [row for row in numbers if row is not None]
    sums = [np.sum(every, axis=0)] if len(every) == len(numbers) else []
    signs = sorted({sign for sign in map(as_sign, above.ravel()) if sign})
    written = np.array([as_sign(cell) for cell in above.ravel()], dtype=object)
    times = [(written == sign).reshape(above.shape).sum(axis=0) for sign in signs]
    most = len(signs) if len(signs) <= MOST_SIGNS else 1
    for size in range(1, most + 1):
        sums += [np.sum(some, axis=0) for some in combinations(times, size)]
    return all(any((row == one).all() for one in sums) for row in said)
