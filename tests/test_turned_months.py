"""Is a calendar with the days below each other and a column a month read as what it is?

The same signs written either way are the same days; a list of counts is never turned.
"""

from __future__ import annotations

from calendar import month_abbr, monthrange

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples
from tests.test_month_grid import days, sentences

ANSWERED = ("M", "H", "-")
YEAR = 2024


def signs(year: int, month: int, cycle: str = "MH--") -> list[str]:
    """A sign for each day of this month."""
    return [cycle[(month + day) % len(cycle)] for day in range(monthrange(year, month)[1])]


def turned(months: dict[str, list[str]], corner: str = "Day", title: str = "") -> str:
    rows = [[corner, *months]]
    for day in range(31):
        rows.append(
            [str(day + 1), *(one[day] if day < len(one) else "" for one in months.values())]
        )
    filled = ",".join([title, *[""] * len(months)])
    return "\n".join([*([filled] if title else []), *(",".join(row) for row in rows)]) + "\n"


def upright(months: dict[str, list[str]]) -> str:
    rows = [["Month", *(str(n) for n in range(1, 32))]]
    rows += [[name, *one, *[""] * (31 - len(one))] for name, one in months.items()]
    return "\n".join(",".join(row) for row in rows) + "\n"


def read(content: str, name: str = "K7.csv"):
    return read_records([Source(name, content.encode())], Choices())


@pytest.mark.parametrize("corner", ["Day", "Tag / Monat", "Día", "Giorno"])
def test_days_down_and_months_across_are_the_days_that_they_say(corner):
    named = {f"{month_abbr[m]} {YEAR}": signs(YEAR, m) for m in range(1, 13)}
    records, report = read(turned(named, corner))
    assert not report.questions
    assert len(records.diary) == 366
    assert (
        days(records)["K7", "2024-02-29"]
        == {"M": (1, 1), "H": (1, 0), "-": (0, 0)}[signs(YEAR, 2)[28]]
    )
    assert "each of its columns is read as a row, column B as row 2" in sentences(report)


@pytest.mark.parametrize("title", ["2024", "Year: 2024", "Headache calendar 2024", "Jahr 2024"])
def test_the_year_may_stand_above_and_is_told(title):
    named = {month_abbr[m]: signs(YEAR, m) for m in range(1, 13)}
    for content in (turned(named, title=title), f"{title}{',' * 31}\n{upright(named)}"):
        records, report = read(content)
        assert not report.questions
        assert len(records.diary) == 366
        assert "The year 2024 stands above the names of the columns" in sentences(report)


@pytest.mark.parametrize("title", ["Year of birth 1970", "Born 1970", "Form 12 of 2019", "Clinic"])
def test_another_number_above_is_no_year_of_the_months(title):
    named = {month_abbr[m]: signs(YEAR, m) for m in range(1, 13)}
    records, _ = read(turned(named, title=title))
    assert not len(records.diary)


def test_a_year_above_that_is_not_that_of_the_file_is_none():
    named = {month_abbr[m]: signs(YEAR, m) for m in range(1, 13)}
    records, _ = read(turned(named, title="2024"), "K7 2023.csv")
    assert not len(records.diary)


def test_a_year_that_ends_among_the_months_goes_on():
    named = {month_abbr[m]: signs(YEAR, m) for m in (11, 12)}
    named |= {month_abbr[1]: signs(YEAR + 1, 1)}
    records, _ = read(turned(named, title="2024"))
    assert ("K7", "2025-01-31") in days(records)
    assert ("K7", "2024-01-31") not in days(records)


def test_a_row_of_totals_below_the_days_is_no_day_and_is_told():
    named = {f"{month_abbr[m]} {YEAR}": signs(YEAR, m) for m in range(1, 13)}
    records, report = read(turned(named) + f"Total{',12' * 12}\n")
    assert len(records.diary) == 366
    assert "no day of a month, not used: Total." in sentences(report)


@pytest.mark.parametrize("corner", ["Patient", "No", "ID", "Subject"])
def test_patients_by_number_with_a_count_a_month_are_not_turned(corner):
    counts = {f"{month_abbr[m]} {YEAR}": [str(m + n % 9) for n in range(31)] for m in range(1, 5)}
    records, report = read(turned(counts, corner))
    assert not len(records.diary)
    assert "is read as a row" not in sentences(report)


@settings(deadline=None, max_examples=examples(20))
@given(st.data())
def test_either_way_round_it_is_the_same_days(data):
    count = data.draw(st.integers(2, 14))
    start = data.draw(st.integers(0, 23))
    months = [divmod(start + n, 12) for n in range(count)]
    named = {
        f"{YEAR + year}-{month + 1:02}": data.draw(
            st.lists(
                st.sampled_from(ANSWERED),
                min_size=(size := monthrange(YEAR + year, month + 1)[1]),
                max_size=size,
            )
        )
        for year, month in months
    }
    first, again = read(upright(named)), read(turned(named))
    assert days(first[0]) == days(again[0])
    kinds = [[question.kind for question in report.questions] for _, report in (first, again)]
    assert kinds[0] == kinds[1]
