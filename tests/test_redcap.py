"""What an export of REDCap holds, in codes and in labels, and what is asked of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from importing.choices import Choices, Mapping, answered
from importing.door import read_records
from importing.layouts.redcap_forms import is_status
from importing.one_file import Source
from importing.repeated_labels import labels, numbered
from tests.door_cases import redcap
from tests.door_cases.base import diary_rows, table

AS_IT_IS = Choices()


def read(case, choices=AS_IT_IS):
    return read_records([Source(name, held) for name, held in case.files.items()], choices)


def test_a_form_that_is_left_out_is_not_asked_about_next_month():
    case = redcap.own_names_beside_a_known_form()
    records, report = read(case)
    assert records.sessions.empty
    (question,) = report.questions
    assert "diary (168 rows)" in question.text
    assert "hd_date" in question.text
    assert "mig_today" in question.text
    records, report = read(case, Choices(answers={question.code: "not_used"}))
    assert not report.questions
    assert len(records.sessions) == 3
    assert records.diary.empty
    kept = answered([question], {question.code: "not_used"})
    name, held = next(iter(case.files.items()))
    next_month = replace(case, files={name: held + b"21-9,treatment,1,,2024-02-05,155,2,,,,\n"})
    records, report = read(next_month, Choices(mappings=kept))
    assert not report.questions
    assert len(records.sessions) == 4


def test_a_mapping_fits_the_fields_of_an_eav_export():
    truth = redcap.own_names_beside_a_known_form().truth
    rows = [
        [patient, "diary", number, field, value]
        for number, (patient, day, headache, _) in enumerate(diary_rows(truth)[1:])
        for field, value in (("hd_date", day), ("good_day", 1 - headache))
    ]
    held = table([redcap.EAV, *rows])
    assert [q.kind for q in read_records([Source("eav.csv", held)], Choices())[1].questions] == [
        "mapping"
    ]
    mapping = Mapping(
        table="diary",
        columns={"hd_date": "date", "good_day": "headache"},
        values={"headache": {"1": "0", "0": "1"}},
    )
    records, report = read_records([Source("eav.csv", held)], Choices(mappings=(mapping,)))
    assert not report.questions
    assert records.diary["headache"].sum() == sum(headache for _, _, headache, _ in truth.rows())


def test_forms_that_tell_of_one_patient_say_it_in_one_row():
    case = redcap.record_ids_of_their_own_in_each_group()
    held = case.files["redcap.csv"].decode().splitlines()
    head, *rows = [line + end for line, end in zip(held, [",sex", *[","] * 999], strict=False)]
    own = [f"{p},,,{g},,,,,,f" for p, g in (("31-1", "north"), ("32-1", "south"))]
    text = "\n".join([head, *own, *rows])
    records, report = read_records([Source("redcap.csv", text.encode())], Choices())
    assert not report.undecided
    told = records.patients.set_index("patient_id")
    assert told["site"].to_dict() == {
        "31-1": "north",
        "31-2": "north",
        "32-1": "south",
        "32-2": "south",
    }
    assert told.loc[["31-1", "32-1"], "sex"].tolist() == ["female", "female"]


def test_labels_that_stand_twice_are_numbered_in_an_export_of_redcap_alone():
    head = ["Record ID", "Repeat Instrument", "Date", "Complete?", "Date", "Date (2)", "Complete?"]
    new = numbered(head)
    assert new == [*head[:4], "Date (3)", "Date (2)", "Complete? (2)"]
    assert [labels(new)[name] for name in new][4] == "Date"
    other = ["patient", "date", "date"]
    assert numbered(other) == other


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("diary_complete", True),
        ("Complete?", True),
        ("Complete? (2)", True),
        ("Complete?.1", True),
        ("completed", False),
        ("complete_days", False),
    ],
)
def test_a_status_closes_a_form(header, status):
    assert is_status(header) == status


def test_what_may_name_a_person_is_dropped_under_a_numbered_label_too():
    _, report = read(redcap.two_forms_in_labels())
    assert report.files[0].dropped == ("Comment", "Comment (2)")
