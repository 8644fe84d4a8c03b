"""Stray quotation marks, hidden cells, legends, formulas without value: asked or quiet."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from importing import Choices, Source, read_records
from importing.containers import open_tables
from importing.layouts import is_header
from tests.test_sheets import saved

TODAY = date(2024, 6, 1)


def read(content: bytes, name: str = "diary.csv", **answers: str):
    """The records and the report, with each kind of question answered so."""
    choices = Choices(today=TODAY)
    records, report = read_records([Source(name, content)], choices)
    given = {q.code: answers[q.kind] for q in report.questions if q.kind in answers}
    if given:
        records, report = read_records([Source(name, content)], choices.answered(given))
    return records, report


def kinds(report) -> list[str]:
    return [question.kind for question in report.questions]


def days(records) -> list[tuple[str, str, int]]:
    diary = records.diary
    return [(row.patient_id, str(row.date.date()), int(row.headache)) for row in diary.itertuples()]


HEAD = "patient_id,date,headache,note"
PLAIN = [HEAD, *(f"P{p},2024-01-{d:02},{d % 2}," for p in (1, 2) for d in range(1, 11))]


def text(rows: list[str]) -> bytes:
    return ("\n".join(rows) + "\n").encode()


def stray(first: int, last: int, *, opens: str = '"bad', closes: str = 'night"') -> bytes:
    rows = list(PLAIN)
    rows[first] += opens
    rows[last] += closes
    return text(rows)


def test_lines_between_two_stray_marks_are_asked_and_read_as_rows():
    plain, _ = read(text(PLAIN))
    _, report = read(stray(3, 8))
    assert kinds(report) == ["swallowed_lines"]
    assert report.questions[0].rows == (5, 6, 7, 8, 9)
    records, report = read(stray(3, 8), swallowed_lines="rows")
    assert not report.questions
    assert days(records) == days(plain)
    assert report.files[0].rows_read == 20
    assert not any("line breaks" in sentence for sentence in report.files[0].notices)


def test_as_a_note_the_lines_stay_inside_their_cell():
    records, report = read(stray(3, 8), swallowed_lines="note")
    assert not report.questions
    assert len(records.diary) == report.files[0].rows_read == 15


def test_two_such_pairs_and_a_blank_line_between_marks():
    rows = list(PLAIN)
    rows[2] += '"x'
    rows[4] += 'y"'
    rows[12] += '"x'
    rows[15] += 'y"'
    rows.insert(14, "")
    plain, _ = read(text(PLAIN))
    records, report = read(text(rows), swallowed_lines="rows")
    assert days(records) == days(plain)
    assert report.files[0].rows_read == 20


def test_marks_that_fit_nowhere_cost_their_own_lines_and_swallow_none():
    """The second one closes nothing: words stand behind it."""
    plain, _ = read(text(PLAIN))
    records, report = read(stray(3, 8, closes='night" and then, more'))
    assert not report.questions
    assert len(records.diary) == len(plain.diary) - 2
    assert report.files[0].set_aside == 2
    told = " ".join(report.sentences())
    assert "row 4: its quotation marks do not fit" in told
    assert "row 9: 5 cells where 4 were expected" in told


def test_where_everything_stands_in_marks_a_lost_one_is_asked():
    rows = [",".join(f'"{cell}"' for cell in row.split(",")) for row in PLAIN]
    rows[3] = rows[3].removesuffix('""') + '"bad'
    rows[4] = rows[4].removesuffix('""') + '"worse'
    plain, _ = read(text(PLAIN))
    records, report = read(text(rows), swallowed_lines="rows")
    assert report.undecided or days(records) == days(plain)


NOTES = (
    '"bad\nslept, badly, and, then\nbetter"',
    '"as on 2024-01-09\n2024-01-09"',
    '"she said ""never""\nagain"',
    '"P1\nP2"',
    '"\n\n"',
)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_of_several_lines_is_a_note(note):
    rows = list(PLAIN)
    rows[5] += note
    records, report = read(text(rows))
    assert not report.undecided
    assert len(records.diary) == 20


@pytest.mark.parametrize("content", [stray(3, 8), stray(3, 8, closes='night", more')])
def test_the_lines_still_add_up(content):
    from importing.doubts import Found, swallowed_lines

    table = next(open_tables("diary.csv", content, is_header))[1]
    found = Found("diary.csv", "", table, Choices(today=TODAY), "Our template")
    for sign in tuple(swallowed_lines.signs(found)):
        found = swallowed_lines.read(found, sign, "rows")
    lines = found.text.lines
    assert table.lines.adds_up
    assert lines.adds_up
    assert lines.rows == len(found.text.rows) + len(found.text.ragged) == 20
    assert lines.inside == 0


def book(**sheets: list[list]) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def diary(patient: str = "P1", year: int = 2024) -> list[list]:
    rows = [[patient, date(year, 1, d), d % 2] for d in range(1, 11)]
    return [["patient_id", "date", "headache"], *rows]


@pytest.mark.parametrize(("answer", "kept"), [("read", 10), ("leave_out", 7)])
def test_hidden_rows_are_read_or_left_out(answer, kept):
    made = book(Diary=diary())
    for row in (4, 5, 6, 40):
        made["Diary"].row_dimensions[row].hidden = True
    _, report = read(saved(made), "b.xlsx")
    assert kinds(report) == ["hidden_rows"]
    assert report.questions[0].rows == (4, 5, 6)
    records, report = read(saved(made), "b.xlsx", hidden_rows=answer)
    assert not report.undecided
    assert len(records.diary) == kept
    assert report.files[0].not_used == 10 - kept


def test_one_hidden_row_is_asked_about_as_one():
    made = book(Diary=diary())
    made["Diary"].row_dimensions[4].hidden = True
    _, report = read(saved(made), "b.xlsx")
    assert "row 4 of the sheet is hidden, as by a filter. Is it a record?" in str(report.questions)


@pytest.mark.parametrize(("answer", "kept"), [("read", 20), ("leave_out", 10)])
def test_a_hidden_sheet_is_read_or_left_out(answer, kept):
    made = book(Diary=diary(), Old=diary("P2"))
    made["Old"].sheet_state = "veryHidden"
    records, report = read(saved(made), "b.xlsx", hidden_rows=answer)
    assert not report.undecided
    assert len(records.diary) == kept


@pytest.mark.parametrize(("answer", "first"), [("visible", 1), ("hidden", 0)])
@pytest.mark.parametrize("name", ["headache", "Headache"])
def test_a_hidden_column_beside_one_of_the_same_name(answer, first, name):
    rows = [[*row, 1 - row[2]] if n else [*row, name] for n, row in enumerate(diary())]
    made = book(Diary=rows)
    made["Diary"].column_dimensions["D"].hidden = True
    _, report = read(saved(made), "b.xlsx")
    assert kinds(report) == ["hidden_columns"]
    records, report = read(saved(made), "b.xlsx", hidden_columns=answer)
    assert not report.undecided
    assert days(records)[0][2] == first


LEGENDS = {
    "words": [["yes"], ["no"]],
    "two columns": [["code", "word"], [0, "none"], [1, "headache"]],
    "the same word twice": [["word", "word"], ["yes", "yes"], ["no", "no"]],
    "a title": [["Headache diary of the ward, 2024-01-01"], [None, "filled in each evening"]],
    "one column of dates": [["holidays"], [date(2024, 1, 1)], [date(2024, 5, 1)]],
}


@pytest.mark.parametrize("legend", LEGENDS.values(), ids=LEGENDS)
@pytest.mark.parametrize("state", ["visible", "hidden"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_without_a_table_is_named_and_asks_nothing(legend, state, first):
    sheets = {"Lists": legend, "Diary": diary()} if first else {"Diary": diary(), "Lists": legend}
    made = book(**sheets)
    made["Lists"].sheet_state = state
    records, report = read(saved(made), "b.xlsx")
    assert not report.undecided
    assert len(records.diary) == 10
    lists = next(file for file in report.files if file.not_used)
    assert lists.not_used == lists.rows_read == len(legend)
    assert any("no table of records" in notice for notice in lists.notices)


TABLES = {
    "dates": [["Name", "when", "what"], ["Ann", date(2024, 1, 1), "x"]],
    "dates as text": [["Name", "when"], ["Ann", "01.02.2024"]],
    "ids": [["Patient", "botox"], ["P1", 155], ["P2", 195]],
    "ids of the diary": [["who", "botox"], ["P1", 155], ["P2", 195]],
    "lines that were never cut": [["a;b"], ["P1;2024-01-01;1"], ["P1;2024-01-02;0"]],
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_sheet_with_ids_or_dates_is_no_legend(table):
    rows = [*diary(), *diary("P2")[1:]]
    _, report = read(saved(book(Diary=rows, More=table)), "b.xlsx")
    assert report.undecided


def test_a_workbook_that_holds_nothing_but_words_is_no_legend():
    _, report = read(saved(book(A=[["x", "y"], ["a", "b"]], B=[["z"], ["c"]])), "b.xlsx")
    assert report.undecided


def test_formulas_without_a_value_are_refused_where_they_are_read():
    rows = [[*row[:2], "=1+0"] if n else row for n, row in enumerate(diary())]
    records, report = read(saved(book(Diary=rows)), "b.xlsx")
    assert len(records.diary) == 0
    assert "open the workbook in a spreadsheet, save it" in " ".join(report.problems)
    rows = [[*row, "=1+0"] if n else [*row, "weekday"] for n, row in enumerate(diary())]
    _, report = read(saved(book(Diary=rows)), "b.xlsx")
    assert not report.undecided


def test_formulas_in_rows_that_are_left_out_do_not_matter():
    rows = diary()
    rows[4][2] = "=1+0"
    made = book(Diary=rows)
    made["Diary"].row_dimensions[5].hidden = True
    records, report = read(saved(made), "b.xlsx", hidden_rows="leave_out")
    assert not report.undecided
    assert len(records.diary) == 9


def test_counts_in_wide_columns_may_have_a_helping_column_without_values():
    head = ["patient_id", "hd_baseline", "hd_s1", "change"]
    rows = [head, ["P1", 20, 9, "=C2-B2"], ["P2", 18, 9, "=C3-B3"]]
    _, report = read(saved(book(Counts=rows)), "b.xlsx")
    assert "formula" not in " ".join(report.sentences())
    rows[2][2] = "=9"
    _, report = read(saved(book(Counts=rows)), "b.xlsx")
    assert "formula" in " ".join(report.problems)


def book_with(*sheets: list[str]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row.split(","))
    return saved(book)


TWICE = ["patient_id,date,headache,headache", "P1,2024-01-01,1,0", "P2,2024-01-02,0,1"]
SESSIONS = ["patient_id,session_date", "P1,2024-01-05", "P2,soon"]


def test_a_sheet_that_cannot_be_read_hides_no_later_one():
    _, report = read(book_with(TWICE, SESSIONS, TWICE), "b.xlsx")
    said = " ".join(report.sentences())
    assert said.count("more than once") >= 2
    assert [file.file for file in report.files] == ["b.xlsx/S1", "b.xlsx/S2", "b.xlsx/S3"]
    assert report.set_aside == 1
    _, whole = read(book_with(SESSIONS), "b.xlsx")
    assert whole.set_aside == 1


def test_a_member_that_cannot_be_read_hides_no_later_one():
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.csv", "\n".join(TWICE))
        archive.writestr("b.csv", "")
        archive.writestr("c.csv", text(SESSIONS))
    _, report = read(sink.getvalue(), "all.zip")
    said = " ".join(report.sentences())
    assert "all.zip/a.csv" in said
    assert "all.zip/b.csv is empty" in said
    assert report.set_aside == 1
