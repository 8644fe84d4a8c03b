"""The files of the corpus as a table for docs/formats.md: ``python -m tests.corpus``."""

from __future__ import annotations

from tests.corpus.listed import LISTED
from tests.corpus.tongues import TONGUES

WORDS = {
    "days": "a day",
    "sessions": "a session",
    "attacks": "an attack",
    "periods": "a patient, a column per period",
    "months": "a month, a column per day",
    "sheets": "a day, a sheet per patient",
    "files": "a day, a file per patient",
    "muscles": "an injected muscle",
    "values": "a value",
    "counts": "a patient and session, counted",
}


def table() -> str:
    """A row for each shape, a column for each language; (1): with one answer."""
    lines = [f"| a row is | {' | '.join(TONGUES)} |", f"|---{'|---' * len(TONGUES)}|"]
    for shape, rows in LISTED.items():
        cells = []
        for code in TONGUES:
            mine = [(form, answers) for tongue, form, _, answers in rows if tongue == code]
            told = (f"{form}{f' ({len(given)})' if given else ''}" for form, given in mine)
            cells.append(", ".join(told))
        lines.append(f"| {WORDS[shape]} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
