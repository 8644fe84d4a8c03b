"""May the rows of a stamped file be used as they are? Its stamp says who wrote them, no more.

The door's rules over a table that is typed already: one pass over whole columns, each different
text read once. What breaks a rule sends the file through the ordinary check.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analytics.frames import Column, TableSpec
from importing.cells import EARLIEST, LATEST, TIME, UNSEEN
from importing.checks import in_order, rules_between
from importing.layouts.base import identifying


def broken_rules(table: TableSpec, frame: pd.DataFrame) -> tuple[str, ...]:
    """Sentences without a value of a cell; none where every row may be used."""
    wrong = tuple(_schema(table, frame))
    return wrong or tuple(_cells(table, frame)) or tuple(_rows(table, frame))


def _schema(table: TableSpec, frame: pd.DataFrame) -> Iterator[str]:
    known = [column.name for column in table.columns]
    needed = [column.name for column in table.columns if not column.where_needed]
    if lacking := [name for name in needed if name not in frame]:
        yield f"it has no column {' and no column '.join(lacking)}"
    extra = [str(name) for name in frame if name not in known]
    if identifying(extra):
        yield "it has a column that may name a person"
    if extra and not table.open_ended:
        yield f"it has a column that the table {table.name} does not have"
    elif any(not pd.api.types.is_string_dtype(frame[name]) for name in extra):
        yield "a further column is not text"


def _cells(table: TableSpec, frame: pd.DataFrame) -> Iterator[str]:
    for name, cells in frame.items():
        column = table.column(str(name))
        if column.required and cells.isna().any():
            yield f"{name} is empty in a row"
        filled = cells.dropna()
        if len(filled) and (problem := _problem(column, filled)):
            yield f"{name} {problem}"


def _problem(column: Column, cells: pd.Series) -> str:
    """What is wrong with the filled cells of one column."""
    if column.kind == "date":
        outside = (cells < pd.Timestamp(EARLIEST)) | (cells > pd.Timestamp(LATEST))
        if outside.any():
            return f"lies outside {EARLIEST.year} to {LATEST.year} in a row"
        return "holds a time of the day" if (cells != cells.dt.normalize()).any() else ""
    if column.kind in ("id", "text", "choice", "time"):
        return _problem_of_texts(column, pd.Series(cells.unique(), dtype="str"))
    lowest, highest = (0, 1) if column.kind == "flag" else (column.lowest, column.highest)
    numbers = cells.to_numpy(dtype="float64")
    within = np.isfinite(numbers)
    within &= True if lowest is None else numbers >= lowest
    within &= True if highest is None else numbers <= highest
    return "" if within.all() else f"is not between {lowest:g} and {highest:g} in a row"


def _problem_of_texts(column: Column, texts: pd.Series) -> str:
    if texts.str.contains(UNSEEN).any():
        return "holds a character that cannot be seen (a control or direction mark)"
    bare = texts.str.strip()
    if column.required and (bare == "").any():
        return "is empty in a row"
    if column.kind == "id" and (bare != texts).any():
        return "has spaces around it in a row"
    if column.kind == "time" and not texts.str.fullmatch(TIME).all():
        return "is not a time as 08:40 in a row"
    if column.kind == "choice" and not texts.isin(column.choices).all():
        return f"is not one of {', '.join(column.choices)} in a row"
    return ""


def _rows(table: TableSpec, frame: pd.DataFrame) -> Iterator[str]:
    key = list(table.key)
    if not in_order(frame, table) and frame.duplicated(key).any():
        yield f"several rows have the same {' and '.join(key)}"
    yield from (why for why, (_, where) in rules_between(table, frame).items() if where.any())
