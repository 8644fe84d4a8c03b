"""In what do two spellings of an id differ, and which id is meant by both?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from importing.doubts.base import Everyone

COLUMN = "patient_id"
SAME, OTHERS = "same", "others"

# What a table says of a patient: an id that has all of them is matched.
ASPECTS = {
    "diary": "days",
    "attacks": "days",
    "sessions": "sessions",
    "counts": "counts",
    "cycles": "counts",
    "patients": "patients",
}

DASHES = "‐‑‒–—―−﹘﹣－"
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(LOOK_ALIKE)


def _digits_for_letters(text: str) -> str:
    digits = {"o": "0", "O": "0", "l": "1", "I": "1", "i": "1"}
    return "".join(digits.get(mark, mark) for mark in text) if re.search(r"\d", text) else text


_OF_AN_UMLAUT = re.compile(r"(?<=[aou])e", re.IGNORECASE)
_OTHER_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "đ": "d"}
)
_NAME = re.compile(r"[^\W\d_]{4,}")  # shorter ones are codes: AE1 is not A1


def _without_accents(text: str) -> str:
    """Muller of Müller and of Mueller."""
    apart = unicodedata.normalize("NFD", text.translate(_OTHER_LETTERS))
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return _NAME.sub(lambda name: _OF_AN_UMLAUT.sub("", name[0]), bare)


def _exponent(text: str) -> str:
    found = re.fullmatch(r"(\d{1,6})[eE](\d{1,2})", text)
    return str(int(found[1]) * 10 ** int(found[2])) if found else text


def _decimals(text: str) -> str:
    found = re.fullmatch(r"(\d+)[.,](\d*)", text)
    return f"{found[1]}.{found[2].rstrip('0')}".rstrip(".") if found else text


# In what two ids can differ, in the order in which they are laid aside.
STEPS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("equals", 'the ="..." around them', lambda t: re.sub(r'^="?([^"]*)"?$', r"\1", t)),
    ("apostrophe", "an apostrophe in front", lambda t: t.lstrip("'’‘`´")),
    ("space", "a space that does not break, or one space more", lambda t: " ".join(t.split())),
    ("hyphen", "another hyphen or dash", lambda t: re.sub(f"[{DASHES}]", "-", t)),
    ("letter", "a letter that looks alike", _plain),
    ("accent", "accents, or ae, oe and ue for ä, ö and ü", _without_accents),
    ("case", "capital and small letters", str.casefold),
    ("exponent", "a number that a spreadsheet made of it", _exponent),
    ("digit", "the letters O and I or the digits 0 and 1", _digits_for_letters),
    ("decimal", "decimals: a point, a comma, or zeros behind them", _decimals),
    (
        "mark",
        "a space or hyphen before the number",
        lambda t: re.sub(r"(?<=[^\W\d_])[\s_-]+(?=\d)", "", t),
    ),
    ("zeros", "zeros in front", lambda t: re.sub(r"(?<![\d.,])0+(?=\d)", "", t)),
)
USUAL = re.compile(r"(?:([A-HJKMNP-Za-hjkmnp-z]{1,12})[-_ ]?)?(\d{1,12})", re.ASCII)
WORDS = {
    **{name: words for name, words, _ in STEPS},
    "date": "a date that a spreadsheet made of it",
    "several": "several of these: zeros, points, spaces, hyphens, capital and small letters",
}


def fold(text: str) -> str:
    """An id without everything in which two spellings of it can differ."""
    usual = USUAL.fullmatch(text)
    if usual and not _OF_AN_UMLAUT.search(
        usual[1] or ""
    ):  # the same, quicker: there may be 100,000
        return (usual[1] or "").lower() + (usual[2].lstrip("0") or "0")
    return _without_steps(text)


def _without_steps(text: str) -> str:
    for _, _, step in STEPS:
        text = step(text)
    return text


def kind_of(one: str, other: str) -> str:
    """In what do these two ids differ? Where one thing alone explains it, in that."""
    return next((name for name, _, step in STEPS if step(one) == step(other)), "several")


def in_one_table(everyone: Everyone) -> bool:
    """Is it one table, of counts by a program that knew each patient, or beside a diary that is
    scanned where it lies and matched with there? Then ids go by their days (``spelt_midway``)."""
    only = everyone.cells[0].table if len(everyone.cells) == 1 else ""
    return only == "cycles" or (everyone.choices.scanned and bool(only))


def of_ids(ids: Iterable[str]) -> str:
    """What a question about these ids is of, in whichever files they stand."""
    return "\n".join(sorted({*ids}))


def tidiest(patient: str) -> tuple[bool, int, str]:
    """By this the spelling is chosen that both are given: without marks that a program left."""
    tidy = fold(patient) in (patient.casefold(), patient.casefold().lstrip("0"))
    return tidy, len(patient), patient


def files_of(everyone: Everyone) -> Mapping[str, list[str]]:
    files: dict[str, list[str]] = defaultdict(list)
    for one in everyone.cells:
        for patient in one.texts(COLUMN):
            if one.file not in files[patient]:
                files[patient].append(one.file)
    return files


def in_words(files: Mapping[str, list[str]], ids: Iterable[str]) -> str:
    """The files in which these ids stand, at most three by name."""
    named = list(dict.fromkeys(file for patient in ids for file in files[patient]))
    if len(named) > 3:
        return f"{', '.join(named[:2])} and {len(named) - 2} more files"
    return ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0]
