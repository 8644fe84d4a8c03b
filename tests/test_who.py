"""Who is who: ids that differ in little, are numbered anew, lost digits, or are no ids at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analytics.importing import Choices, Source, read_records
from analytics.importing.doubts.id_variants import STEPS, USUAL, fold

DAYS = 8


def csv(head: str, rows: list[list[object]]) -> bytes:
    return "\n".join([head, *(",".join(map(str, row)) for row in rows), ""]).encode()


def diary(ids: list[str], first: date = date(2024, 3, 4), days: int = DAYS, seed: int = 3) -> bytes:
    rows = [
        [patient, first + timedelta(day), (day * seed + len(patient)) % 2, 0]
        for patient in ids
        for day in range(days)
    ]
    return csv("patient_id,date,headache,migraine", rows)


def sessions(ids: list[str], day: date = date(2024, 3, 8)) -> bytes:
    return csv("patient_id,session_date", [[patient, day] for patient in ids])


def read(files: dict[str, bytes], answer: str = "", choices: Choices | None = None):
    sources = [Source(name, content) for name, content in files.items()]
    choices = choices or Choices(today=date(2025, 6, 1))
    records, report = read_records(sources, choices)
    if answer:
        codes = {q.code: answer for q in report.questions if answer in dict(q.options)}
        records, report = read_records(sources, choices.answered(codes))
    return records, report


def kinds(report) -> list[str]:
    return [question.kind for question in report.questions]


@pytest.mark.parametrize(
    ("theirs", "ours", "word"),
    [
        ("144.0", "144", "decimals"),
        ("144,00", "144", "decimals"),
        ("71", "0071", "zeros"),
        ("P1", "P001", "zeros"),
        ("'0311", "0311", "apostrophe"),
        ("MK\u00a07", "MK 7", "space"),
        ("2025-03-01", "3-1", "date"),
        ("01.Mrz", "1-3", "date"),
        ("2-Sep", "SEP2", "date"),
        ("hn-a2", "HN-A2", "small letters"),
        ("HN\u201311", "HN-11", "hyphen"),
        ("\u0410-7", "A-7", "looks alike"),
        ("PO1", "P01", "digits 0"),
        ("12000", "12E3", "spreadsheet"),
        ("P-01", "P01", "hyphen"),
        ("p-01", "P1", "several"),
    ],
)
def test_ids_that_differ_in_little_are_asked_and_one_answer_makes_them_one(theirs, ours, word):
    quoted = f'"{theirs}"' if "," in theirs else theirs
    files = {"d.csv": diary([quoted, "X77"]), "s.csv": sessions([ours, "X77"])}
    records, report = read(files)
    assert kinds(report) == ["id_variants"]
    assert word in report.questions[0].text
    assert records.diary.empty
    records, report = read(files, "same")
    assert set(records.diary["patient_id"]) == {ours, "X77"}
    assert not report.questions
    assert not report.undecided
    records, report = read(files, "others")
    assert set(records.diary["patient_id"]) == {theirs, "X77"}
    assert report.undecided


@pytest.mark.parametrize(
    "files",
    [
        {"d.csv": diary(["7", "007", "7.0"]), "s.csv": sessions(["7", "007", "7.0"])},
        {"d.csv": diary(["a1", "A1"])},
        {
            "d.csv": diary(["a1"]),
            "e.csv": diary(["A1"]),
            "s.csv": sessions(["a1", "A1"]),
        },
        {"d.csv": diary(["1-12", "11-2"]), "s.csv": sessions(["1-12", "11-2"])},
        {"d.csv": diary(["2024-03-01"]), "s.csv": sessions(["2024-03-01"])},
    ],
)
def test_ids_that_match_exactly_in_all_files_are_never_asked(files):
    _, report = read(files)
    assert not report.questions
    assert not report.undecided


def test_two_files_of_days_that_spell_an_id_in_two_ways_are_asked():
    files = {
        "january.csv": diary(["144", "150"], date(2024, 1, 1)),
        "february.csv": diary(["144.0", "150.0"], date(2024, 2, 1)),
    }
    _, report = read(files)
    assert "id_variants" in kinds(report)
    records, _ = read(files, "same")
    assert set(records.diary["patient_id"]) == {"144", "150"}


def test_where_more_than_one_id_could_be_meant_nothing_is_joined_and_it_is_told():
    files = {"d.csv": diary(["7", "07", "7.0"]), "s.csv": sessions(["7", "07"])}
    records, report = read(files)
    assert set(records.diary["patient_id"]) == {"7", "07", "7.0"}
    assert any("more than one id could be meant" in t.text for t in report.everything_told)


@pytest.mark.parametrize("text", ["P-0007", "007", "0", "x_1", "Q 12", "12E3", "O12", "_1", "A"])
def test_the_quick_way_of_usual_ids_is_the_same(text):
    slow = text
    for _, _, step in STEPS:
        slow = step(slow)
    assert fold(text) == slow
    assert bool(USUAL.fullmatch(text)) == (text in ("P-0007", "007", "0", "x_1", "Q 12"))


def beside(*diaries: bytes) -> bytes:
    """Diaries in one file."""
    return diaries[0] + b"".join(one.split(b"\n", 1)[1] for one in diaries[1:])


TURN = date(2024, 3, 20)


def test_new_ids_that_go_on_where_patients_end_are_paired_by_their_digits():
    old = diary(["P01", "P02", "P10"], days=16)
    files = {
        "d.csv": beside(old, diary(["D01", "D02"], TURN, 20)),
        "s.csv": sessions(["P01", "P02", "P10"]),
    }
    _, report = read(files)
    assert kinds(report) == ["renamed_midway"]
    records, report = read(files, "renamed")
    assert records.diary.groupby("patient_id").size().to_dict() == {"P01": 36, "P02": 36, "P10": 16}
    assert not report.undecided
    records, _ = read(files, "new")
    assert set(records.diary["patient_id"]) == {"P01", "P02", "P10", "D01", "D02"}


def test_new_names_without_digits_are_asked_and_their_days_set_aside_if_renamed():
    files = {
        "d.csv": beside(diary(["1041", "1042"], days=14), diary(["Amsel", "Fink"], TURN, 9)),
        "s.csv": sessions(["1041", "1042"]),
    }
    _, report = read(files)
    assert kinds(report) == ["renamed_midway"]
    records, report = read(files, "renamed")
    assert set(records.diary["patient_id"]) == {"1041", "1042"}
    assert report.set_aside == 18


STOPS = b"patient_id,stopped_on,stop_reason\nP01,2024-03-19,no_effect\nP02,2024-03-19,no_effect\n"


@pytest.mark.parametrize(
    ("old", "new", "first", "more"),
    [
        (["P01", "P02"], ["P11", "P12"], TURN, {}),  # formed alike, other digits
        (["P01", "P02"], ["D01", "D02"], TURN + timedelta(9), {}),  # after a gap
        (["P01", "P02"], ["D01"], TURN, {}),  # one alone
        (["P01", "P02"], ["D01", "D02"], date(2024, 3, 10), {}),  # while the others go on
        (["P01", "P02"], ["D01", "D02"], TURN, {"patients.csv": STOPS}),  # after a stop
        (["AB-17", "CD-23"], ["KL-31", "MN-40"], TURN, {}),  # initials
    ],
)
def test_new_patients_are_no_renamed_ones(old, new, first, more):
    files = {
        "d.csv": beside(diary(old, days=16), diary(new, first, 40)),
        "s.csv": sessions(old),
        **more,
    }
    _, report = read(files)
    assert not report.questions
