"""Which words name a sex? Those of the clinics' languages, read within their own column."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.codes import Sex

_WORDS = {
    **dict.fromkeys(("f", "fem", "female", "woman", "w", "weibl", "weiblich", "frau"), Sex.FEMALE),
    **dict.fromkeys(("femme", "féminin", "feminin", "féminine", "♀"), Sex.FEMALE),
    **dict.fromkeys(("v", "vrouw", "vrouwelijk", "k", "kvinde", "kvinna", "kvinne"), Sex.FEMALE),
    **dict.fromkeys(("mujer", "hembra", "femenino", "femenina", "kobieta"), Sex.FEMALE),
    **dict.fromkeys(("donna", "femmina", "femminile", "mulher"), Sex.FEMALE),
    **dict.fromkeys(("feminino", "feminina"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "man", "männl", "männlich", "maennlich", "mann"), Sex.MALE),
    **dict.fromkeys(("h", "homme", "masculin", "♂"), Sex.MALE),
    **dict.fromkeys(("mannelijk", "mand", "mężczyzna"), Sex.MALE),
    **dict.fromkeys(("hombre", "varón", "varon", "masculino", "homem"), Sex.MALE),
    **dict.fromkeys(("uomo", "maschio", "maschile"), Sex.MALE),
    **dict.fromkeys(("other", "x", "nonbinary", "non-binary", "non binary"), Sex.OTHER),
    **dict.fromkeys(("d", "div", "divers", "diverse", "intersex"), Sex.OTHER),
    **dict.fromkeys(("autre", "andere", "anders", "otro", "otra", "altro", "outro"), Sex.OTHER),
}
# Letters of two meanings, by the letter beside them: hombre and mujer, uomo and donna.
_SPANISH, _ITALIAN = {"h": Sex.MALE, "m": Sex.FEMALE}, {"u": Sex.MALE, "d": Sex.FEMALE}


def _word(text: str) -> str:
    """A cell as these words are compared."""
    return text.strip().lower().rstrip(".") or text.strip()


def sexes(texts: Iterable[str]) -> dict[str, Sex]:
    """Each of the texts of one column that names a sex, and which."""
    by_word = {text: _word(text) for text in texts}
    seen, known = {*by_word.values()}, dict(_WORDS)
    if {"h", "m"} <= seen and not any(_WORDS.get(one) == Sex.FEMALE for one in seen):
        known |= _SPANISH
    if {"u", "d"} <= seen:
        known |= _ITALIAN
    return {text: known[one] for text, one in by_word.items() if one in known}
