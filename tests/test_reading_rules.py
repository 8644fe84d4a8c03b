"""The rules of reading, one by one: bytes, header, marks, dates, attacks, zones."""

import json
import os
import re
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analytics.settings import Settings
from cleardays import main
from importing import Choices, Source, read_records
from importing.merging import merge
from importing.moments import minutes_of, read_day, read_moment, vote
from importing.negations import opposite_of
from tests.test_layouts import FIXTURES

HEAD = "patient_id,date,headache\n"


def read(text: str, choices: Choices | None = None, name: str = "f.csv"):
    return read_records([Source(name, text.encode())], choices)


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["2024-01-02", "2024-03-04"], "iso"),
        (["01/02/2024", "13/02/2024"], "day_first"),
        (["01/02/24", "01/13/24"], "month_first"),
        (["13/01/2024", "01/13/2024"], "contradiction"),
        (["01/02/2024", "03/04/2024"], "ask"),
        (["01/01/2024", "02.02.2024"], "iso"),  # both orders say the same day
        (["03/04/0000"], "iso"),  # nor has one in the year 0
        (["99/99/2024"], "iso"),  # no date in either order: it has no vote
    ],
)
def test_the_whole_column_votes_on_the_order(dates, order):
    assert vote(dates).order == order


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("11/12/24", "day_first", date(2024, 12, 11)),
        ("11/12/24", "month_first", date(2024, 11, 12)),
        ("30.10.18", "day_first", date(2018, 10, 30)),
        ("2024/1/5", "iso", date(2024, 1, 5)),
        ("5 Jan 2025", "iso", date(2025, 1, 5)),
        ("January 5, 2025", "iso", date(2025, 1, 5)),
        ("01FEB2024", "iso", date(2024, 2, 1)),  # as SAS prints it
        ("01FEB2024:08:30:00", "iso", date(2024, 2, 1)),
        ("01-Feb-2024", "iso", date(2024, 2, 1)),
        ("15-Jan-24", "iso", date(2024, 1, 15)),
        ("2024-Jan-15", "iso", date(2024, 1, 15)),
        ("1. März 2024", "iso", date(2024, 3, 1)),
        ("3. Okt. 2024", "iso", date(2024, 10, 3)),
        ("12 août 2024", "iso", date(2024, 8, 12)),
    ],
)
def test_days(text, order, day):
    assert read_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2024-03-02 23:00:00", "", datetime(2024, 3, 2, 23)),
        ("2024-03-02T23:30:00Z", "Europe/Berlin", datetime(2024, 3, 3, 0, 30)),
        ("2024-03-31T00:30:00Z", "Europe/Berlin", datetime(2024, 3, 31, 1, 30)),
        ("2024-03-31T01:30:00Z", "Europe/Berlin", datetime(2024, 3, 31, 3, 30)),  # clocks went on
        ("2024-03-01 09:00:00 -0800", "", datetime(2024, 3, 1, 9)),  # as written
        ("1731758400000", "", datetime(2024, 11, 16, 12)),
        ("1/5/2025 2:05 PM", "", datetime(2025, 1, 5, 14, 5)),
        ("1/5/2025 12:05 am", "", datetime(2025, 1, 5, 0, 5)),
        ("1/5/2025 6:00\u202fPM", "", datetime(2025, 1, 5, 18)),  # a narrow space
        ("1/5/2025 0:30 AM", "", datetime(2025, 1, 5, 0, 30)),
        ("2024-02-29 24:00", "", datetime(2024, 3, 1)),
        ("2024-12-31T24:00:00", "", datetime(2025, 1, 1)),
        ("01FEB2024:08:30:00", "", datetime(2024, 2, 1, 8, 30)),
    ],
)
def test_moments(text, zone, moment):
    assert read_moment(text, "month_first", zone) == moment


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-01-07 25:10", "is not a time"),
        ("2024-01-07 24:01", "is not a time"),
        ("2024-01-07 12:60", "is not a time"),
        ("1/7/2024 13:00 PM", "is not a time"),
        ("9999-12-31 24:00", "is not a time"),
        ("31/02/2024 10:00", "is not a date"),
        ("2024-02-30", "is not a date"),
        ("31FEB2024", "is not a date"),
    ],
)
def test_an_impossible_moment_gets_our_own_sentence(text, problem):
    with pytest.raises(ValueError, match=f"^{problem}$"):
        read_moment(text, "day_first")


@pytest.mark.parametrize(
    "text",
    ["2024-01-10x", "2024-01-10 noon", "2024-1", "10/2024", "20240110", "5-Jui-2024", "01Xyz2024"],
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match="is not a date"):
        read_day(text, "day_first")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("01h 00m", 60), ("2d 03h 15m", 3075), ("45m", 45), ("1:30", 90), ("x", None), ("", None)],
)
def test_durations(text, minutes):
    assert minutes_of(text) == minutes


