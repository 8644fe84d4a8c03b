"""Kinds 1 to 9: what a file shows is not all that it holds."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

from openpyxl import load_workbook

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    DIARY_HEAD,
    GOOD_DOCTYPE,
    QUIET,
    RIGHT,
    RIGHT_OR_ASK,
    AppleRecord,
    Case,
    apple,
    at,
    clinic,
    diary_rows,
    dimension,
    edited,
    french,
    german,
    html_table,
    lines,
    listed,
    packed,
    period,
    same,
    session_rows,
    sessions_csv,
    table,
    tracker,
    workbook,
)

# 1: a workbook's statement of its own range


def dimension_cuts_rows() -> Case:
    truth = clinic(11, date(2024, 1, 4))
    book = workbook({"Diary": diary_rows(truth, when=same)})
    return Case(
        kind=1,
        special="The sheet states A1:D156 and holds 169 rows.",
        files={"diary.xlsx": edited(book, dimension("A1:D156")), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT,
    )


def dimension_cuts_columns() -> Case:
    truth = clinic(12, date(2023, 9, 11), ("KS-4", "KS-9", "KS-15"))
    head = ("Patient ID", "Date", "Headache", "Migraine")
    book = workbook(
        {
            "Tagebuch": diary_rows(truth, head, when=same, yes="ja", no="nein"),
            "Termine": session_rows(truth, when=same),
        }
    )
    return Case(
        kind=1,
        special="The sheet states A1:C169; the migraine column stands to the right of it.",
        files={"Kopfschmerz.xlsx": edited(book, dimension("A1:C169"))},
        truth=truth,
        want=RIGHT,
    )


def dimension_of_one_cell() -> Case:
    truth = clinic(13, date(2025, 2, 3), ("A7", "A8", "A9"))
    book = workbook(
        {"Diary": diary_rows(truth, when=same), "Sessions": session_rows(truth, when=same)}
    )
    one = edited(edited(book, dimension("A1", 1)), dimension("A1", 2))
    return Case(
        kind=1,
        special="A writer that always states A1, on both sheets.",
        files={"study.xlsx": one},
        truth=truth,
        want=RIGHT,
    )


def dimension_too_large() -> Case:
    truth = clinic(14, date(2024, 6, 10))
    book = workbook({"Diary": diary_rows(truth, when=same)})
    return Case(
        kind=1,
        special="The sheet states the whole grid and holds 169 rows.",
        files={"diary.xlsx": edited(book, dimension("A1:XFD1048576")), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def dimension_not_stated() -> Case:
    truth = clinic(15, date(2024, 3, 10), ("x1", "x2", "x3"))
    book = workbook({"Diary": diary_rows(truth, when=same)})
    return Case(
        kind=1,
        special="The sheet says nothing of its range.",
        files={"diary.xlsx": edited(book, dimension("")), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 2: quotation marks that swallow lines

SWALLOWED = (
    r"quotation mark",
    r"rows? .{0,40}(inside|swallow)",
    r"line breaks? .{0,60}rows?",
    "look like rows",
)


def stray_quotes_swallow_rows() -> Case:
    truth = clinic(21, date(2024, 1, 4))
    texts = [",".join(map(str, row)) + "," for row in diary_rows(truth, DIARY_HEAD)]
    texts[0] = "patient_id,date,headache,migraine,note"
    texts[34] += '"worst day'
    texts[52] += 'slept" then better'
    return Case(
        kind=2,
        special="One mark opens in a note, one closes 18 rows further down.",
        files={"diary.csv": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SWALLOWED,
    )


def stray_quotes_in_an_attack_list() -> Case:
    truth = listed(clinic(22, date(2024, 5, 6), ("Ines",)))
    texts = [",".join(map(str, row)) for row in tracker(truth.bad_days("Ines"))]
    texts[3] += '"after dinner'
    texts[9] += 'better"'
    return Case(
        kind=2,
        special="The notes of two attacks hold one mark each: the attacks between them are a note.",
        files={"Ines.csv": lines(*texts), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SWALLOWED,
    )


def stray_quotes_between_tabs() -> Case:
    truth = clinic(23, date(2023, 11, 6), ("RK-1", "RK-2", "RK-3"))
    rows = diary_rows(truth, ("Patient", "Datum", "Bemerkung", "headache", "migraine"), when=german)
    texts = ["\t".join(map(str, rows[0]))]
    for p, when, headache, migraine in rows[1:]:
        texts.append(f"{p}\t{when}\t\t{headache}\t{migraine}")
    for place, note in ((60, '"Föhn'), (71, 'besser"')):
        cells = texts[place].split("\t")
        texts[place] = "\t".join([*cells[:2], note, *cells[3:]])
    return Case(
        kind=2,
        special="Tabs, German, the note in the middle: eleven rows lie between two marks.",
        files={"tagebuch.txt": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SWALLOWED,
    )


def notes_with_line_breaks() -> Case:
    truth = listed(clinic(24, date(2023, 4, 18), ("Camille",)))
    rows = french(truth.bad_days("Camille"))
    rows[5][11] = "pire jour, nausées,\nlumière, dormi 3 h"
    rows[9][11] = "chez ma mère\n\nmieux, le soir"
    return Case(
        kind=2,
        special="Notes of several lines in their own marks, with commas, fewer than the table has.",
        files={"Camille.csv": b"\xef\xbb\xbf" + table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


def notes_that_tell_of_other_days() -> Case:
    truth = clinic(25, date(2024, 9, 2), ("P-1", "P-2", "P-3"))
    rows = [[*row, ""] for row in diary_rows(truth)]
    rows[0][4] = "diary_note"
    rows[20][4] = "slept badly\nas on 2024-09-05\nand twice before"
    rows[80][4] = 'said "not again"\nthen slept'
    return Case(
        kind=2,
        special="A note of three lines names a date in its text, where the table has none.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 3: a line break in a header

BROKEN_HEADER = (
    r"line break",
    r"column names? .{0,40}(two|several) lines",
    r"can be mapped",
)


def header_line_break_middle() -> Case:
    truth = clinic(31, date(2024, 1, 4))
    head = ("patient_id", "date", "headache\n", "migraine")
    return Case(
        kind=3,
        special="A name in the middle of the header was typed with Alt+Enter.",
        files={"diary.csv": table(diary_rows(truth, head)), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=BROKEN_HEADER,
    )


def header_line_break_first() -> Case:
    truth = clinic(32, date(2023, 8, 7), ("14-A", "15-A", "16-A"))
    head = ("patient\nid", "date", "headache", "migraine")
    rows = diary_rows(truth, head, when=german)
    return Case(
        kind=3,
        special="Semicolons, CRLF, the first name of the header in two lines.",
        files={"diary.csv": table(rows, delimiter=";", newline="\r\n"), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=BROKEN_HEADER,
    )


def header_line_break_in_sessions() -> Case:
    truth = clinic(33, date(2025, 1, 6))
    sessions = table(session_rows(truth, ("patient_id", "session\r\ndate")), newline="\r\n")
    return Case(
        kind=3,
        special="The list of sessions has the line break, in its last name.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": sessions},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=BROKEN_HEADER,
    )


def header_in_marks() -> Case:
    truth = clinic(34, date(2024, 4, 1))
    rows = [[*row, "x, y"] for row in diary_rows(truth)]
    rows[0][4] = "ward, bed"
    return Case(
        kind=3,
        special="Everything stands in marks, a name holds a comma; no line break.",
        files={"diary.csv": table(rows, quoting=csv.QUOTE_ALL), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 4: hidden rows, sheets, columns


def hidden_rows() -> Case:
    truth = clinic(41, date(2024, 1, 4))
    gone = clinic(42, date(2024, 1, 4), ("P04",))
    diary = diary_rows(truth, when=same) + diary_rows(gone, when=same)[1:]
    sessions = session_rows(truth, when=same) + session_rows(gone, when=same)[1:]
    book = workbook(
        {"Diary": diary, "Sessions": sessions},
        hidden_rows={"Diary": range(170, 226), "Sessions": [5]},
    )
    return Case(
        kind=4,
        special="A filter hides the rows of a patient who withdrew.",
        files={"clinic.xlsx": book},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("hidden",),
        true_reading=ANY,
    )


def hidden_sheet_of_last_year() -> Case:
    truth = clinic(43, date(2024, 10, 7), ("L1", "L2", "L3"))
    old = clinic(44, date(2023, 10, 2), ("L1", "L2", "L3"))
    book = workbook(
        {"Diary": diary_rows(truth, when=same), "Diary old": diary_rows(old, when=same)},
        hidden_sheets=["Diary old"],
    )
    return Case(
        kind=4,
        special="A hidden sheet holds a whole diary of the year before.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("hidden",),
        true_reading=ANY,
    )


def hidden_column_beside_its_twin() -> Case:
    truth = clinic(45, date(2024, 2, 5), ("B-01", "B-02", "B-03"))
    rows = diary_rows(truth, when=same)
    book = workbook(
        {
            "Diary": [
                ["patient_id", "date", "Headache", "headache", "migraine"],
                *([p, d, 1 - h, h, m] for p, d, h, m in rows[1:]),
            ]
        },
        hidden_columns={"Diary": [3]},
    )
    return Case(
        kind=4,
        special="A first count of headache stands hidden beside the corrected one.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("hidden",),
    )


def hidden_legend() -> Case:
    truth = clinic(46, date(2023, 4, 18), ("KM-07", "KM-11", "KM-23"))
    head = ("Patient ID", "Date", "Headache", "Migraine")
    book = workbook(
        {
            "Diary": diary_rows(truth, head, when=same),
            "Sessions": session_rows(truth, ("Patient ID", "Session date"), when=same),
            "Lists": [["yes"], ["no"], ["1 = headache, 0 = none"]],
        },
        hidden_sheets=["Lists"],
    )
    return Case(
        kind=4,
        special="The hidden sheet holds only the words of the drop-down lists.",
        files={"clinic.xlsx": book},
        truth=truth,
        want=QUIET,
    )


def hidden_column_that_is_not_read() -> Case:
    truth = clinic(47, date(2024, 8, 5), ("Z1", "Z2", "Z3"))
    rows = [[*row, "no"] for row in diary_rows(truth, when=same)]
    rows[0][4] = "rain"
    book = workbook({"Diary": rows}, hidden_columns={"Diary": [5]}, hidden_rows={"Diary": [400]})
    return Case(
        kind=4,
        special="A column about the weather is hidden, and an empty row far below.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def sheet_of_explanations() -> Case:
    truth = clinic(48, date(2025, 3, 3), ("n1", "n2", "n3"))
    book = workbook(
        {
            "Read me": [["Headache diary of the ward"], ["Filled in each evening"]],
            "Diary": diary_rows(truth, when=same),
            "Codes": [["code", "word"], [0, "no headache"], [1, "headache"]],
        }
    )
    return Case(
        kind=4,
        special="A title sheet before the diary and a legend of two columns behind it.",
        files={"ward.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 5: formulas without a stored value


def formulas_without_values() -> Case:
    truth = clinic(51, date(2024, 1, 4))
    pain = {(1, 1): 7, (1, 0): 2, (0, 0): 0}
    rows = [
        [p, d, f"=IF(E{place}>0,1,0)", f"=IF(E{place}>=4,1,0)", pain[h, m]]
        for place, (p, d, h, m) in enumerate(diary_rows(truth, when=same)[1:], 2)
    ]
    book = workbook({"Diary": [[*DIARY_HEAD, "pain"], *rows]})
    return Case(
        kind=5,
        special="Both flags are formulas that nobody has worked out yet.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("formula",),
    )


def formula_dates_of_sessions() -> Case:
    truth = clinic(52, date(2024, 3, 4), ("S-1", "S-2", "S-3"))
    rows = [[p, d if p == "S-1" else "=B2"] for p, d in session_rows(truth, when=same)[1:]]
    book = workbook({"Sessions": [["patient_id", "session_date"], *rows]})
    return Case(
        kind=5,
        special="The dates of two sessions are formulas (the same day as the first) without value.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.xlsx": book},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("formula",),
    )


def _stored(name: str, text: str) -> str:
    """Formulas =0+1 and =0+0 with the values that a spreadsheet stores."""
    return re.sub(r"<f>0\+([01])</f><v\s*/?>(</v>)?", r"<f>0+\1</f><v>\1</v>", text)


def formulas_with_values() -> Case:
    truth = clinic(53, date(2024, 7, 1))
    rows = [[p, d, f"=0+{h}", f"=0+{m}"] for p, d, h, m in diary_rows(truth, when=same)[1:]]
    book = edited(workbook({"Diary": [list(DIARY_HEAD), *rows]}), _stored)
    values = load_workbook(io.BytesIO(book), data_only=True)["Diary"]["C2"].value
    assert values in (0, 1)
    return Case(
        kind=5,
        special="The flags are formulas, and their values are stored.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def formula_in_a_column_that_is_not_read() -> Case:
    truth = clinic(54, date(2023, 6, 5), ("W1", "W2", "W3"))
    rows = diary_rows(truth, when=same)
    rows = [
        [*rows[0], "weekday"],
        *([*row, f"=WEEKDAY(B{i})"] for i, row in enumerate(rows[1:], 2)),
    ]
    return Case(
        kind=5,
        special="Only a helping column, which nobody reads, is a formula without value.",
        files={"diary.xlsx": workbook({"Diary": rows}), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 6: other kinds of file


def _compound(*names: str) -> bytes:
    """The outer form of old Office files with these names in its directory, as UTF-16."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64 for name in names)
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b">\0\x03\0\xfe\xff\x09\0"
    first = b"\x06\0" + b"\0" * 10 + (1).to_bytes(4, "little") + b"\0\0\0\0"
    start += first + (0).to_bytes(4, "little") + (4096).to_bytes(4, "little")
    start += (0xFFFFFFFE).to_bytes(4, "little") + b"\0\0\0\0" + (0xFFFFFFFE).to_bytes(4, "little")
    start += b"\0" * 4 + (1).to_bytes(4, "little")
    start = start[:76].ljust(76, b"\0") + b"\xff\xff\xff\xff" * 109
    table_of_sectors = (0xFFFFFFFE).to_bytes(4, "little") + (0xFFFFFFFD).to_bytes(4, "little")
    return start + entries.ljust(512, b"\0") + table_of_sectors.ljust(512, b"\xff") + b"\x5a" * 4096


