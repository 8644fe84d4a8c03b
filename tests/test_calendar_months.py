"""A sheet of patients with a column a calendar month: whose month is which session's?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping, Source, read_records
from tests.examples import examples

MONTHS = [(2023, 11), (2023, 12), *((2024, n) for n in range(1, 13))]
NAMES = [f"{date(y, m, 1):%b %Y}" for y, m in MONTHS]
HEAD = f"Code,Injection 1,Injection 2,{','.join(NAMES)}\n"


def row(patient: str, *dates: str) -> str:
    """A patient whose count of each month is its place in the sheet."""
    cells = [patient, *dates, *[""] * (2 - len(dates)), *map(str, range(1, len(MONTHS) + 1))]
    return ",".join(cells) + "\n"


def read(sheet: str, month: str = "", count: str = "migraine_days", mappings=()):
    sources = [Source("audit.csv", sheet.encode())]
    records, report = read_records(sources, Choices(mappings=mappings))
    if month:
        said = {q.code: count if q.options[0][0] == "migraine_days" else month
                for q in report.questions}  # fmt: skip
        records, report = read_records(sources, Choices(answers=said, mappings=mappings))
        assert not report.questions
    return records.counts, report


def counts(frame, name: str = "migraine_days") -> dict[tuple[str, int], int]:
    known = frame.dropna(subset=[name])
    return {(one.patient_id, one.session): getattr(one, name) for one in known.itertuples()}


SHEET = HEAD + row("K1", "2024-01-16", "2024-04-12") + row("K2", "2024-03-01")


def test_the_months_of_a_sheet_are_placed_by_each_patients_own_dates_and_asked_about():
    _, report = read(SHEET)
    assert [one.kind for one in report.questions] == ["periods_of_calendar_months"] * 2
    assert "Injection 1, Injection 2" in report.questions[1].text
    found = counts(read(SHEET, "month_1")[0])
    assert found == {("K1", 0): 2, ("K1", 1): 4, ("K1", 2): 7, ("K2", 0): 4, ("K2", 1): 6}
    found = counts(read(SHEET, "month_3")[0])  # K1's next session lies in the third
    assert found == {("K1", 0): 2, ("K1", 2): 9, ("K2", 0): 4, ("K2", 1): 8}


def test_what_the_names_say_is_counted_is_not_asked():
    named = SHEET.replace("Nov 2023", "HD Nov 2023")
    for name in NAMES[1:]:
        named = named.replace(name, f"HD {name}")
    _, report = read(named)
    assert len(report.questions) == 1
    assert counts(read(named, "month_2")[0], "headache_days")["K1", 1] == 5
    assert counts(read(SHEET, "month_2", "headache_days")[0], "headache_days")["K1", 1] == 5


def test_a_row_without_a_date_or_with_one_that_cannot_be_read_is_set_aside_with_its_reason():
    frame, report = read(SHEET + row("K3") + row("K4", "2024-02-01", "?"), "month_1")
    assert {*frame["patient_id"]} == {"K1", "K2"}
    assert report.broken["row"].tolist() == [4, 5]
    assert report.set_aside == 2
    assert "no date" in report.broken["problem"][0]


def test_dates_that_may_be_turned_are_asked_about_with_the_month():
    turned = HEAD + row("K1", "03/04/2024") + row("K2", "05/04/2024")
    (_, asked) = read(turned)[1].questions
    assert len(asked.options) == 7
    first = counts(read(turned, "month_1_day_first")[0])
    other = counts(read(turned, "month_1_month_first")[0])
    assert (first["K1", 0], other["K1", 0]) == (5, 4)


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.replace("Injection", "Remark"),  # of no session
        SHEET.replace("2024", ""),  # months of no year
    ],
)
def test_without_dates_or_years_its_columns_are_asked_for_as_before(sheet):
    assert "mapping" in [one.kind for one in read(sheet)[1].questions]


def test_it_can_be_said_by_hand_and_a_mapping_goes_first():
    _, report = read_records([Source("audit.csv", SHEET.encode())])
    said = {one.code: "by_hand" if one.options[-1][0] == "by_hand" else "migraine_days"
            for one in report.questions}  # fmt: skip
    _, report = read_records([Source("audit.csv", SHEET.encode())], Choices(answers=said))
    assert [one.kind for one in report.questions] == ["mapping"]
    periods = {"Nov 2023": ("migraine_days", 0), "Feb 2024": ("migraine_days", 1)}
    mapping = Mapping(columns={"Code": "patient_id"}, periods=periods)
    assert counts(read(SHEET, mappings=(mapping,))[0])["K2", 1] == 4


days = st.dates(date(2024, 1, 1), date(2024, 6, 28))


@settings(max_examples=examples(5), deadline=None, derandomize=True)
@given(st.lists(st.lists(days, min_size=1, max_size=2), min_size=2, max_size=4), st.integers(1, 3))
def test_no_month_counts_before_its_session_or_after_the_next_one_began(sessions, place):
    sheet = HEAD + "".join(row(f"P{n}", *map(str, own)) for n, own in enumerate(sessions))
    for (patient, session), month in counts(read(sheet, f"month_{place}")[0]).items():
        own = [(d.year, d.month) for d in sorted(sessions[int(patient[1:])])]
        of = MONTHS[month - 1]
        if session == 0:
            assert of < own[0]
        else:
            assert own[session - 1] < of
            assert session == len(own) or of < own[session]
