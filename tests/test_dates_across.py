"""Is a sheet with a column for each date and a row for each patient read as the days that it says?

The same signs written either way are the same days; counts of months are never turned.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importing import Source, read_records
from tests.examples import examples
from tests.test_month_grid import days, sentences

MEANS = {"M": (1, 1), "H": (1, 0), "0": (0, 0)}
FIRST = date(2024, 12, 20)


def across(signs: dict[str, str], form: str = "%d/%m/%Y", turn: int = 0) -> list[list[str]]:
    """Rows of a sheet: an id and a sign for each date; the dates may begin anywhere in a row."""
    dates = [FIRST + n * timedelta(days=1) for n in range(len(next(iter(signs.values()))))]
    order = [*range(turn, len(dates)), *range(turn)]
    rows = [["Patient", *(f"{dates[n]:{form}}" for n in order)]]
    return rows + [[who, *(of[n].strip() for n in order)] for who, of in signs.items()]


def read(rows: list[list[str]]):  # type: ignore[no-untyped-def]
    content = "\n".join(",".join(row) for row in rows) + "\n"
    return read_records([Source("ward.csv", content.encode())])


def expected(signs: dict[str, str]) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (who, str(FIRST + n * timedelta(days=1))): MEANS[sign]
        for who, of in signs.items()
        for n, sign in enumerate(of)
        if sign in MEANS
    }


SIGNS = st.lists(
    st.text("MH0 ", min_size=40, max_size=40).filter(lambda of: {*"MH0"} <= {*of}),
    min_size=1,
    max_size=4,
)


@given(SIGNS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d"]), st.integers(0, 39))
@settings(max_examples=examples(20), deadline=None)
def test_every_sign_is_the_day_above_it_whose_row_it_is_in(lines, form, turn):
    signs = {f"K{n}": of for n, of in enumerate(lines)}
    records, report = read(across(signs, form, turn))
    assert days(records) == expected(signs)
    account = f"{len(signs)} rows read = {len(signs)} used" if len(signs) > 1 else "1 row read"
    assert account in sentences(report)
    assert "its dates stand side by side" in sentences(report)


def test_dates_of_a_workbook_are_names_of_columns():
    signs = {"K1": "MH0 " * 10, "K2": "0 MH" * 10}
    book = Workbook()
    for row in across(signs):
        book.active.append(row)
    for n, cell in enumerate(book.active[1][1:]):
        cell.value = FIRST + n * timedelta(days=1)
    content = BytesIO()
    book.save(content)
    records, _ = read_records([Source("ward.xlsx", content.getvalue())])
    assert days(records) == expected(signs)


def test_sites_beside_the_patients_are_no_totals():
    rows = across({"K1": "MH0 " * 10, "K2": "0 MH" * 10})
    sited = [[row[0], site, *row[1:]] for row, site in zip(rows, ("Site", "S", "N"), strict=True)]
    assert {*read(sited)[0].diary["patient_id"]} == {"K1", "K2"}


@pytest.mark.parametrize("who", [["Patient"], []])
def test_rows_of_headache_and_of_migraine_are_no_patients(who):
    names = [f"2024-01-{day:02d}" for day in range(1, 29)]
    rows = [[*who, "What", *names]]
    rows += [[*["K1"][: len(who)], kind, *["1", "0"] * 14] for kind in ("headache", "migraine")]
    records, report = read(rows)
    assert records.diary.empty
    assert "side by side" not in sentences(report)


@pytest.mark.parametrize("kinds", [("Headache", "Migraine", "Aura"), ("Headache", "Mood")])
def test_a_row_of_a_word_beside_those_of_headache_is_no_patient(kinds):
    names = [f"2024-01-{day:02d}" for day in range(1, 29)]
    records, report = read([["What", *names], *([kind, *["1", "0"] * 14] for kind in kinds)])
    assert records.diary.empty
    assert "side by side" not in sentences(report)
    assert report.questions


def test_initials_are_patients():
    rows = across({"MD": "MH0 " * 10, "HD": "0 MH" * 10, "K1": "MH00" * 10})
    assert {*read(rows)[0].diary["patient_id"]} == {"MD", "HD", "K1"}


@pytest.mark.parametrize(
    ("form", "no_day"), [("%d.%m.%Y", "30.02.2025"), ("%Y-%m-%d", "2025-02-30")]
)
def test_cells_below_a_day_that_does_not_exist_are_not_lost(form, no_day):
    rows = across({"K1": "MH0 " * 10, "K2": "0 MH" * 10}, form)
    filled = [[*row, more] for row, more in zip(rows, (no_day, "M", "H"), strict=True)]
    records, report = read(filled)
    assert records.diary.empty
    assert no_day in sentences(report)
    assert report.questions
    blank = [[*row, more] for row, more in zip(rows, (no_day, "", ""), strict=True)]
    assert days(read(blank)[0]) == days(read(rows)[0])


def test_a_line_of_totals_is_no_patient():
    rows = across({"K1": "MH0 " * 10, "K2": "0 MH" * 10})
    records, report = read([*rows, ["Total", *["2"] * 40]])
    assert {*records.diary["patient_id"]} == {"K1", "K2"}
    assert "Total" in sentences(report) or "below the last row" in sentences(report)
    (file,) = report.files
    assert file.lines.rows == file.rows_read == 2


WARD = {"K1": "MH0 " * 10, "K2": "0 MH" * 10, "K3": "M00H" * 10}


def of_each_day(signs: str) -> list[str]:
    """How many patients of the ward have one of these signs, on each day."""
    return [str(sum(one[n] in signs for one in WARD.values())) for n in range(40)]


@pytest.mark.parametrize("name", ["Headaches per day", "Kopfschmerzen", "Summe Station 3", ""])
@pytest.mark.parametrize("more", [[], ["M"], ["M", "0"]])
def test_a_last_row_of_what_the_others_give_each_day_is_no_patient(name, more):
    below = [[name, *of_each_day(signs)] for signs in ("MH", *more)]
    records, report = read([*across(WARD), *below])
    assert not report.questions
    assert days(records) == expected(WARD)
    (file,) = report.files
    assert file.lines.adds_up
    assert file.lines.rows == file.rows_read == 3


def test_a_last_row_of_the_sums_of_numbers_is_no_patient():
    pain = {"K1": "0370", "K2": "5001", "K3": "2220"}
    rows = across({who: of * 10 for who, of in pain.items()})
    sums = [str(sum(int(of[n % 4]) for of in pain.values())) for n in range(40)]
    _, report = read([*rows, ["Pain of all", *sums]])
    assert "1 row below the others (row 5)" in sentences(report)


def test_the_same_below_a_month_whose_sheet_names_it():
    book = Workbook()
    book.active.title = "Jan 2025"
    lines = {who: of[:31] for who, of in WARD.items()}
    for one in (["Patient", *range(1, 32)], *([who, *of] for who, of in lines.items())):
        book.active.append([cell if cell != " " else None for cell in one])
    book.active.append(["Headaches per day", *map(int, of_each_day("MH")[:31])])
    content = BytesIO()
    book.save(content)
    records, report = read_records([Source("ward.xlsx", content.getvalue())])
    assert {*records.diary["patient_id"]} == {*WARD}, sentences(report)
    assert report.files[0].lines.rows == report.files[0].rows_read == 3


@pytest.mark.parametrize("last", ["1" * 40, "0110" * 10, "0" * 40])
def test_a_patient_whose_numbers_could_be_flags_is_one(last):
    rows = across({"K1": "0110" * 10, "K2": "1000" * 10, "K3": last})
    assert "below the others" not in sentences(read(rows)[1])


@pytest.mark.parametrize(
    "name", ["Headaches per day", "Kopfschmerzen pro Tag", "Patients with headache"]
)
def test_a_row_named_by_what_is_counted_a_day_is_asked_about(name):
    rows = [*across(WARD), [name, *["7", "5", "2", "9"] * 10]]
    _, report = read(rows)
    assert "initials_or_totals" in [one.kind for one in report.questions]


@pytest.mark.parametrize(
    "names",
    [
        [f"01/{n:02d}/2024" for n in range(1, 13)] + ["01/01/2025", "01/02/2025"],  # a month each
        [f"{1 + n % 12:02d}/{1 + n // 12:02d}/2024" for n in range(14)],  # day or month first?
        [f"{n:02d}/01/2024" for n in range(1, 10)],  # few
        [f"2024-01-{n:02d}" for n in range(1, 29) if n != 9],  # no column says what the 9th was
    ],
)
def test_what_is_no_calendar_stays_as_it_is(names):
    _, report = read([["Patient", *names], *([f"K{k}", *["8"] * len(names)] for k in range(3))])
    assert "side by side" not in sentences(report)
