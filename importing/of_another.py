"""Is a column of another day, person or kind than what the rest of its name says?

*Headache yesterday* is no headache of the day beside it, *Next Botox* no session that was given,
*Migraine days %* no number of days. Such a name suggests nothing: its user says what it is.
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
_OF_DAYS = re.compile(rf"\b(?:{_TO_COME}|{_GONE_BY}|{_OTHERS}|{_NO_DAY})\b")
_OF_DATES = re.compile(rf"\b(?:{_TO_COME}|{_GONE_BY}|{_OF_ELSE})\b")
_OF_COUNTS = re.compile(rf"%|\b(?:{_NO_COUNT}|{_OTHERS})\b")
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
