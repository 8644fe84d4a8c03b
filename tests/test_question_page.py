"""How is this file read? The page while a question is open."""

import dataclasses
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.definitions import DEFAULT_DEFINITION
from importing import Choices, Question, Source
from importing.carried import Made
from importing.choices import Mapping, answered
from tests import two_readings
from tests.door_cases import redcap
from tests.door_cases.base import DAY, Truth, clinic, diary_rows, navigator, packed, table
from tests.each_session import each_a_session
from tests.test_pages import press, start, text
from ui.loading.asked import by_your_answer, deciding, screen_title
from ui.loading.readings import AskedOnce, asked_once

pytestmark = pytest.mark.slow

FIRST = "Day first\\: 3 Jan 2024"  # the colon is shown as one, whatever it means in markdown


def upload(files: dict[str, bytes]) -> AppTest:
    app = start("pages/load.py")
    for name, content in files.items():
        app.file_uploader(key="files_0").upload(name, content)
    app.run()
    assert not app.exception, app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_an_undecided_date_order_is_asked_with_the_rows_and_what_each_reading_makes():
    app = upload(two_readings.files())
    assert app.title[0].value == "How are 2 files read?"
    told = text(app)
    assert "diary.csv, sessions.csv · **not in use yet**; open now: sample clinic" in told
    assert "Counted as in Hull 2014: migraine days" in told
    assert app.header[0].value == (
        "**:blue[1 question] decides:** :gray[5 of 12 or 0 of 3 reach 50%.]"
    )
    assert "By your answer: two readings give different records, so you choose." in told
    assert "all 36 on a Wednesday" in told
    assert "3 days to 26 weeks apart" in told
    assert "By every answer: 12 patients; 3,705 days recorded" in told
    assert "- 12 patients" not in told
    assert "recommend" not in told
    table = app.table[0]
    assert table.value["session\\_date"].tolist()[:2] == ["03/01/2024", "03/04/2024"]
    assert "Rows 2 to 6 of 37. The marked column has two readings." in told
    by_label = {button.label: button for button in app.button}
    assert by_label["Use these records"].disabled
    assert by_label["Take back"].disabled
    assert by_label["Start again"].disabled
    assert app.session_state["records"].synthetic


def test_a_file_in_question_is_called_no_sheet():
    app = upload({"clinic.zip": packed(two_readings.files())})
    heads = [one.value for one in app.subheader]
    assert any("csv" in head for head in heads)
    assert not any(head.startswith("Sheet") for head in heads)


def test_an_answer_is_used_taken_back_and_given_again():
    app = press(upload(two_readings.files()), FIRST)
    assert "can be used" in text(app)
    records, _ = app.session_state["pending"]
    assert len(records.sessions) == 36
    press(app, "Take back")
    assert app.title[0].value == "How are 2 files read?"
    press(app, "Month first\\: 1 Mar 2024")
    press(app, "Each is a session, and ends the window of the one before")
    records, _ = app.session_state["pending"]
    assert records.sessions["session_date"].max() == pd.Timestamp(2024, 10, 7)
    press(app, "Start again")
    press(app, FIRST)
    press(app, "Use these records")
    assert "5 of 12 patients" in app.header[0].value
    app.switch_page("pages/load.py").run()
    assert "3 Jan 2024, as you said" in text(app)


def test_two_questions_are_numbered_and_each_is_held_for_the_other():
    app = upload({**two_readings.files(), "patients.csv": two_readings.stops().encode()})
    assert app.title[0].value == "How are 3 files read?"
    assert app.header[0].value.startswith("**:blue[2 questions] decide")
    heads = [one.value for one in app.subheader]
    assert any(head.startswith("1 ") for head in heads)
    assert any(head.startswith("2 ") for head in heads)
    told = text(app)
    assert "Numbers here take *day first: 5 Sep 2024* until question 2 is answered." in told
    assert "Numbers here take *day first: 3 Jan 2024* until question 1 is answered." in told
    press(app, FIRST)
    assert app.header[0].value.startswith("**:blue[1 question] decides")
    press(app, "Day first\\: 5 Sep 2024")
    assert "can be used" in text(app)
    press(app, "Take back")
    assert app.header[0].value.startswith("**:blue[1 question] decides")
    press(app, "Day first\\: 5 Sep 2024")
    press(app, "Start again")
    assert app.header[0].value.startswith("**:blue[2 questions] decide")


