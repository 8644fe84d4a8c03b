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

TO_REPAIR = ("file", "row", "patient_id", "column", "problem")
ASKED = "asked: "
MOST, MOST_OF_A_FILE = 20, 0.5  # rows: what is asked of more is asked of a column, not of rows
Whose = Mapping[tuple[str, int], str]  # file and row of it -> the patient's id as it is written


def whose_rows(
    parts: Iterable[Part], tables: Iterable[AsRead], files: Iterable[FileReport]
) -> Whose:
    """The patients of the rows that were set aside or are asked about."""
    header = {
        (seen.file, seen.sheet): one.header
        for seen in tables
        for one in seen.columns
        if one.meaning.column == "patient_id"
    }
    wanted = {file.file: _rows_of(file) for file in files}
    found: dict[tuple[str, int], str] = {}
    for part in parts:
        text = part.as_it_stands or part.text
        rows = wanted.get(part.file, set())
        name = header.get((part.file, text.sheet)) if text is not None else None
        if text is None or name not in text.columns or not rows:
            continue
        places = np.flatnonzero(np.isin(text.rows, list(rows)))
        ids = text.columns[name].take(pa.array(places)).to_pylist()
        found |= {
            (part.file, int(row)): (patient or "").strip()
            for row, patient in zip(text.rows[places], ids, strict=True)
        }
    return found


def _rows_of(file: FileReport) -> set[int]:
    cells = [found["row"] for found in (file.broken, file.blank) if found is not None]
    asked = (row for question in file.questions for row in question.rows)
    return {*(int(row) for rows in cells for row in rows), *asked}


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
    rows = [
        (file, row, report.whose.get((file, row), ""), column, problem)
        for file, row, column, problem in (*aside, *asked)
    ]
    return pd.DataFrame(rows, columns=list(TO_REPAIR))
