"""Pages of cells as files: delimited text, workbooks, web pages, lists of records, data sets."""

from __future__ import annotations

import csv
import html
import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from tests.corpus import old_excel

Box = tuple[int, int, int, int]  # merged: first row, last row, first column, last column


@dataclass(frozen=True)
class Page:
    """Rows of cells as they are seen, under a title; of ``merged`` cells the first one holds it."""

    rows: Sequence[Sequence[object]]
    merged: Sequence[Box] = ()
    title: str = "Sheet1"


def written(pages: Sequence[Page], form: str) -> bytes:
    """The pages in one file of this form: its ending, before it how a text is written."""
    if form in TEXT:
        return _delimited(pages[0], *TEXT[form])
    if form in BOOKS:
        return BOOKS[form](pages)
    names, *rows = (list(row) for row in pages[0].rows)
    records = [dict(zip(map(str, names), row, strict=True)) for row in rows]
    if form == "json":
        return json.dumps(records, default=str, ensure_ascii=False).encode()
    return _data_set(pd.DataFrame(records), form)


TEXT = {
    "comma.csv": (",", "utf-8"),
    "semicolon.csv": (";", "utf-8-sig"),
    "latin.csv": (";", "cp1252"),
    "tab.txt": ("\t", "utf-8"),
}


def _delimited(page: Page, delimiter: str, letters: str) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_plain(cell) for cell in row] for row in page.rows)
    return sink.getvalue().encode(letters)


def _plain(cell: object) -> object:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else cell


def _new_excel(pages: Sequence[Page]) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for page in pages:
        sheet = book.add_worksheet(page.title)
        for r, row in enumerate(page.rows):
            for c, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(r, c, cell)
        for first, last, left, right in page.merged:
            sheet.merge_range(first, left, last, right, page.rows[first][left])
    book.close()
    return sink.getvalue()


def _old_excel(pages: Sequence[Page]) -> bytes:
    return old_excel.workbook({page.title: page.rows for page in pages}, pages[0].merged)


def _open_document(pages: Sequence[Page]) -> bytes:
    tables = "".join(
        f'<table:table table:name="{html.escape(page.title)}">{_open_rows(page)}</table:table>'
        for page in pages
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:'
        'tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("META-INF/manifest.xml", listed)
        packed.writestr("content.xml", content)
    return sink.getvalue()


def _open_rows(page: Page) -> str:
    return "".join(
        "<table:table-row>"
        + "".join(_open_cell(page, r, c, cell) for c, cell in enumerate(row))
        + "</table:table-row>"
        for r, row in enumerate(page.rows)
    )


def _open_cell(page: Page, r: int, c: int, cell: object) -> str:
    box = _box(page, r, c)
    if box and (r, c) != (box[0], box[2]):
        return "<table:covered-table-cell/>"
    spans = ""
    if box:
        spans = (
            f' table:number-rows-spanned="{box[1] - box[0] + 1}"'
            f' table:number-columns-spanned="{box[3] - box[2] + 1}"'
        )
    if cell is None or cell == "":
        return f"<table:table-cell{spans}/>"
    said = 'office:value-type="string"'
    if isinstance(cell, date):
        said = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        said = f'office:value-type="float" office:value="{cell}"'
    text = html.escape(str(cell))
    return f"<table:table-cell {said}{spans}><text:p>{text}</text:p></table:table-cell>"


def _box(page: Page, r: int, c: int) -> Box | None:
    return next((b for b in page.merged if b[0] <= r <= b[1] and b[2] <= c <= b[3]), None)


def _web_page(pages: Sequence[Page]) -> bytes:
    tables = "".join(f"<table border=1>{_web_rows(page)}</table>" for page in pages)
    return f'<html><head><meta charset="utf-8"></head><body>{tables}</body></html>'.encode()


def _web_rows(page: Page) -> str:
    rows = []
    for r, row in enumerate(page.rows):
        cells = []
        for c, cell in enumerate(row):
            box = _box(page, r, c)
            if box and (r, c) != (box[0], box[2]):
                continue
            spans = (
                f' rowspan="{box[1] - box[0] + 1}" colspan="{box[3] - box[2] + 1}"' if box else ""
            )
            cells.append(f"<td{spans}>{html.escape(str(_plain(cell)))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows)


BOOKS = {"xlsx": _new_excel, "xls": _old_excel, "ods": _open_document, "html.xls": _web_page}


def _data_set(frame: pd.DataFrame, form: str) -> bytes:
    """SPSS, Stata or SAS: short names in letters of English, what they mean as their labels."""
    import pyreadstat

    labels = [*frame.columns]
    short = [f"v{n}" for n in range(1, len(labels) + 1)]
    frame = frame.set_axis(short, axis="columns")
    write: dict[str, Any] = {
        "sav": pyreadstat.write_sav,
        "dta": pyreadstat.write_dta,
        "xpt": pyreadstat.write_xport,
    }
    also = {"file_format_version": 5} if form == "xpt" else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        write[form](frame, str(path), column_labels=labels, **also)
        return path.read_bytes()
