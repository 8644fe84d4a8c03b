"""What is a file that is no table? Named by what it is, with the next step."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable
from typing import Any

_STARTS = {
    b"%PDF": "is a PDF, not a table of records",
    b"\x89PNG": "is a picture, not a table of records",
    b"\xff\xd8\xff": "is a picture, not a table of records",
    b"GIF8": "is a picture, not a table of records",
    b"7z\xbc\xaf": "is a 7z file: unpack it first",
    b"Rar!": "is a RAR file: unpack it first",
    b"**COMPRESSED** **COMPRESSED**": (
        "is a SAS file of PROC CPORT: write a transport file (.xpt) or .csv from SAS"
    ),
    b"SQLite format 3\0": "is a database, not a table of records: export it as .csv",
    b"MIME-Version:": "is a web archive (.mht): open it in Excel, save it as .xlsx or .csv",
    b"{\\rtf": "is a text document (RTF), not a table of records",
}
_DATA_SETS = {
    b"$FL2": "sav",
    b"$FL3": "sav",
    b"ASCII SPSS PORT FILE": "por",
    b"<stata_dta>": "dta",
    b"HEADER RECORD*******LIB": "xpt",
}
_SAS = b"\0" * 12 + b"\xc2\xea\x81\x60"
_SPSS_PORT, _PORT_AT = b"SPSSPORT", slice(440, 500)  # whatever letters stand before it
_OLD_STATA = re.compile(rb"[\x69\x6c\x6e\x6f\x71-\x73][\x01\x02]\x01\x00")
_WEB_PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|table)\b", re.I | re.S
)
_DECLARATION = re.compile(rb"^\s*<\?xml.*?\?>", re.S)
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_PACKED: dict[bytes, tuple[str, Callable[[], Any]]] = {  # as R packs its files, too
    b"\x1f\x8b": ("a gzip", lambda: zlib.decompressobj(31)),
    b"BZh91AY&SY": ("a bzip2", bz2.BZ2Decompressor),
    b"\xfd7zXZ\0": ("an xz", lambda: lzma.LZMADecompressor(memlimit=100_000_000)),
}
_R_DATA, _R_OBJECT = re.compile(rb"RD[AX][1-9]\n"), re.compile(rb"X\n\0\0\0[\2\3]")
_IN_R = 'write.csv({}, "table.csv", row.names = FALSE, na = ""), then load table.csv here'
OF_R = f"is a file of R (.RData): in R load the file, save its table by {_IN_R}"
AN_OBJECT_OF_R = f"is a file of R (.rds): in R save its table by {_IN_R}"


def _of_r(content: bytes) -> str | None:
    """A file of R, packed or not; only its first bytes are unpacked."""
    packed = next((start for start in _PACKED if content.startswith(start)), None)
    first = content[:100]
    if packed is not None:
        try:
            first = _PACKED[packed][1]().decompress(content[:1_000_000], 100)
        except (zlib.error, OSError, EOFError, lzma.LZMAError):
            first = b""
    if _R_DATA.match(first):
        return OF_R.format("the_table")
    if _R_OBJECT.match(first):
        return AN_OBJECT_OF_R.format('readRDS("the_file.rds")')
    return f"is {_PACKED[packed][0]} file: unpack it first" if packed is not None else None


def what_it_is(content: bytes) -> str | None:
    """The end of a sentence that begins with the file's name; None for what may be a table."""
    for start, what in _STARTS.items():
        if content.startswith(start):
            return what
    if of_r := _of_r(content):
        return of_r
    if content.startswith(_SAS) and b"CATALOG" in content[:400]:
        return "is a catalogue of SAS (.sas7bcat): it holds labels, and no table of records"
    if b"ENCRYPTEDSAV" in content[:40]:
        return "is an SPSS file that is locked by a password: save it without one"
    return _markup(_head(content))


def data_set_of(content: bytes) -> str | None:
    """Which kind of data set a file of SPSS, Stata or SAS is, by its first bytes."""
    for start, kind in _DATA_SETS.items():
        if content.startswith(start):
            return kind
    if content.startswith(_SAS):
        return "sas7bdat" if b"CATALOG" not in content[:400] else None
    if _OLD_STATA.match(content):
        return "dta"
    return "por" if _SPSS_PORT in content[_PORT_AT] else None


def is_web_page(content: bytes) -> bool:
    """Does it begin as HTML does? A page of Excel names its namespaces first."""
    head = _head(content)
    return _WEB_PAGE.match(_DECLARATION.sub(b"", head)) is not None


def is_json(content: bytes) -> bool:
    """Does it begin as a JSON object, or a list of objects or lists, does?"""
    return re.match(rb'\s*(\{\s*"|\[\s*[\{\[])', _head(content)) is not None


def _head(content: bytes) -> bytes:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode()
    return head


def _markup(head: bytes) -> str | None:
    if _SPREADSHEET_2003 in head and b"<" in head[:10] and b"<html" not in head.lower():
        return "is an XML spreadsheet of 2003: open it in Excel, save it as .xlsx or .csv"
    if re.match(rb"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>/]", head):
        return "is an XML file, not a table of records"
    return None


OURS = {"cycles.csv", "dictionary.csv", "settings.json", "README.txt"}


def is_our_package(names: Iterable[str]) -> bool:
    """Is it data.zip, or its de-identified twin?"""
    return set(names) >= OURS


def kind_of_zip(names: set[str], mimetype: bytes) -> str | None:
    """The same for an archive; ``mimetype``: what its member of that name says."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "is an OpenDocument text or slides, not a table of records"
    if "word/document.xml" in names:
        return "is a Word document, not a table of records"
    if "ppt/presentation.xml" in names:
        return "is a PowerPoint file, not a table of records"
    if "Index/Document.iwa" in names:
        return "is a file of Apple's Numbers or Pages: export it as .xlsx or .csv"
    return None
