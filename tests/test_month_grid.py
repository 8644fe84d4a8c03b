"""Is a sheet of months, with a column for each day, read to its days and sessions, or asked?"""

from __future__ import annotations

import io
import re
from calendar import monthrange
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importing import Choices, Mapping, Source, read_records
from importing.as_read import as_shape, meanings_of
from importing.month_grid import MONTHS, month_in
from importing.suggested import is_whole
from tests.examples import examples

DAYS = [str(n) for n in range(1, 32)]
HEAD = ",".join(["Patient", "Month", *DAYS])
LETTER = {"M": (1, 1), "H": (1, 0), "-": (0, 0)}


def row(patient: str, month: str, cells: str, days: int = 31) -> str:
    """A month of these one-letter cells; a point is a blank."""
    told = ["" if cell == "." else cell for cell in cells.ljust(days, ".")]
    return ",".join([patient, month, *told, *[""] * (31 - days)])


def read(*rows: str, head: str = HEAD, name: str = "calendars.csv", choices=None):
    content = "\n".join([head, *rows]) + "\n"
    records, report = read_records([Source(name, content.encode())], choices)
    return records, report


def days(records) -> dict[tuple[str, str], tuple[int, ...]]:
    frame = records.diary[["patient_id", "date", "headache", "migraine"]]
    return {(p, f"{d:%Y-%m-%d}"): (h, m) for p, d, h, m in frame.itertuples(index=False)}


def sentences(report) -> str:
    return "\n".join(report.sentences())


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        *[(text, (2023, 11)) for text in ("Nov 2023", "November 23", "nov. 2023", "Nov-23")],
        *[(text, (2023, 11)) for text in ("2023-11", "11/2023", "11.23", "202311", "2023 nov")],
        *[(text, (2023, 11)) for text in ("2023-11-01 00:00:00", "01.11.2023", "11/01/2023")],
        *[(text, (2024, 5)) for text in ("Mai 2024", "maggio 2024", "mayo 2024", "mei 2024")],
        *[(text, (2024, 8)) for text in ("août 2024", "agosto 2024", "augustus 2024")],
        ("März", (0, 3)),
        ("3", (0, 3)),
        *[(text, None) for text in ("13/2023", "2023-11-15", "Maja K.", "total", "", "P-01")],
    ],
)
def test_months_as_they_are_written(cell, month):
    assert month_in(cell) == month


def test_every_day_is_told_by_its_sign_and_rows_of_totals_are_no_months():
    records, report = read(
        row("K7", "Jan 2024", "MH-.?" + "-" * 26),
        row("", "Feb 2024", "-" * 29, 29),
        row("", "Total", "1" * 31),
    )
    assert len(records.diary) == 58
    assert days(records)["K7", "2024-01-02"] == (1, 0)
    assert ("K7", "2024-01-04") not in days(records)
    assert ("K7", "2024-01-05") not in days(records)
    told = sentences(report)
    assert "60 days of 2 months: 1 migraine (M), 1 headache (H), 56 no headache (-)," in told
    assert "1 not recorded, 1 set aside (?)." in told
    assert "sign ?: 1 cell (row 2) set aside" in told
    assert "1 row called Total" in told
    assert (report.files[0].rows_read, report.files[0].used, report.files[0].not_used) == (3, 2, 1)


def test_blank_days_are_as_many_wherever_they_are_told():
    """Also before a patient's first sign, and after the last."""
    _, report = read(
        row("A", "Jan 2024", "." + "M--H-M-.--" * 3),
        row("A", "Feb 2024", "M--H-M----" * 2 + "M-", 29),
    )
    told = sentences(report)
    assert "11 not recorded" in told
    assert "11 blank days: not recorded, as - says that there was no headache." in told


def test_a_sign_after_a_months_end_sets_its_row_aside_and_takes_no_id_from_the_next():
    records, report = read(
        row("A1", "Jan 2023", "-" * 31),
        row("K7", "Feb 2023", "M" * 30),
        row("", "Mar 2023", "H" * 31),
    )
    assert {patient for patient, _ in days(records)} == {"A1", "K7"}
    assert {day[:7] for patient, day in days(records) if patient == "K7"} == {"2023-03"}
    assert report.files[0].set_aside == 1
    assert "a sign after the end of the month" in sentences(report)


