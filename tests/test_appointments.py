"""A session dated after the last diary day is an appointment: read for one page, in no figure."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from analytics.appointments import appointments, sessions_so_far
from analytics.frames import CANONICAL
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import TABLES, Asked, make_table
from analytics.written import as_csv
from importing import Source, read_records
from tests.examples import examples
from tests.front_door import days, diary, sessions

LAST = date(2024, 5, 31)  # of the diary
FIRST = date(2024, 2, 1)


def clinic(booked: str = "", head: str = "patient_id,session_date,session_time"):
    """Three patients with two sessions each; ``booked``: rows of appointments under ``head``."""
    rows, had = [], []
    for n, after in ((1, 4), (2, 9), (10, 16)):
        start = FIRST - timedelta(days=30)
        rows += diary(f"P-{n}", start.isoformat(), days(18, 30) + days(after, 30) * 4 + "-")
        had += sessions(f"P-{n}", FIRST.isoformat(), "2024-04-25")
    files = [
        Source("diary.csv", pd.DataFrame(rows).to_csv(index=False).encode(), "diary"),
        Source("sessions.csv", pd.DataFrame(had).to_csv(index=False).encode(), "sessions"),
    ]
    if booked:
        files.append(Source("booked.csv", f"{head}\n{booked}".encode(), "sessions"))
    records, report = read_records(files)
    assert not report.questions, [question.text for question in report.questions]
    return records, report


def test_they_stand_by_date_time_and_id_with_the_session_that_is_due():
    records, _ = clinic(
        "P-10,2024-07-02,\nP-2,2024-07-02,\nP-1,2024-07-02,08:40\nP-9,2024-07-02,7:20\n"
        "P-1,2024-09-24,\n"
    )
    found = appointments(records, Settings())
    assert found["patient_id"].tolist() == ["P-9", "P-1", "P-2", "P-10", "P-1"]
    assert found["session_time"].tolist() == ["07:20", "08:40", "", "", ""]
    assert found["session"].tolist() == [1, 3, 3, 3, 4]
    assert sessions_so_far(records, None).to_dict() == {"P-1": 2, "P-2": 2, "P-10": 2}


def test_a_later_cut_off_makes_sessions_of_them_and_an_earlier_one_makes_none():
    records, _ = clinic("P-1,2024-07-02,\nP-2,2024-07-20,\n")
    later = appointments(records, Settings(cut_off=date(2024, 7, 10)))
    assert later["patient_id"].tolist() == ["P-2"]
    assert sessions_so_far(records, date(2024, 7, 10))["P-1"] == 3
    assert len(appointments(records, Settings(cut_off=date(2024, 3, 1)))) == 2


def test_filters_leave_some_of_them():
    records, _ = clinic("P-1,2024-07-02,\nP-2,2024-07-02,\n")
    sites = pd.DataFrame({"patient_id": ["P-1", "P-2"], "site": ["A", "B"]})
    known, _ = read_records(
        [Source("patients.csv", sites.to_csv(index=False).encode(), "patients")]
    )
    both = type(records)(**{**vars(records), "patients": known.patients})
    found = appointments(both, Settings(filters=(("site", ("B",)),)))
    assert found["patient_id"].tolist() == ["P-2"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08:40", "08:40"),
        ("8:40", "08:40"),
        ("8.40", "08:40"),
        ("08:40:00", "08:40"),
        ("1:05 pm", "13:05"),
        ("00:00", "00:00"),
        ("", ""),
    ],
)
def test_a_time_is_read(written, read):
    records, _ = clinic(f"P-1,2024-07-02,{written}\nP-2,2024-07-02,23:59\n")
    found = appointments(records, Settings()).set_index("patient_id")
    assert found.loc["P-1", "session_time"] == read


@pytest.mark.parametrize("written", ["25:00", "24:00", "8:75", "soon", "0840", "2024-07-02"])
def test_a_cell_that_is_no_time_is_told_and_costs_no_row(written):
    records, report = clinic(f"P-1,2024-07-02,{written}\nP-2,2024-07-02,08:40\n")
    told = [one.text for one in report.everything_told if "session_time" in one.text]
    assert ["is not a time" in one for one in told] == [True]
    found = appointments(records, Settings()).set_index("patient_id")
    assert found.loc["P-1", "session_time"] == ""
    assert found.loc["P-2", "session_time"] == "08:40"


def test_a_list_without_times_has_no_such_column():
    records, _ = clinic("P-1,2024-07-02,\n")
    assert "session_time" not in records.sessions
    assert "session_time" in CANONICAL["sessions"].template


def test_who_only_has_an_appointment_is_said_to_have_none_of_the_rest():
    """Neither "sessions but no diary", nor a value of a filter that nobody counted has."""
    records, report = clinic("P-7,2024-07-02,09:00\n")
    assert not [one.text for one in report.everything_told if "no diary" in one.text]
    assert not result_of(records, Settings()).outcomes["patient_id"].eq("P-7").any()


def _written(records) -> bytes:
    return as_csv(records.sessions).encode()


def test_times_come_back_as_they_were_written():
    records, _ = clinic("P-1,2024-07-02,8:40\n")
    again, _ = read_records([Source("sessions.csv", _written(records), "sessions")])
    pd.testing.assert_frame_equal(again.sessions, records.sessions)


def test_import_keeps_them(door):
    records, _ = clinic("P-1,2024-07-02,8:40\n")
    path = door.folder / "sessions_in.csv"
    path.write_bytes(_written(records))
    for kind in ("csv", "parquet"):
        out = door.folder / kind
        result = door.run("import", str(path), "--out", str(out), "--format", kind)
        assert result.exit_code == 0, result.output
        file = next(Path(out).glob(f"sessions*.{kind}"))
        again, _ = read_records([Source(file.name, file.read_bytes())])
        assert "08:40" in set(again.sessions["session_time"].dropna())


BOOKED = st.lists(
    st.tuples(st.sampled_from(["P-1", "P-2", "P-10", "P-77"]), st.integers(1, 110)),
    min_size=1,
    max_size=6,
    unique=True,
)
WITHOUT, _ = clinic()


@pytest.fixture(scope="module")
def without():
    return result_of(WITHOUT, Settings())


@hypothesis_settings(max_examples=examples(3), deadline=None)
@given(BOOKED, st.booleans())
def test_appointments_change_nothing_that_figures_are_made_of(without, booked, timed):
    """Every table is made of a result's records up to the cut-off, and of its outcomes."""
    now = result_of(_with(booked, timed=timed), Settings())
    assert len(appointments(now.loaded, Settings())) == len(booked)
    for name, frame in now.records.tables.items():
        known = without.records.tables[name]
        pd.testing.assert_frame_equal(frame[list(known)].reset_index(drop=True), known)
    assert now.loaded.filters_offered == without.loaded.filters_offered
    pd.testing.assert_frame_equal(now.outcomes, without.outcomes)


@pytest.mark.slow
def test_appointments_change_no_number_of_any_table(without):
    """All that take no time of their own; the others are made of the same two things."""
    now = result_of(_with([("P-1", 1), ("P-77", 40), ("P-10", 84)], timed=True), Settings())
    for name, of in TABLES.items():
        if not of.long:
            made = (make_table(name, result, Asked(2)) for result in (now, without))
            pd.testing.assert_frame_equal(*made)


def _with(booked, *, timed):
    rows = [
        f"{who},{LAST + timedelta(days=after)},{'09:20' if timed else ''}" for who, after in booked
    ]
    return clinic("\n".join(rows) + "\n")[0]


def test_one_day_booked_at_two_times_asks_nothing_about_the_sessions_that_were():
    records, report = clinic("P-1,2024-07-02,08:40\nP-1,2024-07-02,10:20\nP-2,2024-07-02,\n")
    assert appointments(records, Settings())["patient_id"].tolist() == ["P-2"]
    assert sum(file.set_aside for file in report.files) == 2  # told, and in no figure
    assert len(result_of(records, Settings()).outcomes) == len(
        result_of(clinic()[0], Settings()).outcomes
    )
