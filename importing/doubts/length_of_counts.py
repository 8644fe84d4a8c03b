"""Is a count that is taken for a month of another length: per 4 weeks, a week, a quarter, a year?

Seen by the name of its column, by a title above, or by a column of missing days. A count beside
recorded days has its length; one without is per month of the Definition, which these deny: told,
never scaled in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.definitions import MEASURES
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts.base import plain
from importing.layouts.wide_counts import period
from importing.lengths_named import length_in
from importing.negations import plain as words_of
from words.numbers import counted

RECORDED, MISSING_DAYS = "recorded_days", "missing_days"
MOST_SHOWN = 3
_COUNTS_DAYS = re.compile(r"days|tage|jours|d[ií]as|giorni|dagen|dage\b|dagar")
# Days of a diary, not of work: in plain words, without accents.
_MISSING = re.compile(
    r"\b(?:missing|unrecorded|unfilled|not (?:filled|recorded|entered|completed)|"
    r"(?:no|without) entr\w*|fehlende\w*|nicht (?:ausgefull|erfasst|dokumentiert)\w*|"
    r"(?:ohne|kein\w*) eintrag\w*|manquante?s?|non (?:rempli|renseigne|saisi)\w*|faltantes?|"
    r"(?:sin|sem) (?:datos?|dados|registro)|mancanti|non (?:compilat|registrat)\w*|"
    r"ontbrekend\w*|niet (?:ingevuld|geregistreerd)\w*|em falta|manglende|saknade|"
    r"ikke (?:udfyldt|registreret)\w*|ej (?:ifyllda|registrerade))"
)
_OF_WORK = re.compile(
    r"\b(?:work|school|job|office|arbeit|schul|travail|ecole|trabajo|escuela|lavoro|scuola|werk|"
    r"trabalho|arbejd|skole|arbet)"
)
_DAYS = re.compile(r"[1-9]\d{0,2}(?:[.,]0+)?")


def signs(found: Found) -> Iterator[Sign]:
    counts = _counts(found)
    if not counts or RECORDED in counts.values():
        return
    for header in counts:
        if length := length_in(header):
            yield _told(f"{header}: its name says that it counts", length, header)
    if sign := _of_missing_days(found, counts):
        yield sign
    for title in (cell for row in found.text.above for cell in row):
        if _COUNTS_DAYS.search(plain(title)) and (length := length_in(title)):
            yield _told("A title says that the counts are", length, "")


def _of_missing_days(found: Found, counts: dict[str, str]) -> Sign | None:
    """Each count is one of a whole month, while a column says that days of it are missing."""
    names = [header for header in found.headers if header not in counts and _is_missing(header)]
    says = {header: rows for header in names if (rows := _rows(found, header))}
    if not says:
        return None
    listed = " and ".join([*says][:MOST_SHOWN]) + (", ..." if len(says) > MOST_SHOWN else "")
    return Sign(
        f"{listed}: {counted(max(says.values()), 'row')} say that days are missing, which is not "
        "read: a count without recorded days is taken for one whole month of the Definition. "
        "A column recorded_days says of how many days it is.",
        (),
        next(iter(says)),
        about=MISSING_DAYS,
    )


def _is_missing(header: str) -> bool:
    words = words_of(header)
    return bool(_MISSING.search(words)) and not _OF_WORK.search(words)


def _rows(found: Found, header: str) -> int:
    """On how many rows does the column hold a number of days above none?"""
    texts = found.text.counted(header)
    return sum(n for text, n in texts.items() if _DAYS.fullmatch(text))


def _counts(found: Found) -> dict[str, str]:
    """The columns of counts, as mapped or by their names, and which count each of them is."""
    mapping = found.mapping
    if mapping is not None:
        if mapping.table not in ("", "counts"):
            return {}
        named = mapping.columns | {header: name for header, (name, _) in mapping.periods.items()}
    elif found.layout:
        periods = {header: period(header) for header in found.headers}
        named = found.names | {header: of[0] for header, of in periods.items() if of is not None}
    else:
        return {}
    ours = {header: name for header, name in named.items() if name in (*MEASURES, RECORDED)}
    return ours if {*ours.values()} & {*MEASURES} else {}


def _told(what: str, length: str, column: str) -> Sign:
    month = "; that is right where its month has 28 days" if length == "28 days" else ""
    return Sign(
        f"{what} days per {length}, and a count without recorded days is taken for one month of "
        f"the Definition{month}. A column recorded_days says of how many days it is.",
        (),
        column,
        about=length,
    )


DOUBT = Doubt("length_of_counts", LooksAt.FILE, signs)