def test_an_id_that_is_missing_once_is_not_the_one_above():
    rows = [row("K7", f"{month} 2024", "H" * 28) for month in ("Jan", "Feb", "Mar", "Apr")]
    rows[2] = row("", "Mar 2024", "H" * 28)
    records, report = read(*rows, row("K7", "May 2024", "M-" * 14))
    assert report.files[0].set_aside == 1
    assert not any(day.startswith("2024-03") for _, day in days(records))


def test_a_month_without_a_year_follows_the_one_above_or_is_set_aside():
    cells = "M" + "-" * 27
    months = ("Nov 2023", "Dec", "Jan", "Mar")
    records, report = read(*(row("K7" if n == 0 else "", m, cells) for n, m in enumerate(months)))
    assert {day[:7] for _, day in days(records)} == {"2023-11", "2023-12", "2024-01"}
    assert "no month with its year" in sentences(report)


def test_the_year_of_a_file_is_not_that_of_a_month_before_the_one_above_with_a_gap_between():
    """November, then January: of that year or of the next, nobody says."""

    def told(*months):
        cells = "M" + "-" * 27
        rows = (row("K7" if n == 0 else "", month, cells) for n, month in enumerate(months))
        records, report = read(*rows, name="calendars 2024.csv")
        return sorted({day[:7] for _, day in days(records)}), report.files[0].set_aside

    assert told("Jan", "Mar") == (["2024-01", "2024-03"], 0)
    assert told("Mar", "Feb", "Jan") == (["2024-01", "2024-02", "2024-03"], 0)
    assert told("Nov", "Dec", "Jan") == (["2024-11", "2024-12", "2025-01"], 0)
    assert told("Oct", "Nov", "Jan") == (["2024-10", "2024-11"], 1)


BLANKS, NUMBERS = "," * 31, "," + ",".join(DAYS)


@pytest.mark.parametrize("rest", [BLANKS, NUMBERS])
def test_a_year_that_stands_alone_is_that_of_the_months_below(rest):
    """Also where December goes on to the next January: the years in between were not written."""
    blocks = [
        f",2021{rest}" if rest == NUMBERS else f",Year: 2021{rest}",
        *(row("K7", month, "M-" * 14) for month in ("Nov", "Dec")),
        f",2023{rest}",
        *(row("K7", month, "M-" * 14) for month in ("Jan", "March")),
    ]
    records, report = read(*blocks)
    months = {day[:7] for _, day in days(records)}
    assert months == {"2021-11", "2021-12", "2023-01", "2023-03"}
    assert (report.files[0].set_aside, report.files[0].not_used) == (0, 2)
    assert "2 rows with nothing but a year: that of the months below." in sentences(report)


def test_a_year_among_one_patients_months_is_not_that_of_the_next_patient():
    cells = "M-" * 14
    own = ("K7" + "," * 32, "2023" + "," * 32, row("", "Jan", cells), row("L2", "Jan", cells))
    records, report = read(*own)
    assert {*days(records)} == {("K7", f"2023-01-{n:02}") for n in range(1, 29)}
    assert report.files[0].set_aside == 1
    everybody = ("2023" + "," * 32, row("K7", "Jan", cells), row("L2", "Jan", cells))
    records, report = read(*everybody)
    assert {p for p, _ in days(records)} == {"K7", "L2"}
    assert not report.files[0].set_aside


def test_numbers_that_look_like_years_stay_ids():
    records, _ = read(*(row(str(n), "Jan 2024", "M-" * 14) for n in (2001, 2002, 1999)))
    assert {p for p, _ in days(records)} == {"2001", "2002", "1999"}


def test_the_year_may_be_the_name_of_the_column_of_months():
    head = ",".join(["2024", *DAYS])
    records, report = read(row("", "Jan", "M-" * 14)[1:], head=head, name="K7.csv")
    assert {day[:7] for _, day in days(records)} == {"2024-01"}
    assert "is the name of the column of months" in sentences(report)


