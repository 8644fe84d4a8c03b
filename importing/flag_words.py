"""Which letters and marks are a yes or a no only beside each other?

An o alone is a letter; o and n in one column are oui and non. A cross is a no beside a check mark,
and a mark like any other without one.
"""

from __future__ import annotations

from collections.abc import Collection

from importing.cells import FLAG_WORDS
from importing.missing_words import MISSING_WORDS, OPEN

PAIRS = (
    (("o",), ("n",)),  # oui, non
    (("s",), ("n",)),  # sí, sì, sim; no, não
    (("v",), ("f",)),  # vrai, verdadero, vero; faux, falso
    (("w",), ("f",)),  # wahr, falsch
    (("t",), ("f",)),  # true, false, as R writes them
    (("+",), ("-", "–", "−")),
    (("✓", "✔", "✔\ufe0f", "✅", "√"), ("✗", "✘", "❌", "✕", "×")),
    (("☑", "☑\ufe0f"), ("☒",)),
    (("☒",), ("☐",)),
)


def meanings(words: Collection[str]) -> dict[str, int]:
    """What the words of one column mean, as far as they have one reading: 1 is yes, 0 is no.

    Words in lower case. Letters of a pair count where both of it are there, and nothing else that
    is neither a known word nor one for missing.
    """
    known = {word: FLAG_WORDS[word] for word in words if word in FLAG_WORDS}
    found = {pair for pair in PAIRS if _fits(pair, set(words), known)}
    if len(found) != 1:
        return known
    yes, no = found.pop()
    return {
        **known,
        **{word: 1 for word in words if word in yes},
        **{word: 0 for word in words if word in no},
    }


def _fits(
    pair: tuple[tuple[str, ...], tuple[str, ...]], words: set[str], known: dict[str, int]
) -> bool:
    yes, no = pair
    both = {*yes, *no}
    others = words - set(known) - ((MISSING_WORDS | {*OPEN}) - both)
    if not others or not others <= both or not words & {*yes} or not words & {*no}:
        return False
    another_no = any(said == 0 for word, said in known.items() if word not in both)
    return not (another_no and words & {*no} & {*OPEN})