def test_a_contradiction_refuses_with_both_examples():
    records, report = read(HEAD + "A,13/01/2024,1\nA,01/14/2024,1\nA,2024-01-15,0\n")
    told = " ".join(report.sentences())
    assert "'13/01/2024' can only be day first, '01/14/2024' only month first" in told
    assert len(records.diary) == 1  # what is ISO is clear
    assert report.set_aside == 2


def test_an_open_order_is_asked_with_two_dates_and_answered():
    text = HEAD + "A,05/04/2024,1\nA,06/04/2024,0\n"
    records, report = read(text)
    words = (("day_first", "day first: 5 Apr 2024"), ("month_first", "month first: 4 May 2024"))
    assert report.questions[0].options == words
    assert records.diary.empty
    records, report = read(text, Choices(date_order="month_first"))
    assert records.diary["date"].dt.month.tolist() == [5, 6]
    assert not report.undecided


def test_decimal_commas():
    records, _ = read("patient_id;date;headache;pain\nA;2024-01-01;1;6,5\nA;2024-01-02;1;7\n")
    assert records.diary["pain"].tolist() == [6.5, 7.0]
    quoted = 'patient_id,date,headache,pain\nA,2024-01-01,1,"6,5"\n'
    assert read(quoted)[0].diary["pain"].tolist() == [6.5]


def test_comment_lines_blank_lines_and_a_narrower_preamble_stand_above_the_header():
    text = "# exported 2024\n\nClinic,North\n\n" + HEAD + "A,2024-01-01,1\nA,2024-01-02,?\n"
    records, report = read(text)
    assert len(records.diary) == 1
    assert report.broken["row"].tolist() == [7]  # as the file counts


def test_a_clock_change_inside_an_attack():
    """23 hours from 01:30 on the night the clocks go back end at 23:30 of the same day."""
    head = (FIXTURES / "migraine_buddy.csv").read_text(encoding="utf-8").split('"1","11/16')[0]
    row = '"1","10/27/24 01:30","23h 00m","120","60","","","","5"' + ',""' * 15 + "\n"
    choices = Choices(observed=(date(2024, 10, 26), date(2024, 10, 29)))
    records, _ = read(head + row, choices)
    assert records.diary["headache"].tolist() == [0, 1, 0, 0]


def test_attacks_over_midnight_long_ones_and_the_worst_pain_of_a_day():
    rows = "2024-01-01 23:00,2024-01-02 00:00,3\n"  # ends at midnight: one day
    rows += "2024-01-03 22:00,2024-01-04 02:00,5\n2024-01-04 10:00,2024-01-04 11:00,8\n"
    rows += "2024-01-06 08:00,2024-01-10 08:00,2\n2024-01-12 09:00,2024-01-12 08:00,4\n"
    choices = Choices(observed=(date(2024, 1, 1), date(2024, 1, 12)))
    records, report = read("start,end,pain\n" + rows, choices)
    flagged = records.diary.loc[records.diary["headache"] == 1]
    assert flagged["date"].dt.day.tolist() == [1, 3, 4, 6, 7, 8, 9, 10, 12]
    assert flagged["pain"].tolist() == [3, 5, 8, 2, 2, 2, 2, 2, 4]
    assert any("more than 72 hours" in notice for notice in report.files[0].notices)
    # the last one ends before it starts: its first day counts
    told = [one.text for one in report.files[0].told]
    assert told == ["f.csv: end: 1 cell cannot be read and counted as blank."]
    assert not report.set_aside


def test_the_same_bytes_under_two_names_are_one_file():
    content = (FIXTURES / "migrainebot.csv").read_bytes()
    choices = Choices(observed=(date(2024, 11, 15), date(2024, 11, 20)))
    sources = [Source("A.csv", content), Source("A (1).csv", content)]
    records, report = read_records(sources, choices)
    first, second = report.files
    assert any(n.startswith("holds the same as A.csv, to the byte") for n in second.notices)
    assert set(records.diary["patient_id"]) == {"A"}
    assert second.rows_read == second.duplicates == first.rows_read > 0
    assert not report.undecided
    assert len(first.sha256) == 64


def test_the_same_bytes_are_two_people_where_each_was_given_an_id():
    content = (FIXTURES / "migrainebot.csv").read_bytes()
    choices = Choices(
        observed=(date(2024, 11, 15), date(2024, 11, 20)), ids={"A.csv": "1", "B.csv": "2"}
    )
    records, report = read_records([Source("A.csv", content), Source("B.csv", content)], choices)
    assert set(records.diary["patient_id"]) == {"1", "2"}
    assert not report.undecided


BOT = "start,end,pain\n"


