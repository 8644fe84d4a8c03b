"""What is a file that is no table? Named by what it is, with the next step."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OLE = b"\xd0\xcf\x11\xe0"
_STARTS = {
    b"%PDF": "is a PDF, not a table of records",
    b"\x89PNG": "is a picture, not a table of records",
    b"\xff\xd8\xff": "is a picture, not a table of records",
    b"GIF8": "is a picture, not a table of records",
    b"\x1f\x8b": "is a gzip file: unpack it first",
    b"7z\xbc\xaf": "is a 7z file: unpack it first",
    b"Rar!": "is a RAR file: unpack it first",
    b"$FL2": "is an SPSS file (.sav): save it in SPSS as .csv or .xlsx",
    b"$FL3": "is an SPSS file (.zsav): save it in SPSS as .csv or .xlsx",
    b"ASCII SPSS PORT FILE": "is an SPSS file (.por): save it in SPSS as .csv or .xlsx",
    b"<stata_dta>": "is a Stata file (.dta): export it from Stata as .csv or .xlsx",
    b"HEADER RECORD*******LIB": "is a SAS transport file (.xpt): export it from SAS as .csv",
    b"\0" * 12 + b"\xc2\xea\x81\x60": "is a SAS file (.sas7bdat): export it from SAS as .csv",
    b"RDX": "is a file of R (.RData): write the table from R as .csv",
    b"SQLite format 3\0": "is a database, not a table of records: export it as .csv",
    b"{\\rtf": "is a text document (RTF), not a table of records",
}
_OLD_STATA = re.compile(rb"[\x69\x6c\x6e\x6f\x71-\x73][\x01\x02]\x01\x00")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|table)\b", re.I | re.S
)
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def what_it_is(content: bytes) -> str | None:
    """The end of a sentence that begins with the file's name; None for what may be a table."""
    if content.startswith(_OLE):
        if _LOCKED in content:
            return "is locked by a password: open it, save it without one"
        return "is an old Excel file (.xls) or another old Office file: save it as .xlsx or .csv"
    for start, what in _STARTS.items():
        if content.startswith(start):
            return what
    if _OLD_STATA.match(content):
        return "is a Stata file (.dta): export it from Stata as .csv or .xlsx"
    return _markup(content[:4096].removeprefix(b"\xef\xbb\xbf"))


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
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "is an OpenDocument sheet (.ods): save it as .xlsx or .csv"
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "is an OpenDocument text or slides, not a table of records"
    if "xl/workbook.bin" in names:
        return "is a binary Excel workbook (.xlsb): save it as .xlsx or .csv"
    if "word/document.xml" in names:
        return "is a Word document, not a table of records"
    if "ppt/presentation.xml" in names:
        return "is a PowerPoint file, not a table of records"
    if "Index/Document.iwa" in names:
        return "is a file of Apple's Numbers or Pages: export it as .xlsx or .csv"
    return None
