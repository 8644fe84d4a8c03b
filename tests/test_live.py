"""How are these files read now? The screen on which every choice is seen at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from importing import Mapping
from importing.as_read import meanings_of
from importing.column_kinds import TakenFor
from tests import two_readings
from tests.door_cases.months import grid_in_english
from tests.examples import examples
from tests.test_pages import press, start, text
from tests.test_suggested import AUDIT, FORM
from ui.tab.returning import READ_FROM
from words.loading import becomes, whom

pytestmark = pytest.mark.slow

SESSIONS = "Code,Injected on,Dose\nK7,2024-02-12,155\nL2,2024-02-13,155\n"
WIDE = "patient,md_baseline,md_s1,md_s2\nN-1,20,9,8\nN-2,22,20,15\nN-3,18,17,\nN-4,20,10,9\n"


def dropped(files: dict[str, str], said: dict[str, object] | None = None) -> AppTest:
    app = start("pages/load.py", said)
    for name, content in files.items():
        app.file_uploader(key="files_0").upload(name, content.encode())
    app.run()
    assert not app.exception, app.exception
    return app


def control(app: AppTest, label: str):
    return next(box for box in app.selectbox if box.label == label)


def choose(app: AppTest, label: str, value: object) -> AppTest:
    control(app, label).set_value(value).run()
    assert not app.exception, app.exception
    return app


def answer(app: AppTest) -> str:
    return app.header[0].value


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def test_a_form_and_a_list_of_injections_are_read_without_a_choice():
    app = dropped({"form.csv": FORM, "injections.csv": SESSIONS})
    assert answer(app).startswith("**:blue[2 patients, 80 days, 2 sessions.]**")
    assert "Look at **Which day?** first" in text(app)
    assert "No control group." in text(app)
    assert not button(app, "Use these records").disabled
    press(app, "Use these records")
    assert len(app.session_state["records"].sessions) == 2


def test_who_has_an_appointment_alone_is_told_apart(sample):
    """The files name 153, the pages count 152: the last is there for the first time later."""
    said = "153 patients (1 with no session by 30 Jun 2026)"
    assert whom(sample[0]) == said
    assert becomes(sample[0]).startswith(f"{said}, ")
    assert whom(sample[0].as_of()) == "152 patients"


def test_a_sheet_with_titles_becomes_counts_with_the_number_of_that_reading():
    app = dropped({"audit.csv": AUDIT.replace("DNA", "7")})
    assert "9 patients; after session 1, 2, 3: 9, 9, 9 counts" in answer(app)
    assert "Below its periods: 36 cells = 36 numbers + 0 blank." in text(app)
    assert "hidden" in str([table.value for table in app.table])
    assert "x" not in {cell for t in app.table for cell in t.value.to_numpy().ravel()}


def test_a_diary_alone_says_how_the_days_of_the_sessions_are_given():
    app = dropped({"diary.csv": "patient_id,date,headache,migraine\nA,2024-01-13,1,0\n"})
    told = text(app)
    assert "Add a file with them under *Files*" in told
    assert "session_date" not in told


def test_a_mapping_that_can_be_kept_is_named_by_what_a_row_of_its_file_is():
    app = dropped({"audit.csv": AUDIT.replace("DNA", "7")})
    choose(app, "What 24 wk means", TakenFor("migraine_days", 3))
    kept = [one.label for one in app.get("download_button") if one.label.startswith("Keep mapping")]
    assert kept[-1].endswith("(a row is a patient, a column per session)")
    (went,) = [t.value for t in [*app.table, *app.dataframe] if "Recognised as" in t.value]
    assert went["Recognised as"].tolist() == ["Counts per session"]


@pytest.mark.parametrize(("columns", "listed"), [(5, False), (6, True)])
def test_in_a_window_narrower_than_a_desks_columns_that_would_wrap_are_a_list(columns, listed):
    names = ["patient", "md_baseline", *(f"md_s{n}" for n in range(1, columns - 1))]
    rows = "".join(f"N-{n},{','.join(['20'] * (columns - 1))}\n" for n in range(1, 5))
    app = dropped({"wide.csv": f"{','.join(names)}\n{rows}"}, {"screen_is_medium": True})
    above = [box.label for box in app.selectbox if box.label.startswith("What ")]
    assert above == ([] if listed else [f"What {name} means" for name in names])


def test_each_choice_moves_the_number_and_every_one_can_be_taken_back():
    app = dropped({"wide.csv": WIDE})
    first = answer(app)
    assert first.endswith(":gray[2 of 3 (67%) reach 50%.]")
    assert button(app, "Take back").disabled
    seen = app.session_state["pending"][1].as_read[0]
    second = next(of for of in meanings_of(seen.shape, seen.columns) if of.session == 2)
    choose(app, "What md_s1 means", second)
    moved = answer(app)
    assert moved != first
    assert control(app, "What md_s2 means").value.column == ""
    choose(app, "A row is", "patients")
    press(app, "Take back")
    assert answer(app) == moved
    press(app, "Start again")
    assert answer(app) == first
    assert button(app, "Take back").disabled


def test_a_table_that_lacks_a_column_says_so_and_can_still_be_changed():
    app = dropped({"wide.csv": WIDE})
    choose(app, "A row is", "diary")
    assert answer(app) == "**No row can be used.**"
    assert "has no column date" in text(app).replace("\\", "")
    assert button(app, "Use these records").disabled
    choose(app, "A row is", "periods")
    assert answer(app).endswith(":gray[2 of 3 (67%) reach 50%.]")


def test_an_app_is_named_and_its_columns_are_not_offered():
    app = dropped({"diary.csv": two_readings.diary(), "sessions.csv": two_readings.sessions()})
    assert {box.label for box in app.selectbox} >= {"Which file", "A row is"}


def test_how_it_was_read_can_be_changed_after_it_is_used():
    app = dropped({"wide.csv": WIDE})
    seen = app.session_state["pending"][1].as_read[0]
    second = next(of for of in meanings_of(seen.shape, seen.columns) if of.session == 2)
    choose(app, "What md_s1 means", second)
    moved = answer(app)
    press(app, "Use these records")
    app.switch_page("pages/load.py").run()
    press(app, "Change how it was read")
    assert answer(app) == moved
    press(app, "Take back")
    assert answer(app).endswith(":gray[2 of 3 (67%) reach 50%.]")
    press(app, "Use these alone")
    assert app.session_state["records"].counts["session"].max() == 2
    app.switch_page("pages/load.py").run()
    press(app, "Forget these records")
    assert all(name not in app.session_state for name in READ_FROM)


@settings(deadline=None, max_examples=examples(3), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_taking_back_every_choice_restores_the_first_state(data):
    app = dropped({"wide.csv": WIDE})
    first, read = answer(app), app.session_state["pending"][1].as_read
    for _ in range(data.draw(st.integers(1, 3))):
        boxes = [b for b in app.selectbox if b.label.startswith("What ") and "means" in b.label]
        box = data.draw(st.sampled_from(boxes))
        seen = app.session_state["pending"][1].as_read[0]
        choose(app, box.label, data.draw(st.sampled_from(meanings_of(seen.shape, seen.columns))))
    while not button(app, "Take back").disabled:
        press(app, "Take back")
    assert answer(app) == first
    assert app.session_state["pending"][1].as_read == read


def test_a_calendar_of_months_is_read_without_a_choice_and_its_days_are_one_row():
    case = grid_in_english()
    app = dropped({name: content.decode() for name, content in case.files.items()})
    assert "3 patients" in answer(app)
    assert "9 sessions" in answer(app)
    assert control(app, "A row is").value == "months"
    assert list(app.dataframe[0].value["Column"]) == ["Patient", "Month"]
    assert "31 days of the month" in text(app)
    press(app, "Use these records")
    assert len(app.session_state["records"].sessions) == 9


OWN = "Wer,Wann,M\nA,2024-11-16,ja\nA,2024-11-17,nein\nA,2024-11-18,nein\n"
OWN_MAPPING = Mapping(
    "diary",
    {"Wer": "patient_id", "Wann": "date", "M": "migraine"},
    headers=("Wer", "Wann", "M"),
)


def next_month(*, handed: str = "", used: tuple[str, ...] = (), content: str = OWN) -> AppTest:
    """The page with a file of last month's columns: its mapping handed over, or used before."""
    app = start("pages/load.py")
    if used:
        app.session_state["used_mappings"] = [*used]
    if handed:
        app.file_uploader(key="saved_mapping").upload("kept.json", handed.encode())
    app.file_uploader(key="files_0").upload("december.csv", content.encode())
    app.run()
    assert not app.exception, app.exception
    return app


