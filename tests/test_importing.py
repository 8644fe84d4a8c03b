"""The door: every row is used, a duplicate, or set aside with a sentence; nothing is lost."""

import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.frames import CANONICAL, DTYPES, empty
from analytics.written import as_csv
from importing import Choices, Source, read_records
from importing.columns import recognise_table
from importing.stamped import write_stamped

SESSIONS = "patient_id,session_date\nA,2024-03-01\n"


def read(text: str | bytes, choices: Choices | None = None, name: str = "diary.csv"):
    content = text.encode() if isinstance(text, str) else text
    return read_records([Source(name, content)], choices)


def problems(report) -> list[tuple]:
    return list(report.broken[["row", "column", "problem"]].itertuples(index=False, name=None))


def adds_up(report) -> bool:
    return all(
        file.rows_read == file.used + file.duplicates + file.set_aside and file.used >= 0
        for file in report.files
    )


def test_all_problems_at_once_and_the_good_rows_are_used():
    records, report = read(
        "patient_id,date,headache,migraine,pain\n"
        "A,2024-01-01,1,1,5\n"
        "A,31/02/2024,1,0,12\n"
        ",2024-01-03,1,0,\n"
        "A,2024-01-04,perhaps,0,\n"
        "A,2024-01-05,0,1,\n"
        "A,2024-01-06,1,1\n"
        "A,2024-01-07,0,0,0\n"
        "A,2024-01-08,1,0,12\n"
    )
    assert problems(report) == [
        (3, "date", "'31/02/2024' is not a date; expected YYYY-MM-DD"),
        (4, "patient_id", "is empty"),
        (5, "headache", "this text is not 0 or 1"),
        (6, "migraine", "migraine 1 with headache 0"),
        (7, "", "4 cells where 5 were expected"),
    ]
    file = report.files[0]
    assert (file.rows_read, file.used, file.duplicates, file.set_aside) == (8, 3, 0, 5)
    assert records.diary["pain"].fillna(-1).tolist() == [5.0, 0.0, -1]
    assert "pain: 1 cell cannot be read" in file.told[0].text
    assert "(row 9: '12' is not between 0 and 10)" in file.told[0].text


@pytest.mark.parametrize(
    ("rows", "used", "duplicates", "set_aside"),
    [
        (["A,2024-01-01,1,1"] * 3, 1, 2, 0),
        (["A,2024-01-01,1,1", "A,2024-01-01,1,0"], 0, 0, 2),
        (["A,2024-01-01,1,1", "A,2024-01-01,1,"], 0, 0, 2),  # blank against value
        (["A,2024-01-01,1,1", "A,2024-01-01,1,1", "A,2024-01-01,1,0"], 0, 0, 3),
        (["A,2024-01-01,1.0,true", "A,2024-01-01,1,1"], 1, 1, 0),  # the same in our columns
        (["A,2024-01-01,1,1", "B,2024-01-01,0,0"], 2, 0, 0),
        (["A,2024-01-01,1,1", "A,2024-01-01,0,1"], 0, 0, 2),  # one cannot be, and both differ
    ],
)
def test_doubtful_rows(rows, used, duplicates, set_aside):
    _, report = read("patient_id,date,headache,migraine\n" + "\n".join(rows) + "\n")
    file = report.files[0]
    assert (file.used, file.duplicates, file.set_aside) == (used, duplicates, set_aside)


def test_columns_that_we_do_not_know_do_not_make_rows_differ():
    _, report = read("patient_id,date,headache,note\nA,2024-01-01,1,x\nA,2024-01-01,1,y\n")
    assert (report.files[0].used, report.files[0].duplicates) == (1, 1)


def test_two_doses_of_one_patient_on_one_date_are_asked():
    text = "patient_id,session_date,units\nA,2024-01-01,155\nA,2024-01-01,165\nA,2024-04-01,155\n"
    records, report = read(text, name="sessions.csv")
    question = report.questions[0]
    assert [key for key, _ in question.options] == ["sum", "one", "last"]
    assert "320 units" in question.text
    assert records.sessions.empty
    records, report = read(text, Choices(answers={question.code: "sum"}), name="sessions.csv")
    assert records.sessions["units"].tolist() == [320, 155]
    assert (report.files[0].used, report.files[0].not_used) == (3, 0)


