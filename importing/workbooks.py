"""The sheets of a workbook: every row and column that is there, whatever it says of itself.

Values come from openpyxl, a formula counts as what it last gave; what the values do not tell comes
from one pass over the sheet's XML beside it.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from importing.cell_looks import looks_of, looks_of_rules, shared_texts
from importing.legends import no_table, without_tables
from importing.limits import MAX_SHEET_ROWS
from importing.safe_xml import Entities
from importing.sheet_xml import Seen, Styles, look_through
from importing.sheets import Row, table_of
from importing.text import HeaderTest, TextTable, Unreadable

STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (  # a workbook in the Strict form has the same parts under these names
    (STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_TO_WORK_OUT = re.compile(rb"""fullCalcOnLoad\s*=\s*["'](1|true)["']""")
_DATE = re.compile(
    r"\s*(\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"
)


def open_workbook(
    name: str, content: bytes, members: set[str], is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every sheet with a filled cell as a table, with what its XML tells beside the values.

    A sheet that cannot be read is its problem: the others are looked at all the same.
    """
    if any("vbaProject" in member for member in members):
        raise Unreadable("holds macros: save it as .xlsx without them, or as .csv")
    notices = []
    if any(member.startswith("xl/externalLinks/") for member in members):
        notices.append("links to other workbooks are not followed.")
    try:
        sheets = _sheets(_transitional(content))
        if _worked_out(content, members, sheets):
            for _, _, seen in sheets:
                seen.worked_out = True
    except Unreadable:
        raise
    except Entities as error:
        raise Unreadable("holds XML entities: a workbook has none; not opened") from error
    except Exception as error:  # openpyxl lets many kinds through
        raise Unreadable("is a damaged Excel file") from error
    yield from tables_of(name, sheets, is_header, notices)


def tables_of(
    name: str,
    sheets: Sequence[tuple[str, list[Row], Seen]],
    is_header: HeaderTest,
    notices: Sequence[str] = (),
    what: str = "an Excel file",
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every sheet with a filled cell as a table; what is none is named, and nothing made of it."""
    filled = [sheet for sheet in sheets if sheet[1]]
    if not filled:
        raise Unreadable(f"is {what} without any filled cell")
    others = without_tables(filled, is_header)
    beside = tuple(
        tuple(cells) for title, rows, _ in filled if title in others for _, cells in rows
    )
    for title, rows, seen in filled:
        label = name if len(filled) == 1 else f"{name}/{title}"
        if title in others:
            yield label, no_table(rows, notices, title, seen)
            continue
        try:
            table = table_of(rows, is_header, notices, title, seen)
            yield label, replace(table, beside=(*table.beside, *beside))
        except Unreadable as problem:
            yield label, problem


def _worked_out(
    content: bytes, members: set[str], sheets: list[tuple[str, list[Row], Seen]]
) -> bool:
    """Did a spreadsheet work the formulas out? A chain of them says so, or a value that is not 0.

    Not where the workbook asks to be worked out when it is opened, as programs write it.
    """
    if "xl/calcChain.xml" in members:
        return True
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        waiting = _TO_WORK_OUT.search(archive.read("xl/workbook.xml"))
    return not waiting and any(seen.gave_others for _, _, seen in sheets)


def _transitional(content: bytes) -> bytes:
    """A workbook in the Strict form under the names that openpyxl knows; any other as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if STRICT not in archive.read("xl/workbook.xml"):
            return content
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as other:
            for member in archive.namelist():
                part = archive.read(member)
                if member.endswith((".xml", ".rels")):
                    for strict, known in _TRANSITIONAL:
                        part = part.replace(strict, known)
                other.writestr(member, part)
    return sink.getvalue()


def _sheets(content: bytes) -> list[tuple[str, list[Row], Seen]]:
    from openpyxl import load_workbook  # slow to import, and few files need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its remarks name paths of this machine
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if name.endswith("sharedStrings.xml")]
            shared = shared_texts(archive.read(parts[0])) if parts else {}
        found, styles = [], Styles(looks_of(book), shared, looks_of_rules(book))
        for sheet in book.worksheets:
            seen = Seen(hidden=sheet.sheet_state != "visible")
            rows = _filled_rows(sheet, seen)
            with sheet._get_source() as stream:
                look_through(stream, seen, styles)
            if any(any(rule.look) for rule in seen.rules):
                seen.by_its_rules(dict(enumerate(sheet.iter_rows(values_only=True), start=1)))
            if seen.looks:
                rows = seen.shown(rows, seen.looks)
            found.append((sheet.title, rows, seen))
    return found


def _filled_rows(sheet: Any, seen: Seen) -> list[Row]:
    """The rows that hold anything; what the sheet says of its size is not believed."""
    sheet.reset_dimensions()
    return filled_rows(enumerate(sheet.iter_rows(values_only=True), start=1), seen)


def filled_rows(numbered: Iterable[tuple[int, Sequence[object]]], seen: Seen) -> list[Row]:
    """The rows that hold anything, each cell as text, with what its kinds of cell tell."""
    rows: list[Row] = []
    for number, values in numbered:
        if number > MAX_SHEET_ROWS:
            raise Unreadable(f"has a sheet of more than {MAX_SHEET_ROWS:,} rows")
        if not any(value is not None for value in values):
            continue
        cells = [cell_text(value).strip() for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        rows.append((number, cells))
        for place, value in enumerate(values, start=1):
            if isinstance(value, date):  # a datetime is one
                seen.dates.setdefault(place, []).append(number)
            elif isinstance(value, str) and _DATE.match(value):
                seen.dates_as_text.setdefault(place, []).append(number)
    return rows


def cell_text(value: object) -> str:
    """What a cell shows, as text: dates in ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ")
        return text.removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):  # a length in hours, as the cell shows it
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)
