"""A diary gives the same records in every format, and what a format says beside its cells is used.

The twin of every file is its CSV; what cannot be seen in a format is told, and what cannot be
opened is named in one sentence.
"""

import bz2
import gzip
import json
import lzma
import time
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Source, read_records
from importing.containers import open_tables
from importing.data_sets import sets_of, table_of_data_set
from importing.delimited import read_tables
from importing.identity import id_of
from importing.kinds import data_set_of
from importing.layouts import is_header
from importing.other_workbooks import NOT_SEEN, OLE
from importing.reading_apart import MEMBER, data_sets
from importing.text import SheetFacts, Unreadable
from tests.examples import examples
from tests.make_formats import (
    START,
    STORED,
    as_csv,
    as_json,
    as_lines,
    dataset_json,
    diary,
    web_page,
    written,
)
from tests.test_layouts import health_data, packed

BY_A_WRITER = ("sav", "zsav", "por", "dta", "xpt")
READ_WHOLE = ("diary.por", "diary.dta")  # the process of each takes a while
STORED_FILES = ("diary.xls", "diary.ods", "diary.xlsb", "diary.sas7bdat")


WRITTEN = {
    "page.xls": web_page(diary()),
    "records.json": as_json(diary()),
    "lines.ndjson": as_lines(diary()),
    "new.json": dataset_json(diary()),
    "old.json": dataset_json(diary(), old=True),
}


def content(name: str) -> bytes:
    if name in STORED_FILES:
        return (STORED / name).read_bytes()
    if name in WRITTEN:
        return WRITTEN[name]
    return written(diary(), name.rpartition(".")[2])


def told(name: str, given: bytes) -> tuple[str, ...]:
    return read_records([Source(name, given)])[1].files[0].notices


def problem(name: str, given: bytes) -> str:
    records, report = read_records([Source(name, given)])
    assert not len(records.diary)
    (sentence,) = report.problems
    return sentence


def one_table(given: bytes):
    ((_, table),) = open_tables("d", given, is_header)
    return table


def data_set(given: bytes, ending: str):
    """The one data set of a file, read in this process."""
    (one,) = sets_of(data_sets(given, ending.replace("z", "")))
    return table_of_data_set(one, is_header)


@pytest.mark.parametrize("name", [*STORED_FILES, *READ_WHOLE, *WRITTEN])
def test_every_format_gives_the_records_of_its_csv(name):
    expected, _ = read_records([Source("diary.csv", as_csv(diary()))])
    records, report = read_records([Source(name, content(name))])
    assert report.problems == ()
    assert report.questions == ()
    assert records.digest == expected.digest
    (file,) = report.files
    assert (file.rows_read, file.used, file.set_aside, file.not_used) == (60, 60, 0, 0)
    assert file.lines.adds_up


@pytest.mark.parametrize("name", [*STORED_FILES, *(f"diary.{ending}" for ending in BY_A_WRITER)])
def test_what_a_file_is_says_its_content_and_not_its_name(name):
    given = content(name)
    if given.startswith((b"PK", OLE)):
        assert len(one_table(given).rows) == 60  # its name was d
    else:
        assert data_set_of(given) == name.rpartition(".")[2].replace("z", "")


@pytest.mark.parametrize("name", ["diary.xls", "diary.xlsb"])
def test_what_cannot_be_seen_in_a_workbook_is_told(name):
    (notice,) = told(name, content(name))
    start, *_, end = NOT_SEEN.split("{}")
    assert notice.startswith(start)
    assert notice.endswith(end)
    assert ("merged" in notice) == (name != "diary.xls")


def test_workbooks_and_data_sets_are_read_inside_a_zip():
    files = {name: content(name) for name in ("diary.xlsb", "diary.ods", "diary.sas7bdat")}
    records, report = read_records([Source("all.zip", packed(files))])
    assert report.problems == ()
    assert len(records.diary) == 60
    assert [file.rows_read for file in report.files] == [60, 60, 60]