def test_ids_stay_text():
    records, _ = read("patient_id,date,headache\n0012,2024-01-01,1\nNA,2024-01-01,0\n")
    assert list(records.diary["patient_id"]) == ["0012", "NA"]


def test_ids_and_free_text_are_never_quoted():
    secret = "Jane Miller"
    _, report = read(
        f"patient_id,date,headache,migraine,pain\n{secret},{secret},{secret},0,0012345678\n"
    )
    told = "\n".join(report.sentences())
    assert secret not in told
    assert "0012345678" not in told
    assert "this text is not a date" in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    text = "patient_id,date,headache\nÅse,2024-01-01,1\n"
    records, report = read(text.encode(encoding))
    assert list(records.diary["patient_id"]) == ["Åse"]
    assert any("Windows" in s for s in report.sentences()) == (encoding == "cp1252")


NAMES = st.text(
    st.sampled_from("abehlmrst") | st.sampled_from("äöüéèêñçàåøßšž"), min_size=1, max_size=8
).map(lambda middle: f"M{middle}e")


def test_an_old_alphabet_is_told_by_its_letters():
    """Whoever made a file in a clinic's program knows no UTF-8."""
    text = "patient_id,date,headache\nÅse,2024-01-01,1\n"
    told = " ".join(read(text.encode("cp1252"))[1].sentences())
    assert "letters such as ä and é were read as older programs on Windows write them" in told
    assert "UTF-8" not in told


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_a_file_of_windows_is_never_taken_for_one_of_an_older_system(names):
    rows = "".join(f"{name},2024-01-01,1\n" for name in names)
    records, _ = read(f"patient_id,date,headache\n{rows}".encode("cp1252"))
    assert set(records.diary["patient_id"]) == set(names)


@pytest.mark.parametrize(
    ("encoding", "system", "name"),
    [
        *(("mac_roman", "Mac", name) for name in ("Müller", "Lefèvre", "Jänner", "Ibáñez")),
        *(("cp850", "DOS", name) for name in ("Müller", "Jänner", "Ibáñez")),
    ],
)
def test_a_file_of_an_older_system_is_read_as_such_and_it_is_told(encoding, system, name):
    text = f"patient_id,date,headache\n{name},2024-01-01,1\n"
    records, report = read(text.encode(encoding))
    assert list(records.diary["patient_id"]) == [name]
    told = [sentence for sentence in report.sentences() if system in sentence]
    assert told
    assert name not in "".join(told)


ROWS_OF_DOS = [("ü1", "2024-01-01", 1), ("É1", "2024-02-01", 0), ("P1", "2024-02-01", 0)]
DIARY_OF_DOS = "".join(f"{who},{day},{flag}\n" for who, day, flag in ROWS_OF_DOS)
PAGE_OF_DOS = "".join(f"<tr><td>{w}<td>{d}<td>{f}</tr>" for w, d, f in ROWS_OF_DOS)
LIST_OF_DOS = ",".join(
    f'{{"patient_id": "{w}", "date": "{d}", "headache": {f}}}' for w, d, f in ROWS_OF_DOS
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.csv", f"patient_id,date,headache\n{DIARY_OF_DOS}"),
        ("d.xls", f"<table><tr><th>patient_id<th>date<th>headache</tr>{PAGE_OF_DOS}</table>"),
        ("d.json", f"[{LIST_OF_DOS}]"),
    ],
)
@pytest.mark.parametrize("dos", ["cp850", "cp437"])
def test_two_ids_of_dos_never_become_one(name, text, dos):
    records, report = read_records([Source(name, text.encode(dos))])
    assert "P1" in {*records.diary["patient_id"]}
    assert not any("\ufffd" in who for who in records.diary["patient_id"])
    told = [sentence for sentence in report.sentences() if "CSV UTF-8" in sentence]
    assert len(told) == 3, report.sentences()  # of the file, and of each row
    assert report.files[0].set_aside == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(delimiter, line_end):
    rows = [["patient_id", "date", "headache"], ["A", "2024-01-01", "1"], ["", "", ""]]
    records, report = read(line_end.join(delimiter.join(row) for row in rows) + line_end * 3)
    assert (len(records.diary), report.files[0].rows_read) == (1, 1)


