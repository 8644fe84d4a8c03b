"""The sheets of .xls, .ods and .xlsb: what is shown, without what the file hides.

Their reader gives values alone: which rows and columns are hidden and which cells are formulas is
not seen, and that is told. Beside the values of an .ods stands a pass over its XML that sees them;
.xlsx stays with the reader that does.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from importing.apart import read_apart
from importing.error_cells import in_binary_workbook, in_old_workbook, records
from importing.limits import MAX_TREE_BYTES
from importing.open_document_xml import TOO_MANY_TEXTS, SeenTable, look_through
from importing.safe_xml import Entities
from importing.sheet_xml import LONG_NUMBER, Seen
from importing.text import HeaderTest, TextTable, Unreadable
from importing.workbooks import filled_rows, tables_of

OLE = b"\xd0\xcf\x11\xe0"
XLS, ODS, XLSB = (
    "an old Excel file (.xls)",
    "an OpenDocument sheet (.ods)",
    "a binary Excel workbook (.xlsb)",
)
NOT_SEEN = (
    "which rows and columns are hidden, which cells are {}formulas, and which are crossed out or "
    "shown as percent, cannot be seen in {}: all of them are read as they stand. Saved as .xlsx, "
    "they are looked at."
)
LOCKED = "is locked by a password: open it, save it without one"
MACROS = "holds macros: save it as .xlsx without them, or as .csv"
DAMAGED = "is damaged: a part of the workbook cannot be unpacked"
NO_WORKBOOK = "is an old Office file, but no workbook: save its table as .xlsx or .csv"
SHORTENED = (
    "is a binary Excel workbook (.xlsb) whose cells are shortened, as Excel does not write them: "
    "open it in Excel, save it as .xlsx or .csv"
)
MOST_CELLS = 50_000_000  # that a sheet of texts without values may reach over
Values = list[tuple[int, list[object]]]  # of a sheet: number of a row, what its cells hold
_GAP = re.compile(rb">\s+(?=</?table:)")
_LENGTH = re.compile(r"-?PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")  # of more than a day in an .ods
_FILEPASS = re.compile(rb"\x09\x08\x10\x00\x00\x06.{14}(\x86\x00\x00\x00)?\x2f\x00", re.S)
_PARTS = ("xl/worksheets/", "xl/workbook.bin", "xl/_rels/")  # of an .xlsb that are looked into
_SHORT_CELLS = range(12, 19)  # records of a sheet: a cell without its column


def old_workbook(
    name: str, content: bytes, is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """The sheets of an .xls; any other old Office file is named."""
    if _named("EncryptedPackage") in content or _FILEPASS.search(content):
        raise Unreadable(LOCKED)
    if not any(_named(stream) in content for stream in ("Workbook", "Book")):
        raise Unreadable(NO_WORKBOOK)
    if _named("_VBA_PROJECT") in content:
        raise Unreadable(MACROS)
    yield from _open(name, content, is_header, XLS, texts=in_old_workbook(content))


def open_document(
    name: str, content: bytes, is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """The sheets of an .ods."""
    parts = _parts(content, "META-INF/manifest.xml")
    if "encrypted-package" in parts or any(b"encryption-data" in one for one in parts.values()):
        raise Unreadable(LOCKED)
    tables = _seen_in(content)
    texts = [table.texts() for table in tables]
    yield from _open(name, _without_gaps(content), is_header, ODS, tables, texts=texts)


def _without_gaps(content: bytes) -> bytes:
    """An .ods without white space between its cells, which their reader takes for damage."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo("content.xml").file_size > MAX_TREE_BYTES:
            return content
        whole = archive.read("content.xml")
        if not _GAP.search(whole):
            return content
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
            for part in {"mimetype", "META-INF/manifest.xml"} & {*archive.namelist()}:
                made.writestr(part, archive.read(part), zipfile.ZIP_STORED)
            made.writestr("content.xml", _GAP.sub(b">", whole))
    return sink.getvalue()


