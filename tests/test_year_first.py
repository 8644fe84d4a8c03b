"""Two-digit years in two orders in one column: asked of the patients whose they may be."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

OTHERS = ("%d-%m-%y", "%d/%m/%y", "%d.%m.%y", "%m/%d/%y")
BEGINS = st.dates(date(2021, 1, 1), date(2024, 6, 30))


def read(forms: list[str], begins: date, length: int, answer: str = ""):
    rows = "".join(
        f"P{n},{(begins + timedelta(days=day)).strftime(form)},{day % 2}\n"
        for n, form in enumerate(forms)
        for day in range(length)
    )
    source = Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())
    records, report = read_records([source])
    asked = [one for one in report.questions if one.kind == "date_first_part"]
    if answer:
        records, _ = read_records([source], Choices(answers={asked[0].code: answer}))
    return records, asked


@settings(max_examples=examples(12), deadline=None)
@given(BEGINS, st.integers(40, 120), st.sampled_from(OTHERS), st.integers(2, 3))
def test_a_patient_whose_year_stands_first_is_asked_about(begins, length, others, n):
    form = f"%y{others[2]}%m{others[2]}%d"
    records, asked = read([form, *[others] * n], begins, length, "year_first")
    assert len(asked) == 1
    days = records.diary.groupby("patient_id")["date"].agg(["min", "max"])
    assert set(days["min"].dt.date) == {begins}
    assert set(days["max"].dt.date) == {begins + timedelta(days=length - 1)}


@settings(max_examples=examples(12), deadline=None)
@given(BEGINS, st.integers(40, 400), st.sampled_from(OTHERS), st.integers(1, 4))
def test_dates_of_one_order_are_not(begins, length, form, n):
    assert not read([form] * n, begins, length)[1]
