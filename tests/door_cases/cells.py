"""Cells that say less or more than they seem: formulas of 0, words for yes, ids of blocks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    DIARY_HEAD,
    QUIET,
    TOLD,
    Case,
    Truth,
    clinic,
    diary_rows,
    edited,
    german,
    same,
    sessions_csv,
    table,
    workbook,
)

Rows = Sequence[Sequence[Any]]
SEVERITY = {(1, 1): 7, (1, 0): 2, (0, 0): 0}
A_LINE_EACH = (r"(row \d+, \w+: .*\n){5}",)  # a complaint a row, where one a column is due


def written(sheets: dict[str, Rows], values: Callable[[str, int], Any] | None = None) -> bytes:
    """Sheets as a program writes them, whose formulas store 0 or ``values(formula, row)``."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        stored = values(cell, r + 1) if values else 0
                        sheet.write_formula(r, c, cell, None, stored)
                    elif isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    else:
                        sheet.write(r, c, cell)
    return sink.getvalue()


def _calculated(truth: Truth, letter: str = "E") -> list[list[Any]]:
    """A diary whose flags are formulas of its pain."""
    rows = [
        [p, d, f"=IF({letter}{at}>0,1,0)", f"=IF({letter}{at}>=4,1,0)", SEVERITY[h, m]]
        for at, (p, d, h, m) in enumerate(diary_rows(truth, when=same)[1:], 2)
    ]
    return [[*DIARY_HEAD, "pain"], *rows]


# Formulas whose stored values are all 0


def formulas_that_store_zero() -> Case:
    truth = clinic(1301, date(2024, 1, 4))
    return Case(
        kind=5,
        special="A program wrote both flags as formulas and stored 0 for each of them.",
        files={"diary.xlsx": written({"Diary": _calculated(truth)}), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"formula.*\b0\b",),
    )


def session_dates_that_store_zero() -> Case:
    truth = clinic(1302, date(2024, 3, 4), ("S-1", "S-2", "S-3"))
    rows = [[p, f"=DATE({d.year},{d.month},{d.day})", 155] for p, d in truth.treated()]
    book = written({"Termine": [["patient_id", "session_date", "units"], *rows]})
    return Case(
        kind=5,
        special="The dates of all sessions are formulas that store 0.",
        files={"diary.csv": table(diary_rows(truth)), "Termine.xlsx": book},
        truth=truth,
        want=ASK,
        says=(r"formula.*\b0\b",),
        never=(*A_LINE_EACH, "00:00:00"),
    )


def counts_that_store_zero() -> Case:
    counted = {"N-1": {0: [20, 12, 28], 1: [9, 4, 28]}, "N-2": {0: [18, 14, 28], 1: [16, 12, 28]}}
    rows = [
        [p, s, v[0], f"=COUNTIF(Diary!D:D,{p!r})", v[2]]
        for p, sessions in counted.items()
        for s, v in sessions.items()
    ]
    head = ["patient_id", "session", "headache_days", "migraine_days", "recorded_days"]
    return Case(
        kind=5,
        special="Migraine days are counted by formulas that store 0; the rest was typed.",
        files={"Zahlen.xlsx": written({"Tage": [head, *rows]})},
        truth=Truth(counts=counted),
        want=ASK,
        says=(r"formula.*\b0\b",),
    )


