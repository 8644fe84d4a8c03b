"""What is inside a file? One table, the sheets of a workbook, or the files of a ZIP.

Nothing is written to a disk and nothing is followed: no link, no macro, no entity. A file that
cannot be opened raises Unreadable; of a sheet or a member it is what is there instead of a table.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from analytics.frames import CANONICAL
from importing.apple import is_apple_health, read_apple_health
from importing.cells import in_one_line
from importing.data_sets import open_data_sets
from importing.delimited import read_tables
from importing.json_tables import open_json
from importing.kinds import (
    data_set_of,
    is_json,
    is_our_package,
    is_web_page,
    kind_of_zip,
    what_it_is,
)
from importing.legends import files_without_tables, is_note, no_table_in, note
from importing.limits import (
    MAX_FILE_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TABLE_BYTES,
    MAX_UNPACKED_BYTES,
    megabytes,
)
from importing.other_workbooks import OLE, binary_workbook, old_workbook, open_document
from importing.parquet import read_parquet
from importing.table_logs import by_its_names
from importing.text import HeaderTest, TextTable, Unreadable
from importing.web_tables import open_web_page
from importing.workbooks import open_workbook

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # the second: a ZIP without any file
PARQUET = b"PAR1"
SHEET_OF_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD = 4_096  # bytes by which a file is told
BLANK = b"\xef\xbb\xbf \t\r\n"
DAMAGED = "is damaged: a file inside it cannot be unpacked"


Opened = Iterator[tuple[str, TextTable | Unreadable]]


def open_tables(name: str, content: bytes, is_header: HeaderTest) -> Opened:
    """Every table in a file with its name: the file's own, or with the sheet's or member's.

    Where one of several cannot be read its problem stands in its place, and the others follow.
    """
    if len(content) > MAX_FILE_BYTES:
        raise Unreadable(
            f"has {megabytes(len(content))}; up to {megabytes(MAX_FILE_BYTES)} are read, which is "
            "a diary of 20 million days"
        )
    if not content[:HEAD].strip(BLANK) and not content.strip(BLANK):
        raise Unreadable("is empty")
    if content.startswith(PARQUET):
        yield name, read_parquet(content)
    elif content.startswith(ZIPS):
        yield from _open_zip(name, content, is_header)
    elif _is_unpacked_apple_health(content):
        yield name, read_apple_health(io.BytesIO(content))
    elif content.startswith(OLE):
        yield from old_workbook(name, content, is_header)
    elif kind := data_set_of(content):
        yield from open_data_sets(name, content, kind, is_header)
    elif is_web_page(content):
        yield from open_web_page(name, content, is_header)
    elif is_json(content):
        yield from open_json(name, content)
    elif what := what_it_is(content):
        raise Unreadable(what)
    else:
        for number, table in enumerate(read_tables(content, is_header), start=1):
            yield name if number == 1 else f"{name}/table {number}", table


def _is_unpacked_apple_health(content: bytes) -> bool:
    head = content[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and is_apple_health(head)


def _open_zip(name: str, content: bytes, is_header: HeaderTest) -> Opened:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            "is damaged: it begins like a ZIP or Excel file, but cannot be opened"
        ) from error
    _check_members(members)
    names = {member.filename for member in members}
    mimetype = next((m for m in members if m.filename == "mimetype"), None)
    says = _head(archive, mimetype) if mimetype else b""
    if says.startswith(SHEET_OF_OPEN_DOCUMENT):
        yield from open_document(name, content, is_header)
        return
    if "xl/workbook.bin" in names:
        yield from binary_workbook(name, content, is_header)
        return
    if what := kind_of_zip(names, says) or by_its_names(names):
        raise Unreadable(what)
    if "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names):
        yield from open_workbook(name, content, names, is_header)
        return
    tables = [m for m in members if not PurePosixPath(m.filename).name.startswith((".", "~"))]
    tables = [m for m in tables if "__MACOSX" not in m.filename]
    apple = next((m for m in tables if _holds_apple_health(archive, m)), None)
    if apple is not None:
        yield name, _apple_health(archive, apple)
        return
    if not tables:
        raise Unreadable("is a ZIP without any file")
    if is_our_package(member.filename for member in tables):
        yield from _of_our_package(name, archive, tables, is_header)
        return
    opened = list(_members(name, archive, tables, is_header))
    readable = [(label, text) for label, text in opened if isinstance(text, TextTable)]
    others = files_without_tables(readable, is_header)
    for label, found in opened:
        if isinstance(found, TextTable) and label in others:
            found = no_table_in(found)
        yield label, found


def _members(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], is_header: HeaderTest
) -> Opened:
    """The tables of the files of an archive, each under the name of its file."""
    shorts = [PurePosixPath(member.filename).name for member in members]
    for member in members:
        short = PurePosixPath(member.filename).name
        short = member.filename if shorts.count(short) > 1 else short
        label = f"{name}/{in_one_line(short)}"
        try:
            inner = _member(archive, member)
            if inner.startswith(ZIPS) and _is_archive(inner):
                yield name, Unreadable("holds a ZIP inside the ZIP: unpack it first")
                continue
            if len(members) > 1 and is_note(member.filename, inner):
                yield label, note(inner)
                continue
            yield from open_tables(label, inner, is_header)
        except Unreadable as problem:
            yield label, problem


def _is_archive(content: bytes) -> bool:
    """Is a ZIP an archive, and neither a document of an office program nor damaged?"""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _of_our_package(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], is_header: HeaderTest
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """The records of a package that we wrote; with days, without the cycles counted from them."""
    names = {member.filename for member in members}
    wanted = {f"{table}.csv" for table in CANONICAL} & names
    if "how_many_are_alike.csv" in names:  # de-identified: its days and sessions have no dates
        wanted &= {"cycles.csv", "patients.csv"}
    elif "diary.csv" in names:
        wanted -= {"cycles.csv"}
    records = [
        member
        for member in members
        if member.filename in wanted and b"," in _head(archive, member).partition(b"\n")[0]
    ]  # of patients of whom nothing is told there are only ids
    others = [member.filename for member in members if member not in records]
    told = f"of {name}, not read, because the rest says the same: {', '.join(others)}."
    for member in records:
        for inside, text in open_tables(
            f"{name}/{member.filename}", _member(archive, member), is_header
        ):
            if isinstance(text, TextTable) and member is records[0]:
                text = replace(text, notices=(*text.notices, told))
            yield inside, text


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
        raise Unreadable(DAMAGED) from error
    except Exception as error:  # zlib raises its own class, without a common parent
        raise Unreadable(DAMAGED) from error
    if len(content) > MAX_TABLE_BYTES:
        raise Unreadable(f"holds a file of more than {megabytes(MAX_TABLE_BYTES)}")
    return content


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            return stream.read(HEAD)
    except Exception as error:  # zlib raises its own class, without a common parent
        raise Unreadable(DAMAGED) from error


def _holds_apple_health(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """By its content: the phone's language gives the file its name."""
    if not member.filename.lower().endswith(".xml"):
        return False
    return is_apple_health(_head(archive, member))


def _apple_health(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> TextTable:
    try:
        with archive.open(member) as stream:
            return read_apple_health(stream)
    except Unreadable:
        raise
    except Exception as error:  # zlib
        raise Unreadable(DAMAGED) from error
