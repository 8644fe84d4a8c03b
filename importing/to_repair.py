"""Which rows are to be repaired in their source, whose are they, and what is wrong with each?

For whoever keeps the source, as a file alone: it names patients, so no screen, log or trail has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from importing.as_read import AsRead
from importing.choices import Question
from importing.one_file import Part
from importing.report import FileReport, ImportReport

TO_REPAIR = ("file", "row", "patient_id", "column", "written", "problem")
ID = "patient_id"
ASKED = "asked: "
MOST, MOST_OF_A_FILE = 20, 0.5  # rows: what is asked of more is asked of a column, not of rows
Written = Mapping[tuple[str, int, str], str]  # file, row of it and column -> what stands there


def written_in(
    parts: Iterable[Part], tables: Iterable[AsRead], files: Iterable[FileReport]
) -> Written:
    """What the file itself says in the cells that cost their row or count as blank or are asked
    about, and whose rows these are."""
    header = {
        (seen.file, seen.sheet, one.meaning.cell): one.header
        for seen in tables
        for one in seen.columns
    }
    wanted = {file.file: _cells_of(file) for file in files}
    found: dict[tuple[str, int, str], str] = {}
    for part in parts:
        text = part.as_it_stands or part.text
        for column, rows in wanted.get(part.file, {}).items() if text is not None else ():
            assert text is not None
            cells = text.columns.get(header.get((part.file, text.sheet, column), column))
            if cells is not None:
                places = np.flatnonzero(np.isin(text.rows, list(rows)))
                texts = cells.take(pa.array(places)).to_pylist()
                found |= {
                    (part.file, int(row), column): (cell or "").strip()
                    for row, cell in zip(text.rows[places], texts, strict=True)
                }
    return found


def _cells_of(file: FileReport) -> dict[str, set[int]]:
    """The rows in question by their columns, and all of them by the column of the patient."""
    told = [found for found in (file.broken, file.blank) if found is not None]
    pairs = [(c, int(row)) for of in told for c, row in zip(of["column"], of["row"], strict=True)]
    pairs += [(question.column, row) for question in file.questions for row in question.rows]
    rows: dict[str, set[int]] = {ID: {row for _, row in pairs}}
    for column, row in pairs:
        rows.setdefault(column, set()).add(row)
    return rows


def how_many(report: ImportReport) -> int:
    """The rows of ``to_repair``, before anybody wants them."""
    asked = sum(len(question.rows) for _, question in _of_rows(report))
    return len(report.broken) + sum(map(len, _blank(report))) + asked


def _blank(report: ImportReport) -> list[pd.DataFrame]:
    """The cells that cannot be read, of rows that are used without them."""
    return [file.blank for file in report.files if file.blank is not None]


def _of_rows(report: ImportReport) -> Iterator[tuple[str, Question]]:
    """What is asked of a few rows of a file, with its name: they may be repaired there."""
    for file in report.files:
        few = min(file.rows_read * MOST_OF_A_FILE, MOST)
        for question in file.questions:
            if len(question.rows) <= few:
                yield file.file, question


def to_repair(report: ImportReport) -> pd.DataFrame:
    """One row a problem and row of a file, ``TO_REPAIR``: set aside first, then used without a
    cell, then asked about."""
    aside = [
        (one.file, int(one.row), one.column, one.problem)
        for told in (report.broken, *_blank(report))
        for one in told.itertuples()
    ]
    asked = [
        (file, row, question.column, f"{ASKED}{question.text}")
        for file, question in _of_rows(report)
        for row in question.rows
    ]
    said = report.written
    rows = [
        (file, row, said.get((file, row, ID), ""), column, said.get((file, row, column), ""), why)
        for file, row, column, why in (*aside, *asked)
    ]
    return pd.DataFrame(rows, columns=list(TO_REPAIR))
