"""What does a cell of a workbook show that its value does not?

A number shown as 25% or as 5 per week, text that is crossed out, raised or lowered figures. As of a
web page what is shown is read: 2 with a footnote's 1 is no 21, and what is crossed out is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple
from xml.parsers import expat  # nosec: no document type, no entity

from importing.safe_xml import parser_without_entities
from words.numbers import counted

AS_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # no digits of the number before them
CROSSED = "{} crossed out, wholly or in part: what is crossed out is not read{}."
RAISED = "{} figures that are raised or lowered: they are no digits of the number beside them{}."
FORMED = "{} read as shown, with the words, the percent or the zeros of the number's format{}."
HIDDEN = "{} a number that its format shows as nothing: it is read{}."
RAISED_TO = ("superscript", "subscript")
NO = ("0", "false")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|\[([^\]]*)\]|[_*].|(General)|([0#?][0#?,. /]*)|(.)', re.S)
_ITS_UNIT = re.compile(  # says of a number of days, or of units, no more than its column does
    r"\W*(?:days?|d|tage?n?|jours?|j|giorn[oi]|gg|d[ií]as?|dag(?:en|e|ar)?|"
    r"units?|u|i\.?u|i\.?e|e|einheiten|unit[eé]s?|unit[aà]|unidades|eenheden)\W*",
    re.I,
)


_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_HOLDS = {"<": lt, ">": gt, "=": eq, "<=": le, ">=": ge, "<>": ne}
_OTHERWISE = re.compile(r"[<>≤≥~≈±?]")  # beside a number: another one than its value, or unsure


class CellLook(NamedTuple):
    """How cells of one style are shown; ``form``: the format of a number with more than digits."""

    struck: bool = False
    raised: bool = False
    form: str = ""


class ShownText(NamedTuple):
    """What a cell of several runs of text shows."""

    text: str
    struck: bool
    raised: bool


Looks = list[tuple[int, int, CellLook | ShownText]]  # row, column
Rows = list[tuple[int, list[str]]]  # number in the sheet, cells up to the last filled one


class AsShown(NamedTuple):
    """The rows of a sheet with each cell as it is shown, and what has to be told of it.

    ``crossed``: the rows that are crossed out as a whole, as they stand; no others are left out.
    """

    rows: Rows
    crossed: Rows
    told: list[str]


def looks_of(book: Any) -> dict[str, CellLook]:
    """The styles of an Excel workbook that show more, or less, than a value; by their number."""
    found = {}
    for place, style in enumerate(book._cell_styles):
        font = book._fonts[style.fontId]
        form = _format(book, style.numFmtId)
        look = CellLook(bool(font.strike), font.vertAlign in RAISED_TO, look_of_form(form))
        if any(look):
            found[str(place)] = look
    return found


def looks_of_rules(book: Any) -> dict[str, CellLook]:
    """The same of the styles that the rules of its sheets give to cells."""
    found = {}
    for place, style in enumerate(book._differential_styles.styles):
        form = style.numFmt.formatCode if style.numFmt else ""
        look = CellLook(bool(style.font and style.font.strike), form=look_of_form(form))
        if any(look):
            found[str(place)] = look
    return found


def _format(book: Any, number: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "")
    own = number - BUILTIN_FORMATS_MAX_SIZE
    return book._number_formats[own] if own < len(book._number_formats) else ""


def look_of_form(form: str) -> str:
    """The format, where it shows more, or less, than a number; else ""."""
    shows = any(said(form, one) is not None or _hides(form, one) for one in _tried(form))
    return form if shows else ""


def only_hides(form: str) -> bool:
    """Does a format show a number as it is, or as nothing?"""
    return all(said(form, one) is None for one in _tried(form))


def _tried(form: str) -> set[str]:
    limits = {Decimal(limit) for _, limit in _CONDITION.findall(form)}
    return {"1", "-1", "0", *(str(one + step) for one in limits for step in (-1, 0, 1))}


def _hides(form: str, number: str) -> bool:
    """Does a sheet show nothing of this number, as 0;-0;;@ does of a zero?"""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return False
    sections = _sections(form)
    pieces = _section_for(value, sections).pieces
    return len(sections) > 1 and not any(text.strip() for _, text in pieces)


class _Section(NamedTuple):
    """A part of a format between two semicolons, and the condition of the numbers it is for.

    Its pieces: ``words``, ``digits``, ``percent``, and a ``mark`` that needs no quotation marks.
    """

    pieces: list[tuple[str, str]]
    condition: re.Match[str] | None


def said(form: str, number: str) -> str | None:
    """A number with the percent, the words or the leading zeros of its format; None without."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    pieces = _section_for(value, _sections(form)).pieces
    kinds = {kind for kind, _ in pieces}
    words = "".join(text for kind, text in pieces if kind == "words")
    worded = any(map(str.isalnum, words)) and not _ITS_UNIT.fullmatch(words)
    if len(groups := [text for kind, text in pieces if kind == "digits"]) > 1:
        return _in_groups(value, pieces, groups, worded=worded)
    zeros = [len(digits) for _, digits in pieces if set(digits) == {"0"}]
    worded |= bool(_OTHERWISE.search(words)) or (bool(zeros) and "-" in words and value > 0)
    short = any(f"{value:f}".isdecimal() and len(f"{value:f}") < most for most in zeros)
    if not (worded or short or "percent" in kinds):
        return None
    if "percent" in kinds:
        value *= 100
    text = f"{value.normalize():f}"
    if zeros:
        text = text.zfill(zeros[0])
    shown = {"digits": text, "mark": ""}
    return "".join(shown.get(kind, piece) for kind, piece in pieces).strip()


