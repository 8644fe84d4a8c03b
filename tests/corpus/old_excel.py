"""A workbook of Excel 97 (.xls), written byte by byte: cells, dates and merged cells, no more."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import date

from tests.corpus.tongues import DAYS_FROM

SECTOR = 512
FREE, END, OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096  # a shorter stream would lie in another part of the file
Rows = Sequence[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Sheets of rows; ``merged``: (first row, last row, first column, last column) of each."""
    bodies = [_sheet(rows, merged) for rows in sheets.values()]
    names = [_bound(0, title) for title in sheets]
    styles = _record(0x31, bytes(15) + b"\x01\x00A") + _style(0) + _style(14)
    opening = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + styles
    at = len(opening) + sum(map(len, names)) + 4
    placed = b""
    for body, title in zip(bodies, sheets, strict=True):
        placed += _bound(at, title)
        at += len(body)
    return _file(opening + placed + _record(0x0A, b"") + b"".join(bodies))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _style(shown: int) -> bytes:
    """A cell's look: 0 as it stands, 14 as a date."""
    return _record(0xE0, struct.pack("<HH", 0, shown) + bytes(16))


def _bound(at: int, title: str) -> bytes:
    head = struct.pack("<IBBBB", at, 0, 0, len(title), 1)
    return _record(0x85, head + title.encode("utf-16-le"))


def _sheet(rows: Rows, merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    width = max(map(len, rows))
    body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    body += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, row in enumerate(rows):
        body += b"".join(_cell(r, c, value) for c, value in enumerate(row))
    if merged:
        boxes = b"".join(struct.pack("<HHHH", *box) for box in merged)
        body += _record(0xE5, struct.pack("<H", len(merged)) + boxes)
    return body + _record(0x0A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    if value is None or value == "":
        return b""
    if isinstance(value, date):
        return _record(0x203, struct.pack("<HHHd", row, column, 1, (value - DAYS_FROM).days))
    if isinstance(value, int | float):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value)
    head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return _record(0x204, head + text.encode("utf-16-le"))


def _file(stream: bytes) -> bytes:
    """The stream *Workbook* in a compound file: its table of sectors, its names, its sectors."""
    stream = stream.ljust(max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    long = len(stream) // SECTOR
    tables = 1
    while tables * (SECTOR // 4) < tables + 1 + long:
        tables += 1
    first = tables + 1  # behind the table and the names
    chain = [OF_TABLE] * tables + [END] + [*range(first + 1, first + long), END]
    chain += [FREE] * (tables * (SECTOR // 4) - len(chain))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, SMALLEST, END, 0, END, 0)
    head += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    names = _named("Root Entry", 5, END, 0, child=1) + _named("Workbook", 2, first, len(stream))
    return head + struct.pack(f"<{len(chain)}I", *chain) + names.ljust(SECTOR, b"\0") + stream


def _named(name: str, kind: int, first: int, length: int, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", FREE, FREE, child) + bytes(36)
    return entry + struct.pack("<IQ", first, length)
