"""Two sessions of one patient within days: asked; those of a clinic as it is: not."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

KIND = "sessions_close_together"
FIRST = date(2024, 1, 8)


def read(sessions: dict[str, list[int]], **said):
    rows = "".join(
        f"{who},{FIRST + timedelta(days=after)},155\n"
        for who, days in sessions.items()
        for after in days
    )
    source = Source("sessions.csv", f"patient_id,session_date,units\n{rows}".encode())
    return read_records([source], Choices(today=date(2027, 1, 1), **said))


def asked(sessions):
    return [one for one in read(sessions)[1].questions if one.kind == KIND]


def days_of(records) -> list[int]:
    return [(one.date() - FIRST).days for one in records.sessions["session_date"]]


def test_a_second_day_of_one_session_is_asked():
    sessions = {"A": [0, 1, 84, 94, 168]}
    (question,) = asked(sessions)
    records, report = read(sessions, answers={question.code: "none"})
    assert days_of(records) == [0, 84, 168]
    assert (report.files[0].used, report.files[0].not_used) == (3, 2)
    records, report = read(sessions, answers={question.code: "own"})
    assert days_of(records) == sessions["A"]


def test_sessions_that_the_file_numbers_are_sessions():
    rows = "A,1,2024-01-08\nA,2,2024-01-18\nA,3,2024-04-08\n"
    source = Source("sessions.csv", f"patient_id,session,session_date\n{rows}".encode())
    records, report = read_records([source], Choices(today=date(2027, 1, 1)))
    assert not report.questions
    assert len(records.sessions) == 3


@settings(max_examples=examples(20), deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("ABCD"), st.lists(st.integers(28, 200), min_size=1, max_size=6), min_size=1
    )
)
def test_sessions_of_weeks_apart_are_not_asked_about(gaps):
    sessions = {who: [sum(held[:n]) for n in range(len(held) + 1)] for who, held in gaps.items()}
    assert not asked(sessions)


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.randoms())
def test_what_is_left_lies_weeks_apart_in_any_order_of_rows(gaps, chance):
    days = [sum(gaps[:n]) for n in range(len(gaps) + 1)]
    found = asked({"A": days})
    if not found:
        assert all(gap >= 28 for gap in gaps)
        return
    mixed = [*days]
    chance.shuffle(mixed)
    left = []
    for order in (days, mixed):
        (question,) = asked({"A": order})
        assert question.text == found[0].text
        left.append(days_of(read({"A": order}, answers={question.code: "none"})[0]))
    assert left[0] == left[1]
    assert all(late - early >= 28 for early, late in zip(left[0], left[0][1:], strict=False))