def test_nothing_open_shows_no_question_and_takes_nothing_back():
    whole = two_readings.sessions().replace("03/01/2024", "13/01/2024")
    app = upload({**two_readings.files(), "sessions.csv": whole.encode()})
    assert app.title[0].value == "How are 2 files read?"
    assert "can be used" in text(app)
    assert next(b for b in app.button if b.label == "Take back").disabled
    assert not next(b for b in app.button if b.label == "Use these records").disabled


def test_readings_are_worked_out_once(monkeypatch):
    import ui.loading.readings

    calls = []
    real = ui.loading.readings.held_records

    def counted(*arguments):
        calls.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(ui.loading.readings, "held_records", counted)
    app = upload({**two_readings.files(), "patients.csv": two_readings.stops().encode()})
    assert len(calls) == 3  # both held at their first reading is one of them
    app.run()
    assert len(calls) == 3


def test_files_are_opened_once_however_often_they_are_read(monkeypatch):
    from importing import one_file

    opened = []
    real = one_file.open_tables

    def noted(name, *arguments):
        opened.append(name)
        return real(name, *arguments)

    monkeypatch.setattr(one_file, "open_tables", noted)
    mine = {f"my {name}": text for name, text in two_readings.files().items()}
    app = press(upload(mine), FIRST)
    press(app, "Take back")
    assert [opened.count(name) for name in mine] == [1, 1]  # beside the sample's files


def test_files_that_are_kept_open_are_read_as_others_are():
    inside = {f"{name}": text for name, text in two_readings.files().items()}
    held = packed({**inside, "broken.xlsx": b"PK\x03\x04 none"})
    once, kept = Source("all.zip", held), Source("all.zip", held).kept_open()
    assert kept.kept_open() is kept
    for order in ("day_first", "month_first", "day_first"):
        (records, report), (again, told) = (
            each_a_session([source], Choices(date_order=order)) for source in (once, kept)
        )
        assert len(records.sessions) > 0
        assert again.sessions.equals(records.sessions)
        assert told.sentences() == report.sentences()
        assert "broken.xlsx" in " ".join(told.problems)


def test_answers_that_were_kept_answer_next_months_files_through_the_page():
    app = press(upload(two_readings.files()), FIRST)
    asked = tuple(app.session_state["pending_asked"].values())
    assert any(one.label == "Keep these answers" for one in app.get("download_button"))
    (kept,) = answered(asked, app.session_state["pending_choices"].answers)
    later = start("pages/load.py")
    later.file_uploader(key="saved_mapping").upload("answers_1.json", kept.to_json().encode())
    for name, content in two_readings.files().items():
        later.file_uploader(key="files_0").upload(name, content + b"\n")
    later.run()
    assert not later.exception
    assert "can be used" in text(later)
    records, report = later.session_state["pending"]
    assert not report.questions
    assert records.sessions["session_date"].max() == pd.Timestamp(2024, 9, 4)
    press(later, "Use these records")
    assert [Mapping.from_json(m) for m in later.session_state["used_mappings"]] == [kept]


def test_what_is_told_is_said_to_be_so_by_a_button_and_blocks_nothing():
    beside = two_readings.diary() + "T99,2024-02-01,1,1\n"
    files = {**two_readings.files(), "diary.csv": beside.encode()}
    app = press(upload(files), FIRST)
    assert "1 patient has a diary but no session" in text(app)
    assert not next(b for b in app.button if b.label == "Use these records").disabled
    press(app, "This is as it should be")
    assert "1 patient has a diary but no session" not in text(app)
    assert not app.session_state["pending"][1].undecided
    press(app, "Take back")
    assert "1 patient has a diary but no session" in text(app)


