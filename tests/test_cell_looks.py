"""A cell of a workbook is what it shows: no crossed-out text, no raised figures; percent, words."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from xlsxwriter import Workbook as OtherWorkbook

from importing import Choices, Source, read_records
from importing.cell_looks import CellLook, as_shown, said
from tests.test_formats import ods, one_table, row
from tests.test_sheets import saved

UP, GONE = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
HEAD = ("patient_id", "session", "migraine_days")


def rich(*parts) -> CellRichText:
    return CellRichText(*(p if isinstance(p, str) else TextBlock(*p) for p in parts))


def counts(name: str, content: bytes):
    records, report = read_records([Source(name, content)])
    (file,) = report.files
    days = [None if pd.isna(one) else float(one) for one in records.counts["migraine_days"]]
    return days, " ".join(file.notices)


def book(cell, **looks) -> bytes:
    made = Workbook()
    for line in (HEAD, ("P1", 0, 20), ("P1", 1, cell), ("P1", 2, 9)):
        made.active.append(line)
    if "num_format" in looks:
        made.active["C3"].number_format = looks.pop("num_format")
    if looks:
        made.active["C3"].font = Font(**looks)
    return saved(made)


CELLS = {
    "a footnote": (rich("2", (UP, "1")), {}, None, "raised"),
    "a letter above": (rich("2", (UP, "a")), {}, None, ""),
    "partly crossed out": (rich((GONE, "2"), "1"), {}, 1, "crossed out"),
    "crossed out": (2, {"strike": True}, None, "crossed out"),
    "all of it raised": (2, {"vertAlign": "superscript"}, None, "raised"),
    "percent": (0.25, {"num_format": "0%"}, None, "as shown"),
    "words": (2.5, {"num_format": '0.0" per week"'}, None, "as shown"),
    "its own unit": (2, {"num_format": '0" days"'}, 2, ""),
    "a dash for 0": (0, {"num_format": '#,##0_-;\\-#,##0_-;"-"_-'}, 0, ""),
    "text of percent": ("2", {"num_format": "0%"}, 2, ""),
    "bold": (12, {"bold": True}, 12, ""),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_of_excel_is_what_is_shown(what):
    cell, looks, days, words = CELLS[what]
    found, told = counts("b.xlsx", book(cell, **looks))
    assert found == [20, days, 9]
    assert words in told
    assert bool(told) == bool(words)


def test_texts_that_cells_share_are_what_is_shown(tmp_path):
    made = OtherWorkbook(tmp_path / "b.xlsx")
    sheet, gone = made.add_worksheet(), made.add_format({"font_strikeout": True})
    for place, line in enumerate((HEAD, ("P1", 0, 20), ("P1", 1), ("P1", 2, 9))):
        sheet.write_row(place, 0, line)
    sheet.write_rich_string(2, 2, gone, "2", "1", gone, "7")
    made.close()
    found, told = counts("b.xlsx", (tmp_path / "b.xlsx").read_bytes())
    assert (found, "crossed out" in told) == ([20, 1, 9], True)


def crossed_out(lines, *struck: int) -> bytes:
    """A workbook with these rows crossed out; the first is row 1."""
    made = Workbook()
    for line in lines:
        made.active.append(line)
    for number in struck:
        for cell in made.active[number]:
            cell.font = Font(strike=True)
    return saved(made)


def answered(name: str, content: bytes, reading: str):
    """The records and the report, with what is asked of crossed-out rows answered so."""
    _, report = read_records([Source(name, content)])
    (asked,) = (one for one in report.questions if one.kind == "crossed_out")
    answers = Choices(answers={asked.code: reading})
    return asked, *read_records([Source(name, content)], answers)


COUNTED = (HEAD, ("P1", 0, 20), ("P1", 1, 12), ("P1", 2, 9))


@pytest.mark.parametrize(("reading", "kept"), [("left_out", [20, 9]), ("they_count", [20, 12, 9])])
@pytest.mark.parametrize("name", ["b.xlsx", "b.ods"])
def test_a_row_that_is_crossed_out_as_a_whole_is_asked_about(name, reading, kept):
    if name == "b.ods":
        rows = [row(*map(str, line)) for line in COUNTED]
        rows[2] = row(*(styled(str(cell), "out") for cell in COUNTED[2]))
        content = ods("".join(rows), STYLES)
    else:
        content = crossed_out(COUNTED, 3)
    asked, records, report = answered(name, content, reading)
    assert asked.rows == (3,)
    assert not report.questions
    assert [float(one) for one in records.counts["migraine_days"]] == kept
    assert f"3 rows read = {len(kept)} used" in report.files[0].account
    assert "cells are crossed out" not in " ".join(report.files[0].notices)


def test_names_that_are_crossed_out_are_none():
    content = crossed_out((("patient_id", "date", "headache"), *COUNTED), 1)
    assert counts("b.xlsx", content) == ([20, 12, 9], "")


def test_a_sheet_that_is_crossed_out_as_a_whole_is_asked_about():
    asked, records, _ = answered("b.xlsx", crossed_out(COUNTED, 1, 2, 3, 4), "left_out")
    assert asked.rows == (2, 3, 4)
    assert records.counts.empty


def test_crossed_out_rows_of_a_sheet_with_a_column_for_each_date_are_asked_about():
    days = [f"2024-01-{day:02d}" for day in range(1, 29)]
    lines = (["Patient", *days], *([one, *"MH00" * 7] for one in ("K1", "K2", "K3")))
    asked, records, _ = answered("b.xlsx", crossed_out(lines, 3), "left_out")
    assert asked.rows == (3,)
    assert {*records.diary["patient_id"]} == {"K1", "K3"}


def test_a_crossed_out_day_of_a_turned_sheet_of_months_is_not_used_and_told():
    lines = [["Tag", "Januar 2024", "Februar 2024"]]
    lines += [[day, "MH00"[day % 4], "0HM0"[day % 4] if day < 30 else None] for day in range(1, 32)]
    plain, _ = read_records([Source("b.xlsx", crossed_out(lines))])
    records, report = read_records([Source("b.xlsx", crossed_out(lines, 32))])
    assert len(records.diary) == len(plain.diary) - 1 > 50
    assert "1 row crossed out as a whole: not used" in " ".join(report.files[0].notices)


STYLES = (
    '<office:automatic-styles><number:number-style style:name="N1"><number:number/><number:text>'
    ' a week</number:text></number:number-style><style:style style:name="week" '
    'style:family="table-cell" style:data-style-name="N1"/>'
    + "".join(
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {how}/>'
        "</style:style>"
        for name, family, how in (
            ("up", "text", 'style:text-position="super 58%"'),
            ("gone", "text", 'style:text-line-through-style="solid"'),
            ("out", "table-cell", 'style:text-line-through-type="single"'),
            ("plain", "table-cell", 'style:text-line-through-style="none"'),
        )
    )
    + "</office:automatic-styles>"
)
OF_AN_ID = (
    '<office:automatic-styles><number:number-style style:name="N1"><number:number '
    'number:decimal-places="0" number:min-integer-digits="4"/></number:number-style>'
    '<style:style style:name="id" style:family="table-cell" style:data-style-name="N1"/>'
    "</office:automatic-styles>"
)
TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
NUMBER = (
    '<table:table-cell{} office:value-type="{}" office:value="{}"><text:p>x</text:p>'
    "</table:table-cell>"
)
OF_ODS = {
    TEXT.format('2<text:span text:style-name="up">1</text:span>'): (None, "raised"),
    TEXT.format('<text:span text:style-name="gone">2</text:span>1'): (1, "crossed out"),
    TEXT.format(
        '1<office:annotation><text:p><text:span text:style-name="gone">2</text:span>'
        "</text:p></office:annotation>"
    ): (1, ""),
    NUMBER.format(' table:style-name="out"', "float", "2"): (None, "crossed out"),
    NUMBER.format(' table:style-name="plain"', "float", "2"): (2, ""),
    NUMBER.format("", "percentage", "0.25"): (None, "as shown"),
    NUMBER.format(' table:style-name="week"', "float", "2"): (None, "as shown"),
}


@pytest.mark.parametrize(("cell", "expected"), OF_ODS.items())
def test_a_cell_of_an_ods_is_what_is_shown(cell, expected):
    lines = (row(*HEAD), row("P1", "0", "20"), row("P1", "1", cell), row("P1", "2", "9"))
    found, told = counts("b.ods", ods("".join(lines), STYLES))
    assert found == [20, expected[0], 9]
    assert expected[1] in told
    assert bool(told) == bool(expected[1])


@given(st.integers(-999, 999), st.sampled_from(("0", "#,##0", "General", "0.00", "0;[Red]-0")))
def test_digits_alone_say_no_more_than_their_value(number, form):
    assert said(form, str(number)) is None
    assert said(f"{form.split(';')[0]}%", str(number)) == f"{number * 100}%"


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ('[=9]"missing";0', "9", "missing"),
        ('[=9]"missing";0', "8", None),
        ('[=1]"yes";[=0]"no";General', "0", "no"),
        ('[<5]"<5";0', "3", "<5"),
        ("[<1]0.00;0", "3", None),
        ('"<"0', "5", "<5"),
        ('0"?"', "5", "5?"),
        ('"-"0', "4", "-4"),
        ('0"-"00', "101", "1-01"),
        ('0" h "00" min"', "130", "1 h 30 min"),
        ("0000", "1", "0001"),
        ("0000", "12345", None),
        ("0000", "1.5", None),
        ("0000", "-1", None),
        ("000.0", "1", None),
        ("0.00E+00", "12", None),
        ("#\\ ##0", "1200", None),
        ("#\\.##0", "1200", None),
        ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "0", None),
    ],
)
def test_a_number_is_what_its_format_makes_of_it(form, number, shown):
    assert said(form, number) == shown
    looks = [(1, 2, CellLook(form=form))]
    assert as_shown([(1, ["K1", number])], looks)[0] == [(1, ["K1", shown or number])]


def of_style(name: str, of: str = "default-cell-style") -> str:
    return f' table:{of}-name="{name}"' if name else ""


def styled(text: str, style: str) -> str:
    return TEXT.format(text).replace(
        "<table:table-cell", f"<table:table-cell{of_style(style, 'style')}"
    )


@pytest.mark.parametrize(
    ("cell", "of_row", "of_column", "expected"),
    [
        ("", "", "out", (None, "crossed out")),
        ("", "out", "", (None, "crossed out")),
        ("", "week", "out", (None, "as shown")),
        ("", "plain", "out", (2, "")),
        ("plain", "out", "out", (2, "")),
        ("out", "plain", "plain", (None, "crossed out")),
        ("", "", "week", (None, "as shown")),
    ],
)
def test_a_cell_of_an_ods_without_a_style_has_that_of_its_row_or_column(
    cell, of_row, of_column, expected
):
    ids = '<table:table-column table:number-columns-repeated="2"/>'
    columns = f"{ids}<table:table-column{of_style(of_column)}/>"
    names = (styled(name, "plain") for name in HEAD)
    first, last = (
        row("P1", session, NUMBER.format(of_style("plain", "style"), "float", days))
        for session, days in (("0", 20), ("2", 9))
    )
    cells = (
        *(styled(text, "plain") for text in ("P1", "1")),
        NUMBER.format(of_style(cell, "style"), "float", 2),
    )
    lines = (columns, row(*names), first, row(*cells, of=of_style(of_row)), last)
    found, told = counts("b.ods", ods("".join(lines), STYLES))
    assert found == [20, expected[0], 9]
    assert expected[1] in told
    assert bool(told) == bool(expected[1])


NAMED = (
    '<office:styles><style:style style:name="Taken_20_back" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style></office:styles>'
)
ON_IT = (
    '<office:automatic-styles><style:style style:name="ce1" style:family="table-cell" '
    'style:parent-style-name="Taken_20_back">{}</style:style></office:automatic-styles>'
)


@pytest.mark.parametrize(
    ("style", "more", "expected"),
    [
        ("Taken_20_back", "", None),
        ("ce1", "", None),
        ("ce1", '<style:text-properties fo="bold"/>', None),
        ("ce1", '<style:text-properties style:text-line-through-style="none"/>', 2),
        ("Default", "", 2),
    ],
)
def test_a_named_style_of_an_ods_and_what_builds_on_it_are_seen(style, more, expected):
    cell = NUMBER.format(of_style(style, "style"), "float", "2")
    lines = (row(*HEAD), row("P1", "0", "20"), row("P1", "1", cell), row("P1", "2", "9"))
    found, told = counts("b.ods", ods("".join(lines), ON_IT.format(more), NAMED))
    assert found == [20, expected, 9]
    assert ("crossed out" in told) == (expected is None)


def an_id_of_zeros(name: str) -> bytes:
    """Eight days of patient 1, shown as 0001."""
    days = [(1, f"2024-01-0{day}", day % 2) for day in range(1, 9)]
    head = ("patient_id", "date", "headache")
    if name.endswith("ods"):
        shown = NUMBER.format(' table:style-name="id"', "float", "1")
        lines = (row(shown, day, str(flag)) for _, day, flag in days)
        return ods(row(*head) + "".join(lines), OF_AN_ID)
    made = Workbook()
    for line in (head, *days):
        made.active.append(line)
    for (cell,) in made.active["A2:A9"]:
        cell.number_format = "0000"
    return saved(made)


@pytest.mark.parametrize("name", ["diary.xlsx", "diary.ods"])
def test_an_id_is_the_one_that_is_shown_and_meets_that_of_another_file(name):
    sessions = Source("sessions.csv", b"patient_id,session_date\n0001,2024-01-05\n")
    records, report = read_records([Source(name, an_id_of_zeros(name)), sessions])
    assert not report.questions
    assert {*records.diary["patient_id"], *records.sessions["patient_id"]} == {"0001"}
    assert "8 cells are read as shown" in " ".join(report.files[0].notices)


@pytest.mark.parametrize(
    ("form", "value", "told"),
    [
        ("0;-0;;@", 0, True),
        (";;;", 12, True),
        ('0;-0;"";@', 0, True),
        ("0;-0;;@", 12, False),
        ("0;-0;-;@", 0, False),
        ('0;-0;"none"', 12, False),
        ('[=0]"";General', 0, True),
        ('[=0]"";General', 12, False),
        ('0;-0;" "', 0, True),
        ("0;-0;_-;@", 0, True),
        ('0;-0;"-"_-', 0, False),
    ],
)
def test_a_number_that_its_format_shows_as_nothing_is_read_and_told(form, value, told):
    rows, _, sentences = as_shown([(1, ["K1", str(value)])], [(1, 2, CellLook(form=form))])
    assert rows == [(1, ["K1", str(value)])]
    assert any("shows as nothing" in sentence for sentence in sentences) == told


SECTIONS = (
    "<office:automatic-styles>{}"
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    "</office:automatic-styles>"
)
PART = '<number:number-style style:name="N1P{}">{}</number:number-style>'
WORD = "<number:text>{}</number:text>"
DIGITS = '<number:number number:min-integer-digits="1"/>'


def form_of_sections(last: str, parts: dict[str, str], kind: str = "number-style") -> str:
    """A form with a part for each condition, as LibreOffice writes it."""
    made = "".join(PART.format(place, part) for place, part in enumerate(parts.values()))
    maps = "".join(
        f'<style:map style:condition="value(){condition}" style:apply-style-name="N1P{place}"/>'
        for place, condition in enumerate(parts)
    )
    return f'{made}<number:{kind} style:name="N1">{last}{maps}</number:{kind}>'


@pytest.mark.parametrize(
    ("form", "shown", "told"),
    [
        (
            form_of_sections(WORD.format("yes"), {"&gt;0": WORD.format("no")}),
            ["yes", "no"],
            "shown",
        ),
        (
            form_of_sections(
                WORD.format("no"), {"&gt;0": WORD.format("yes"), "&lt;0": "<number:text/>"}
            ),
            ["no", "yes"],
            "shown",
        ),
        (form_of_sections(DIGITS, {"!=0": WORD.format("yes")}), ["0", "yes"], "shown"),
        (
            form_of_sections("", {"&gt;0": DIGITS, "=0": "<number:text/>"}, "text-style"),
            ["0", "1"],
            "as nothing",
        ),
        (
            form_of_sections(WORD.format("-") + DIGITS, {"&gt;=0": DIGITS}),
            ["0", "1"],
            "",
        ),
    ],
)
def test_a_number_of_an_ods_is_shown_by_the_part_of_its_format_that_is_for_it(form, shown, told):
    cells = [NUMBER.format(of_style("ce1", "style"), "float", day) for day in (0, 1)]
    lines = (row("P1", f"2024-01-0{day}", cell) for day, cell in enumerate(cells, 1))
    content = ods(row("patient_id", "date", "headache") + "".join(lines), SECTIONS.format(form))
    table = one_table(content)
    assert table.columns["headache"].to_pylist() == shown
    assert told in "".join(table.notices)
    assert bool(told) == bool(table.notices)
