"""A column is hidden beside a visible one of the same name: which of them counts?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from importing.columns import own_names
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.sheets import HIDDEN

VISIBLE, THE_HIDDEN = "visible", "hidden"


def _meant(header: str) -> str:
    return own_names([header.removesuffix(HIDDEN)])[0]


def signs(found: Found) -> Iterator[Sign]:
    hidden = found.text.facts.hidden_columns
    if not hidden or not found.would_be_read:
        return
    for column in found.headers:
        if column in hidden or not (twin := _twin(found, column)):
            continue
        yield Sign(
            f"{column}: a hidden column of the sheet has the same name ({twin}). Which of the two "
            "counts?",
            ((VISIBLE, "the visible column"), (THE_HIDDEN, "the hidden column")),
            column,
        )


def _twin(found: Found, column: str) -> str:
    hidden = found.text.facts.hidden_columns
    return next((h for h in found.headers if h in hidden and _meant(h) == _meant(column)), "")


def read(found: Found, sign: Sign, reading: str) -> Found:
    twin = _twin(found, sign.column)
    columns = dict(found.text.columns)
    if reading == THE_HIDDEN:
        columns[sign.column] = columns[twin]
    del columns[twin]
    return replace(found, text=replace(found.text, columns=columns))


DOUBT = Doubt("hidden_columns", LooksAt.FILE, signs, read)