def test_a_file_that_nobody_knows_is_left_out():
    files = {**two_readings.files(), "notes.csv": b"a,b\n1,2\n"}
    app = press(upload(files), "Leave this file out")
    assert app.header[0].value.startswith("**:blue[1 question] decides")
    press(app, FIRST)
    assert "2 of 3,743 rows" not in text(app)
    assert "1 is not used" in text(app)


def own_fields() -> tuple[Truth, bytes]:
    """A diary whose fields are the project's own, as REDCap exports it: one row a field."""
    truth = redcap.own_names_beside_a_known_form().truth
    rows = [
        [patient, "diary", number, field, value]
        for number, (patient, day, headache, _) in enumerate(diary_rows(truth)[1:])
        for field, value in (("tag_datum", day), ("kopfweh_heute", headache))
    ]
    return truth, table([redcap.EAV, *rows])


def test_the_fields_of_an_eav_export_are_offered_to_be_mapped():
    truth, held = own_fields()
    app = upload({"eav.csv": held})
    (offered,) = [e for e in app.dataframe if "Column of the file" in e.value]
    is_ours = dict(offered.value.to_numpy().tolist())
    assert is_ours["record"] == "patient_id"
    assert (is_ours["tag_datum"], is_ours["kopfweh_heute"]) == ("date", "headache")
    assert not {"field_name", "value"} & set(is_ours)
    press(app, "Read it so")
    records, report = app.session_state["pending"]
    assert not report.questions
    assert records.diary["headache"].sum() == sum(headache for _, _, headache, _ in truth.rows())


def test_a_project_with_dates_of_injection_before_those_of_days_is_suggested_as_it_is():
    """Two forms in one export: as suggested, days are days and injections are sessions."""
    truth = redcap.own_names_beside_a_known_form().truth
    header = [
        "record_id",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "inj_date",
        "dose_units",
        "diary_date",
        "headache_yn",
        "migraine_yn",
    ]
    given = [(one, day) for one, days in (truth.sessions or {}).items() for day in days]
    rows = [[one, "injection", 1, day, 155, "", "", ""] for one, day in given]
    rows += [
        [patient, "diary", number, "", "", day, headache, migraine]
        for number, (patient, day, headache, migraine) in enumerate(diary_rows(truth)[1:])
    ]
    app = upload({"project.csv": table([header, *rows])})
    press(app, "Read it so")
    records, report = app.session_state["pending"]
    assert not report.questions
    assert len(records.sessions) == len(given)
    assert records.sessions["units"].tolist() == [155.0] * len(records.sessions)
    assert records.diary["headache"].sum() == sum(headache for _, _, headache, _ in truth.rows())


def of_one(patient: str) -> bytes:
    """A daily diary of an app, without an id."""
    first, letters = (clinic(ord(patient[0]), date(2024, 1, 8), (patient,)).days or {})[patient]
    days = [(first + n * DAY, letter) for n, letter in enumerate(letters) if letter != "-"]
    return table(navigator(days))


BARE = b"Date,Units\n2024-02-14,155\n2024-05-08,155\n"


def test_sessions_without_an_id_are_the_one_persons():
    app = upload({"Anna.csv": of_one("Anna"), "my sessions.csv": BARE})
    assert "can be used" in text(app)
    assert "names no patient: they are taken as those of the one patient" in text(app)
    records, report = app.session_state["pending"]
    assert not report.undecided
    assert records.patient_ids == ["Anna"]
    assert len(records.sessions) == 2
    assert not next(b for b in app.button if b.label == "Use these records").disabled
    (whose,) = [e.value for e in app.dataframe if "Patient id" in e.value]
    assert whose["File"].tolist() == ["Anna.csv", "my sessions.csv"]


