"""A cell with an error is no blank one in any workbook: it is asked about."""

import io
import struct
import zipfile

import pytest

from importing import Source, read_records
from importing.error_cells import SAID, in_binary_workbook, in_old_workbook, records
from tests.make_formats import STORED

DIVIDED, NOT_THERE = 0x07, 0x2A
HEADACHE = 2  # the column of it in the stored diaries, from 0
EVERY = 5


def binary_with(code: int) -> bytes:
    """The stored .xlsb with an error in every fifth cell of headache."""
    given = zipfile.ZipFile(STORED / "diary.xlsb")
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for part in given.namelist():
            held = given.read(part)
            made.writestr(part, sheet_with(held, code) if "sheets/sheet" in part else held)
    return sink.getvalue()


def sheet_with(part: bytes, code: int) -> bytes:
    out, row = b"", 0
    for kind, held in records(part):
        if kind == 0:
            row = struct.unpack_from("<I", held)[0]
        in_headache = 1 < kind < 8 and struct.unpack_from("<I", held)[0] == HEADACHE
        if in_headache and row and row % EVERY == 0:
            kind, held = 3, held[:8] + bytes([code])
        name = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        size = len(held)
        assert size < 1 << 14
        out += name + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + held
    return out


def old_with(code: int) -> bytes:
    """The stored .xls with the same: its cells of numbers stand together, one record a row."""
    content = (STORED / "diary.xls").read_bytes()
    at = 0
    while (at := content.find(b"\xbd\x00", at + 1)) > 0:
        size, row, column = struct.unpack_from("<HHH", content, at + 2)
        count = (size - 6) // 6
        if size > 30 or size % 6 or column != 1 or row % EVERY or not row or count < 2:
            continue
        day = content[at + 8 : at + 14]
        made = struct.pack("<HHHH", 0x27E, 10, row, 1) + day
        left = size + 4 - len(made) - 4
        error = struct.pack("<HHHBB", row, HEADACHE, 15, code, 1).ljust(left, b"\0")
        made += struct.pack("<HH", 0x205, left) + error
        content = content[:at] + made + content[at + size + 4 :]
    return content


WITH_ERRORS = {"diary.xls": old_with, "diary.xlsb": binary_with}


@pytest.mark.parametrize("code", [DIVIDED, NOT_THERE])
@pytest.mark.parametrize("name", WITH_ERRORS)
def test_an_error_is_asked_about(name, code):
    content = WITH_ERRORS[name](code)
    _, report = read_records([Source(name, content)])
    (question,) = report.questions
    assert question.column == "headache"
    assert SAID[code] in question.text
    assert "12 " in question.text


def test_what_no_errors_can_be_seen_in_has_none():
    for name, seen in (("diary.xls", in_old_workbook), ("diary.ods", in_old_workbook)):
        content = (STORED / name).read_bytes()
        for cut in range(0, len(content), 199):
            assert all(not errors for errors in seen(content[:cut]))
    parts = {"xl/workbook.bin": b"\x9c\x01\x08" + b"\xff" * 8}
    assert in_binary_workbook(parts) == []
    assert in_binary_workbook({}) == []