def _in_groups(
    value: Decimal, pieces: list[tuple[str, str]], groups: list[str], *, worded: bool
) -> str | None:
    """The digits of a whole number in their groups, as 101 is 1-01 by 0"-"00; None for others."""
    apart = worded or any(kind == "words" and text.strip(" .,'") for kind, text in pieces)
    if not apart or value < 0 or value % 1 or any({*group} - {*"0#"} for group in groups):
        return None
    least = sum(group.count("0") for group in groups)
    left, shown = f"{value:f}".partition(".")[0].zfill(least), []
    for kind, text in reversed(pieces):
        if kind == "mark":
            continue
        if kind == "digits":
            groups.pop()
            cut = len(left) - len(text) if groups else 0
            left, text = left[: max(cut, 0)], left[max(cut, 0) :]
        shown.append(text)
    return "".join(reversed(shown)).strip()


def _sections(form: str) -> list[_Section]:
    found = [_Section([], None)]
    for quoted, escaped, bracket, general, digits, other in _PIECE.findall(form):
        pieces = found[-1].pieces
        if condition := _CONDITION.fullmatch(bracket):
            found[-1] = _Section(pieces, condition)
        elif other == ";":
            found.append(_Section([], None))
        elif other == "%":
            pieces.append(("percent", "%"))
        elif general or digits:
            pieces.append(("digits", general or digits.strip()))
        elif words := quoted or escaped:
            pieces.append(("words", words))
        elif other:
            pieces.append(("mark", other))
    return found


def _section_for(value: Decimal, sections: list[_Section]) -> _Section:
    """By its condition where there are some, else for what is above, below and at zero."""
    if any(one.condition for one in sections):
        return next((one for one in sections if _is_for(one, value)), sections[-1])
    kind = 1 if value < 0 else 2 if value == 0 else 0
    return sections[kind if kind < len(sections) else 0]


def _is_for(section: _Section, value: Decimal) -> bool:
    if section.condition is None:
        return True
    relation, limit = section.condition.groups()
    return bool(_HOLDS[relation](value, Decimal(limit)))


