"""Is NA in a flag a missing value, or a question that did not apply?

An id NA is an id, and a site NA a site. In numbers and dates NA has one reading.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.missing_words import MISSING_WORDS, OPEN
from words.numbers import counted

MISSING, NO = "missing", "no"
NEVER_BLANK = ("recorded_days", "assumed_free")  # a blank there says something else


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None:
        return
    for column in cells.spec.columns:
        if column.name not in cells or column.kind in ("id", "text") or column.required:
            continue
        if column.name in NEVER_BLANK or cells.table == "cycles":
            continue
        texts = cells.texts(column.name)
        found = {text: n for text, n in texts.items() if _is_missing(text, cells)}
        if not found:
            continue
        shown = " and ".join(f"'{text}'" for text in sorted(found)[:3])
        count = sum(found.values())
        may_be_no = any(text.lower() in OPEN for text in found) and any(
            text.lower() in FLAG_WORDS for text in texts
        )
        if column.kind == "flag" and may_be_no:
            hold = counted(count, "cell holds", "cells hold")
            yield Sign(
                f"{column.name}: {hold} {shown}: are they missing, or a no?",
                ((MISSING, f"{shown} is missing: not recorded"), (NO, f"{shown} is a no")),
                column.name,
            )
        else:
            yield Sign(
                f"{column.name}: {shown} is read as a blank ({counted(count, 'cell')}).",
                ((MISSING, "a blank"),),
                column.name,
            )


def _is_missing(text: str, cells: Cells) -> bool:
    return (
        text.lower() in OPEN or text.lower() in MISSING_WORDS
    ) and text not in cells.choices.missing_codes


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    def meaning(text: str) -> str:
        if not _is_missing(text, cells):
            return text
        return "0" if reading == NO and text.lower() in OPEN else ""

    return cells.rewritten(sign.column, meaning)


DOUBT = Doubt("words_for_missing", LooksAt.COLUMN, signs, read)