def test_next_months_file_is_read_without_a_choice_by_the_mapping_that_was_kept():
    for app in (
        next_month(handed=Mapping.several_to_json([OWN_MAPPING])),
        next_month(used=(OWN_MAPPING.to_json(),)),
    ):
        assert answer(app).startswith("**:blue[1 patient, 3 days.]**")
        assert app.session_state["pending_choices"].mappings == (OWN_MAPPING,)
        assert app.session_state["pending"][0].diary["migraine"].tolist() == [1, 0, 0]
    assert "december.csv: read as the last file with its columns." in text(app).replace("\\", "")


def test_a_mapping_that_was_half_said_is_no_way_to_read_the_next_file():
    half = Mapping("months", {"Wer": "patient_id"}, headers=("Wer", "Wann", "M"))
    app = next_month(used=(half.to_json(),))
    assert half not in app.session_state["pending_choices"].mappings


def test_a_mapping_that_fits_no_file_names_the_column_on_the_page():
    app = next_month(handed=OWN_MAPPING.to_json(), content=OWN.replace("M\n", "Mig\n"))
    told = text(app).replace("\\", "")
    assert "The mapping kept.json fits no file: december.csv has no column M, and Mig" in told
    wrong = next_month(handed='{"clear_days_mapping": 1, "table": "dairy", "event": {}}')
    told = text(wrong).replace("\\", "")
    assert "This mapping cannot be used." in told
    assert "'event' is no part of a mapping" in told
    assert "table: one of diary" in told