def test_a_column_of_sites_is_beside_the_months_and_no_table_of_patients():
    head = HEAD.replace("Patient,", "Patient,Site,")
    rows = [row(f"{p},North", "Jan 2024", "MH-" * 9) for p in ("K7", "L2")]
    records, report = read(*rows, head=head)
    assert not report.problems
    assert {*records.diary["patient_id"]} == {"K7", "L2"}


def test_blanks_before_a_diary_begins_make_no_question_of_its_dashes():
    records, report = read(row("K7", "Jan 2024", "." * 20 + "M-H" * 3))
    assert not report.questions
    assert len(records.diary) == 9


def test_a_cross_is_a_session_only_by_its_rhythm():
    def at(*places: int) -> list[str]:
        cells = ["-"] * 366
        for place in places:
            cells[place] = "x"
        told, start = [], 0
        for month in range(1, 13):
            length = monthrange(2024, month)[1]
            cells[start] = "M"
            part = "".join(cells[start : start + length])
            told.append(row("K7", f"2024-{month:02d}", part, length))
            start += length
        return told

    records, report = read(*at(10, 94, 178, 262))
    assert not report.questions
    assert len(records.sessions) == 4
    assert ("K7", "2024-01-11") not in days(records)
    _, report = read(*at(10, 40, 178, 262))
    assert [question.column for question in report.questions] == ["sign x"]
    assert len(report.questions[0].options) == 6
    _, report = read(*at(10, 94, 178, 350))  # one interval of more than 20 weeks
    assert report.questions[0].options[0][0] == "session"


def test_a_day_may_have_a_session_and_a_migraine():
    records, _ = read(row("K7", "Jan 2024", "-MH" * 10).replace(",M", ",M/BTX", 1))
    assert days(records)["K7", "2024-01-02"] == (1, 1)
    assert list(records.sessions["session_date"]) == [pd.Timestamp("2024-01-02")]


@pytest.mark.parametrize(
    ("reading", "pain", "migraine"), [("pain", 3, None), ("headache", None, None)]
)
def test_numbers_are_asked_as_one(reading, pain, migraine):
    rows = row("K7", "Jan 2024", "0123456" * 4)
    _, report = read(rows)
    (question,) = report.questions
    assert question.column == "sign numbers"
    records, report = read(rows, choices=Choices(answers={question.code: reading}))
    assert not report.questions
    found = records.diary.set_index(records.diary["date"].dt.day)
    assert (found["headache"] == 1).sum() == 24
    assert found["migraine"].isna().all()
    assert (found.loc[4, "pain"] == pain) if pain else found["pain"].isna().all()


def test_where_only_migraine_has_a_sign_nothing_is_known_of_headache():
    records, report = read(row("K7", "Jan 2024", "M-" * 15))
    assert records.diary["headache"].isna().all()
    assert records.diary["migraine"].eq(0).sum() == 15
    assert "nothing is known of headache" in sentences(report)


def test_a_dash_is_asked_beside_another_no_or_many_blanks():
    for cells in ("M0-H" * 7, "M-......" * 3):
        _, report = read(row("K7", "Jan 2024", cells))
        (question,) = (one for one in report.questions if one.column == "sign -")
        assert [key for key, _ in question.options] == ["no_headache", "not_recorded"]


def test_a_name_is_no_id_and_a_code_below_name_is_one():
    head = HEAD.replace("Patient", "Name")
    rows = [row("Anna", "Jan 2024", "MH-" * 9), row("Bea", "Jan 2024", "H-M" * 9)]
    records, report = read(*rows, head=head)
    assert records.diary.empty
    assert "which column names the patient" in report.problems[0]
    assert "Anna" not in sentences(report)
    coded = [text.replace("Anna", "N-1").replace("Bea", "N-2") for text in rows]
    assert {*read(*coded, head=head)[0].diary["patient_id"]} == {"N-1", "N-2"}


def test_what_a_row_is_can_be_seen_and_every_meaning_changed():
    rows = [row("K7", "Jan 2024", "MH-" * 9), row("L2", "Jan 2024", "M-H" * 9)]
    records, report = read(*rows)
    seen = report.as_read[0]
    assert seen.shape == MONTHS
    assert is_whole(seen.shape, seen.columns)
    assert {one.meaning for one in seen.columns} <= {*meanings_of(MONTHS)}
    mapping = seen.mapping()
    assert Mapping.from_json(mapping.to_json()) == mapping
    again, told = read(*rows, choices=Choices(mappings=(mapping,)))
    assert told.as_read[0].mapping() == mapping
    assert days(again) == days(records)
    assert as_shape(seen, MONTHS).shape == MONTHS


