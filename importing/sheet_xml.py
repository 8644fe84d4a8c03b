"""What does a sheet's XML tell that its values do not?

Hidden rows and columns, formulas that never gave a value or only 0, merged cells, numbers with
more digits than a spreadsheet keeps, cells that show other than their value. One pass beside the
values; a document type or an entity is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import IO, NamedTuple
from xml.parsers import expat  # nosec: no document type, no entity

from importing.cell_looks import CellLook, Looks, Rows, ShownText, TextRuns, as_shown
from importing.format_rules import ByRule, FormatRule, RulesSeen, Values, column_of, looks_by_rule
from importing.safe_xml import parser_without_entities
from importing.text import CellsByRule, SheetFacts, TwoKindsOfDate

LONG_NUMBER = 1e15  # sixteen digits: a spreadsheet keeps fifteen
CHUNK = 1 << 20


@dataclass
class Seen:
    """What was seen of one sheet; columns by number, the first being 1."""

    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # from, to
    without_value: list[tuple[int, int]] = field(default_factory=list)
    zeros: list[tuple[int, int]] = field(default_factory=list)  # formulas that store the number 0
    gave_others: set[int] = field(default_factory=set)  # columns of formulas that store another
    worked_out: bool = False  # something says that a spreadsheet worked the formulas out
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows, then columns
    long_numbers: list[tuple[int, int]] = field(default_factory=list)
    dates: dict[int, list[int]] = field(default_factory=dict)  # column -> rows
    dates_as_text: dict[int, list[int]] = field(default_factory=dict)
    looks: Looks = field(default_factory=list)  # cells that show other than their value
    rules: list[FormatRule] = field(default_factory=list)
    by_rule: list[ByRule] = field(default_factory=list)  # that may, by a rule that is not known
    crossed: Rows = field(default_factory=list)  # crossed out as a whole, as they stand
    told: list[str] = field(default_factory=list)

    def by_its_rules(self, values: Values) -> None:
        """What the rules of the sheet show of these values."""
        looks, self.by_rule = looks_by_rule(self.rules, values)
        self.looks += looks

    def shown(self, rows: Rows, looks: Looks) -> Rows:
        """The rows with each cell as the sheet shows it, without those that are crossed out."""
        rows, self.crossed, self.told = as_shown(rows, looks)
        return rows

    def hides(self, place: int) -> bool:
        """Is the column at this place hidden?"""
        return any(low <= place <= high for low, high in self.hidden_columns)


class Styles(NamedTuple):
    """What shows other than a value in a workbook, by its number: the styles of cells, the texts
    that cells share, and the styles that rules give."""

    cells: Mapping[str, CellLook]
    shared: Mapping[str, ShownText]
    rules: Mapping[str, CellLook]


def look_through(stream: IO[bytes], seen: Seen, styles: Styles) -> None:
    """Add what the XML of a sheet tells; raises expat.ExpatError where it is none."""
    parser = parser_without_entities()
    cell = _Cells(seen, parser, styles)
    parser.StartElementHandler = cell.start
    parser.EndElementHandler = cell.end
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    seen.rules = [rule for rule in cell.rules.rules if any(rule.look) or rule.stops]


class _Cells:
    """Follows the rows and cells of a sheet as they stream by."""

    def __init__(self, seen: Seen, parser: expat.XMLParserType, styles: Styles) -> None:
        self.seen, self.parser = seen, parser
        self.styles, self.shared = styles.cells, styles.shared
        self.rules = RulesSeen(parser, styles.rules)
        self.look: CellLook | None = None
        self.runs: TextRuns | None = None
        self.row = self.column = 0
        self.kind, self.formula, self.has_value = "n", False, False
        self.value: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self.rules.inside or name == "conditionalFormatting":
            self.rules.start(name, given)
        elif name == "c":
            self.column = column_of(given["r"]) if "r" in given else self.column + 1
            self.kind = given.get("t", "n")
            self.formula = self.has_value = False
            self.value = []
            self.look = self.styles.get(given.get("s", "0"))
            self.runs = None
        elif name == "v":
            self.has_value = self.kind != "n"
            if self.kind == "n" or (self.kind == "s" and self.shared):
                self.parser.CharacterDataHandler = self.value.append
        elif name == "f":
            self.formula = True
        elif name == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
            if _true(given.get("hidden")) or given.get("ht") in ("0", "0.0"):
                self.seen.hidden_rows.add(self.row)
        elif name == "col":
            if _true(given.get("hidden")) or given.get("width") in ("0", "0.0"):
                self.seen.hidden_columns.append((int(given["min"]), int(given["max"])))
        elif name == "mergeCell":
            self._merged(given.get("ref", ""))
        elif self.runs:
            self.runs.start(name, given)
        elif name == "r":  # a cell of several runs of text
            self.runs = TextRuns(self.parser)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self.rules.inside:
            self.rules.end(name)
        elif name == "v":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            text = "".join(self.value).strip()
            if self.formula:
                self._formula(text)
            if len(text) > 15 or "E" in text or "e" in text:
                self._long(text)
            if self.look or self.runs or self.shared:
                self._looks(text)
        elif self.runs:
            self.runs.end(name)

    def _looks(self, text: str) -> None:
        shared = self.shared.get(text) if self.kind == "s" else None
        look = self.look and (self.look if self.kind == "n" else self.look._replace(form=""))
        for one in (shared, self.runs and self.runs.shown, look):
            if one and any(one):
                self.seen.looks.append((self.row, self.column, one))

    def _formula(self, text: str) -> None:
        place = self.row, self.column
        if not self.has_value and not text:
            self.seen.without_value.append(place)
        elif text in ("0", "0.0"):
            self.seen.zeros.append(place)
        else:
            self.seen.gave_others.add(self.column)

    def _long(self, text: str) -> None:
        try:
            if abs(float(text)) >= LONG_NUMBER:
                self.seen.long_numbers.append((self.row, self.column))
        except ValueError:
            return

    def _merged(self, area: str) -> None:
        first, _, last = area.replace("$", "").partition(":")
        if last:
            rows = (int("".join(filter(str.isdigit, corner)) or 0) for corner in (first, last))
            top, bottom = rows
            self.seen.merged.append((top, bottom, column_of(first), column_of(last)))


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def facts_of(seen: Seen, names: Mapping[int, str], rows: Set[int]) -> SheetFacts:
    """What was seen of the table itself: under a name, in a row that is read."""
    first, last = min(rows, default=0), max(rows, default=-1)
    hidden = {place for place in names if seen.hides(place)}
    return SheetFacts(
        hidden=seen.hidden,
        hidden_rows=frozenset(seen.hidden_rows & rows),
        crossed_rows=frozenset(row for row, _ in seen.crossed if row in rows),
        by_rule=tuple(
            CellsByRule(names[one.column], inside, one.hides)
            for one in seen.by_rule
            if one.column in names and (inside := tuple(row for row in one.rows if row in rows))
        ),
        hidden_columns=tuple(names[place] for place in sorted(hidden)),
        without_value=_inside(seen.without_value, names, rows),
        zeros=()
        if seen.worked_out
        else _inside([at for at in seen.zeros if at[1] not in seen.gave_others], names, rows),
        merged=tuple(
            (top, bottom, names[at[0]], names[at[-1]])
            for top, bottom, left, right in seen.merged
            if bottom >= first
            and top <= last
            and (at := [place for place in sorted(names) if left <= place <= right])
        ),
        long_numbers=_inside(seen.long_numbers, names, rows),
        two_kinds_of_date=tuple(
            TwoKindsOfDate(name, dates, texts)
            for place, name in names.items()
            if (dates := tuple(row for row in seen.dates.get(place, ()) if row in rows))
            and (texts := tuple(row for row in seen.dates_as_text.get(place, ()) if row in rows))
        ),
    )


def _inside(
    cells: list[tuple[int, int]], names: Mapping[int, str], rows: Set[int]
) -> tuple[tuple[int, str], ...]:
    return tuple((row, names[place]) for row, place in cells if place in names and row in rows)
