"""Of how long is a count by its name: *per 4 weeks*, *pro Quartal*; and the name without that."""

from __future__ import annotations

import re

from importing.layouts.base import plain

_PER = r"(?:\b(?:per|pro|je|par|por|ogni|pr) |/ ?)"
_WEEKS = r"[ -]?(?:weeks?|wks?|w|wochen|semaines|semanas|settimane|weken|uger|veckor)\b"
_DAYS = r"[ -]?(?:days?|d|tagen?|jours|d[ií]as|giorni|dagen|dage|dagar)\b"
_MONTHS = r"[ -]?(?:months?|monaten?|mois|meses|mesi|maanden|måneder|månader)\b"
_IN = (  # *in 90 days*, *previous year*
    rf"(?:{_PER}|\b(?:in|within|over|last|past|previous|prior|letzte[nrs]?|vorige[nrs]?|derniere?s?|"
    r"ultim[oaie]s?|afgelopen|seneste|senaste) )"
)
LENGTHS = {
    "28 days": rf"(?:{_PER}|\bin )"
    rf"(?:(?:4|four|vier|quatre|cuatro|quattro|quatro){_WEEKS}|28{_DAYS})",
    "quarter": rf"{_IN}(?:quarter|quartal|trimest\w+|kwartaal|kvartal|12{_WEEKS}|(?:8[4-9]|9[0-2])"
    rf"{_DAYS}|(?:3|three|drei|trois|tres|tre|drie){_MONTHS})",
    "week": rf"{_PER}(?:week|wk|woche|semaine|semana|settimana|uge|vecka|7{_DAYS})\b",
    "year": rf"{_IN}(?:year|yr|jahr|an|année|año|anno|ano|jaar|år|12{_MONTHS}|36[56]{_DAYS})\b",
}
_OF_ONE = (
    rf"(?:{_PER}|\b(?:al|im|au|ao|no|in de|i) )"
    r"(?:month|monat|mois|mes|mese|maand|m[êå]s|måned|månad)\b"
)


def length_in(text: str) -> str:
    """Of how long a count is by this name; "" where it says nothing, or a month."""
    words = plain(text)
    return next((length for length, form in LENGTHS.items() if re.search(form, words)), "")


def without_length(text: str) -> str:
    """A name without how long it counts: *MMD s1* of *MMD/28 days s1*."""
    name = plain(text)
    found = (re.search(form, name) for form in (*LENGTHS.values(), _OF_ONE))
    said = next((one for one in found if one), None)
    return f"{name[: said.start()]} {name[said.end() :]}" if said else name