def formulas_with_their_values() -> Case:
    truth = clinic(1303, date(2024, 7, 1), ("q1", "q2", "q3"))
    rows = _calculated(truth)

    def value(formula: str, row: int) -> int:
        return int(rows[row - 1][4] >= 4 if ">=4" in formula else rows[row - 1][4] > 0)

    return Case(
        kind=5,
        special="A program wrote the flags as formulas, each with its value: 0 and 1.",
        files={"diary.xlsx": written({"Diary": rows}, value), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def a_few_formulas_among_typed_flags() -> Case:
    truth = clinic(1304, date(2024, 7, 1), ("q4", "q5", "q6"))
    rows = diary_rows(truth, when=same)
    zeros = [row for row in rows[1:] if row[2] == row[3] == 0][:4]
    for row in zeros:
        row[3] = "=0*1"
    return Case(
        kind=5,
        special="Four zeros among typed flags are formulas: the others were typed.",
        files={"diary.xlsx": written({"Diary": rows}), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def a_spreadsheet_worked_the_zeros_out() -> Case:
    truth = clinic(1305, date(2023, 11, 6), ("Z1", "Z2", "Z3"))
    rows = [[*row, "=0*1"] for row in _calculated(truth)]
    rows[0][-1] = "acute_medication"

    def stored(name: str, text: str) -> str:
        if name.endswith("workbook.xml"):
            return re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>', text)
        return text

    def value(formula: str, row: int) -> int:
        pain = rows[row - 1][4]
        return int(pain >= 4) if ">=4" in formula else int(pain > 0) if ">0" in formula else 0

    return Case(
        kind=5,
        special="A spreadsheet worked all formulas out; those of one column are truly 0.",
        files={
            "diary.xlsx": edited(written({"Diary": rows}, value), stored),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


# Words for yes and no


def _flags(truth: Truth, yes: str, no: str, **written_as: Any) -> dict[str, bytes]:
    rows = diary_rows(truth, yes=yes, no=no)
    return {"journal.csv": table(rows, **written_as), **sessions_csv(truth)}


def _in_words(
    seed: int, yes: str, no: str, special: str, want: str = QUIET, **written_as: Any
) -> Case:
    truth = clinic(seed, date(2024, 10, 7), ("f1", "f2", "f3"))
    return Case(
        kind=22,
        special=special,
        files=_flags(truth, yes, no, **written_as),
        truth=truth,
        want=want,
        says=() if want == QUIET else (re.escape(yes),),
    )


def o_and_n() -> Case:
    return _in_words(1311, "O", "N", "O and N: oui and non.", delimiter=";")


def s_and_n() -> Case:
    return _in_words(1312, "S", "N", "S and N: sí and no, sim and não.", delimiter="\t")


def v_and_f() -> Case:
    return _in_words(1313, "V", "F", "V and F: vrai and faux, vero and falso.")


def vrai_and_faux() -> Case:
    return _in_words(1314, "VRAI", "FAUX", "VRAI and FAUX, as a French spreadsheet writes them.")


def wahr_and_falsch() -> Case:
    truth = clinic(1315, date(2024, 10, 7), ("f4", "f5", "f6"))
    rows = diary_rows(truth, when=same, yes="WAHR", no="FALSCH")
    return Case(
        kind=22,
        special="WAHR and FALSCH as text in a workbook.",
        files={"Tagebuch.xlsx": workbook({"Tage": rows}), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def verdadero_and_falso() -> Case:
    return _in_words(1316, "Verdadero", "Falso", "Verdadero and Falso.", delimiter=";")


def marks_and_crosses() -> Case:
    return _in_words(1317, "✓", "✗", "A check mark for yes, a cross for no.")


def ballot_boxes() -> Case:
    return _in_words(1318, "☑", "☐", "Ballot boxes, as a form writes them.", delimiter="\t")


def plus_and_minus() -> Case:
    return _in_words(1319, "+", "-", "+ and -, as in a ward's notes.", delimiter=";")


def present_and_absent() -> Case:
    return _in_words(1320, "Present", "Absent", "Present and Absent, as a registry writes them.")


def a_decimal_comma_in_flags() -> Case:
    return _in_words(1321, "1,0", "0,0", "1,0 and 0,0, as R writes them.", delimiter=";")


def true_in_other_case() -> Case:
    return _in_words(1322, "tRUE", "fALSE", "tRUE and fALSE, in no usual case.")


def words_that_nobody_knows() -> Case:
    truth = clinic(1323, date(2023, 7, 3), ("u1", "u2", "u3"))
    return Case(
        kind=22,
        special="Tak and Nie: two words for yes and no in a language that is not known.",
        files=_flags(truth, "Tak", "Nie", delimiter=";"),
        truth=truth,
        want=ASK,
        says=(r"\d+ times 'Nie'.*\d+ times 'Tak'", r"\d+ times 'Tak'.*\d+ times 'Nie'"),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def one_word_beside_yes_and_no() -> Case:
    truth = clinic(1324, date(2023, 7, 3), ("u4", "u5", "u6")).headaches()
    rows = diary_rows(truth, when=same, yes="ja", no="nein")
    for row in [row for row in rows[1:] if row[3] == "nein"][::3]:
        row[3] = "vielleicht"
    return Case(
        kind=22,
        special="Migraine is ja, nein or vielleicht.",
        files={"Tagebuch.xlsx": workbook({"Tage": rows}), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"\d+ times 'vielleicht'",),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def grades_in_words() -> Case:
    truth = clinic(1325, date(2024, 2, 5), ("u7", "u8", "u9"))
    grade = {(1, 1): "fuerte", (1, 0): "leve", (0, 0): "nada"}
    rows = [[p, german(d), grade[h, m], m] for p, d, h, m in diary_rows(truth, when=same)[1:]]
    return Case(
        kind=22,
        special="Headache as fuerte, leve and nada.",
        files={
            "diario.csv": table([list(DIARY_HEAD), *rows], delimiter=";"),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=(r"times 'fuerte'",),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def letters_of_two_languages() -> Case:
    truth = clinic(1326, date(2024, 2, 5), ("v7", "v8", "v9"))
    rows = diary_rows(truth, yes="s", no="v")
    return Case(
        kind=22,
        special="s and v fit no pair: which of them is yes?",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"\d+ times 's'",),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def a_letter_once() -> Case:
    truth = clinic(1327, date(2024, 2, 5), ("v4", "v5", "v6"))
    rows = diary_rows(truth)
    free = next(i for i, row in enumerate(rows) if row[2] == 0)
    patient, day = rows[free][:2]
    rows[free][3] = "?"
    first, letters = (truth.days or {})[patient]
    at = (date.fromisoformat(day) - first).days
    days = {**(truth.days or {}), patient: (first, f"{letters[:at]}-{letters[at + 1 :]}")}
    return Case(
        kind=22,
        special="One cell of a flag holds a question mark: a typing error, its row is set aside.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=replace(truth, days=days, rate=""),
        want=TOLD,
        says=("set aside",),
    )


# Ids that stand once for many rows


def _once(rows: list[list[Any]]) -> list[list[Any]]:
    """The id in the first row of each block alone."""
    found, last = [rows[0]], None
    for row in rows[1:]:
        found.append([row[0] if row[0] != last else "", *row[1:]])
        last = row[0]
    return found


def _merged(title: str, rows: list[list[Any]], column: int = 1) -> bytes:
    """A workbook in which equal cells of a column below each other are one."""
    book = load_workbook(io.BytesIO(workbook({title: rows})))
    sheet = book[title]
    first = 2
    for at in range(3, len(rows) + 2):
        if at > len(rows) or rows[at - 1][column - 1] != rows[first - 1][column - 1]:
            if at - 1 > first:
                sheet.merge_cells(
                    start_row=first, end_row=at - 1, start_column=column, end_column=column
                )
            first = at
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def merged_ids() -> Case:
    truth = clinic(1331, date(2024, 1, 4))
    return Case(
        kind=4,
        special="The cell of the id is merged over all rows of each patient.",
        files={"diary.xlsx": _merged("Diary", diary_rows(truth, when=same)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
        says=("merged",),
    )


def merged_ids_of_sessions() -> Case:
    truth = clinic(1332, date(2023, 9, 11), ("KS-4", "KS-9", "KS-15"))
    muscles = ("frontalis", "temporalis", "occipitalis")
    rows = [[p, d, muscle, 50] for p, d in truth.treated() for muscle in muscles]
    head = ["patient_id", "session_date", "muscle", "units"]
    units = {p: {day: 150.0} for p, day in truth.treated()}
    book = _merged("Termine", [head, *rows])
    return Case(
        kind=4,
        special="The id of a list of sessions is merged over the muscles.",
        files={"diary.csv": table(diary_rows(truth)), "Termine.xlsx": book},
        truth=replace(truth, units=units),
        want=QUIET,
        says=("merged",),
    )


def ids_once_a_block() -> Case:
    truth = clinic(1333, date(2024, 6, 3), ("G-1", "G-2", "G-3"))
    return Case(
        kind=12,
        special="A grouped report: the id stands in the first row of each patient alone.",
        files={"report.csv": table(_once(diary_rows(truth)), delimiter=";"), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"\d+ rows without",),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def ids_once_a_block_in_a_workbook() -> Case:
    truth = clinic(1334, date(2024, 6, 3), ("G-4", "G-5", "G-6"))
    rows = _once(diary_rows(truth, ("Patient", "Datum", "Headache", "Migraine"), when=same))
    return Case(
        kind=12,
        special="The same in a workbook, without merged cells.",
        files={"Bericht.xlsx": workbook({"Tage": rows}), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"\d+ rows without",),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def a_few_rows_without_an_id() -> Case:
    truth = clinic(1335, date(2024, 6, 3), ("G-7", "G-8", "G-9"))
    rows = diary_rows(truth)
    days = dict(truth.days or {})
    for at in (20, 47, 130):
        patient, day = rows[at][:2]
        rows[at][0] = ""
        first, letters = days[patient]
        place = (date.fromisoformat(day) - first).days
        days[patient] = (first, f"{letters[:place]}-{letters[place + 1 :]}")
    return Case(
        kind=12,
        special="Three rows of a diary have no id: they are set aside, and nothing is asked.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=replace(truth, days=days, rate=""),
        want=TOLD,
        says=("patient_id: is empty",),
        never=("--answer",),
    )


# Lines of totals below each block


def _subtotals(rows: list[list[Any]], word: Callable[[str], str], whole: str) -> list[list[Any]]:
    """A line of totals below each patient's rows, and one below them all."""
    found, block = [rows[0]], []
    sums = [0, 0]
    for at, row in enumerate(rows[1:], 1):
        found.append(row)
        block.append(row)
        if at + 1 == len(rows) or rows[at + 1][0] != row[0]:
            total = [sum(int(r[c]) for r in block) for c in (2, 3)]
            sums = [a + b for a, b in zip(sums, total, strict=True)]
            found.append([word(row[0]), "", *total])
            block = []
    return [*found, [whole, "", *sums]]


def subtotals_below_each_patient() -> Case:
    truth = clinic(1341, date(2024, 4, 15), ("P-11", "P-12", "P-13"))
    rows = _subtotals(diary_rows(truth), lambda p: f"{p} Total", "Grand Total")
    return Case(
        kind=14,
        special="A spreadsheet's subtotals: P-11 Total, Grand Total.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
        says=("total",),
    )


def subtotals_in_german() -> Case:
    truth = clinic(1342, date(2024, 4, 15), ("anna", "bert", "carl"))
    rows = diary_rows(truth, when=same)
    rows = _subtotals(rows, lambda p: f"{p} Ergebnis", "Gesamtergebnis")
    return Case(
        kind=14,
        special="Teilergebnisse of a workbook, with ids that are words.",
        files={"Tagebuch.xlsx": workbook({"Tage": rows}), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
        says=("total",),
    )


def subtotals_of_units_in_french() -> Case:
    truth = clinic(1343, date(2024, 3, 18), ("T-1", "T-2", "T-3"))
    rows: list[list[Any]] = [["patient_id", "session_date", "units"]]
    for patient, day in truth.treated():
        rows += [[patient, day.isoformat(), 155], [f"Total {patient}", "", 155]]
    rows.append(["Total général", "", 465])
    return Case(
        kind=14,
        special="Total T-1 below each patient's sessions, Total général below all.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "seances.csv": table(rows, delimiter=";", encoding="cp1252"),
        },
        truth=replace(truth, units={p: {day: 155.0} for p, day in truth.treated()}),
        want=QUIET,
        says=("total",),
    )


def subtotals_by_date() -> Case:
    truth = clinic(1344, date(2024, 4, 15), ("R-1", "R-2", "R-3"))
    rows = sorted(diary_rows(truth, when=german)[1:], key=lambda r: r[1].split(".")[::-1])
    found: list[list[Any]] = [list(DIARY_HEAD)]
    for at, row in enumerate(rows):
        found.append(row)
        if at + 1 == len(rows) or rows[at + 1][1] != row[1]:
            day = [r for r in rows if r[1] == row[1]]
            sums = [sum(r[c] for r in day) for c in (2, 3)]
            found.append(["", f"{row[1]} Ergebnis", *sums])
    found.append(["", "Gesamtergebnis", *(sum(r[c] for r in rows) for c in (2, 3))])
    return Case(
        kind=14,
        special="Totals of each day: the word stands in the column of dates.",
        files={"Tagebuch.csv": table(found, delimiter=";"), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
        says=("total",),
    )


def ids_that_end_so() -> Case:
    truth = clinic(1345, date(2025, 2, 11), ("SUM-1 total", "Hip total", "Count Basie"))
    return Case(
        kind=14,
        special="Three patients whose names hold a word for totals.",
        files={
            "diary.xlsx": workbook({"Diary": diary_rows(truth, when=same)}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def _dated_subtotals(truth: Truth, total: Callable[[int], int]) -> list[list[Any]]:
    """Sessions, each patient's units below hers on the date of the last one, and those of all."""
    rows: list[list[Any]] = [["patient_id", "session_date", "units"]]
    whole = 0
    for patient, days in (truth.sessions or {}).items():
        rows += [[patient, day.isoformat(), 155] for day in days]
        rows.append([f"{patient} Total", days[-1].isoformat(), total(155 * len(days))])
        whole += 155 * len(days)
    return [*rows, ["Grand Total", days[-1].isoformat(), total(whole)]]


def _twice(seed: int) -> Truth:
    truth = clinic(seed, date(2024, 3, 18), ("P-11", "P-12", "P-13"), longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    units = {p: dict.fromkeys(days, 155.0) for p, days in twice.items()}
    return replace(truth, sessions=twice, units=units)


def subtotals_with_a_date() -> Case:
    truth = _twice(1346)
    return Case(
        kind=14,
        special="The lines of totals carry the date of the last session, and are the sums above.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_dated_subtotals(truth, int)),
        },
        truth=truth,
        want=QUIET,
        says=("total",),
    )


def subtotals_with_a_date_that_are_no_sums() -> Case:
    truth = _twice(1347)
    return Case(
        kind=14,
        special="The same, but the numbers are not those of the rows above: a typed total.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_dated_subtotals(truth, lambda units: units - 5)),
        },
        truth=truth,
        want=ASK,
        says=("lines of totals",),
        true_reading="totals",
    )


CASES = (
    formulas_that_store_zero,
    session_dates_that_store_zero,
    counts_that_store_zero,
    formulas_with_their_values,
    a_few_formulas_among_typed_flags,
    a_spreadsheet_worked_the_zeros_out,
    o_and_n,
    s_and_n,
    v_and_f,
    vrai_and_faux,
    wahr_and_falsch,
    verdadero_and_falso,
    marks_and_crosses,
    ballot_boxes,
    plus_and_minus,
    present_and_absent,
    a_decimal_comma_in_flags,
    true_in_other_case,
    words_that_nobody_knows,
    one_word_beside_yes_and_no,
    grades_in_words,
    letters_of_two_languages,
    a_letter_once,
    merged_ids,
    merged_ids_of_sessions,
    ids_once_a_block,
    ids_once_a_block_in_a_workbook,
    a_few_rows_without_an_id,
    subtotals_below_each_patient,
    subtotals_in_german,
    subtotals_of_units_in_french,
    subtotals_by_date,
    ids_that_end_so,
    subtotals_with_a_date,
    subtotals_with_a_date_that_are_no_sums,
)
