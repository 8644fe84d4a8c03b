"""Is O a yes? Beside N it is, as in oui and non: letters and marks that fit one pair."""

from __future__ import annotations

from collections.abc import Iterator

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.flag_words import meanings


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.flag_columns():
        found = _letters(cells, column)
        if found:
            shown = ", ".join(f"'{word}' is read as {said}" for word, said in sorted(found.items()))
            yield Sign(
                f"{column}: {shown}, as a pair: no other word stands beside them.",
                (("pair", "as a pair"),),
                column,
            )


def _letters(cells: Cells, column: str) -> dict[str, int]:
    """What the letters of a pair mean here; none where the column's words are known as they are."""
    coded = cells.choices.missing_codes
    words = {text.lower() for text in cells.texts(column) if text not in coded}
    found = meanings(words)
    return found if set(found) - set(FLAG_WORDS) else {}


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    found = _letters(cells, sign.column)
    coded = cells.choices.missing_codes

    def meaning(text: str) -> str:
        said = None if text in coded else found.get(text.lower())
        return text if said is None else str(said)

    return cells.rewritten(sign.column, meaning)


DOUBT = Doubt("letters_for_yes_and_no", LooksAt.COLUMN, signs, read)
