"""Does a text name a headache, or say that there was none?

In the languages of the layouts, in cells, activities and types, and in the names of columns.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from importing.cells import FLAG_WORDS

HEADACHE, MIGRAINE = "headache", "migraine"

# Without accents, in lower case, with a space for every hyphen and underscore.
_NAMES = {
    MIGRAINE: (
        r"(?:(?<!h)emicran|migrain|migraen|migran|migren|migræn|jaquec|enxaquec|мигрен)\w*?"
    ),
    HEADACHE: (
        r"(?:(?:head ?(?:ache|pain)|kopf ?(?:schmerz|weh)|cefale|cephale|hoofdpijn|hovedpine|"
        r"hodepine|huvudvark|paansark|головн)\w*?|dolor(?:es)? de cabeza|"
        r"(?:mal|maux) (?:de|a la) tete|mal di testa|dor(?:es)? de cabeca|bole? glowy)"
    ),
}
_NAMES["any"] = f"(?:{_NAMES[MIGRAINE]}|{_NAMES[HEADACHE]})"
_NONE = (
    r"(?:no|not|non|none|without|w o|never|zero|absence|kein\w*|ohne|nicht|nie|sin|ningun\w*|nunca|"
    r"ausencia|pas|sans|aucune?|jamais|senza|nessun\w*|niente|mai|assenza|geen|zonder|nooit|sem|"
    r"nenhuma?|nao|ingen|inga|inget|intet|ikke|inte|uden|utan|uten|ei|bez|brak|без|нет|не)"
)
_FREE = r"(?:free|frei\w*|vrij\w*|frit?t?|libre|libero|livre)"
_BETWEEN = (
    r"(?: (?:a|an|any|of|from|my|the|d|de|des|du|von|an|un|une|una|di|da|om|mehr|more|plus|mas|"
    r"real|acute|any|some|have|had|hay|tengo|tuve|van|av|af|ai|eu|avuto|ho|tenho|tive|hatte|habe|"
    r"ik|heb|noen))*"
)
_DAY = r"(?:days?|tage?|jours?|dias?|giorn[oi]|dag(?:en|e)?|today|heute|hoy|aujourd hui)"
_AFTER = rf"(?: ?{_FREE}| (?:no|none|nein|non|nee|nej|nei|nao|absent\w*|negativ\w*|0)$)"
_FRIDAY = re.compile(r"(?<=ache|pain|aine|merz) fri\b")  # fri is free in the north alone
_HOW_WRITTEN = re.compile(
    r"[()?\[\],;]|\b(?:y/n|yes/no|ja/nein|0/1|[01] ?[=:] ?(?:yes|no|ja|nein|oui|non))\b"
)
_DRUG = r"(?! (?:med|tabl|pill|drug|pain ?kill|triptan))"
_DENIED = re.compile(rf"{_NONE}\b")
_PHRASES = re.compile(
    r"[,;|/+&()\n]|\b(?:but|and|und|aber|mais|et|pero|ma|maar|en|mas|men|och|og)\b"
)


def plain(text: str) -> str:
    """A text for comparison: lower case, without accents, one space between words."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)
    )
    return re.sub(r"[\s_\-'’:=.]+", " ", bare).strip()


def names(text: str, what: str = "any") -> bool | None:
    """Is it named: True; is its absence named: False; neither: None."""
    found: set[bool] = set()
    for phrase in _PHRASES.split(text.lower()):
        bare = _FRIDAY.sub("", plain(phrase))
        for match in _named(what).finditer(bare):
            found.add((match["before"] is None) == (match["after"] is None))
    return any(found) if found else None


def first_answer(text: str) -> bool | None:
    """Does a text begin with yes, or with a no that stands for itself: *No, but*, not *No pain*?"""
    words = plain(re.sub(r"[,;|/+&()]", " ", text)).split()
    if words and FLAG_WORDS.get(words[0]) == 1:
        return True
    alone = plain(re.split(rf"{_PHRASES.pattern}|[.:–—]| - ", text.lower())[0])
    return False if FLAG_WORDS.get(alone) == 0 else None


@cache  # the longest of our patterns: most files need none of them
def _named(what: str) -> re.Pattern[str]:
    name = _NAMES[what]
    return re.compile(
        rf"(?:\b(?P<before>(?:{_NONE}|{_FREE}){_BETWEEN} |(?:no|kein)(?={name})))?\b\w*?(?:{name})"
        rf"(?:(?P<after>{_AFTER})|\b(?!\w)){_DRUG}"
    )


def denies(words: str) -> bool:
    """Does a plain text begin with a word for none (no, kein, sans)?"""
    return _DENIED.match(words) is not None


def opposite_of(header: str) -> str | None:
    """The flag whose opposite a column is by its name: *Headache-free day* is that of headache."""
    words = plain(_HOW_WRITTEN.sub(" ", header.lower()))
    bare = re.sub(rf"^{_DAY} | {_DAY}$", "", re.sub(rf"^{_DAY} ", "", words)).strip()
    bare = _FRIDAY.sub("", bare)
    for what in (MIGRAINE, HEADACHE):
        name = _NAMES[what]
        if re.fullmatch(rf"(?:{_NONE}|{_FREE}){_BETWEEN} {name}|{name} ?{_FREE}", bare):
            return what
    return None
