"""What kind of headache do words name, in the languages of the layouts?"""

from __future__ import annotations

import re

_MIGRAINE = r"migr|(?<!h)emicrani|jaqueca|enxaqueca|мигрен"
_HEADACHE = (
    rf"{_MIGRAINE}|head ?ache|kopfschmerz|kopfweh|c[ée]phal|mal de t[êe]te|maux de t[êe]te|cefale|"
    r"dolor de cabeza|mal di testa|dor de cabeça|hoofdpijn|hovedpine|hodepine|huvudvärk|päänsär|"
    r"головн"
)
_NO = (
    r"\b(?:no|not|non|without|kein\w*|ohne|nicht|sans|pas|aucune?|sin|senza|nessun\w*|sem|"
    r"nenhum\w*|geen|zonder|ingen|uden|без|нет|не)\b"
)
_ARTICLE = r"(?:(?:an?|any|the|eine?|de|d['’]|une?|un|la|el) ?)?"
_UNSAID = re.compile(
    r"[-–?]*|n/?a|none|unknown|unsure|not sure|(?:i )?don['’]?t know|(?:un|not )specified|"
    r"undefined|unbekannt|weiß nicht|keine angabe|inconnue?|je ne sais pas|desconocid[oa]|"
    r"sconosciut[oa]|desconhecid[oa]|неизвестно"
)


def _names(words: str, text: str) -> bool:
    """Is one of the words there, and not said to be absent?"""
    absent = rf"{_NO}[\s-]*{_ARTICLE}(?:{words})|(?:{words})\w*[\s-]*(?:free|frei)\b"
    return bool(re.search(words, re.sub(absent, " ", text.lower())))


def names_headache(text: str) -> bool:
    """Does a text name a headache of any kind; "no headache" does not."""
    return _names(_HEADACHE, text)


def names_migraine(text: str) -> bool:
    """Does a text name migraine; "no migraine" does not, nor does hemicrania."""
    return _names(_MIGRAINE, text)


def is_migraine_type(text: str) -> bool | None:
    """A filled type: migraine or not; None where nothing, or that it is not known, is written."""
    said = [kind.strip() for kind in re.split(r"[,;|/+]", text.lower()) if kind.strip()]
    known = [kind for kind in said if not _UNSAID.fullmatch(kind)]
    if _UNSAID.fullmatch(text.lower().strip()) or not known:
        return None
    return any(names_migraine(kind) for kind in known)
