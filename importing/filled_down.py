"""What stands above a blank cell, written into it: a text for each row of a block."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importing.text import TextTable


def filled_down(text: TextTable, column: str, where: np.ndarray) -> TextTable:
    """The table in which these rows of a column say what the last other row above them says."""
    place = np.where(where, -1, np.arange(len(where)))
    last = np.maximum.accumulate(place)
    known = last >= 0
    taken = pc.take(text.columns[column], pa.array(np.where(known, last, 0)))
    cells = pc.if_else(pa.array(known), taken, "")
    return replace(text, columns={**text.columns, column: cells})
