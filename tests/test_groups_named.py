"""A row that is named after a group of patients is asked about: it was one more patient."""

import pytest

from importing import Choices, Source, read_records

WIDE = "patient_id;migraine days baseline;migraine days session 1;migraine days session 2\n"
PATIENTS = "P01;20;12;10\nP02;18;9;15\nP03;25;24;11\n"


def read(name: str, first: bool, **choices):
    group = f"{name};19;10.5;12.5\n"
    content = WIDE + (group + PATIENTS if first else PATIENTS + group)
    return read_records([Source("counts.csv", content.encode())], Choices(**choices))


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", ["Frauen", "Men", "Alle", "Q1", "All patients", "Non-responders"])
def test_a_group_is_no_patient_before_somebody_says_so(name, first):
    _, report = read(name, first)
    (asked,) = (one for one in report.questions if one.kind == "initials_or_totals")
    records, _ = read(name, first, answers={asked.code: "totals"})
    assert set(records.counts["patient_id"]) == {"P01", "P02", "P03"}


@pytest.mark.parametrize("name", ["P04", "Allen-Smith", "Q11", "MenX", "K7"])
def test_an_id_is_a_patient(name):
    assert not read(name, False)[1].questions


@pytest.mark.parametrize("others", [("Q2", "Q4"), ("Q2",), ("Q10", "Q11", "P01")])
def test_ids_in_a_series_are_patients(others):
    ids = ["Q1", "Q3", *others]
    rows = "".join(f"{one};20;{12 + place};10\n" for place, one in enumerate(ids))
    records, report = read_records([Source("counts.csv", (WIDE + rows).encode())])
    assert not report.questions
    assert set(records.counts["patient_id"]) == set(ids)


def test_quartiles_below_patients_of_one_series_are_asked():
    rows = "".join(f"P0{place};20;{12 + place};10\n" for place in range(6))
    content = f"{WIDE}{rows}Q1;19;10.5;12.5\nQ3;22;11.5;14.5\n"
    _, report = read_records([Source("counts.csv", content.encode())])
    assert {one.kind for one in report.questions} == {"initials_or_totals"}
