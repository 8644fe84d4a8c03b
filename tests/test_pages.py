"""Every page, found by glob: with the sample, with nothing, with nobody left; gated and honest."""

import ast
import dataclasses
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.codes import EntryRule
from analytics.definitions import PRESETS
from clinic import access
from importing import Choices, Source, read_records
from ui.access import sign_in
from words.foot import FOOT

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
JUDGE = ("app.py", "pages/reduction.py", "pages/patient.py")  # pages that say who is judged
NO_RECORDS = tuple(f"pages/{name}.py" for name in ("load", "definitions", "kept", "trail"))
NEEDS_RECORDS = [page for page in PAGES if page not in NO_RECORDS]


def start(page: str, session: dict | None = None, query: dict | None = None) -> AppTest:
    """The page by its address; run twice only where something is set in its session."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in (query or {}).items():
        app.query_params[key] = value
    if session:
        app.run()  # what is set takes the place of what the page began with
    for key, value in (session or {}).items():
        app.session_state[key] = value
    if page != "app.py":
        app.switch_page(page)
    app.run()
    assert not app.exception, app.exception
    return app


def drawers_open(app: AppTest) -> AppTest:
    """As a person opens what the sidebar keeps closed: the Definition's parts and the filters."""
    app.session_state["open_definition"] = app.session_state["open_filters"] = True
    return app.run()


def text(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.warning]
    told = [part.value for part in parts] + [part.proto.help for part in app.markdown]
    return "\n".join(told).replace("\\", "")  # as markdown shows it


@cache
def small_cohort(rows: str, sessions: str = "A,2024-03-01\n"):
    files = {
        "diary": "patient_id,date,headache,migraine\n" + rows,
        "sessions": "patient_id,session_date\n" + sessions,
    }
    sources = [Source(name, body.encode(), name) for name, body in files.items()]
    records, report = read_records(sources)
    if report.questions:  # a few days without a free one: the others were not recorded
        answers = {question.code: "not_recorded" for question in report.questions}
        records, report = read_records(sources, Choices(answers=answers))
    assert not report.questions
    return records, report


@pytest.mark.parametrize("page", PAGES)
def test_the_gate_is_the_first_line(page):
    """Nothing of a page runs before open_page: sign-in and sidebar cannot be skipped."""
    body = ast.parse((ROOT / page).read_text(encoding="utf-8")).body
    statements = [
        node
        for node in body[1:]
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.FunctionDef)
    ]
    assert ast.get_docstring(ast.parse((ROOT / page).read_text(encoding="utf-8")))
    assert ast.unparse(statements[0]).startswith("open_page(")


@pytest.mark.parametrize("page", PAGES)
def test_with_the_sample(page):
    app = start(page, {"patient_id": "P-0005"})
    shown = text(app)
    assert FOOT in shown
    if page not in ("pages/definitions.py", "pages/trail.py"):
        assert "SYNTHETIC" in shown
    if page in NEEDS_RECORDS:
        assert "Definition Hull 2014, as published" in shown
    assert "nan" not in shown.lower().replace("ordinan", "")
    assert "None" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_with_nothing_loaded(page):
    app = start(page, {"records": None, "report": None, "gone": False})
    assert FOOT in text(app)
    if page in NEEDS_RECORDS:
        assert "Nothing is loaded" in text(app)
        assert [button.label for button in app.main.button] == [
            "Load my files",
            "Open the sample clinic",
        ]


@pytest.mark.parametrize("page", NEEDS_RECORDS)
def test_after_a_reload_the_records_are_gone_and_the_sample_does_not_take_their_place(page):
    app = start(page, query={"records": "own", "definition": "preempt"})
    assert "a reload forgets them" in text(app)
    assert "SYNTHETIC" not in text(app)
    assert app.session_state["settings"].definition.name == "preempt"


