"""Day and month turned by a spreadsheet: asked of diaries that it broke, and of no rhythm."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from importing.doubts.turned_dates import turned
from tests.examples import examples

BEGINS = st.dates(date(2023, 1, 1), date(2024, 12, 31))
RHYTHMS = {
    "every day": lambda day, n: True,
    "Mondays, Wednesdays and Fridays": lambda day, n: day.weekday() in (0, 2, 4),
    "weekdays": lambda day, n: day.weekday() < 5,
    "every second day": lambda day, n: n % 2 == 0,
    "every third day": lambda day, n: n % 3 == 0,
    "odd days": lambda day, n: day.day % 2 == 1,
}


def asked(days: list[str]) -> list[str]:
    rows = "".join(f"P1,{day},{n % 2}\n" for n, day in enumerate(days))
    _, report = read_records([Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())])
    return [one.kind for one in report.questions if one.kind == "turned_dates"]


@settings(max_examples=examples(15), deadline=None)
@given(BEGINS, st.integers(60, 500), st.sampled_from([*RHYTHMS]), st.randoms(), st.booleans())
def test_a_diary_as_it_was_kept_is_not_asked_about(begins, length, rhythm, chance, gaps):
    every = (begins + timedelta(days=n) for n in range(length))
    kept = [day for n, day in enumerate(every) if RHYTHMS[rhythm](day, n)]
    if gaps:
        kept = [day for day in kept if chance.random() < 0.9]
    assert asked([day.isoformat() for day in kept]) == []


@settings(max_examples=examples(8), deadline=None)
@given(BEGINS, st.integers(90, 400))
def test_a_daily_diary_that_was_half_turned_is(begins, length):
    days = [(begins + timedelta(days=n)).isoformat() for n in range(length)]
    assert asked([turned(day) for day in days]) == ["turned_dates"]


@settings(max_examples=examples(8), deadline=None)
@given(BEGINS, st.integers(90, 400), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y"]))
def test_one_that_was_turned_and_then_written_in_another_form_is_too(begins, length, form):
    days = [(begins + timedelta(days=n)).isoformat() for n in range(length)]
    assert asked([f"{date.fromisoformat(day):{form}}" for day in days]) == []
    written = [f"{date.fromisoformat(turned(day)):{form}}" for day in days]
    assert asked(written) == ["turned_dates"]
    rows = "".join(f"P1,{day},{n % 2}\n" for n, day in enumerate(written))
    source = Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())
    (question,) = read_records([source])[1].questions
    answers = {question.code: "turned_back"}
    records, _ = read_records([source], Choices(answers=answers))
    assert [f"{one:%Y-%m-%d}" for one in records.diary["date"]] == days
