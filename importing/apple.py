"""Which headache records does an Apple Health export hold? Streamed: only they are kept.

Records need no document type, and that of iOS 16 is broken: it is left out before anything is
parsed, with the characters that XML forbids. Entities are never expanded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import IO
from xml.parsers import expat  # nosec: no document type, no entity

import numpy as np
import pyarrow as pa

from importing.safe_xml import Entities, parser_without_entities
from importing.text import Lines, TextTable, Unreadable

RECORD = "HKCategoryTypeIdentifierHeadache"
ZONE = "HKTimeZone"
COLUMNS = ("startDate", "endDate", "value", ZONE)
ROOT = b"<HealthData"
CHUNK = 1 << 20
LONGEST_PROLOG = 1_000_000  # characters before the first record: a document type has some thousand

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_OPEN_REFERENCE = re.compile(r"&#?x?[0-9a-fA-F]{0,7}$")
_ROOT = re.compile(r"<HealthData[\s>/]")
_UNDEFINED_ENTITY = 11  # XML_ERROR_UNDEFINED_ENTITY


def is_apple_health(head: bytes) -> bool:
    """Does an XML file begin as Apple's export does?"""
    return b"<!DOCTYPE HealthData" in head or ROOT in head


def read_apple_health(stream: IO[bytes]) -> TextTable:
    """One row a headache record, with the zone in which it was recorded where there is one."""
    rows: list[list[str]] = []
    try:
        _follow(stream, rows)
    except Entities as error:
        raise Unreadable(
            "holds XML entities: an Apple Health export has none; not opened"
        ) from error
    except expat.ExpatError as error:
        if error.code == _UNDEFINED_ENTITY:
            raise Unreadable(
                "holds XML entities: an Apple Health export has none; not opened"
            ) from error
        raise Unreadable("holds an Apple Health export that is cut off or damaged") from error
    if not rows:
        raise Unreadable("is an Apple Health export without any headache record")
    columns = {
        name: pa.array([row[place] for row in rows], pa.string())
        for place, name in enumerate(COLUMNS)
    }
    lines = Lines(total=len(rows), rows=len(rows))
    return TextTable(columns, np.arange(1, len(rows) + 1), lines=lines)


def _follow(stream: IO[bytes], rows: list[list[str]]) -> None:
    """Collect the records while the document streams by."""
    depth = 0
    inside = 0  # the depth of the headache record that is open, 0 for none

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth, inside
        depth += 1
        if name == "Record" and given.get("type") == RECORD:
            inside = depth
            rows.append([given.get(column, "") for column in COLUMNS[:3]] + [""])
        elif inside and name == "MetadataEntry" and given.get("key") == ZONE:
            rows[-1][3] = given.get("value", "")

    def end(name: str) -> None:
        nonlocal depth, inside
        if depth == inside:
            inside = 0
        depth -= 1

    parser = parser_without_entities()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    for text in _without_document_type(_allowed(stream)):
        parser.Parse(text, False)
    parser.Parse("", True)


def _allowed(stream: IO[bytes]) -> Iterator[str]:
    """The text in pieces, without the characters that XML forbids, written out or as numbers."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    kept = ""
    while True:
        chunk = stream.read(CHUNK)
        text = kept + decoder.decode(chunk, not chunk)
        opened = _OPEN_REFERENCE.search(text[-12:]) if chunk else None
        kept = opened[0] if opened else ""
        text = text[: len(text) - len(kept)]
        yield _REFERENCE.sub(_allowed_reference, _FORBIDDEN.sub("", text))
        if not chunk:
            return


def _allowed_reference(found: re.Match[str]) -> str:
    point = int(found[1], 16) if found[1] else int(found[2])
    allowed = point in (9, 10, 13) or 32 <= point < 0xD800 or 0xE000 <= point < 0xFFFE
    return found[0] if allowed or 0x10000 <= point <= 0x10FFFF else ""


def _without_document_type(pieces: Iterable[str]) -> Iterator[str]:
    """The document from its first element on: what stands before it defines nothing."""
    prolog: str | None = ""
    for text in pieces:
        if prolog is None:
            yield text
            continue
        prolog += text
        if root := _ROOT.search(prolog):
            yield prolog[root.start() :]
            prolog = None
        elif len(prolog) > LONGEST_PROLOG:
            return
