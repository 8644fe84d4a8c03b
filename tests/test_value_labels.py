"""A labelled data set is read as a sheet that holds its labels, and a label is never against us.

The twin of each file is the CSV whose cells are the labels.
"""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Source, read_records
from importing.value_labels import contradicts, may_be_told, shown_labels
from tests.examples import examples
from tests.make_formats import written

DAY = date(2025, 1, 6)
DAYS = [DAY + timedelta(days=n) for n in range(6)]
SESSIONS = [DAY + timedelta(weeks=12 * n) for n in range(4)]


def diary_of(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"patient_id": "P7", "date": DAYS, **columns})


def sessions_of(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"patient_id": "P7", "session_date": SESSIONS, "units": 155.0, **columns})


def read(frame: pd.DataFrame, labels: dict, ending: str = "sav", **also: object):
    file = written(frame, ending, variable_value_labels=labels, **also)
    return read_records([Source(f"d.{ending}", file)])


def said_by(frame: pd.DataFrame, labels: dict):
    """The same read from a CSV whose cells are the labels."""
    words = {name: frame[name].map(meant).astype("str") for name, meant in labels.items()}
    return read_records([Source("d.csv", frame.assign(**words).to_csv(index=False).encode())])


NO_SESSIONS = {
    "treatment": {1: "Botox", 2: "Placebo"},
    "indication": {1: "Chronic migraine", 2: "Cervical dystonia"},
    "status": {1: "done", 2: "cancelled"},
    "visit_type": {1: "Injection", 2: "Follow-up"},
}


@pytest.mark.parametrize("ending", ["sav", "dta"])
@pytest.mark.parametrize("name", NO_SESSIONS)
def test_what_the_labels_of_another_column_say_of_a_session_is_asked_as_in_a_csv(name, ending):
    frame, labels = sessions_of(**{name: [1.0, 2.0, 1.0, 1.0]}), {name: NO_SESSIONS[name]}
    _, report = read(frame, labels, ending)
    _, twin = said_by(frame, labels)
    asked = [(one.kind, one.rows) for one in report.questions]
    assert asked == [(one.kind, tuple(row - 1 for row in one.rows)) for one in twin.questions]
    assert len(asked) == 1


WORDS = {
    "headache": ["yes", "no", "Headache", "no headache", "Headache-free"],
    "migraine": ["ja", "nein", "Migraine", "no migraine"],
}


@settings(max_examples=examples(10))
@given(st.data())
def test_flags_are_what_their_labels_say_in_whatever_order_they_are_numbered(data):
    labels, frame = {}, {}
    for name, words in WORDS.items():
        some = data.draw(st.permutations(words))
        labels[name] = dict(enumerate(some))
        frame[name] = [float(data.draw(st.sampled_from([*labels[name]]))) for _ in DAYS]
    records, report = read(diary_of(**frame), labels)
    twin, same = said_by(diary_of(**frame), labels)
    pd.testing.assert_frame_equal(records.diary, twin.diary)
    assert [one.kind for one in report.questions] == [one.kind for one in same.questions]


def test_ids_that_stata_keeps_as_labels_are_the_ids():
    frame = diary_of(headache=[1.0, 0, 1, 0, 1, 0]).assign(patient_id=[1.0, 1, 1, 0, 0, 0])
    records, report = read(frame, {"patient_id": {0: "003", 1: "017"}}, "dta")
    assert [*records.diary["patient_id"].unique()] == ["003", "017"]
    assert not any("017" in notice for notice in report.files[0].notices)


def test_counts_labelled_as_ranges_are_no_counts():
    frame = pd.DataFrame({"patient_id": "P7", "session": [0.0, 1, 2], "migraine_days": [3.0, 2, 1]})
    labels = {"migraine_days": {1: "0-4", 2: "5-9", 3: "10 or more"}}
    records, report = read(frame, labels)
    assert not records.counts["migraine_days"].notna().any()
    assert any("3 cells cannot be read" in str(told) for told in report.files[0].told)


