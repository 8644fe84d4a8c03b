"""What do the labels of a data set say: of a column by its name, and of its values?

A column is read as a sheet that holds the labels would be. A number stays a number where its label
says no other; a name that its own label contradicts gives way to the label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL, Column
from importing.cells import FLAG_WORDS
from importing.columns import OUR_COLUMNS, own_names
from importing.lengths_named import length_in
from importing.negations import denies, opposite_of, plain
from importing.of_another import is_of_another
from importing.other_visits import VISIT

NUMBERS = ("whole", "number", "days")
MOST_GRADES = 5  # *mild*, *moderate*, *severe* as 1, 2, 3 are no pain of 3 out of 10
_KINDS = {column.name: column for table in CANONICAL.values() for column in table.columns}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_FREE = re.compile(r"free\b|frei\w*\b|\b(?:libre|libero|livre|vrij|fri)\b")
_NOT_ASKED = re.compile(
    r"(?:not?|nicht|non|niet|ikke|inte|nao|ej) (?:appl|aplic|zutreff|anwend|done|asked|assess|"
    r"collect|relev|erhoben|erfragt|gefragt|concern|van toepas|tillamp|relevant|procede)"
)
_OTHER_SCALE = re.compile(r"\b(?:100|mm)\b")
_NO_DAYS = re.compile(
    r"durat|dauer|\bduree|duracion|\bhours?\b|stunden|heures|horas|intensi|\bscore\b"
)
_OTHER_UNITS = re.compile(r"speywood|\bml\b|\bvials?\b|\bs u\b", re.IGNORECASE)


def column_called(name: str) -> Column | None:
    """Our column of this name, in any of the languages; None where it is none of ours."""
    return _KINDS.get(own_names([name])[0])


def shown_labels(name: str, labels: Mapping[Any, str], found: Collection[Any]) -> dict[Any, str]:
    """Which codes of a column stand in its cells as their labels.

    ``labels``: of codes that do not mean missing; ``found``: the codes that its rows have.
    """
    column = column_called(name)
    kind = "" if column is None else column.kind
    words = {code: _without_its_number(code, label) for code, label in labels.items()}
    words = {code: label for code, label in words.items() if label}
    used = {code: label for code, label in words.items() if code in found}
    whole = bool(used) and {*used} == {*found}
    if kind in ("date", "time"):
        return {}
    if kind in ("flag", "text", "choice"):
        return words
    if kind not in NUMBERS:
        return words if _are_yes_and_no(words) or (whole and not _numbered(used)) else {}
    says_other = any(_says_other(code, label, kind) for code, label in used.items())
    grades = _are_grades(used) if kind == "number" else len(used) > 1
    return words if says_other or (whole and grades and not _numbered(used)) else {}


def may_be_told(name: str, labels: Mapping[Any, str]) -> bool:
    """May a sentence name the labels? Of a column that may hold who somebody is it names none."""
    column = column_called(name)
    return _are_yes_and_no(labels) if column is None else column.kind not in ("id", "text")


def _are_yes_and_no(labels: Mapping[Any, str]) -> bool:
    return {0, 1} <= {FLAG_WORDS.get(label.strip().lower()) for label in labels.values()}


def _are_grades(labels: Mapping[Any, str]) -> bool:
    """Are they words of a few grades, none of them as high as a scale to 10 goes?"""
    return len(labels) > 2 and all(
        isinstance(code, int | float) and code <= MOST_GRADES for code in labels
    )


def contradicts(label: str, name: str) -> bool:
    """Does the label of a column say that it is another one than its name does?"""
    column = column_called(name)
    if column is None or not label:
        return False
    ours, words = column.name, plain(label)
    said = own_names([label])[0]
    if said in OUR_COLUMNS:
        return said != ours and {said, ours} != {"date", "session_date"}
    if (column.kind == "flag" or ours in MEASURES) and (denies(words) or opposite_of(label)):
        return True
    if ours in MEASURES and (length_in(label) or _NO_DAYS.search(words)):
        return True
    if ours == "session_date" and VISIT.search(words):
        return True
    if ours == "pain" and _OTHER_SCALE.search(words):
        return True
    return is_of_another(label, ours) or (ours == "units" and bool(_OTHER_UNITS.search(words)))


def _without_its_number(code: Any, label: str) -> str:
    """*Yes* of the label *1. Yes* of 1; "" where the label is the number itself."""
    text = label.strip()
    number = re.escape(str(code))
    if re.fullmatch(number, text):
        return ""
    return re.sub(rf"^[(\[]?{number}\s?[)\].:=–-]+\s*(?=\D)", "", text) or text


def _says_other(code: Any, label: str, kind: str) -> bool:
    """Is a number labelled as another one, or as none though it is one, or none as something?"""
    if not isinstance(code, int | float):
        return False
    numbers = _numbers_in(label)
    if numbers:
        return code not in numbers
    words = plain(label)
    none = (denies(words) or bool(_FREE.search(words))) and not _NOT_ASKED.match(words)
    if kind == "number" or code:
        return none and bool(code)
    return not none


def _numbered(labels: Mapping[Any, str]) -> bool:
    """Does each label hold its own number: *1 day*, *2 days*?"""
    return all(
        isinstance(code, int | float) and code in _numbers_in(label)
        for code, label in labels.items()
    )


def _numbers_in(label: str) -> list[float]:
    return [float(text.replace(",", ".")) for text in _NUMBER.findall(label)]
