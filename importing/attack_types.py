"""Is an attack of this type a migraine, in the languages of the layouts?"""

from __future__ import annotations

import re

from importing.negations import MIGRAINE, names

_UNSAID = re.compile(
    r"[-–?]*|n/?a|none|unknown|unsure|not sure|(?:i )?don['’]?t know|(?:un|not )specified|"
    r"undefined|unbekannt|weiß nicht|keine angabe|inconnue?|je ne sais pas|desconocid[oa]|"
    r"sconosciut[oa]|desconhecid[oa]|неизвестно"
)


def is_migraine_type(text: str) -> bool | None:
    """A filled type: migraine or not; None where nothing, or that it is not known, is written."""
    said = [kind.strip() for kind in re.split(r"[,;|/+]", text.lower()) if kind.strip()]
    known = [kind for kind in said if not _UNSAID.fullmatch(kind)]
    if _UNSAID.fullmatch(text.lower().strip()) or not known:
        return None
    return any(names(kind, MIGRAINE) for kind in known)
