"""What is a file that is no table? Named by what it is, with the next step."""

from __future__ import annotations

import re
from collections.abc import Iterable

_STARTS = {
    b"%PDF": "is a PDF, not a table of records",
    b"\x89PNG": "is a picture, not a table of records",
    b"\xff\xd8\xff": "is a picture, not a table of records",
    b"GIF8": "is a picture, not a table of records",
    b"\x1f\x8b": "is a gzip file: unpack it first",
    b"7z\xbc\xaf": "is a 7z file: unpack it first",
    b"Rar!": "is a RAR file: unpack it first",
    b"**COMPRESSED** **COMPRESSED**": (
        "is a SAS file of PROC CPORT: write a transport file (.xpt) or .csv from SAS"
    ),
    b"RDX": "is a file of R (.RData): write the table from R as .csv",
    b"SQLite format 3\0": "is a database, not a table of records: export it as .csv",
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
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def what_it_is(content: bytes) -> str | None:
    """The end of a sentence that begins with the file's name; None for what may be a table."""
    for start, what in _STARTS.items():
        if content.startswith(start):
            return what
    if content.startswith(_SAS) and b"CATALOG" in content[:400]:
        return "is a catalogue of SAS (.sas7bcat): it holds labels, and no table of records"
    if b"ENCRYPTEDSAV" in content[:40]:
        return "is an SPSS file that is locked by a password: save it without one"
    return _markup(content[:4096].removeprefix(b"\xef\xbb\xbf"))


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


def _markup(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode()
    if _SPREADSHEET_2003 in head and b"<" in head[:10] and b"<html" not in head.lower():
        return "is an XML spreadsheet of 2003: open it in Excel, save it as .xlsx or .csv"
    without_declaration = re.sub(rb"^\s*<\?xml.*?\?>", b"", head, flags=re.S)
    if _WEB_PAGE.match(without_declaration):
        return "is a web page, whatever its name says: open it in Excel, save it as .xlsx or .csv"
    if re.match(rb"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>/]", head):
        return "is an XML file, not a table of records"
    if re.match(rb'\s*(\{\s*"|\[\s*[\{\[])', head):
        return "is a JSON file, not a table of records: export it as .csv"
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
