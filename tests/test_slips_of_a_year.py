"""Days of a diary under last year: asked where they fill a hole or go on, and of no other gap."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

KIND = "slips_of_a_year"


def year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def read(days: list[date], **said):
    rows = "".join(f"A,{day},{n % 2}\n" for n, day in enumerate(days))
    source = Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())
    return read_records([source], Choices(today=date(2027, 1, 1), **said))


def asked(days: list[date]):
    return [one for one in read(days)[1].questions if one.kind == KIND]


def diary(begins: date, length: int) -> list[date]:
    return [begins + timedelta(days=n) for n in range(length)]


def test_days_of_january_under_last_year_go_on_after_december():
    true = diary(date(2024, 11, 20), 80)
    written = [year_before(day) if day.year == 2025 else day for day in true]
    (question,) = asked(written)
    records, _ = read(written, answers={question.code: "year"})
    assert [one.date() for one in records.diary["date"]] == true
    records, _ = read(written, answers={question.code: "as_written"})
    assert [one.date() for one in records.diary["date"]] == sorted(written)


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(3, 90), st.integers(1, 5), st.randoms())
def test_a_hole_that_days_of_last_year_fill_is_asked_about_in_any_order(at, few, chance):
    true = diary(date(2025, 3, 1), 100)
    written = [year_before(day) if at <= n < at + few else day for n, day in enumerate(true)]
    chance.shuffle(written)
    (question,) = asked(written)
    records, _ = read(written, answers={question.code: "year"})
    assert [one.date() for one in records.diary["date"]] == true


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.tuples(st.integers(2, 120), st.integers(1, 80)), min_size=1, max_size=5))
def test_a_diary_in_parts_is_not_asked_about(parts):
    days, at = [], date(2023, 1, 1)
    for gap, length in parts:
        days += diary(at, length)
        at = days[-1] + timedelta(days=gap)
    missing = {day.replace(year=day.year + 1) for day in days if (day.month, day.day) != (2, 29)}
    if not missing & {*diary(days[0], (days[-1] - days[0]).days + 40)} - {*days}:
        assert not asked(days)


def test_months_kept_a_year_apart_are_not_asked_about():
    assert not asked([*diary(date(2024, 1, 1), 31), *diary(date(2025, 1, 1), 31)])
    assert not asked([*diary(date(2024, 1, 1), 31), *diary(date(2024, 12, 1), 31)])
