"""Which cells of an .xls or .xlsb hold an error, as #DIV/0!, and which one?

The reader of their values gives a blank for each. Their records are walked through for those alone;
a file in which they cannot be followed is told of none, as its reader may still know its values.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

Errors = dict[tuple[int, int], str]  # by row and column, from 1
Record = tuple[int, bytes]  # its kind, what it holds

SAID = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_END_OF_CHAIN = 0xFFFFFFFA  # a sector number from here on is none
_BOUNDSHEET, _BOF, _EOF, _FORMULA, _BOOLEAN_OR_ERROR = 0x85, 0x809, 0x0A, 0x06, 0x205
_BUNDLE, _ROW, _ERROR, _FORMULA_OF_ERROR = 156, 0, 3, 11
_SHEET_CELLS = (145, 146)  # where they begin and end
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_NAMED = re.compile(rb'\b(Id|Target)="([^"]*)"')


def in_old_workbook(content: bytes) -> list[Errors]:
    """The errors in each sheet of an .xls, in their order."""
    try:
        stream = _workbook_stream(content)
        starts = [
            struct.unpack_from("<I", held)[0]
            for kind, held in _old_records(stream, 0)
            if kind == _BOUNDSHEET and held[5] == 0
        ]
        return [_old_errors(stream, start) for start in starts]
    except (struct.error, IndexError):
        return []


def in_binary_workbook(parts: Mapping[str, bytes]) -> list[Errors]:
    """The errors in each sheet of an .xlsb, in their order; ``parts``: what its package holds."""
    try:
        relations = dict(_relations(parts.get("xl/_rels/workbook.bin.rels", b"")))
        found = []
        for kind, held in records(parts.get("xl/workbook.bin", b"")):
            if kind == _BUNDLE:
                length = struct.unpack_from("<I", held, 8)[0]
                part = relations.get(held[12 : 12 + 2 * length].decode("utf-16-le"), "")
                if "worksheets/" in part:
                    found.append(_binary_errors(parts.get(part, b"")))
    except (struct.error, IndexError, UnicodeDecodeError):
        return []
    return found


def records(part: bytes) -> Iterator[Record]:
    """The records of a part of an .xlsb."""
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80 and at < len(part):
            kind, at = kind & 0x7F | (part[at] & 0x7F) << 7, at + 1
        size = 0
        for place in range(4):
            more = part[at] if at < len(part) else 0
            size |= (more & 0x7F) << 7 * place
            at += 1
            if not more & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _binary_errors(part: bytes) -> Errors:
    found: Errors = {}
    row, inside = 0, False
    for kind, held in records(part):
        if kind in _SHEET_CELLS:
            inside = kind == _SHEET_CELLS[0]
        elif inside and kind == _ROW:
            row = struct.unpack_from("<I", held)[0]
        elif inside and kind in (_ERROR, _FORMULA_OF_ERROR):
            column = struct.unpack_from("<I", held)[0]
            found[row + 1, column + 1] = SAID.get(held[8], "#ERROR!")
    return found


def _relations(part: bytes) -> Iterator[tuple[str, str]]:
    for relation in _RELATION.findall(part):
        told = {name: value.decode("utf-8", "replace") for name, value in _NAMED.findall(relation)}
        target = told.get(b"Target", "")
        yield told.get(b"Id", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _old_records(stream: bytes, start: int) -> Iterator[Record]:
    """The records of a sheet, or of the workbook, without those of a chart in it."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + size]
        if depth < 1:
            return
        start += 4 + size


def _old_errors(stream: bytes, start: int) -> Errors:
    found: Errors = {}
    for kind, held in _old_records(stream, start):
        code = None
        if kind == _BOOLEAN_OR_ERROR and held[7]:
            code = held[6]
        elif kind == _FORMULA and held[6] == 2 and held[12:14] == b"\xff\xff":
            code = held[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", held)
            found[row + 1, column + 1] = SAID.get(code, "#ERROR!")
    return found


def _workbook_stream(content: bytes) -> bytes:
    """The stream of a compound file that holds the workbook."""
    size = 1 << struct.unpack_from("<H", content, 30)[0] % 32

    def of(chain: list[int]) -> bytes:
        return b"".join(content[(one + 1) * size : (one + 2) * size] for one in chain)

    tables = [*struct.unpack_from("<109I", content, 76)]
    folders, _, least, smalls, _, further, most = struct.unpack_from("<7I", content, 48)
    for _ in range(min(most, len(content) // size)):
        more = _numbers(of([further]))
        tables += more[:-1]
        further = more[-1]
    sectors = _numbers(of([one for one in tables if one < _END_OF_CHAIN]))
    folder = of(_chain(sectors, folders))
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    names = ["Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")]
    entry = next((one for name in names for one in entries if one.startswith(name + b"\0\0")), b"")
    first, length = struct.unpack_from("<II", entry, 116)
    if length >= least:
        return of(_chain(sectors, first))[:length]
    small = of(_chain(sectors, struct.unpack_from("<I", entries[0], 116)[0]))
    smaller = 1 << struct.unpack_from("<H", content, 32)[0] % 32
    chains = _numbers(of(_chain(sectors, smalls)))
    return b"".join(small[one * smaller : (one + 1) * smaller] for one in _chain(chains, first))[
        :length
    ]


def _numbers(content: bytes) -> list[int]:
    return [*struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])]


def _chain(next_ones: list[int], first: int) -> list[int]:
    """The numbers of sectors, one after the other; each stands once in a chain."""
    found: list[int] = []
    while first < _END_OF_CHAIN and len(found) <= len(next_ones):
        found.append(first)
        first = next_ones[first]
    return found
