"""Every table of a report as a workbook: one sheet a table, typed columns, frozen headers."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd

from analytics.order import by_natural_id
from reports.packages import CLOCK, same_bytes
from reports.tables import Sheet
from words.column_meanings import FRACTION, PERCENT
from words.percents import office_format, office_number

WIDEST = 60
DECIMALS = 1  # of shares in percent
PLAIN, SMALL = "0.0##", 0.01  # of other numbers with decimals, unless they are smaller than that


def workbook(sheets: list[Sheet]) -> bytes:
    """XLSX: text stays text (a formula from a file is a cell of words), dates are dates."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    import xlsxwriter  # heavy: loaded only where a workbook is written

    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Clear Days", "author": "Clear Days", "created": CLOCK})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            frame = by_natural_id(sheet.frame)
            page = book.add_worksheet(sheet.name[:31])
            page.freeze_panes(1, 0)
            for column, name in enumerate(frame):
                values = frame[name]
                page.write_string(0, column, str(name), head)
                longest = [len(str(value)) for value in values.dropna().head(200)]
                width = min(WIDEST, max([len(str(name)) + 2, 9, *longest]))
                page.set_column(column, column, width, wrap if width == WIDEST else None)
                number = _numbers(book, sheet.units.get(str(name), ""))
                for row, value in enumerate(values, start=1):
                    _write(page, row, column, value, date, number)
    return same_bytes(out.getvalue())


def _numbers(book: Any, unit: str) -> Callable[[float], Any]:
    """The format of a number: shares and percents read as on the slides, with one decimal.

    Other numbers are shown with up to three; each cell holds its number to the last digit.
    """
    forms: dict[str, Any] = {}

    def of(value: float) -> Any:
        if unit not in (FRACTION, PERCENT):
            if value.is_integer() or abs(value) < SMALL:
                return None
            form = PLAIN
        else:
            form = office_format(value, DECIMALS) if unit == FRACTION else office_number(value)
        if form not in forms:
            forms[form] = book.add_format({"num_format": form})
        return forms[form]

    return of


def _write(
    page: Any, row: int, column: int, value: Any, date: Any, number: Callable[[float], Any]
) -> None:
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, pd.Timestamp):
        page.write_datetime(row, column, value.to_pydatetime(), date)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    elif hasattr(value, "dtype") and value.dtype == bool:
        page.write_boolean(row, column, bool(value))
    else:
        page.write_number(row, column, float(value), number(float(value)))