def _seen_in(content: bytes) -> list[SeenTable]:
    """What the XML of an .ods tells of each sheet."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            archive.open("content.xml") as stream,
        ):
            if "styles.xml" not in archive.namelist():
                return look_through(stream)
            with archive.open("styles.xml") as named:
                return look_through(stream, named)
    except Entities as error:
        raise Unreadable("holds XML entities: a sheet has none; not opened") from error
    except Exception as error:  # zlib raises its own class, without a common parent
        raise Unreadable(DAMAGED) from error


def binary_workbook(
    name: str, content: bytes, is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """The sheets of an .xlsb."""
    parts = _parts(content, *_PARTS)
    if any("vbaProject" in member for member in parts):
        raise Unreadable(MACROS)
    sheets = [
        one for part, one in parts.items() if part.startswith(_PARTS[0]) and part.endswith(".bin")
    ]
    if any(map(_has_short_cells, sheets)):
        raise Unreadable(SHORTENED)
    yield from _open(name, content, is_header, XLSB, texts=in_binary_workbook(parts))


def _parts(content: bytes, *start: str) -> dict[str, bytes]:
    """What is in a package, by name: those whose name begins so unpacked, the others empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {
                name: archive.read(name) if name.startswith(start) else b""
                for name in archive.namelist()
            }
    except Exception as error:  # zlib raises its own class, without a common parent
        raise Unreadable(DAMAGED) from error


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def _has_short_cells(part: bytes) -> bool:
    """Does a sheet hold cells that its reader would leave out without a word?"""
    return any(kind in _SHORT_CELLS for kind, _ in records(part))


def _open(
    name: str,
    content: bytes,
    is_header: HeaderTest,
    what: str,
    tables: Sequence[SeenTable] = (),
    *,
    texts: Sequence[Mapping[tuple[int, int], str]] = (),
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every sheet, with what was seen of it beside its values, or that nothing was.

    ``texts``: what stands in cells of each sheet that have no value, as errors have none.
    """
    sheets: list[tuple[str, Values, Seen]] = []
    numbered: Values = []
    for kind, *told in read_apart("workbook", content, what):
        if kind == "sheet":
            title, hidden, merged = told
            numbered = []
            seen = Seen(hidden=hidden, merged=[tuple(area) for area in merged])
            sheets.append((title, numbered, seen))
        else:
            number, values = told
            numbered.append((number, [_value(value, what) for value in values]))
            sheets[-1][2].long_numbers.extend(
                (number, place)
                for place, value in enumerate(values, start=1)
                if isinstance(value, float) and abs(value) >= LONG_NUMBER
            )
    if len(texts) == len(sheets):
        sheets = [
            (title, _with_texts(rows, own), seen)
            for (title, rows, seen), own in zip(sheets, texts, strict=True)
        ]
    read = [(title, filled_rows(rows, seen), seen) for title, rows, seen in sheets]
    notices = [NOT_SEEN.format("" if what is XLS else "merged or ", what)]
    if len(tables) == len(sheets):
        notices = []
        for place, (table, (title, rows, seen)) in enumerate(zip(tables, read, strict=True)):
            table.add_to(seen, [number for number, _ in rows])
            seen.worked_out = any(one.gave_others for one in tables)
            if seen.rules:
                seen.by_its_rules(dict(sheets[place][1]))
            read[place] = title, table.shown(rows, seen), seen
    yield from tables_of(name, read, is_header, notices, what)


def _with_texts(rows: Values, texts: Mapping[tuple[int, int], str]) -> Values:
    """The rows with the texts of cells that have no value."""
    if not texts:
        return rows
    known, widest = dict(rows), max(column for _, column in texts)
    if len({row for row, _ in texts}) * widest > MOST_CELLS:
        raise Unreadable(TOO_MANY_TEXTS)
    for (row, column), text in texts.items():
        cells = known.setdefault(row, [])
        cells += [None] * (column - len(cells))
        cells[column - 1] = text
    return sorted(known.items())


def _value(value: object, what: str) -> object:
    """What a cell holds; a length of more than a day comes as a text from an .ods."""
    if value == "":
        return None
    if what is ODS and isinstance(value, str) and (length := _LENGTH.fullmatch(value)):
        hours, minutes, seconds = length.groups()
        return f"{int(hours)}:{minutes:>02}:{seconds:>02}"
    return value
