"""Kinds 10 to 14: who is who, when files name people in their own ways?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    DIARY_HEAD,
    QUIET,
    RIGHT,
    RIGHT_OR_ASK,
    AppleRecord,
    Case,
    Truth,
    apple,
    at,
    bot,
    clinic,
    diary_rows,
    lines,
    listed,
    period,
    rate_of,
    same,
    session_rows,
    sessions_csv,
    table,
    tracker,
    workbook,
)

# 10: the id comes from the file's name

SAME_NAME = (r"same name", r"two (people|files|folders)", r"folders?", r"called .{0,30}(twice|two)")


def one_name_in_two_folders() -> Case:
    truth = listed(clinic(101, date(2024, 3, 4), ("P01",)))
    other = listed(clinic(102, date(2024, 3, 4), ("P01",)))
    return Case(
        kind=10,
        special="P01.csv of two wards: two people, of whom the files say the same name.",
        files={
            "north/P01.csv": table(bot(truth.bad_days("P01"))),
            "south/P01.csv": table(bot(other.bad_days("P01"))),
            **sessions_csv(truth),
        },
        options=("--observed", period(truth)),
        truth=truth,
        want=ASK,
        says=SAME_NAME,
    )


def two_exports_of_apple() -> Case:
    truth = clinic(103, date(2024, 1, 8), ("export",)).headaches()
    other = clinic(104, date(2024, 1, 8), ("export",)).headaches()

    def export(of: Truth) -> bytes:
        first, letters = (of.days or {})["export"]
        days = [(first + i * DAY, c) for i, c in enumerate(letters) if c != "-"]
        return apple([AppleRecord(at(day, 20), letter) for day, letter in days])

    return Case(
        kind=10,
        special="Apple calls every export export.zip: two patients sent theirs.",
        files={
            "Anna/export.zip": export(truth),
            "Berta/export.zip": export(other),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=SAME_NAME,
    )


def one_file_kept_twice() -> Case:
    truth = listed(clinic(105, date(2024, 5, 6), ("Ada",)))
    content = table(bot(truth.bad_days("Ada")))
    return Case(
        kind=10,
        special="The same bytes lie in two folders under one name: it is one file.",
        files={"Downloads/Ada.csv": content, "Clinic/Ada.csv": content, **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


def other_names_in_two_folders() -> Case:
    truth = listed(clinic(106, date(2024, 5, 6), ("Bo", "Cy")))
    return Case(
        kind=10,
        special="Two folders, two people, two names.",
        files={
            "a/Bo.csv": table(bot(truth.bad_days("Bo"))),
            "b/Cy.csv": table(tracker(truth.bad_days("Cy"))),
            **sessions_csv(truth),
        },
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


# 11: numbered anew at each site

SITES = (
    r"(site|sheet|file|ward|centre).{0,120}(same|several|one) (id|number|patient)",
    r"same (ids?|numbers?|patients?).{0,90}(site|sheet|file|ward)",
    r"one person or",
)


def _two_places(seed: int, first: date, numbers: tuple[str, ...], names: tuple[str, str]) -> Truth:
    """People of two places with the same numbers, half a year apart."""
    one = clinic(seed, first, tuple(f"{names[0]} {n}" for n in numbers))
    two = clinic(seed + 50, first + 182 * DAY, tuple(f"{names[1]} {n}" for n in numbers))
    both = Truth(
        days={**(one.days or {}), **(two.days or {})},
        sessions={**(one.sessions or {}), **(two.sessions or {})},
        any_ids=True,
    )
    return replace(both, rate=rate_of(both))


def _number(name: str) -> str:
    return name.split(" ")[1]


def _of(truth: Truth, place: str) -> Truth:
    days = {p: v for p, v in (truth.days or {}).items() if p.startswith(place)}
    return replace(
        truth, days=days, sessions={p: d for p, d in (truth.sessions or {}).items() if p in days}
    )


def site_and_patient_number() -> Case:
    truth = _two_places(111, date(2024, 1, 4), ("1", "2"), ("Hull", "Leeds"))
    diary = [[p.split(" ")[0], _number(p), *rest] for p, *rest in diary_rows(truth)[1:]]
    sessions = [[p.split(" ")[0], _number(p), d] for p, d in session_rows(truth)[1:]]
    return Case(
        kind=11,
        special="A column of the site: patient 1 of Hull is not patient 1 of Leeds.",
        files={
            "diary.csv": table([["site", "patient", "date", "headache", "migraine"], *diary]),
            "sessions.csv": table([["site", "patient", "session_date"], *sessions]),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading=ANY,
    )


def sheets_of_two_wards() -> Case:
    truth = _two_places(112, date(2023, 5, 2), ("01", "02", "03"), ("Nord", "Süd"))
    sheets: dict[str, Any] = {}
    for place in ("Nord", "Süd"):
        of = _of(truth, place)
        sheets[f"Station {place}"] = diary_rows(of, when=same, name=_number)
        sheets[f"Termine {place}"] = session_rows(of, when=same, name=_number)
    return Case(
        kind=11,
        special="A sheet for each ward, each with patients 01, 02 and 03.",
        files={"Stationen.xlsx": workbook(sheets)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading=ANY,
    )


def files_of_two_centres() -> Case:
    truth = _two_places(113, date(2024, 2, 1), ("P01", "P02"), ("Lyon", "Nice"))
    files = {}
    for place in ("Lyon", "Nice"):
        of = _of(truth, place)
        files[f"{place}.csv"] = table(diary_rows(of, name=_number), delimiter=";")
        files[f"{place}_seances.csv"] = table(session_rows(of, name=_number), delimiter=";")
    return Case(
        kind=11,
        special="Two centres send the same columns, each with its own P01 and P02.",
        files=files,
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading=ANY,
    )


def site_column_unique_ids() -> Case:
    truth = clinic(114, date(2025, 2, 11), ("K-101", "K-102", "F-201"))
    site = {"K": "Kassel", "F": "Fulda"}
    return Case(
        kind=11,
        special="A column of the site, ids that are unique across sites.",
        files={
            "diary.csv": table(
                [["site", *DIARY_HEAD], *([site[p[0]], p, *r] for p, *r in diary_rows(truth)[1:])]
            ),
            "sessions.csv": table(
                [
                    ["site", "patient_id", "session_date"],
                    *([site[p[0]], p, d] for p, d in session_rows(truth)[1:]),
                ]
            ),
            "patients.csv": lines("patient_id,site", "K-101,Kassel", "K-102,Kassel", "F-201,Fulda"),
        },
        truth=truth,
        want=QUIET,
    )


def _by_month(truth: Truth, names: dict[tuple[int, int], str]) -> dict[str, Any]:
    sheets: dict[str, Any] = {}
    for row in diary_rows(truth, when=same)[1:]:
        title = names[row[1].year, row[1].month]
        sheets.setdefault(title, [list(DIARY_HEAD)]).append(row)
    return sheets


def sheets_of_months() -> Case:
    truth = clinic(115, date(2024, 1, 8), ("1", "2", "3"))
    names = {(2024, 1): "Januar", (2024, 2): "Februar", (2024, 3): "März"}
    return Case(
        kind=11,
        special="A sheet for each month with the same patients, its days within the month.",
        files={"Tagebuch 2024.xlsx": workbook(_by_month(truth, names)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def files_of_months_under_one_numbering() -> Case:
    truth = clinic(116, date(2023, 11, 20), ("AB-17", "CD-23", "EF-31"))
    names = {(2023, 11): "nov 2023", (2023, 12): "dec 2023", (2024, 1): "jan 2024"}
    files = {f"{title}.csv": table(rows) for title, rows in _by_month(truth, names).items()}
    return Case(
        kind=11,
        special="A file for each month, ids of a clinic's own form, all with the same columns.",
        files={**files, **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 12: ids that differ in little

ALIKE = (r"look(s)? (alike|like|the same)", r"differ only", r"same (person|patient|id)", r"zeros?")


def _other_ids(
    seed: int,
    first: date,
    ids: tuple[str, ...],
    write: Callable[[str], Any],
    special: str,
    *,
    says: tuple[str, ...] = ALIKE,
    book: bool = False,
    want: str = RIGHT_OR_ASK,
) -> Case:
    """A diary that writes the ids of the sessions in another way."""
    truth = clinic(seed, first, ids)
    rows = diary_rows(truth, name=write, when=same if book else date.isoformat)
    diary = {"diary.xlsx": workbook({"Diary": rows})} if book else {"diary.csv": table(rows)}
    return Case(
        kind=12,
        special=special,
        files={**diary, **sessions_csv(truth)},
        truth=truth,
        want=want,
        says=says,
        true_reading=ANY if want == RIGHT_OR_ASK else "",
    )


def ids_as_floats() -> Case:
    return _other_ids(
        121,
        date(2024, 1, 4),
        ("144", "145", "146"),
        lambda p: f"{p}.0",
        "The diary's ids went through a program that made numbers with a point of them.",
        says=(*ALIKE, r"144\.0", "decimal"),
    )


def ids_guarded_by_equals() -> Case:
    truth = clinic(122, date(2024, 1, 4), ("0144", "0145", "0146"))
    texts = [",".join(map(str, row)) for row in diary_rows(truth, name=lambda p: f'="{p}"')]
    return Case(
        kind=12,
        special='The diary guards its ids from a spreadsheet as ="0144".',
        files={"diary.csv": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(*ALIKE, '="'),
    )


def ids_without_their_zeros() -> Case:
    return _other_ids(
        123,
        date(2023, 10, 9),
        ("0071", "0072", "0105"),
        int,
        "A workbook made numbers of the ids: their zeros are gone.",
        book=True,
    )


def ids_with_an_apostrophe() -> Case:
    return _other_ids(
        124,
        date(2024, 8, 5),
        ("0311", "0312", "0313"),
        lambda p: f"'{p}",
        "An apostrophe, typed to keep the zeros, stayed in the diary's ids.",
        says=(*ALIKE, "apostrophe"),
    )


def ids_with_a_no_break_space() -> Case:
    return _other_ids(
        125,
        date(2024, 8, 5),
        ("MK 7", "MK 8", "MK 9"),
        lambda p: p.replace(" ", "\u00a0"),
        "Copied from a web page: the space inside the ids does not break.",
        says=(*ALIKE, "space"),
    )


def ids_as_dates_of_a_spreadsheet() -> Case:
    return _other_ids(
        126,
        date(2025, 1, 13),
        ("3-1", "3-2", "3-4"),
        lambda p: datetime(2025, int(p[0]), int(p[2])),
        "A spreadsheet took 3-1 for the first of March.",
        book=True,
        want=ASK,
        says=(*ALIKE, "date"),
    )


def ids_in_small_letters() -> Case:
    return _other_ids(
        127,
        date(2024, 6, 17),
        ("HN-A1", "HN-B2", "HN-C3"),
        str.lower,
        "The diary writes in small letters what the sessions write in capitals.",
        says=(*ALIKE, "letters", "case"),
    )


def ids_with_another_hyphen() -> Case:
    return _other_ids(
        128,
        date(2024, 6, 17),
        ("HN-11", "HN-12", "HN-13"),
        lambda p: p.replace("-", "–"),
        "A word processor made a dash of the hyphen.",
        says=(*ALIKE, "hyphen", "dash"),
    )


def ids_with_a_letter_that_looks_alike() -> Case:
    return _other_ids(
        129,
        date(2023, 12, 4),
        ("A-101", "A-102", "A-103"),
        lambda p: p.replace("A", "А"),
        "The A of the diary is a Cyrillic one.",
        says=(*ALIKE, "letter"),
    )


def patients_renamed_midway() -> Case:
    truth = clinic(130, date(2024, 1, 4))
    turn = date(2024, 2, 2)
    rows = [[p.replace("P", "D") if d >= turn else p, d, h, m] for p, d, h, m in truth.rows()]
    return Case(
        kind=12,
        special="From the day after the session P01 is D01 in the diary.",
        files={"diary.csv": table([list(DIARY_HEAD), *rows]), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(r"renam", r"new (codes?|names?|ids?)", r"another (name|code|id)", "same p"),
        true_reading=ANY,
    )


def patients_renamed_to_words() -> Case:
    truth = clinic(131, date(2023, 3, 6), ("1041", "1042", "1043"))
    names = {"1041": "Amsel", "1042": "Drossel", "1043": "Fink"}
    turn = date(2023, 4, 10)
    rows = [[names[p] if d >= turn else p, d, h, m] for p, d, h, m in truth.rows()]
    return Case(
        kind=12,
        special="A week after the session the numbers were exchanged for names of birds.",
        files={"diary.xlsx": workbook({"Diary": [list(DIARY_HEAD), *rows]}), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"renam", r"new (codes?|names?|ids?)", r"another (name|code|id)", "same p"),
    )


def ids_that_differ_in_case_everywhere() -> Case:
    truth = clinic(132, date(2024, 10, 7), ("a1", "A1", "a-1"))
    return Case(
        kind=12,
        special="a1, A1 and a-1 are three people, each the same in all files.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def ids_with_and_without_zeros() -> Case:
    truth = clinic(133, date(2024, 10, 7), ("7", "007", "7.0"))
    return Case(
        kind=12,
        special="7, 007 and 7.0 are three people, each the same in all files.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def own_guard_comes_off() -> Case:
    truth = clinic(134, date(2024, 10, 7), ("-12", "+13", "@14"))
    return Case(
        kind=12,
        special="An apostrophe before + - @ is the guard that Clear Days itself writes.",
        files={
            "diary.csv": table(diary_rows(truth, name=lambda p: f"'{p}")),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def new_patients_before_their_first_session() -> Case:
    truth = clinic(135, date(2024, 1, 4))
    waiting = {
        p: (first + 58 * DAY, letters[:20])
        for p, (first, letters) in clinic(136, date(2024, 1, 4), ("P11", "P12")).days.items()  # type: ignore[union-attr]
    }
    truth = replace(truth, days={**(truth.days or {}), **waiting})
    return Case(
        kind=12,
        special="Two new patients keep their diary up to its last day; their session is to come.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 13: long ids

DIGITS = (r"15 digits", r"\bdigits\b", r"long number", "rounded", "E\\+15")


def long_ids_rounded() -> Case:
    truth = replace(
        clinic(137, date(2024, 1, 4), ("4012345678901234", "4012345678901238")), any_ids=True
    )
    first = {"4012345678901234": 0, "4012345678901238": 182}
    days = {p: (d + first[p] * DAY, text) for p, (d, text) in (truth.days or {}).items()}
    truth = replace(truth, days=days, sessions={p: [d + 28 * DAY] for p, (d, _) in days.items()})

    def rounded(patient: str) -> int:
        return int(patient) // 10 * 10

    book = workbook(
        {
            "Diary": diary_rows(truth, when=same, name=rounded),
            "Sessions": session_rows(truth, when=same, name=rounded),
        }
    )
    return Case(
        kind=13,
        special="Two ids of 16 digits became one number, which ends in 0.",
        files={"clinic.xlsx": book},
        truth=truth,
        want=ASK,
        says=DIGITS,
    )


def ids_in_scientific_notation() -> Case:
    truth = clinic(138, date(2024, 9, 2), ("4012350000001117", "4012350000002228"))
    texts = table(diary_rows(truth, name=lambda p: "4.01235E+15"))
    sessions = table(session_rows(truth, name=lambda p: "4.01235E+15"))
    return Case(
        kind=13,
        special="Saved as CSV by a spreadsheet: every id is 4.01235E+15.",
        files={"diary.csv": texts, "sessions.csv": sessions},
        truth=truth,
        want=ASK,
        says=DIGITS,
    )


def long_ids_rounded_in_one_file() -> Case:
    ids = ("276000123456789012", "276000123456789345", "276000123456789678")
    truth = clinic(139, date(2023, 6, 5), ids)
    book = workbook({"Termine": session_rows(truth, when=same, name=lambda p: float(p))})
    return Case(
        kind=13,
        special="The diary has the ids of 18 digits as text, the workbook of sessions as numbers.",
        files={"diary.csv": table(diary_rows(truth)), "Termine.xlsx": book},
        truth=truth,
        want=ASK,
        says=DIGITS,
    )


def true_16_digits_as_text() -> Case:
    ids = ("4012345678901231", "4012345678901235", "4012345678901238")
    truth = clinic(140, date(2024, 9, 10), ids)
    return Case(
        kind=13,
        special="Ids of 16 digits in text cells and in CSV, all different in the last one.",
        files={
            "diary.xlsx": workbook({"Diary": diary_rows(truth, when=same)}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def numbers_of_13_digits() -> Case:
    truth = clinic(141, date(2024, 9, 10), ("4006381333931", "4006381333948", "4006381333955"))
    return Case(
        kind=13,
        special="Number cells of 13 digits, as on a bar code: nothing is lost.",
        files={
            "diary.xlsx": workbook({"Diary": diary_rows(truth, when=same, name=int)}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def keyed_ids() -> Case:
    ids = (
        "9f86d081884c7d659a2feaa0c55ad015",
        "60303ae22b998861bce3b28f33eec1be",
        "12345678901234567890123456789012",
    )
    truth = clinic(142, date(2025, 1, 6), ids)
    return Case(
        kind=13,
        special="Long keyed ids, one of them by chance of digits alone.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 14: rows of a mean or a sum

SUMMARY = (r"\b(Mean|SD|Mittelwert|Summe|Total|Median)\b", "summary", "no patient")


def mean_rows_below_the_diary() -> Case:
    truth = clinic(143, date(2024, 4, 15), ("R-1", "R-2", "R-3"))
    rows = diary_rows(truth)
    headache = sum(row[2] for row in rows[1:]) / (len(rows) - 1)
    migraine = sum(row[3] for row in rows[1:]) / (len(rows) - 1)
    rows += [
        ["Mean", "", f"{headache:.3f}", f"{migraine:.3f}"],
        ["SD", "", "0.49", "0.48"],
        ["n =", "", len(rows) - 1, len(rows) - 1],
    ]
    return Case(
        kind=14,
        special="Mean, SD and n stand below the diary, without a date.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT,
    )


COUNTS_HEAD = ["patient_id", "session", "headache_days", "migraine_days", "recorded_days"]
COUNTED = {
    "N-04": {0: [20, 14, 28], 1: [9, 5, 28]},
    "N-08": {0: [18, 12, 28], 1: [15, 10, 28]},
    "N-15": {0: [22, 16, 28], 1: [10, 8, 28]},
}


def _counts() -> list[list[Any]]:
    return [[p, s, *v] for p, sessions in COUNTED.items() for s, v in sessions.items()]


def mittelwert_and_summe_of_counts() -> Case:
    rows = _counts()
    for session in (0, 1):
        of = [row[2:] for row in rows if row[1] == session and row[0] in COUNTED]
        sums = [sum(column) for column in zip(*of, strict=True)]
        rows.append(["Mittelwert", session, *(int(s / 3) for s in sums[:2]), 28])
        rows.append(["Median", session, *(sorted(c)[1] for c in zip(*of, strict=True))])
    return Case(
        kind=14,
        special="Mittelwert and Median of both sessions stand among the counts as patients.",
        files={"Zahlen.xlsx": workbook({"Tage": [COUNTS_HEAD, *rows]})},
        truth=Truth(counts=COUNTED, rate="2 of 3"),
        want=RIGHT_OR_ASK,
        says=SUMMARY,
    )


def total_of_units() -> Case:
    truth = clinic(144, date(2024, 3, 18), ("T-1", "T-2", "T-3"))
    rows = [[p, d, 155] for p, d in session_rows(truth)[1:]]
    units = {p: {day: 155.0} for p, day in truth.treated()}
    rows.append(["Total", "", 465])
    return Case(
        kind=14,
        special="A total of units closes the list of sessions.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([["patient_id", "session_date", "units"], *rows]),
        },
        truth=replace(truth, units=units),
        want=RIGHT,
    )


def a_patient_called_sd() -> Case:
    truth = clinic(145, date(2024, 3, 18), ("AB", "CK", "SD"))
    return Case(
        kind=14,
        special="Initials as ids: SD has her own days, which are that of no row above.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"\bSD\b",),
        true_reading=ANY,
    )


def ids_that_begin_so() -> Case:
    truth = clinic(146, date(2025, 2, 11), ("SUM-1", "SD02", "MEAN3"))
    return Case(
        kind=14,
        special="SUM-1, SD02 and MEAN3 are patients: the study's abbreviation.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def words_that_hold_a_sum() -> Case:
    truth = clinic(147, date(2025, 2, 11), ("Summer", "Meander", "Totaro"))
    return Case(
        kind=14,
        special="Pet names that begin like a sum, a mean and a total.",
        files={
            "diary.xlsx": workbook({"Diary": diary_rows(truth, when=same)}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


CASES = (
    one_name_in_two_folders,
    two_exports_of_apple,
    one_file_kept_twice,
    other_names_in_two_folders,
    site_and_patient_number,
    sheets_of_two_wards,
    files_of_two_centres,
    site_column_unique_ids,
    sheets_of_months,
    files_of_months_under_one_numbering,
    ids_as_floats,
    ids_guarded_by_equals,
    ids_without_their_zeros,
    ids_with_an_apostrophe,
    ids_with_a_no_break_space,
    ids_as_dates_of_a_spreadsheet,
    ids_in_small_letters,
    ids_with_another_hyphen,
    ids_with_a_letter_that_looks_alike,
    patients_renamed_midway,
    patients_renamed_to_words,
    ids_that_differ_in_case_everywhere,
    ids_with_and_without_zeros,
    own_guard_comes_off,
    new_patients_before_their_first_session,
    long_ids_rounded,
    ids_in_scientific_notation,
    long_ids_rounded_in_one_file,
    true_16_digits_as_text,
    numbers_of_13_digits,
    keyed_ids,
    mean_rows_below_the_diary,
    mittelwert_and_summe_of_counts,
    total_of_units,
    a_patient_called_sd,
    ids_that_begin_so,
    words_that_hold_a_sum,
)
