"""A clinic's words for a sex are read, its codes asked, and what names none is not recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import Sex, Trait
from analytics.research.who import judged_against_not
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from importing import Choices, Source, read_records
from importing.sexes import sexes
from tests.examples import examples

MISSING = None


def read(cells: list[str], column: str = "sex", answer: str = ""):
    rows = "".join(f"P{n},{40 + n},{cell}\n" for n, cell in enumerate(cells))
    sources = [Source("patients.csv", f"patient_id,age,{column}\n{rows}".encode())]
    records, report = read_records(sources)
    if answer:
        [question] = report.questions
        records, report = read_records(sources, Choices(answers={question.code: answer}))
    found = records.patients["sex"].astype(object)
    return found.where(found.notna(), MISSING).tolist(), report


def told(report) -> str:
    return " ".join(notice for file in report.files for notice in file.notices)


@pytest.mark.parametrize(
    ("cells", "female"),
    [
        ("f F female Female m M male", "1111000"),
        ("w W weiblich Weiblich m M männlich Mann", "11110000"),
        ("femme F homme H", "1100"),
        ("vrouw v V man m", "11100"),
        ("kvinde K mand M", "1100"),
        ("mujer hombre", "10"),
        ("M H M", "101"),
        ("donna uomo femmina maschio", "1010"),
        ("D U", "10"),
        ("mulher homem", "10"),
    ],
)
def test_words_of_the_clinics_languages_are_read_and_told(cells, female):
    found, report = read(cells.split())
    assert found == ["female" if one == "1" else "male" for one in female]
    assert not report.undecided
    assert "is read as female" in told(report)


@pytest.mark.parametrize("column", ["gender", "Geschlecht", "Sexe", "sexo", "Køn", "geslacht"])
def test_the_column_is_known_by_its_name_in_other_languages(column):
    assert read(["w", "m"], column)[0] == ["female", "male"]


def test_a_divers_patient_is_other_and_what_names_no_sex_is_not_recorded_and_told():
    found, report = read(["w", "d", "m", "unknown", "", "green", "7"])
    assert found == ["female", "other", "male", MISSING, MISSING, MISSING, MISSING]
    assert "3 cells name no sex that is known here ('unknown', 'green', '7'): not recorded" in told(
        report
    )
    assert "1 cell names no sex that is known here: not recorded" in told(
        read(["f", "spoke of it at the second visit"])[1]
    )


@pytest.mark.parametrize(
    ("cells", "answer", "expected"),
    [
        (["1", "2", "2"], "1_male_2_female", ["male", "female", "female"]),
        (["1", "2", "2"], "1_female_2_male", ["female", "male", "male"]),
        (["1", "0", "1"], "0_male_1_female", ["female", "male", "female"]),
        (["1", "2", "w"], "not_recorded", [MISSING, MISSING, "female"]),
        (["1", "2", "0", "9"], "1_male_2_female", ["male", "female", MISSING, MISSING]),
    ],
)
def test_codes_are_asked(cells, answer, expected):
    _, open_still = read(cells)
    assert [question.kind for question in open_still.questions] == ["which_sex"]
    assert read(cells, answer=answer)[0] == expected


def test_our_own_words_are_not_told():
    found, report = read(["female", "male", "other"])
    assert found == ["female", "male", "other"]
    assert "sex" not in told(report)


def test_what_is_known_of_a_sex_is_of_those_whose_sex_is_known(sample):
    """Records that were kept before words were read still say w: nobody's female, or male."""
    outcomes = result_of(sample[0], Settings()).outcomes
    old = replace(sample[0], patients=sample[0].patients.assign(sex="w"))
    told = [*judged_against_not(old, outcomes, 2, BOTULINUM_TOXIN)["baseline"]]
    assert Trait.RECORDED in told
    assert Trait.FEMALE not in told


@given(st.lists(st.text(max_size=12), max_size=8))
@settings(max_examples=examples(60))
def test_no_text_becomes_a_sex_by_chance_and_case_says_nothing(texts):
    found = sexes(texts)
    assert {*found.values()} <= {*Sex}
    assert {text.lower() for text in found} <= {text.lower() for text in texts}