def named_alike(places, choices=None, answer=""):
    sources = [
        Source("P01.csv", f"{BOT}2024-02-0{n} 10:00,2024-02-0{n} 12:00,{n}\n".encode(), place=place)
        for n, place in enumerate(places, 1)
    ]
    choices = choices or Choices(observed=(date(2024, 2, 1), date(2024, 2, 9)))
    _, report = read_records(sources, choices)
    if answer:
        choices = choices.answered({question.code: answer for question in report.questions})
    return read_records(sources, choices)


@pytest.mark.parametrize(
    ("places", "ids"),
    [
        (("x/north", "x/south"), {"north/P01", "south/P01"}),
        (("all/a/in", "all/b/in", "all/b"), {"a/in/P01", "b/in/P01", "b/P01"}),
        (("", ""), {"P01 (1)", "P01 (2)"}),
    ],
)
def test_files_of_one_name_are_asked_and_named_by_folder_where_it_is_known(places, ids):
    records, report = named_alike(places)
    assert [question.kind for question in report.questions] == ["same_name"]
    assert records.diary.empty
    records, report = named_alike(places, answer="two_people")
    assert set(records.diary["patient_id"]) == ids
    assert not report.questions
    records, _ = named_alike(places, answer="one_person")
    assert set(records.diary["patient_id"]) == {"P01"}


def test_an_id_for_a_file_in_a_folder_answers_for_it_alone():
    period = (date(2024, 2, 1), date(2024, 2, 9))
    choices = Choices(observed=period, ids={"south/P01.csv": "P07"})
    records, report = named_alike(("x/north", "x/south"), choices)
    assert set(records.diary["patient_id"]) == {"P01", "P07"}
    assert not report.questions


def test_a_corrected_file_on_top_says_what_it_changes():
    old, _ = read(HEAD + "A,2024-01-01,1\nA,2024-01-02,0\nA,2024-01-03,1\n")
    new, _ = read(HEAD + "A,2024-01-02,1\nA,2024-01-03,1\nB,2024-01-01,0\n", name="g.csv")
    merged, changes = merge(old, new)
    assert changes.values.tolist() == [["diary", 1, 1, 1]]
    assert merged.diary["headache"].tolist() == [1, 1, 1, 0]
    assert old.diary["headache"].tolist() == [1, 0, 1]
    assert merged.names == ("f.csv", "g.csv")


SHAPES = [
    ("definition", [[1]]),
    ("definition", {"name": ["hull2014"]}),
    ("definition", {"a": {"b": 1}}),
    ("filters", {"site": 5}),
    ("filters", [[1]]),
    ("session", 1e400),
    ("session", {"a": 1}),
    ("report", [[1]]),
    ("report", {"limit": 1e400}),
    ("report", {"limit": {"a": 1}}),
    ("cut_off", {"a": 1}),
]


@pytest.mark.parametrize(("part", "wrong"), SHAPES)
def test_settings_of_another_shape_get_their_sentence(part, wrong):
    kept = json.loads(Settings().to_json())
    with pytest.raises(ValueError, match="no settings of Clear Days"):
        Settings.from_json(json.dumps({**kept, part: wrong}))
    assert Settings.from_json(json.dumps(kept)) == Settings()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"definition": {"definition": {}}}', "[]", "5"])
def test_settings_nested_too_deep_or_not_at_all_get_their_sentence(text):
    with pytest.raises(ValueError, match="no settings of Clear Days"):
        Settings.from_json(text)


def test_names_of_files_that_are_not_utf8_are_read_as_letters(tmp_path):
    attacks = b"start,end,pain\n2024-01-01 10:00,2024-01-01 12:00,4\n"
    for number, name in enumerate((b"caf\xe9.csv", b"caf\xe8.csv", "ça.csv".encode())):
        place = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
        place.write_bytes(attacks.replace(b",4", b",%d" % (number + 4)))
    given = [str(path) for path in tmp_path.glob("*.csv")]
    asked = ["import", *given, "--observed", "2024-01-01..2024-01-02", "--out", f"{tmp_path}/out"]
    done = CliRunner().invoke(main, asked)
    assert "cafè.csv looks like one in café.csv" in done.output
    answer = re.search(r"--answer (\S+=others)", done.output)[1]
    done = CliRunner().invoke(main, [*asked, "--answer", answer])
    assert "mistake in Clear Days" not in done.output
    diary = pd.read_csv(tmp_path / "out" / "diary.csv")
    assert sorted(set(diary["patient_id"])) == ["cafè", "café", "ça"]


def test_two_underscores_in_an_id_are_nothing():
    records, report = read(HEAD + "A__1,2024-01-01,1\n__,2024-01-01,0\n")
    assert records.diary["patient_id"].tolist() == ["A__1", "__"]
    assert not report.undecided


def test_friday_is_not_free_of_headache():
    named = [opposite_of(name) for name in ("headache_fri", "Headache Fri", "Hovedpine fri")]
    assert named == [None, None, "headache"]
