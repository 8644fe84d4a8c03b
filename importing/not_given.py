"""Does a text say that its session was not given? *Cancelled*, *abgesagt*, *no-show*."""

from __future__ import annotations

import re

from importing.negations import plain

# As ``plain`` has them: lower case, without accents, "no-show" as "no show".
_CANCELLED = (
    r"cancel+\w*|no ?show\w*|dna|did not (?:attend|come)|not (?:given|done|"
    r"attended|performed|administered|treated)|missed|postponed|rescheduled|declined|refused|"
    r"abgesagt\w*|absage\w*|storniert\w*|ausgefallen\w*|entfallen|verschoben\w*|verpasst|versaumt|"
    r"nicht (?:erschienen|gekommen|durchgefuhrt|erfolgt|gegeben|behandelt)|"
    r"annule\w*|annulation|reportee?s?|decommandee?|absente?|non (?:venue?|honoree?|"
    r"realisee?|faite?|effettuat[oa]|eseguit[oa]|presentat[oa]|realizad[oa])|pas venue?|"
    r"anulad[oa]\w*|aplazad[oa]\w*|no (?:realizad[oa]|acudio|asistio|vino|"
    r"presentad[oa])|"
    r"annullat\w*|disdett[oa]|rinviat\w*|rimandat[oa]|"
    r"geannuleerd|afgezegd|uitgesteld|niet (?:verschenen|gekomen|gegeven|uitgevoerd)|"
    r"adiad[oa]|desmarcad[oa]|nao (?:compareceu|realizad[oa]|veio)|faltou|"
    r"avbokad|installd|aflyst|udeblevet|avlyst|odwolan[aey]"
)
_NOT = r"(?:not|never|nicht|non|no|pas|niet|nao|nie|inte|ikke|n[ae]o|wird nicht|was not)"
_SAYS = re.compile(rf"(?:\b(?P<not>{_NOT}) )?\b(?:{_CANCELLED})\b")


def says_not_given(text: str) -> bool:
    """Does it say so, and not that a session was *not cancelled*?"""
    return any(match["not"] is None for match in _SAYS.finditer(plain(text)))


def speaks_of_not_given(text: str) -> bool:
    """Does it say one or the other?"""
    return _SAYS.search(plain(text)) is not None
