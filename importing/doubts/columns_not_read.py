"""Is there a column that bears on a number, and is not read?

In a file of no app's layout: one that looks like yes and no, or like dates, while the column of
that kind is missing; a second id of the patients; or, in a diary, another day than its date. Of
REDCap, a yes or no beside a diary's days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.flag_words import meanings
from importing.layouts.base import identifying, plain
from importing.moments import is_day, possible_days
from importing.negations import names, opposite_of
from importing.negations import plain as words_of
from words.numbers import counted

LAYOUTS = ("Our template", "As stated")
REDCAP = "REDCap"  # keeps beside a diary only what is yes and no
MEDICATION = re.compile(r"medic|medik|médic|drug|tablet|pill|triptan|painkiller|arznei|farma|fárma")
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d+)?")
_OF_WHICH_DAY = re.compile(
    r"\b(?:diary|day|for|of which|refers?|tag|fur|jour|pour|dia|para|giorno|per|dag|voor|dagen)\b"
)
_DAY_BEFORE = re.compile(
    r"(?:(?:the|on|for|of|am|le|el|il|o|de|dag) )*(?:"
    r"(?:previous|prior|last|preceding) (?:day|night)|day before|yesterday|"
    r"vortag\w*|vorheriger tag|gestern|(?:la )?veille|jour precedent|hier|"
    r"dia (?:anterior|previo)|ayer|giorno (?:precedente|prima)|ieri|"
    r"(?:vorige|vorig|de) dag ervoor|vorige dag|gisteren|ontem|vespera|"
    r"(?:forrige|foregaende) dag|dagen (?:for|innan)|i ?gar)"
)
FEW = 3  # rows: with fewer nothing can be said of a column


def signs(cells: Cells) -> Iterator[Sign]:
    spec = cells.spec
    if spec is None or len(cells.text.rows) < FEW:
        return
    if cells.layout not in LAYOUTS and (cells.layout, cells.table) != (REDCAP, "diary"):
        return
    ours = {column.name for column in spec.columns}
    headers = cells.headers
    private, present = {*identifying(headers)}, ours & {*headers}
    for column in headers:
        if column in ours or column in private or (cells.layout == REDCAP and column == "site"):
            continue
        if opposite_of(column) in present:  # looked at beside its twin
            continue
        texts = cells.texts(column)
        if not spec.open_ended and _is_second_id(cells, column):
            yield _told(column, "looks like an id of the patients", "patient_id is read instead")
        elif lacking := _missing_flag(cells, column, texts):
            yield _told(column, "looks like yes and no", f"a column {lacking} is missing")
        elif lacking := _missing_measure(cells, column, texts):
            yield _told(column, f"names {lacking}, in numbers,", f"a column {lacking} is missing")
        elif rows := _other_days(cells, column, texts):
            yield Sign(
                f"{column}: the column is not read, and on {counted(rows, 'row')} holds another "
                "day than date: is date the day of the headache, or that of the entry?",
                (),
                column,
            )
        elif rows := _days_before(cells, texts):
            yield Sign(
                f"{column}: the column is not read, and on {counted(rows, 'row')} says that the "
                "row is of the day before: is date the day of the headache, or that of the entry?",
                (),
                column,
            )
        elif lacking := _missing_date(cells, texts):
            yield _told(column, "looks like dates", f"a column {lacking} is missing")


def _told(column: str, looks: str, missing: str) -> Sign:
    return Sign(f"{column}: the column {looks} and is not read, while {missing}.", (), column)


def _missing_flag(cells: Cells, column: str, texts: dict[str, int]) -> str:
    """The flag that such a column could be, where it is missing."""
    words = {text.lower() for text in texts}
    if not words or not words <= set(meanings(words)):
        return ""
    if len(texts) < 2 and not cells.blanks(column):
        return ""
    if cells.table == "diary":
        lacking = [name for name in ("headache", "migraine") if name not in cells]
        if MEDICATION.search(plain(column)):
            taken = "acute_medication"
            return "" if taken in cells else taken
        return " and no column ".join(lacking)
    return "serious" if cells.table == "adverse_events" and "serious" not in cells else ""


def _missing_measure(cells: Cells, column: str, texts: dict[str, int]) -> str:
    """The flag of a diary, where it is missing, that a column of numbers names: hours of it."""
    if cells.table != "diary" or not texts or not all(map(_NUMBER.fullmatch, texts)):
        return ""
    lacking = [flag for flag in ("migraine", "headache") if flag not in cells]
    return next((flag for flag in lacking if names(column.replace("_", " "), flag)), "")


def _missing_date(cells: Cells, texts: dict[str, int]) -> str:
    """The optional date that such a column could be, where it is missing."""
    assert cells.spec is not None
    optional = [c.name for c in cells.spec.columns if c.kind == "date" and not c.required]
    lacking = [name for name in optional if name not in cells]
    if cells.table == "cycles" or not lacking or not texts:
        return ""
    return lacking[0] if all(map(is_day, texts)) else ""


def _other_days(cells: Cells, column: str, texts: dict[str, int]) -> int:
    """On how many rows of a diary does a column, called so, say another day than its date?"""
    if cells.table != "diary" or "date" not in cells or not texts:
        return 0
    if not _OF_WHICH_DAY.search(words_of(column)) or not all(map(is_day, texts)):
        return 0
    (codes, theirs), (places, dates) = cells.encoded(column), cells.encoded("date")
    said, read = ([{*possible_days(text)} for text in of] for of in (theirs, dates))
    pairs, rows = np.unique(np.stack([codes, places]), axis=1, return_counts=True)
    return sum(
        int(n)
        for (here, there), n in zip(pairs.T, rows, strict=True)
        if said[here] and read[there] and not said[here] & read[there]
    )


def _days_before(cells: Cells, texts: dict[str, int]) -> int:
    """On how many rows of a diary does a column say no more than yesterday, or the day before?"""
    if cells.table != "diary" or "date" not in cells:
        return 0
    return sum(n for text, n in texts.items() if _DAY_BEFORE.fullmatch(words_of(text)))


def _is_second_id(cells: Cells, column: str) -> bool:
    """One text for each patient, another for every other patient, and not merely 1, 2, 3."""
    if "patient_id" not in cells or cells.blanks(column):
        return False
    ids, people = cells.encoded("patient_id")
    codes, texts = cells.encoded(column)
    if not FEW <= len(people) == len(texts) < len(cells.text.rows):
        return False
    if np.unique(np.stack([ids, codes]), axis=1).shape[1] != len(people):
        return False
    numbers = {int(text) for text in texts if text.isdigit() and len(text) < 10}
    counted = numbers == set(range(1, len(texts) + 1))
    return all(any(mark.isdigit() for mark in text) for text in texts) and not counted


DOUBT = Doubt("columns_not_read", LooksAt.COLUMN, signs)
