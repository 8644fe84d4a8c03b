"""Whom does a filter keep? Values of a column of patients, a range of them, or nothing recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pandas as pd

Filters = tuple[tuple[str, tuple[str, ...]], ...]
NOT_RECORDED = ""  # as a filter's value: no cell holds it, an empty one is a missing one
FIRST_SESSION = "first_session"  # beside the columns of patients: the date of session 1

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Scale(StrEnum):
    """How the values of a column follow each other; those of a text do not."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, both within; "" where it is open on that side."""

    low: str
    high: str

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


def range_of(value: str) -> Range | None:
    """The range that a filter's value stands for: 40..60, ..60, 2024-01-01..; None: a value."""
    low, between, high = value.partition("..")
    bounds = [bound for bound in (low, high) if bound]
    if not between or not bounds or scale_of(bounds) == Scale.TEXT:
        return None
    return Range(low, high)


def scale_of(values: Iterable[str]) -> Scale:
    """Numbers or dates where all that is recorded are such; a text otherwise, also of nothing."""
    recorded = [value for value in values if value != NOT_RECORDED]
    for scale, is_one in ((Scale.NUMBER, _NUMBER.fullmatch), (Scale.DATE, _is_date)):
        if recorded and all(map(is_one, recorded)):
            return scale
    return Scale.TEXT


def _is_date(written: str) -> bool:
    try:
        return bool(_DATE.fullmatch(written) and date.fromisoformat(written))
    except ValueError:
        return False


def matches(values: pd.Series, wanted: Iterable[str]) -> pd.Series:
    """Is each of these texts (see ``as_text``) one of the wanted, or within a wanted range?"""
    wanted = tuple(wanted)
    found = values.isin(wanted)
    scale = scale_of(values.unique()) if any(map(range_of, wanted)) else Scale.TEXT
    for value in wanted if scale != Scale.TEXT else ():
        bounds = range_of(value)
        if bounds is not None and scale_of([bounds.low or bounds.high]) == scale:
            found |= _within(values, bounds, scale)
    return found


def _within(values: pd.Series, bounds: Range, scale: Scale) -> pd.Series:
    """Dates as texts follow each other as days do; numbers as they are written, to any length."""
    comparable = Decimal if scale == Scale.NUMBER else str
    recorded = values[values != NOT_RECORDED]
    ordered = recorded.map(comparable)
    inside = pd.Series(True, index=recorded.index)
    if bounds.low:
        inside &= ordered >= comparable(bounds.low)
    if bounds.high:
        inside &= ordered <= comparable(bounds.high)
    return inside.reindex(values.index, fill_value=False)


def as_text(column: pd.Series) -> pd.Series:
    """A column as its filters spell it: text, ``NOT_RECORDED`` where nothing was recorded."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    return column.astype("str").where(column.notna(), NOT_RECORDED)


def not_recorded_beside(values: Iterable[str]) -> str:
    """The words for those without a value, such that no cell of the column reads the same."""
    words, taken = "not recorded", {value.casefold() for value in values}
    return words if words not in taken else f"{words} (empty)"
