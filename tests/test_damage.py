"""What one damaged line, or a second table, makes of a file: rows keep their numbers and names."""

import csv
import io

from importing import Choices, Source, read_records
from tests.pollutions import HEAD, TODAY, joined, line, lines, rows

DIARY = lines()


def read(texts, choices=None):
    return read_records([Source("diary.csv", joined(texts))], choices or Choices(today=TODAY))


def test_a_second_table_is_named_and_its_rows_have_the_numbers_of_the_file():
    sessions = ["patient_id,session_date", "P-01,2024-03-32", "P-02,2024-04-02"]
    records, report = read([*DIARY, "", "Visits", *sessions])
    assert [file.file for file in report.files] == ["diary.csv", "diary.csv/table 2"]
    assert report.broken[["file", "row"]].to_numpy().tolist() == [["diary.csv/table 2", 32]]
    assert len(records.diary) == len(rows())
    assert records.sessions["patient_id"].tolist() == ["P-02"]


def test_a_second_table_of_a_stated_diary_is_no_part_of_it():
    """It is what its own names say, as where nothing was stated."""
    below = ["patient_id,session_date,session,units,side,product", "P-01,2024-04-02,1,155,1,"]
    source = Source("diary.csv", joined([*DIARY, *below]), "diary")
    records, report = read_records([source], Choices(today=TODAY))
    assert len(records.diary) == len(rows())
    assert [(f.file, f.table, f.used) for f in report.files] == [
        ("diary.csv", "diary", len(rows())),
        ("diary.csv/table 2", "sessions", 1),
    ]
    assert records.sessions.equals(read([*DIARY, *below])[0].sessions)


def test_names_that_stand_again_are_left_out_and_told():
    records, report = read([*DIARY[:9], DIARY[0], *DIARY[9:20], DIARY[0], *DIARY[20:]])
    assert len(records.diary) == len(rows())
    assert not report.undecided
    assert any("the column names stand 2 times more" in said for said in report.sentences())
    assert report.files[0].lines.header == 3


def test_a_mark_in_an_id_costs_its_row_wherever_the_id_stands():
    order = [1, 2, 0, 3, 4, 5]
    texts = [line([cells[at] for at in order]) for cells in (HEAD, *rows())]
    texts[4] = texts[4].replace("P-01", 'P-"01')
    texts[7] = texts[7].replace("P-01", 'Anna "Lou" K')
    records, report = read(texts)
    assert report.broken["row"].tolist() == [5, 8]
    assert set(records.diary["patient_id"]) == {"P-01", "P-02", "P-03"}


def test_marks_in_free_text_and_around_what_a_spreadsheet_keeps_as_text_are_letters():
    texts = [*DIARY]
    texts[5] = texts[5] + ['5" of snow', " then"][0]
    texts[6] = texts[6].replace("P-01", '="P-01"')
    records, report = read(texts)
    assert len(records.diary) == len(rows())
    assert not report.undecided


def test_a_note_of_several_lines_in_a_damaged_row_costs_one_row():
    texts = [*DIARY]
    texts[5] = texts[5].replace(",0,0,", ",0,0", 1) + '"slept\nbadly"'
    records, report = read(texts)
    assert len(records.diary) == len(rows()) - 1
    assert report.set_aside == 1
    assert report.files[0].lines.inside == 1


def test_one_short_row_is_damaged_and_many_are_asked_about():
    one = [*DIARY]
    one[3] = "P-01,2024-03-06,0"
    _, report = read(one)
    assert not report.questions
    assert report.broken["row"].tolist() == [4]
    many = [text.removesuffix(",") for text in DIARY]
    _, report = read(many)
    (asked,) = report.questions
    assert (asked.kind, len(asked.rows)) == ("last_cells_left_out", 23)
    for reading, read_rows in (("blank", 27), ("aside", 4)):
        records, report = read(many, Choices(answers={asked.code: reading}, today=TODAY))
        assert len(records.diary) == read_rows
        assert report.files[0].rows_read == 27


def test_what_is_left_of_torn_notes_is_no_short_row():
    texts = [*DIARY]
    for place in (4, 10, 14, 19):
        texts[place] += "slept\nbadly"
    records, report = read(texts)
    assert not report.questions
    assert len(records.diary) == len(rows())
    assert report.set_aside == 4


def test_most_rows_say_what_a_separator_behind_them_means():
    texts = [DIARY[0], *(f"{text}," for text in DIARY[1:])]
    texts[12] = texts[12].replace(",", "", 1)  # as wide as the names, and nothing under its name
    records, report = read(texts)
    assert len(records.diary) == len(rows()) - 1
    assert report.broken["row"].tolist() == [13]


def test_a_sentence_about_patients_is_no_header_between_blanks():
    texts = ["patient date migraine", "Kopf;Tag;Wert", *(f"A;{day};1" for day in range(9))]
    _, report = read(texts)
    assert report.files[0].headers == ("Kopf", "Tag", "Wert")


def test_a_file_of_apostrophes_keeps_its_lines():
    sink = io.StringIO()
    writer = csv.writer(sink, quotechar="'", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([HEAD, *rows()])
    texts = sink.getvalue().splitlines()
    texts[9] = texts[9].replace("'", "", 1)
    records, report = read(texts)
    assert report.broken["row"].unique().tolist() == [10]
    assert len(records.diary) == len(rows()) - 1


def test_null_bytes_of_a_broken_disk_cost_their_lines():
    texts = [*DIARY]
    texts[5] = "\0" * 40
    texts[9] = texts[9].replace("P-0", "P-\0")
    records, report = read(texts)
    assert report.broken["row"].unique().tolist() == [6, 10]
    assert len(records.diary) == len(rows()) - 2
    assert any("2 lines with null bytes" in said for said in report.sentences())
