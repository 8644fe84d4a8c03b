"""Which tables are in a web page? Clinic systems write them under the name of an Excel file.

Cells are what the page shows: dates are text. Rows and columns that are not shown are hidden ones,
cells over several rows or columns are merged ones, as in a workbook.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

from importing.cell_looks import AS_MARKS, Looks, ShownText
from importing.decoded import as_western
from importing.limits import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_SHEET_ROWS,
    MAX_TREE_BYTES,
    megabytes,
)
from importing.sheet_xml import Seen
from importing.sheets import Row
from importing.text import HeaderTest, TextTable, Unreadable
from importing.web_styles import follow_rules, is_crossed_out, is_hidden
from importing.workbooks import tables_of

WHAT = "a web page, whatever its name says,"
TOLD = "a web page: its cells are read as they are shown."
NO_TABLE = "is a web page without a table: open it in Excel, save it as .xlsx or .csv"
DAMAGED = "is a web page that cannot be read: open it in Excel, save it as .xlsx or .csv"
WIDEST, HIGHEST = 1_000, 65_534  # what a browser takes of a cell over several columns or rows
MOST_STEPS = 20_000_000  # over cells that reach down from rows above
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,20})", re.I)
_LINES = ("br", "p", "div", "li")
_BREAK = "\x00"
_NEVER_READ = ("script", "style", "template", "rt", "rp")
_RAISED = ("sup", "sub")  # a footnote's mark is no digit of the number before it
_DRAWN = ("i", "svg", "canvas", "object", "embed")
_ICON = re.compile(
    r"(?:^|[\s_-])(?:icons?|glyphicons?|fa[srlbd]?|bi|mdi|oi|ti|checks?|tick|cross)(?:$|[\s_-])|"
    r"(?:^|\s)(?:yes|no|true|false)(?:$|\s)",
    re.I,
)


def open_web_page(
    name: str, content: bytes, is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every table of a page that has a filled cell, as the sheets of a workbook are read."""
    if len(content) > MAX_TREE_BYTES:
        raise Unreadable(
            f"is a web page of {megabytes(len(content))}; up to {megabytes(MAX_TREE_BYTES)} are "
            "read: save its table as .csv"
        )
    text, notices = _decoded(content)
    tables = _tables(text)
    sheets = []
    for place, (table, rows) in enumerate(tables.items(), start=1):
        around = [table, *table.iterancestors()]
        seen = Seen(hidden=any(map(is_hidden, around)), hidden_columns=_hidden_columns(table))
        filled = _rows(rows, seen)
        sheets.append((f"table {place}", filled, seen))
    if not any(filled for _, filled, _ in sheets):
        raise Unreadable(NO_TABLE)
    yield from tables_of(name, sheets, is_header, [TOLD, *notices], WHAT)


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), []
    named = _CHARSET.search(content[:4096])
    for encoding in ("utf-8-sig", named[1].decode() if named else "utf-8"):
        try:
            if codecs.lookup(encoding).name != "utf-16":
                return content.decode(encoding), []
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return as_western(content)


