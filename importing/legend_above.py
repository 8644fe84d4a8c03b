"""What do the signs of a sheet of months mean by a legend above its names: *x = injection*?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from importing.day_signs import WORDS, as_sign

_PAIR = re.compile(r"(?:^|[,;(\s])(?P<sign>[^\s,;=:()]{1,3})\s*[=:]\s*(?P<word>[^,;=:()]+)")


def legend_above(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Sign -> meaning, as far as the legend says it once and in a word that is known."""
    found: dict[str, set[str]] = {}
    for cell in (cell for cells in rows for cell in cells):
        for pair in _PAIR.finditer(cell):
            word = as_sign(pair["word"].rstrip(". ").rpartition("  ")[2])
            if meaning := WORDS.get(word):
                found.setdefault(pair["sign"], set()).add(meaning)
    return {sign: said.pop() for sign, said in found.items() if len(said) == 1}


def told(legend: dict[str, str], signs: Iterable[str]) -> tuple[str, ...]:
    """What is taken from it, in a sentence; none where none of its signs stands in a day."""
    there = {as_sign(sign) for sign in signs}
    taken = [f"{sign} is {means}" for sign, means in legend.items() if as_sign(sign) in there]
    return (f"As the legend above the names says: {', '.join(taken)}.",) if taken else ()
