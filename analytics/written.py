"""How is a frame written, so that whoever opens it reads the same?"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from analytics.frames import AS_WRITTEN


class CsvStyle(NamedTuple):
    """The decimal mark, and what stands between the cells."""

    decimal: str = "."
    separator: str = ","

    @classmethod
    def of(cls, decimal: str, separator: str = "") -> CsvStyle:
        """Beside decimal commas semicolons, where nothing else is asked for."""
        return cls(decimal, separator or (";" if decimal == "," else ","))


PLAIN = CsvStyle()


def as_csv(frame: pd.DataFrame, style: CsvStyle = PLAIN) -> str:
    """The frame as CSV: true/false, ISO dates, empty for undefined, full precision."""
    columns = {}
    for name, column in frame.items():
        if isinstance(column.dtype, pd.BooleanDtype) or column.dtype == bool:
            column = column.map({True: "true", False: "false"}, na_action="ignore")
        elif pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        elif style.decimal != "." and pd.api.types.is_float_dtype(column):
            column = column.astype("Float64").astype("float64")
        elif style.decimal != "." and str(name).endswith(AS_WRITTEN):
            column = column.str.replace(".", style.decimal, regex=False)
        elif style.decimal != "." and column.dtype == object:
            column = column.map(lambda cell: _written(cell, style.decimal))
        columns[name] = column
    table = pd.DataFrame(columns, index=frame.index)
    found: str = table.to_csv(
        index=False, lineterminator="\n", sep=style.separator, decimal=style.decimal
    )
    return found


def _written(cell: object, decimal: str) -> object:
    """A number among texts, missing or not, with this decimal mark."""
    return str(cell).replace(".", decimal) if isinstance(cell, float) and cell == cell else cell


# What a formula begins with, behind blanks too; the last four are the wide signs of East Asia.
BEGINS = "[ \\t\\r\\n]*[=+\\-@\uff1d\uff0b\uff0d\uff20]"
FORMULA = re.compile(rf"^'*({BEGINS}|[\t\r])")
TAKEN_FOR_MARKED = re.compile(rf"^('+{BEGINS}|\s*=\")")  # the door would take a mark off


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
