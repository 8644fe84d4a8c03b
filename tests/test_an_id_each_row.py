"""An id in every row of a diary numbers the rows: asked, and the patient is who the user says."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

KIND = "an_id_each_row"
DAYS = [date(2025, 1, 1) + timedelta(days=n) for n in range(20)]


def read(head: str, rows: list[str], **said):
    text = "\n".join([head, *rows]) + "\n"
    return read_records([Source("answers.csv", text.encode())], Choices(**said))


def asked(head: str, rows: list[str]):
    return [one for one in read(head, rows)[1].questions if one.kind == KIND]


@pytest.mark.parametrize("other", ["patient_code", "patient initials", "who"])
def test_the_patient_stands_in_another_column(other):
    rows = [
        f"{n},{'PQR'[n % 3]},{day},{n % 2}"
        for n, day in enumerate(day for day in DAYS for _ in range(3))
    ]
    head = f"record_id,{other},date,headache"
    (question,) = asked(head, rows)
    first = question.options[0][0]
    records, report = read(head, rows, answers={question.code: first})
    assert sorted(records.diary["patient_id"].unique()) == ["P", "Q", "R"]
    assert report.files[0].used == len(rows)
    assert "not read" not in " ".join(report.sentences())
    records, _ = read(head, rows, answers={question.code: "each_row"})
    assert records.diary["patient_id"].nunique() == len(rows)


def test_a_survey_of_one_person_is_one_patient():
    rows = [f"{n},{day},{n % 2}" for n, day in enumerate(DAYS)]
    (question,) = asked("record_id,date,headache", rows)
    assert [key for key, _ in question.options] == ["one_person", "each_row"]
    records, _ = read("record_id,date,headache", rows, answers={question.code: "one_person"})
    assert records.diary["patient_id"].unique().tolist() == ["answers"]
    assert len(records.diary) == len(DAYS)


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(1, 6), st.integers(2, 40), st.randoms())
def test_patients_with_days_are_not_asked_about(patients, days, chance):
    every = [date(2025, 1, 1) + timedelta(days=n) for n in range(days)]
    rows = [f"P{who},{day},{(who + day.day) % 2}" for who in range(patients) for day in every]
    chance.shuffle(rows)
    assert not asked("patient_id,date,headache", rows)


def test_many_patients_on_one_day_are_not_asked_about():
    rows = [f"P{n},2025-01-01,{n % 2}" for n in range(40)]
    assert not asked("patient_id,date,headache", rows)
