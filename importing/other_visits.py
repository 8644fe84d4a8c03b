"""What does a cell of a list of sessions name: an injection, or a visit without one?

A visit is a follow-up, a review, a consultation, a call; a placebo is no treatment either. In the
languages of the layouts, of texts as ``plain`` has them.
"""

from __future__ import annotations

import re

PLACEBO = re.compile(
    r"placebo|plazebo|\bsaline\b|\bsham\b|kochsalz|natriumchlorid|\bnacl\b|"
    r"schein(?:behandlung|inj)|"
    r"(?:serum|solution) (?:physiologique|sale)|"
    r"(?:suero|soro|solucion|solucao) (?:fisiologic|salin)|"
    r"soluzione fisiologica|fysiologisk\w* (?:salt|zout|kok)|saltvand|koksalt|zoutoplossing"
)
VISIT = re.compile(
    r"\w*(?:follow ?ups?|followup|\bf/?u\b|\bfu ?\d\b|\breviews?\b|\breviewed\b|"
    r"\bcheck(?: ?ups?)?\b|\brecheck|\bcontrols?\b|kontroll?e?n?\b|controles?\b|controll[oi]\b|"
    r"verlauf|nachsorge|"
    r"untersuchung|wiedervorstellung|vorgesprach|gesprach\w*|\bbesprechung|konsult\w*|consult\w*|"
    r"sprechstunde|beratung\w*|office visit|clinic visit|assessment|screening|evaluat\w*|"
    r"\bsuivi|entretien|\bbilan|reevaluation|seguimiento|seguimento|revision\b|evaluacion|entrevista|"
    r"rivalutazione|valutazione|colloquio|opvolging|vervolg(?:afspraak|gesprek|consult|controle)|"
    r"gesprek|spreekuur|acompanhamento|revisao|avaliacao|opfolgning|opfølgning|samtale?\b|"
    r"uppfoljning|aterbesok|telefon\w*|\btel\b|telephone|\bphone\b|telemed\w*|\bvideo\w*|"
    r"\bappel\b|llamada|telefonata|chiamata|chamada|opkald|\bbel(?:afspraak|len)\b)"
)
INJECTION = re.compile(r"inje[ck]\w*|injic\w*|inyec\w*|iniez\w*|infiltra\w*|spritze")
_OF_ITS_PLACE = re.compile(
    r"\b(?:sites?|points?|pain|reactions?|side|effects?|bruis\w*)\b|stelle|schmerz|punkt"
)
_ONLY_TREATED = re.compile(
    r"(?:treatments?|procedures?|treated|behandlung|eingriff|traitement|acte|tratamiento|trattamento|"
    r"tratamento|behandeling|behandling|procedimi?ento|verum|active)(?: (?:visit|session|\d+))?"
)
MOST_WORDS = 5  # of a label; more is a remark
# A column called so says something else of a session than what it was.
_OF_ELSE = re.compile(
    r"\b(?:batch|lot|charge|vials?|rooms?|raum|salle|sala|ward|sites?|sides?|clinics?|klinik|location|"
    r"place|ort|cent(?:re|er)|hospital|department|station|injector|operator|physician|doctor|nurse|"
    r"staff|plan\w*|outcome|results?|decision|recommend\w*|procedere|reaction\w*|effects?|adverse\w*|"
    r"complications?|comments?|remarks?|bemerkung\w*|contact|reminder|source|consent|device|"
    r"follow ?up|technique|technik|guidance|fund\w*|payer|insur\w*|pathway|"
    r"indications?|diagnos\w*)\b|\bdilu\w*|verdunn\w*|reconstitu\w*|rekonstitu\w*|solvent\w*|losung\w*|"
    r"fortynd\w*|spadning\w*|verdunning\w*|oplosmiddel"
)
_OF_A_KIND = re.compile(
    r"\b(?:visit\w*|appointment\w*|termin\w*|besuch\w*|visite|rendez vous|rdv|cita|afspraak\w*|"
    r"aftale|besok\w*|consulta|type|typ|tipo|kind|art|soort|slags?|categor\w+|kategori\w*|leistung\w*|"
    r"services?|prestation|prestacion|prestazione|encounter\w*|events?|purpose|reason|anlass|grund|"
    r"motif|motivo|reden|arsag|anledning|activity|codes?)\b"
)


def says_kind(name: str) -> bool | None:
    """Does a column of this name say of what kind a visit was? None: perhaps; False: surely not."""
    if _OF_A_KIND.search(name):
        return True
    return False if _OF_ELSE.search(name) else None


def is_injection(words: str) -> bool:
    """Is it the label of an injection, and of no visit after one, and not of its place or pain?"""
    short = len(words.split()) <= MOST_WORDS
    return short and bool(INJECTION.search(words)) and not _OF_ITS_PLACE.search(words)


def is_treatment(words: str) -> bool:
    """Does it say no more than that there was a treatment?"""
    return _ONLY_TREATED.fullmatch(words) is not None


def is_visit(words: str) -> bool:
    """Does it name a visit, as *review* and *Botox review* do, and not a *follow-up injection*?"""
    found = list(VISIT.finditer(words))
    if not found:
        return False
    ahead, behind = words[: found[0].start()].strip(), words[found[-1].end() :].strip()
    if not ahead and not behind:
        return True
    if not INJECTION.search(ahead + " " + behind):
        return True
    if not behind:
        return not re.search(r"\b(?:de|di|do|da|van|av|af|til)$", ahead)
    return not ahead and INJECTION.match(behind) is None
