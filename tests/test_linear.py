"""What a file costs grows with its lines and columns, and not with their square."""

from __future__ import annotations

import time

import numpy as np
import pyarrow as pa
import pytest

from importing.choices import Choices
from importing.delimited import read_tables
from importing.doubts.base import Cells
from importing.doubts.columns_not_read import signs
from importing.text import TextTable

pytestmark = pytest.mark.slow
HEAD = "patient_id,date,migraine\n"
MOST = 9  # times, for four times as much: of a square it would be 16


def cost(run, content) -> float:
    """The processor's seconds of the quickest of three."""
    times = []
    for _ in range(3):
        begin = time.process_time()
        run(content)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize(
    "line",
    ['A,"2024-03-01,1\n', 'a b","c d\n', 'A,2024-03-01",1\n', '"A,2024-03-01,1\n'],
)
def test_a_stray_mark_in_each_line(line):
    few, many = ((HEAD + line * n).encode() for n in (2_000, 8_000))
    assert cost(read_tables, many) < MOST * cost(read_tables, few)
    [table] = read_tables(few)
    assert len(table.rows) + len(table.ragged) >= 1_999


def of_columns(count: int) -> Cells:
    names = ["patient_id", "date", "migraine", *(f"c{n}" for n in range(count))]
    columns = {name: pa.array(["A", "B", "C", "A", "B"]) for name in names}
    return Cells(
        "d.csv", "", "diary", TextTable(columns, np.arange(2, 7)), Choices(), "Our template"
    )


def test_columns_that_nobody_reads():
    few, many = of_columns(1_000), of_columns(4_000)
    assert cost(lambda cells: [*signs(cells)], many) < MOST * cost(lambda c: [*signs(c)], few)
