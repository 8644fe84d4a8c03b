"""Is a column of another day, person or kind than what the rest of its name says?

*Headache yesterday* is no headache of the day beside it, *Next Botox* no session that was given,
*Migraine days %* no number of days, *Headache (AM)* half a day. Such a name
suggests nothing: its user says what it is.
"""

from __future__ import annotations

import re

from analytics.definitions import MEASURES
from importing.negations import plain
from importing.not_given import says_not_given

# Without accents, in lower case, with a space for every hyphen and underscore (``plain``).
_TO_COME = (
    r"next|due|planned|scheduled|booked|expected|proposed|nachste\w*|naechste\w*|fallig\w*|"
    r"geplant\w*|gebucht\w*|vereinbart\w*|erwartet\w*|prochaine?s?|prevue?s?|planifie\w*|proxim[oa]s?|"
    r"previst[oa]s?|programad[oa]s?|prossim[oae]|programmat[oa]|volgende|gepland\w*|verwacht\w*|"
    r"n[ae]ste|planlagt\w*|planerad\w*"
)
_GONE_BY = (
    r"last|previous|prior|past|since|yesterday|tomorrow|gestern\w*|vorgestern|letzte\w*|vorige\w*|"
    r"vorherige\w*|vorwoche|vormonat|vorjahr|seit|hier|demain|derniere?s?|precedente?s?|depuis|ayer|"
    r"ultim[oa]s?|pasad[oa]s?|desde|ieri|domani|scors[oa]|gisteren|afgelopen|vorig\w*|sinds|ontem|"
    r"passad[oa]s?|i ?gar|sidste|senaste|forrige|forra|siden|sedan"
)
_OTHERS = (
    r"mother\w*|father\w*|parents?|sister\w*|brother\w*|family|familial|relatives?|mutter|vater|"
    r"eltern|familie\w*|mere|pere|famill\w*|madre|padre|famil\w*|moeder|vader|mae|pai|mor|far"
)
_NO_DAY = (
    r"diagnos\w*|history|anamnes\w*|vorgeschichte|medications?|medicines?|drugs?|tablets?|"
    r"medikament\w*|tablette\w*|medicament\w*|farmac\w*|medicijn\w*|goal|target|ziel\w*"
)
_OF_ELSE = (
    r"referr\w*|birth\w*|consent\w*|registr\w*|enrol\w*|letter\w*|diagnos\w*|onset|death|"
    r"uberweis\w*|zuweis\w*|geburt\w*|einwillig\w*|anmeld\w*|naissance|nacimiento|"
    r"nascita|geboorte\w*|nascimento|fodsels\w*"
)
_ENDED = (
    r"end|ends|ended|ending|stop|stopped|discontinu\w*|withdraw\w*|ende|beendet|beendigung|abbruch|"
    r"abgebrochen|abgesetzt|fin|arret\w*|fine|fim|einde|slut|sluttet"
)
_PART_OF_A_DAY = (
    r"(?:^|\()am(?= (?:head|migr)|\))|\bam$|\b(?:pm|a m|p m|mornings?|forenoon|afternoons?|"
    r"evenings?|nights?|overnight|morgens?|vormittags?|nachmittags?|mittags?|abends?|nachts?|matin|"
    r"apres midi|soiree?|soir|nuit|manana|tarde|noche|mattin[oa]|pomeriggio|sera|notte|ochtend|"
    r"middag|avond|nacht|manha|noite|formiddag|eftermiddag|aften|kvall|natten)\b"
)
_NO_COUNT = (
    r"percent\w*|prozent\w*|pourcent\w*|porcent\w*|percentual\w*|procent\w*|share|anteil\w*|rate|"
    r"change\w*|difference|delta|reduction|decrease|increase|veranderung\w*|anderung\w*|differenz\w*|"
    r"abnahme|reduktion\w*|changement|diminution|cambio|diferencia|reduccion|variazione|riduzione|"
    r"verschil|verandering|afname|diferenca|reducao|andring\w*|forskel\w*|"
    r"max\w*|min|minimum|most|fewest|worst|best|goal|target|expected|ziel\w*|erwartet\w*|objecti\w*|"
    r"objetivo|obiettivo|doel"
)
_NOT_ACUTE = (
    r"prevent\w*|prophyl\w*|profila\w*|profyla\w*|vorbeug\w*|forebygg\w*|overuse|ubergebrauch|"
    r"surconsommation|side effects?|nebenwirkung\w*|allerg\w*|helped|geholfen|worked"
)
_OF_DAYS = re.compile(rf"\b(?:{_TO_COME}|{_GONE_BY}|{_OTHERS}|{_NO_DAY})\b|{_PART_OF_A_DAY}")
_OF_DATES = re.compile(rf"\b(?:{_TO_COME}|{_GONE_BY}|{_OF_ELSE}|{_ENDED})\b")
_OF_COUNTS = re.compile(rf"%|\b(?:{_NO_COUNT}|{_OTHERS})\b")
# What a score is called by, and the column that names its instrument.
_SCORES = re.compile(
    r"\b(?:hit ?6|midas|msqo?l?|mibs|mssq|eq ?5d|phq ?\d*|gad ?\d+|hads|bdi|promis|wpai|"
    r"sf ?\d+|pgic|instrument|questionnaire|fragebogen|cuestionario|questionario|vragenlijst)\b"
)
_HEAD = re.compile(r"head|migr|kopf|cefal|cephal|cabeza|tete|hoofd|hoved|huvud")
_DATES = ("date", "session_date")
_WHOSE = {
    **dict.fromkeys(("headache", "migraine"), _OF_DAYS),
    "acute_medication": re.compile(rf"\b(?:{_NOT_ACUTE})\b"),
    **dict.fromkeys(_DATES, _OF_DATES),
    **dict.fromkeys(MEASURES, _OF_COUNTS),
}


def is_of_another(header: str, column: str) -> bool:
    """Does this name, which speaks for a column of ours, say that it is of something else?"""
    if column in _DATES and says_not_given(header):
        return True
    form = _WHOSE.get(column)
    return form is not None and form.search(plain(header)) is not None


def is_of_no_session(header: str) -> bool:
    """Is it of a questionnaire (*HIT-6*, *hit6_1*), or of a headache in a part of a day?"""
    text = plain(header)
    part_of_a_day = _HEAD.search(text) and re.search(_PART_OF_A_DAY, text)
    return bool(_SCORES.search(text) or part_of_a_day)
