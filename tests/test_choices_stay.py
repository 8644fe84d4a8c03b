"""What is chosen is seen, and stays until it is taken off: Definition, cut-off, filters."""

import dataclasses
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from importing import Source, read_records
from tests.front_door import days, diary, sessions
from tests.test_pages import drawers_open, press, small_cohort, start, text
from words.chosen import cut_off_told

pytestmark = pytest.mark.slow

SITES = ("Harbour", "Moor")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Six patients at two sites: a clinic's own files."""
    rows, treated, patients = [], [], []
    for n in range(6):
        rows += diary(str(n + 1), "2024-02-01", days(15 - n, 29) + days(4 + n, 30) * 2)
        treated += sessions(str(n + 1), "2024-03-01")
        patients.append({"patient_id": str(n + 1), "site": SITES[n % 2], "clinician": "ABC"[n % 3]})
    return {
        f"{name}.csv": as_csv(table)
        for name, table in (("diary", rows), ("sessions", treated), ("patients", patients))
    }


def as_csv(rows: list[dict]) -> bytes:
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    return "\n".join(lines).encode()


def load(app: AppTest, files: dict[str, bytes]) -> AppTest:
    app.switch_page("pages/load.py").run()
    turn = app.session_state["upload_turn"]
    for name, content in files.items():
        app.file_uploader(key=f"files_{turn}").upload(name, content)
    app.run()
    return press(app, "Use these records")


def query_of(app: AppTest) -> dict:
    return dict(app.query_params)


def lacking(app: AppTest) -> bool:
    """Is it said, once and above the headline, that the link lacks a filter?"""
    above = list(app.main)
    first = next(n for n, one in enumerate(above) if one.type in ("title", "header"))
    told = [n for n, one in enumerate(above) if "do not carry" in str(getattr(one, "value", ""))]
    assert text(app).count("links do not carry") == len(told) <= 1
    return bool(told) and told[0] < first


def test_after_a_reload_and_the_same_files_the_choices_are_still_there(files):
    app = load(drawers_open(start("app.py")), files)
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    app.multiselect(key="filter_clinician").set_value(["A"]).run()
    app.date_input(key="side_cut_off").set_value(date(2024, 4, 10)).run()
    app.selectbox(key="side_window").select("whole_cycle").run()
    before = app.session_state["settings"]

    again = start("app.py", query=query_of(app))
    assert "Chosen, and waiting for the records: cut-off 10 Apr 2024, site Moor" in text(again)
    assert "1 filter of this link is by a column that links do not carry" in text(again)
    assert lacking(again)
    load(drawers_open(again), files)
    assert lacking(again)
    after = again.session_state["settings"]
    assert (after.definition, after.cut_off) == (before.definition, before.cut_off)
    assert after.filters == (("site", ("Moor",)),)  # the clinician never enters the address
    assert again.multiselect(key="filter_site").value == ["Moor"]
    assert again.date_input(key="side_cut_off").value == date(2024, 4, 10)
    assert "1 filter of this link is by a column that links do not carry" in text(again)
    assert again.query_params["filters_not_in_link"] == "1"  # for the next receiver too
    again.multiselect(key="filter_clinician").set_value(["A"]).run()
    assert "links do not carry" not in text(again)
    assert again.session_state["settings"] == before
    again.multiselect(key="filter_clinician").set_value([]).run()
    press(again, "Go without it")
    assert "filters_not_in_link" not in query_of(again)
    assert "links do not carry" not in text(again)


@pytest.mark.parametrize("value", ["-1", "x", "1e9", "", "9" * 400, "²"])
def test_a_link_with_nonsense_about_what_it_lacks(value):
    app = start("app.py", query={"filters_not_in_link": value})
    assert app.session_state["not_carried"] in (0, 99)


def test_a_filter_by_what_the_records_do_not_have_is_seen_and_said():
    app = drawers_open(
        start("app.py", query={"where_site": "Nowhere", "where_stop_reason": "bored"})
    )
    assert app.multiselect(key="filter_site").value == ["Nowhere"]
    assert app.multiselect(key="filter_stop_reason").value == ["bored"]
    assert "No patient of these records has site Nowhere." in text(app)
    assert "has stop reason bored." in text(app)
    press(app, "Remove the filters")
    assert "Nowhere" not in text(app)


def test_a_column_that_the_records_do_not_have_matches_nobody_and_can_be_taken_off(files):
    app = load(
        drawers_open(start("app.py", query={"where_site": "Moor"})),
        {name: files[name] for name in ("diary.csv", "sessions.csv")},
    )
    assert "These records hold no site: nobody matches Moor." in text(app)
    assert "Nobody is left after filtering" in text(app)
    app.multiselect(key="filter_site").set_value([]).run()
    assert not app.exception
    assert "**6 of 6 patients**" in text(app)