UNKNOWN = "Hosp No,Seen by,Jan 24,Feb 24\n4711,Dr A,20,11\n4712,Dr B,18,9\n"


@pytest.mark.parametrize("row", ["periods", "counts", "months", "scores", "attacks", "diary"])
def test_what_a_row_is_can_be_said_where_no_column_is_called_so(row):
    app = choose(dropped({"audit.csv": UNKNOWN}), "A row is", row)
    assert control(app, "A row is").value == row
    assert any("Hosp No" in box.label for box in app.selectbox)  # its meaning can be said


def test_a_wide_file_of_any_names_can_be_mapped_on_the_page():
    """Choosing what a row is came back as another choice for ever, where no name said a session."""
    rows = "".join(f"P{n:03d},{20 + n % 3},{9 + n % 2},8\n" for n in range(12))
    app = choose(dropped({"own.csv": f"ID,A,B,C\n{rows}"}), "A row is", "periods")
    assert control(app, "A row is").value == "periods"
    assert "no column in its mapping that is of a session" in text(app).replace("\\", "")
    for header, session in (("A", 0), ("B", 1), ("C", 2)):
        choose(app, f"What {header} means", TakenFor("headache_days", session))
    assert "12 patients; after session 1, 2: 12, 12 counts" in answer(app)
    assert app.session_state["pending"][0].counts["headache_days"].notna().all()
    press(app, "Start again")
    assert control(app, "A row is").value != "periods"


def test_a_choice_that_is_made_already_reads_nothing_again():
    app = dropped({"wide.csv": WIDE})
    before = app.session_state["pending"]
    app.run()
    assert app.session_state["pending"] is before


NAMED_FIRST = "ID,{0}_migraine_days,{1}_migraine_days,{2}_migraine_days\n" + "".join(
    f"P{n:03d},{20 + n % 3},{9 + n % 2},8\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("names", "weak"),
    [(("baseline", "session1", "session2"), ""), (("baseline", "month1", "month4"), "month1")],
)
def test_a_period_may_stand_before_what_is_counted(names, weak):
    app = dropped({"own.csv": NAMED_FIRST.format(*names)})
    assert "9 patients; after session 1, 2: 9, 9 counts" in answer(app)
    assert ("Look at **" in text(app)) == bool(weak)
    assert not weak or f"Look at **{weak}" in text(app)


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "is empty"), ("patient_id,date,headache,migraine\n", "no row below it")],
)
def test_a_file_without_a_row_says_why_and_nothing_else(content, why):
    app = dropped({"mine.csv": content})
    assert app.header[0].value == "**No row could be read.**"
    assert why in app.warning[0].value
    assert "A diary and a file with the sessions are needed" in text(app)
    assert not app.subheader
    assert not app.dataframe
    assert "Use these records" not in [one.label for one in app.button]
    press(app, "Forget what was dropped")
    assert app.title[0].value == "What was read from your files?"