def password_workbook() -> Case:
    truth = clinic(61, date(2024, 1, 4))
    locked = _compound("Root Entry", "EncryptionInfo", "EncryptedPackage")
    return Case(
        kind=6,
        special="A workbook with a password: an encrypted package, not an old Excel file.",
        files={"diary.xlsx": locked, **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=("password", "encrypted", "locked"),
        never=("old Excel file", "save it as .xlsx"),
    )


def _strict(name: str, text: str) -> str:
    for theirs, strict in (
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    ):
        text = text.replace(theirs, strict)
    return text


def strict_workbook() -> Case:
    truth = clinic(62, date(2024, 4, 8), ("SX-1", "SX-2", "SX-3"))
    return Case(
        kind=6,
        special="Saved as Strict Open XML: the same cells under other names of the form.",
        files={
            "diary.xlsx": edited(workbook({"Diary": diary_rows(truth, when=same)}), _strict),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("strict",),
    )


def spss_file() -> Case:
    truth = clinic(63, date(2024, 4, 8))
    content = b"$FL2@(#) SPSS DATA FILE MS Windows 27.0.0".ljust(64) + b"\x02\0\0\0" * 40
    return Case(
        kind=6,
        special="An SPSS file, as a statistician sends it.",
        files={"diary.sav": content, **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=("SPSS",),
    )


def open_document() -> Case:
    truth = clinic(64, date(2024, 4, 8), ("O1", "O2", "O3"))
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in diary_rows(truth)
    )
    content = packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:spreadsheet>{cells}</office:spreadsheet>".encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )
    return Case(
        kind=6,
        special="A sheet of LibreOffice, a zip archive like others.",
        files={"Tagebuch.ods": content, **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("OpenDocument", "LibreOffice", r"\.ods"),
    )


def web_page_named_xls() -> Case:
    truth = clinic(65, date(2024, 4, 8), ("H1", "H2", "H3"))
    return Case(
        kind=6,
        special="A web tool calls a page with a table an Excel file.",
        files={"export.xls": html_table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("web page", "HTML"),
    )


def ending_in_capitals() -> Case:
    truth = clinic(66, date(2024, 4, 8), ("C1", "C2", "C3"))
    return Case(
        kind=6,
        special="An ordinary workbook whose ending is in capitals, and sessions as .TXT.",
        files={
            "DIARY.XLSX": workbook({"Diary": diary_rows(truth, when=same)}),
            "SESSIONS.TXT": table(session_rows(truth), delimiter="\t"),
        },
        truth=truth,
        want=QUIET,
    )


def zip_of_tables() -> Case:
    truth = clinic(67, date(2023, 2, 6), ("z-1", "z-2", "z-3"))
    members = {"export/diary.csv": table(diary_rows(truth)), **sessions_csv(truth)}
    return Case(
        kind=6,
        special="An ordinary archive of two CSV files.",
        files={"export.zip": packed(members)},
        truth=truth,
        want=QUIET,
    )


# 7: Apple Health with a broken document type or a forbidden character

BROKEN_DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|VisionPrescription)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
  brand CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
<!ATTLIST RightEye
  sphere CDATA #IMPLIED
>
>
]>"""


def _records(truth, patient: str, hour: int = 19) -> list[AppleRecord]:  # type: ignore[no-untyped-def]
    first, letters = truth.days[patient]
    return [AppleRecord(at(first + i * DAY, hour), c) for i, c in enumerate(letters) if c in "MH0"]


def apple_ios16_broken_dtd() -> Case:
    truth = clinic(71, date(2024, 1, 4), ("P01",))
    return Case(
        kind=7,
        special="The document type of iOS 16: a list of attributes is never closed.",
        files={"export.zip": apple(_records(truth, "P01"), BROKEN_DOCTYPE), **sessions_csv(truth)},
        options=("--id", "export.zip=P01"),
        truth=truth,
        want=RIGHT,
    )


def apple_with_a_forbidden_character() -> Case:
    truth = clinic(72, date(2023, 5, 1), ("M-2",)).headaches()
    content = apple(_records(truth, "M-2"), GOOD_DOCTYPE, "Téléphone de M.\x0b")
    return Case(
        kind=7,
        special="The name of the telephone holds a character that XML forbids.",
        files={"export.zip": content, **sessions_csv(truth)},
        options=("--id", "export.zip=M-2"),
        truth=truth,
        want=RIGHT,
    )


def apple_with_a_forbidden_reference() -> Case:
    truth = clinic(73, date(2024, 11, 4), ("F9",)).headaches()
    content = apple(_records(truth, "F9", hour=7), BROKEN_DOCTYPE, "Uhr &#x1F; links")
    return Case(
        kind=7,
        special="The same as a numbered reference, and the broken document type besides.",
        files={"Export.zip": content, **sessions_csv(truth)},
        options=("--id", "Export.zip=F9"),
        truth=truth,
        want=RIGHT,
    )


def apple_as_it_should_be() -> Case:
    truth = clinic(74, date(2024, 9, 9), ("P05",)).headaches()
    content = apple(_records(truth, "P05"), GOOD_DOCTYPE, "iPhone &amp; Uhr")
    return Case(
        kind=7,
        special="A sound document type, and an ordinary entity in a name.",
        files={"export.zip": content, **sessions_csv(truth)},
        options=("--id", "export.zip=P05"),
        truth=truth,
        want=QUIET,
    )


# 8: one cell more than names

ROW_NAMES = (r"row names", r"one (cell|column|name) more", r"one more (cell|column)")


def _write_table(rows: list[list], sep: str) -> bytes:  # type: ignore[type-arg]
    """R's write.table: words in marks, row names without a name of their own."""
    marked = [[f'"{c}"' if isinstance(c, str) else str(c) for c in row] for row in rows]
    return lines(
        sep.join(marked[0]), *(sep.join([f'"{i}"', *row]) for i, row in enumerate(marked[1:], 1))
    )


def r_row_names() -> Case:
    truth = clinic(81, date(2024, 1, 4))
    return Case(
        kind=8,
        special="R's row names: the header has a name less than the rows have cells.",
        files={"diary.csv": _write_table(diary_rows(truth), ","), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=ROW_NAMES,
        never=(r"(row \d+: .*\n){5}",),
        true_reading=ANY,
    )


def r_row_names_between_tabs() -> Case:
    truth = clinic(82, date(2024, 10, 14), ("u1", "u2", "u3"))
    rows = session_rows(truth)
    return Case(
        kind=8,
        special="Row names of R in the list of sessions, between tabs; the diary has none.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.tsv": _write_table(rows, "\t")},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=ROW_NAMES,
        never=(r"(row \d+: .*\n){5}",),
    )


def trailing_comma_in_rows() -> Case:
    truth = clinic(83, date(2023, 3, 6), ("tc1", "tc2", "tc3"))
    texts = [";".join(map(str, row)) for row in diary_rows(truth, when=german)]
    return Case(
        kind=8,
        special="Every row ends with a separator, the header does not.",
        files={"diary.csv": lines(texts[0], *(f"{t};" for t in texts[1:])), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(*ROW_NAMES, "trailing", r"ends? with", "last (cell|column)"),
        true_reading=ANY,
    )


def whole_lines_in_quotes() -> Case:
    truth = clinic(84, date(2024, 1, 4))
    texts = [f'"{",".join(map(str, row))}"' for row in diary_rows(truth)]
    return Case(
        kind=8,
        special="Each line stands in marks as a whole.",
        files={"diary.csv": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("one column", "whole line", "quotation"),
        true_reading=ANY,
    )


def whole_lines_in_quotes_doubled_inside() -> Case:
    truth = clinic(85, date(2024, 2, 19), ("Ort 1", "Ort 2", "Ort 3"))
    texts = ['"' + ";".join(f'""{cell}""' for cell in row) + '"' for row in diary_rows(truth)]
    return Case(
        kind=8,
        special="The same with semicolons, and the marks of every cell doubled inside.",
        files={"Tagebuch.csv": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=("one column", "whole line", "quotation"),
    )


def blank_last_column() -> Case:
    truth = clinic(86, date(2024, 6, 3))
    texts = [",".join(map(str, row)) + "," for row in diary_rows(truth)]
    return Case(
        kind=8,
        special="Header and rows alike end with a comma: a column of nothing.",
        files={"diary.csv": lines(*texts), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def row_numbers_under_a_blank_name() -> Case:
    truth = clinic(87, date(2024, 6, 3), ("R1", "R2", "R3"))
    rows = [["" if i == 0 else i, *row] for i, row in enumerate(diary_rows(truth))]
    return Case(
        kind=8,
        special="write.csv of R gives its row names a blank name: 1, 2, 3 and no more.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 9: nothing was made of it

NOTHING_MADE = (r"not used", r"mapped", r"which columns?")
REDCAP = ("record_id", "redcap_repeat_instrument", "redcap_repeat_instance")


def redcap_of_own_names() -> Case:
    truth = clinic(91, date(2024, 1, 8), ("331-1", "331-2", "331-3"))
    head = [*REDCAP, "sex", "kopfschm_tag_datum", "ks_ja_nein", "mig_ja_nein"]
    rows = [head, *([p, "", "", "female", "", "", ""] for p in truth.days or {})]
    rows += [
        [p, "tagebuch", i, "", d, h, m] for i, (p, d, h, m) in enumerate(diary_rows(truth)[1:], 1)
    ]
    return Case(
        kind=9,
        special="REDCap with the project's own names: only a table of patients comes of it.",
        files={"redcap.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=NOTHING_MADE,
        never=(r"(\d+) of \1 rows can be used",),
    )


def mapping_for_other_columns() -> Case:
    truth = clinic(92, date(2024, 8, 12))
    mapping = {
        "clear_days_mapping": 1,
        "table": "diary",
        "values": {},
        "events": {},
        "periods": {},
        "columns": {"who": "patient_id", "day": "date", "ha": "headache"},
    }
    return Case(
        kind=9,
        special="A mapping was given, and no file has its columns: it is not obeyed.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        given={"mapping.json": json.dumps(mapping).encode()},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=ASK,
        says=(r"mapping .{0,60}(fits?|column|no file|not used)", r"no file .{0,40}mapping"),
        exits=(1, 2),
    )


def redcap_of_own_names_as_mapped() -> Case:
    truth = clinic(93, date(2024, 8, 12), ("7-1", "7-2", "7-3"))
    head = [*REDCAP, "tag_datum", "ks", "mig", "tagebuch_complete"]
    rows = [
        [p, "tagebuch", i, d, h, m, 2] for i, (p, d, h, m) in enumerate(diary_rows(truth)[1:], 1)
    ]
    mapping = {
        "clear_days_mapping": 1,
        "table": "diary",
        "values": {},
        "events": {},
        "periods": {},
        "columns": {"tag_datum": "date", "ks": "headache", "mig": "migraine"},
    }
    return Case(
        kind=9,
        special="The same kind of export with a mapping that fits.",
        files={"redcap.csv": table([head, *rows]), **sessions_csv(truth)},
        given={"mapping.json": json.dumps(mapping).encode()},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=QUIET,
    )


def patients_beside_a_diary() -> Case:
    truth = clinic(94, date(2023, 10, 2))
    patients = lines("patient_id,sex,age,ward", "P01,f,44,3", "P02,f,51,3", "P03,m,29,4")
    return Case(
        kind=9,
        special="A table of patients is all that this file is meant to be.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "patients.csv": patients,
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


CASES = (
    dimension_cuts_rows,
    dimension_cuts_columns,
    dimension_of_one_cell,
    dimension_too_large,
    dimension_not_stated,
    stray_quotes_swallow_rows,
    stray_quotes_in_an_attack_list,
    stray_quotes_between_tabs,
    notes_with_line_breaks,
    notes_that_tell_of_other_days,
    header_line_break_middle,
    header_line_break_first,
    header_line_break_in_sessions,
    header_in_marks,
    hidden_rows,
    hidden_sheet_of_last_year,
    hidden_column_beside_its_twin,
    hidden_legend,
    hidden_column_that_is_not_read,
    sheet_of_explanations,
    formulas_without_values,
    formula_dates_of_sessions,
    formulas_with_values,
    formula_in_a_column_that_is_not_read,
    password_workbook,
    strict_workbook,
    spss_file,
    open_document,
    web_page_named_xls,
    ending_in_capitals,
    zip_of_tables,
    apple_ios16_broken_dtd,
    apple_with_a_forbidden_character,
    apple_with_a_forbidden_reference,
    apple_as_it_should_be,
    r_row_names,
    r_row_names_between_tabs,
    trailing_comma_in_rows,
    whole_lines_in_quotes,
    whole_lines_in_quotes_doubled_inside,
    blank_last_column,
    row_numbers_under_a_blank_name,
    redcap_of_own_names,
    mapping_for_other_columns,
    redcap_of_own_names_as_mapped,
    patients_beside_a_diary,
)