@pytest.mark.parametrize("ending", ["xls", "ODS", "xlsb", "zsav", "por", "dta", "xpt", "ndjson"])
def test_an_id_by_the_name_of_its_file_has_no_ending(ending):
    assert id_of(f"ward/P7.{ending}", {}) == "P7"


def test_cells_that_a_reader_would_leave_out_are_not_left_out_in_silence():
    assert "shortened" in problem("short.xlsb", (STORED / "short.xlsb").read_bytes())


FLAGS = st.sampled_from([0.0, 1.0, None])
DIARIES = st.lists(
    st.tuples(
        st.sampled_from(["0012", "P2", "Ü7"]),
        st.integers(0, 4000),
        FLAGS,
        FLAGS,
        st.none() | st.sampled_from([0.0, 2.5, 7.0, 10.0]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=examples(10), deadline=None)
@given(rows=DIARIES, ending=st.sampled_from(["sav", "zsav", "dta", "xpt"]))
def test_a_data_set_shows_what_its_csv_shows(rows, ending):
    frame = pd.DataFrame(rows, columns=["patient_id", "day", "headache", "migraine", "pain"])
    days = [START + timedelta(days=day) for day in frame.pop("day")]
    frame.insert(1, "date", pd.Series(days, dtype=object))
    numbers = frame.columns[2:]
    frame[numbers] = frame[numbers].astype("float64")
    table, twin = data_set(written(frame, ending), ending), read_tables(as_csv(frame), is_header)[0]
    shown = {name: cells.to_pylist() for name, cells in table.columns.items()}
    expected = {name: cells.to_pylist() for name, cells in twin.columns.items()}
    if ending == "xpt":
        expected["USUBJID"] = expected.pop("patient_id")
    for name, cells in expected.items():
        assert [cell.removesuffix(".0") for cell in cells] == shown[name]


def coded() -> pd.DataFrame:
    days = [date(2024, 1, day) for day in range(1, 6)]
    return pd.DataFrame(
        {
            "patient_id": "P1",
            "date": days,
            "headache": [1.0, 2.0, 9.0, 1.0, 2.0],
            "pain": [7.0, None, 99.0, 3.0, None],
        }
    )


def test_labels_of_yes_and_no_and_missing_codes_of_spss_are_used_and_told():
    given = written(
        coded(),
        "sav",
        variable_value_labels={
            "headache": {1: "Ja", 2: "Nein", 9: "keine Antwort"},
            "pain": {0: "none", 10: "worst"},
        },
        missing_ranges={"headache": [9], "pain": [{"lo": 90, "hi": 99}]},
    )
    records, report = read_records([Source("d.sav", given)])
    assert report.questions == ()
    found = records.diary.set_index(records.diary["date"].dt.day)
    assert found["headache"].tolist()[:2] == [1, 0]
    assert found["headache"].isna().tolist() == [False, False, True, False, False]
    assert found["pain"].dropna().tolist() == [7, 3]
    notices = " ".join(report.files[0].notices)
    assert "headache: shown by the labels of the file (1 is 'Ja', 2 is 'Nein')." in notices
    assert (
        "headache: 1 cell with a code that the file calls missing, 9 ('keine Antwort')" in notices
    )
    assert "pain: 1 cell with a code that the file calls missing, 99, read as a blank." in notices


def test_a_short_name_stands_beside_its_label_where_nobody_knows_it():
    labels = ["Patient", "", "Kopfschmerz heute", "Schmerz\n0 bis 10"]
    frame = coded().rename(columns={"headache": "v3", "patient_id": "v1"})
    given = written(frame, "sav", column_labels=labels)
    named = ["v1 (Patient)", "date", "v3 (Kopfschmerz heute)", "pain"]
    assert data_set(given, "sav").headers == named
    known = data_set(written(coded(), "sav", column_labels=labels), "sav")
    assert known.headers == ["patient_id", "date", "headache", "pain"]


def test_a_missing_code_is_no_blank_that_may_mean_no():
    """Where only yes is written a blank is asked about; a code for not recorded is none."""
    frame = coded().assign(headache=[1.0, 1.0, 9.0, 1.0, 1.0])
    given = written(frame, "sav", missing_ranges={"headache": [9]})
    cells = data_set(given, "sav").columns["headache"].to_pylist()
    assert cells == ["1", "1", "not recorded", "1", "1"]


def test_a_number_whose_label_alone_says_that_it_is_missing_is_a_blank():
    """Within a scale it would count, above it its cell was told as a fault; 0 is no pain."""
    frame = coded().assign(headache=[0.0, 1, 1, 1, 1], pain=[0.0, 9, 5, 5, 5])
    labels = {"pain": {9: "Keine Angabe", 0: "nil", 5: "mittel"}}
    given = written(frame, "sav", variable_value_labels=labels)
    records, report = read_records([Source("d.sav", given)])
    assert records.diary["pain"].fillna(-1).tolist()[:3] == [0, -1, 5]
    assert not report.files[0].told
    assert any("missing, 9 ('Keine Angabe'), read as a blank" in n for n in report.files[0].notices)


def test_letters_for_missing_values_of_stata_are_used_and_told():
    frame = coded().assign(headache=pd.Series([1, 2, "a", 1, 2], dtype=object)).drop(columns="pain")
    labels = {"headache": {1: "yes", 2: "no", "a": "refused"}}
    given = written(
        frame, "dta", missing_user_values={"headache": ["a"]}, variable_value_labels=labels
    )
    records, report = read_records([Source("d.dta", given)])
    assert records.diary["headache"].isna().sum() == 1
    assert any("missing, .a ('refused')" in notice for notice in report.files[0].notices)


def test_cases_that_spss_left_out_are_asked_about():
    given = written(coded().assign(**{"headache": 1.0, "filter_$": [1.0, 1, 0, 0, 1]}), "sav")
    _, report = read_records([Source("d.sav", given)])
    (asked,) = (question for question in report.questions if question.kind == "hidden_rows")
    assert asked.rows == (3, 4)


def test_all_data_sets_of_a_transport_file_are_read():
    days = written(diary(), "xpt", table_name="QS", file_format_version=8)
    sessions = pd.DataFrame(
        {"patient_id": ["0012", "P2"], "session_date": [START + timedelta(days=20)] * 2}
    )
    also = written(sessions, "xpt", table_name="EX", file_format_version=8)
    both = days + also[also.index(MEMBER) :]
    records, report = read_records([Source("study.xpt", both)])
    assert [file.file for file in report.files] == ["study.xpt/QS", "study.xpt/EX"]
    assert (len(records.diary), len(records.sessions)) == (60, 2)


SPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style", "number", "draw", "calcext")
)


def ods(rows: str, styles: str = "", named: str = "") -> bytes:
    """A sheet of an .ods; ``styles``: of its cells, ``named``: of the document."""
    text = (
        f"<office:document-content{SPACES}>{styles}<office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    of_document = f"<office:document-styles{SPACES}>{named}</office:document-styles>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": text.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
            **({"styles.xml": of_document.encode()} if named else {}),
        }
    )