def test_many_rows_with_one_problem_are_said_in_one_sentence():
    days = [f"A{d},2024-01-{d:02},1" for d in range(1, 29)]
    for row in (3, 4, 5, 9, 12, 13):
        days[row - 2] = f"4.01235E+15,2024-01-{row:02},1"
    _, report = read("\n".join(["patient_id,date,headache", *days, "B,2024-02-30,1"]))
    told = [sentence for sentence in report.sentences() if sentence.startswith("diary.csv, ")]
    assert told[0].startswith("diary.csv, 6 rows (3 to 5, 9, 12 to 13), patient_id: an id that")
    assert told[1:] == ["diary.csv, row 30, date: '2024-02-30' is not a date; expected YYYY-MM-DD."]


def test_row_numbers_are_those_of_the_file():
    _, report = read('patient_id,date,headache\n\n"A",2024-01-01,1\n\nA,x,1\nA,2024-01-02\n')
    assert [row for row, _, _ in problems(report)] == [5, 6]


def test_parquet_and_csv_give_the_same_records(tmp_path):
    frame = pd.DataFrame(
        {
            "patient_id": ["A", "A", "B"],
            "date": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-01"]),
            "headache": [1.0, None, 0.0],
            "migraine": pd.array([True, None, False], dtype="boolean"),
        }
    )
    sink = io.BytesIO()
    frame.to_parquet(sink)
    from_parquet, report = read(sink.getvalue(), name="diary.parquet")
    text = "patient_id,date,headache,migraine\nA,2024-01-01,1,1\nA,2024-01-02,,\nB,2024-01-01,0,0\n"
    from_csv, _ = read(text)
    assert adds_up(report)
    assert from_parquet.digest == from_csv.digest


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"a,b\n1,2\n", "none of the layouts that are known"),
        (b"patient_id,date,headache\n", "no row below it"),
        (b"patient_id,patient_id,date\nA,B,C\n", "more than once"),
        (b"PAR1 this is not Parquet", "not a readable Parquet file"),
        (b"\x00\x01\x02\x03,\x00\n\x00", "not a text file"),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence(content, sentence):
    records, report = read(content, name="what.csv")
    assert len(report.problems) == 1
    assert sentence in report.problems[0]
    assert records.diary.empty


def test_a_stated_table_without_its_columns_says_which():
    _, report = read_records([Source("d.csv", b"patient_id,headache\nA,1\n", "diary")])
    assert report.problems == ("d.csv has no column date in its first row.",)


def test_headache_free_days_with_blank_migraine_stay_unrecorded_unless_the_user_says_so():
    text = (
        "patient_id,date,headache,migraine\n"
        "A,2024-01-01,0,\nA,2024-01-02,1,\nA,2024-01-03,1,1\nA,2024-01-04,1,0\n"
    )
    as_is, report = read(text)
    assert as_is.diary["migraine"].notna().sum() == 2
    assert report.headache_free_without_migraine == 1
    filled, _ = read(text, Choices(no_headache_means_no_migraine=True))
    assert filled.diary["migraine"].fillna(-1).tolist() == [0, -1, 1, 0]
    assert filled.digest != as_is.digest


def test_patients_without_a_partner_are_named():
    diary = "patient_id,date,headache\nA,2024-01-01,1\nB,2024-01-01,1\n"
    sessions = "patient_id,session_date\nB,2024-01-01\nC,2024-01-01\n"
    _, report = read_records(
        [Source("diary.csv", diary.encode()), Source("sessions.csv", sessions.encode())]
    )
    told = "\n".join(report.sentences())
    assert report.undecided
    assert "1 patient has a diary but no session" in told
    assert "1 patient has sessions but no diary" in told


def test_several_files_of_a_kind_become_one_table():
    """What two files say twice counts once; what they contradict is set aside in both."""
    head = "patient_id,date,headache\n"
    one = Source("one.csv", (head + "A,2024-01-01,1\nA,2024-01-02,1\nA,2024-01-03,1\n").encode())
    two = Source("two.csv", (head + "A,2024-01-01,1\nA,2024-01-02,0\nB,2024-01-01,0\n").encode())
    records, report = read_records([one, two])
    assert list(records.diary["patient_id"]) == ["A", "A", "B"]
    assert [(f.used, f.duplicates, f.set_aside) for f in report.files] == [(2, 0, 1), (1, 1, 1)]
    assert adds_up(report)


