"""What waits for a browser: found by its cookie and number alone, bounded, and forgotten."""

import gc
import weakref
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlencode

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from clinic import waiting
from clinic.configuration import Configuration
from clinic.waiting import IDLE_HOURS, Place, Waiting, bytes_of
from importing import Source, read_records
from tests.test_access import AUTH
from tests.test_choices_stay import files, load
from tests.test_pages import ROOT, drawers_open, press, start, text
from ui.frame import page
from ui.tab import history, returning, state
from words.lists import descriptions

pytestmark = pytest.mark.slow

__all__ = ["files"]  # fixtures


def nobody(_: str) -> bool:
    return False


def everybody(_: str) -> bool:
    return True


class Clock:
    def __init__(self) -> None:
        self.hours = 0.0

    def __call__(self) -> float:
        return self.hours * 3600


@pytest.fixture
def records():
    counts = b"patient_id,session,migraine_days\nA,0,20\nA,1,9\n"
    return read_records([Source("counts.csv", counts)])[0]


def keep(store: Waiting, place: Place, records, session: str = "a", is_live=nobody) -> str:
    held = {"records": records, "patient_id": "A"}
    return store.keep(place, held, session, own=True, is_live=is_live)


def test_found_only_by_browser_person_and_number(records):
    store = Waiting()
    here, other = store.cookie_for(""), store.cookie_for("")
    number = keep(store, Place(here, "ada", ""), records)
    assert store.take(Place(here, "ada", number), "b", nobody)[1]["records"] is records
    for place in (Place(other, "ada", number), Place(here, "bob", number), Place(here, "ada", "1")):
        assert store.take(place, "b", nobody) == ("", None)
    assert store.latest_own(here, "ada") == number
    assert store.latest_own(here, "bob") == store.latest_own(other, "ada") == ""


def test_a_view_that_a_live_tab_looks_at_is_copied_under_a_new_number(records):
    store = Waiting()
    here = store.cookie_for("")
    number = keep(store, Place(here, "ada", ""), records)
    again, _ = store.take(Place(here, "ada", number), "b", nobody)
    assert again == number  # its tab has gone
    copy, kept = store.take(Place(here, "ada", number), "c", everybody)
    assert copy != number
    assert kept["records"] is records
    assert store.size == (2, bytes_of(records))  # what two tabs share counts once
    # a tab that comes back while another has taken its number gets another one, too
    assert keep(store, Place(here, "ada", number), records, "a", everybody) not in (number, copy)
    assert keep(store, Place(here, "ada", number), records, "b", everybody) == number


def test_forgotten_after_the_idle_time_and_the_store_held_the_last_reference(records):
    clock = Clock()
    store = Waiting(now=clock)
    here = store.cookie_for("")
    own = replace(records)
    number = keep(store, Place(here, "ada", ""), own)
    held = weakref.ref(own)
    del own
    gc.collect()
    assert held() is not None
    clock.hours = 3 * IDLE_HOURS
    store.forget_idle(everybody)  # a connected tab is not idle
    clock.hours += IDLE_HOURS - 1
    store.forget_idle(nobody)
    assert store.knows(here)
    assert store.latest_own(here, "ada") == number
    clock.hours += 2
    store.forget_idle(nobody)
    assert store.take(Place(here, "ada", number), "b", nobody) == ("", None)
    assert not store.knows(here)
    gc.collect()
    assert held() is None
    assert store.size == (0, 0)


def test_memory_is_bounded_and_what_was_used_last_stays(records):
    sets = [replace(records, names=(str(n),)) for n in range(5)]
    clock = Clock()
    store = Waiting(most_bytes=3 * bytes_of(records), now=clock)
    here = store.cookie_for("")
    numbers = []
    for clock.hours, one in enumerate(sets):
        numbers.append(keep(store, Place(here, "ada", ""), one))
    there = [bool(store.take(Place(here, "ada", n), "b", nobody)[1]) for n in numbers]
    assert there == [False, False, True, True, True]
    alone = Waiting(most_bytes=1)
    number = keep(alone, Place(here, "ada", ""), records)
    assert alone.take(Place(here, "ada", number), "b", nobody)[1]  # larger than all: alone


