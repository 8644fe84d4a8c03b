"""Does pain go to 10, where it is never above 3? Of a scale from 0 to 3 two is moderate already.

Diaries with the same columns are of one form and looked at together. Seen from 20 days with pain
on, of at least two different strengths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted, first_named

OF_TEN, OF_THREE, UNKNOWN = "of_ten", "of_three", "unknown"
HIGHEST = 3
FEW = 20  # days with pain
MEANT = {0: 0, 1: 2, 2: 5, 3: 8}  # none, mild, moderate, severe, as of the words
READINGS = (
    (OF_THREE, "from 0 to 3: mild, moderate and severe are read as 2, 5 and 8 of 10"),
    (OF_TEN, "from 0 to 10: no day was moderate or severe"),
    (UNKNOWN, "another scale: pain is not used"),
)


def is_low(different: int, days: int, highest: float) -> bool:
    """May pain of so many strengths, on so many days and up to this one, be of 0 to 3?"""
    return different > 1 and days >= FEW and highest <= HIGHEST


def sentence(days: int, where: str) -> str:
    return (
        f"pain: {where}never above {HIGHEST} on {counted(days, 'day')} with pain. From 0 to which "
        "number does it go?"
    )


def signs(seen: Together) -> Iterator[Sign]:
    low = _low(seen)
    if not low:
        return
    files = sorted({piece.file for piece in low})
    all_of_them = {*files} == {piece.file for piece in seen.of("diary") if "pain" in piece.columns}
    named = first_named(files)
    days = int(sum((piece.frame["pain"] > 0).sum() for piece in low))
    words = sentence(days, "" if all_of_them else f"in {named} ")
    yield Sign(words, READINGS, "pain", of=seen.content_of(low))


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == OF_TEN:
        return seen
    low = _low(seen)

    def meant(piece: Piece) -> Piece:
        if not any(piece is one for one in low):
            return piece
        pain = piece.frame["pain"]
        new = pain.map(MEANT) if reading == OF_THREE else pain.mask(pain.notna())
        return piece.with_frame(piece.frame.assign(pain=new.astype(pain.dtype)))

    return seen.changed(meant)


def _low(seen: Together) -> list[Piece]:
    """The diaries of a form in which no pain is above 3."""
    forms: dict[frozenset[str], list[Piece]] = defaultdict(list)
    for piece in seen.of("diary"):
        if "pain" in piece.columns and len(piece.frame):
            forms[piece.columns].append(piece)
    low = []
    for alike in forms.values():
        pain = pd.concat([piece.frame["pain"] for piece in alike]).dropna()
        pain = pain[pain > 0]
        whole = bool((pain % 1 == 0).all())
        if len(pain) and whole and is_low(pain.nunique(), len(pain), float(pain.max())):
            low += alike
    return low


DOUBT = Doubt("pain_scale", LooksAt.DATES, signs, read)