@pytest.mark.parametrize("name", CANONICAL)
def test_every_template_is_recognised(name):
    assert recognise_table(CANONICAL[name].template.strip().split(",")).name == name


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("Subject ID,Datum,Headache", "diary"),
        ("USUBJID,session,MMD,MHD", "counts"),
        ("record_id,Session Date", "sessions"),
        ("participant-id,Session,migraine days", "counts"),
    ],
)
def test_aliases(header, table):
    assert recognise_table(header.split(",")).name == table


def test_csv_writes_what_the_reader_can_check():
    frame = pd.DataFrame(
        {
            "flag": pd.array([True, False, None], dtype="boolean"),
            "day": pd.to_datetime(["2024-01-01", None, "2024-12-31"]),
            "value": pd.array([1 / 3, None, 50.0], dtype="Float64"),
        }
    )
    assert as_csv(frame) == (
        "flag,day,value\ntrue,2024-01-01,0.3333333333333333\nfalse,,\n,2024-12-31,50.0\n"
    )


def stamped_diary(**cells: object) -> bytes:
    """A diary of two patients that says it was checked, with these columns in place of its own."""
    frame = pd.DataFrame(
        {
            "patient_id": ["A", "A", "A", "B"],
            "date": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-01"]),
            "headache": [1, 0, 1, 1],
            "migraine": [1, 0, 0, None],
            "pain": [5.0, 0.0, None, 10.0],
        }
    ).reindex(columns=[column.name for column in CANONICAL["diary"].columns])
    types = {column.name: DTYPES[column.kind] for column in CANONICAL["diary"].columns}
    found = frame.astype(types).assign(**cells)
    return write_stamped(CANONICAL["diary"], found.astype({"date": types["date"]}))


DAYS = pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-01"])
LATE = pd.to_datetime(["2024-01-01", "2024-01-02", "2124-01-03", "2024-01-01"])
CLOCK = pd.DatetimeIndex([DAYS[0], DAYS[1], pd.Timestamp("2024-01-03 23:00"), DAYS[3]])


@pytest.mark.parametrize(
    ("cells", "why", "set_aside"),
    [
        ({"patient_id": ["A", "A", "A", None]}, "patient_id is empty in a row", 1),
        ({"patient_id": ["A", "A", "A", "B\u202e"]}, "cannot be seen", 1),
        ({"patient_id": ["A", "A", " A", "B"]}, "has spaces around it in a row", 3),
        ({"date": DAYS}, "several rows have the same patient_id and date", 2),
        ({"date": LATE}, "date lies outside 1990 to 2099 in a row", 1),
        ({"date": CLOCK}, "date holds a time of the day", 0),
        ({"headache": [1, 0, 1, 2]}, "headache is not between 0 and 1 in a row", 1),
        ({"pain": [5.0, 0.0, 11.0, 1.0]}, "pain is not between 0 and 10 in a row", 0),
        ({"headache": [0, 0, 1, 1]}, "migraine 1 with headache 0", 1),
        ({"patient name": ["Ann", "Ann", "Ann", "Bea"]}, "may name a person", 0),
        ({"weather": ["rain", "sun", "rain", "sun"]}, "that the table diary does not have", 0),
    ],
)
def test_a_stamp_that_fits_says_who_wrote_the_rows_not_that_they_are_right(cells, why, set_aside):
    _, report = read(stamped_diary(**cells), name="diary.parquet")
    file = report.files[0]
    assert file.layout != "Checked before"
    assert file.set_aside == set_aside
    assert [told for told in file.notices if "its stamp says" in told and why in told]
    assert adds_up(report)


def test_stamped_rows_that_keep_every_rule_are_used_as_they_are():
    records, report = read(stamped_diary(), name="diary.parquet")
    assert report.files[0].layout == "Checked before"
    assert not report.undecided
    assert len(records.diary) == 4