def test_what_was_chosen_among_invented_patients_is_taken_off_and_said(files):
    app = drawers_open(start("app.py"))
    app.multiselect(key="filter_site").set_value(["Valley"]).run()
    load(app, files)
    assert app.session_state["settings"].filters == ()
    told = [info.value for info in app.info]
    assert told == ["Taken off, because chosen for the sample clinic: site Valley."]
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    assert not app.info  # with the next choice


def test_corrected_files_leave_the_choices(files):
    app = load(drawers_open(start("app.py")), files)
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    app.switch_page("pages/load.py").run()
    turn = app.session_state["upload_turn"]
    rows = as_csv(diary("1", "2024-05-01", days(3, 30)))
    app.file_uploader(key=f"files_{turn}").upload("diary.csv", rows)
    app.run()
    press(app, "Put them on top")
    assert app.session_state["settings"].filters == (("site", ("Moor",)),)


def test_forgetting_says_what_went_with_the_records(files):
    app = load(drawers_open(start("app.py")), files)
    app.date_input(key="side_cut_off").set_value(date(2024, 4, 10)).run()
    app.switch_page("pages/load.py").run()
    press(app, "Forget these records")
    assert [i.value for i in app.info] == ["Taken off with the records: cut-off 10 Apr 2024."]


@pytest.mark.parametrize("page", ["app.py", "pages/patient.py", "pages/presentation.py"])
def test_a_cut_off_before_the_first_record_is_said_and_the_rest_works(page):
    app = drawers_open(start(page, query={"cut_off": "1999-01-01"}))
    assert "The cut-off, 1 Jan 1999, is before the first diary date" in text(app)
    if page != "pages/presentation.py":  # no sidebar
        assert app.date_input(key="side_cut_off").value == date(1999, 1, 1)
    next(b for b in app.main.button if b.label == "Up to the last diary date").click().run()
    assert not app.exception
    assert "is before the first diary date" not in text(app)
    assert app.session_state["settings"].cut_off is None


def test_a_cut_off_before_the_first_day_and_after_the_first_session():
    records, report = small_cohort("A,2024-05-20,1,1\n")
    app = start("app.py", {"records": records, "report": report}, {"cut_off": "2024-04-01"})
    assert "No day is recorded up to the cut-off." in text(app)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_cut_off_at_the_ends_of_the_calendar(day):
    app = start("app.py", query={"cut_off": day})
    assert not app.exception
    assert "The cut-off, " in text(app)


def test_a_cut_off_after_the_last_entry_says_what_it_does():
    app = drawers_open(start("app.py"))
    last = app.session_state["records"].last_date
    assert "after the last diary date" not in text(app)
    app.date_input(key="side_cut_off").set_value(last + timedelta(days=30)).run()
    shown = text(app)
    assert "is 30 days after the last diary date" in shown
    assert "windows that were still open are closed" in shown
    app.date_input(key="side_cut_off").set_value(last).run()
    assert "after the last diary date" not in text(app)
    assert app.session_state["settings"].cut_off is None


def test_the_command_line_says_it_too(door):
    tables = {
        "diary": diary("A", "2024-02-01", days(10, 30) * 2),
        "sessions": sessions("A", "2024-03-01"),
    }
    told = door.run("rates", "--cut-off", "2024-12-31", **tables)
    assert "is 275 days after the last diary date, 31 Mar 2024" in told.stderr
    assert "after the last diary date" not in door.run("rates", **tables).stderr
    patients = [{"patient_id": "A", "site": "Moor"}]
    told = door.run("rates", "--where", "site=Nowhere", **tables, patients=patients)
    assert "No patient of these records has site Nowhere." in told.stderr


def test_counts_have_no_dates_to_cut():
    counts = "patient_id,session,migraine_days\nA,0,20\nA,1,9\nB,0,15\nB,1,14\n"
    records, report = read_records([Source("counts.csv", counts.encode())])
    app = start("app.py", {"records": records, "report": report}, {"cut_off": "2024-04-01"})
    assert "Counts per session have no dates: the cut-off 1 Apr 2024 does not apply." in text(app)


def test_a_minimum_from_a_link_is_shown_as_it_counts():
    app = drawers_open(start("app.py", query={"min_baseline_days": "3", "min_days": "200"}))
    assert app.number_input(key="side_min_baseline_days").value == 3
    assert app.number_input(key="side_min_days").value == 200


def test_within_the_diary_nothing_is_said(files):
    records, _ = read_records([Source(name, body) for name, body in files.items()])
    for stated in (None, records.first_date, date(2024, 4, 1), records.last_date):
        assert cut_off_told(records, stated) == ""
    later = dataclasses.replace(records, names=("x",))
    assert cut_off_told(later, records.last_date + timedelta(days=1))
