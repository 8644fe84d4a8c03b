"""Is a file with a row for each value read to its days, with every row in its place?"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Source, read_records
from tests.examples import examples

HEAD = "patient,date,variable,value"
FIRST = date(2024, 3, 4)


def read(rows: list[str], head: str = HEAD):
    content = "\n".join([head, *rows]) + "\n"
    records, report = read_records([Source("long.csv", content.encode())])
    file = report.files[0]
    assert file.rows_read == file.used + file.duplicates + file.set_aside + file.not_used
    return records, report


def long(days: list[tuple[int, int]], patient: str = "K7") -> list[str]:
    return [
        f"{patient},{FIRST + timedelta(days=n)},{name},{value}"
        for n, day in enumerate(days)
        for name, value in zip(("headache", "migraine"), day, strict=True)
    ]


DAYS = [(1, 1), (0, 0), (1, 0)] * 4


@settings(max_examples=examples(8), deadline=None)
@given(st.randoms(), st.integers(1, 3))
def test_the_order_of_rows_never_matters(chance, people):
    rows = [row for n in range(people) for row in long(DAYS, f"P{n}")]
    chance.shuffle(rows)
    records, report = read(rows)
    assert not report.questions
    assert report.files[0].used == len(rows)
    found = records.diary[["headache", "migraine"]].to_numpy().tolist()
    assert [tuple(day) for day in found] == DAYS * people


def test_two_values_of_one_variable_set_their_day_aside_and_a_repeated_row_is_nothing_new():
    rows = long(DAYS)
    records, report = read([*rows, rows[0], f"K7,{FIRST + timedelta(days=1)},headache,1"])
    assert len(records.diary) == len(DAYS) - 1
    assert report.files[0].set_aside == 3
    assert FIRST + timedelta(days=1) not in set(records.diary["date"].dt.date)


def test_variables_that_are_no_columns_of_ours_are_told_and_not_used():
    records, report = read([*long(DAYS), f"K7,{FIRST},mood,4"])
    assert report.files[0].not_used == 1
    assert "1 row of other variables" in " ".join(report.sentences())
    assert len(records.diary) == len(DAYS)


def test_words_of_another_language_name_columns_and_variables():
    rows = [
        row.replace("headache", "Kopfschmerz").replace("migraine", "Migräne") for row in long(DAYS)
    ]
    records, _ = read(rows, head="Patient,Datum,Merkmal,Wert")
    assert records.diary["migraine"].sum() == 4


def test_where_no_variable_is_ours_it_says_so_and_shows_none_of_them():
    _, report = read([f"K7,{FIRST},secret,1", f"K7,{FIRST},other,1"])
    assert "of which none is headache or migraine" in report.problems[0]
    assert "secret" not in " ".join(report.sentences())


def test_dates_close_together_are_not_suggested_to_be_sessions():
    rows = [f"{FIRST + timedelta(days=3 * n)} 08:00,{n % 5 + 1}" for n in range(20)]
    _, report = read(rows, head="Beginn,Dauer")
    assert report.as_read[0].shape != "sessions"
    spaced = [f"{FIRST + timedelta(days=84 * n)},{n % 5 + 1}" for n in range(20)]
    _, report = read(spaced, head="When,Nr")
    assert report.as_read[0].shape == "sessions"
