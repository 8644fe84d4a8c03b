"""How is a frame written, so that whoever opens it reads the same?"""

from __future__ import annotations

import re

import pandas as pd


def as_csv(frame: pd.DataFrame, *, decimal_comma: bool = False) -> str:
    """The frame as CSV: true/false, ISO dates, empty for undefined, full precision.

    ``decimal_comma``: for spreadsheets where commas are decimals: semicolons between the cells.
    """
    columns = {}
    for name, column in frame.items():
        if isinstance(column.dtype, pd.BooleanDtype) or column.dtype == bool:
            column = column.map({True: "true", False: "false"}, na_action="ignore")
        elif pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        elif decimal_comma and pd.api.types.is_float_dtype(column):
            column = column.astype("Float64").astype("float64")
        columns[name] = column
    style = {"sep": ";", "decimal": ","} if decimal_comma else {}
    table = pd.DataFrame(columns, index=frame.index)
    found: str = table.to_csv(index=False, lineterminator="\n", **style)
    return found


FORMULA = re.compile(r"^'*[=+\-@\t\r]")
TAKEN_FOR_MARKED = re.compile(r"^('+[=+\-@]|\s*=\")")  # the door would take a mark off


def inert_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    texts = frame.select_dtypes(include=["str", "object"])
    return frame.assign(**{name: column.map(inert_cell) for name, column in texts.items()})


def inert_cell(cell: object) -> object:
    """One cell of a spreadsheet: text that would run as a formula gets an apostrophe.

    So does text that has one already: whoever reads it takes one apostrophe off.
    """
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def cells_to_read(frame: pd.DataFrame) -> pd.DataFrame:
    """For programs, not for spreadsheets: only text that would come back as another gets a mark."""
    texts = frame.select_dtypes(include=["str", "object"])
    marked = {
        name: column.mask(column.str.match(TAKEN_FOR_MARKED).fillna(False), "'" + column)
        for name, column in texts.items()
        if pd.api.types.is_string_dtype(column)
    }
    return frame.assign(**marked)
