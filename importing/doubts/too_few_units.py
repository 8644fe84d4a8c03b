"""Is 2 a dose? No session is given so few units: they may be vials, ml, or those of one site.

Where the decimal mark may be places off, that was asked before (``thousands``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.doubts.thousands import SMALL, UNITS, is_small
from words.numbers import counted

NOT_KNOWN, AS_WRITTEN = "not_known", "as_written"
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,6})?")


def _is_few(text: str) -> bool:
    if _NUMBER.fullmatch(text) is None or is_small(text):
        return False
    return 0 < float(text.replace(",", ".")) < SMALL


def signs(cells: Cells) -> Iterator[Sign]:
    if UNITS not in cells or cells.spec is None:
        return
    few = {text: n for text, n in cells.texts(UNITS).items() if _is_few(text)}
    if not few:
        return
    yield Sign(
        f"{UNITS}: {counted(sum(few.values()), 'dose')} less than any ({shown(few)}): are they in "
        "units?",
        (
            (NOT_KNOWN, "no: the dose of these sessions is not known"),
            (AS_WRITTEN, "yes: units, as written"),
        ),
        UNITS,
        cells.rows_where(cells.where_text(UNITS, _is_few)),
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == AS_WRITTEN:
        return cells
    return cells.rewritten(UNITS, lambda text: "" if _is_few(text) else text)


DOUBT = Doubt("too_few_units", LooksAt.COLUMN, signs, read)
