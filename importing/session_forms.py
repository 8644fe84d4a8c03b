"""In which words do people name a session, a time or a visit?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOUNS = (
    r"(?:session|sitzung|séance|seance|sesión|sesion|seduta|sessie|sessão|sessao|cycle|zyklus|ciclo|"
    r"cyclus|injections?|injektion|injectie|treatment|behandlung|behandling|behandeling|traitement|"
    r"tratamiento|trattamento|tratamento|botox|toxin)"
)
_BEFORE_THE_FIRST = (  # avant la première séance, vor Sitzung 1; not of session 2
    r"(?:before|pre|vor|avant|antes|prima|voor|før|före) "
    r"(?:(?:the|der|die|la|le|l|de|da|do|del|della|di|den|het) ){0,2}"
    r"(?:(?:first|ersten?|première|premiere|primera?|prima|primo|eerste|primeir[ao]|første|första|"
    r"1(?:st|re|ère|ere|ª|º|a|e)?[.]?) )?"
    rf"{_NOUNS}(?:[ _.#-]*1)?"
)
BASELINE = re.compile(
    r"^((?:at )?baseline|base|bl|before|pre|start|ausgangswert|basislinie|vorher|vor|davor|avant|"
    r"référence|antes|prima|voor|vooraf|før|före|basal|línea de base|ligne de base|basale|"
    r"nulmeting|voormeting|baslinje|udgangspunkt|"
    rf"{_BEFORE_THE_FIRST})$",
    re.IGNORECASE,
)
SCREENING = re.compile(
    r"^(?:screening|screen|scr|enrol?lment|inclusion|einschluss|aufnahme|screeningvisite|"
    r"screening visit|visite d['’]inclusion|selección|reclutamiento|arruolamento|triagem)$",
    re.IGNORECASE,
)
ZERO = re.compile(r"^0+(?:[.,]0+)?$")
_AFTER = (
    r"(?:(?:after|nach|après|apres|después de|tras|dopo|na|após|depois de|efter) "
    r"(?:(?:the|der|la|a|il|de|den) )?)?"
)
SESSION = re.compile(
    rf"^{_AFTER}(?:{_NOUNS}|tx|s|c)[ _.#-]*(\d{{1,3}})$|"
    rf"^{_AFTER}(\d{{1,2}})(?:st|nd|rd|th|[.ªaº]|e|re|ère|ème)? ?(?:{_NOUNS}|tx)$",
    re.IGNORECASE,
)
MONTHS = re.compile(
    r"^(?:(?:month|mon|monat|mois|mes|mese|maand|mês|måned|månad|m)[ _.-]*(\d{1,3})|"
    r"(\d{1,3})[ .]*(?:months?|mon|mo|monate?|mois|meses|mesi|maanden|måneder|månader|m))$",
    re.IGNORECASE,
)
WEEKS = re.compile(
    r"^(?:(?:week|wk|w|woche|semaine|semana|settimana|uge|vecka)[ _.-]*(\d{1,3})|"
    r"(\d{1,3})[ .]*(?:weeks?|wks?|w|wochen?|semaines?|semanas?|settimane|weken|uger|veckor))$",
    re.IGNORECASE,
)
TIME = re.compile(r"^t[ _.-]*(\d{1,3})$", re.IGNORECASE)
VISIT = re.compile(r"^(?:visit|visite|visita|besuch|bezoek|v)[ _.-]*(\d{1,3})$", re.IGNORECASE)


def given_one_by_one(reading: str) -> dict[str, str] | None:
    """T0:0,T3:1 as a table, blank for a name that is not used; None for any other answer."""
    if ":" not in reading:
        return None
    pairs = (pair.rpartition(":") for pair in reading.split(","))
    given = {name.strip(): session.strip() for name, _, session in pairs}
    return given if all(re.fullmatch(r"\d{0,3}", number) for number in given.values()) else None


def numbers_of(names: Iterable[str], form: re.Pattern[str]) -> dict[str, int]:
    """The number in each name of this form."""
    found = {name: form.match(name) for name in names}
    return {name: int(next(g for g in m.groups() if g)) for name, m in found.items() if m}
