"""What does a condition of an .ods (a conditional format) say, as a rule of a workbook says it?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from importing.cell_looks import CellLook
from importing.format_rules import FormatRule, area_of

_QUOTED = re.compile(r"'(?:[^']|'')*'")  # the name of a sheet
_SHEET = re.compile(r"[^.:\s]*\.")
_COMPARED = re.compile(r"(!=|<=|>=|=|<|>)(.+)")
_BETWEEN = re.compile(r"(not-)?between\(([^,]+),([^,]+)\)")
_TEXT = re.compile(r"([a-z-]+)\((\"(.*)\")\)")
_FORMULA = re.compile(r"formula-is\((.+)\)")
_CELL = re.compile(r"\[\.(\$?[A-Z]+\$?\d+)\]")
_OPERATORS = {
    "=": "equal",
    "!=": "notEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}
_TEXTS = {
    "contains-text": "containsText",
    "not-contains-text": "notContainsText",
    "begins-with": "beginsWith",
    "ends-with": "endsWith",
}


def rule_of(cells: str, told: Mapping[str, str], look: CellLook, *, first: bool) -> FormatRule:
    """A condition as such a rule; ``cells``: the addresses that it is of.

    ``first``: of the conditions of these cells. Of another it is not known whether it is reached.
    """
    areas = [area_of(one) for one in _bare(cells).split()]
    base = _bare(told.get("base-cell-address", ""))
    at_its_first = bool(areas) and (not base or area_of(base)[:2] == areas[0][:2])
    given, formulas = _said(told.get("value", "")) if first and at_its_first else ({}, [])
    return FormatRule(areas, look, given, formulas)


def _bare(addresses: str) -> str:
    """Addresses without the names of their sheets: A.C2:A.C9 is C2:C9."""
    return _SHEET.sub("", _QUOTED.sub("", addresses))


def _said(value: str) -> tuple[dict[str, str], list[str]]:
    """Type and formulas of a condition; none of one that no rule of a workbook says."""
    if found := _BETWEEN.fullmatch(value):
        operator = "notBetween" if found[1] else "between"
        return {"type": "cellIs", "operator": operator}, [found[2], found[3]]
    if found := _FORMULA.fullmatch(value):
        return {"type": "expression"}, [_CELL.sub(r"\1", found[1])]
    if (found := _TEXT.fullmatch(value)) and found[1] in _TEXTS:
        return {"type": _TEXTS[found[1]], "text": found[3].replace('""', '"')}, [found[2]]
    if found := _COMPARED.fullmatch(value):
        return {"type": "cellIs", "operator": _OPERATORS[found[1]]}, [found[2]]
    return {}, []
