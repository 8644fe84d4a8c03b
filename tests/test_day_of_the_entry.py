"""A diary whose date may be that of the entry: the column that says another day is told."""

from datetime import date, timedelta

import pytest

from importing import Source, read_records


def told(name: str, days_before: int) -> list[str]:
    rows = ""
    for n in range(20):
        when = date(2024, 1, 10) + timedelta(days=n)
        rows += f"P1,{when},{(when - timedelta(days=days_before)).strftime('%d.%m.%Y')},{n % 2}\n"
    content = f"patient_id,date,{name},headache\n{rows}".encode()
    _, report = read_records([Source("diary.csv", content)])
    return [one.text for one in report.everything_told if "another day than date" in one.text]


@pytest.mark.parametrize("name", ["diary_day", "for_date", "refers_to"])
def test_another_day_beside_the_date_is_told(name):
    (said,) = told(name, 3)
    assert f"{name}: the column is not read, and on 20 rows holds another day" in said


@pytest.mark.parametrize(("name", "before"), [("diary_day", 0), ("created_on", 3), ("entered", 1)])
def test_the_same_day_or_when_it_was_entered_is_not(name, before):
    assert told(name, before) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [("previous day", 1), ("Vortag", 1), ("la veille", 1), ("i går", 1), ("today", 0), ("bad", 0)],
)
def test_a_row_that_says_that_it_is_of_the_day_before_is_told(text, times):
    rows = "".join(f"P1,2024-01-{n:02},{text},{n % 2}\n" for n in range(10, 30))
    content = f"patient_id,date,refers_to,headache\n{rows}".encode()
    _, report = read_records([Source("diary.csv", content)])
    assert sum("of the day before" in one.text for one in report.everything_told) == times