def test_a_mapping_says_what_a_sign_means_and_holds_no_cell():
    rows = [row("K7", "Jan 2024", "M1-q" * 7)]
    _, report = read(*rows)
    assert len(report.questions) == 2
    values = {"day": {"1": "headache", "q": "no headache"}}
    plain = report.as_read[0].mapping()
    mapping = Mapping(plain.table, plain.columns, values, periods=plain.periods)
    records, report = read(*rows, choices=Choices(mappings=(mapping,)))
    assert not report.questions
    assert report.as_read[0].mapping().values == values
    assert days(records)["K7", "2024-01-02"] == (1, 0)
    assert days(records)["K7", "2024-01-04"] == (0, 0)


def test_each_sign_stands_with_its_days_and_another_meaning_of_it_is_read():
    rows = [row("K7", "Jan 2024", "M1-." * 7), row("K7", "Feb 2024", "H-MH-MM-?H-M" + "-" * 17, 29)]
    _, report = read(*rows)
    seen = report.as_read[0]
    values = {value.text: value[1:] for value in seen.columns[2].values}
    assert values == {
        "M": (11, "migraine"),
        "-": (28, "no headache"),
        "1": (7, "headache"),
        "H": (3, "headache"),
        "?": (1, "set aside"),
        "": (10, "not recorded"),
    }
    assert not any(column.values for column in seen.columns[3:])
    assert seen.columns[1].cells == ("Jan 2024", "Feb 2024")  # as the file has it
    mapping = seen.means("1", "1", "session")
    records, report = read(*rows, choices=Choices(mappings=(mapping,)))
    assert not report.questions
    assert len(records.sessions) == 7
    again = report.as_read[0]
    assert ("1", 7, "session") in again.columns[2].values
    assert again.means("1", "?", "not recorded").values["day"] == {
        "1": "session",
        "?": "not recorded",
    }


@pytest.mark.parametrize("meaning", ["no headache", "not recorded"])
def test_a_blank_before_the_first_sign_or_after_the_last_is_never_free(meaning):
    rows = [row("K7", "Jan 2024", "....M.H"), row("K7", "Feb 2024", ""), row("K7", "Mar 2024", "H")]
    plain = read(*rows)[1].as_read[0].mapping()
    mapping = Mapping(plain.table, plain.columns, {"day": {"": meaning}}, periods=plain.periods)
    records, _ = read(*rows, choices=Choices(mappings=(mapping,)))
    free = {day for (_, day), flags in days(records).items() if flags == (0, 0)}
    expected = {f"2024-01-{n:02d}" for n in (6, *range(8, 32))}
    assert free == (expected if meaning == "no headache" else set())


def test_a_column_of_numbers_from_1_on_is_no_month_without_months():
    for first in ("Code,Site", "Code,Visit"):
        _, report = read("A,1," + ",".join(DAYS), head=",".join([first, *DAYS]))
        assert report.problems


patients = st.lists(st.text("MH-.", min_size=59, max_size=59), min_size=1, max_size=3)


@settings(max_examples=examples(10), deadline=None)
@given(patients, st.booleans(), st.randoms())
def test_every_day_of_any_calendar_is_where_it_belongs(calendars, once, chance):
    """As drawn, whatever the order of patients and whether each is named once or on every row."""
    truth, blocks = {}, []
    for n, letters in enumerate(calendars):
        letters = "MH-----" + letters[7:]
        name = f"P{n}"
        for place, letter in enumerate(letters):
            if letter in LETTER:
                month, day = (1, place + 1) if place < 31 else (2, place - 30)
                truth[name, str(date(2023, month, day))] = LETTER[letter]
        second = "" if once else name
        blocks.append(
            [
                row(name, "Jan 2023", letters[:31]),
                row(second, "Feb 2023", letters[31:], 28),
                row(second, "Mar 2023", ""),
            ]
        )
    chance.shuffle(blocks)
    records, report = read(*(line for block in blocks for line in block))
    file = report.files[0]
    assert file.rows_read == file.used + file.duplicates + file.set_aside + file.not_used
    asked = {question.column for question in report.questions}
    assert asked <= {"sign -", "sign blank"}
    if not asked:
        assert days(records) == truth


