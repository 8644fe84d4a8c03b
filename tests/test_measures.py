"""Days with moderate or severe headache, and days with intake: by hand, through the front door."""

import pandas as pd
import pytest

from analytics.cycles import count_cycles
from analytics.days import flagged
from analytics.definitions import DEFAULT_DEFINITION, MEASURES, alternatives
from analytics.research.change import before_and_after
from analytics.research.sensitivity import definitions_around
from analytics.result import result_of
from analytics.settings import Settings
from importing import Source, read_records

SEVERE, INTAKE = MEASURES["moderate_severe_days"], MEASURES["acute_medication_days"]

# headache, pain -> a day with moderate or severe headache? None: not recorded
DAYS = (
    ("1", "4", 1),  # at the line
    ("1", "3", 0),  # under it
    ("1", "3.9", 0),
    ("1", "10", 1),
    ("1", "", None),  # how bad it was is not recorded
    ("0", "", 0),  # no headache is recorded
    ("0", "0", 0),
    ("0", "6", 0),  # whatever the pain was: there was no headache
    ("", "5", 1),  # pain answers for itself
    ("", "2", 0),
    ("", "", None),
)


def read(**tables):
    return read_records([Source(f"{n}.csv", t.encode(), n) for n, t in tables.items()])[0]


@pytest.mark.parametrize(("headache", "pain", "expected"), DAYS)
def test_recorded_where_pain_or_no_headache_is_recorded(headache, pain, expected):
    diary = pd.DataFrame(
        {
            "headache": pd.array([int(headache) if headache else None], "Int8"),
            "pain": pd.array([float(pain) if pain else None], "Float64"),
        }
    )
    (found,) = flagged(diary, SEVERE)
    assert (None if pd.isna(found) else found) == expected


@pytest.fixture(scope="module")
def counted():
    """The days above before session 1, and after it the same with intake on every other day."""
    rows = ["patient_id,date,headache,migraine,pain,acute_medication"]
    for start, taken in (("2024-01-20", ("1", "0", "")), ("2024-02-11", ("0", "1"))):
        for place, (day, (headache, pain, _)) in enumerate(
            zip(pd.date_range(start, periods=len(DAYS)), DAYS, strict=True)
        ):
            answer = taken[place % len(taken)]
            rows.append(f"A,{day.date()},{headache},0,{pain},{answer}".replace(",1,0,", ",1,,"))
    records = read(diary="\n".join(rows) + "\n", sessions="patient_id,session_date\nA,2024-02-10\n")
    return count_cycles(records.as_of(), DEFAULT_DEFINITION).set_index("session")


def test_days_and_recorded_days_of_both(counted):
    expected = (3, 9, {0: (4, 8), 1: (5, 11)})
    for session, (taken, answered) in expected[2].items():
        row = counted.loc[session]
        assert (row[SEVERE.name], row[SEVERE.recorded]) == expected[:2]
        assert (row[INTAKE.name], row[INTAKE.recorded]) == (taken, answered)


COUNTS = """patient_id,session,moderate_severe_days,acute_medication_days,recorded_days
A,0,12,10,28
A,1,6,5,28
B,0,8,20,28
B,1,7,,28
"""


@pytest.mark.parametrize(("measure", "judged", "fewer"), [(SEVERE, 2, 1), (INTAKE, 1, 1)])
def test_counts_and_the_cycles_made_of_them(measure, judged, fewer):
    definition = DEFAULT_DEFINITION.changed(measure=measure.name)
    records = read(counts=COUNTS)
    assert records.has(measure)
    row = result_of(records, Settings(definition)).rates.iloc[0]
    assert (row["evaluable"], row["responders"]) == (judged, fewer)


def test_columns_that_nobody_filled_are_in_no_table():
    counts = read(counts="patient_id,session,migraine_days\nA,0,20\nA,1,9\n").counts
    assert not {SEVERE.name, INTAKE.name} & {*counts}
    told = read(counts="patient_id,session,migraine_days,moderate_severe_days\nA,0,20,\nA,1,9,\n")
    assert counts.equals(told.counts)


def test_the_presets_measures_are_compared_with_each_other_alone():
    names = {"migraine_days", "headache_days"}
    for name in names:
        assert {one.name for one in alternatives(MEASURES[name])} == names
    around = definitions_around(DEFAULT_DEFINITION.changed(measure=SEVERE.name))
    assert {one.measure for one, _ in around} == {*names, SEVERE.name}
    around = definitions_around(DEFAULT_DEFINITION.changed(measure=INTAKE.name))
    assert {one.measure for one, _ in around} == {INTAKE.name}


def test_change_shows_moderate_or_severe_days_where_they_are_chosen():
    records = read(counts=COUNTS)
    for measure, shown in ((DEFAULT_DEFINITION.measure, False), (SEVERE.name, True)):
        definition = DEFAULT_DEFINITION.changed(measure=measure)
        outcomes = result_of(records, Settings(definition)).outcomes
        found = before_and_after(records, outcomes, definition)["outcome"]
        assert (SEVERE.name in set(found)) is shown
