"""Who is who: ids that differ in little, are numbered anew, lost digits, or are no ids at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from importing import Choices, Source, read_records
from importing.alike_ids import STEPS, USUAL, fold

pytestmark = pytest.mark.slow

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
        ("Muller", "Müller", "accents"),
        ("Mueller", "Müller", "ä, ö and ü"),
        ("Mueller12", "Müller12", "ä, ö and ü"),
        ("Franc\u0327ois", "Francois", "accents"),
        ("Groß", "Gross", "accents"),
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
        {"d.csv": diary(["a1", "A1"]), "s.csv": sessions(["a1", "A1"])},
        {
            "d.csv": diary(["a1"]),
            "e.csv": diary(["A1"]),
            "s.csv": sessions(["a1", "A1"]),
        },
        {"d.csv": diary(["1-12", "11-2"]), "s.csv": sessions(["1-12", "11-2"])},
        {"d.csv": diary(["2024-03-01"]), "s.csv": sessions(["2024-03-01"])},
    ],
)
def test_ids_that_match_exactly_in_all_kinds_of_files_are_never_asked(files):
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


@pytest.mark.parametrize(
    "text", ["P-0007", "007", "0", "x_1", "Q 12", "12E3", "O12", "_1", "A", "Kaet7"]
)
def test_the_quick_way_of_usual_ids_is_the_same(text):
    slow = text
    for _, _, step in STEPS:
        slow = step(slow)
    assert fold(text) == slow
    assert bool(USUAL.fullmatch(text)) == (text in ("P-0007", "007", "0", "x_1", "Q 12", "Kaet7"))


@pytest.mark.parametrize("codes", [("AE1", "A1"), ("OE-7", "O-7"), ("Anna", "Anne")])
def test_codes_of_few_letters_and_other_names_are_not_alike(codes):
    _, report = read({"d.csv": diary([codes[0], "X77"]), "s.csv": sessions([codes[1], "X77"])})
    assert "id_variants" not in kinds(report)


def test_two_diaries_without_a_shared_day_that_spell_a_name_otherwise_are_asked():
    files = {
        "january.csv": diary(["Mueller", "Weber"], date(2024, 1, 1)),
        "february.csv": diary(["Müller", "Weber"], date(2024, 2, 1)),
    }
    _, report = read(files)
    assert "id_variants" in kinds(report)
    records, _ = read(files, "same")
    assert len(set(records.diary["patient_id"])) == 2


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


def at_site(site: str, content: bytes) -> bytes:
    """The same file with a column of the site in front."""
    head, *rows = content.decode().splitlines()
    return "\n".join([f"site,{head}", *(f"{site},{row}" for row in rows), ""]).encode()


TWO_SITES = {
    "d.csv": beside(
        at_site("Hull", diary(["1", "2"])), at_site("Leeds", diary(["1", "2"], date(2024, 9, 2)))
    ),
    "s.csv": beside(
        at_site("Hull", sessions(["1", "2"])),
        at_site("Leeds", sessions(["1", "2"], date(2024, 9, 6))),
    ),
}


def test_one_id_under_two_sites_is_asked_and_named_by_its_site():
    _, report = read(TWO_SITES)
    assert kinds(report) == ["numbered_anew"]
    records, report = read(TWO_SITES, "own")
    assert list(records.patient_ids) == ["Hull 1", "Hull 2", "Leeds 1", "Leeds 2"]
    assert len(records.sessions) == 4
    records, _ = read(TWO_SITES, "same_people")
    assert set(records.diary["patient_id"]) == {"1", "2"}


def two_files(one: str, two: str, ids: list[str], second: date, seed: int = 2) -> dict[str, bytes]:
    return {one: diary(ids, days=14), two: diary(ids, second, 14, seed)}


def test_files_of_ids_that_count_from_1_are_asked_and_named_by_their_file():
    files = two_files("Lyon.csv", "Nice.csv", ["P01", "P02"], date(2024, 3, 4))
    _, report = read(files)
    assert kinds(report) == ["numbered_anew"]
    records, _ = read(files, "own")
    assert set(records.diary["patient_id"]) == {"Lyon P01", "Lyon P02", "Nice P01", "Nice P02"}


OTHER_ORDER = b"date,patient_id,migraine,headache\n" + b"".join(
    b"2024-09-%02d,%d,0,%d\n" % (day, patient, day % 2)
    for patient in (1, 2)
    for day in range(1, 15)
)
MORE_COLUMNS = b"patient_id,date,headache,pain\n" + b"".join(
    b"%d,2024-09-%02d,1,%d\n" % (patient, day, day % 9)
    for patient in (1, 2)
    for day in range(1, 15)
)


@pytest.mark.parametrize(
    "files",
    [
        {"lyon.csv": diary(["1", "2"], days=14), "nice.csv": OTHER_ORDER},
        {"lyon.csv": diary(["1", "2"], days=14), "nice.csv": MORE_COLUMNS},
        two_files("lyon_2024.csv", "nice_2024.csv", ["1", "2"], date(2024, 5, 6)),
        two_files("Marburg.csv", "Marseille.csv", ["1", "2"], date(2024, 3, 5)),
    ],
)
def test_towns_are_asked_about_whatever_the_order_of_columns_or_the_year_in_their_names(files):
    _, report = read(files)
    assert kinds(report) == ["numbered_anew"]


@pytest.mark.parametrize(
    "files",
    [
        {
            "DiaryMarch2024.csv": diary(["1", "2"]),
            "DiaryApril2024.csv": diary(["1", "2"], date(2024, 4, 2)),
        },
        {"2024 Frühling.csv": diary(["1"]), "2025 Sommer.csv": diary(["1"], date(2025, 4, 2))},
        {
            "march_2024.csv": diary(["1", "2"]),
            "april_2024.csv": diary(["1", "2"], date(2024, 4, 2)),
        },
        {"2024.csv": diary(["1"]), "2025.csv": diary(["1"], date(2025, 4, 2))},
        two_files("a.csv", "b.csv", ["AB-17", "KL-2"], date(2024, 4, 2)),
        {
            "a.csv": diary(["1", "2"], days=12),
            "b.csv": diary(["1", "2"], days=20),
        },  # overlap, alike
        {
            "d.csv": diary(["1"]),
            "s.csv": b"patient_id,session_date,site,units\n1,2024-03-08,frontalis,20\n"
            b"1,2024-03-08,trapezius,30\n",
        },
    ],
)
def test_the_same_ids_in_months_overlaps_and_muscles_are_the_same_people(files):
    _, report = read(files)
    assert "numbered_anew" not in kinds(report)


@pytest.mark.parametrize("patient", ["4.01235E+15", "4,01235E+15", "4E+15", "1.2e16"])
def test_ids_that_became_a_power_of_ten_are_set_aside(patient):
    quoted = f'"{patient}"'
    records, report = read({"d.csv": diary([quoted, "7"]), "s.csv": sessions([quoted, "7"])})
    assert set(records.diary["patient_id"]) == {"7"}
    assert report.set_aside == DAYS + 1
    assert "15 digits" in " ".join(report.sentences())


def test_long_ids_that_all_end_in_0_are_asked_and_others_are_not():
    files = {"d.csv": diary(["4012345678901230", "4012345678904560"])}
    _, report = read(files)
    assert kinds(report) == ["long_numbers"]
    records, _ = read(files, "true")
    assert records.diary["patient_id"].nunique() == 2
    records, report = read(files, "rounded")
    assert records.diary.empty
    assert report.set_aside == 2 * DAYS
    _, report = read({"d.csv": diary(["4012345678901230", "4012345678904561"])})
    assert not report.questions


def test_ids_that_match_those_of_another_file_in_15_digits_only_are_set_aside():
    files = {"d.csv": diary(["276000123456789012"]), "s.csv": sessions(["276000123456789024"])}
    records, report = read(files)
    assert records.diary.empty
    assert report.set_aside == DAYS + 1


@pytest.mark.parametrize(
    "word", ["Mean", "SD", "n = 8", "Mittelwert:", "Total", "moyenne", "Média"]
)
def test_a_line_of_totals_without_a_date_is_left_out(word):
    records, report = read({"d.csv": diary(["A7"]) + f"{word},,0.5,0.25\n".encode()})
    assert set(records.diary["patient_id"]) == {"A7"}
    assert report.files[0].not_used == 1
    assert not report.undecided


COUNTS = "patient_id,session,migraine_days\nA,0,20\nB,0,11\nA,1,8\nB,1,11\n"


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Mean,0,15.5\nMean,1,9.5\n", False),
        ("Mean,1,9\n", False),  # of session 1, rounded
        ("Total,1,19\n", False),
        ("SD,1,2.12\n", False),
        ("n,1,2\n", False),
        ("Mean,1,16\n", True),
        ("SD,1,15\n", True),
    ],
)
def test_a_row_named_so_is_left_out_where_it_is_that_of_the_rows_above_else_asked(row, asked):
    files = {"c.csv": (COUNTS + row).encode()}
    records, report = read(files)
    assert kinds(report) == (["initials_or_totals"] if asked else [])
    if asked:
        records, report = read(files, "totals")
    assert set(records.counts["patient_id"]) == {"A", "B"}
    assert not report.undecided


def test_initials_are_a_patient_where_the_user_says_so_and_ids_that_begin_so_are():
    files = {"d.csv": diary(["AB", "SD"]), "s.csv": sessions(["AB", "SD"])}
    _, report = read(files)
    assert kinds(report) == ["initials_or_totals"]
    records, _ = read(files, "patient")
    assert set(records.diary["patient_id"]) == {"AB", "SD"}
    _, report = read({"d.csv": diary(["SD02", "SUM-1", "Meander", "N1", "Maxi"])})
    assert not report.questions
    assert not report.undecided


def test_a_question_about_initials_does_not_say_them():
    _, report = read({"d.csv": diary(["MW", "AB-1"]), "s.csv": sessions(["MW", "AB-1"])})
    asked = [question for question in report.questions if question.kind == "initials_or_totals"]
    assert len(asked) == 1
    assert "the first is row 2 of d.csv" in asked[0].text
    assert report.shown[asked[0].code].rows[0] == 2
    assert "MW" not in asked[0].text + "".join(words for _, words in asked[0].options)


def test_a_line_of_means_with_a_column_a_period_is_one_row():
    wide = "Pat,MMD before,MMD after 1,MMD after 2\nA,20,10,9\nB,18,9,8\nC,16,8,6\nMean,11,3,2\n"
    _, report = read({"w.csv": wide.encode()})
    (asked,) = (of for of in report.questions if of.kind == "initials_or_totals")
    assert asked.text.startswith("1 row (the first is row 5 of w.csv) named by a word")
    _, report = read({"w.csv": wide.replace("11,3,2", "18,9,7.7").encode()})
    assert "1 line of totals left out (Mean)." in " ".join(report.sentences())


def test_the_rows_named_so_are_those_that_are_shown():
    _, report = read({"s.csv": sessions(["AB"]), "d.csv": diary(["AB", "SD"])})
    (asked,) = report.questions
    shown = report.shown[asked.code]
    assert shown.sheet == "d.csv"
    assert {*asked.rows[:5]} >= {*shown.rows}


def test_a_diary_that_goes_on_in_another_file_is_one_diary():
    one, two = diary(["1", "2"], days=14), diary(["1", "2"], date(2024, 3, 18), 14, seed=2)
    _, report = read({"one.csv": one, "two.csv": two})
    assert kinds(report) == []


def test_a_first_row_of_data_is_not_printed():
    rows = b"Meyer,Meyer,2024-03-04,1\nMeyer,Meyer,2024-03-05,0\n"
    _, report = read({"s.csv": rows})
    said = " ".join(report.sentences())
    assert "no row of column names" in said
    assert "which column is which" in said
    assert "Meyer" not in said
