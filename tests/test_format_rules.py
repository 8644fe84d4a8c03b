"""What a rule of a sheet (a conditional format) crosses out is read as shown, or asked about."""

from io import BytesIO

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from importing import Choices, Source, read_records
from tests.door_cases.base import edited
from tests.test_formats import ods, row
from tests.test_sheets import saved

HEAD = ("patient_id", "session", "migraine_days", "note")
ROWS = (("P1", 0, 20, None), ("P1", 1, 12, "x"), ("P1", 2, 9, "Cancelled"), ("P1", 3, 3, 0))


def struck() -> DifferentialStyle:
    return DifferentialStyle(font=Font(strike=True))


def shown_as(form: str) -> DifferentialStyle:
    return DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode=form))


def book(area: str, *rules: Rule, rows=ROWS) -> bytes:
    made = Workbook()
    for line in (HEAD, *rows):
        made.active.append(line)
    for rule in rules:
        made.active.conditional_formatting.add(area, rule)
    return saved(made)


def texts(one: Rule) -> bytes:
    """The same with its days as texts, and a rule for them."""
    return book("C2:C5", one, rows=[(*row[:2], str(row[2]), row[3]) for row in ROWS])


def read(content: bytes, **answers: str):
    """The days of each session that is read, the questions, and what was told."""
    _, report = read_records([Source("b.xlsx", content)])
    given = {one.code: answers[one.kind] for one in report.questions if one.kind in answers}
    records, report = read_records([Source("b.xlsx", content)], Choices(answers=given))
    days = [None if pd.isna(one) else float(one) for one in records.counts["migraine_days"]]
    return days, [one.kind for one in report.questions], " ".join(report.files[0].notices)


def rule(kind: str, *formulas: str, style=None, **more) -> Rule:
    return Rule(type=kind, formula=[*formulas], dxf=style or struck(), **more)


KNOWN = {
    "a number": ("C2:C5", rule("cellIs", "12", operator="equal"), [20, None, 9, 3]),
    "a larger number": ("C2:C5", rule("cellIs", "10", operator="greaterThan"), [None, None, 9, 3]),
    "between": ("C2:C5", rule("cellIs", "9", "12", operator="between"), [20, None, None, 3]),
    "not between": ("C2:C5", rule("cellIs", "9", "20", operator="notBetween"), [20, 12, 9, None]),
    "another cell": ("C2:C5", rule("expression", '$D2="X"'), [20, None, 9, 3]),
    "another cell is not": ("C2:C5", rule("expression", '$D2<>"x"'), [None, 12, None, None]),
    "a cell of its own": ("C2:C5", rule("expression", "C2>=12"), [None, None, 9, 3]),
    "a cell above": ("C3:C5", rule("expression", "C2=20"), [20, None, 9, 3]),
    "one cell for all": ("C2:C5", rule("expression", "$C$2=20"), [None] * 4),
    "a blank": ("C2:C5", rule("expression", '$D2=""'), [None, 12, 9, 3]),
    "a number of no text": ("C2:C5", rule("expression", "$D2=0"), [None, 12, 9, None]),
    "two areas": ("C2:C3 C5", rule("cellIs", "3", operator="lessThanOrEqual"), [20, 12, 9, None]),
}  # fmt: skip


@pytest.mark.parametrize("what", KNOWN)
def test_cells_that_a_known_rule_crosses_out_are_not_read_and_told(what):
    area, one, expected = KNOWN[what]
    days, asked, told = read(book(area, one))
    assert days == expected
    assert not asked
    assert ("crossed out" in told) == (None in expected)


@pytest.mark.parametrize(
    ("kind", "sought", "expected"),
    [
        ("containsText", "2", [None, None, 9, 3]),
        ("notContainsText", "2", [20, 12, None, None]),
        ("beginsWith", "2", [None, 12, 9, 3]),
        ("endsWith", "2", [20, None, 9, 3]),
    ],
)
def test_a_rule_of_the_text_in_a_cell_is_known(kind, sought, expected):
    formula = f'NOT(ISERROR(SEARCH("{sought}",C2)))'
    days, asked, _ = read(texts(rule(kind, formula, text=sought)))
    assert (days, asked) == (expected, [])


