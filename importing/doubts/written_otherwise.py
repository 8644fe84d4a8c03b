"""Are the dates of a column written in a way that nobody here knows?

Where most of them are, it is said once, and not of each row: the file is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.cells import EARLIEST, LATEST, quoted
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.missing_words import MISSING_WORDS, OPEN
from importing.moments import possible_days
from importing.text import Unreadable
from words.numbers import counted

REFUSED = "refused"
FEW = 3  # rows: these few are set aside one by one
_NO_YEAR = re.compile(r"\d{1,2}[./-] ?\d{1,2}\.?|\d{1,2}\.? [^\W\d_]{3,9}\.?")
KNOWN = "2024-06-18, 18.06.2024, 06/18/2024 or 18 Jun 2024"


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None:
        return
    needed = [c.name for c in cells.spec.columns if c.kind == "date" and c.required]
    for column in (name for name in needed if name in cells):
        texts = {
            t: n
            for t, n in cells.texts(column).items()
            if t.lower() not in (*MISSING_WORDS, *OPEN) and t not in cells.choices.missing_codes
        }
        unread = {text: n for text, n in texts.items() if not _is_date(text)}
        rows = sum(unread.values())
        if rows < FEW or rows * 2 <= sum(texts.values()):
            continue
        example = next(iter(unread))
        if all(_NO_YEAR.fullmatch(text) for text in unread):
            why = f"{column} has no year (such as '{example}')"
        else:
            why = f"{column} is not a date{_such(example)}"
        yield Sign(
            f"has {counted(rows, 'row')} of {sum(texts.values()):,} in which {why}: write it as "
            f"{KNOWN}",
            ((REFUSED, "not used"),),
            column,
            cells.rows_where(cells.where_text(column, unread.__contains__)),
        )


def _such(example: str) -> str:
    """The date as it is written, where it is one: anything else may be a note."""
    return f", such as {quoted(example)}" if quoted(example) != "this text" else ""


def _is_date(text: str) -> bool:
    return any(EARLIEST <= day <= LATEST for day in possible_days(text))


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    raise Unreadable(sign.sentence)


DOUBT = Doubt("written_otherwise", LooksAt.COLUMN, signs, read)
