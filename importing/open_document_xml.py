"""What does an .ods tell that the values of its cells do not?

Hidden rows and columns, merged cells, formulas that gave nothing or an error, cells that show other
than their value: one pass beside the values, as ``sheet_xml`` makes over a workbook of Excel.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat  # nosec: no document type, no entity

from importing.cell_looks import CellLook, ShownParts, ShownText, look_of_form
from importing.format_rules import FormatRule
from importing.open_document_rules import rule_of
from importing.safe_xml import parser_without_entities
from importing.sheet_xml import CHUNK, Seen
from importing.sheets import Row
from importing.text import Unreadable

NOT_SHOWN = ("collapse", "filter")
CELLS = ("table-cell", "covered-table-cell")
PERCENT = "General%"
LINE = "text-line-through"
FORMS = ("number-style", "text-style")  # a text's may hold those of numbers
_CONDITION = re.compile(r"value\(\)(<=|>=|!=|<|>|=)(-?\d+(?:\.\d+)?)")
MOST_TEXTS = 5_000_000  # cells without a value: those of a diary of a million days
TOO_MANY_TEXTS = "has too many cells with a text and without a value: save it as .csv"


@dataclass
class SeenTable:
    """What was seen of one sheet; rows and columns from 1, the last included."""

    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns
    without_value: list[tuple[int, int]] = field(default_factory=list)
    zeros: list[tuple[int, int]] = field(default_factory=list)
    gave_others: set[int] = field(default_factory=set)  # columns of formulas that gave another
    looks: list[tuple[range, range, CellLook | ShownText]] = field(
        default_factory=list
    )  # rows, columns
    own_texts: list[tuple[range, range, str]] = field(default_factory=list)  # that have no value
    rules: list[FormatRule] = field(default_factory=list)  # that show more, or less, than a value

    def texts(self) -> dict[tuple[int, int], str]:
        """What cells show that have no value beside it, by row and column: #DIV/0! is one."""
        if sum(len(down) * len(across) for down, across, _ in self.own_texts) > MOST_TEXTS:
            raise Unreadable(TOO_MANY_TEXTS)
        return {
            (row, column): text
            for down, across, text in self.own_texts
            for row in down
            for column in across
        }

    def shown(self, rows: list[Row], seen: Seen) -> list[Row]:
        """The rows with each cell as the sheet shows it; what is told of it is among the seen."""
        if not (self.looks or seen.looks):
            return rows
        filled, places = [number for number, _ in rows], [*seen.looks]
        for down, across, look in self.looks:
            for place in range(bisect_left(filled, down.start), bisect_left(filled, down.stop)):
                wide = min(across.stop, len(rows[place][1]) + 1)
                places += [(filled[place], column, look) for column in range(across.start, wide)]
        return seen.shown(rows, places)

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
        seen.rules += self.rules


