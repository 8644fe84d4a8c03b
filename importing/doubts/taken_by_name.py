"""What does the name of a drug mean where yes or no was expected? That it was taken.

A blank beside such names says nothing: none was taken only where the diary says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.drug_names import drug_in
from words.numbers import counted

COLUMN, TAKEN = "acute_medication", "taken"
NAMED = 3  # examples


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "diary" or COLUMN not in cells:
        return
    texts = cells.texts(COLUMN)
    named = {text: n for text, n in texts.items() if _is_taken(text)}
    if not named:
        return
    examples = ", ".join([*dict.fromkeys(drug_in(text) for text in named)][:NAMED])
    blanks = cells.blanks(COLUMN)
    rest = f" {counted(blanks, 'blank cell')} {'is' if blanks == 1 else 'are'} not recorded."
    yield Sign(
        f"{COLUMN}: {counted(sum(named.values()), 'cell')} with the name or the dose of a drug "
        f"({examples}): medication was taken.{rest if blanks else ''}",
        ((TAKEN, "a drug that is named was taken"),),
        COLUMN,
    )


def _is_taken(text: str) -> bool:
    return text.lower() not in FLAG_WORDS and bool(drug_in(text))


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(COLUMN, lambda text: "1" if _is_taken(text) else text)


DOUBT = Doubt("taken_by_name", LooksAt.COLUMN, signs, read)
