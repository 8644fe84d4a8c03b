"""Is each dose in units, where a column beside it says in what it is: ml, vials?

A dose in something else is not known in units, nor is that of a session of which it is a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.doubts.dose_with_its_unit import WITH_UNIT
from importing.doubts.session_numbers import KEY, in_sessions_with
from importing.negations import plain
from words.numbers import counted

UNITS = "units"
NOT_KNOWN, IN_UNITS = "not_known", "in_units"
_OTHER = re.compile(
    r"ml|cc|cm3|cm³|mg|mcg|µg|μg|ug|ng|g|l|vials?|ampoules?|ampullen?|amp|flacons?|flaschen?|fl|"
    r"viales?|frascos?|fial[ae]|flacon(?:en|s)?|hætteglas|flaska|injections?|points?|sites?|%",
    re.IGNORECASE,
)


def _is_unit(text: str) -> bool:
    return WITH_UNIT.fullmatch(f"1 {text}") is not None


def _column(cells: Cells) -> str:
    """The column that says in what each dose is, where some of it is not in units."""
    if cells.spec is None or cells.table != "sessions" or UNITS not in cells:
        return ""
    for column in cells.not_ours():
        texts = cells.texts(column)
        if not any(_OTHER.fullmatch(text) for text in texts):
            continue
        named = re.search(r"unit|einheit|unid|eenheid|enhe[dt]|dos|dose", plain(column))
        known = all(_is_unit(text) or _OTHER.fullmatch(text) for text in texts)
        if known and (named or any(map(_is_unit, texts))):
            return column
    return ""


def _not_in_units(cells: Cells) -> np.ndarray:
    column = _column(cells)
    other = cells.where_text(column, lambda text: _OTHER.fullmatch(text) is not None)
    return other & cells.where_text(UNITS, bool)


def signs(cells: Cells) -> Iterator[Sign]:
    column = _column(cells)
    if not column or not (where := _not_in_units(cells)).any():
        return
    rows = cells.rows_where(where)
    yield Sign(
        f"{UNITS}: {column} says in what each dose is ({shown(cells.texts(column))}): are these "
        f"{counted(len(rows), 'dose')} in units?",
        (
            (NOT_KNOWN, "no: the dose of these sessions is not known"),
            (IN_UNITS, "yes: the numbers are units"),
        ),
        UNITS,
        rows,
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == IN_UNITS:
        return cells
    frame = cells.text.frame().reset_index(drop=True)
    gone = _not_in_units(cells)
    if {*KEY} <= {*cells.headers}:
        gone = in_sessions_with(frame, gone)
    return cells.with_column(UNITS, pa.array(frame[UNITS].mask(gone, "").tolist(), pa.string()))


DOUBT = Doubt("dose_in_its_unit", LooksAt.COLUMN, signs, read)
