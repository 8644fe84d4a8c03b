"""What does each reading make of the files, and which rows of them are in question?"""

from datetime import date

import pandas as pd
import pytest

from analytics.definitions import PRESETS
from analytics.records import Records
from importing import Choices, Source, read_records
from importing.carried import carried, made_of
from importing.choices import Mapping, answered
from tests import two_readings
from tests.each_session import each_a_session

CHOICES = Choices(today=date(2025, 1, 1))


def test_weekdays_gaps_and_who_can_be_judged_tell_the_readings_apart():
    files = two_readings.sources()
    records, report = read_records(files, CHOICES)
    assert records.diary.empty
    (question,) = report.questions
    first, second = carried(files, CHOICES, report)[question.code]
    assert list(first.lines) == [
        "12 patients",
        "3,705 days recorded, 2 Dec 2023 to 31 Oct 2024",
        "no day blank",
        "36 sessions, 3 Jan 2024 to 4 Sep 2024",
        "12 to 14 weeks apart",
        "all 36 on a Wednesday",
        "30 of 30 days recorded in the baseline month (median)",
        "baseline: 15 migraine days (median)",
        "after session 2: 12 of 12 can be judged",
        "after session 2: 5 of 12 reach 50%",
    ]
    assert list(first.about) == list(second.about)
    assert "3 days to 26 weeks apart" in second.lines
    assert "on 4 different weekdays" in second.lines
    assert second.rate == "after session 2: 0 of 3 reach 50%"


def test_the_definition_and_the_session_are_the_users():
    files = two_readings.sources()
    _, report = read_records(files, CHOICES)
    definition = PRESETS["hull2014"].changed(threshold=30)
    made = carried(files, CHOICES, report, definition, session=1)
    first, _ = next(iter(made.values()))
    assert first.rate.startswith("after session 1: ")
    assert first.rate.endswith("reach 30%")


@pytest.mark.parametrize(
    ("dates", "apart", "days"),
    [
        (["2024-01-01", "2024-01-04"], "3 days apart", "on 2 different weekdays"),
        (["2024-01-01", "2024-01-02"], "1 day apart", "on 2 different weekdays"),
        (["2024-01-01", "2024-03-25"], "12 weeks apart", "all 2 on a Monday"),
        (["2024-01-01"], None, None),
    ],
)
def test_gaps_and_weekdays_in_words(dates, apart, days):
    text = "patient_id,session_date\n" + "".join(f"A,{day}\n" for day in dates)
    records, _ = each_a_session([Source("s.csv", text.encode())], CHOICES)
    about = made_of(records, "", "", PRESETS["hull2014"], 2).about
    assert about.get("gaps") == apart
    assert about.get("weekdays") == days
    assert made_of(records, "", "", PRESETS["hull2014"], 2).reached == "nobody can be judged"


def test_nothing_is_made_of_nothing():
    records, _ = read_records([], CHOICES)
    assert isinstance(records, Records)
    made = made_of(records, "", "", PRESETS["hull2014"], 2)
    assert made.lines == ("0 patients", "after session 2: nobody can be judged")


def test_the_rows_in_question_stand_as_in_the_file_with_the_column_marked():
    _, report = read_records(two_readings.sources(), CHOICES)
    (question,) = report.questions
    rows = report.shown[question.code]
    assert rows.headers == ("patient_id", "session_date", "units")
    assert rows.marked == "session_date"
    assert rows.rows == (2, 3, 4, 5, 6)
    assert rows.cells[1] == ("T01", "03/04/2024", "155")
    assert rows.last_row == 37


def test_the_column_is_marked_by_its_name_in_the_file_and_names_of_people_are_not_shown():
    text = "Subject ID,First name,Session-Date,Notes,a,b,c\n" + "".join(
        f"T{n},Ann,0{n}/04/2024,she said so,1,2,3\n" for n in range(1, 4)
    )
    _, report = read_records([Source("s.csv", text.encode())], CHOICES)
    rows = report.shown[report.questions[0].code]
    assert rows.marked == "Session-Date"
    assert "Ann" not in str(rows)
    assert "she said so" not in str(rows)
    assert len(rows.headers) <= 5
    narrow = "subject_id,name,session_date\nT1,Ann,01/04/2024\n"
    _, report = read_records([Source("s.csv", narrow.encode())], CHOICES)
    rows = report.shown[report.questions[0].code]
    assert rows.hidden == ("name",)
    assert rows.cells == (("T1", "", "01/04/2024"),)


def test_a_column_that_is_mostly_blank_shows_rows_that_are_filled():
    blank = "".join(f"T{n},N,\n" for n in range(9))
    text = f"patient_id,site,stopped_on\n{blank}T9,N,05/04/2024\n"
    _, report = read_records([Source("p.csv", text.encode())], CHOICES)
    rows = report.shown[report.questions[0].code]
    assert rows.rows == (11,)
    assert rows.texts == {"05/04/2024": 1, "": 9}


def test_no_cell_is_in_the_sentences_or_in_what_a_log_would_print():
    text = "patient_id,session_date\nSECRET-1,05/04/2024\n"
    _, report = read_records([Source("s.csv", text.encode())], CHOICES)
    assert "SECRET-1" in str(report.shown)
    assert "SECRET-1" not in repr(report)
    assert "SECRET-1" not in " ".join(report.sentences())


def test_answers_of_two_kinds_of_file_are_two_mappings_and_both_answer_next_month():
    files = [*two_readings.sources(), Source("patients.csv", two_readings.stops().encode())]
    _, report = read_records(files, CHOICES)
    answers = {question.code: "day_first" for question in report.questions}
    assert len(answers) == 2
    kept = answered(report.questions, answers)
    assert len(kept) == 2
    again = tuple(Mapping.from_json(mapping.to_json()) for mapping in kept)
    later = [Source(one.name, one.content + b"\n") for one in files]
    records, report = read_records(later, Choices(mappings=again, today=CHOICES.today))
    assert not report.questions
    assert records.sessions["session_date"].max() == pd.Timestamp(2024, 9, 4)


def test_lines_are_accounted_for_in_the_report():
    text = "# made\n\npatient_id,session_date\nA,2024-01-03\n\nExported by Diary 3\n"
    _, report = read_records([Source("s.csv", text.encode())], CHOICES)
    told = "6 lines = 1 header + 1 preamble + 2 blank + 1 footer + 1 row read"
    assert report.files[0].lines.account == told
    assert f"s.csv: {told}." in report.sentences()
