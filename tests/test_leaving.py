"""How does a table leave: in which style, with what as words, and does nothing in it run?"""

import io

import openpyxl
import pandas as pd
import pytest

from analytics.definitions import DEFAULT_DEFINITION
from analytics.written import CsvStyle, inert_cell
from importing.written_as_text import bare
from reports.in_words import in_words
from reports.tables import Sheet
from reports.workbook import workbook
from tests.front_door import days, diary, sessions
from ui.showing.copied import cells
from ui.showing.leaving import csv_file, decimal_of
from words.screen import on_screen

TABLE = pd.DataFrame(
    {
        "patient_id": ["007", "1e5", "=1+1"],
        "session_date": pd.to_datetime(["2024-03-12", None, "2024-04-01"]),
        "change": [-5.75, 1234.5, None],
        "share": [0.2204, 0.0004, 0.5],
        "session": [1, 2, 3],
    }
)


@pytest.mark.parametrize(
    ("locale", "mark"),
    [
        ("de-DE", ","),
        ("fr", ","),
        ("de-CH", "."),
        ("es-MX", "."),
        ("pt_BR", ","),
        ("en-GB", "."),
        ("en-ZA", ","),
        ("ja-JP", "."),
        (None, "."),
        ("e", "."),
    ],
)
def test_the_decimal_mark_is_that_of_the_language(locale, mark):
    assert decimal_of(locale) == mark


def test_a_csv_opens_in_the_spreadsheet_of_its_language():
    found = csv_file(TABLE, CsvStyle.of(","))
    assert found.startswith(b"\xef\xbb\xbfpatient_id;session_date;change;share;session\n")
    assert "007;2024-03-12;-5,75;0,2204;1" in found.decode()
    assert "'=1+1" in found.decode()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "'", "' "])
def test_what_begins_like_a_formula_gets_a_mark_that_the_door_takes_off(before, sign):
    cell = f"{before}{sign}1+1"
    assert inert_cell(cell) == f"'{cell}"
    assert bare(f"'{cell}") == cell


def test_copied_are_the_columns_of_the_screen_with_their_headings():
    shown = on_screen("outcomes", TABLE, DEFAULT_DEFINITION)
    found = cells(shown, ",")
    assert found["headings"] == [
        "Patient",
        "Session date",
        "Change, days a month",
        "Share",
        "Session",
    ]
    assert found["rows"] == [
        ["007", "12 Mar 2024", "-5,8", "22,0%", "1"],
        ["1e5", "", "1234,5", "under 0,1%", "2"],
        ["'=1+1", "1 Apr 2024", "", "50,0%", "3"],
    ]
    assert found["words"] == [True, True, False, False, False]


def test_a_table_as_a_workbook_keeps_ids_as_text_and_runs_nothing():
    book = openpyxl.load_workbook(io.BytesIO(workbook([in_words(Sheet("outcomes", TABLE))])))
    head, *rows = book["outcomes"].iter_rows(values_only=True)
    assert head[:2] == ("patient", "session date")
    assert [row[0] for row in rows] == ["007", "1e5", "=1+1"]
    assert all(cell.data_type != "f" for row in book["outcomes"].iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ((), "session,started,"),
        (("--decimal", "comma"), "session;started;"),
        (("--decimal", "comma", "--separator", "tab"), "session\tstarted\t"),
        (("--separator", "semicolon"), "session;started;"),
    ],
)
def test_the_command_line_writes_the_same_styles(door, options, begins):
    rows = diary("A", "2024-01-01", days(20, 30)) + diary("A", "2024-01-31", days(5, 60))
    had = sessions("A", "2024-01-31")
    result = door.run("rates", *options, diary=rows, sessions=had)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(begins)
    mark = "," if "comma" in options else "."
    separator = begins[len("session")]
    again = pd.read_csv(io.StringIO(result.stdout), sep=separator, decimal=mark)
    assert again["rate"].iloc[0] == 1
    assert again["ci_low"].iloc[0] == pytest.approx(0.2065, abs=0.001)


@pytest.mark.parametrize("begins", ["=cmd|' /C calc'!A0", "+1", "-A", "@x"])
@pytest.mark.parametrize(
    "options", [(), ("--decimal", "comma"), ("--separator", "tab"), ("--separator", "semicolon")]
)
def test_what_is_written_for_spreadsheets_runs_nothing_and_is_read_back(door, begins, options):
    rows = diary(begins, "2024-01-01", days(20, 30)) + diary(begins, "2024-01-31", days(5, 60))
    had = sessions(begins, "2024-01-31")
    result = door.run("outcomes", *options, diary=rows, sessions=had)
    assert result.exit_code == 0, result.output
    cell = result.stdout.splitlines()[1]
    assert cell.startswith(f"'{begins}" if options else begins)
    separator = {"tab": "\t", "comma": ";", "semicolon": ";"}[options[1]] if options else ","
    written = pd.read_csv(io.StringIO(result.stdout), sep=separator, dtype=str)
    assert {bare(cell) for cell in written["patient_id"]} == {begins}


def test_a_comma_is_not_both(door):
    refused = door.run("rates", "--decimal", "comma", "--separator", "comma", diary=[], sessions=[])
    assert refused.exit_code == 2
    assert "needs another --separator" in refused.output
