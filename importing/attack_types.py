"""Is an attack of this type a migraine, in the languages of the layouts?"""

from __future__ import annotations

import re

from importing.cells import FLAG_WORDS
from importing.negations import HEADACHE, MIGRAINE, names, plain

MIGRAINE_TYPE, OTHER_TYPE, NOT_SAID = "migraine", "another headache", "not recorded"
NO_HEADACHE = "no headache"
_UNSAID = re.compile(
    r"[-–?]*|n/?a|none|unknown|unsure|not sure|(?:i )?don['’]?t know|(?:un|not )specified|"
    r"undefined|unbekannt|weiß nicht|keine angabe|inconnue?|je ne sais pas|desconocid[oa]|"
    r"sconosciut[oa]|desconhecid[oa]|неизвестно"
)
# Without accents: aura is one of a migraine (ICHD-3, 1.2); MA, MO and TTH are the field's letters.
_MIGRAINE = re.compile(r"\b(?:aura|m[ao])\b")
_OTHER = re.compile(
    r"\b(?:tth|cth|tension\w*|spannung\w*|tensional|tensiv[ao]|spanning\w*|spaending\w*|"
    r"cluster\w*|horton|trigemin\w*|sinus\w*|hangover|kater|other|another|andere\w*|"
    r"autre|otr[oa]|altr[oa]|outr[oa]|anden|annan|moh)\b"
)
_ALONE = (
    r"(?:only|alone|just|isolated|nur|allein\w*|isoliert\w*|seule?|isolee|sola|solo|aislada|"
    r"isolata)"
)
_AURA_ALONE = re.compile(
    rf"\b(?:aura {_ALONE}|{_ALONE} aura|acephalgic|silent migraine|stumme migrane)\b"
)
_WITH = re.compile(r"\b(?:with|mit|avec|con|met|com|med)\b")


def is_migraine_type(text: str) -> bool | None:
    """A filled type: migraine or not; None where nothing, or that it is not known, is written."""
    said = [kind.strip() for kind in re.split(r"[,;|/+]", text.lower()) if kind.strip()]
    known = [kind for kind in said if not _UNSAID.fullmatch(kind)]
    if _UNSAID.fullmatch(text.lower().strip()) or not known:
        return None
    return any(names(kind, MIGRAINE) for kind in known)


def type_means(text: str, header: str = "") -> str:
    """What a type means, by its words; "" where nobody knows them: codes, a place, a name.

    Under a name that says migraine, yes and no say whether it was one.
    """
    word = text.lower().strip()
    flag = FLAG_WORDS.get(word)
    if flag is not None:
        if not names(header, MIGRAINE):
            return ""
        return MIGRAINE_TYPE if flag else OTHER_TYPE
    migraine = is_migraine_type(text)
    if migraine is None:
        return NOT_SAID
    bare = plain(text)
    if denies_headache(text):
        return NO_HEADACHE
    if is_aura_alone(text):
        return ""
    if migraine or (_MIGRAINE.search(bare) and names(bare, HEADACHE) is None):
        return MIGRAINE_TYPE
    return OTHER_TYPE if _OTHER.search(bare) or names(text) is not None else ""


def denies_headache(text: str) -> bool:
    """Does a type say that there was no headache, and name nothing else?"""
    bare = plain(text)
    return names(text, HEADACHE) is False and not (
        names(text, MIGRAINE) or _MIGRAINE.search(bare) or _OTHER.search(bare)
    )


def is_aura_alone(text: str) -> bool:
    """Does it say that there was an aura, or a migraine, without headache?"""
    bare = plain(text)
    if names(text, HEADACHE) is False:
        return bool(names(text, MIGRAINE) or _MIGRAINE.search(bare))
    return bool(_AURA_ALONE.search(bare)) and not _WITH.search(bare)
