"""Which cells does a rule of a sheet (a conditional format) cross out, or show as another number?

Rules that compare a cell, or one beside it, with a text or a number are known; of all others it is
only seen which cells they may be of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple
from xml.parsers import expat  # nosec: no document type, no entity

from importing.cell_looks import NO, CellLook, Looks, look_of_form, only_hides

Values = Mapping[int, Sequence[Any]]  # row -> its values as the workbook holds them
Test = Callable[[Values, int, int], bool | None]  # of a row and column; None: nobody can say

LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
_SIGNS: dict[str, Callable[[Any, Any], bool]]
_SIGNS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_NAMES = {
    "equal": "=",
    "notEqual": "<>",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}
_AREA = re.compile(r"([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?")
_CONSTANT = re.compile(r'=?\s*(?:"((?:[^"]|"")*)"|(-?\d+(?:\.\d+)?))\s*')
_COMPARES = re.compile(r"=?\s*(\$?)([A-Z]{1,3})(\$?)(\d+)\s*(<>|<=|>=|=|<|>)\s*(.+)")
_WILD = re.compile(r"[*?~]")


class Area(NamedTuple):
    """A rectangle of cells; the last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


WHOLE = Area(1, 1, LAST_ROW, LAST_COLUMN)
MOST_AREAS = 300  # of all rules: of more, nobody can say what they show


class FormatRule(NamedTuple):
    """A rule as it stands; ``given``: its attributes."""

    areas: list[Area]
    look: CellLook
    given: Mapping[str, str]
    formulas: list[str]

    @property
    def priority(self) -> int:
        told = self.given.get("priority", "")
        return int(told) if told.isdecimal() else 0

    @property
    def stops(self) -> bool:
        """Does no rule of a lower priority count where it holds?"""
        return self.given.get("stopIfTrue", "0") not in NO


class ByRule(NamedTuple):
    """Filled cells of a column that a rule which is not known here may cross out, or show as
    something else (``hides``: as nothing alone)."""

    column: int
    rows: list[int]
    hides: bool


class RulesSeen:
    """Follows the rules of a sheet, which stand below its cells, as they stream by."""

    def __init__(self, parser: expat.XMLParserType, looks: Mapping[str, CellLook]) -> None:
        self.parser, self.looks = parser, looks
        self.inside = False
        self.rules: list[FormatRule] = []
        self.areas = ""
        self.of_areas: list[FormatRule] = []
        self.given: Mapping[str, str] = {}
        self.look = CellLook()
        self.formulas: list[str] = []
        self.text: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "conditionalFormatting":
            self.inside, self.areas, self.of_areas = True, given.get("sqref", ""), []
        elif name == "cfRule":
            self.given, self.formulas = given, []
            self.look = self.looks.get(given.get("dxfId", ""), CellLook())
        elif name == "strike":
            self.look = self.look._replace(struck=given.get("val", "1") not in NO)
        elif name == "numFmt":
            self.look = self.look._replace(form=look_of_form(given.get("formatCode", "")))
        elif name in ("formula", "f", "sqref"):
            self.text = []
            self.parser.CharacterDataHandler = self.text.append

    def end(self, name: str) -> None:
        if name in ("formula", "f", "sqref"):
            self.parser.CharacterDataHandler = None
            text = "".join(self.text)
            if name == "sqref":
                self.areas = text
            else:
                self.formulas.append(text)
        elif name == "cfRule":
            self.of_areas.append(FormatRule([], self.look, self.given, self.formulas))
        elif name == "conditionalFormatting":
            areas = [area_of(one) for one in self.areas.split()]
            self.rules += [rule._replace(areas=areas) for rule in self.of_areas]
            self.inside = False


def looks_by_rule(rules: Sequence[FormatRule], values: Values) -> tuple[Looks, list[ByRule]]:
    """How the cells of a sheet are shown by its rules, and the cells of which nobody can say."""
    looks: Looks = []
    unsaid: list[ByRule] = []
    telling = [rule for rule in rules if any(rule.look)]
    if sum(len(rule.areas) for rule in telling) > MOST_AREAS:
        telling = [rule._replace(areas=[WHOLE], given={}) for rule in telling[:1]]
    for rule in telling:
        stopped = any(one.stops and one.priority < rule.priority for one in rules)
        found = None if stopped else _held(rule, values)
        if found is None:
            unsaid += _may_be(rule, values)
            continue
        for row, column in found:
            number = isinstance(values[row][column - 1], int | float)
            look = rule.look if number else rule.look._replace(form="")
            if any(look):
                looks.append((row, column, look))
    return looks, unsaid


def _held(rule: FormatRule, values: Values) -> list[tuple[int, int]] | None:
    """The filled cells for which a rule holds; None where nobody can say."""
    test = _test(rule)
    if test is None:
        return None
    found = []
    for row, column in _filled(rule, values):
        holds = test(values, row, column)
        if holds is None:
            return None
        if holds:
            found.append((row, column))
    return found