def _tables(text: str) -> dict[Any, list[Any]]:
    """The rows of each table, those of a table inside of another apart."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        page = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable(DAMAGED) from error
    if page is not None:
        follow_rules(page)
    tables: dict[Any, list[Any]] = {}
    for row in page.iter("tr") if page is not None else ():
        table = next(row.iterancestors("table"), None)
        if table is not None:
            tables.setdefault(table, []).append(row)
    if len(tables) > MAX_MEMBERS:
        raise Unreadable(f"is a web page of {len(tables):,} tables; up to {MAX_MEMBERS:,} are read")
    if any(len(rows) > MAX_SHEET_ROWS for rows in tables.values()):
        raise Unreadable(f"has a table of more than {MAX_SHEET_ROWS:,} rows")
    return tables


def _rows(rows: Sequence[Any], seen: Seen) -> list[Row]:
    """The rows with a filled cell, each cell in its place."""
    reach: dict[int, int] = {}  # a column -> the last row that a cell above covers
    filled: list[Row] = []
    looks: Looks = []
    steps = 0
    for number, row in enumerate(rows, start=1):
        cells: list[str] = []
        if is_hidden(row) or (row.getparent().tag != "table" and is_hidden(row.getparent())):
            seen.hidden_rows.add(number)
        crossed = any(map(is_crossed_out, (row.getparent(), *row.iter())))
        for cell in row.iterchildren("td", "th"):
            while reach.get(len(cells) + 1, 0) >= number:
                cells.append("")
                steps += 1
            place = len(cells) + 1
            wide, high = _span(cell, "colspan", WIDEST), _span(cell, "rowspan", HIGHEST)
            steps += wide
            if place + wide - 1 > MAX_COLUMNS or steps > MOST_STEPS:
                raise Unreadable(f"has a table of more than {MAX_COLUMNS:,} columns")
            written = _text(cell, crossed_too=True)
            if crossed and (shown := _text(cell)) != written:
                looks.append((number, place, ShownText(shown, struck=True, raised=False)))
            cells += [written, *[""] * (wide - 1)]
            if wide > 1 or high > 1:
                seen.merged.append((number, number + high - 1, place, place + wide - 1))
            if high > 1:
                reach.update(dict.fromkeys(range(place, place + wide), number + high - 1))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            filled.append((number, cells))
    return seen.shown(filled, looks)


def _span(cell: Any, name: str, most: int) -> int:
    told = re.match(r"\s*(\d{1,9})", cell.get(name) or "")
    return min(max(int(told[1]), 1), most) if told else 1


def _hidden_columns(table: Any) -> list[tuple[int, int]]:
    found, place = [], 1
    for column in table.iterdescendants("col"):
        wide = _span(column, "span", WIDEST)
        if is_hidden(column):
            found.append((place, place + wide - 1))
        place += wide
    return found


def _text(cell: Any, *, crossed_too: bool = False) -> str:
    """What a cell shows; nothing of one that holds a table, which is read for itself."""
    around_it = (cell, row := cell.getparent(), row.getparent())
    gone = {cell} if not crossed_too and any(map(is_crossed_out, around_it)) else set()
    parts, raised = ["" if gone else cell.text or ""], set()
    images, titles, icons = list[str](), list[str](), list[str]()  # of cells without text
    for inside in cell.iterdescendants():
        around = inside.getparent()
        if inside.tag == "table":
            return ""
        if inside.tag in _LINES:
            parts.append(_BREAK)
        crossed = not crossed_too and is_crossed_out(inside)
        if around in gone or inside.tag in _NEVER_READ or crossed or is_hidden(inside):
            gone.add(inside)
        elif inside.tag == "img":
            images.append(_image(inside))
        elif inside.tag == "input":
            parts.append(f" {_entered(inside)} ")
        else:
            titles.append(_said(inside))
            icons.append(_icon(inside))
        if inside.tag == "select":
            gone |= _not_chosen(inside)
        if around in raised or inside.tag in _RAISED:
            raised.add(inside)
        for words, of in ((inside.text, inside), (inside.tail, around)):
            if words and of not in gone:
                parts.append(words.translate(AS_MARKS) if of in raised else words)
    lines = (" ".join(line.split()) for line in "".join(parts).split(_BREAK))
    shown = "\n".join(filter(None, lines))
    others = (" ".join(" ".join(dict.fromkeys(one)).split()) for one in (images, titles, icons))
    return shown or next(filter(None, others), "")


def _image(image: Any) -> str:
    """What a picture stands for, in a cell of nothing else; one that says nothing is no blank."""
    if "1" in (image.get("width"), image.get("height")):  # it keeps a place
        return ""
    return image.get("alt", "(image)")


def _said(element: Any) -> str:
    """What an element without text says of itself."""
    said = element.get("title") or element.get("aria-label") or ""
    return said or (element.get("value", "") if element.tag in ("meter", "progress") else "")


def _icon(element: Any) -> str:
    """An element that draws something in a cell of nothing else, by its name; "" of a plain one."""
    name = element.get("class") or ""
    drawn = element.tag in _DRAWN and (name or element.tag != "i")
    return f"({name or element.tag})" if drawn or _ICON.search(name) else ""


def _entered(field: Any) -> str:
    """What a field of a form shows."""
    kind = (field.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "checked" if "checked" in field.attrib else "unchecked"
    return "" if kind in ("hidden", "password", "button", "submit") else field.get("value", "")


def _not_chosen(select: Any) -> set[Any]:
    """The options of a list that it does not show; where none is selected it shows the first."""
    options = [*select.iter("option")]
    return {*options} - {*([one for one in options if "selected" in one.attrib] or options[:1])}
