"""A year written wrong in every session of one patient is asked; an appointment is none."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.definitions import DEFAULT_DEFINITION
from importing import Choices, Mapping, Source, read_records
from importing.carried import made_of
from importing.choices import answered
from tests.examples import examples

FIRST, LAST = date(2025, 1, 1), date(2025, 10, 28)
DAY = timedelta(days=1)
PEOPLE = [f"p{n}" for n in range(6)]
GAP = 84


def diary(ends: dict[str, date]) -> Source:
    rows = [
        f"{patient},{FIRST + n * DAY},{n % 2},{n % 3 == 0 and n % 2:d}"
        for patient in PEOPLE
        for n in range((ends.get(patient, LAST) - FIRST).days + 1)
    ]
    text = "\n".join(["patient_id,date,headache,migraine", *rows])
    return Source("diary.csv", text.encode())


def sessions(given: dict[str, list[date]]) -> Source:
    rows = [f"{patient},{when}" for patient, dates in given.items() for when in dates]
    return Source("sessions.csv", "\n".join(["patient_id,session_date", *rows]).encode())


def treated(most: int = 3) -> dict[str, list[date]]:
    starts = {patient: FIRST + (30 + n) * DAY for n, patient in enumerate(PEOPLE)}
    return {p: [at + n * GAP * DAY for n in range(most)] for p, at in starts.items()}


def moved(dates: list[date], years: int) -> list[date]:
    return [when.replace(year=when.year + years) for when in dates]


WHOLE = diary({})
SHORT = diary({PEOPLE[2]: FIRST + 120 * DAY})


@settings(max_examples=examples(3), deadline=None)
@given(
    st.sampled_from(PEOPLE),
    st.sampled_from([-10, -2, -1, 2, 10]),
    st.integers(min_value=1, max_value=3),
)
def test_all_sessions_of_a_patient_in_another_year_are_asked_and_come_back(who, years, many):
    true = treated(many)
    files = [WHOLE, sessions({**true, who: moved(true[who], years)})]
    (asked,) = read_records(files)[1].questions
    assert (asked.kind, asked.column, len(asked.rows)) == ("far_dates", "session_date", many)
    records, report = read_records(files, Choices(answers={asked.code: "year"}))
    assert not report.questions
    expected = read_records([WHOLE, sessions(true)])[0].sessions
    pd.testing.assert_frame_equal(records.sessions, expected)


def test_the_page_shows_the_row_and_the_patient():
    true = treated()
    files = [WHOLE, sessions({**true, "p2": moved(true["p2"], -1)})]
    report = read_records(files)[1]
    (asked,) = report.questions
    assert asked.rows == (8, 9, 10)
    shown = report.shown[asked.code]
    assert ["p2" in cells for cells in shown.cells].count(True) == 3


def test_an_appointment_after_a_diary_that_ended_is_no_slip():
    true = treated(1)
    for ahead in (20, 100, 200, 300, 365):
        booked = {**true, "p2": [*true["p2"], LAST + ahead * DAY]}
        report = read_records([SHORT, sessions(booked)])[1]
        assert not report.questions
        assert "1 session after the last diary day" in " ".join(report.notices)
    only = {**true, "p2": [LAST + 120 * DAY]}
    assert not read_records([SHORT, sessions(only)])[1].questions


def test_whose_sessions_lie_where_they_should_is_not_asked():
    assert not read_records([WHOLE, sessions(treated())])[1].questions


def test_an_answer_about_single_dates_is_kept_for_no_other_file():
    true = treated()
    first = [WHOLE, sessions({**true, "p2": moved(true["p2"], -1)})]
    (asked,) = read_records(first)[1].questions
    answers = {asked.code: "as_written"}
    assert answered(read_records(first, Choices(answers=answers))[1].answered, answers) == ()
    next_month = [WHOLE, sessions({**true, "p3": moved(true["p3"], -1)})]
    for column in ("", "session_date"):
        old = Mapping(answers={"far_dates": {column: "as_written"}})
        report = read_records(next_month, Choices(mappings=(old,)))[1]
        assert [question.rows for question in report.questions] == [(11, 12, 13)]
        assert "A kept answer was of the rows of its own files: unused here." in report.notices


def test_appointments_are_not_among_the_weeks_between_sessions():
    true = treated()
    files = [WHOLE, sessions({**true, "p1": [*true["p1"], LAST + 60 * DAY]})]
    records = read_records(files)[0]
    about = made_of(records, "", "", DEFAULT_DEFINITION, 1).about
    assert about["gaps"] == "12 weeks apart"


def test_other_files_and_their_order_change_no_code():
    true = treated()
    slip = sessions({**true, "p2": moved(true["p2"], -1)})
    patients = Source("patients.csv", b"patient_id,sex\np1,female\np2,female\n")
    other = Source("more.csv", b"patient_id,session_date\np5,2025-10-20\n")
    codes = {
        question.code
        for files in ([WHOLE, slip], [slip, WHOLE, patients], [other, patients, slip, WHOLE])
        for question in read_records(files)[1].questions
        if question.kind == "far_dates"
    }
    assert len(codes) == 1