def test_views_of_the_sample_go_before_her_own(records, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_VIEWS", 3)
    store = Waiting()
    here = store.cookie_for("")
    number = keep(store, Place(here, "ada", ""), records)
    for n in range(9):
        store.keep(Place(here, "ada", ""), {}, str(n), own=False, is_live=nobody)
    assert store.size[0] == 3
    assert store.latest_own(here, "ada") == number


def test_forgetting_forgets_in_every_tab_of_this_browser_and_nothing_else(records):
    store = Waiting()
    here, other = store.cookie_for(""), store.cookie_for("")
    one = keep(store, Place(here, "ada", ""), records)
    two = keep(store, Place(here, "ada", ""), records, "b")
    else_ = keep(store, Place(here, "ada", ""), replace(records, names=("x",)), "c")
    elsewhere = keep(store, Place(other, "ada", ""), records, "d")
    store.forget(Place(here, "ada", one), records, ["files"], {"told": "gone"}, nobody)
    assert store.take(Place(here, "ada", one), "a", nobody) == ("", None)
    assert store.take(Place(here, "ada", two), "b", nobody) == (two, {"told": "gone"})
    assert store.forgotten(here, "ada", records)
    assert not store.forgotten(other, "ada", records)
    assert store.take(Place(here, "ada", else_), "c", nobody)[1]
    assert store.take(Place(other, "ada", elsewhere), "d", nobody)[1]
    again = keep(store, Place(here, "ada:with fewer rights", ""), records)
    store.forget_person(here, "ada")
    assert store.take(Place(here, "ada:with fewer rights", again), "b", nobody)[1] is None
    assert store.size[0] == 1


@pytest.mark.parametrize(("is_live", "stays"), [(nobody, False), (everybody, True)])
def test_forgetting_forgets_what_the_tab_held_before(records, is_live, stays):
    """Files put on top make other records: the earlier ones may wait in a view that nobody has."""
    store = Waiting()
    here = store.cookie_for("")
    left = keep(store, Place(here, "ada", ""), records, "gone")
    mine = keep(store, Place(here, "ada", ""), records)
    more = replace(records, names=("more",))
    keep(store, Place(here, "ada", mine), more)
    store.forget(Place(here, "ada", mine), more, [], {}, is_live)
    kept = store.take(Place(here, "ada", left), "b", nobody)[1]
    assert ("records" in kept) == stays


def test_a_cookie_is_never_replaced_while_it_is_known(records):
    clock = Clock()
    store = Waiting(now=clock)
    new = store.cookie_for("")
    assert len(new) >= 43
    assert store.cookie_for(new) == new
    assert store.cookie_for("") != new
    stale = "s" * 43
    renewed = store.cookie_for(stale)
    assert renewed != stale
    assert store.cookie_for(stale) == renewed  # tabs of one browser that come back together
    clock.hours = 1 / 60
    later = store.cookie_for(stale)  # whoever has put it there, and comes after her
    assert later not in (stale, renewed)
    assert store.cookie_for(stale) == later
    assert not store.take(Place(later, "ada", ""), "b", nobody)[1]
    assert store.was_here_before(renewed, "ada")
    assert not store.was_here_before(new, "ada")
    store.keep(Place(renewed, "ada", ""), {"records": None}, "a", own=False, is_live=nobody)
    assert store.was_here_before(renewed, "ada")  # she has read so, and opened nothing yet
    keep(store, Place(renewed, "ada", ""), records)
    assert not store.was_here_before(renewed, "ada")
    for nonsense in ("x", "y" * 500):
        assert not store.was_here_before(store.cookie_for(nonsense), "ada")


def test_cookies_are_bounded_and_those_with_nothing_go_first(records, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_BROWSERS", 5)
    store = Waiting()
    here = store.cookie_for("")
    keep(store, Place(here, "ada", ""), records)
    for _ in range(50):
        store.cookie_for("")
    assert store.knows(here)


def test_on_a_clinic_server_only_if_it_is_switched_on():
    of = lambda **clinic: Configuration("localhost", AUTH, {"roles_claim": "r", **clinic})  # noqa: E731
    assert Configuration("localhost", {}, {}).records_wait
    assert not of().records_wait
    assert of(records_wait=True).records_wait
    assert not of(records_wait="true").records_wait
    assert "without quotes" in of(records_wait="true").problems()[0]
    assert of(records_wait=True).problems() == []


# --- what a tab finds again


@pytest.fixture
def cookie(monkeypatch) -> str:
    """This browser has a cookie that the server knows."""
    store = Waiting()
    monkeypatch.setattr(returning, "WAITING", store)
    mine = store.cookie_for("")
    use(monkeypatch, mine)
    return mine


def use(monkeypatch, value: str) -> None:
    held = MappingProxyType({returning.cookie_name(): value})
    monkeypatch.setattr(ContextProxy, "cookies", held)


def address(app: AppTest) -> dict:
    return dict(app.query_params)


def chosen(files) -> AppTest:
    app = load(drawers_open(start("app.py")), files)
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    app.multiselect(key="filter_clinician").set_value(["B"]).run()
    app.selectbox(key="side_window").select("whole_cycle").run()
    app.session_state["patient_id"] = "2"
    return app.run()


def test_a_reload_brings_back_records_choices_and_patient(cookie, files):
    app = chosen(files)
    again = start("pages/patient.py", query=address(app))
    assert again.session_state["records"] is app.session_state["records"]
    assert again.session_state["settings"] == app.session_state["settings"]
    assert "2: what was recorded" in text(again)
    assert "links do not carry" not in text(again)
    assert address(again)["view"] == address(app)["view"]
    assert "2" not in {v for key, v in address(again).items() if key != "view"}


def test_a_bare_address_opens_her_records_and_never_the_sample(cookie, files):
    app = chosen(files)
    bare = start("app.py")
    assert bare.session_state["records"] is app.session_state["records"]
    assert bare.session_state["settings"] == app.session_state["settings"]
    stated = start("app.py", query={"definition": "nice"})
    assert stated.session_state["records"] is app.session_state["records"]
    assert stated.session_state["settings"].definition.name == "nice"
    assert stated.session_state["settings"].filters == (("clinician", ("B",)),)


def test_what_back_and_forward_choose_waits_for_the_next_tab(cookie, files, monkeypatch):
    app = load(drawers_open(start("app.py")), files)
    app.selectbox(key="side_window").select("whole_cycle").run()
    before = address(app)
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    for there, filters in ((before, ()), (address(app), (("site", ("Moor",)),))):
        with monkeypatch.context() as back:
            back.setattr(history, "pressed", lambda: True)
            app.query_params.clear()
            app.query_params.update(there)
            app.run()
        assert app.session_state["settings"].filters == filters
        assert start("app.py").session_state["settings"] == app.session_state["settings"]


@pytest.mark.parametrize("at", ["follow", "keep", "navigation", "write_address"])
def test_a_press_of_back_outlives_a_message_that_ends_its_run(cookie, files, monkeypatch, at):
    """The run of Back ends before or after each step of the frame; the run after it is no Back."""
    app = load(drawers_open(start("app.py")), files)
    before = address(app)
    app.multiselect(key="filter_site").set_value(["Moor"]).run()
    runs: list[bool] = []

    def ends_the_first(step):
        def run(*args, **kwargs):
            if len(runs) == 1:
                runs.append(True)
                raise RerunException(RerunData(query_string=urlencode(before, doseq=True)))
            return step(*args, **kwargs)

        return run

    def pressed():
        runs.append(True)
        return len(runs) == 1

    holds = {"keep": returning, "navigation": page, "write_address": state}.get(at, history)
    monkeypatch.setattr(history, "pressed", pressed)
    monkeypatch.setattr(holds, at, ends_the_first(getattr(holds, at)))
    app.query_params.clear()
    app.query_params.update(before)
    app.run()
    assert len(runs) == 3  # pressed, ended, and the run after it
    assert app.session_state["settings"].filters == ()
    assert address(app) == before


def test_a_view_that_holds_the_sample_comes_back_with_it(cookie, files):
    app = load(start("app.py"), files)
    app.switch_page("pages/load.py").run()
    press(app, "Open the sample clinic (synthetic)")
    again = start("app.py", query=address(app))
    assert again.session_state["records"].synthetic


def test_under_another_cookie_the_number_is_ignored(cookie, files, monkeypatch):
    app = chosen(files)
    use(monkeypatch, returning.WAITING.cookie_for(""))
    other = start("app.py", query=address(app))
    assert other.session_state["records"] is None
    assert "This link needs the records" in text(other)
    assert f"for {IDLE_HOURS} hours without an open tab" in text(other)
    assert address(other)["view"] != address(app)["view"]
    again = start("app.py", query=address(other))
    assert "This link needs the records" in text(again)  # after a reload as well


def test_a_browser_whose_cookie_is_unknown_reads_a_sentence_and_not_the_sample(cookie, monkeypatch):
    use(monkeypatch, returning.WAITING.cookie_for("from before " + "x" * 30))
    app = start("app.py")
    assert app.header[0].value == returning.RESTARTED
    assert app.session_state["records"] is None
    assert "SYNTHETIC" not in text(app)
    assert start("app.py").session_state["records"] is None  # nor in her next tab
    app.switch_page("pages/load.py").run()
    assert app.header[0].value == returning.RESTARTED
    app.switch_page("app.py").run()
    press(app, "Open the sample clinic")
    assert app.session_state["records"].synthetic


def test_a_tab_that_outlived_the_server_says_so_and_a_link_of_another_browser_does_not(
    cookie, files, monkeypatch
):
    app = load(start("app.py"), files)
    theirs = address(app)["view"][:12] + "0" * 8  # of a browser with another cookie
    store = Waiting()
    monkeypatch.setattr(returning, "WAITING", store)
    use(monkeypatch, store.cookie_for(cookie))
    for query, headline in (
        (address(app), returning.RESTARTED),
        ({**address(app), "view": theirs}, "This link needs the records it was made from."),
        ({"records": "own"}, "This link needs the records it was made from."),
    ):
        opened = start("pages/patients.py", query=query)
        assert opened.header[0].value == headline
        assert not opened.dataframe


def test_what_was_forgotten_for_its_time_is_no_restart(cookie, files, monkeypatch):
    app = load(start("app.py"), files)
    waits = returning.WAITING
    later = waits._now() + (IDLE_HOURS + 1) * 3600
    monkeypatch.setattr(waits, "_now", lambda: later)
    waits.forget_idle(nobody)
    use(monkeypatch, waits.cookie_for(cookie))
    for query in (address(app), {}):
        opened = start("app.py", query=query)
        assert f"{IDLE_HOURS} hours have passed" in text(opened)
        assert "restarted" not in text(opened)


def test_forget_forgets_in_the_other_tab_too(cookie, files):
    app = chosen(files)
    other = start("app.py", query=address(app))
    other.session_state["view"] = ""  # as a tab of its own has
    other.run()
    assert address(other)["view"] != address(app)["view"]
    press(app, "Forget these records")
    assert "Nothing is loaded" in text(app)
    assert start("app.py", query=address(app)).session_state["records"] is None
    asleep = start("app.py", query=address(other))
    for late in (asleep, other.run()):
        assert late.session_state["records"] is None
        assert "forgotten in another tab" in "".join(i.value for i in late.info)


def test_an_id_that_was_typed_is_forgotten_with_the_records_and_searched_in_no_others(
    cookie, files
):
    app = chosen(files)
    app.switch_page("pages/patients.py").run()
    app.text_input(key="find_patient").set_value("4").run()
    assert "with “4” in the id" in text(app)
    press(app, "Forget these records")
    press(app, "Open the sample clinic")
    assert app.text_input(key="find_patient").value == ""
    assert "in the id" not in text(app)


def test_files_with_an_open_question_wait_too(cookie):
    app = start("pages/load.py")
    own = b"Code;Tag;Kopfweh heute\nA;06.11.2024;ja\nA;07.11.2024;nein\n"
    app.file_uploader(key="files_0").upload("eigene.csv", own)
    app.run()
    assert "6 Nov 2024 or 11 Jun 2024" in text(app)
    again = start("pages/load.py", query=address(app))
    assert "6 Nov 2024 or 11 Jun 2024" in text(again)
    again.run()
    press(again, "Day first\\: 6 Nov 2024")
    assert again.session_state["pending"][0].diary["headache"].tolist() == [1, 0]


def test_without_a_server_nothing_waits_and_that_is_said(files):
    app = load(start("app.py"), files)
    assert "view" not in address(app)
    app.switch_page("pages/load.py").run()
    assert "a reload forgets them" in text(app)


@pytest.mark.parametrize("document", ["README.md", "docs/server.md", "DECISIONS.md"])
def test_the_idle_time_is_documented(document):
    assert f"{IDLE_HOURS} hours" in (ROOT / document).read_text(encoding="utf-8")


def test_with_a_server_it_is_said_what_waits(cookie, files):
    app = load(start("app.py"), files)
    app.switch_page("pages/load.py").run()
    assert "reload forgets" not in text(app)
    assert "wait in the memory of Clear Days for this browser alone" in text(app)


def test_a_reload_brings_back_the_day_and_the_ticks_of_today(cookie):
    app = start("pages/patient.py", {"patient_id": "P-0129"})
    app.switch_page("pages/today.py").run()
    app.segmented_control(key="coming_span").set_value("Week").run()
    press(app, "Later")
    assert "in the week of 6 July" in text(app)
    again = start("pages/today.py", query=address(app))
    assert "in the week of 6 July" in text(again)
    assert "P-0129" in again.session_state["seen"]
    again.segmented_control(key="coming_span").set_value("Day").run()
    press(again, "Earlier")
    press(again, "Earlier")
    assert "1 of 5 opened" in text(again)


def test_a_reload_brings_back_the_list_that_was_pasted(cookie, files):
    app = start("pages/today.py")
    assert "Kept in memory beside the records, gone with them" in text(app)
    app.text_area(key="coming_text").set_value("P-0131\nP-0041\nP-0714").run()
    press(app, "Show them")
    assert "2 of the 3] on the pasted list are shown" in text(app)
    again = start("pages/today.py", query=address(app))
    assert "2 of the 3] on the pasted list are shown" in text(again)
    assert "1 of 3 ids is in no file" in text(again)
    load(again, files)
    again.switch_page("pages/today.py").run()
    assert "on the pasted list" not in text(again)


def test_where_a_reload_forgets_a_pasted_list_says_so():
    app = start("pages/today.py")
    assert "Kept in this tab only, gone when it closes or is loaded again" in text(app)


def test_a_reload_brings_back_the_list_that_was_looked_at(cookie, files):
    app = load(start("app.py"), files)
    app.switch_page("pages/records.py").run()
    definition, records = app.session_state["settings"].definition, app.session_state["records"]
    wanted = descriptions(definition, records)[3].name
    app.radio(key="description").set_value(wanted).run()
    again = start("pages/records.py", query=address(app))
    assert again.radio(key="description").value == wanted
    changed = start("pages/records.py", query={**address(app), "definition": "preempt"})
    assert changed.radio(key="description").value != wanted  # other rows: the list begins anew


def test_the_view_that_was_used_last_is_known_by_its_browser_and_person(records):
    store = Waiting()
    here = store.cookie_for("")
    assert store.latest(here, "ada") == {}
    keep(store, Place(here, "ada", ""), records)
    store.keep(Place(here, "ada", ""), {"closed": True}, "b", own=False, is_live=nobody)
    assert store.latest(here, "ada") == {"closed": True}
    assert store.latest(here, "bob") == {}