@pytest.mark.parametrize("page", NEEDS_RECORDS)
def test_filtered_to_nobody(page):
    filters = (("sex", ("male",)), ("site", ("Nowhere",)))
    app = start(page)
    chosen = app.session_state["settings"]
    app.session_state["settings"] = dataclasses.replace(chosen, filters=filters)
    app.run()
    assert not app.exception
    assert "Nobody is left after filtering" in text(app)
    bare = page == "pages/presentation.py"  # no sidebar
    assert ("0 of 152 patients" if bare else "**0 of 152 patients**") in text(app)


@pytest.mark.parametrize("page", NEEDS_RECORDS)
@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("nobody evaluable", "A,2024-02-20,1,1\nA,2024-05-20,1,0\n"),
        ("no migraine recorded", "A,2024-02-20,1,\nA,2024-05-20,1,\n"),
        ("nobody treated yet", "A,2024-02-20,1,1\n"),
        (
            "one patient, judged",
            "".join(f"A,2024-02-{d:02d},1,1\n" for d in range(1, 29))
            + "".join(f"A,2024-03-{d:02d},0,0\n" for d in range(2, 32)),
        ),
    ],
)
def test_small_cohorts(page, case, rows):
    records, report = small_cohort(rows)
    app = start(page, {"records": records, "report": report, "patient_id": "A"})
    shown = text(app)
    assert "SYNTHETIC" not in shown
    assert "nan" not in shown
    expected = {
        "nobody evaluable": "udged" if page in JUDGE else "1",
        "no migraine recorded": "No migraine days are recorded",
        "nobody treated yet": "1 patient] comes on Friday 1 March"  # the session is still to come
        if page == "pages/today.py"
        else "Nobody has a session",
        "one patient, judged": "100% fewer" if "patient.py" in page else "1",
    }
    assert expected[case] in shown


@pytest.mark.parametrize("page", NEEDS_RECORDS)
def test_counts_without_dates(page):
    counts = "patient_id,session,migraine_days\nA,0,20\nA,1,9\nB,0,15\nB,1,14\nB,2,\n"
    records, report = read_records([Source("counts.csv", counts.encode())])
    app = start(page, {"records": records, "report": report, "patient_id": "A"})
    assert "drop-outs cannot be seen" in text(app).lower()
    assert "nan" not in text(app)


def test_the_headline_says_who_out_of_whom():
    app = start("app.py")
    assert re.search(
        r"\d+ of \d+ patients \(\d+%\)\] had at least 50% fewer migraine days after session 2\."
        r"\*\* :gray\[95% interval \d+ to \d+\.\]",
        app.header[0].value,
    )
    assert "were due" in text(app)
    assert "on placebo in PREEMPT 34%" in text(app)


def test_a_changed_definition_is_named_and_travels():
    app = drawers_open(start("app.py"))
    app.selectbox(key="side_window").select("weeks_9_12").run()
    assert "Hull 2014, changed: weeks 9 to 12" in text(app)
    assert app.query_params["window"] == "weeks_9_12"
    app.switch_page("pages/reduction.py").run()
    assert "Hull 2014, changed: weeks 9 to 12" in text(app)
    assert app.query_params["window"] == "weeks_9_12"


def test_a_shared_link_gives_the_same_settings():
    query = {"definition": "nice", "threshold": "40", "session": "3", "where_site": "Moor"}
    app = start("app.py", query=query)
    settings = app.session_state["settings"]
    assert settings.definition.label == "nice, changed: threshold 40"
    assert (settings.session, settings.filters) == (3, (("site", ("Moor",)),))
    assert {key: app.query_params[key] for key in query} == query


def test_a_link_with_nonsense_is_told_and_left_out():
    app = start("app.py", query={"window": "someday", "month": "31", "cut_off": "soon"})
    assert len(app.warning) == 3
    assert app.session_state["settings"].definition.label == "hull2014"


