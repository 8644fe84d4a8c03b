"""Are one patient's dates month first, where those of the others are day first?

Files of several sites or phones, put together, write 05/01/2024 in more orders than one, and a
cell above 12 decides for all. Two signs, by patient: her dates can only be in the other order,
while those of others can only be in this one; or none of hers decides, and as its rows stand they
run in order of time in the other order alone, as those of the others do in this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import (
    ASK,
    CONTRADICTION,
    DAY_FIRST,
    ISO,
    MONTH_FIRST,
    in_iso,
    read_day,
    vote,
)
from words.numbers import counted, day

BY_PATIENT, AS_THE_OTHERS, NOT_USED = "by_patient", "as_the_others", "not_used"
WORDS = {DAY_FIRST: "day first", MONTH_FIRST: "month first"}
OTHER = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST}
MANY = 4  # dates of one patient that run in order in one way alone


class _Written(NamedTuple):
    """``usual``: the order of most patients. ``odd``: the rows of those with the other one.
    ``closed``: some of them can be read in no order but the other one."""

    usual: str
    odd: np.ndarray
    closed: bool


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.choices.date_order or "patient_id" not in cells:
        return
    for column in cells.date_columns():
        found = _written(cells, column)
        if found is not None:
            yield _sign(cells, column, found)


def _sign(cells: Cells, column: str, found: _Written) -> Sign:
    codes, texts = cells.encoded(column)
    people = cells.encoded("patient_id")[0]
    odd = len(np.unique(people[found.odd]))
    theirs = [texts[code] for code in np.unique(codes[found.odd])]
    example = min(text for text in theirs if vote([text]).order != ISO)
    usual, other = WORDS[found.usual], WORDS[OTHER[found.usual]]
    if found.closed:
        closed = min(t for t in theirs if vote([t]).order == OTHER[found.usual])
        return Sign(
            f"{column}: dates of {counted(odd, 'patient')} can only be {other} (as '{closed}'), "
            f"those of others only {usual}. Is each patient in one order, and {usual} who decides "
            "nothing?",
            (
                (BY_PATIENT, f"by patient: {other} for {odd}, {usual} for the others"),
                (NOT_USED, "not decided: dates with two readings are not used"),
            ),
            column,
            cells.rows_where(found.odd),
        )
    days = {order: day(read_day(example, order)) for order in WORDS}
    return Sign(
        f"{column}: dates are {usual}, but {counted(int(found.odd.sum()), 'date')} of "
        f"{counted(odd, 'patient')} run in order of time only {other}, as the rows stand. Does "
        f"'{example}' mean {days[OTHER[found.usual]]}, or {days[found.usual]} as with the others?",
        (
            (BY_PATIENT, f"{other} there: {days[OTHER[found.usual]]}"),
            (AS_THE_OTHERS, f"{usual} as with the others: {days[found.usual]}"),
        ),
        column,
        cells.rows_where(found.odd),
    )


def _written(cells: Cells, column: str) -> _Written | None:
    """Whose dates are in another order than those of the others; None where nobody's are."""
    texts = cells.encoded(column)[1]
    decided = vote(texts).order
    if decided in (ISO, ASK):
        return None
    people, names = cells.encoded("patient_id")
    codes = cells.encoded(column)[0]
    order = [vote([text]).order for text in texts]

    def of_patients(kinds: tuple[str, ...]) -> np.ndarray:
        here = np.array([one in kinds for one in order], dtype=bool)[codes]
        return np.bincount(people[here], minlength=len(names)) > 0

    sure = {one: of_patients((one,)) for one in WORDS}
    if (sure[DAY_FIRST] & sure[MONTH_FIRST]).any():
        return None
    usual = MONTH_FIRST if sure[MONTH_FIRST].sum() > sure[DAY_FIRST].sum() else DAY_FIRST
    other = OTHER[usual]
    in_usual, in_other = (_in_order(cells, column, one) for one in (usual, other))
    undecided = ~(sure[DAY_FIRST] | sure[MONTH_FIRST]) & of_patients((ASK,))
    many = _many(people, codes, len(names))
    alike = sure[usual] & many
    runs = alike.any() and 2 * (alike & in_usual).sum() >= alike.sum()
    strange = undecided & in_other & ~in_usual & many & bool(runs)
    odd = sure[other] | strange
    if not odd.any():
        return None
    return _Written(usual, odd[people], decided == CONTRADICTION)


def _many(people: np.ndarray, codes: np.ndarray, patients: int) -> np.ndarray:
    """Of each patient by number: are there enough different dates?"""
    pairs = np.unique(np.stack([people, codes]), axis=1)
    return np.bincount(pairs[0], minlength=patients) >= MANY


def _in_order(cells: Cells, column: str, order: str) -> np.ndarray:
    """Of each patient by number: do all dates, read so, follow or precede the row before?"""
    codes, texts = cells.encoded(column)
    people, names = cells.encoded("patient_id")
    days = np.array([_ordinal(text, order) for text in texts], dtype="int64")[codes]
    by_patient = np.argsort(people, kind="stable")
    whose, when = people[by_patient], days[by_patient]
    same, steps = np.diff(whose) == 0, np.diff(when)
    back, forth = (
        np.bincount(whose[1:][same & step], minlength=len(names)) > 0
        for step in (steps < 0, steps > 0)
    )
    no_date = np.bincount(people[days == 0], minlength=len(names)) > 0
    return ~(back & forth) & ~no_date


def _ordinal(text: str, order: str) -> int:
    try:
        return read_day(text, order).toordinal()
    except ValueError:
        return 0


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    found = _written(cells, sign.column)
    if reading != BY_PATIENT or found is None:
        return cells
    codes, texts = cells.encoded(sign.column)
    usual, other = (
        np.array([in_iso(text, order) for text in texts], dtype=object)[codes]
        for order in (found.usual, OTHER[found.usual])
    )
    told = np.where(found.odd, other, usual)
    return cells.with_column(sign.column, pa.array(told.tolist(), pa.string()))


DOUBT = Doubt("date_of_patients", LooksAt.COLUMN, signs, read)
