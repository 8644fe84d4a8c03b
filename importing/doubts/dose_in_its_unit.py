"""Is each dose in units, where a column beside it says in what it is: ml, vials, other units?

*Vial 100 U* is none where that many vials were more than anybody gets; Speywood units are others
beside those of another product. A dose in something else is not known in units, nor is that of a
session of which it is a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from analytics.frames import CANONICAL
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.doubts.dose_with_its_unit import WITH_UNIT
from importing.doubts.session_numbers import KEY, in_sessions_with
from importing.doubts.session_rows import numbers_of
from importing.negations import plain
from words.numbers import counted

UNITS = "units"
NOT_KNOWN, IN_UNITS = "not_known", "in_units"
MOST = CANONICAL["sessions"].column(UNITS).highest or 0
_OTHER = re.compile(
    r"ml|cc|cm3|cm³|mg|mcg|µg|μg|ug|ng|g|l|vials?|ampoules?|ampullen?|amp|flacons?|flaschen?|fl|"
    r"viales?|frascos?|fial[ae]|flacon(?:en|s)?|hætteglas|flaska|injections?|points?|sites?|%",
    re.IGNORECASE,
)
_UNIT_WORD = r"(?:units?|u|iu|ie|ui|e|eh|einheiten|unit[ée]s?|unidades|unità|eenheden)"
_SIZE = re.compile(
    rf"(?P<times>[x×*@] ?)?(?:(?:of|à|a|zu|mit|de|da|di|van|with) )?"
    rf"(?P<size>\d+(?:[.,]\d+)?)[ -]?{_UNIT_WORD}(?!\w)(?P<per> ?(?:/|per|pro|par|por) ?)?",
    re.IGNORECASE,
)
# Allergan's and Ipsen's own names for units that differ.
_SPEYWOOD = re.compile(r"\b(?:speywood|ipsen|dysport|azzalure)\b|^s\.?u\.?$", re.IGNORECASE)
_BRANDS = re.compile(
    r"\b(?:speywood|ipsen|dysport|azzalure|allergan|abbvie|botox|merz|xeomin|bocouture)\b|[()-]",
    re.IGNORECASE,
)


def _is_unit(text: str) -> bool:
    """Is it units, with or without whose?"""
    return WITH_UNIT.fullmatch(f"1 {_BRANDS.sub('', text).strip()}") is not None


def _size(text: str) -> float | None:
    """Of *vial 100 U* and *x100U* the number of units of one; None of a strength (*50 U/ml*)."""
    words = " ".join(re.sub(r"[(\[\])]|\.(?!\d)", " ", text).split())
    match = _SIZE.search(words)
    if match is None or (match["per"] and not match.start()):
        return None
    rest = f"{words[: match.start()]} {words[match.end() :]}".split()
    is_one = all(map(_OTHER.fullmatch, rest)) and (rest or match["times"])
    return float(match["size"].replace(",", ".")) if is_one else None


def _is_other(text: str) -> bool:
    return _OTHER.fullmatch(text.rstrip(".")) is not None or _size(text) is not None


def _column(cells: Cells) -> str:
    """The column that says in what each dose is, where some of it is not in units."""
    if cells.spec is None or cells.table != "sessions" or UNITS not in cells:
        return ""
    for column in cells.not_ours():
        texts = cells.texts(column)
        speywood = [bool(_SPEYWOOD.search(text)) for text in texts]
        if not any(map(_is_other, texts)) and {*speywood} != {True, False}:
            continue
        named = re.search(r"unit|einheit|unid|eenheid|enhe[dt]|dos|dose", plain(column))
        units = [_is_unit(text) or bool(_SPEYWOOD.fullmatch(text)) for text in texts]
        known = all(unit or _is_other(text) for unit, text in zip(units, texts, strict=True))
        if known and (named or any(units)):
            return column
    return ""


def _not_in_units(cells: Cells) -> np.ndarray:
    """The doses in something else, or in Speywood units beside those of another product."""
    column = _column(cells)
    frame = cells.text.frame().reset_index(drop=True)
    given = numbers_of(frame[UNITS]) * frame[column].map(_size).astype("float64")
    if {*KEY} <= {*cells.headers}:
        given = given.groupby([frame[name] for name in KEY]).transform("sum")
    other = cells.where_text(column, _is_other) & ~given.gt(MOST).to_numpy()
    speywood = cells.where_text(column, lambda text: _SPEYWOOD.search(text) is not None)
    if not cells.where_text(column, bool)[~speywood].any():
        speywood[:] = False
    return (other | speywood) & cells.where_text(UNITS, bool)


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