def test_no_patient_and_no_unsafe_filter_in_the_address():
    app = drawers_open(start("pages/patient.py", {"patient_id": "P-0005"}))
    app.multiselect(key="filter_clinician").set_value(["A"]).run()
    assert not app.exception
    assert "P-0005" not in str(app.query_params)
    assert "clinician" not in str(app.query_params)
    assert "Not kept in the address: clinician" in text(app)


def test_a_patient_who_is_filtered_away_is_said_to_be_so_and_not_replaced():
    app = start("pages/patient.py", {"patient_id": "P-0005"})
    site = app.session_state["records"].patients.set_index("patient_id").loc["P-0005", "site"]
    other = next(s for s in ("Harbour", "Moor", "Valley") if s != site)
    drawers_open(app).multiselect(key="filter_site").set_value([other]).run()
    assert "P\\-0005" in text(app) or "P-0005 is not among the patients" in text(app)
    assert app.session_state["patient_id"] == "P-0005"
    app.multiselect(key="filter_site").set_value([]).run()
    assert "P-0005: what was recorded" in text(app)


def test_same_patients_throughout_keeps_one_denominator():
    app = start("app.py", query={"session": "3"})
    app.toggle(key="same_patients").set_value(True).run()
    assert not app.exception
    assert "judged after every session up to 3" in text(app)


def test_files_are_previewed_then_used():
    app = start("pages/load.py")
    sample = ROOT / "data" / "sample"
    for name in ("diary.csv", "sessions.csv"):
        app.file_uploader(key="files_0").upload(name, (sample / name).read_bytes())
    app.run()
    assert not app.exception
    assert "reach 50%" in app.header[0].value
    assert "can be used" in text(app)
    assert app.session_state["records"].synthetic  # nothing is counted before it is confirmed
    use = next(button for button in app.button if button.label == "Use these records")
    use.click().run()
    assert not app.exception
    assert not app.session_state["records"].synthetic
    assert app.query_params["records"] == "own"


def test_bad_files_are_told_in_sentences():
    app = start("pages/load.py")
    app.file_uploader(key="files_0").upload("notes.csv", b"a,b\n1,2\n")
    app.file_uploader(key="files_0").upload(
        "diary.csv", b"patient_id,date,headache\nA,32/13/2024,1\n"
    )
    app.run()
    assert not app.exception
    assert "is none of the layouts that are known" in text(app).replace("\\", "")
    use = next(button for button in app.button if button.label == "Use these records")
    assert use.disabled


def test_forgetting_leaves_nothing():
    app = start("pages/load.py")
    records, report = small_cohort("A,2024-02-20,1,1\nA,2024-05-20,1,0\n")
    app.session_state["records"], app.session_state["report"] = records, report
    app.run()
    next(b for b in app.button if b.label == "Forget these records").click().run()
    assert not app.exception
    assert app.session_state["records"] is None
    assert "Nothing is loaded" in text(app)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def load_fixture(*names: str) -> AppTest:
    app = start("pages/load.py")
    for name in names:
        content = (ROOT / "tests" / "fixtures" / name).read_bytes()
        app.file_uploader(key="files_0").upload(name, content)
    app.run()
    assert not app.exception
    return app


def test_events_of_redcap_are_asked_and_the_counts_are_there():
    app = load_fixture("redcap_longitudinal.csv")
    assert "which event is the baseline" in text(app)
    press(app, "These are the sessions")
    records, report = app.session_state["pending"]
    assert len(records.counts) == 5
    assert not report.questions
    press(app, "Use these records")
    assert "of 2 patients" in text(app)


def test_an_unknown_file_is_mapped_with_our_suggestion():
    app = start("pages/load.py")
    own = b"Code;Tag;Kopfweh heute\nA;16.11.2024;ja\nA;17.11.2024;nein\n"
    app.file_uploader(key="files_0").upload("eigene.csv", own)
    app.run()
    assert "which column is which" not in text(app)
    records, _ = app.session_state["pending"]
    assert records.diary["headache"].tolist() == [1, 0]