class ShownParts:
    """The parts of a cell's text as they are shown: not what is crossed out, raised as marks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.any_struck = self.any_raised = False

    def add(self, text: str, *, struck: bool = False, raised: bool = False) -> None:
        if struck:
            self.any_struck |= bool(text.strip())
            return
        marks = text.translate(AS_MARKS) if raised else text
        self.any_raised |= marks != text
        self.parts.append(marks)

    @property
    def shown(self) -> ShownText | None:
        """What the cell shows, where that is not the text of all its parts."""
        if not (self.any_struck or self.any_raised):
            return None
        return ShownText("".join(self.parts).strip(), self.any_struck, self.any_raised)


class TextRuns:
    """Follows the runs of text of one cell as they stream by."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.again()

    def again(self) -> None:
        """The next cell begins."""
        self.parts = ShownParts()
        self.struck = self.raised = self.spoken = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "r":
            self.struck = self.raised = False
        elif name == "strike":
            self.struck = given.get("val", "1") not in NO
        elif name == "vertAlign":
            self.raised = given.get("val") in RAISED_TO
        elif name == "rPh":  # how the text is spoken
            self.spoken = True
        elif name == "t" and not self.spoken:
            self.parser.CharacterDataHandler = self._add

    def end(self, name: str) -> None:
        if name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self.spoken = False
        elif name == "r":
            self.struck = self.raised = False

    def _add(self, text: str) -> None:
        self.parts.add(text, struck=self.struck, raised=self.raised)

    @property
    def shown(self) -> ShownText | None:
        return self.parts.shown


def shared_texts(content: bytes) -> dict[str, ShownText]:
    """The texts that the cells of an Excel workbook share and that show other than their runs."""
    if b"strike" not in content and b"vertAlign" not in content:
        return {}
    parser = parser_without_entities()
    runs, found, place = TextRuns(parser), dict[str, ShownText](), -1

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal place
        name = name.rpartition(":")[2]
        if name == "si":
            place += 1
            runs.again()
        runs.start(name, given)

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        runs.end(name)
        if name == "si" and (shown := runs.shown):
            found[str(place)] = shown

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return found


def as_shown(rows: Rows, looks: Looks) -> AsShown:
    """The rows with each cell as it is shown; a sheet that is crossed out as a whole stays."""
    at, before = dict(rows), dict[int, list[str]]()
    changed: dict[str, dict[tuple[int, int], None]] = {
        CROSSED: {},
        RAISED: {},
        FORMED: {},
        HIDDEN: {},
    }
    for row, column, look in looks:
        cells = at.get(row, [])
        if column > len(cells) or not (text := cells[column - 1]):
            continue
        before.setdefault(row, [*cells])
        for told, shown in _steps(text, look):
            if shown != cells[column - 1] or told == HIDDEN:
                cells[column - 1] = shown
                changed[told][row, column] = None
    for cells in at.values():
        while cells and not cells[-1]:
            cells.pop()
    kept = [(number, cells) for number, cells in rows if cells]
    crossed = [(number, before[number]) for number, cells in rows if not cells]
    in_others = {
        told: [place for place in places if at[place[0]]] for told, places in changed.items()
    }
    sentences = [_told(told, places) for told, places in in_others.items() if places]
    return AsShown(kept or crossed, crossed, sentences)


def _steps(text: str, look: CellLook | ShownText) -> Iterator[tuple[str, str]]:
    if isinstance(look, ShownText):
        yield CROSSED if look.struck else RAISED, look.text
        return
    if look.struck:
        yield CROSSED, ""
        return
    if look.form and _hides(look.form, text):
        yield HIDDEN, text
    elif look.form:
        yield FORMED, said(look.form, text) or text
    if look.raised:
        yield RAISED, text.translate(AS_MARKS)


def _told(sentence: str, places: Sequence[tuple[int, int]]) -> str:
    several = len(places) > 1
    verb = ("has", "have") if sentence in (RAISED, HIDDEN) else ("is", "are")
    where = f" (the first in row {min(places)[0]:,})" if several else f" (row {places[0][0]:,})"
    return sentence.format(f"{counted(len(places), 'cell')} {verb[several]}", where)
