"""What do the signs of a sheet of months mean by its legend: *x = injection*?

It is heard wherever it stands: above the names, below the last row, beside the days, or on a sheet
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from importing.day_signs import MIGRAINE, NONE, WORDS, as_sign

_PAIR = re.compile(
    r"(?:^|[,;(\s])(?P<sign>[^\s,;=:()]{1,3})(?:\s*[=:]\s*|\s+[-–—]\s+)(?P<word>[^,;=:()]+)"
)
_SIGN = re.compile(r"[^\s,;=:()]{1,3}")
_WORD = re.compile(r"[^\W\d_]")
SHORTEST = 4  # letters of a word that a longer one may begin with
NOTHING = {"nothing", "nichts", "nada", "niente", "niets", "inget", "intet", "ingenting"}


def legend_of_signs(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Sign -> meaning, as the legend says it.

    "" where it says two things, or one in words that are not known: *M = menstruation* is no
    migraine, and is asked.
    """
    found: dict[str, set[str]] = {}
    for sign, words in _pairs(rows):
        word = as_sign(words.rstrip(". ").rpartition("  ")[2])
        if _WORD.match(word):
            meaning = WORDS.get(word) or _its_own(as_sign(sign), word)
            found.setdefault(sign, set()).add(meaning)
    return {sign: said.pop() if len(said) == 1 else "" for sign, said in found.items()}


def _pairs(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each sign and its words: in one cell, *M = migraine*, or in the only two of a row."""
    for cells in rows:
        filled = [cell for cell in cells if cell]
        if len(filled) == 2 and _SIGN.fullmatch(filled[0]):
            yield filled[0], filled[1].lstrip("=:-–— ")
            continue
        for cell in filled:
            yield from ((pair["sign"], pair["word"]) for pair in _PAIR.finditer(cell))


def _its_own(sign: str, words: str) -> str:
    """What a sign means by itself where the legend only says it longer: *M = migraine attack*."""
    own = WORDS.get(sign, "")
    parts = words.split()
    denied = any(part in NOTHING or WORDS.get(part) == NONE for part in parts)
    if own == NONE:
        return own if denied and not any(WORDS.get(part) == MIGRAINE for part in parts) else ""
    if not own or denied:
        return ""
    named = (word for word, meaning in WORDS.items() if meaning == own and len(word) >= SHORTEST)
    return own if any(parts[:1] and parts[0].startswith(word) for word in named) else ""


def told(legend: dict[str, str], signs: Iterable[str]) -> tuple[str, ...]:
    """What is taken from it, in a sentence; none where none of its signs stands in a day."""
    there = {as_sign(sign) for sign in signs}
    taken = [
        f"{sign} is {means}" for sign, means in legend.items() if means and as_sign(sign) in there
    ]
    return (f"As the legend of the file says: {', '.join(taken)}.",) if taken else ()