def _may_be(rule: FormatRule, values: Values) -> list[ByRule]:
    rows: dict[int, list[int]] = {}
    for row, column in _filled(rule, values):
        rows.setdefault(column, []).append(row)
    hides = not rule.look.struck and only_hides(rule.look.form)
    return [ByRule(column, found, hides) for column, found in rows.items()]


def _filled(rule: FormatRule, values: Values) -> Iterator[tuple[int, int]]:
    """The filled cells of a rule's areas, each once."""
    rows, found = sorted(values), set[tuple[int, int]]()
    for area in rule.areas:
        for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
            cells = values[row]
            wide = range(area.left, min(area.right, len(cells)) + 1)
            found |= {(row, column) for column in wide if cells[column - 1] is not None}
    yield from sorted(found)


def area_of(text: str) -> Area:
    """B2:C9; a whole column or row where it says no number or letter."""
    found = _AREA.fullmatch(text.replace("$", ""))
    left, top, right, bottom = found.groups() if found else ("", "", "", "")
    first = Area(
        int(top or 1), column_of(left) or 1, int(top or LAST_ROW), column_of(left) or LAST_COLUMN
    )
    if not (right or bottom):
        return first
    return first._replace(
        bottom=int(bottom or LAST_ROW), right=column_of(right or "") or LAST_COLUMN
    )


def column_of(place: str) -> int:
    """The number of a column from a place like AB12; 0 where it names none."""
    number = 0
    for letter in place:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _test(rule: FormatRule) -> Test | None:
    """How it is seen whether a rule holds; None of one that is not known here."""
    kind = rule.given.get("type", "")
    if kind == "cellIs":
        return _of_its_value(rule)
    if kind in ("containsText", "notContainsText", "beginsWith", "endsWith"):
        return _of_its_text(kind, rule)
    if kind == "expression" and len(rule.formulas) == 1:
        return _of_a_cell(rule)
    return None


def _of_its_value(rule: FormatRule) -> Test | None:
    limits = [_constant(formula) for formula in rule.formulas]
    operator = rule.given.get("operator", "")
    if None in limits:
        return None
    if operator in _NAMES and len(limits) == 1:
        return lambda values, row, column: _compare(
            values[row][column - 1], _NAMES[operator], limits[0]
        )
    if operator not in ("between", "notBetween") or len(limits) != 2:
        return None

    def test(values: Values, row: int, column: int) -> bool | None:
        value = values[row][column - 1]
        low, high = _compare(value, ">=", limits[0]), _compare(value, "<=", limits[1])
        if low is None or high is None:
            return None
        return (low and high) == (operator == "between")

    return test


def _of_its_text(kind: str, rule: FormatRule) -> Test | None:
    """By the text that a cell contains; of one that another cell holds, nobody can say."""
    sought = rule.given.get("text", "")
    quoted = '"{}"'.format(sought.replace('"', '""'))
    if not sought or _WILD.search(sought) or not any(quoted in one for one in rule.formulas):
        return None
    sought = sought.casefold()

    def test(values: Values, row: int, column: int) -> bool | None:
        value = values[row][column - 1]
        if not isinstance(value, str):
            return None
        text = value.casefold()
        if kind in ("beginsWith", "endsWith"):
            return text.startswith(sought) if kind == "beginsWith" else text.endswith(sought)
        return (sought in text) == (kind == "containsText")

    return test


def _of_a_cell(rule: FormatRule) -> Test | None:
    """By the value of a cell that the formula names, as $C2="x"; it moves with the cell."""
    found = _COMPARES.fullmatch(rule.formulas[0].strip())
    limit = _constant(found[6]) if found else None
    tops, lefts = ({area[n] for area in rule.areas} for n in (0, 1))
    if not found or limit is None or not rule.areas:
        return None
    if (not found[3] and len(tops) > 1) or (not found[1] and len(lefts) > 1):
        return None
    at_row, at_column, sign = int(found[4]), column_of(found[2]), found[5]
    top, left = min(tops), min(lefts)

    def test(values: Values, row: int, column: int) -> bool | None:
        cells = values.get(at_row if found[3] else row + at_row - top, ())
        place = at_column if found[1] else column + at_column - left
        value = cells[place - 1] if 0 < place <= len(cells) else None
        return _compare(value, sign, limit)

    return test


def _constant(formula: str) -> str | float | None:
    """A text or a number; None of any other formula."""
    found = _CONSTANT.fullmatch(formula)
    if not found:
        return None
    return float(found[2]) if found[2] else found[1].replace('""', '"')


def _compare(value: Any, sign: str, limit: str | float | None) -> bool | None:
    """As a spreadsheet compares them: letters large or small, a blank is 0 or no text, and each
    text is above each number. None where nobody can say."""
    if value is None:
        value = "" if isinstance(limit, str) else 0
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and isinstance(limit, str):
        equal = value.casefold() == limit.casefold()
        return equal == (sign == "=") if sign in ("=", "<>") else None
    if isinstance(value, int | float) and isinstance(limit, float):
        return _SIGNS[sign](value, limit)
    if isinstance(limit, str) or isinstance(value, str):
        above = isinstance(value, str)
        return {"=": False, "<>": True}.get(sign, above == (sign in (">", ">=")))
    return None
