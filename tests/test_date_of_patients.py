"""One patient month first among others who are day first: asked, and of nobody else."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

DAY, MONTH = "%d/%m/%Y", "%m/%d/%Y"
OTHERS = {f"P{n}": [date(2024, 1, 1) + timedelta(days=day) for day in range(60)] for n in range(3)}
RARE = [date(2024, *one) for one in [(1, 5), (2, 3), (3, 9), (4, 2), (5, 11), (6, 8), (7, 4)]]
KIND = "date_of_patients"
few = st.lists(
    st.builds(date, st.just(2024), st.integers(1, 12), st.integers(1, 12)),
    min_size=4,
    max_size=12,
    unique=True,
)


def read(people: dict[str, tuple[str, list[date]]], **said):
    rows = "".join(
        f"{who},{day.strftime(written)},{n % 2}\n"
        for who, (written, days) in people.items()
        for n, day in enumerate(days)
    )
    source = Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())
    return read_records([source], Choices(today=date(2026, 1, 1), **said))


def days_of(records, who: str) -> list[date]:
    diary = records.diary
    return [one.date() for one in diary.loc[diary["patient_id"] == who, "date"]]


def of_kind(report):
    return [one for one in report.questions if one.kind == KIND]


@pytest.mark.parametrize(
    "theirs", [RARE, [date(2024, 1, 2) + timedelta(days=n) for n in range(50)]]
)
@pytest.mark.parametrize("ways", [(DAY, MONTH), (MONTH, DAY)])
def test_the_dates_of_one_patient_in_the_other_order_are_asked(theirs, ways):
    people = {who: (ways[0], days) for who, days in OTHERS.items()}
    people["P9"] = (ways[1], theirs)
    (asked,) = of_kind(read(people)[1])
    assert asked.options[0][0] == "by_patient"
    records, report = read(people, answers={asked.code: "by_patient"})
    assert days_of(records, "P9") == sorted(theirs)
    assert all(days_of(records, who) == days for who, days in OTHERS.items())
    assert report.files[0].used == report.files[0].rows_read


def test_each_other_answer_leaves_the_dates_as_they_were_read():
    people = {who: (DAY, days) for who, days in OTHERS.items()} | {"P9": (MONTH, RARE)}
    (asked,) = of_kind(read(people)[1])
    records, _ = read(people, answers={asked.code: "as_the_others"})
    assert days_of(records, "P9") == sorted(date(2024, one.day, one.month) for one in RARE)
    people["P9"] = (MONTH, [*RARE, date(2024, 8, 20)])
    (asked,) = of_kind(read(people)[1])
    records, report = read(people, answers={asked.code: "not_used"})
    assert report.files[0].set_aside > 100  # every date that has two readings


def test_a_stated_order_is_not_asked_again():
    people = {who: (DAY, days) for who, days in OTHERS.items()} | {"P9": (MONTH, RARE)}
    assert not of_kind(read(people, date_order="day_first")[1])


def test_a_patient_with_dates_of_both_orders_decides_nothing():
    mixed = [date(2024, 8, 20), *RARE]
    rows = "".join(f"P9,{day.strftime(MONTH)},1\n" for day in mixed) + "P9,20/09/2024,1\n"
    others = "".join(f"{p},{d.strftime(DAY)},0\n" for p, ds in OTHERS.items() for d in ds)
    source = Source("diary.csv", f"patient_id,date,headache\n{rows}{others}".encode())
    assert not of_kind(read_records([source])[1])


@settings(max_examples=examples(12), deadline=None)
@given(few, st.sampled_from([DAY, MONTH]))
def test_rows_in_the_order_of_time_are_not_asked_about(days, written):
    people = {who: (written, days) for who, days in OTHERS.items()}
    for order in (sorted(days), sorted(days, reverse=True)):
        assert not of_kind(read(people | {"P9": (written, order)})[1])


@settings(max_examples=examples(12), deadline=None)
@given(few, st.randoms())
def test_the_order_of_the_patients_changes_no_question(days, chance):
    people = {who: (DAY, held) for who, held in OTHERS.items()} | {"P9": (MONTH, sorted(days))}
    mixed = [*people.items()]
    chance.shuffle(mixed)
    one, other = (of_kind(read(held)[1]) for held in (people, dict(mixed)))
    assert [asked.text for asked in one] == [asked.text for asked in other]
