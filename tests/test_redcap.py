"""What an export of REDCap holds, in codes and in labels, and what is asked of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing.choices import Choices, Mapping, answered
from importing.door import read_records
from importing.layouts.redcap_forms import is_status
from importing.mapping import suggest_of_forms
from importing.one_file import Source
from importing.repeated_labels import labels, numbered
from tests.door_cases import redcap
from tests.door_cases.base import diary_rows, table
from ui.loading.live import mapped

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


EVENTS = {"baseline_arm_1": 0, "session_1_arm_1": 1, "session_2_arm_1": 2}
FURTHER = {"days_recorded": "recorded_days", "visit_date": "session_date", "botox_units": ""}


def _counted_by_event(further):
    """Counts by event, with some of the columns that nobody knows by their names."""
    cells = {
        "days_recorded": ["24", "28", "28"],
        "visit_date": ["2024-06-22", "2024-06-22", "2024-09-26"],
        "botox_units": ["", "155", "155"],
    }
    rows = [
        [patient, event, days, *(cells[name][n] for name in further)]
        for patient in ("1", "2", "3")
        for n, (event, days) in enumerate(zip(EVENTS, (16, 12, 9), strict=True))
    ]
    return table([["record_id", "redcap_event_name", "migraine_days", *further], *rows])


@given(st.lists(st.sampled_from([*FURTHER]), unique=True))
def test_which_of_two_questions_of_redcap_is_answered_first_changes_nothing(further):
    source = [Source("redcap.csv", _counted_by_event(further))]
    answers = {
        "events": Mapping(columns={"record_id": "patient_id"}, events=EVENTS),
        "mapping": Mapping(
            table="counts",
            columns={"record_id": "patient_id", "migraine_days": "migraine_days"}
            | {name: FURTHER[name] for name in further if FURTHER[name]},
        ),
    }
    asked = {q.kind: q for q in read_records(source, Choices())[1].questions}
    dated = {"visit_date", "botox_units"} <= {*further}
    assert asked.keys() == {"events"} | (
        {"mapping"} if "days_recorded" in further or dated else set()
    )
    found = []
    for order in (list(asked), list(asked)[::-1]):
        choices, left = Choices(), set(asked)
        for kind in order:
            choices = mapped(choices, answers[kind])
            left.remove(kind)
            records, report = read_records(source, choices)
            assert {q.kind: q.text for q in report.questions} == {k: asked[k].text for k in left}
        found.append(records.counts)
    pd.testing.assert_frame_equal(*found)
    if "mapping" in asked:
        assert found[0]["recorded_days"].notna().all() == ("days_recorded" in further)


def test_what_is_left_out_of_counts_by_event_is_no_longer_asked():
    source = [Source("redcap.csv", _counted_by_event(["days_recorded"]))]
    events = Mapping(columns={"record_id": "patient_id"}, events=EVENTS)
    (question,) = read_records(source, Choices(mappings=(events,)))[1].questions
    assert "days_recorded" in question.text
    left_out = Choices(mappings=(events,), answers={question.code: "not_used"})
    records, report = read_records(source, left_out)
    assert not report.questions
    assert len(records.counts) == 9


def test_columns_that_two_exports_of_redcap_have_are_mapped_beside_each_other():
    """Neither names all of its columns, and the second says nothing of the first."""
    one, other = (Mapping(table="diary", columns={name: "date"}) for name in ("a", "b"))
    events = Mapping(columns={"record_id": "patient_id"}, events=EVENTS)
    choices = mapped(mapped(Choices(mappings=(events,)), one), other)
    assert choices.mappings == (events, one, other)
    assert mapped(choices, replace(one, table="sessions")).mappings[1:] == (
        other,
        replace(one, table="sessions"),
    )


def _suggested(*rows, columns=("visit_date",)):
    """What is suggested of events, in this order in the file."""
    held = table([["record_id", "redcap_event_name", "migraine_days", *columns], *rows])
    (question,) = read_records([Source("redcap.csv", held)], Choices())[1].questions
    return dict(question.options), question.text


def test_an_event_is_suggested_by_the_number_in_its_name_whatever_stands_first():
    found, told = _suggested(
        ["1", "baseline_arm_1", "16", ""],
        ["1", "treatment_2_arm_1", "12", ""],
        ["2", "treatment_1_arm_1", "9", ""],
        ["3", "baseline_arm_2", "9", ""],
        ["3", "treatment_1_arm_2", "9", ""],
    )
    assert found == {
        "baseline_arm_1": "0",
        "treatment_2_arm_1": "2",
        "treatment_1_arm_1": "1",
        "baseline_arm_2": "0",
        "treatment_1_arm_2": "1",
    }
    assert "the number in a name" in told


def test_an_event_without_a_number_is_suggested_by_the_order_of_the_days_or_not_at_all():
    rows = [
        ["1", "baseline", "16", "2024-01-01"],
        ["1", "third", "9", "2024-09-20"],
        ["2", "first", "12", "2024-02-20"],
        ["2", "second", "12", "2024-05-20"],
        ["2", "third", "12", "2024-08-20"],
    ]
    found, told = _suggested(*rows)
    assert "Neither name nor days say it of third, first, second." not in told
    assert found == {"baseline": "0", "third": "3", "first": "1", "second": "2"}
    found, told = _suggested(*([*row[:3], ""] for row in rows))
    assert found == {"baseline": "0", "third": "", "first": "", "second": ""}
    assert "Neither name nor days say it of third, first, second." in told
    found, _ = _suggested(
        *rows, ["3", "third", "8", "2024-01-02"], ["3", "first", "8", "2024-03-02"]
    )
    assert found["third"] == found["first"] == ""


@pytest.mark.parametrize("name", ["month_3_arm_1", "week 12 (Arm 1: All)", "t3", "24_weeks"])
def test_the_number_of_a_time_is_no_session(name):
    found, _ = _suggested(["1", "baseline", "16", ""], ["1", name, "9", ""])
    assert found == {"baseline": "0", name: ""}


def test_numbers_that_two_events_have_are_those_of_the_sessions():
    found, _ = _suggested(
        ["1", "Baseline (Arm 1: All)", "16", ""],
        ["1", "Follow-up 1 (Arm 1: All)", "9", ""],
        ["1", "Session 1 (Arm 1: All)", "9", ""],
    )
    assert [*found.values()] == ["0", "", "1"]


def _with_diary_days_and_a_score():
    rows = [
        [patient, event, day, days, 24, 28, 60]
        for patient in "123"
        for event, day, days in (
            ("baseline_arm_1", "", 16),
            ("session_1_arm_1", "2024-06-22", 9),
            ("session_2_arm_1", "2024-09-26", 8),
        )
    ]
    names = ["treated_on", "migraine_days", "age", "diary_days", "hit6_total", "clinic_complete"]
    return table([["record_id", "redcap_event_name", *names], *([*row, 2] for row in rows)])


def test_days_recorded_that_are_asked_about_are_suggested_as_such():
    """Their question knew them, and what was filled in below it left them out."""
    held = _with_diary_days_and_a_score()
    (question,) = [
        q
        for q in read_records([Source("r.csv", held)], Choices())[1].questions
        if q.kind == "mapping"
    ]
    assert "days that were recorded by their name (diary_days)" in question.text
    best = suggest_of_forms(held.decode().splitlines()[0].split(","))
    assert best.columns["diary_days"] == "recorded_days"
    assert (
        "recorded_days"
        not in suggest_of_forms(["id", "diary_days", "days_documented"]).columns.values()
    )


def test_what_is_not_read_of_an_export_of_redcap_is_told():
    held = _with_diary_days_and_a_score()
    events = Mapping(columns={"record_id": "patient_id"}, events=EVENTS)
    columns = Mapping(
        table="counts",
        columns={"diary_days": "recorded_days", "treated_on": "session_date"},
    )
    choices = Choices(mappings=(events, columns))
    records, report = read_records([Source("r.csv", held)], choices)
    assert not report.questions
    assert records.counts["recorded_days"].tolist() == [28] * 9
    assert report.files[0].notices == ("1 further column is not read: 'hit6_total'.",)
