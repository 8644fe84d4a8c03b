"""What a sheet shows beside its values, and that it is read as far as it goes."""

import io
import re
import time
import zipfile
from datetime import date, datetime, timedelta

import pytest
from openpyxl import Workbook

from importing import Source, read_records
from importing.containers import open_tables
from importing.layouts import is_header
from importing.text import SheetFacts, TextTable, TwoKindsOfDate
from tests.door_cases.base import edited
from tests.test_layouts import packed

HEAD = ["patient_id", "date", "headache", "note"]


def book_of(*rows: list) -> Workbook:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def tables(content: bytes) -> list[TextTable]:
    return [table for _, table in open_tables("b.xlsx", content, is_header)]


def two_rows() -> Workbook:
    return book_of(["P1", date(2024, 1, 1), 1], ["P1", date(2024, 1, 2), 0])


def test_an_ordinary_sheet_has_nothing_to_tell():
    table = tables(saved(two_rows()))[0]
    assert table.facts == SheetFacts()
    assert (table.sheet, table.notices) == ("Sheet", ())
    assert table.columns["date"].to_pylist() == ["2024-01-01", "2024-01-02"]


def test_hidden_rows_columns_and_sheets():
    book = two_rows()
    book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[9].hidden = True  # nothing stands in it
    book.active.column_dimensions["C"].hidden = True
    book.active.column_dimensions["H"].hidden = True
    other = book.create_sheet("Old")
    other.append(HEAD)
    other.append(["P1", date(2023, 1, 1), 1])
    other.sheet_state = "veryHidden"
    shown, hidden = tables(saved(book))
    assert shown.facts == SheetFacts(hidden_rows=frozenset({3}), hidden_columns=("headache",))
    assert (hidden.sheet, hidden.facts) == ("Old", SheetFacts(hidden=True))


def test_formulas_without_a_value_merged_cells_and_long_numbers():
    book = two_rows()
    sheet = book.active
    sheet["C3"] = "=1+1"  # never calculated
    sheet["F3"] = "=1+1"  # under no name
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("F8:G9")
    sheet["D2"] = 4012345678901234
    sheet["D3"] = "4012345678901234"  # as text it is whole
    table = tables(saved(book))[0]
    assert table.facts == SheetFacts(
        without_value=((3, "headache"),),
        merged=((2, 3, "patient_id", "patient_id"),),
        long_numbers=((2, "note"),),
    )


@pytest.mark.parametrize(
    ("cell", "without"),
    [
        ("<f>1+1</f>", True),
        ("<f>1+1</f><v></v>", True),
        ("<f>1+1</f><v>2</v>", False),
    ],
)
def test_a_formula_counts_as_what_it_last_gave(cell, without):
    def change(name: str, text: str) -> str:
        return text.replace('<c r="C3" t="n"><v>0</v></c>', f'<c r="C3">{cell}</c>')

    facts = tables(edited(saved(two_rows()), change))[0].facts
    assert facts.without_value == (((3, "headache"),) if without else ())


def test_a_formula_that_gave_no_text_has_a_value():
    def change(name: str, text: str) -> str:
        return text.replace(
            '<c r="C3" t="n"><v>0</v></c>', '<c r="C3" t="str"><f>""</f><v></v></c>'
        )

    assert tables(edited(saved(two_rows()), change))[0].facts.without_value == ()


def test_two_kinds_of_date_in_a_column():
    rows = (["P1", date(2024, 1, 2), 1], ["P1", "13/01/2024", 0], ["P1", "14/01/2024", 0, "3/4"])
    facts = tables(saved(book_of(*rows)))[0].facts
    assert facts.two_kinds_of_date == (TwoKindsOfDate("date", (2,), (3, 4)),)


def test_dates_that_count_from_1904():
    book = two_rows()
    book.epoch = datetime(1904, 1, 1)
    content = saved(book)
    assert b"date1904" in zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml")
    assert tables(content)[0].columns["date"].to_pylist() == ["2024-01-01", "2024-01-02"]


def test_a_length_of_more_than_a_day_is_hours():
    book = two_rows()
    book.active["D2"] = timedelta(hours=26, minutes=5)
    assert tables(saved(book))[0].columns["note"].to_pylist() == ["26:05:00", ""]


def test_a_cell_in_the_last_row_and_column_costs_little():
    book = two_rows()
    book.active["A1048576"] = "P1"
    book.active["XFD2"] = "far"
    start = time.perf_counter()
    table = tables(saved(book))[0]
    assert time.perf_counter() - start < 5
    assert table.rows.tolist() == [3, 1048576]
    assert [row for row, _ in table.ragged] == [2]
    assert table.lines.adds_up
    assert table.lines.blank == 1048576 - 4


def test_a_sheet_without_numbers_of_rows_and_cells():
    """Some writers leave out the places: each cell is one further than the one before."""

    def change(name: str, text: str) -> str:
        if "worksheets" not in name:
            return text
        return re.sub(r' r="[A-Z]*\d+"', "", text).replace("<v>0</v>", "<f>1</f>")

    table = tables(edited(saved(two_rows()), change))[0]
    assert table.columns["patient_id"].to_pylist() == ["P1", "P1"]
    assert table.facts.without_value == ((3, "headache"),)


def test_entities_in_a_workbook_are_refused():
    def change(name: str, text: str) -> str:
        if "worksheets" not in name:
            return text
        return '<!DOCTYPE x [<!ENTITY a "P9">]>' + text[text.index("<worksheet") :]

    _, report = read_records([Source("b.xlsx", edited(saved(two_rows()), change))])
    assert len(report.problems) == 1
    assert report.problems[0] in (
        "b.xlsx holds XML entities: a workbook has none; not opened.",
        "b.xlsx is a damaged Excel file.",
    )


NAMED = {
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old Excel"),
    "locked.xlsx": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "a password",
    ),
    "a.sav": (b"$FL2@(#) SPSS DATA FILE" + b"\0" * 90, "SPSS"),
    "a.zsav": (b"$FL3@(#) SPSS DATA FILE" + b"\0" * 90, "SPSS"),
    "a.sas7bdat": (b"\0" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf" + b"\0" * 90, "a SAS file"),
    "a.dta": (b"<stata_dta><header><release>118", "Stata"),
    "b.dta": (b"\x72\x02\x01\x00" + b"\0" * 90, "Stata"),
    "a.ods": (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
    "a.xlsb": (packed({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "binary Excel"),
    "a.docx": (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
    "page.xls": (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html><table>", "a web page"),
    "2003.xls": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "spreadsheet of 2003",
    ),
    "a.xml": (b'<?xml version="1.0"?><diary/>', "an XML file"),
    "a.json": (b'{"patient_id": "P1"}', "a JSON file"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_no_table_is_named(name):
    content, told = NAMED[name]
    _, report = read_records([Source(name, content)])
    assert len(report.problems) == 1
    assert told in report.problems[0]
    assert report.problems[0].startswith(f"{name} is ")


@pytest.mark.parametrize(
    "start", ["{patient_id},", "<5>,", "[x],", "$FL,", "RD,", "html,", "\x71,"]
)
def test_a_table_that_begins_a_little_so_is_read(start):
    text = f"patient_id,date,headache\n{start}2024-01-01,1\n"
    records, _ = read_records([Source("d.csv", text.encode())])
    assert len(records.diary) == 1
    other = f"{start}patient_id,date,headache\nx,P1,2024-01-01,1\n"
    records, _ = read_records([Source("d.csv", other.encode())])
    assert len(records.diary) == 1
