"""A measure that counts or cycles do not have is missing, and nothing else."""

from dataclasses import replace

import pytest

from analytics.definitions import DEFAULT_DEFINITION, MEASURES
from analytics.result import result_of
from analytics.settings import Settings
from importing import Source, read_records
from tests.test_sample import FOLDER


@pytest.mark.parametrize("table", ["counts", "cycles"])
def test_a_measure_that_a_file_does_not_have_is_missing(monkeypatch, table):
    new = replace(
        MEASURES["headache_days"], name="severe_days", words="severe days", column="severe"
    )
    monkeypatch.setitem(MEASURES, "severe_days", new)
    content = (FOLDER / f"{table}.csv").read_bytes()
    records, _ = read_records([Source(f"{table}.csv", content, table)])
    assert not records.has(new)
    found = result_of(records, Settings(DEFAULT_DEFINITION.changed(measure="severe_days"))).outcomes
    assert len(found)
    assert not found["percent_reduction"].notna().any()
    assert not found["evaluable"].fillna(False).any()
    assert found["headache_days"].notna().any()
