"""Numbers of rows as sets: sorted, each once.

numpy's own sets hash every number, which takes seconds for a few million; rows come in order.
"""

from __future__ import annotations

import numpy as np


def distinct(*parts: np.ndarray) -> np.ndarray:
    """The numbers of all parts, in order, each once."""
    filled = [np.asarray(part, dtype="int64") for part in parts if len(part)]
    if not filled:
        return np.array([], dtype="int64")
    rows = filled[0] if len(filled) == 1 else np.concatenate(filled)
    if (rows[1:] > rows[:-1]).all():
        return rows
    rows = np.sort(rows)
    return rows[np.concatenate([[True], rows[1:] != rows[:-1]])]


def without(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Those of these distinct numbers that are not among the others, which are distinct too."""
    if not len(rows) or not len(others):
        return rows
    place = np.minimum(np.searchsorted(others, rows), len(others) - 1)
    return rows[others[place] != rows]
