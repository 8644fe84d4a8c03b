"""Which columns of patients may leave the clinic? Those in which nothing can be a date.

A list of how dates are written always lacks one. So it is asked the other way round: the columns
that the product knows may leave, and texts of few different values without any digit and without
the name of a month.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pandas as pd

from analytics.definitions import FEWEST_ALIKE
from analytics.filters import NOT_RECORDED, Filters, as_text
from analytics.frames import CANONICAL
from analytics.month_names import month_of
from analytics.records import Records

MOST_VALUES = 12  # of a text column of the clinic's own
OF_CALENDARS = "年月日년월일元"  # year, month, day, and the first year of an era

A_DATE = "a date could be read from {it}"
DIFFERENT = f"{{it}} {{holds}} more than {MOST_VALUES} different texts"
RARE = f"a text in {{it}} is shared by fewer than {FEWEST_ALIKE} patients"

_KNOWN = {column.name: column.kind for column in CANONICAL["patients"].columns}


def columns_of_patients(records: Records) -> list[str]:
    """What may be chosen of each patient; the age as a band.

    ``stopped_on`` leaves as a day, ``units`` and ``other_treatment`` by session.
    """
    return _looked_at(records)[0]


def why_not_offered(records: Records) -> list[tuple[str, list[str]]]:
    """Reason -> the filled columns that may not leave for it: "a date could be read from {it}"."""
    return list(_looked_at(records)[1].items())


def may_be_told(filters: Filters, columns: Iterable[str]) -> Filters:
    """The filters on columns that leave, whose values may leave too."""
    chosen = {*columns} - {"stopped_on"}
    return tuple(
        (column, values)
        for column, values in filters
        if column in chosen
        and all(value == NOT_RECORDED or _value_is_free(column, value) for value in values)
    )


def _looked_at(records: Records) -> tuple[list[str], dict[str, list[str]]]:
    offered: list[str] = []
    kept: dict[str, list[str]] = {}
    for name in records.patients:
        if name == "patient_id" or not records.patients[name].notna().any():
            continue
        reason = _why_not(str(name), records.patients[name])
        if reason:
            kept.setdefault(reason, []).append(str(name))
        else:
            offered.append("age_band" if name == "age" else str(name))
    cycles = records.cycles if records.are_cycles else None
    if (records.sessions if cycles is None else cycles)["units"].notna().any():
        offered.append("units")
    others = records.treatments["name"] if cycles is None else cycles["other_treatment"]
    names = [name for name in others.dropna().unique() if name]
    if names and any(could_be_dated(name) for name in names):
        kept.setdefault(A_DATE, []).append("other_treatment")
    elif names:
        offered.append("other_treatment")
    return offered, kept


def _why_not(name: str, column: pd.Series) -> str:
    """Why this column of patients may not leave; "" where it may."""
    numbers = as_text(column.dropna()).value_counts()
    if name in _KNOWN:
        return "" if all(_value_is_free(name, value) for value in numbers.index) else A_DATE
    if could_be_dated(name) or any(could_be_dated(value) for value in numbers.index):
        return A_DATE
    if len(numbers) > MOST_VALUES:
        return DIFFERENT
    return RARE if (numbers < FEWEST_ALIKE).any() else ""


def _value_is_free(column: str, value: str) -> bool:
    """May this value of a column leave? Numbers and choices that were checked at the door may."""
    kind = _KNOWN.get(column)
    if kind is None:
        return not could_be_dated(value)
    if kind == "text":
        return not _name_and_date(value)
    if kind == "choice":
        return not could_be_dated(value)
    return kind == "date" or (value.isascii() and value.isdigit() and len(value) <= 3)


def could_be_dated(text: str) -> bool:
    """Does it hold a digit in any script, a calendar's sign, or the name of a month?"""
    plain = text + " " + unicodedata.normalize("NFKC", text)
    return _has_number(plain) or any(sign in plain for sign in OF_CALENDARS) or _has_month(plain)


def _name_and_date(text: str) -> bool:
    """Of a known column ("Ward 3", "Dr. May"): is there more than one short number in the name?"""
    plain = unicodedata.normalize("NFKC", text)
    numbers = "".join(c if _has_number(c) else " " for c in plain).split()
    if not numbers:
        return False
    dated = _has_month(plain) or any(sign in plain for sign in OF_CALENDARS)
    return dated or len(numbers) > 1 or len(numbers[0]) > 3


def _has_number(text: str) -> bool:
    return any(c.isdigit() or c.isnumeric() for c in text)


def _has_month(text: str) -> bool:
    words = "".join(c if c.isalpha() else " " for c in text.casefold()).split()
    return any(month_of(word) for word in words)
