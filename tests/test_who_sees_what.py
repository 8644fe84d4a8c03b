"""What does a role see of what is kept, when rights change, and what is the trail told of it?"""

from dataclasses import replace

import pandas as pd
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.settings import Settings
from clinic import cohorts, trail
from clinic.access import GRANTED, Person
from clinic.configuration import Configuration
from tests.test_access import AUTH
from tests.test_kept_cohorts import few
from tests.test_kept_pages import engine, press
from tests.test_pages import small_cohort, start, text
from ui.access import sign_in
from ui.frame import page
from ui.kept.told import entry_told
from ui.tab import state

pytestmark = pytest.mark.slow

__all__ = ["engine"]  # fixtures

CLINICIAN = Person("ada", "ada", GRANTED["clinician"])
DAYS = "1,0,1,1,0,1,0,0,1,1,0,1"


@pytest.fixture
def signs_in(monkeypatch):
    """From the next run on the tab is this person's."""

    def become(who: Person) -> None:
        monkeypatch.setattr(sign_in, "_who", lambda config: who)

    become(CLINICIAN)
    return become


def kept_by_file(engine, settings: Settings = Settings()) -> None:  # noqa: B008
    """A cohort of which each file is named after its patient."""
    records = replace(few("ABCD", DAYS), names=("Anna.csv", "Berta.csv"))
    cohorts.keep(engine, "Autumn", records, settings, "ada")


def told_of(engine) -> list[tuple[str, str]]:
    entries = trail.entries(engine)[::-1]
    return list(zip(entries["what"], entries["about"], strict=True))


@pytest.mark.parametrize(
    "now",
    [
        replace(CLINICIAN, rights=GRANTED["researcher"]),
        replace(CLINICIAN, sites=("Moor",)),
        replace(CLINICIAN, key="berta"),
    ],
)
def test_with_other_rights_nothing_of_before_stays_in_the_tab(engine, signs_in, now):
    app = start("pages/patients.py", {"records": few("ABCD", DAYS), "report": None})
    app.session_state["opened"] = ["A"]
    app.run()
    assert not app.session_state["records"].synthetic  # the same person with the same rights
    signs_in(now)
    app.switch_page("pages/change.py").run()
    assert not app.exception
    assert app.session_state["records"] is None
    assert "opened" not in app.session_state


@pytest.mark.parametrize("role", ["viewer", "researcher", "administrator"])
def test_who_may_see_no_patient_arrives_where_she_may_go_on(engine, signs_in, role):
    """The first page is about patients: it refused whoever had just signed in, without a link."""
    signs_in(Person("v", "v", GRANTED[role]))
    app = start("app.py")
    assert "Your role does not let you" not in text(app)
    assert "Every page, by what it is about" in text(app)
    assert not told_of(engine)
    app.switch_page("pages/patient.py").run()
    assert "Your role does not let you see patients." in text(app)
    assert app.main.get("page_link")
    assert [what for what, _ in told_of(engine)] == [trail.REFUSED]
    signs_in(Person("n", "n"))
    app = start("app.py")
    assert "You have no role here" in text(app)
    assert not app.main.get("page_link")


@pytest.mark.parametrize("role", ["viewer", "researcher"])
def test_no_file_that_is_named_after_a_patient_is_told(engine, signs_in, role):
    kept_by_file(engine)
    signs_in(Person("v", "v", GRANTED[role]))
    app = press(start("pages/kept.py"), "Open")
    for file in ("pages/presentation.py", "pages/report.py", "pages/all_pages.py"):
        app.switch_page(file).run()
        assert not app.exception
        assert "Anna" not in text(app), file
        assert "Autumn, version 1" in text(app) or file == "pages/presentation.py", file


@pytest.mark.parametrize("role", ["viewer", "researcher"])
def test_what_a_column_holds_that_she_may_not_see_is_not_told(engine, signs_in, role):
    """The choices that were kept may filter by a column that her view does not have."""
    kept_by_file(engine, Settings(filters=(("clinician", ("Dr Snow",)),)))
    signs_in(Person("v", "v", GRANTED[role]))
    app = press(start("pages/kept.py"), "Open")
    told = " ".join(info.value for info in app.info)
    assert "Kept with 1 filter" in told
    assert "Snow" not in told