def test_rows_that_a_known_rule_crosses_out_as_a_whole_are_asked_about():
    content = book("A2:D5", rule("expression", '$D2="cancelled"'))
    assert read(content)[1] == ["crossed_out"]
    assert read(content, crossed_out="left_out")[0] == [20, 12, 3]
    assert read(content, crossed_out="they_count")[0] == [20, 12, 9, 3]


FORMULAS = {
    "a formula": ("C2:C5", rule("expression", 'AND($D2="x",C2>1)')),
    "another sheet": ("C2:C5", rule("expression", 'Other!$D2="x"')),
    "a date": ("C2:C5", rule("cellIs", "TODAY()", operator="lessThan")),
    "twice the same": ("C2:C5", Rule(type="duplicateValues", dxf=struck())),
    "areas that begin elsewhere": ("C2:C3 C5", rule("expression", '$D2="x"')),
    "another number": ("C2:C5", rule("expression", "ISODD(C2)", style=shown_as('"missing"'))),
    "many areas": (
        " ".join(f"C{n}" for n in range(2, 400)), rule("cellIs", "12", operator="equal")),
}  # fmt: skip
UNKNOWN = {
    **{what: book(*of) for what, of in FORMULAS.items()},
    "the order of texts": texts(rule("cellIs", '"m"', operator="lessThan")),
    "a text with a star": texts(rule("containsText", 'SEARCH("1*2",C2)', text="1*2")),
    "a text that a cell holds": texts(rule("containsText", "SEARCH($F$1,C2)", text="F1")),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_a_rule_that_is_not_known_may_cross_out_is_asked_about(what):
    assert read(UNKNOWN[what])[:2] == ([], ["crossed_by_rule"])
    assert read(UNKNOWN[what], crossed_by_rule="all_count")[:2] == ([20, 12, 9, 3], [])
    days, asked, _ = read(UNKNOWN[what], crossed_by_rule="refused")
    assert (days, asked) == ([], [])


QUIET = {
    "no strike": ("A2:D5", Rule(type="expression", formula=["ISODD(C2)"],
                                dxf=DifferentialStyle(font=Font(bold=True)))),
    "a column that is not read": ("D2:D5", rule("expression", "ISODD(ROW())")),
    "below the rows": ("A9:D20", rule("expression", "ISODD(ROW())")),
    "digits alone": ("C2:C5", rule("expression", "ISODD(C2)", style=shown_as("0.00"))),
    "no cell of it": ("C2:C5", rule("cellIs", "99", operator="equal")),
}  # fmt: skip


@pytest.mark.parametrize("what", QUIET)
def test_a_rule_that_changes_nothing_that_is_read_is_quiet(what):
    days, asked, told = read(book(*QUIET[what]))
    assert (days, asked) == ([20, 12, 9, 3], [])
    assert told == read(book("C2:C5"))[2]


def test_a_rule_below_one_that_stops_is_not_known():
    stops = Rule(type="expression", formula=["ISODD(C2)"], stopIfTrue=True, priority=1)
    content = book("C2:C5", stops, rule("cellIs", "12", operator="equal", priority=2))
    assert read(content)[1] == ["crossed_by_rule"]


@pytest.mark.parametrize(
    "one",
    [
        rule("cellIs", "9", operator="equal", style=shown_as(";;;")),
        rule("expression", "ISODD(C2)", style=shown_as(";;;")),
    ],
)
def test_a_number_that_a_rule_shows_as_nothing_is_read_and_told(one):
    days, asked, told = read(book("C2:C5", one))
    assert (days, asked) == ([20, 12, 9, 3], [])
    assert "as nothing" in told


def test_a_rule_among_the_extensions_of_a_sheet_is_seen():
    more = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        "<x14:conditionalFormattings><x14:conditionalFormatting "
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="cellIs" operator="equal" priority="1" id="{1}"><xm:f>12</xm:f>'
        "<x14:dxf><font><strike/></font></x14:dxf></x14:cfRule><xm:sqref>C2:C5</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    content = edited(book("C2:C5"), lambda _, text: text.replace("</worksheet>", more))
    assert read(content)[0] == [20, None, 9, 3]


def test_dates_side_by_side_with_a_rule_are_read_once_it_is_answered():
    made = Workbook()
    made.active.append(["Patient", *(f"2024-01-{day:02d}" for day in range(1, 29))])
    for one in ("K1", "K2"):
        made.active.append([one, *"MH00" * 7])
    made.active.conditional_formatting.add("B2:AC3", rule("expression", "ISODD(ROW())"))
    source = Source("b.xlsx", saved(made))
    _, report = read_records([source])
    (asked,) = report.questions
    records, _ = read_records([source], Choices(answers={asked.code: "all_count"}))
    assert len(records.diary) == 56


def test_crossed_out_rows_and_a_rule_are_two_questions():
    made = load_workbook(BytesIO(book("C2:C5", rule("expression", "ISODD(C2)"))))
    for cell in made.active[3]:
        cell.font = Font(strike=True)
    content = saved(made)
    assert read(content)[1] == ["crossed_by_rule", "crossed_out"]
    answers = {"crossed_by_rule": "all_count", "crossed_out": "left_out"}
    assert read(content, **answers)[:2] == ([20, 9, 3], [])


STRUCK = (
    '<office:styles><style:style style:name="Back" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Bold" style:family="table-cell"/></office:styles>'
)
NUMBER = (
    '<table:table-cell office:value-type="float" office:value="{}"><text:p>x</text:p>'
    "</table:table-cell>"
)


def of_ods(*conditions: str, cells: str = "A.C2:A.C5", base: str = "A.C2") -> bytes:
    """The same sheet as an .ods, with conditions of its days: what is said, and by which style."""
    lines = [row(*HEAD)]
    for line in ROWS:
        lines.append(
            row(*(NUMBER.format(one) if isinstance(one, int) else one or "" for one in line))
        )
    told = "".join(
        f'<calcext:condition calcext:apply-style-name="{style}" calcext:value="{value}" '
        f'calcext:base-cell-address="{base}"/>'
        for value, style in (one.rsplit(" ", 1) for one in conditions)
    )
    formats = (
        "<calcext:conditional-formats><calcext:conditional-format "
        f'calcext:target-range-address="{cells}">{told}</calcext:conditional-format>'
        "</calcext:conditional-formats>"
    )
    return ods("".join(lines) + formats, named=STRUCK)


def read_ods(content: bytes):
    records, report = read_records([Source("b.ods", content)])
    days = [None if pd.isna(one) else float(one) for one in records.counts["migraine_days"]]
    return days, [one.kind for one in report.questions]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("=12", [20, None, 9, 3]),
        ("!=12", [None, 12, None, None]),
        ("&gt;=12", [None, None, 9, 3]),
        ("between(9,12)", [20, None, None, 3]),
        ("not-between(9,12)", [None, 12, 9, None]),
        ("formula-is([.$D2]=&quot;X&quot;)", [20, None, 9, 3]),
        ("contains-text(&quot;q&quot;)", ["crossed_by_rule"]),  # of numbers nobody knows
        ("formula-is(ISODD([.C2]))", ["crossed_by_rule"]),
        ("duplicate", ["crossed_by_rule"]),
    ],
)
def test_a_condition_of_an_ods_is_read_as_it_shows_or_asked_about(said, expected):
    days, asked = read_ods(of_ods(f"{said} Back"))
    assert (days or asked) == expected
    assert read_ods(of_ods(f"{said} Bold")) == ([20, 12, 9, 3], [])


def test_of_several_conditions_of_an_ods_the_first_is_known():
    assert read_ods(of_ods("=12 Back", "=9 Bold")) == ([20, None, 9, 3], [])
    assert read_ods(of_ods("=9 Bold", "=12 Back")) == ([], ["crossed_by_rule"])


def test_cells_of_a_condition_of_an_ods_are_those_of_its_addresses():
    assert read_ods(of_ods("=3 Back", cells="A.C2:A.C3 'It''s B.C9'.C5")) == ([20, 12, 9, None], [])
    elsewhere = of_ods("formula-is([.$D5]=&quot;x&quot;) Back", base="A.C5")
    assert read_ods(elsewhere) == ([], ["crossed_by_rule"])
