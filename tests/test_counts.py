"""Nothing grows unnoticed: queries, rows collected, marks, bytes and reruns are counted."""

import dataclasses
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from sqlalchemy import event
from streamlit.runtime.caching import cache_resource_api

from analytics import result
from analytics.cycles import count_cycles
from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import CANONICAL
from analytics.research import models
from analytics.result import result_of
from analytics.settings import Settings
from clinic.database import make_engine, upgrade
from importing import Source, read_records
from importing.stamped import write_stamped
from perf.cohorts import as_cycles, with_days
from registry.engines import OnDisk
from registry.opened import opened as opened_diary
from registry.whole import outcomes_in_parts
from tests.counted import BESIDE, HEAVY, ROOT, counting, opened, reader_is_done
from tests.test_sample import FOLDER
from ui.showing.copied import PRESSED

pytestmark = pytest.mark.slow

PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
MOST_MARKS = 5_000  # of one figure
MOST_ROWS = 1_000  # of one table on the screen
NO_TABLES_BEHIND = (
    "all_pages",
    "by_itself",
    "definitions",
    "kept",
    "load",
    "medication",
    "onset",
    "patients",
    "presentation",
    "records",
    "report",
    "today",
    "trail",
)
TABLES_BEHIND = [page for page in PAGES if Path(page).stem not in NO_TABLES_BEHIND]
MANY = 20_000  # patients, enough for every limit to hold back
# kB of a rerun with the sample: what was measured, and at most a fifth more. Of each page about 5
# are the sheet of styles and the watch of the theme, 2 what words mean, of each figure 6 the
# script that saves it; a list is sent as it is printed and as numbers to sort by.
ANY_KB = 50
MOST_KB = {
    "by_itself": 64,  # two figures, four closed tables
    "compared": 56,  # 50.3 measured: each table says what of it stands on paper
    "onset": 215,  # a panel for every session
    "patient": 140,
    "patients": 108,
    "quality": 64,
    "records": 56,  # 51 measured, as above
    "reduction": 110,
    "sensitivity": 85,
    "spread": 62,
    "subgroups": 64,
    "today": 62,
    "who": 58,  # 51 measured: two figures, four methods explained
}
MOST_KB_OF_MANY = 300


@pytest.fixture(scope="module")
def many():
    return as_cycles(MANY)


@pytest.fixture
def queries(monkeypatch):
    """How often DuckDB is asked while somebody waits; each count takes a cursor of its own.

    What is read beside the page has its own limits (``test_read_ahead``, ``test_described``).
    """
    st.cache_resource.clear()  # nothing is left over from other tests
    return noted_by(monkeypatch)


@pytest.fixture
def later_queries(monkeypatch):
    """The same where only what follows a first run counts: others may have read the sample."""
    return noted_by(monkeypatch)


def noted_by(monkeypatch) -> list[object]:
    asked, cursor = [], duckdb.DuckDBPyConnection.cursor

    def noted(connection):
        if not threading.current_thread().name.startswith(BESIDE):
            asked.append(connection)
        return cursor(connection)

    monkeypatch.setattr(duckdb.DuckDBPyConnection, "cursor", noted)
    return asked


@pytest.mark.parametrize("page", PAGES)
def test_a_rerun_sends_little_and_asks_nothing(page, later_queries):
    with counting() as sent:
        app = opened(page, patient_id="P-0005")
        reader_is_done()  # who comes next is read once, beside the first look
        later_queries.clear()
        sent.runs = 0
        app.run()
    assert sent.runs == 1
    assert not later_queries
    assert sent.bytes < 1000 * MOST_KB.get(Path(page).stem, ANY_KB), sent.bytes
    assert all(marks <= MOST_MARKS for marks in sent.marks), sent.marks
    assert all(rows <= MOST_ROWS for rows in sent.rows), sent.rows


@pytest.mark.parametrize("page", PAGES)
def test_many_patients_send_no_more_than_a_screen_holds(page, many, monkeypatch):
    monkeypatch.setattr(models, "MOST", 300)  # here only what is sent is looked at
    with counting() as sent:
        app = opened(page, many, patient_id="P000005")
        app.run()
    assert not app.exception
    assert sent.bytes < 1000 * MOST_KB_OF_MANY, sent.bytes
    assert all(marks <= MOST_MARKS for marks in sent.marks), sent.marks
    assert all(rows <= MOST_ROWS for rows in sent.rows), sent.rows


@pytest.mark.parametrize("page", PAGES)
def test_what_is_opened_sends_no_more_rows_than_a_screen_holds(page, many, monkeypatch):
    monkeypatch.setattr(models, "MOST", 300)
    with counting() as sent:
        app = opened(page, many, patient_id="P000005")
        ids = [box.proto.id for box in app.expander if box.proto.id]
        before = len(sent.rows)
        for box in ids:
            app.session_state[box[box.index("open_") :]] = True
        app.run()
    assert not app.exception
    assert bool(ids) == (page in TABLES_BEHIND)
    assert (len(sent.rows) > before) == bool(ids)
    assert all(rows <= MOST_ROWS for rows in sent.rows), sent.rows


def test_the_first_page_counts_the_days_once(queries):
    opened("app.py").run()
    assert len(queries) == 1


