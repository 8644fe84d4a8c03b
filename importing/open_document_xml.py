"""What does an .ods tell that the values of its cells do not?

Hidden rows and columns, merged cells, formulas that gave nothing: one pass beside the values, as
``sheet_xml`` makes over a workbook of Excel.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat  # nosec: no document type, no entity

from importing.safe_xml import parser_without_entities
from importing.sheet_xml import CHUNK, Seen

NOT_SHOWN = ("collapse", "filter")
CELLS = ("table-cell", "covered-table-cell")


@dataclass
class SeenTable:
    """What was seen of one sheet; rows and columns from 1, the last included."""

    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns
    without_value: list[tuple[int, int]] = field(default_factory=list)
    zeros: list[tuple[int, int]] = field(default_factory=list)
    gave_others: set[int] = field(default_factory=set)  # columns of formulas that gave another

    def add_to(self, seen: Seen, filled: Iterable[int]) -> None:
        """The same of the rows that hold anything."""
        starts = [first for first, _ in self.hidden_rows]
        for row in filled:
            place = bisect_right(starts, row) - 1
            if place >= 0 and row <= self.hidden_rows[place][1]:
                seen.hidden_rows.add(row)
        seen.hidden_columns += self.hidden_columns
        seen.merged += self.merged
        seen.without_value += self.without_value
        seen.zeros += self.zeros
        seen.gave_others |= self.gave_others


def look_through(stream: IO[bytes]) -> list[SeenTable]:
    """What the XML tells of each sheet, in their order; raises expat.ExpatError, Entities."""
    follow = _Tables(parser_without_entities())
    while chunk := stream.read(CHUNK):
        follow.parser.Parse(chunk, False)
    follow.parser.Parse(b"", True)
    return follow.found


class _Tables:
    """Follows the sheets, rows and cells of a document as they stream by."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.found: list[SeenTable] = []
        self.depth = 0  # of tables: one inside of a cell is no sheet
        self.row = self.column = self.place = 1
        self.rows = 1  # how often the row is repeated

    def start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in CELLS:
            if self.depth == 1:
                self._cell(given)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.found.append(SeenTable())
                self.row = self.column = 1
        elif self.depth == 1 and name in ("table-row", "table-column"):
            self._line(name, {key.rpartition(":")[2]: value for key, value in given.items()})

    def _line(self, name: str, told: dict[str, str]) -> None:
        """A row or a column begins, or several that are alike."""
        hidden = told.get("visibility") in NOT_SHOWN
        if name == "table-row":
            self.place, self.rows = 1, _times(told, "number-rows-repeated")
            if hidden:
                self.found[-1].hidden_rows.append((self.row, self.row + self.rows - 1))
            return
        times = _times(told, "number-columns-repeated")
        if hidden:
            self.found[-1].hidden_columns.append((self.column, self.column + times - 1))
        self.column += times

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "table":
            self.depth -= 1
        elif self.depth == 1 and name == "table-row":
            self.row += self.rows

    def _cell(self, given: dict[str, str]) -> None:
        told = {name.rpartition(":")[2]: value for name, value in given.items()}
        wide, high = _times(told, "number-columns-spanned"), _times(told, "number-rows-spanned")
        table = self.found[-1]
        if wide > 1 or high > 1:
            area = (self.row, self.row + high - 1, self.place, self.place + wide - 1)
            table.merged.append(area)
        if "formula" in told:
            if "value-type" not in told:
                table.without_value.append((self.row, self.place))
            elif told.get("value") in ("0", "0.0"):
                table.zeros.append((self.row, self.place))
            else:
                table.gave_others.add(self.place)
        self.place += _times(told, "number-columns-repeated")


def _times(told: dict[str, str], name: str) -> int:
    """How often, or over how many; by names without their namespaces."""
    if name not in told:
        return 1
    given = told[name]
    return max(int(given), 1) if given.isdecimal() and len(given) < 9 else 1
