"""What is inside a file? One table, the sheets of a workbook, or the files of a ZIP.

Nothing is written to a disk and nothing is followed: no link, no macro, no entity. What cannot be
opened raises Unreadable.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import PurePosixPath

import pyarrow as pa

from analytics.importing.limits import (
    MAX_FILE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_SHEET_ROWS,
    MAX_TABLE_BYTES,
    MAX_UNPACKED_BYTES,
    megabytes,
)
from analytics.importing.text import (
    HeaderTest,
    TextTable,
    Unreadable,
    from_rows,
    read_csv,
    read_parquet,
)

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # the second: a ZIP without any file
OLE, PARQUET = b"\xd0\xcf\x11\xe0", b"PAR1"
NOT_TABLES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file: unpack it first",
    b"7z\xbc\xaf": "a 7z file: unpack it first",
    b"Rar!": "a RAR file: unpack it first",
    OLE: "an old Excel file: save it as .xlsx or .csv",
}
APPLE_RECORD = "HKCategoryTypeIdentifierHeadache"
APPLE_COLUMNS = ("startDate", "endDate", "value")


def open_tables(
    name: str, content: bytes, is_header: HeaderTest
) -> Iterator[tuple[str, TextTable]]:
    """Every table in a file with its name: the file's own, or with the sheet's or member's."""
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(
            f"has {megabytes(len(content))}; up to {megabytes(MAX_FILE_BYTES)} are read, which is "
            "a diary of 20 million days"
        )
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("is empty")
    for start, what in NOT_TABLES.items():
        if content.startswith(start):
            raise Unreadable(f"is {what}, not a table of records")
    if content.startswith(PARQUET):
        yield name, read_parquet(content)
    elif content.startswith(ZIPS):
        yield from _open_zip(name, content, is_header)
    else:
        yield name, read_csv(content, is_header)


def _open_zip(name: str, content: bytes, is_header: HeaderTest) -> Iterator[tuple[str, TextTable]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            "is damaged: it begins like a ZIP or Excel file, but cannot be opened"
        ) from error
    _check_members(members)
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
        yield from _open_workbook(name, content, names, is_header)
        return
    apple = next((m for m in members if m.filename.endswith("export.xml")), None)
    if apple is not None:
        yield f"{name}", _read_apple(archive, apple)
        return
    tables = [m for m in members if not PurePosixPath(m.filename).name.startswith((".", "~"))]
    tables = [m for m in tables if "__MACOSX" not in m.filename]
    if not tables:
        raise Unreadable("is a ZIP without any file")
    for member in tables:
        inner = _member(archive, member)
        if inner.startswith(ZIPS) and not member.filename.lower().endswith(".xlsx"):
            raise Unreadable("holds a ZIP inside the ZIP: unpack it first")
        short = PurePosixPath(member.filename).name
        yield from open_tables(f"{name}/{short}", inner, is_header)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse what would fill the memory, and paths that point elsewhere."""
    if len(members) > MAX_MEMBERS:
        raise Unreadable(f"holds {len(members):,} files; up to {MAX_MEMBERS:,} are read")
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members) or 1
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(packed, 10_000):
        raise Unreadable(
            f"would unpack to {megabytes(unpacked)}; up to {megabytes(MAX_UNPACKED_BYTES)} and "
            f"{MAX_RATIO:,} times its size are read"
        )
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Unreadable("holds a path that points outside of the ZIP: not opened")
        if member.flag_bits & 0x1:
            raise Unreadable("is locked with a password: save it without one")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > MAX_TABLE_BYTES:
        raise Unreadable(
            f"holds a file of {megabytes(member.file_size)}; up to {megabytes(MAX_TABLE_BYTES)} "
            "are read"
        )
    try:
        with archive.open(member) as stream:
            content = stream.read(MAX_TABLE_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("is damaged: a file inside it cannot be unpacked") from error
    except Exception as error:  # zlib raises its own class, without a common parent
        raise Unreadable("is damaged: a file inside it cannot be unpacked") from error
    if len(content) > MAX_TABLE_BYTES:
        raise Unreadable(f"holds a file of more than {megabytes(MAX_TABLE_BYTES)}")
    return content


def _open_workbook(
    name: str, content: bytes, members: set[str], is_header: HeaderTest
) -> Iterator[tuple[str, TextTable]]:
    """The sheets of an Excel workbook, as values; a formula counts as what it last gave."""
    from openpyxl import load_workbook  # slow to import, and few files need it

    if any("vbaProject" in member for member in members):
        raise Unreadable("holds macros: save it as .xlsx without them, or as .csv")
    notices = []
    if any(member.startswith("xl/externalLinks/") for member in members):
        notices.append("links to other workbooks are not followed.")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [(sheet.title, _cells(sheet)) for sheet in book.worksheets]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets many kinds through
        raise Unreadable("is a damaged Excel file") from error
    filled = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
    if not filled:
        raise Unreadable("is an Excel file without any filled cell")
    for title, rows in filled:
        label = name if len(filled) == 1 else f"{name}/{title}"
        yield label, from_rows(rows, is_header, notices)


def _cells(sheet: object) -> list[list[str]]:
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True)):  # type: ignore[attr-defined]
        if number >= MAX_SHEET_ROWS:
            raise Unreadable(f"has a sheet of more than {MAX_SHEET_ROWS:,} rows")
        rows.append([_cell(value) for value in row])
    return rows


def _cell(value: object) -> str:
    """What a cell shows, as text: dates in ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ")
        return text.removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _read_apple(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> TextTable:
    """The headache records of an Apple Health export, streamed: only they are kept."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    rows = [list(APPLE_COLUMNS)]
    try:
        with archive.open(member) as stream:
            parents: list = []
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    parents.append(element)
                    continue
                parents.pop()
                if element.tag == "Record" and element.get("type") == APPLE_RECORD:
                    rows.append([element.get(column) or "" for column in APPLE_COLUMNS])
                element.clear()
                if len(parents) == 1:
                    parents[0].clear()  # the root would keep every record
    except DefusedXmlException as error:
        raise Unreadable(
            "holds XML entities: an Apple Health export has none; not opened"
        ) from error
    except (ParseError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise Unreadable("holds an Apple Health export that is cut off or damaged") from error
    except Exception as error:  # zlib
        raise Unreadable("is damaged: a file inside it cannot be unpacked") from error
    if len(rows) == 1:
        raise Unreadable("is an Apple Health export without any headache record")
    table = from_rows(rows)
    return TextTable(
        {name: pa.array(cells) for name, cells in table.columns.items()}, table.rows - 1
    )