TEXT = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def row(*cells: str, of: str = "") -> str:
    made = (c if c.startswith("<") else TEXT.format("", c) for c in cells)
    return f"<table:table-row{of}>{''.join(made)}</table:table-row>"


def test_what_an_open_document_hides_merges_and_leaves_unworked_is_seen():
    merged = TEXT.format(' table:number-rows-spanned="2"', "P1")
    gave_none = '<table:table-cell table:formula="of:=1+1"/>'
    gave_0 = '<table:table-cell table:formula="of:=A9" office:value-type="float" office:value="0"/>'
    hides = ' table:visibility="filter"'
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column{}/>'
    table = one_table(
        ods(
            columns.format(' table:visibility="collapse"')
            + row("patient_id", "date", "headache", "pain")
            + row(merged, "2024-01-13", "1", gave_none)
            + row("<table:covered-table-cell/>", "2024-01-14", gave_0, "3")
            + row("<table:table-cell/>", of=' table:number-rows-repeated="2"')
            + row("P1", "2024-01-15", "1", "2", of=f'{hides} table:number-rows-repeated="3"')
        )
    )
    assert table.rows.tolist() == [2, 3, 6, 7, 8]
    assert table.notices == ()
    assert table.facts == SheetFacts(
        hidden_rows=frozenset({6, 7, 8}),
        hidden_columns=("pain",),
        without_value=((2, "pain"),),
        zeros=((3, "headache"),),
        merged=((2, 3, "patient_id", "patient_id"),),
    )


