"""Is a count that is taken for a month of another length: per 4 weeks, a week, a quarter, a year?

Seen by the name of its column or by a title above. A count beside recorded days has its length; one
without is per month of the Definition, which the name denies: told, never scaled in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.definitions import MEASURES
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts.base import plain
from importing.layouts.wide_counts import period

RECORDED = "recorded_days"
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
_COUNTS_DAYS = re.compile(r"days|tage|jours|d[ií]as|giorni|dagen|dage\b|dagar")


def signs(found: Found) -> Iterator[Sign]:
    counts = _counts(found)
    if not counts or RECORDED in counts.values():
        return
    for header in counts:
        if length := length_in(header):
            yield _told(f"{header}: its name says that it counts", length, header)
    for title in (cell for row in found.text.above for cell in row):
        if _COUNTS_DAYS.search(plain(title)) and (length := length_in(title)):
            yield _told("A title says that the counts are", length, "")


def length_in(text: str) -> str:
    """Of how long a count is by this name; "" where it says nothing, or a month."""
    words = plain(text)
    return next((length for length, form in LENGTHS.items() if re.search(form, words)), "")


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