@given(st.sampled_from(["-", "–", "/", "--"]), st.integers(1, 12), st.integers(2023, 2024))
@settings(max_examples=examples(10), deadline=None)
def test_a_day_that_there_is_not_may_be_crossed_out(stroke, month, year):
    own = monthrange(year, month)[1]
    cells = ["M", "H", ""] * 11
    whole = [row("K7", f"{m:02d}/{year}", "MH" * 14) for m in range(1, 13)]
    plain, _ = read(
        *whole, f"K8,{month:02d}/{year}," + ",".join([*cells[:own], *[""] * (31 - own)])
    )
    struck, report = read(
        *whole, f"K8,{month:02d}/{year}," + ",".join([*cells[:own], *[stroke] * (31 - own)])
    )
    assert days(struck) == days(plain)
    assert report.files[0].set_aside == 0


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("names", "file"),
    [
        (("Jan 2024", "Februar 2024"), "diary.xlsx"),
        (("January", "Feb"), "ward 2024.xlsx"),
        (("2024-01", "2024-02"), "x.xlsx"),
    ],
)
def test_the_month_may_stand_in_the_name_of_the_sheet_alone(names, file):
    rows = [["Patient", *DAYS], ["K1", *"MH0M0H0"], ["K2", *"00M0M00"]]
    content = workbook(dict.fromkeys(names, rows))
    records, report = read_records([Source(file, content)], Choices(today=date(2025, 1, 1)))
    assert not report.questions
    found = days(records)
    assert len(found) == 28
    assert found["K1", "2024-02-02"] == (1, 0)
    assert "the month stands in the name alone" in sentences(report)


@pytest.mark.parametrize("name", ["3.csv", "K7.csv", "ward.csv", "January.csv"])
def test_a_name_that_is_no_month_with_its_year_is_none(name):
    head = ",".join(["Patient", *DAYS])
    records, _ = read("K1," + ",".join("MH-M-H-" + " " * 24), head=head, name=name)
    assert records.diary.empty


LEGEND = '"H = headache, M = migraine; x = injection, o = no headache",,\n'


def test_a_legend_above_the_names_says_what_a_sign_means():
    month = row("K1", "2024-01", "MHoxMHo")
    asked = read(month)[1].questions
    assert any("sign x" in one.text for one in asked)
    records, report = read(month, head=LEGEND + HEAD)
    assert not report.questions
    assert "As the legend of the file says: H is headache" in sentences(report)
    assert len(records.sessions) == 1
    twice = LEGEND.replace("o = no headache", "x = migraine")
    assert any("sign x" in one.text for one in read(month, head=twice + HEAD)[1].questions)


@pytest.mark.parametrize(
    ("says", "asks"),
    [
        ("menstruation", True),
        ("no migraine", True),
        ("migraine free", True),
        ("migraine attack", False),
        ("Migräneattacke", False),
        ("migraine", False),
    ],
)
def test_a_sign_of_which_a_legend_says_another_thing_is_asked(says, asks):
    month = row("K1", "2024-01", "MH--MHM")
    legend = f'"Signs: M = {says}; H = headache without migraine",,\n'
    records, report = read(month, head=legend + HEAD)
    assert not any("sign h" in one.text.lower() for one in report.questions)
    of_m = [one for one in report.questions if "sign m" in one.text.lower()]
    assert len(of_m) == asks
    if asks:
        key = next(key for key, words in of_m[0].options if words == "a headache")
        choices = Choices(answers={of_m[0].code: key})
        records, report = read(month, head=legend + HEAD, choices=choices)
    assert not report.questions
    headache, migraine = days(records)["K1", "2024-01-01"]
    assert headache == 1
    assert pd.isna(migraine) if asks else migraine == 1  # no sign of a migraine is left