ERROR = (  # as LibreOffice writes it: the value is an empty text, or the number 0
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"{}><text:p>#DIV/0!</text:p></table:table-cell>',
    '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0" '
    'calcext:value-type="error"{}><text:p>#DIV/0!</text:p></table:table-cell>',
    '<table:table-cell calcext:value-type="error" office:value-type="string" '
    'office:string-value=""{}><office:annotation><text:p>1</text:p></office:annotation>'
    "<text:p>#DIV/0!</text:p></table:table-cell>",
)


@pytest.mark.parametrize("error", ERROR)
def test_an_error_in_an_open_document_is_asked_about_as_in_a_workbook_of_excel(error):
    lines = [row("patient_id", "date", "headache")]
    lines += [row("P1", f"2024-01-{day:02d}", str(day % 2)) for day in range(1, 21)]
    lines += [row("P1", f"2024-01-{day:02d}", error.format("")) for day in range(21, 29)]
    records, report = read_records([Source("d.ods", ods("".join(lines)))])
    (question,) = report.questions
    assert "8 times '#DIV/0!'" in question.text
    assert records.diary.empty


def test_cells_of_an_open_document_that_have_a_text_and_no_value_are_read():
    bare = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    drawn = (
        "<table:table-cell><draw:rect><text:p>7</text:p></draw:rect>"
        "<office:annotation><text:p>7</text:p></office:annotation></table:table-cell>"
    )
    rows = one_table(
        ods(
            row(*(bare.format("", name) for name in ("patient_id", "date", "headache", "pain")))
            + row("P1", "2024-01-01", bare.format(' table:number-columns-repeated="2"', "1"))
            + row(*(bare.format("", cell) for cell in ("P1", "2024-01-02", "0")), drawn)
            + row("<table:table-cell/>", of=' table:number-rows-repeated="3"')
            + row(*(bare.format("", cell) for cell in ("P1", "2024-01-06", "0", "0")))
        )
    )
    assert rows.rows.tolist() == [2, 3, 7]
    assert rows.columns["headache"].to_pylist() == ["1", "0", "0"]
    assert rows.columns["pain"].to_pylist() == ["1", "", "0"]


def test_an_open_document_with_white_space_between_its_cells_is_read():
    """As programs of the web write it, each cell on a line of its own."""
    lines = row("patient_id", "date", "headache") + row("P1", "2024-01-01", "1  ")
    spaced = lines.replace("<table:", "\n  <table:").replace(
        "</table:table-row", "\n</table:table-row"
    )
    table = one_table(ods(spaced))
    assert {name: cells.to_pylist() for name, cells in table.columns.items()} == {
        "patient_id": ["P1"],
        "date": ["2024-01-01"],
        "headache": ["1"],
    }


CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
FAR = (
    f"<table:table-row>{CELL.format('')}</table:table-row>"
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
    f"{CELL.format('')}</table:table-row>"
)
FILEPASS = b"\x09\x08\x10\x00\x00\x06" + b"\0" * 14 + b"\x2f\x00\x36\x00"
OLD = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook".encode("utf-16-le")
CANNOT = {
    "cells far from each other.ods": (ods(FAR), "cannot be opened"),
    "locked.ods": (
        packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        "a password",
    ),
    "entities.ods": (
        packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
            }
        ),
        "XML entities",
    ),
    "locked.xls": (OLD + FILEPASS, "a password"),
    "damaged.xls": (OLD, "cannot be opened"),
    "macros.xls": (OLD + "_VBA_PROJECT_CUR".encode("utf-16-le"), "macros"),
    "cut.xls": ((STORED / "diary.xls").read_bytes()[:3000], "no workbook"),
    "cut.sas7bdat": ((STORED / "diary.sas7bdat").read_bytes()[:9000], "cannot be opened"),
    "cut.xlsb": (packed({"[Content_Types].xml": b"", "xl/workbook.bin": b"\x80"}), "cannot be"),
    "locked.sav": (b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV" + b"\0" * 90, "a password"),
    "labels.sas7bcat": (
        b"\0" * 12 + b"\xc2\xea\x81\x60" + b"\0" * 200 + b"SAS FILE" + b"CATALOG ",
        "holds labels",
    ),
    "old.cpt": (b"**COMPRESSED** " * 9, "CPORT"),
}


@pytest.mark.parametrize("name", CANNOT)
def test_what_cannot_be_opened_is_named_in_a_sentence(name):
    given, words = CANNOT[name]
    assert words in problem(name, given)


def test_a_file_that_ends_its_reader_ends_nothing_else():
    """One byte of it: the width of the first column, 255 where 2 letters follow."""
    given = bytearray(written(coded(), "sav"))
    assert given[176:184] == b"\2\0\0\0\2\0\0\0"
    given[180] = 255
    assert "cannot be opened" in problem("d.sav", bytes(given))


def test_no_value_of_a_file_is_told_where_it_cannot_be_opened():
    given = written(coded().assign(note="SECRET-77"), "sav")[:-60]
    assert "SECRET" not in problem("d.sav", given)


def page(rows: str, before: str = "") -> bytes:
    return f"<html>{before}<table>{rows}</table></html>".encode()


HEADER = "<tr><th>patient_id<th>date<th>headache</tr>"


def test_a_page_shows_what_a_sheet_shows():
    """Merged and hidden cells, breaks, a column that is not shown, a table around the table."""
    inner = (
        "<table><col><col><col><col style='width:0;display:none'>"
        "<tr><th>patient_id<th>date<th>note<th>headache</tr>"
        "<tr><td rowspan=2>0012<td>2024-01-13<td>a<br>b &amp; c<td>1</tr>"
        "<tr style='mso-x:1;display:none'><td>2024-01-14<td>&nbsp;<td>0</tr></table>"
    )
    table = one_table(page(f"<tr><td>{inner}</td></tr>"))
    assert {name: cells.to_pylist() for name, cells in table.columns.items()} == {
        "patient_id": ["0012", ""],
        "date": ["2024-01-13", "2024-01-14"],
        "note": ["a\nb & c", ""],
        "headache": ["1", "0"],
    }
    assert table.rows.tolist() == [2, 3]
    assert table.facts.hidden_rows == frozenset({3})
    assert table.facts.hidden_columns == ("headache",)
    assert table.facts.merged == ((2, 3, "patient_id", "patient_id"),)


def test_every_table_of_a_page_is_read():
    days = f"{HEADER}<tr><td>P1<td>2024-01-13<td>1</tr><tr><td>P1<td>2024-01-14<td>0</tr>"
    sessions = "<tr><th>patient_id<th>session_date</tr><tr><td>P1<td>2024-01-14</tr>"
    records, report = read_records([Source("p.xls", page(f"{days}</table><table>{sessions}"))])
    assert [file.file for file in report.files] == ["p.xls/table 1", "p.xls/table 2"]
    assert (len(records.diary), len(records.sessions)) == (2, 1)


