"""Has each row of a diary an id of its own? Then the ids may number the rows, and no patient.

A survey numbers its answers in *record_id* and says who wrote in another column, or nowhere: then
every day was one patient's of her own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.file_names import bare_name, but_for_copy
from words.numbers import counted

ID, DATE = "patient_id", "date"
FEWEST = 10  # rows
MOST = 3  # columns that are offered
BY, ONE_PERSON, EACH_ROW = "by ", "one_person", "each_row"


def signs(cells: Cells) -> Iterator[Sign]:
    if not _numbers_the_rows(cells):
        return
    readings = [
        (f"{BY}{header}", f"'{header}' is the patient: {counted(number, 'patient')}")
        for header, number in _who(cells)
    ]
    if _one_row_a_day(cells):
        readings.append((ONE_PERSON, "the ids number the rows: all days are one patient's"))
    rows = len(cells.text.rows)
    readings.append((EACH_ROW, f"each row is another patient: {rows:,}, with one day each"))
    yield Sign(
        f"{ID}: each of {rows:,} rows has an id of its own, so that no patient has two days. Does "
        "it number the rows? Who is the patient?",
        tuple(readings),
        ID,
    )


def _numbers_the_rows(cells: Cells) -> bool:
    if cells.table != "diary" or ID not in cells or DATE not in cells:
        return False
    if cells.per_patient or cells.by_name or cells.of_months:
        return False
    ids, rows = cells.texts(ID), len(cells.text.rows)
    return len(ids) == rows >= FEWEST and len(cells.texts(DATE)) > 1


def _one_row_a_day(cells: Cells) -> bool:
    return max(cells.texts(DATE).values(), default=0) == 1


def _who(cells: Cells) -> list[tuple[str, int]]:
    """The columns that may say whose a day is, with their patients: each has some days and no day
    twice, which is told only where dates stand more than once."""
    if _one_row_a_day(cells):
        return []
    assert cells.spec is not None
    ours = {column.name for column in cells.spec.columns}
    dates, _ = cells.encoded(DATE)
    found = []
    for header in cells.headers:
        if header in ours or header not in cells or cells.blanks(header):
            continue
        codes, texts = cells.encoded(header)
        pairs = np.unique(np.stack([codes, dates]), axis=1).shape[1]
        if len(texts) > 1 and 2 * len(texts) <= len(codes) == pairs:
            found.append((header, len(texts)))
    return found[:MOST]


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == EACH_ROW:
        return cells
    if reading == ONE_PERSON:
        name = but_for_copy(bare_name(cells.file))
        return cells.rewritten(ID, lambda _: name)
    columns = dict(cells.text.columns)
    columns[ID] = columns.pop(reading.removeprefix(BY))
    return replace(cells, text=replace(cells.text, columns=columns))


DOUBT = Doubt("an_id_each_row", LooksAt.COLUMN, signs, read)
