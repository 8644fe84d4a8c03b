"""Every file of the corpus: its shape, language, form and look, and the answers that it needs."""

from __future__ import annotations

from tests.corpus.shapes import Filed, Look, filed

Answers = tuple[tuple[str, ...], ...]


def _of(
    code: str, form: str, *answers: tuple[str, ...], **look: object
) -> tuple[str, str, Look, Answers]:
    return code, form, Look(**look), answers  # type: ignore[arg-type]


ALONE = ("observed", "attacks_only")  # of days without an attack nothing is known

LISTED = {
    "days": (
        _of("en", "comma.csv", digits=True),
        _of("de", "semicolon.csv", dates="dots", titles=2),
        _of("fr", "latin.csv", dates="words"),
        _of("es", "xlsx", dates="own", titles=3, below=True),
        _of("it", "html.xls", dates="slashes"),
        _of("nl", "ods", dates="own", merged=True),
        _of("pt", "xls", dates="own", titles=1),
        _of("da", "tab.txt", dates="dots"),
        _of("sv", "json", digits=True),
        _of("en", "sav", digits=True),
        _of("de", "dta", digits=True, dates="own"),
        _of("fr", "xpt", digits=True),
        _of("en", "comma.csv", dates="dashed"),
        _of("de", "semicolon.csv", ("day_numbers", "1900"), dates="serial", digits=True),
        _of("nl", "xlsx", dates="compact", grouped=True),
        _of("pt", "latin.csv", dates="words", below=True),
    ),
    "sessions": (
        _of("en", "xlsx", dates="own", titles=1),
        _of("de", "semicolon.csv", dates="dots"),
        _of("fr", "latin.csv", dates="words"),
        _of("es", "xls", dates="own", titles=2),
        _of("it", "ods", dates="own", below=True),
        _of("nl", "json"),
        _of("pt", "tab.txt", dates="compact"),
        _of("da", "html.xls", dates="dots", merged=True),
        _of("sv", "semicolon.csv", dates="words"),
        _of("en", "sav", dates="own"),
    ),
    "attacks": (
        _of("en", "comma.csv", ALONE),
        _of("de", "semicolon.csv", ALONE, dates="dots"),
        _of("fr", "latin.csv", ALONE, dates="slashes"),
        _of("es", "xlsx", ALONE),
        _of("it", "html.xls", ALONE, dates="slashes"),
        _of("nl", "ods", ALONE),
        _of("pt", "xls", ALONE, dates="slashes"),
        _of("da", "tab.txt", ALONE, dates="dots"),
        _of("sv", "json", ALONE),
    ),
    "periods": (
        _of("en", "comma.csv", titles=2),
        _of("de", "xlsx", titles=1, below=True),
        _of("fr", "latin.csv"),
        _of("es", "xls", titles=3),
        _of("it", "ods"),
        _of("nl", "html.xls"),
        _of("pt", "tab.txt"),
        _of("da", "json"),
        _of("sv", "semicolon.csv", below=True),
    ),
    "months": (
        _of("en", "xlsx", titles=1, merged=True),
        _of("de", "semicolon.csv"),
        _of("fr", "latin.csv"),
        _of("es", "xls"),
        _of("it", "ods", merged=True),
        _of("nl", "html.xls"),
        _of("pt", "tab.txt", titles=2),
        _of("da", "comma.csv"),
        _of("sv", "xlsx"),
    ),
    "sheets": (
        _of("en", "xlsx", dates="own"),
        _of("de", "xls", dates="own", whose="cell"),
        _of("es", "ods", dates="own"),
        _of("it", "xlsx", dates="dots", whose="cell"),
        _of("nl", "xlsx", dates="own", titles=1),
        _of("sv", "ods", dates="own", whose="cell"),
    ),
    "files": (
        _of("en", "comma.csv", digits=True),
        _of("de", "semicolon.csv", dates="dots", whose="cell"),
        _of("fr", "latin.csv", dates="words"),
        _of("es", "xlsx", dates="own"),
        _of("pt", "json"),
        _of("da", "html.xls", dates="dots"),
        _of("en", "sav", digits=True, dates="own"),
    ),
    "muscles": (
        _of("en", "comma.csv"),
        _of("de", "semicolon.csv", dates="dots"),
        _of("fr", "latin.csv", dates="slashes"),
        _of("es", "xlsx", dates="own", titles=1),
        _of("it", "ods", dates="own", merged=True),
        _of("nl", "xls", dates="own"),
        _of("pt", "html.xls", dates="dots"),
        _of("sv", "json"),
    ),
    "values": (
        _of("en", "comma.csv", digits=True),
        _of("de", "semicolon.csv", dates="dots"),
        _of("fr", "latin.csv", dates="slashes"),
        _of("es", "xlsx", dates="own"),
        _of("it", "json", digits=True),
        _of("nl", "ods", dates="own"),
        _of("da", "tab.txt", dates="dots"),
        _of("sv", "xls", dates="own"),
    ),
    "counts": (
        _of("en", "comma.csv"),
        _of("de", "xlsx", titles=2),
        _of("fr", "latin.csv", ("ids_once_a_block", "fill_down"), merged=True),
        _of("es", "html.xls"),
        _of("it", "json"),
        _of("nl", "ods", merged=True),
        _of("pt", "tab.txt", titles=1),
        _of("da", "xls"),
        _of("sv", "semicolon.csv"),
        _of("en", "dta"),
    ),
}  # fmt: skip


def every() -> list[Filed]:
    """All of them, made anew."""
    return [
        filed(shape, code, form, look, *answers)
        for shape, rows in LISTED.items()
        for code, form, look, answers in rows
    ]


def first_of(shape: str) -> Filed:
    """One of each shape."""
    code, form, look, answers = LISTED[shape][0]
    return filed(shape, code, form, look, *answers)