def test_stamped_patients_may_bring_their_own_columns_but_none_that_names_them():
    table = CANONICAL["patients"]
    frame = empty(table).reindex([0, 1]).assign(patient_id=["A", "B"], ward=["north", "south"])
    good = read(write_stamped(table, frame.astype({"ward": "str"})), name="p.parquet")[1]
    assert good.files[0].layout == "Checked before"
    named = frame.assign(surname=["Abel", "Baker"]).astype({"ward": "str", "surname": "str"})
    records, report = read(write_stamped(table, named), name="p.parquet")
    assert report.files[0].layout != "Checked before"
    assert "surname" not in records.patients
    assert "ward" in records.patients


@pytest.mark.parametrize(
    ("name", "rows", "why", "aside"),
    [
        ("sessions", {"session_date": ["2024-01-01"], "units": [-5]}, "units is not between", 0),
        ("scores", {"date": ["2024-01-01"], "instrument": ["PHQ"], "score": [1]}, "not one of", 1),
        ("treatments", {"name": ["x"], "kind": ["other"], "started_on": [None]}, "is empty", 1),
        ("counts", {"session": [0], "migraine_days": [40]}, "recorded_days is needed", 0),
    ],
)
def test_the_rules_of_every_table_hold_behind_a_stamp(name, rows, why, aside):
    table = CANONICAL[name]
    frame = pd.DataFrame({"patient_id": ["A"], **rows}).reindex(
        columns=[column.name for column in table.columns]
    )
    frame = frame.astype({column.name: DTYPES[column.kind] for column in table.columns})
    _, report = read_records([Source("x.parquet", write_stamped(table, frame), name)])
    assert report.set_aside == aside
    assert aside or ": 1 cell cannot be read" in report.files[0].told[0].text
    assert [told for told in report.files[0].notices if why in told]


def test_two_columns_of_one_name_are_one_only_where_they_say_the_same():
    head, same = "patient_id,date,headache,date\n", "A,2024-01-01,1,2024-01-01\n"
    records, report = read(head + same)
    assert len(records.diary) == 1
    assert any("stands twice and says the same" in said for said in report.sentences())
    records, report = read(head + same + "A,2024-01-02,1,2024-01-03\n")
    assert records.diary.empty
    assert "more than once" in report.problems[0]


@pytest.mark.parametrize(
    ("instrument", "score", "used"),
    [
        *(("HIT-6", 36, 1), ("HIT-6", 78, 1), ("HIT-6", 12, 0), ("HIT-6", 79, 0)),
        *(("MIDAS", 276, 1), ("MIDAS", 277, 0), ("MSQ", 100, 1), ("MSQ", 101, 0)),
    ],
)
def test_a_score_that_its_questionnaire_cannot_have_is_set_aside(instrument, score, used):
    text = f"patient_id,date,instrument,score\nA,2024-01-01,{instrument},{score}\n"
    _, report = read_records([Source("scores.csv", text.encode())])
    assert (report.files[0].used, report.files[0].set_aside) == (used, 1 - used)


def test_a_mark_that_only_a_program_reads_makes_no_number():
    text = "patient_id,session,migraine_days\nA,0,1_0\nA,1,4\n"
    records, report = read_records([Source("counts.csv", text.encode())])
    assert records.counts["migraine_days"].isna().tolist() == [True, False]
    assert [told.text for told in report.everything_told if "1 cell cannot be read" in told.text]


def test_what_is_counted_of_a_file_is_written_like_any_other_number():
    days = pd.date_range("2021-01-01", periods=1200).strftime("%Y-%m-%d")
    rows = "".join(f"A,{day},1,7,x\n" for day in days)
    _, report = read("patient_id,date,migraine,weather,moon\n" + rows)
    (file,) = report.files
    assert file.account == "1,200 rows read = 1,200 used + 0 duplicates + 0 set aside."
    assert "2 further columns are not read: 'weather', 'moon'." in file.notices
    _, one = read("patient_id,date,migraine,weather\n" + rows.replace(",x\n", "\n"))
    assert "1 further column is not read: 'weather'." in one.files[0].notices


def test_one_row_that_is_set_aside_is_one():
    said = " ".join(
        read("patient_id,date,headache\nA,2024-01-01,1\nA,2024-01-02,maybe\n")[1].sentences()
    )
    assert "if this row is rightly set aside: --meant" in said
    assert "these 1" not in said