@pytest.mark.parametrize(("whose", "times"), [("everybody's", 1), ("her own", 2)])
def test_the_sample_is_counted_once_for_all_tabs_and_ones_own_in_the_tab(
    whose, times, queries, many, monkeypatch
):
    def from_another_tab(name):
        monkeypatch.setattr(cache_resource_api, "get_session_id_or_throw", lambda: name)
        opened("app.py", None if whose == "everybody's" else many)

    counts, made = [], result.derive_outcomes
    monkeypatch.setattr(result, "derive_outcomes", lambda *a: counts.append(len(a[0])) or made(*a))
    from_another_tab("one")
    mine = len(counts)
    from_another_tab("two")
    assert mine > 0
    assert counts.count(counts[mine - 1]) == times


CLICKS = {
    "a session": ("app.py", lambda app: app.get("button_group")[0].set_value([0])),
    "the threshold": ("app.py", lambda app: app.number_input("side_threshold").set_value(30)),
    "a preset": ("app.py", lambda app: app.selectbox("definition_preset").set_value("preempt")),
    "a site": ("app.py", lambda app: app.multiselect("filter_site").set_value(["Moor"])),
    "same patients": ("app.py", lambda app: app.toggle("same_patients").set_value(True)),
    "a description": ("pages/records.py", lambda app: app.radio("description").set_value("worse")),
    "a patient": (
        "pages/patient.py",
        lambda app: app.selectbox("patient_chosen").set_value("P-0007"),
    ),
}


@pytest.mark.parametrize("what", CLICKS)
def test_a_click_is_one_rerun(what, queries):
    page, click = CLICKS[what]
    with counting() as sent:
        app = opened(page, patient_id="P-0005", open_definition=True, open_filters=True)
        queries.clear()
        sent.runs = 0
        click(app)
        app.run()
    assert not app.exception
    assert sent.runs == 1
    assert len(queries) <= (13 if what == "a patient" else 1), len(queries)


def test_heavy_packages_are_loaded_where_they_are_used():
    program = (
        "import sys; from streamlit.testing.v1 import AppTest; import server; "
        "app = AppTest.from_file('app.py', default_timeout=60).run(); assert not app.exception; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert done.stdout.strip() == "[]"


def test_a_desk_that_keeps_nothing_asks_no_database(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    monkeypatch.setenv("CLEAR_DAYS_DATABASE", url)
    opened("app.py").run()
    assert not (tmp_path / "kept.db").exists()


def test_a_registry_collects_patients_times_sessions(tmp_path, monkeypatch):
    """And goes through the days once."""
    patients, collected = 60, []
    records = with_days(patients)
    folder = tmp_path / "diary"
    folder.mkdir()
    for number, (_, part) in enumerate(records.diary.groupby(records.diary.index % 3)):
        content = write_stamped(CANONICAL["diary"], part.sort_values(["patient_id", "date"]))
        (folder / f"{number}.parquet").write_bytes(content)
    collect = OnDisk.collect

    def noted(self, frame):
        found = collect(self, frame)
        collected.append(len(found))
        return found

    monkeypatch.setattr(OnDisk, "collect", noted)
    with opened_diary(str(folder)) as diary:
        rest = dataclasses.replace(records, diary=records.diary.head(0)).as_of(diary.last_date())
        parts = list(outcomes_in_parts(diary, rest, DEFAULT_DEFINITION, at_once=20))
    assert len(parts) == 3
    assert len(collected) == 1  # the last day stands in the files' own statistics
    assert collected[0] <= patients * 5


def test_opening_kept_records_asks_as_often_however_many_rows(tmp_path):
    from clinic import cohorts

    asked = []
    engine = make_engine(f"sqlite:///{tmp_path / 'kept.db'}")
    upgrade(engine)
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    numbers = []
    for patients in (5, 500):
        kept = cohorts.keep(engine, f"Of {patients}", as_cycles(patients), Settings(), "ada")
        asked.clear()
        cohorts.opened(engine, kept)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] <= 8
    engine.dispose()


def test_narrowing_never_counts_twice(queries, sample):
    records = sample[0]
    assert len(result_of(records, Settings(filters=(("site", ("Moor",)),))).outcomes)
    assert len(queries) == 1
    count_cycles(records.as_of(), DEFAULT_DEFINITION)
    assert len(queries) == 2


def test_the_door_reads_each_file_once(monkeypatch):
    from importing import one_file

    read, tables = [], one_file.open_tables

    def noted(name, content, test):
        read.append(name)
        return tables(name, content, test)

    monkeypatch.setattr(one_file, "open_tables", noted)
    names = ("diary", "sessions", "patients")
    read_records([Source(f"{n}.csv", (FOLDER / f"{n}.csv").read_bytes(), n) for n in names])
    assert read == [f"{n}.csv" for n in names]


def test_the_sidebar_makes_its_choices_when_they_are_opened_and_keeps_them_when_closed():
    app = opened("app.py", open_definition=True, open_filters=True)
    assert app.sidebar.number_input
    assert app.sidebar.multiselect
    app.number_input("side_threshold").set_value(30)
    app.multiselect("filter_site").set_value(["Moor"])
    app.run()
    app.session_state["open_definition"] = app.session_state["open_filters"] = False
    app.run()
    assert not app.exception
    assert not app.sidebar.number_input
    assert not app.sidebar.multiselect
    settings = app.session_state["settings"]
    assert (settings.definition.threshold, settings.filters) == (30, (("site", ("Moor",)),))
    assert app.button("chip_site").label == "site\\: Moor"


def test_the_rows_of_a_list_are_sent_to_be_copied_once_when_copy_is_pressed():
    with counting() as sent:
        app = opened("pages/records.py", description="worse")
        app.run()
        before = sent.bytes
        app.session_state[f"{PRESSED}_records_worse"] = True
        app.run()
        pressed = sent.bytes
        app.run()
    assert pressed > before + 1_000
    assert sent.bytes < before + 100
