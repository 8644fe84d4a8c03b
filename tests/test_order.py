"""Ids stand as people count: 1, 2, 10; and the CSV of a searched list says that it is one."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ui.showing.leaving
from analytics.lists import patient_lists
from analytics.order import by_natural_id, natural
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import patient_rows
from tests.test_pages import small_cohort, start
from words.lists import in_words as list_in_words

pytestmark = pytest.mark.slow

IDS = ["1", "2", "3", "10", "11", "20"]


@pytest.fixture(scope="module")
def cohort():
    month = [(f"2024-02-{d:02d}", 1) for d in range(1, 29)]
    month += [(f"2024-03-{d:02d}", int(d > 20)) for d in range(1, 32)]
    rows = "".join(f"{name},{day},{flag},{flag}\n" for name in IDS for day, flag in month)
    return small_cohort(rows, "".join(f"{name},2024-03-01\n" for name in IDS))


def test_people_count_so():
    names = ["P-10", "P-2", "P-1", "p", "10", "9", "007", "7", "a1b10", "a1b9", "", "9" * 5000]
    assert sorted(names, key=natural) == [
        "",
        "7",
        "007",
        "9",
        "10",
        "9" * 5000,
        "P-1",
        "P-2",
        "P-10",
        "a1b9",
        "a1b10",
        "p",
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=8), st.randoms())
def test_every_order_of_the_same_names_gives_one(names, chance):
    mixed = list(names)
    chance.shuffle(mixed)
    assert sorted(mixed, key=natural) == sorted(names, key=natural)
    assert len({natural(name) for name in names}) == len(set(names))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**30), max_size=8))
def test_numbers_stand_as_numbers(numbers):
    assert sorted(map(str, numbers), key=natural) == [str(n) for n in sorted(numbers)]


def test_the_rows_of_one_patient_keep_their_order():
    frame = pd.DataFrame({"patient_id": ["10", "2", "10", "2"], "n": [1, 2, 3, 4]})
    assert by_natural_id(frame)["n"].tolist() == [2, 4, 1, 3]


def test_lists_and_tables_of_patients(cohort):
    records, _ = cohort
    records = records.as_of()
    outcomes = result_of(records, Settings()).outcomes
    assert patient_rows(outcomes, 1)["patient_id"].tolist() == IDS
    lists = patient_lists(records, outcomes, Settings().definition)
    for name, found in lists.items():
        ids = (
            list_in_words(name, found, Settings().definition)["patient_id"]
            .drop_duplicates()
            .tolist()
        )
        assert ids == [own for own in IDS if own in ids]


def test_the_patients_to_choose_from(cohort):
    records, report = cohort
    app = start("pages/patient.py", {"records": records, "report": report})
    assert app.selectbox(key="patient_chosen").options == IDS


def test_the_csv_of_a_searched_list_is_named_so(cohort, monkeypatch):
    named = []
    monkeypatch.setattr(
        ui.showing.leaving,
        "download",
        lambda label, data, file_name, *a, **o: named.append(file_name),
    )
    records, report = cohort
    app = start("pages/patients.py", {"records": records, "report": report})
    app.text_input(key="find_patient").set_value("10").run()
    assert not app.exception
    assert named[0].startswith("patients_hull2014")
    assert named[-1].startswith("patients_searched_hull2014")
    app.text_input(key="find_patient").set_value("").run()
    assert named[-1].startswith("patients_hull2014")