def test_sessions_without_an_id_beside_two_people_are_asked_with_a_button_each():
    app = upload({"Anna.csv": of_one("Anna"), "Berta.csv": of_one("Berta"), "s.csv": BARE})
    assert "Whose sessions are they?" in text(app)
    assert {"Of Anna", "Of Berta", "Leave this list out"} <= {*labels(app)}
    assert "--id" not in text(app)
    press(app, "Of Berta")
    records, report = app.session_state["pending"]
    assert not report.questions
    assert set(records.sessions["patient_id"]) == {"Berta"}
    press(app, "Take back")
    press(app, "Leave this list out")
    assert app.session_state["pending"][0].sessions.empty


def test_text_of_a_file_stays_text():
    text_ = "patient_id,session_date,**site**\n- T1,03/04/2024,:red[x]\n1. b,05/06/2024,# y\n"
    app = upload({"a_*b*.csv": text_.encode()})
    assert app.title[0].value == "How is a\\_\\*b\\*.csv read?"
    table = app.table[0]
    cells = table.value.to_numpy().ravel().tolist()
    assert "\\- T1" in cells
    assert "1\\. b" in cells
    assert "\\:red\\[x\\]" in cells


def question(file: str, kind: str = "date_order", column: str = "date") -> Question:
    options = (("day_first", "3 Apr"), ("month_first", "4 Mar"))
    return Question(kind, file, f"{file}: which?", options, f"{kind}{file}{column}", column)


def test_of_many_questions_those_alike_are_asked_once_unless_wanted_apart():
    many = [question(f"{n}.csv") for n in range(5)] + [question("9.csv", column="end")]
    assert [len(one.questions) for one in asked_once(many, apart=False)] == [5, 1]
    assert len(asked_once(many, apart=True)) == 6
    assert len(asked_once(many[:4], apart=False)) == 4
    together = asked_once(many, apart=False)[0]
    assert set(together.answers("day_first")) == {one.code for one in many[:5]}
    other = [dataclasses.replace(many[0], headers=("x",), code="x"), *many[1:]]
    assert [len(one.questions) for one in asked_once(other, apart=False)] == [1, 4, 1]


def made(responders: int, judged: int) -> Made:
    return Made("", "", {}, 2, judged, responders, DEFAULT_DEFINITION)


@pytest.mark.parametrize(
    ("questions", "readings", "sentence"),
    [
        (
            2,
            [made(5, 12), made(0, 0)],
            "decide:** :gray[5 of 12 reach 50%, or nobody can be judged.]",
        ),
        (1, [made(0, 3), made(5, 12)], "decides:** :gray[5 of 12 or 0 of 3 reach 50%.]"),
        (1, [made(5, 12)] * 2, "decides:** :gray[5 of 12 reach 50% by every answer.]"),
        (1, [made(0, 0)] * 2, "decides:** :gray[nobody can be judged by every answer.]"),
        (1, [], "decides** :gray[what these files say.]"),
        (
            2,
            [made(n, 12) for n in range(5)],
            "decide:** :gray[0 of 12 to 4 of 12 reach 50%.]",
        ),
    ],
)
def test_what_the_questions_decide_in_a_sentence(questions, readings, sentence):
    assert deciding(questions, readings).endswith(sentence)


def test_while_a_mapping_is_open_nobody_is_said_to_be_unjudged_by_every_answer():
    told = deciding(2, [made(0, 0)] * 2, further=True)
    assert told.endswith("decide** :gray[what these files say.]")


def test_the_title_and_who_chooses():
    assert screen_title(["a.csv"]) == "How is a.csv read?"
    assert screen_title(["a.csv", "b.csv"]) == "How are 2 files read?"
    asked = AskedOnce((question("a.csv"),))
    assert "Both can be taken back" in by_your_answer([asked])
    three = dataclasses.replace(question("a.csv"), options=(("a", "a"), ("b", "b"), ("c", "c")))
    assert "Each can be taken back" in by_your_answer([AskedOnce((three,))])
    assert by_your_answer([]).startswith("Only you can say")
