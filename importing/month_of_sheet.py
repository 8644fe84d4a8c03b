"""Which month does a sheet hold that has a column for each day, where its name alone says it?

*Jan 2024*, or *Jan* in a file called *Diary 2024*. The month becomes a column of the sheet,
as if it stood in each of its rows.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pyarrow as pa

from importing.file_names import FILE
from importing.month_grid import are_months, day_columns, month_in, year_of
from importing.sums_of_days import without_sums
from importing.text import TextTable

MONTH_COLUMN = "Month"
TOLD = "the month stands in the name alone: it is that of every row."


def with_month_of_sheet(text: TextTable, name: str) -> TextTable:
    """The table with its month as its last column, if it has a column for each day and no month of
    its own; ``name``: of the file, with its sheet."""
    days = day_columns(text.headers)
    others = [header for header in text.headers if header not in days]
    if not days or MONTH_COLUMN in text.headers:
        return text
    if any(are_months(text, header, years=False) for header in others):
        return text
    called = text.sheet or FILE.sub("", PurePosixPath(name.replace("\\", "/")).name)
    month = None if called.strip().isdigit() else month_in(called.strip())
    year = month[0] or year_of(name) if month else 0
    if month is None or not year:
        return text
    text = without_sums(text, list(days))
    cells = pa.array([f"{year}-{month[1]:02}"] * len(text.rows), pa.string())
    notices = (*text.notices, TOLD)
    return replace(text, columns={**text.columns, MONTH_COLUMN: cells}, notices=notices)