def test_records_never_stand_with_the_choices_of_others(engine, signs_in, monkeypatch):
    """Of a press that ends the run of *Open*: a viewer would see groups that nobody looked at."""
    kept_by_file(engine, Settings(session=1, cut_off=None, definition=DEFAULT_DEFINITION))
    signs_in(Person("v", "v", GRANTED["viewer"]))
    app = start("pages/kept.py", {"records": few("AB", DAYS), "report": None})
    app.session_state["settings"] = Settings(filters=(("site", ("Moor",)),))
    own, ended = state.change, []

    def ends_once(**parts):
        if not ended:
            ended.append(True)
            raise RerunException(RerunData(widget_states=WidgetStates()))  # Open is no longer down
        own(**parts)

    monkeypatch.setattr(state, "change", ends_once)
    press(app, "Open")
    assert ended
    records, settings = app.session_state["records"], app.session_state["settings"]
    assert len(records.patient_ids) == 4
    assert settings.filters == ()


def test_whoever_is_shown_is_told_to_the_trail_first(engine, signs_in, monkeypatch):
    """A key for the next patient may end a run at any line."""
    app = start("pages/patients.py", {"records": few("AB", DAYS), "report": None})
    app.session_state["patient_id"] = "A"
    app.switch_page("pages/patient.py")
    seen: list[list[str]] = []
    monkeypatch.setattr(page, "strip", lambda *_: seen.append([w for w, _ in told_of(engine)]))
    app.run()
    assert seen
    assert trail.PATIENT in seen[0]


def test_marks_that_name_patients_are_told_once(engine, signs_in):
    days = pd.date_range("2024-01-15", "2024-06-30").strftime("%Y-%m-%d")
    rows = "".join(f"A,{day},{n % 2},{n % 2}\n" for n, day in enumerate(days))
    records, report = small_cohort(rows)
    app = start("pages/reduction.py", {"records": records, "report": report})
    app.run()
    lists = [about for what, about in told_of(engine) if what == trail.LISTED]
    assert lists
    assert len(set(lists)) == len(lists)
    assert all('"chart, ' in about and '"patients": 1' in about for about in lists)


def test_a_table_of_ids_is_told_when_it_is_opened(engine, signs_in):
    session = {"records": few("ABCD", DAYS), "report": None}
    app = start("pages/quality.py", session)
    assert not [about for what, about in told_of(engine) if what == trail.LISTED]
    app.session_state["open_recorded_days"] = True
    app.run()
    assert not app.exception
    (about,) = [about for what, about in told_of(engine) if what == trail.LISTED]
    assert '"patients": 4' in about
    signs_in(Person("r", "r", GRANTED["researcher"]))
    app = start("pages/quality.py", {**session, "open_recorded_days": True})
    assert len([what for what, _ in told_of(engine) if what == trail.LISTED]) == 1


def test_a_sign_in_is_told_once_whatever_tabs_and_reloads_follow(engine, signs_in, monkeypatch):
    monkeypatch.setattr(
        sign_in, "configuration", lambda: Configuration("localhost", AUTH, {"roles_claim": "r"})
    )
    for who in (
        replace(CLINICIAN, sign_in="morning"),
        replace(CLINICIAN, sign_in="morning"),
        replace(CLINICIAN, sign_in="morning", sites=("Moor",)),
        replace(CLINICIAN, sign_in="afternoon"),
    ):
        signs_in(who)
        start("pages/definitions.py")
    assert [what for what, _ in told_of(engine)] == [trail.SIGNED_IN] * 3


def test_rows_that_are_copied_leave_as_a_file_does(engine, signs_in):
    app = start("pages/patients.py", {"records": few("AB", DAYS), "report": None})
    before = len(told_of(engine))
    app.session_state["copy_pressed_patients"] = True
    app.run()
    assert not app.exception
    assert told_of(engine)[before:] == [(trail.EXPORTED, '{"copied": "patients"}')]
    assert entry_told(*told_of(engine)[-1]) == "Copied rows of the table patients"
    app.run()
    assert len(told_of(engine)) == before + 1


@pytest.mark.parametrize("role", ["viewer", "administrator"])
def test_an_address_chooses_nothing_for_who_may_not_choose(engine, signs_in, role):
    """Two filtered counts give a small group away."""
    signs_in(Person("v", "v", GRANTED[role]))
    address = {**Settings(PRESETS["preempt"], None, (("site", ("Moor",)),), 3).address()}
    for query in (address, {"session": "1"}, {"site": "Moor"}, {"show": "reached"}):
        app = start("pages/all_pages.py", {}, query)
        assert app.session_state["settings"] == Settings()


@pytest.mark.parametrize("role", ["viewer", "researcher"])
def test_two_versions_are_not_for_who_may_not_choose(engine, signs_in, role):
    """Two versions can be subtracted: of the one patient who came in between everything is told."""
    kept_by_file(engine)
    kept_by_file(engine)
    signs_in(Person("v", "v", GRANTED[role]))
    app = start("pages/kept.py")
    opens = [button for button in app.button if button.label == "Open"]
    assert len(opens) == (2 if role == "researcher" else 1)
    assert "version 2" in text(app)