def test_a_corrected_file_on_top_shows_what_it_changes_before_it_counts():
    app = load_fixture("wide_counts.csv")
    press(app, "Use these records")
    app.switch_page("pages/load.py").run()
    corrected = b"record_id,hd_baseline,hd_s1,md_baseline,md_s1\n1,20,9,15,8\n3,20,9,15,8\n"
    turn = app.session_state["upload_turn"]
    app.file_uploader(key=f"files_{turn}").upload("corrected.csv", corrected)
    app.run()
    assert "counts per session: 2 added, 1 replaced, 1 skipped" in text(app)
    press(app, "Put them on top")
    counts = app.session_state["records"].counts
    assert sorted(counts["patient_id"].unique()) == ["1", "2", "3"]


def test_the_period_of_an_attack_list_is_asked_and_marks_every_figure():
    app = load_fixture("migraine_buddy.csv")
    assert "from when to when was every attack written down" in text(app)
    press(app, "was written down")  # as suggested: from the first to the last attack
    records, _ = app.session_state["pending"]
    assert records.diary["assumed_free"].sum() == 1
    assert "taken as free, and each figure that rests on them is marked" in text(app)


@pytest.mark.parametrize(("headache", "told"), [("", True), ("0", False)])
def test_a_day_without_migraine_is_not_called_free_of_headache_unsaid(headache, told):
    rows = "".join(f"A,2024-02-{d:02d},{headache},0\n" for d in range(1, 29))
    records, report = small_cohort(rows + f"A,2024-05-20,{headache},0\n")
    app = start("pages/patient.py", {"records": records, "report": report, "patient_id": "A"})
    keys = " ".join(one.value for one in app.markdown)
    assert ("No migraine, headache not recorded" in keys) == told


@pytest.mark.parametrize(
    ("chosen", "told", "offered"),
    [
        ({"filters": (("site", ("Nowhere",)),)}, "Nobody is left after filtering", "Remove"),
        ({"cut_off": date(2000, 1, 1)}, "No day is recorded", "Up to the last"),
        ({"definition": PRESETS["hull2014"]}, "No migraine days are recorded", "Count headache"),
    ],
)
@pytest.mark.parametrize("page", ["pages/report.py", "pages/presentation.py"])
def test_who_may_choose_nothing_is_told_no_count_and_offered_no_choice(
    page, chosen, told, offered, monkeypatch
):
    """Of a kept cohort whose filters leave nobody at her sites even its size gives people away."""
    records, report = small_cohort("A,2024-02-20,1,\nA,2024-05-20,1,\n")
    for rights in (access.GRANTED["viewer"], access.RIGHTS):
        who = access.Person("somebody", "somebody", rights)
        monkeypatch.setattr(sign_in, "_who", lambda config, who=who: who)
        app = start(page)
        settings = dataclasses.replace(app.session_state["settings"], **chosen)
        for key, value in (("records", records), ("report", report), ("settings", settings)):
            app.session_state[key] = value
        app.run()
        assert not app.exception
        assert told in text(app)
        may = rights == access.RIGHTS
        assert any(button.label.startswith(offered) for button in app.main.button) == may
        assert ("0 of 1 patients match" in text(app)) == (may and offered == "Remove")


def test_what_was_asked_for_is_told_in_days_and_reads_as_a_sentence():
    app = drawers_open(start("app.py"))
    label = "Days asked for to be let in"
    assert "Nobody is left out" in app.selectbox(key="side_entry_rule").help
    app.selectbox(key="side_entry_rule").select(EntryRule.MONTH).run()
    assert not app.exception
    (asked,) = [one for one in app.selectbox if one.label == label]
    assert asked.options[1] == "In the month before session 1"
    assert app.number_input(key="side_entry_days").label == "At least so many migraine days"
    assert "let in with at least 15 migraine days in the month before session 1" in text(app)