def look_through(stream: IO[bytes], named: IO[bytes] | None = None) -> list[SeenTable]:
    """What the XML tells of each sheet, in their order; raises expat.ExpatError, Entities.

    ``named``: the styles of the document that have a name, which those of its cells build on.
    """
    follow = _Tables(parser_without_entities())
    if named:
        follow.styles.look_through(named)
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
        self.row_style = ""  # of its cells that have none of their own
        self.column_looks: list[tuple[range, CellLook]] = []  # of cells whose row has none either
        self.styles = _Styles(parser)
        self.text: _Text | None = None  # of a cell that has no value, or whose style may change it
        self.has_value = True
        self.across = range(0)
        self.cells = ""  # that the conditions at hand are of
        self.conditions = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        name = _bare(name)
        if not self.found and name != "table":
            self.styles.start(name, given)
        elif name in CELLS:
            if self.depth == 1:
                self._cell(given)
        elif name != "table" and self.text:
            self.text.start(name, given)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.found.append(SeenTable())
                self.row = self.column = 1
                self.column_looks = []
        elif self.depth == 1 and name in ("table-row", "table-column"):
            self._line(name, _without_prefixes(given))
        elif name in ("conditional-format", "condition"):
            self._condition(name, _without_prefixes(given))

    def _condition(self, name: str, told: dict[str, str]) -> None:
        """A condition of cells, or the first of several."""
        if name == "conditional-format":
            self.cells, self.conditions = told.get("target-range-address", ""), 0
            return
        self.conditions += 1
        if look := self.styles.looks.get(told.get("apply-style-name", "")):
            rule = rule_of(self.cells, told, look, first=self.conditions == 1)
            self.found[-1].rules.append(rule)

    def _line(self, name: str, told: dict[str, str]) -> None:
        """A row or a column begins, or several that are alike."""
        hidden = told.get("visibility") in NOT_SHOWN
        style = told.get("default-cell-style-name", "")
        if name == "table-row":
            self.row_style = style
            self.place, self.rows = 1, _times(told, "number-rows-repeated")
            if hidden:
                self.found[-1].hidden_rows.append((self.row, self.row + self.rows - 1))
            return
        times = _times(told, "number-columns-repeated")
        if hidden:
            self.found[-1].hidden_columns.append((self.column, self.column + times - 1))
        if style in self.styles.looks:
            across = range(self.column, self.column + times)
            self.column_looks.append((across, self.styles.looks[style]))
        self.column += times

    def end(self, name: str) -> None:
        name = _bare(name)
        if name == "table":
            self.depth -= 1
        elif self.depth == 1 and name == "table-row":
            self.row += self.rows
        elif not self.found:
            self.styles.end(name)
        elif self.text and name in CELLS and self.depth == 1:
            if not self.has_value and (text := self.text.whole):
                down = range(self.row, self.row + self.rows)
                self.found[-1].own_texts.append((down, self.across, text))
            if shown := self.text.shown:
                self._look(shown, self.across)
            self.text = None
            self.parser.CharacterDataHandler = None
        elif self.text:
            self.text.end(name)

    def _look(self, look: CellLook | ShownText, across: range) -> None:
        down = range(self.row, self.row + self.rows)
        self.found[-1].looks.append((down, across, look))

    def _cell(self, given: dict[str, str]) -> None:
        told = _without_prefixes(given)
        self.has_value = _has_value(given, told)
        wide, high = _times(told, "number-columns-spanned"), _times(told, "number-rows-spanned")
        table = self.found[-1]
        if wide > 1 or high > 1:
            area = (self.row, self.row + high - 1, self.place, self.place + wide - 1)
            table.merged.append(area)
        if "formula" in told:
            if "value-type" not in told:
                table.without_value.append((self.row, self.place))
            elif self.has_value and told.get("value") in ("0", "0.0"):
                table.zeros.append((self.row, self.place))
            else:
                table.gave_others.add(self.place)
        times = _times(told, "number-columns-repeated")
        self.across = range(self.place, self.place + times)
        self._styled(told)
        self.place += times

    def _styled(self, told: dict[str, str]) -> None:
        """How a cell is shown; the text in it is followed where a style may change a part of it."""
        kind = told.get("value-type")
        if not self.has_value:
            self.text = _Text(self.parser, self.styles.of_text)
        if not kind:
            return
        of_cell = [
            (across, shown)
            for across, look in self._looks_of(told)
            if any(shown := look if kind == "float" else look._replace(form=""))
        ]
        for across, shown in of_cell:
            self._look(shown, across)
        if kind == "percentage":
            self._look(CellLook(form=PERCENT), self.across)
        elif kind == "string" and self.styles.of_text and not of_cell:
            self.text = _Text(self.parser, self.styles.of_text)

    def _looks_of(self, told: dict[str, str]) -> Iterator[tuple[range, CellLook]]:
        """The look of a cell's own style, else of its row's, else of its column's."""
        if name := told.get("style-name") or self.row_style:
            yield self.across, self.styles.looks.get(name, CellLook())
            return
        for columns, look in self.column_looks:
            start, stop = max(columns.start, self.across.start), min(columns.stop, self.across.stop)
            if start < stop:
                yield range(start, stop), look


def _bare(name: str) -> str:
    """The name of an element without that of its namespace."""
    return name.rpartition(":")[2]


