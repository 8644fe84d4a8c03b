"""What does each sign in the days of a month mean: a headache, a migraine, none, a session?

Words and the plain letters of nine languages; a letter that could be another word counts only
beside its fellow. What has two readings is not here: it is asked (``doubts/signs_of_days``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from importing.missing_words import MISSING_WORDS

MIGRAINE, HEADACHE, NONE = "migraine", "headache", "no headache"
NOT_RECORDED, SESSION, ASIDE = "not recorded", "session", "set aside"
PAIN = "pain"  # pain 7: a headache as strong as that
BOTH = " + "  # migraine + session: both on one day
MIGRAINE_TOO, HEADACHE_TOO = f"{MIGRAINE}{BOTH}{SESSION}", f"{HEADACHE}{BOTH}{SESSION}"
MEANINGS = (
    *(MIGRAINE, HEADACHE, NONE, SESSION, MIGRAINE_TOO, HEADACHE_TOO),
    *(NOT_RECORDED, ASIDE),
)
_WORDS = {
    MIGRAINE: (
        *("m", "mi", "mig", "migr", "migraine", "migräne", "migraene", "migraña", "migrana"),
        *("emicrania", "enxaqueca", "migræne", "migrän", "kopfschmerz mit migräne"),
    ),
    HEADACHE: (
        *("h", "ha", "headache", "kopfschmerz", "kopfschmerzen", "kopfweh", "ks", "céphalée"),
        *("céphalées", "cephalee", "mal de tête", "cefalea", "cefaleia", "dolor de cabeza"),
        *("dor de cabeça", "mal di testa", "hoofdpijn", "hovedpine", "huvudvärk", "hodepine"),
        *("tth", "tension", "tension headache", "spannungskopfschmerz"),
    ),
    NONE: (
        *("0", "no headache", "no", "none", "free", "nein", "kein", "keine", "frei", "non", "rien"),
        *("ninguno", "ninguna", "nessuno", "nessuna", "nee", "geen", "nej", "ingen", "não", "nao"),
        *("nenhuma", "sans", "libre"),
    ),
    SESSION: (
        *("session", "btx", "btxa", "btx-a", "bont", "bont-a", "bonta", "botox", "toxin", "inj"),
        *("injection", "injektion", "injections", "spritze", "spritzen", "inyección", "iniezione"),
        *("injeção", "injectie", "injecties", "infiltración", "toxine", "tossina", "toxina"),
    ),
    NOT_RECORDED: ("not recorded", "nr", "n/a", "na", "#n/a", "n.a.", *MISSING_WORDS - {"."}),
    ASIDE: ("set aside", "?", "??"),
}
WORDS = {word: meaning for meaning, words in _WORDS.items() for word in words}
DASHES = ("-", "–", "—", "−", "--")
# Letters that mean this only beside one of those, which are never their own readings.
_BESIDE = {
    "k": (HEADACHE, ("m", "mi", "mig", "migräne")),  # Kopfschmerz, or kein
    "c": (HEADACHE, ("m", "mi", "mig", "e")),  # céphalée, cefalea, cefaleia
    "e": (MIGRAINE, ("c",)),  # emicrania, enxaqueca
}
_PARTS = re.compile(r"\s*[/+,;&]\s*|\s+")
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d)?")
SHORTEST, LONGEST = 9 * 7, 20 * 7  # days between two sessions


class Signs(NamedTuple):
    """Every different text of the days with its number of cells, what it means where that is
    known, and how it is mostly written.

    Texts in small letters; "" is a blank.
    """

    cells: Mapping[str, int]
    means: Mapping[str, str]
    written: Mapping[str, str]

    @property
    def open(self) -> list[str]:
        """The texts whose meaning nobody has said, the most frequent first; not the blank."""
        left = [sign for sign in self.cells if sign and sign not in self.means]
        return sorted(left, key=lambda sign: (-self.cells[sign], sign))

    def of(self, *meanings: str) -> list[str]:
        """The texts that mean one of these, the most frequent first."""
        found = [sign for sign in self.cells if self.means.get(sign) in meanings]
        return sorted(found, key=lambda sign: (-self.cells[sign], sign))


def signs_in(cells: np.ndarray, said: Mapping[str, str] | None = None) -> Signs:
    """The signs of these cells: as the user said, else as their words and letters have it.

    ``said``: sign -> meaning; "" of one whose words and letters do not count.
    """
    texts, counts = np.unique(cells.ravel().astype(str), return_counts=True)
    told: dict[str, int] = {}
    written: dict[str, str] = {}
    for place in np.argsort(-counts, kind="stable"):
        sign = as_sign(texts[place])
        told[sign] = told.get(sign, 0) + int(counts[place])
        written.setdefault(sign, str(texts[place]))
    stated = {
        as_sign(sign): meaning
        for sign, meaning in (said or {}).items()
        if not meaning or is_meaning(meaning)
    }
    means = {sign: meaning for sign in told if (meaning := _meaning(sign, told, stated))}
    return Signs(told, means, written)


def as_sign(text: str) -> str:
    """A cell as it is compared: trimmed, in small letters, a whole number without its .0."""
    sign = " ".join(str(text).casefold().split())
    return sign.removesuffix(".0") if _NUMBER.fullmatch(sign) else sign


def _meaning(sign: str, beside: Mapping[str, int], stated: Mapping[str, str]) -> str:
    if known := _of_one(sign, beside, stated):
        return known
    parts = [part for part in _PARTS.split(sign) if part]
    if len(parts) < 2:
        found = of_two(sign, beside, stated)
        if found is None or _of_one(found.other, beside, stated) != SESSION:
            return ""
        return f"{found.day}{BOTH}{SESSION}"
    told = {_of_one(part, {**beside, **dict.fromkeys(parts, 0)}, stated) for part in parts}
    if not told <= {MIGRAINE, HEADACHE, SESSION}:
        return ""
    day = MIGRAINE if MIGRAINE in told else HEADACHE if HEADACHE in told else ""
    return BOTH.join(filter(None, (day, SESSION if SESSION in told else "")))


class OfTwo(NamedTuple):
    """A sign made of that of a headache or migraine, ``day``, and an ``other`` one: MX, m/x."""

    day: str
    letter: str
    other: str


def of_two(
    sign: str, beside: Mapping[str, int], stated: Mapping[str, str] | None = None
) -> OfTwo | None:
    """A sign as one of the day and another one, of which no more is known than that it may be a
    session; that which stands alone too before any other. None where it is no such two."""
    parts = [part for part in _PARTS.split(sign) if part]
    pairs = [(parts[0], parts[1])] if len(parts) == 2 else []
    if len(parts) == 1 and sign.isalpha():
        pairs = [(sign[:n], sign[n:]) for n in range(1, len(sign))]
    found = []
    for letter, other in (pair for a, b in pairs for pair in ((a, b), (b, a))):
        day, means = (_of_one(one, beside, stated or {}) for one in (letter, other))
        if day in (MIGRAINE, HEADACHE) and means in ("", SESSION) and not is_number(other):
            found.append(OfTwo(day, letter, other))
    alone = [
        one for one in found if one.other in beside or _of_one(one.other, beside, stated or {})
    ]
    short = [one for one in found if len(one.other) == 1]
    return next(iter((*alone, *short)), None)


def _of_one(sign: str, beside: Mapping[str, int], stated: Mapping[str, str]) -> str:
    if sign in stated:
        return stated[sign]
    if sign in WORDS:
        return WORDS[sign]
    if is_pain(sign):
        return sign
    if sign in DASHES:
        return "" if _may_be_missing(sign, beside) else NONE
    meaning, fellows = _BESIDE.get(sign, ("", ()))
    return meaning if {*fellows} & {*beside} else ""


def _may_be_missing(dash: str, beside: Mapping[str, int]) -> bool:
    """Could a dash be a day that was not recorded: is there another no, or are most days blank?"""
    another = any(WORDS.get(other) == NONE for other in beside)
    return another or beside.get("", 0) > beside.get(dash, 0)


def is_meaning(meaning: str) -> bool:
    return meaning in MEANINGS or is_pain(meaning)


def is_pain(meaning: str) -> bool:
    """Is it a headache with its pain: pain 7?"""
    what, _, number = meaning.partition(" ")
    return what == PAIN and bool(_NUMBER.fullmatch(number))


def is_number(sign: str) -> bool:
    """Is a sign a number, as of pain or of a code?"""
    return bool(_NUMBER.fullmatch(sign))


def weeks_between(patients: np.ndarray, days: np.ndarray) -> tuple[int, int] | None:
    """The shortest and longest time in days between two of these days of one patient.

    None where nobody has two of them.
    """
    frame = pd.DataFrame({"patient": patients, "day": days}).drop_duplicates()
    frame = frame.sort_values(["patient", "day"])
    gaps = frame.groupby("patient")["day"].diff().dropna()
    return (int(gaps.min().days), int(gaps.max().days)) if len(gaps) else None
