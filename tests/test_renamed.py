"""What patients are called changes no number: two people who see other ids see the same tables."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.definitions import PRESETS
from analytics.records import Records
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import TABLES, Asked, make_table
from clinic.access import with_keyed_ids
from importing import Source, read_records
from tests.examples import examples

pytestmark = pytest.mark.slow

NAMED = ("patient_id",)  # tables of patients: their rows stand in the order of the ids
SETTINGS = Settings(PRESETS["hull2014"])


def tables(records: Records) -> dict[str, pd.DataFrame]:
    result = result_of(records, SETTINGS)
    made = {name: make_table(name, result, Asked(2)) for name in TABLES}
    return {name: table for name, table in made.items() if not {*NAMED} & {*table.columns}}


@pytest.fixture(scope="module")
def records(sample) -> Records:
    return sample[0].only(list(sample[0].patient_ids[::2]))


@pytest.fixture(scope="module")
def as_called(records) -> dict[str, pd.DataFrame]:
    return tables(records)


@settings(deadline=None, max_examples=examples(1))
@given(st.text(min_size=8, max_size=12))
def test_ids_change_no_number(records, as_called, key):
    """Law: every table of a cohort, draws and all."""
    for name, table in tables(with_keyed_ids(records, key)).items():
        pd.testing.assert_frame_equal(table, as_called[name], rtol=1e-9, obj=name)


def test_who_has_no_session_moves_no_group():
    """Ages 40 to 59, and one of 99 in the patients file alone."""
    sessions, diary = ["patient_id,session_date"], ["patient_id,date,headache,migraine"]
    patients = ["patient_id,age"]
    for k in range(20):
        sessions += [f"A{k:02d},2024-03-01", f"A{k:02d},2024-05-24"]
        days = pd.date_range("2024-01-30", "2024-05-30").strftime("%Y-%m-%d")
        diary += [f"A{k:02d},{day},{n % 2},{n % 2}" for n, day in enumerate(days)]
        patients.append(f"A{k:02d},{40 + k}")
    found = []
    for more in ([], ["B,99"]):
        files = {"sessions.csv": sessions, "diary.csv": diary, "patients.csv": patients + more}
        sources = [Source(name, "\n".join(rows).encode()) for name, rows in files.items()]
        result = result_of(read_records(sources)[0], SETTINGS)
        found.append(make_table("subgroups", result, Asked(1, groups=("age",))))
    pd.testing.assert_frame_equal(*found)
    assert found[0]["group"].tolist() == ["50 or more", "under 50"]
