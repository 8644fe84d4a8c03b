"""Every line is accounted for: header, preamble, blank, footer, inside a cell, or a row."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importing.containers import open_tables
from importing.delimited import read_tables
from importing.layouts import is_header
from importing.text import Lines, TextTable, Unreadable

HEAD = "patient_id,date,headache,note\n"
ROWS = "P01,2024-01-01,1,\nP01,2024-01-02,0,x\n"


def read(text: str) -> TextTable:
    return read_tables(text.encode(), is_header)[0]


def first_column(table: TextTable) -> list[str]:
    return next(iter(table.columns.values())).to_pylist()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (HEAD + ROWS, Lines(3, header=1, rows=2)),
        (HEAD + ROWS.rstrip(), Lines(3, header=1, rows=2)),
        ("# made\n\nWard 3\n" + HEAD + ROWS, Lines(6, header=1, preamble=2, blank=1, rows=2)),
        (HEAD + "\n,,,\n" + ROWS + " , ,,\n\n", Lines(7, header=1, blank=4, rows=2)),
        (HEAD + ROWS + "Exported by Diary 3\n", Lines(4, header=1, footer=1, rows=2)),
        (HEAD + ROWS + "\nTotal,2\nBy X,,,\n", Lines(6, header=1, blank=1, footer=2, rows=2)),
        (HEAD + 'P01,2024-01-01,1,"a\n\nb"\n', Lines(4, header=1, inside=2, rows=1)),
        ('patient_id,date,"head\nache",note\n' + ROWS, Lines(4, header=1, inside=1, rows=2)),
        (HEAD + ROWS + "P01,2024-01\n", Lines(4, header=1, rows=3)),
        (HEAD + 'P01,"2024-\n01"\n' + ROWS, Lines(5, header=1, inside=1, rows=3)),
    ],
)
def test_where_each_line_went(text, lines):
    table = read(text)
    assert table.lines == lines
    assert lines.adds_up
    assert lines.rows == len(table.rows) + len(table.ragged)


@pytest.mark.parametrize(
    ("last", "aside"),
    [
        ("P01,2024-01", [4]),  # cut off within its date
        ("P0", [4]),  # cut off within its id
        ("P02", [4]),  # an id like those above
        ("2024-01-03", [4]),  # a date
        ("P01,2024-01-03,1,x,y", [4]),  # wider than the table
        ("Exported by Diary 3.2", []),
        ("Total,2", []),
        ("Mean,26.67", []),
    ],
)
def test_a_row_that_was_cut_off_is_no_footer(last, aside):
    table = read(HEAD + ROWS + last + "\n")
    assert [row for row, _ in table.ragged] == aside
    assert first_column(table) == ["P01", "P01"]
    assert any("below the last row" in notice for notice in table.notices) == (not aside)


def test_what_stands_above_a_row_is_no_footer():
    table = read(HEAD + "Exported by X\n" + ROWS + "P01,2024-0\nmade by Y\n")
    assert [row for row, _ in table.ragged] == [2, 5]
    assert table.lines.footer == 1


def test_names_of_people_are_ids_where_ids_are_names():
    text = "patient_id,date,headache\nAnna,2024-01-01,1\nSD,2024-01-01,0\n"
    assert read(text + "Bert\n").lines.footer == 0
    assert read(text + "Total\n").lines.footer == 1


PATIENTS = "patient_id,site,age,sex,stopped_on,stop_reason\n"
COUNTS = "patient_id,session,migraine_days,headache_days,recorded_days\n"


@pytest.mark.parametrize(
    ("head", "row", "last"),
    [
        (PATIENTS, "{},Hull,40,f,2025-05-01,lost\n", "Meyer-Schulz,York,51,,,"),
        (PATIENTS, "{},Hull,40,f,2025-05-01,lost\n", "X 1,York,,w,,"),
        (COUNTS, "{},0,12,15,28\n", "Meyer-Schulz,0,18,,"),
        (COUNTS, "{},0,12,15,28\n", "X,0,,,"),
    ],
)
@pytest.mark.parametrize("ids", [("Weber", "Klein"), ("12", "13"), ("P-1", "P-2")])
def test_the_last_patient_is_a_row_whatever_the_id_looks_like(head, row, last, ids):
    above = "".join(map(row.format, ids))
    text = head + above + last + "\n"
    assert read(text).lines == Lines(4, header=1, rows=3)
    assert first_column(read(text)) == [*ids, last.partition(",")[0]]
    below = read(text + "Exported by Diary 3\n").lines
    assert below == Lines(5, header=1, rows=3, footer=1)
    short = read(head + above + last.rstrip(",") + "\n")
    assert [line for line, _ in short.ragged] == [4]
    sheet = _sheet(
        {n: line.split(",") for n, line in enumerate((head + above + last).splitlines(), 1)}
    )
    assert first_column(sheet) == first_column(read(text))


@pytest.mark.parametrize(
    "last",
    [
        "Total,,81,,,",
        "Mean,,40.5,,,",
        "women,2,,,,",
        "Patients,2,,,,",
        "Exported by,Anna,,,,",
        "Legend,f = female,,,,",
        "made by the ward,1 of 2,,,,",
    ],
)
def test_a_total_or_note_in_two_cells_is_no_row(last):
    text = PATIENTS + "P-01,Hull,40,f,2025-05-01,lost\nP-02,York,41,m,2025-05-01,lost\n"
    assert read(text + last + "\n").lines.footer == 1


def test_rows_are_numbered_by_the_line_on_which_they_begin():
    table = read(
        HEAD + 'P01,2024-01-01,1,"a\nb\nc"\nP01,2024-01-02,0,\n\nP01,2024\nP02,2024-01-04,1,\n'
    )
    assert table.rows.tolist() == [2, 5, 8]
    assert table.ragged[0][0] == 7


def _sheet(rows: dict[int, list]) -> TextTable:
    book = Workbook()
    for number, cells in rows.items():
        for place, cell in enumerate(cells, 1):
            book.active.cell(number, place, cell)
    sink = io.BytesIO()
    book.save(sink)
    return next(open_tables("b.xlsx", sink.getvalue(), is_header))[1]


def test_rows_of_a_sheet_are_accounted_for_as_lines_are():
    head = ["patient_id", "date", "headache", "note"]
    table = _sheet(
        {
            2: ["Ward 3"],
            4: head,
            5: ["P01", "2024-01-01", 1],
            7: ["P01", "2024-01-02", 0, "x"],
            8: ["P02"],
            10: ["Exported by X"],
        }
    )
    assert table.lines == Lines(9, header=1, preamble=1, blank=3, footer=1, rows=3)
    assert table.rows.tolist() == [5, 7, 8]


notes = st.text(st.sampled_from('ab ,;"\n'), max_size=8)
above = st.lists(st.sampled_from(["", "# made", "Ward 3"]), max_size=3)
below = st.lists(st.sampled_from(["", ",,,", "Exported by Diary 3", "Total,3"]), max_size=4)
between = st.lists(st.sampled_from(["", ",,,"]), max_size=2)


@settings(deadline=None)
@given(above, st.lists(st.tuples(notes, between), min_size=2, max_size=8), below, st.booleans())
def test_every_line_is_accounted_for_once(preamble, rows, last, unix):
    end = "\n" if unix else "\r\n"
    text = end.join([*preamble, "patient_id,date,headache,note"]) + end
    starts, written = [], []
    for number, (note, blanks) in enumerate(rows, 1):
        starts.append(text.count("\n") + 1)
        sink = io.StringIO()
        csv.writer(sink, lineterminator="\n").writerow(["P1", f"2024-01-{number:02}", 1, note])
        text += sink.getvalue() + "".join(blank + end for blank in blanks)
        written.append(note)
    text += "".join(line + end for line in last)
    table = read(text)
    lines = table.lines
    assert lines.adds_up
    assert lines.total == text.count("\n")
    assert table.rows.tolist() == starts
    assert table.columns["note"].to_pylist() == written
    assert lines.preamble == sum(bool(line) for line in preamble)
    assert lines.footer == sum(line[:1] in ("E", "T") for line in last)
    assert lines.blank == (
        sum(not line for line in preamble)
        + sum(len(blanks) for _, blanks in rows)
        + sum(line in ("", ",,,") for line in last)
    )


@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        ("patient_id,date,headache\nP1,2024-01-01,1,\nP1,2024-01-02,0,\n", ["P1"] * 2, "ends with"),
        ("patient_id,date,headache\nP1,2024-01-01,1,\nP1,2024-01-02,0\n", ["P1", "P1"], ""),
        ("patient_id,date,headache,\nP1,2024-01-01,1\nP1,2024-01-02,0\n", ["P1", "P1"], ""),
        ("patient_id,date,headache,,\nP1,2024-01-01,1,,\n", ["P1"], ""),
        ("patient_id,date,headache\n1,P1,2024-01-01,1\n2,P1,2024-01-02,0\n", ["P1"] * 2, "numbers"),
        ("patient_id,session,headache_days\n9,P1,0,12\n4,P1,1,9\n", ["P1", "P1"], "numbers"),
        ("patient_id,session_date\nP1,2024-01-01,15\nP2,2024-01-01,15\n", None, "one name less"),
        ("patient_id,sex\n1,34,f\n2,40,m\n", None, "one name less"),
    ],
)
def test_one_cell_more_than_there_are_names(text, kept, told):
    """One sentence and one answer; where two answers are possible, a refusal that says why."""
    if kept is None:
        with pytest.raises(Unreadable, match=told):
            read(text)
        return
    table = read(text)
    assert first_column(table) == kept
    assert not table.ragged
    assert "column 4" not in table.headers
    assert any(told in notice for notice in table.notices) == bool(told)


def test_whole_lines_in_quotes():
    inside = 'patient_id;date;headache\nP1;2024-01-01;1\n"P;2";2024-01-02;0\n'
    lines = ['"' + line.replace('"', '""') + '"' for line in inside.splitlines()]
    table = read("\n".join(lines) + "\n\n")
    assert first_column(table) == ["P1", "P;2"]
    assert sum("quotation marks as a whole" in notice for notice in table.notices) == 1
    assert table.lines == Lines(4, header=1, blank=1, rows=2)
    for innocent in (inside, '"patient_id","date","headache"\n"P1","2024-01-01","1"\n'):
        assert not any("as a whole" in notice for notice in read(innocent).notices)


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ('="0144"', "0144", True),
        ('"=""0144"""', "0144", True),
        ("'=0144", "=0144", False),
        ("'-5", "-5", False),
        ("'s-Gravenhage", "'s-Gravenhage", False),
        ("=1+1", "=1+1", False),
        ('"say ""="""', 'say "="', False),
    ],
)
def test_marks_that_say_that_a_cell_is_text(cell, text, told):
    table = read(f"patient_id,date,headache\n{cell},2024-01-01,1\n")
    assert first_column(table) == [text]
    assert any("as the text inside" in notice for notice in table.notices) == told


def test_a_header_in_such_marks_and_over_two_lines():
    table = read('="patient_id","da\nte",headache\nP1,2024-01-01,1\n')
    assert table.headers == ["patient_id", "da te", "headache"]