def test_letters_of_a_page_are_those_that_it_names():
    rows = f"{HEADER}<tr><td>J\u00fcrg<td>2024-01-13<td>1</tr>"
    for charset, encoded in (
        ("windows-1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("nothing", "utf-8"),
    ):
        text = page(rows, f"<meta charset={charset}>").decode()
        assert one_table(text.encode(encoded)).columns["patient_id"].to_pylist() == ["J\u00fcrg"]


@pytest.mark.parametrize(
    ("ids", "read"),
    [
        (["7.0", "12.0"], ["7", "12"]),  # a column of fractions, as pandas writes it
        (["7.0", "7.5"], ["7.0", "7.5"]),
        (['"7.0"', '"12.0"'], ["7.0", "12.0"]),
        (["7", "12.0"], ["7", "12.0"]),
        (["null", "12.0"], ["", "12"]),
    ],
)
def test_ids_of_json_are_as_in_any_other_format(ids, read):
    rows = ", ".join(f'{{"Patient": {one}, "date": "2024-01-13", "pain": 3.0}}' for one in ids)
    table = one_table(f"[{rows}]".encode())
    assert table.columns["Patient"].to_pylist() == read
    assert table.columns["pain"].to_pylist() == ["3.0", "3.0"]


def test_records_of_json_keep_what_is_written():
    text = """[
      {"patient_id": "0012", "date": "2024-01-13", "headache": true, "pain": 3.50,
       "who": {"site": "Nord"}, "tags": ["a", "b"]},
      {"date": "2024-01-14", "patient_id": 4012345678901234567, "pain": null, "more": [{}]}
    ]"""
    table = one_table(text.encode())
    assert {name: cells.to_pylist() for name, cells in table.columns.items()} == {
        "patient_id": ["0012", "4012345678901234567"],
        "date": ["2024-01-13", "2024-01-14"],
        "headache": ["1", ""],
        "pain": ["3.50", ""],
        "who.site": ["Nord", ""],
        "tags": ["a, b", ""],
        "more": ["", ""],
    }
    assert table.notices == ("lists inside of a record are not read (more).",)


PEOPLE = [
    {
        "patient_id": "K1",
        "diary": [{"date": "2024-01-13", "headache": True}, {"date": "2024-01-14"}],
        "sessions": [{"session_date": "2024-02-01", "units": 155, "patient_id": "B7"}],
    },
    {"patient_id": "K2", "diary": [{"date": "2024-01-13", "headache": False}], "sessions": []},
]


def test_lists_inside_of_people_are_tables_that_say_whose_they_are():
    tables = dict(open_tables("app.json", json.dumps({"people": PEOPLE}).encode(), is_header))
    assert [*tables] == ["app.json/people.diary", "app.json/people.sessions"]
    diary, sessions = tables.values()
    assert diary.columns["patient_id"].to_pylist() == ["K1", "K1", "K2"]
    assert diary.columns["headache"].to_pylist() == ["1", "", "0"]
    assert sessions.columns["patient_id"].to_pylist() == ["K1"]
    assert sessions.columns["sessions.patient_id"].to_pylist() == ["B7"]
    assert "stands inside of one of people" in diary.notices[0]


def test_what_else_is_known_of_people_stays_a_table_and_the_one_of_a_file_is_named():
    known = [{**one, "sex": "f"} for one in PEOPLE]
    tables = dict(open_tables("app.json", json.dumps(known).encode(), is_header))
    assert [*tables["app.json/records"].columns] == ["patient_id", "sex"]
    table = one_table(json.dumps({"patient_id": "K1", "diary": PEOPLE[0]["diary"]}).encode())
    assert table.columns["patient_id"].to_pylist() == ["K1", "K1"]


DAYS = [{"date": "2024-01-13", "headache": True}, {"date": "2024-01-14", "headache": False}]


@pytest.mark.parametrize(
    ("of_each", "beside", "told"),
    [
        ({"sex": ["F", "M"], "age": ["40", "51"], "work": ["a", "b"]}, True, ""),
        ({"born": ["1980-03-02", "1975-07-09"], "site": ["Moor", "Fen"]}, True, ""),
        ({"stopped_on": ["2024-05-01", ""], "stop_reason": ["lost", ""]}, True, ""),
        ({"enrolled": ["2023-12-01", "2023-12-02"]}, False, "of people is not read: enrolled."),
        ({"name": ["Ann", "Bob"], "work": ["a", "b"]}, False, "of people is not read: name, work."),
    ],
)
def test_what_is_written_of_a_person_is_read_once_or_said_not_to_be(of_each, beside, told):
    """A day of birth, or of the end, cost the whole diary; *sex* was told as not read beside the
    patients whose sex it is, and what nobody knows was a file that nobody knows."""
    people = [
        {"patient_id": f"K{n}", **{k: of[n] for k, of in of_each.items()}, "days": DAYS}
        for n in (0, 1)
    ]
    content = json.dumps({"people": people}).encode()
    records, report = read_records([Source("app.json", content)])
    assert not report.questions
    assert len(records.diary) == 4
    assert ("app.json/people" in {file.file for file in report.files}) is beside
    said = " ".join(notice for file in report.files for notice in file.notices)
    assert told in said
    assert "further column" not in said
    assert [*records.patients["patient_id"]] == (["K0", "K1"] if beside else [])


def test_what_is_written_beside_the_lists_of_one_person_is_read():
    content = json.dumps({"patient_id": "K1", "sex": "f", "site": "Moor", "days": DAYS}).encode()
    records, report = read_records([Source("app.json", content)])
    assert not report.questions
    assert records.patients[["patient_id", "sex", "site"]].values.tolist() == [
        ["K1", "female", "Moor"]
    ]
    assert len(records.diary) == 2


def test_where_no_name_of_a_cell_says_id_what_tells_people_apart_stands_in_each_row():
    people = [{"id": f"K{n}", "sex": "f", "born": f"198{n}-01-02", "days": DAYS} for n in (0, 1)]
    tables = dict(open_tables("app.json", json.dumps(people).encode(), is_header))
    assert [*tables["app.json/records.days"].columns] == ["id", "date", "headache"]
    assert [*tables["app.json/records"].columns] == ["id", "sex", "born"]


def test_lists_inside_of_days_stay_unread_and_said():
    days = [{"date": "2024-01-13", "taken": [{"name": "triptan", "date": "2024-01-13"}]}]
    table = one_table(json.dumps(days).encode())
    assert table.notices == ("lists inside of a record are not read (taken).",)


@settings(max_examples=examples(10), deadline=None)
@given(rows=DIARIES)
def test_a_list_of_records_and_a_page_show_what_the_csv_shows(rows):
    frame = pd.DataFrame(rows, columns=["patient_id", "day", "headache", "migraine", "pain"])
    frame.insert(1, "date", [START + timedelta(days=day) for day in frame.pop("day")])
    expected = read_tables(as_csv(frame), is_header)[0].columns
    lines = [as_lines(frame)] if len(frame) > 1 else []  # one object alone is no list of them
    for made in (as_json(frame), web_page(frame), *lines):
        columns = one_table(made).columns
        assert {
            name: [cell.removesuffix(".0") for cell in columns[name].to_pylist()]
            for name in expected
            if name in columns  # a column without any cell has no place in a sheet
        } == {
            name: [cell.removesuffix(".0") for cell in cells.to_pylist()]
            for name, cells in expected.items()
            if name in columns
        }


R_FILES = {
    "a.RData": gzip.compress(b"RDX3\nX\n\0\0\0\3"),
    "b.RData": lzma.compress(b"RDX2\nX\n\0\0\0\2"),
    "c.RData": bz2.compress(b"RDX3\nX\n\0\0\0\3"),
    "plain.RData": b"RDX3\nX\n\0\0\0\3",
    "a.rds": gzip.compress(b"X\n\0\0\0\3" + b"\0" * 90),
    "plain.rds": b"X\n\0\0\0\2" + b"\0" * 90,
}


@pytest.mark.parametrize("name", R_FILES)
def test_a_file_of_r_is_told_how_to_save_its_table(name):
    sentence = problem(name, R_FILES[name])
    assert "is a file of R" in sentence
    assert "write.csv(" in sentence
    assert ("readRDS" in sentence) == name.endswith("rds")


def test_a_packed_file_of_another_kind_is_none_of_r():
    assert "gzip" in problem("d.csv.gz", gzip.compress(as_csv(diary())))
    assert "xz" in problem("d.csv.xz", lzma.compress(as_csv(diary())))


WIDE = "".join("<td colspan=1000 rowspan=65534>" for _ in range(6))
HOSTILE = {
    "deep.json": (b"[" * 100_000, "JSON"),
    "deep in a record.json": (b'[{"a":' + b'{"a":' * 50 + b"1" + b"}" * 51 + b"]", "JSON"),
    "cut.json": (as_json(diary())[:-20], "cut off"),
    "cut.ndjson": (as_lines(diary())[:-20], "cut off"),
    "twice.json": (b'[{"patient_id": "SECRET", "patient_id": "P2"}]', "twice"),
    "fewer.json": (
        dataset_json(diary()).replace(b'"records": 60', b'"records": 61'),
        "60 of the 61",
    ),
    "rows.json": (b'{"columns": [{"name": "a"}], "rows": [[1, 2]]}', "JSON"),
    "many names.json": (
        b"[" + b",".join(b'{"a%d": 1}' % n for n in range(6_000)) + b"]",
        "columns",
    ),
    "no records.json": (b'{"type": "x", "values": [1, 2]}', "no list of records"),
    "wide.xls": (page(f"<tr>{WIDE}</tr>"), "columns"),
    "no table.xls": (b"<html><body>nothing</body></html>", "without a table"),
    "frames.xls": (
        b"<html><frameset><frame src=sheet001.htm></frameset></html>",
        "without a table",
    ),
    "archive.xls": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_do_harm_or_is_damaged_is_named(name):
    given, words = HOSTILE[name]
    start = time.process_time()
    sentence = problem(name, given)
    assert words in sentence
    assert "SECRET" not in sentence
    assert time.process_time() - start < 10


def test_entities_of_a_page_are_not_expanded():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE html [<!ENTITY a0 "aaaaaaaaaa">{lines}]>'.encode()
    given = bomb + page(f"{HEADER}<tr><td>&a9;<td>2024-01-13<td>1</tr>")
    assert len(one_table(given).columns["patient_id"][0].as_py()) < 10


def test_a_page_that_is_nested_without_end_ends():
    try:
        list(open_tables("d", b"<html>" + b"<div><table><tr><td>" * 50_000, is_header))
    except Unreadable:
        return


@pytest.mark.parametrize("name", ["exportar.xml", "Exportieren.xml", "x/\u30c7\u30fc\u30bf.xml"])
def test_an_export_of_apple_health_is_known_in_every_language(name):
    text = health_data(
        '<Record type="HKCategoryTypeIdentifierHeadache" startDate="2024-03-01 09:00:00 +0100" '
        'endDate="2024-03-01 10:00:00 +0100" value="HKCategoryValueSeverityModerate"/>'
    )
    zipped = packed({name: text, "x/export_cda.xml": b"<ClinicalDocument/>"})
    for export in (text, zipped):
        (table,) = (table for _, table in open_tables(name, export, is_header))
        assert table.columns["value"].to_pylist() == ["HKCategoryValueSeverityModerate"]
