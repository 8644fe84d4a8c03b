"""Hostile and broken files: a sentence each, quickly, nothing kept, the door still open."""

import csv
import io
import time
import zipfile
import zlib
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importing import Choices, Source, read_records
from importing import limits as limit
from importing.totals import total_of
from tests.examples import examples
from tests.test_layouts import FIXTURES, packed

HEAD = "patient_id,date,headache\n"


def workbook(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def with_member(content: bytes, name: str) -> bytes:
    sink = io.BytesIO(content)
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr(name, b"x")
    return sink.getvalue()


def entities() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><HealthData>&b;'
    return packed({"apple_health_export/export.xml": bomb.encode() + b"</HealthData>"})


def encrypted() -> bytes:
    content = bytearray(packed({"diary.csv": (HEAD + "A,2024-01-01,1\n").encode()}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


DIARY = (HEAD + "A,2024-01-01,1\n").encode()
BOOK = workbook(["patient_id", "date", "headache"], ["A", date(2024, 1, 1), 1])
REFUSED = [
    ("empty", b"", "is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf\r\n", "is empty"),
    ("header only", HEAD.encode(), "no row below it"),
    ("one column", b"patient_id\nA\nB\n", "none of the layouts"),
    ("binary", bytes(range(256)) * 40, "null bytes"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture"),
    ("a PDF called .csv", b"%PDF-1.7 ...", "is a PDF"),
    ("an old Office file", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Office file"),
    ("a gzip file", b"\x1f\x8b" + zlib.compress(DIARY), "gzip"),
    ("null bytes inside", HEAD.encode() + b"A,2024-01-01,\x001\n", "null bytes"),
    ("a truncated workbook", BOOK[: len(BOOK) // 2], "damaged"),
    ("macros", with_member(BOOK, "xl/vbaProject.bin"), "holds macros"),
    ("an empty workbook", workbook(), "without any filled cell"),
    ("a truncated ZIP", packed({"diary.csv": DIARY * 99})[:-30], "damaged"),
    ("a path out of the ZIP", packed({"../../etc/diary.csv": DIARY}), "points outside"),
    ("an absolute path", packed({"/etc/diary.csv": DIARY}), "points outside"),
    ("a Windows path", packed({"..\\diary.csv": DIARY}), "points outside"),
    ("a ZIP in a ZIP", packed({"inner.zip": packed({"diary.csv": DIARY})}), "ZIP inside the ZIP"),
    ("an empty ZIP", packed({}), "a ZIP without any file"),
    ("a zip bomb", packed({"diary.csv": b"0" * 40_000_000}), "would unpack to"),
    ("a password", encrypted(), "password"),
    ("entities", entities(), "entities"),
    ("cut off XML", packed({"apple_health_export/export.xml": b"<HealthData><Rec"}), "cut off"),
    ("no headache in it", packed({"x/export.xml": b"<HealthData/>"}), "without any headache"),
    ("ten million columns", b"," * 10_000_000 + b"\n1\n", "first row of more|columns; more than"),
    ("many columns", b"a" + b",b" * 6_000 + b"\n", "columns; more than 5,000"),
    ("a name twice", b"patient_id,date,date\nA,1,2\n", "more than once"),
    ("damaged Parquet", b"PAR1" + b"\0" * 50, "not a readable Parquet file"),
]


@pytest.mark.parametrize(("what", "content", "sentence"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused_with_a_sentence(what, content, sentence):
    start = time.perf_counter()
    records, report = read_records([Source("f.csv", content)])
    assert time.perf_counter() - start < 10
    assert records.diary.empty
    assert report.problems
    assert any(part in report.problems[0] for part in sentence.split("|"))
    assert report.problems[0].startswith("f.csv")
    assert report.problems[0].endswith(".")


def test_a_file_over_the_limit_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr("importing.containers.MAX_FILE_BYTES", 100)
    _, report = read_records([Source("big.csv", DIARY * 100)])
    assert "are read" in report.problems[0]


SET_ASIDE = [
    ("a cell of a megabyte", f"A,2024-01-01,{'1' * 1_000_000}\n", "a cell of more than 10,000"),
    ("a direction mark in an id", "A\u202eB,2024-01-01,1\n", "cannot be seen"),
    ("a control character in an id", "A\x07,2024-01-01,1\n", "cannot be seen"),
    ("1900", "A,1900-01-01,1\n", "lies outside 1990 to 2099"),
    ("2190", "A,2190-01-01,1\n", "lies outside 1990 to 2099"),
    ("31 February", "A,2024-02-31,1\n", "is not a date"),
    ("a formula", "A,2024-01-01,=1+1\n", "is not 0 or 1"),
    ("too few cells", "A,2024-01-01\n", "2 cells where 3"),
    ("a mark that nothing closes", 'A,2024-01-01,"1\n', "quotation marks do not fit"),
    ("a mark that opens nothing", '"A"",2024-01-01,1\n', "quotation marks do not fit"),
    ("a mark in an id", 'A",2024-01-01,1\n', "quotation marks do not fit"),
    ("too many cells", "A,2024-01-01,1,1\n", "4 cells where 3"),
]


@pytest.mark.parametrize(("what", "row", "sentence"), SET_ASIDE, ids=[r[0] for r in SET_ASIDE])
def test_set_aside_and_the_other_rows_are_used(what, row, sentence):
    text = HEAD + "B,2024-01-01,1\n" + row + "B,2024-01-02,0\n"
    records, report = read_records([Source("f.csv", text.encode())])
    assert records.diary["patient_id"].tolist() == ["B", "B"]
    assert (report.files[0].rows_read, report.set_aside) == (3, 1)
    assert report.broken["row"].tolist() == [3]
    assert sentence in report.broken["problem"].iloc[0]


def test_two_patients_who_differ_only_in_a_blank_are_not_made_one():
    text = HEAD + "A,2024-01-01,1\n" + '"A ",2024-01-02,1\n' + "B ,2024-01-01,1\n"
    records, report = read_records([Source("f.csv", text.encode())])
    assert records.diary["patient_id"].tolist() == ["B"]
    assert "differ only in spaces" in report.broken["problem"].iloc[0]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends_even_mixed(end):
    text = HEAD + f"A,2024-01-01,1{end}A,2024-01-02,0\r\nA,2024-01-03,1\n"
    records, _ = read_records([Source("f.csv", text.encode())])
    assert len(records.diary) == 3


@settings(max_examples=examples(10))
@given(st.text(st.sampled_from("ab. \n\r\t\x1b\u202e\u2066\x00"), max_size=12))
def test_the_name_of_a_file_forges_no_line_and_turns_none_round(name):
    """Also of one in a ZIP: an account of rows is printed behind it."""
    content = f"{HEAD}A,2024-01-01,1\n".encode()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(f"a{name}.csv", content)
        archive.writestr("b.csv", content.replace(b"A", b"B"))
    for source in (Source(f"a{name}.csv", content), Source(f"a{name}.zip", sink.getvalue())):
        _, report = read_records([source])
        assert sum(file.used for file in report.files) in (1, 2)
        for said in (*report.sentences(), *(file.file for file in report.files)):
            assert said.isprintable(), said


def test_a_wrong_ending_does_not_matter():
    records, _ = read_records([Source("f.csv", BOOK)])
    assert len(records.diary) == 1
    records, _ = read_records([Source("f.xlsx", DIARY)])
    assert len(records.diary) == 1


def test_missing_codes_are_the_users():
    text = HEAD + "A,2024-01-01,UNK\nA,2024-01-02,1\nA,2024-01-03,-99\n"
    _, plain = read_records([Source("f.csv", text.encode())])
    assert plain.set_aside == 2
    records, coded = read_records(
        [Source("f.csv", text.encode())], Choices(missing_codes=("UNK", "-99"))
    )
    assert coded.set_aside == 0
    assert records.diary["headache"].isna().tolist() == [True, False, True]


def test_the_limits_say_their_reason():
    for name in ("MAX_FILE_BYTES", "MAX_COLUMNS", "MAX_CELL_CHARACTERS", "MAX_RATIO"):
        assert getattr(limit, name) > 0
    lines = (
        (FIXTURES.parent.parent / "importing/limits.py").read_text(encoding="utf-8").splitlines()
    )
    assert all("#" in line for line in lines if line.startswith("MAX_"))


DATES = [f"2024-01-{day:02d}" for day in range(1, 29)]
PLACES = {
    "a name beside known ones": lambda long: [
        ["patient_id", "date", "headache", long],
        *(["A", day, "1", "1"] for day in DATES),
    ],
    "cells beside known ones": lambda long: [
        ["patient_id", "date", "headache", "note"],
        *(["A", day, "1", long] for day in DATES),
    ],
    "ids": lambda long: [
        ["patient_id", "date", "headache"],
        *([f"{n % 2}{long}", day, "1"] for n, day in enumerate(DATES)),
    ],
    "dates": lambda long: [
        ["patient_id", "date", "headache"],
        *(["A", long, "1"] for _ in DATES),
    ],
    "cells of an unknown table": lambda long: [["x", "y"], *([long, long] for _ in DATES)],
}


def seconds_for(place: str, unit: str, letters: int) -> float:
    sink = io.StringIO()
    csv.writer(sink).writerows(PLACES[place]((unit * letters)[:letters]))
    started = time.process_time()
    read_records([Source("f.csv", sink.getvalue().encode())])
    return time.process_time() - started


@given(st.sampled_from(sorted(PLACES)), st.text(" \t1-a.:,=/(_0\n\xa0", min_size=1, max_size=3))
@example("a name beside known ones", "1-")
@example("a name beside known ones", "a ")
@example("a name beside known ones", "1:")
@example("cells of an unknown table", " ")
@example("cells beside known ones", "\xa0")
@settings(max_examples=examples(20), deadline=None)
def test_the_time_for_a_long_name_or_cell_grows_as_its_letters_do(place, unit):
    few, many = (seconds_for(place, unit, letters) for letters in (2_000, 9_900))
    assert many < 1 + 10 * few, f"{many:.1f} s and {few:.1f} s"


@pytest.mark.parametrize("text", ["mean" + "=" * 60 + "x", "(" * 9_000, "mean" + " " * 9_000 + "x"])
def test_a_name_of_totals_is_looked_for_in_one_go(text):
    started = time.process_time()
    assert total_of(text) == ""
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Mean = 12", "mean"), ("SUM (n = 4):", "sum"), ("std. dev", ""), ("Total", "sum"), ("=", "")],
)
def test_what_a_name_of_totals_says(text, kind):
    assert total_of(text) == kind


def test_as_many_byte_order_marks_as_there_are():
    text = (HEAD + "A,2024-01-01,1\n").encode()
    records, _ = read_records([Source("f.csv", b"\xef\xbb\xbf" * 3 + text)])
    assert len(records.diary) == 1


def test_what_is_too_wide_is_refused_at_once_and_what_is_deep_is_not_called_damaged():
    wide = ("patient_id," + ",".join(f"c{n}" for n in range(20_000)) + "\n").encode()
    started = time.process_time()
    _, report = read_records([Source("f.csv", wide + b"A" + b"," * 20_000 + b"\n")])
    assert time.process_time() - started < 5
    assert "has 20,001 columns" in str(report.problems)
    _, report = read_records([Source("f.json", b"[" * 100_000 + b"]" * 100_000)])
    assert "lists within lists" in str(report.problems)
