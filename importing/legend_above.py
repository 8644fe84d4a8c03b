"""What do the signs of a sheet of months mean by a legend above its names: *x = injection*?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from importing.day_signs import NONE, WORDS, as_sign

_PAIR = re.compile(r"(?:^|[,;(\s])(?P<sign>[^\s,;=:()]{1,3})\s*[=:]\s*(?P<word>[^,;=:()]+)")
SHORTEST = 4  # letters of a word that a longer one may begin with


def legend_above(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Sign -> meaning, as the legend says it.

    "" where it says two things, or one in words that are not known: *M = menstruation* is no
    migraine, and is asked.
    """
    found: dict[str, set[str]] = {}
    for cell in (cell for cells in rows for cell in cells):
        for pair in _PAIR.finditer(cell):
            word = as_sign(pair["word"].rstrip(". ").rpartition("  ")[2])
            meaning = WORDS.get(word) or _its_own(as_sign(pair["sign"]), word)
            found.setdefault(pair["sign"], set()).add(meaning)
    return {sign: said.pop() if len(said) == 1 else "" for sign, said in found.items()}


def _its_own(sign: str, words: str) -> str:
    """What a sign means by itself where the legend only says it longer: *M = migraine attack*."""
    own = WORDS.get(sign, "")
    parts = words.split()
    if not own or any(WORDS.get(part) == NONE for part in parts):
        return ""
    named = (word for word, meaning in WORDS.items() if meaning == own and len(word) >= SHORTEST)
    return own if any(parts[:1] and parts[0].startswith(word) for word in named) else ""


def told(legend: dict[str, str], signs: Iterable[str]) -> tuple[str, ...]:
    """What is taken from it, in a sentence; none where none of its signs stands in a day."""
    there = {as_sign(sign) for sign in signs}
    taken = [
        f"{sign} is {means}" for sign, means in legend.items() if means and as_sign(sign) in there
    ]
    return (f"As the legend above the names says: {', '.join(taken)}.",) if taken else ()