def test_sessions_are_what_they_are_labelled():
    frame = pd.DataFrame(
        {"patient_id": "P7", "session": [1.0, 2, 3], "migraine_days": [16.0, 9, 7]}
    )
    records, _ = read(frame, {"session": {1: "Baseline", 2: "Session 1", 3: "Session 2"}})
    assert records.counts["session"].tolist() == [0, 1, 2]


SHOWN = (  # column, labels, codes found: shown?
    ("pain", {0: "no pain", 10: "worst"}, {0, 4, 10}, False),
    ("pain", {10: "no pain", 0: "worst"}, {0, 4, 10}, True),
    ("pain", {0: "none", 1: "mild", 2: "moderate", 3: "severe"}, {0, 1, 2, 3}, True),
    ("pain", {"a": "mild", "b": "moderate", "c": "severe"}, {"a", "b", "c"}, False),
    ("migraine_days", {0: "none", 30: "every day"}, {0, 4, 12}, False),
    ("migraine_days", {0: "not applicable"}, {0, 4, 12}, True),
    ("migraine_days", {1: "1 day", 2: "2 days"}, {1, 2}, False),
    ("session", {0: "Baseline"}, {0, 1, 2}, True),
    ("units", {155: "155 units", 195: "195 units"}, {155, 195}, False),
    ("clinic_room", {1: "Blue", 2: "Green"}, {1, 2}, True),
    ("hit6", {36: "lowest", 78: "highest"}, {36, 50, 61}, False),
    ("headache", {1: "1. Yes", 2: "2. No"}, {1, 2}, True),
    ("headache", {1: "1", 0: "0"}, {0, 1}, False),
)


@pytest.mark.parametrize(("name", "labels", "found", "shown"), SHOWN)
def test_a_number_stays_one_where_its_label_says_no_other(name, labels, found, shown):
    assert bool(shown_labels(name, labels, found)) is shown


def test_the_number_before_a_label_is_no_part_of_it():
    assert shown_labels("headache", {1: "1. Yes", 2: "2. No"}, {1, 2}) == {1: "Yes", 2: "No"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("headache", "Headache-free day (1=yes)"),
        ("headache", "No headache today"),
        ("migraine", "Headache"),
        ("migraine_days", "Migraine days per week"),
        ("migraine_days", "Change from baseline in migraine days"),
        ("migraine_days", "Mean attack duration (h)"),
        ("migraine_days", "Headache days"),
        ("session_date", "Date of next appointment"),
        ("session_date", "Date of telephone follow-up"),
        ("units", "Dose in Speywood units"),
        ("pain", "VAS 0-100"),
    ],
)
def test_a_label_that_says_another_thing_goes_before_the_name(name, label):
    assert contradicts(label, name)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("headache", "Headache today (1=yes)"),
        ("headache", "Kopfschmerz"),
        ("migraine", "Migraine day?"),
        ("migraine_days", "Migraine days in 28 recorded days"),
        ("migraine_days", "Migränetage"),
        ("session_date", "Date of injection"),
        ("session_date", "Date"),
        ("units", "Dose in units"),
        ("pain", "Worst pain of the day (0-10)"),
        ("patient_id", "Study number"),
        ("site", "Follow-up clinic"),
        ("age", ""),
    ],
)
def test_a_label_that_says_the_same_in_other_words_leaves_the_name(name, label):
    assert not contradicts(label, name)


def test_a_headache_that_is_labelled_free_of_it_is_read_as_its_opposite():
    frame = diary_of(headache=[1.0, 1, 0, 1, 0, 1])
    labels = ["Patient", "Date", "Headache-free day (1=yes)"]
    records, report = read(frame, {}, column_labels=labels)
    assert records.diary["headache"].tolist() == [0, 0, 1, 0, 1, 0]
    assert any("is the opposite of headache" in notice for notice in report.files[0].notices)


def test_labels_that_may_name_somebody_are_told_nowhere():
    assert not may_be_told("patient_id", {0: "003"})
    assert not may_be_told("interviewer", {1: "Ms Grey"})
    assert may_be_told("headache", {1: "Ja", 2: "Nein"})