def workbook_of(place: str, says: str) -> bytes:
    """A month of M, H and 0 with a legend that stands there."""
    book = Workbook()
    sheet = book.active
    right = {
        "right": ("Legend", f"M = {says}"),
        "two cells right": ("Sign", "Meaning", "M", says),
        "two names right": ("M", says, "H", "headache"),
    }.get(place, ())
    half = len(right) // 2
    sheet.append([*HEAD.split(","), "", *right[:half]])
    for month, length in (("2024-01", 31), ("2024-02", 29)):
        cells = [*("M0H0" * 8)[:length], *[""] * (31 - length)]
        sheet.append(["K1", month, *cells, "", *right[half:]])
    if place == "below":
        sheet.append([])
        sheet.append([f"M = {says}, H = headache, 0 = nothing"])
    if place == "two cells below":
        sheet.append(["M", says])
    if place == "sheet":
        legend = book.create_sheet("Legend")
        for line in (("Sign", "Meaning"), ("M", says), ("H", "headache"), ("0", "no pain")):
            legend.append(line)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    "place",
    ["below", "two cells below", "right", "two cells right", "two names right", "sheet"],
)
@pytest.mark.parametrize(("says", "asks"), [("menstruation", True), ("migraine", False)])
def test_a_legend_is_heard_wherever_it_stands(place, says, asks):
    _, report = read_records([Source("calendar.xlsx", workbook_of(place, says))])
    assert [one.column for one in report.questions] == (["sign m"] if asks else [])


def test_a_sex_beside_the_days_is_no_legend():
    head = ",".join([HEAD, "Sex", "Remarks"])
    months = [row(one, "2024-01", "MH--MHM") + ",M,good" for one in ("K1", "K2")]
    assert not read(*months, head=head)[1].questions


@pytest.mark.parametrize("head", ["What,Month", "Month,Was", "Month,", "Patient,Month"])
@pytest.mark.parametrize(
    "kinds", [("Pain", "Pill"), ("Kopfschmerz", "Tabletten"), ("Headache", "N")]
)
def test_rows_of_kinds_are_no_patients(head, kinds):
    lines = []
    for kind in kinds:
        line = row(kind, "2024-01", "MH--MHM")
        lines.append(line if head.endswith("Month") else re.sub(r"^(.*?),(.*?),", r"\2,\1,", line))
    records, report = read(*lines, head=",".join([head, *DAYS]))
    assert records.diary.empty
    assert f"rows of {kinds[0]} and {kinds[1]}" in sentences(report)


def test_kinds_beside_the_patient_are_refused_where_a_month_has_several_rows():
    head = ",".join(["Patient,What,Month", *DAYS])
    rows = [row(f"K1,{kind}", "2024-01", "MH--MHM") for kind in ("Pain", "Pill")]
    assert "rows of Pain and Pill" in sentences(read(*rows, head=head)[1])


def test_a_diagnosis_beside_the_patient_and_short_ids_are_no_kinds():
    head = ",".join(["Patient,Diagnosis,Month", *DAYS])
    told = [("M", "Migraine"), ("H", "Headache"), ("KS", "Migraine")]
    rows = [row(f"{who},{what}", "2024-01", "MH--MHM") for who, what in told]
    records, report = read(*rows, head=head)
    assert {*records.diary["patient_id"]} == {"M", "H", "KS"}, sentences(report)


def test_totals_below_a_sheet_of_months_are_no_legend():
    month = row("K1", "2024-01", "MH--MHM")
    assert not read(month, '"M: 3, H: 2 days"')[1].questions


def test_a_sheet_that_corrects_another_one_is_not_asked_about_its_blanks():
    old = "\n".join([HEAD, row("K1", "2024-01", "MH-" * 10 + "M")]) + "\n"
    new = "\n".join([HEAD, row("K1", "2024-01", "..H" + "." * 10 + "M")]) + "\n"
    files = [Source("old.csv", old.encode()), Source("new.csv", new.encode())]
    records, report = read_records(files, Choices(corrects={"new.csv": "old.csv"}))
    assert not report.questions
    found = days(records)
    assert len(found) == 31
    assert found["K1", "2024-01-03"] == (1, 0)
    assert found["K1", "2024-01-14"] == (1, 1)
    assert found["K1", "2024-01-06"] == (0, 0)
