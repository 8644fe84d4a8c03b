"""Is a sign of a sheet of months settled once, over all sheets and files of one layout?"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping, Source, read_records
from tests.door_cases.base import workbook
from tests.examples import examples

DAY = timedelta(days=1)
NAMES = ("KA", "MB", "QC")
FIRST = date(2024, 1, 1)
HEAD = ["Patient", "Month", *map(str, range(1, 32))]
Cells = list[str]  # of a patient's days, from FIRST on


def months(cells: Cells) -> list[list[str]]:
    """A row for each month: its name, and a cell for each of its days."""
    rows, place, start = [], 0, FIRST
    while place < len(cells):
        length = monthrange(start.year, start.month)[1]
        rows.append([f"{start:%Y-%m}", *(cells[place : place + length] + [""] * 31)[:31]])
        place, start = place + length, start + length * DAY
    return rows


def csv(rows: list[list[str]], head: list[str] = HEAD) -> bytes:
    return "\n".join(",".join(row) for row in [head, *rows]).encode() + b"\n"


def answered(sources: list[Source], said: dict[str, str] | None = None):
    """The files as read once every question has its first answer, or the one that is said of its
    sign; and what was asked."""
    choices, asked = Choices(today=date(2025, 6, 1)), []
    for _ in range(5):
        records, report = read_records(sources, choices)
        if not report.questions:
            return records, report, asked
        asked += [(q.column, tuple(key for key, _ in q.options)) for q in report.questions]
        choices = choices.answered(
            {q.code: (said or {}).get(q.column, q.options[0][0]) for q in report.questions}
        )
    raise AssertionError(asked)


def days(records) -> dict[tuple[str, str], tuple[object, object]]:
    frame = records.diary[["patient_id", "date", "headache", "migraine"]].astype("str")
    return {(p, d): (h, m) for p, d, h, m in frame.itertuples(index=False)}


def sessions(records) -> set[tuple[str, str]]:
    frame = records.sessions[["patient_id", "session_date"]].astype("str")
    return {(p, d) for p, d in frame.itertuples(index=False)}


def accounted(report) -> None:
    for file in report.files:
        where = (file.used, file.duplicates, file.set_aside, file.replaced, file.not_used)
        assert sum(where) == file.rows_read
        assert min(where) >= 0


def with_crosses(letters: str, crosses: dict[int, str]) -> Cells:
    return [crosses.get(n, "" if letter == "." else letter) for n, letter in enumerate(letters)]


CALENDAR = ("M-H----" * 30)[:200]


def clinic() -> dict[str, Cells]:
    """Three patients with three sessions; on one day of each stands MX, and one has one X alone."""
    return {
        "AB": with_crosses(CALENDAR, {29: "X", 113: "X", 197: "MX"}),
        "CD": with_crosses(CALENDAR, {34: "MX", 118: "X"}),
        "EF": with_crosses(CALENDAR, {40: "X"}),
    }


def a_sheet_each(patients: dict[str, Cells]) -> Source:
    sheets = {name: [HEAD[1:], *months(cells)] for name, cells in patients.items()}
    return Source("Calendars.xlsx", workbook(sheets))


def test_a_cross_that_stands_once_on_its_sheet_is_a_session_by_the_others():
    records, report, asked = answered([a_sheet_each(clinic())])
    assert not asked
    assert len(sessions(records)) == 6
    assert ("EF", "2024-02-10") in sessions(records)
    assert days(records)["AB", "2024-07-16"] == ("1", "1")  # MX: a migraine, and a session
    assert ("EF", "2024-02-10") not in days(records)  # X alone says nothing of headache
    told = "\n".join(report.sentences())
    assert "sign x: 4 cells, and MX in 2 cells, every 12 weeks in each patient" in told
    assert "set aside: these days" not in told
    accounted(report)


def test_what_is_asked_of_many_sheets_is_asked_once_and_names_their_workbook():
    crosses = {"AB": {29: "X", 40: "X"}, "CD": {34: "X", 50: "X", 60: "HX"}}
    patients = {who: with_crosses(CALENDAR, at) for who, at in crosses.items()}
    _, report = read_records([a_sheet_each(patients)])
    (question,) = report.questions
    assert question.text.startswith("Calendars.xlsx: sign x: 4 cells, and HX in 1 cell of 2 pat")
    assert report.shown[question.code].sheet == "AB"
    assert [len(file.questions) for file in report.files] == [1, 1]
    for reading, day, in_all in (("session", ("1", "0"), 5), ("migraine", ("1", "1"), 0)):
        records, _, _ = answered([a_sheet_each(patients)], {"sign x": reading})
        assert days(records)["CD", "2024-03-01"] == day
        assert len(sessions(records)) == in_all


@pytest.mark.parametrize(
    ("at", "readings"),
    [
        ((29, 113, 197), None),  # every 12 weeks: said
        ((29, 113), "migraine_and_session migraine"),  # once so: suggested
        ((29, 40, 50), "migraine migraine_and_session"),
    ],
)
def test_a_sign_of_two_whose_second_never_stands_alone(at, readings):
    cells = with_crosses(CALENDAR, dict.fromkeys(at, "MX"))
    sources = [Source("K7.csv", csv(months(cells), HEAD[1:]))]
    records, report, asked = answered(sources, {"sign mx": "migraine_and_session"})
    assert [" ".join(options[:2]) for _, options in asked] == ([readings] if readings else [])
    assert len(sessions(records)) == len(at)
    assert days(records)["K7", "2024-01-30"] == ("1", "1")
    if readings is None:
        assert "read as a migraine and a session on one day, as M is" in str(report.sentences())


def test_a_mapping_that_says_what_a_letter_means_says_it_of_the_sign_of_two():
    cells = with_crosses(CALENDAR, {29: "X", 40: "MX"})
    sources = [Source("K7.csv", csv(months(cells), HEAD[1:]))]
    seen = read_records(sources)[1].as_read[0]
    mapping = seen.means("1", "X", "session")
    assert Mapping.from_json(mapping.to_json()) == mapping
    records, report = read_records(sources, Choices(mappings=(mapping,)))
    assert not report.questions
    assert len(sessions(records)) == 2
    values = {one.text: one.means for one in report.as_read[0].columns[1].values}
    assert values["MX"] == "migraine + session"
    again = report.as_read[0].means("1", "MX", "headache + session")
    records, _ = read_records(sources, Choices(mappings=(again,)))
    assert days(records)["K7", "2024-02-10"] == ("1", "0")


@pytest.mark.parametrize("reading", ["no_headache", "not_recorded"])
def test_what_a_blank_day_means_is_asked_once(reading):
    cells = with_crosses("M..H.M..." * 22, {})
    sources = [Source("K7.csv", csv(months(cells), HEAD[1:]))]
    records, _, asked = answered(sources, {"sign blank": reading})
    assert [column for column, _ in asked] == ["sign blank"]
    free = sum(flags == ("0", "0") for flags in days(records).values())
    assert free == (129 if reading == "no_headache" else 0)


def test_a_sheet_without_a_sign_of_its_own_is_no_failure_of_the_workbook():
    patients = {**clinic(), "GH": [""] * 60}
    records, report, _ = answered([a_sheet_each(patients)])
    assert {who for who, _ in days(records)} == {"AB", "CD", "EF"}
    accounted(report)


tokens = st.lists(
    st.sampled_from(["M", "H", "-", "-", "-", "-", "", "X", "MX", "q"]), min_size=30, max_size=95
)


@settings(deadline=None, max_examples=examples(5))
@given(st.lists(tokens, min_size=1, max_size=3), st.randoms())
def test_splitting_a_sheet_into_files_and_their_order_changes_nothing(calendars, chance):
    """One file of all, one for each patient, one for each month: the same days are read, and the
    same signs are asked about."""
    patients = {who: ["M", *cells[1:]] for who, cells in zip(NAMES, calendars, strict=False)}
    rows = {who: [[who, *row] for row in months(cells)] for who, cells in patients.items()}
    every = [row for of_one in rows.values() for row in of_one]
    whole = [Source("all.csv", csv(every))]
    apart = [Source(f"{who}.csv", csv(of_one)) for who, of_one in rows.items()]
    by_month = [Source(f"file {n}.csv", csv([row])) for n, row in enumerate(every)]
    chance.shuffle(apart)
    chance.shuffle(by_month)
    first, _, asked = answered(whole)
    for sources in (apart, by_month):
        records, report, asked_too = answered(sources)
        assert days(records) == days(first)
        assert sessions(records) == sessions(first)
        assert sorted(asked_too) == sorted(asked)
        accounted(report)


def corrected(old: Source, new: Source, **said):
    corrects = {new.name: old.name}
    return read_records([old, new], Choices(corrects=corrects, today=date(2025, 6, 1), **said))


def sheet(name: str, cells: Cells, head: str = "Patient") -> Source:
    return Source(name, csv([["K7", *row] for row in months(cells)], [head, *HEAD[1:]]))


def with_cells(letters: str, changed: dict[int, str]) -> Cells:
    """A calendar that says nothing but this, and one that is as before but for this."""
    return [changed.get(n, letter) for n, letter in enumerate(letters)]


@settings(deadline=None, max_examples=examples(8))
@given(st.integers(1, 88), st.sampled_from("MH-"), st.booleans())
def test_a_correction_of_one_day_of_a_calendar_changes_that_day_alone(at, sign, alone):
    before, _, _ = answered([sheet("old.csv", list(CALENDAR[:90]))])
    cells = with_cells("" if alone else CALENDAR[:90], {at: sign})
    if alone:
        cells = [sign if n == at else "" for n in range(90)]
    old, new = sheet("old.csv", list(CALENDAR[:90])), sheet("new.csv", cells)
    records, report = corrected(old, new)
    assert not report.questions
    accounted(report)
    day = ("K7", str(FIRST + at * DAY))
    flags = {"M": ("1", "1"), "H": ("1", "0"), "-": ("0", "0")}[sign]
    assert days(records) == {**days(before), day: flags}
    by_file = {file.file: file for file in report.files}
    if alone:
        assert (by_file["old.csv"].used, by_file["new.csv"].used) == (3, 1)
    elif new.content != old.content:  # it repeats the others
        assert by_file["old.csv"].replaced == 3
    assert report.set_aside == 0


def test_what_a_cell_of_a_calendar_does_not_say_stays():
    """Its H says nothing of the pain, and a 0 nothing but that there was no headache."""
    diary = "patient_id,date,headache,migraine,pain,triptan\n" + "".join(
        f"K7,{FIRST + n * DAY},1,1,{n % 9 + 1},1\n" if n % 3 else f"K7,{FIRST + n * DAY},0,0,,0\n"
        for n in range(60)
    )
    old = Source("old.csv", diary.encode())
    new = sheet("new.csv", ["H" if n == 4 else "0" if n in (7, 9) else "" for n in range(31)])
    records, report = corrected(old, new)
    assert not report.questions, report.questions
    found = records.diary.set_index("date")
    assert len(found) == 60
    fifth, eighth = found.iloc[4], found.iloc[7]
    assert [fifth["headache"], fifth["pain"], fifth["triptan"]] == [1, 5, 1]
    assert [eighth["headache"], eighth["migraine"], eighth["triptan"]] == [0, 0, 1]
    assert report.set_aside == 0
    accounted(report)


def test_a_sign_that_nobody_can_read_leaves_the_day_as_it_was():
    old = sheet("old.csv", list(CALENDAR[:90]))
    new = sheet("new.csv", ["?" if n == 7 else "M" if n == 9 else "" for n in range(31)])
    records, report = corrected(old, new)
    assert days(records)["K7", "2024-01-08"] == ("1", "1")
    assert days(records)["K7", "2024-01-10"] == ("1", "1")
    assert any("sign ?" in told.text for told in report.everything_told)


def test_of_a_month_that_contradicts_another_file_on_a_day_the_other_days_are_used():
    other = with_cells(CALENDAR[:90], {40: "M"})
    files = [sheet("one.csv", list(CALENDAR[:90])), sheet("two.csv", other)]
    records, report = read_records(files)
    assert len(days(records)) == 89
    where = [(file.used, file.duplicates, file.set_aside) for file in report.files]
    assert where == [(3, 0, 0), (0, 3, 0)]
    accounted(report)
    assert report.undecided
    assert {(one.row, one.column) for one in report.broken.itertuples()} == {(3, "10")}
    assert "two.csv, row 3, 10: contradicts another file." in report.sentences()


def test_a_sign_that_comes_as_sessions_do_is_asked_where_a_legend_says_another_thing():
    rows = [[name, *row] for name, cells in clinic().items() for row in months(cells)]
    content = csv(rows)
    assert not any(q.column == "sign x" and len(q.options) > 1 for q in first(content))
    content += b"\nX = triptan,\n"
    assert any(q.column == "sign x" and len(q.options) > 1 for q in first(content))


def first(content: bytes):
    """What is asked of one sheet at first."""
    return read_records([Source("a.csv", content)], Choices(today=date(2025, 6, 1)))[1].questions


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"AB": "MmH-" * 10}, True),
        ({"AB": "MH--" * 10}, False),
        ({"AB": "MH--" * 10 + "m" * 2}, False),
        ({"AB": "MH--" * 10, "CD": "mh--" * 10}, False),  # each in her own hand
    ],
)
def test_a_large_and_a_small_letter_of_one_patient_are_told(cells, told):
    rows = [[who, *row] for who, letters in cells.items() for row in months([*letters])]
    _, report = read_records([Source("grid.csv", csv(rows))], Choices(today=date(2025, 6, 1)))
    assert any("to be two signs" in sentence for sentence in report.sentences()) == told
