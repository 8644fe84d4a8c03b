"""Did ids lose their last digits, because a program kept them as numbers of 15 digits?

Refused: number cells of a workbook above 15 digits, 4.01235E+15, and ids that match those of
another file in their first 15 digits only. Long ids as text are ids, unless all end in 0 after the
15th digit: asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from words.numbers import counted

ID = "patient_id"
KEPT = 15  # digits that a spreadsheet keeps of a number
LOST, TRUE = "rounded", "true"
POWER = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+\d{1,3}|[+-]?\d[.,]\d+[eE]\d{1,3}")
LONG = re.compile(rf"\d{{{KEPT + 1},}}")
WHY = (
    "an id that a spreadsheet made a number of: it keeps 15 digits, and the others are lost; write "
    "ids as text"
)

Mask = Callable[[Everyone, Cells], np.ndarray]


def signs(everyone: Everyone) -> Iterator[Sign]:
    for about, mask in REFUSED.items():
        lost = sum(int(mask(everyone, one).sum()) for one in everyone.cells)
        if lost:
            yield Sign(
                f"{counted(lost, 'row')} set aside: {about}. A spreadsheet keeps 15 digits of a "
                "number: the others are lost, and two patients may have become one. Save the ids "
                "as text.",
                ((LOST, "set aside"),),
                ID,
                about=about,
            )
    for one in everyone.cells:
        if _all_end_in_0(one) and not _numbers(everyone, one).any():
            yield Sign(
                f"{one.file}: {counted(len(_long(one)), 'id')} of more than 15 digits, and 0 alone "
                "after the 15th, as where a spreadsheet rounded a number. Is that the whole id?",
                (
                    (LOST, "rounded: their rows are set aside"),
                    (TRUE, "these are the true ids"),
                ),
                ID,
                about=f"{one.file} {one.table}",
                of=content_of([one]),
            )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == TRUE:
        return everyone
    mask = REFUSED.get(sign.about, _of_file(sign.about))
    masks = [mask(everyone, one) for one in everyone.cells]
    cells = tuple(
        one.set_aside(gone, ID, WHY) if gone.any() else one
        for one, gone in zip(everyone.cells, masks, strict=True)
    )
    return replace(everyone, cells=cells)


def _long(one: Cells) -> list[str]:
    return [patient for patient in one.texts(ID) if LONG.fullmatch(patient)]


def _numbers(everyone: Everyone, one: Cells) -> np.ndarray:
    """Number cells of a workbook above 15 digits."""
    rows = {row for row, _ in one.text.facts.long_numbers}
    if not rows:
        return np.zeros(len(one.text.rows), dtype=bool)
    return np.isin(one.text.rows, list(rows)) & one.where_text(
        ID, lambda text: bool(LONG.fullmatch(text))
    )


def _powers(everyone: Everyone, one: Cells) -> np.ndarray:
    """Ids like 4.01235E+15."""
    return one.where_text(ID, lambda text: bool(POWER.fullmatch(text)))


def _half_matched(everyone: Everyone, one: Cells) -> np.ndarray:
    """Ids that match one of another file in 15 digits only."""
    if not _long(one):
        return np.zeros(len(one.text.rows), dtype=bool)
    mine, half = set(one.texts(ID)), set()
    for other in everyone.cells:
        theirs = set(_long(other))
        if other is one or not theirs or theirs & mine:
            continue  # what matches exactly shows that nothing was lost
        begin: dict[tuple[str, int], int] = defaultdict(int)
        for patient in theirs:
            begin[patient[:KEPT], len(patient)] += 1
        half |= {p for p in _long(one) if (p[:KEPT], len(p)) in begin}
    return one.where_text(ID, lambda text: text in half)


def _all_end_in_0(one: Cells) -> bool:
    found = _long(one)
    return bool(found) and all(set(patient[KEPT:]) == {"0"} for patient in found)


def _of_file(about: str) -> Mask:
    def rows(everyone: Everyone, one: Cells) -> np.ndarray:
        if about != f"{one.file} {one.table}":
            return np.zeros(len(one.text.rows), dtype=bool)
        return one.where_text(ID, lambda text: bool(LONG.fullmatch(text)))

    return rows


REFUSED: dict[str, Mask] = {
    "ids that are numbers of more than 15 digits": _numbers,
    "ids like 4.01235E+15": _powers,
    "ids that match those of another file in 15 digits only": _half_matched,
}

DOUBT = Doubt("long_numbers", LooksAt.IDS, signs, read)