def _has_value(given: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Not a cell without a kind, and none of an error, whose text says which one."""
    if given.get("calcext:value-type") == "error" or told.get("string-value") == "":
        return False
    return "value-type" in told


def _without_prefixes(given: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an element by their own names."""
    return {_bare(name): value for name, value in given.items()}


class _Styles:
    """Follows the styles of a document, which stand before its sheets."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.looks: dict[str, CellLook] = {}  # of cells
        self.of_text: dict[str, CellLook] = {}
        self.forms: dict[str, str] = {}  # of numbers, as Excel writes them
        self.sections: list[str] | None = None  # of a form, each with its condition
        self.name = self.family = self.form = ""
        self.look = CellLook()

    def look_through(self, stream: IO[bytes]) -> None:
        """Follow the named styles too, which stand in a part of their own."""
        beside, self.parser = self.parser, parser_without_entities()
        self.parser.StartElementHandler = lambda name, given: self.start(_bare(name), given)
        self.parser.EndElementHandler = lambda name: self.end(_bare(name))
        while chunk := stream.read(CHUNK):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)
        self.parser = beside

    def start(self, name: str, given: dict[str, str]) -> None:
        told = _without_prefixes(given)
        if name in FORMS:
            self.name, self.form, self.sections = told.get("name", ""), "", []
        elif name == "map" and self.sections is not None:
            if condition := _CONDITION.fullmatch(told.get("condition", "")):
                relation, limit = condition.groups()
                part = self.forms.get(told.get("apply-style-name", ""), "0")
                self.sections.append(f"[{relation.replace('!=', '<>')}{limit}]{part}")
        elif name == "number":
            whole = told.get("decimal-places", "0") == "0"
            self.form += "0" * (_times(told, "min-integer-digits") if whole else 1)
        elif name == "text":
            self.parser.CharacterDataHandler = self._add
        elif name == "style":
            self.name, self.family = told.get("name", ""), told.get("family", "")
            above = self._of(self.family).get(told.get("parent-style-name", ""), CellLook())
            form = told.get("data-style-name")
            self.look = above if form is None else above._replace(form=self._look_of(form))
        elif name == "text-properties":
            lines = [line for how in ("style", "type") if (line := told.get(f"{LINE}-{how}"))]
            if lines:
                self.look = self.look._replace(struck=any(line != "none" for line in lines))
            if "text-position" in told:
                at = told["text-position"].split(" ")[0]
                self.look = self.look._replace(raised=at.rstrip("%") not in ("", "0"))

    def _add(self, text: str) -> None:
        self.form += '"{}"'.format(text.replace('"', ""))

    def end(self, name: str) -> None:
        if name == "text":
            self.parser.CharacterDataHandler = None
        elif name in FORMS:
            self.forms[self.name] = ";".join([*(self.sections or ()), self.form])
            self.sections = None
        elif name == "style" and any(self.look):
            self._of(self.family)[self.name] = self.look

    def _look_of(self, form: str) -> str:
        return look_of_form(self.forms.get(form, ""))

    def _of(self, family: str) -> dict[str, CellLook]:
        return {"table-cell": self.looks, "text": self.of_text}.get(family, {})


class _Text:
    """Follows the text of a cell, line by line, with the styles of its parts."""

    def __init__(self, parser: expat.XMLParserType, styles: dict[str, CellLook]) -> None:
        self.parser, self.styles = parser, styles
        self.parts = ShownParts()
        self.around: list[CellLook] = []
        self.lines = self.beside = 0
        self.inside = False  # of a line

    def start(self, name: str, given: dict[str, str]) -> None:
        if self.beside or name == "annotation" or not (self.inside or name == "p"):
            self.beside += 1  # a remark or a drawing beside the cell is not in it
        elif name == "p":
            self.inside = True
            if self.lines:
                self.parts.add("\n")
            self.lines += 1
            self.parser.CharacterDataHandler = self._add
        elif name == "s":
            self.parts.add(" ")
        elif name == "span":
            told = _without_prefixes(given)
            own = self.styles.get(told.get("style-name", ""), CellLook())
            before = self.around[-1] if self.around else CellLook()
            self.around.append(CellLook(own.struck or before.struck, own.raised or before.raised))

    def end(self, name: str) -> None:
        if self.beside:
            self.beside -= 1
        elif name == "span":
            self.around.pop()
        elif name == "p":
            self.inside = False
            self.parser.CharacterDataHandler = None

    def _add(self, text: str) -> None:
        look = self.around[-1] if self.around else CellLook()
        if not self.beside:
            self.parts.add(text, struck=look.struck, raised=look.raised)

    @property
    def whole(self) -> str:
        return "".join(self.parts.parts).strip()

    @property
    def shown(self) -> ShownText | None:
        return self.parts.shown


def _times(told: dict[str, str], name: str) -> int:
    """How often, or over how many; by names without their namespaces."""
    if name not in told:
        return 1
    given = told[name]
    return max(int(given), 1) if given.isdecimal() and len(given) < 9 else 1
