"""Which of our columns does a header mean, and which of our tables do the headers make?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL, TableSpec
from importing.negations import plain
from importing.words_of_columns import COLUMN_OF, COLUMN_OF_COUNTS, COLUMN_OF_SESSIONS

# How others call our columns, in lower case and with words joined by "_".
ALIASES = {
    **dict.fromkeys(
        (
            "subject",
            "subject_id",
            "record",
            "record_id",
            "participant",
            "participant_id",
            "study_id",
            "patient",
            "usubjid",
        ),
        "patient_id",
    ),
    **{name: measure.name for measure in MEASURES.values() for name in measure.also_called},
    "datum": "date",
    "siteid": "site",
}

# How a cell of the column is to be written, behind its name: headache (0/1), date (dd.mm.yyyy).
_YES, _NO = r"yes|y|ja|j|oui|o|si|sí|sì|s|sim", r"no|n|nein|non|nee|não|nao"
_HINT = re.compile(
    rf"[(\[]\s*(?:[01]\s?[/|,;-]\s?[01]|(?:{_YES})\s?[/|,;-]\s?(?:{_NO})|"
    rf"(?:{_NO})\s?[/|,;-]\s?(?:{_YES})|"
    rf"(?:[01]\s?[=:]\s?(?:{_YES}|{_NO})\s?[,;/|]?\s?){{1,2}}|"
    rf"(?:(?:{_YES}|{_NO})\s?[=:]\s?[01]\s?[,;/|]?\s?){{1,2}}|"
    r"0\s?(?:-|–|to|bis)\s?10|units?|u|iu|ie|e|ui|"
    r"[dmyjat]{1,4}([./-])[dmyjat]{1,4}\1[dmyjat]{1,4})\s*[)\]]",
    re.IGNORECASE,
)
_HINT_WITHOUT_BRACKETS = re.compile(
    r"(?<=\w)(?:\s*[:,-]\s*|\s+)(?:(?:yes|ja|oui|s[iíì]|sim)\s?/\s?(?:no|nein|non|nee|n[aã]o)|"
    r"0\s?/\s?1|1\s?/\s?0)\s*$",
    re.IGNORECASE,
)

# The columns by which a table is told from the others, the most telling first.
FINGERPRINTS: tuple[tuple[str, set[str], set[str]], ...] = (
    ("cycles", {"session", "treated", "closed", "window"}, set(MEASURES)),
    ("counts", {"session"}, set(MEASURES)),
    ("diary", {"date"}, {"headache", "migraine"}),
    ("sessions", {"session_date"}, set()),
    ("scores", {"date", "instrument", "score"}, set()),
    ("adverse_events", {"date", "event"}, set()),
    ("treatments", {"name", "kind", "started_on"}, set()),
    (
        "patients",
        set(),
        {
            "site",
            "sex",
            "age",
            "clinician",
            "prior_botulinum",
            "prior_preventives",
            "medication_overuse",
            "stopped_on",
            "stop_reason",
        },
    ),
)


def without_hint(header: str) -> str:
    """A header without what it says of the cells below it: headache of *headache (0/1)*."""
    name = header.rstrip()
    opened = max(name.rfind("("), name.rfind("["))
    if opened >= 0 and _HINT.fullmatch(name, opened):
        name = name[:opened].rstrip()
    return _HINT_WITHOUT_BRACKETS.sub("", name)


@lru_cache(maxsize=1 << 14)  # a wide file is asked about by every layout
def canonical_name(header: str) -> str:
    """The canonical column that a header means, or the header in our spelling."""
    name = re.sub(r"[\s\-]+", "_", without_hint(header).strip().lower())
    return ALIASES.get(name, name)


OUR_COLUMNS = {column.name for table in CANONICAL.values() for column in table.columns}
_OF_A_SESSION = re.compile(
    r"\b(?:status|state|statut|estado|stato|attended|cancel\w*|abgesagt|erschienen|muscles?|muskel|"
    r"musculo|muscolo|spier|side|sida|seite|cote|lado|lato|produ\w+|praparat|batch|lot|charge|arzt|"
    r"physician|clinician|injector|wochentag|weekday)\b"
)
_OF_TABLETS = re.compile(r"medi[ckz]|drug|farmac|arznei|tablet|pill")
_OTHER_TABLES = {
    "headache",
    "migraine",
    *MEASURES,
    "instrument",
    "score",
    "event",
    "window",
    "started_on",
}


def word_for(header: str) -> str:
    """Our column whose name in another language a header is; "" for any other header."""
    return COLUMN_OF.get(_words(header), "")


def is_of_counts(header: str) -> bool:
    """Is it a session only beside counted days: a visit, a point in time?"""
    return _words(header) in COLUMN_OF_COUNTS


@lru_cache(maxsize=1 << 14)
def _words(header: str) -> str:
    return plain(re.sub(r"[^\w\s]", " ", without_hint(header).lower().replace("ł", "l")))


def own_names(headers: Sequence[str]) -> list[str]:
    """What each of these columns of one file is called here; a header in our spelling if nothing.

    Our own names go before the words of other languages, of which two that mean one column mean
    none. The date of a list of sessions is the date of the session.
    """
    names = [canonical_name(header) for header in headers]
    names = _translated(names, [word_for(header) for header in headers])
    if MEASURES.keys() & {*names}:
        names = _translated(names, [COLUMN_OF_COUNTS.get(_words(h), "") for h in headers])
    if {"session", "session_date"} & {*names}:
        names = _translated(names, [COLUMN_OF_SESSIONS.get(_words(h), "") for h in headers])
    if _date_is_of_sessions(names):
        names = ["session_date" if name == "date" else name for name in names]
    return names


def _translated(names: Sequence[str], words: Sequence[str]) -> list[str]:
    known = {*names}
    times = Counter(
        word for name, word in zip(names, words, strict=True) if name not in OUR_COLUMNS
    )
    return [
        word if times[word] == 1 and word and word not in known else name
        for name, word in zip(names, words, strict=True)
    ]


def _date_is_of_sessions(names: Sequence[str]) -> bool:
    """Are these the columns of a list of sessions, of which one is merely called date?"""
    found = {*names}
    if not {"patient_id", "date"} <= found or found & {"session_date", *_OTHER_TABLES}:
        return False
    others = [plain(name) for name in found - OUR_COLUMNS]
    if "units" in found and "session" not in found:
        return "acute_medication" not in found and not any(map(_OF_TABLETS.search, others))
    return "session" in found and ("units" in found or all(map(_OF_A_SESSION.search, others)))


def recognise_table(headers: Sequence[str]) -> TableSpec | None:
    """The table of our templates with these names; None if it is none of them."""
    names = {canonical_name(header) for header in headers}
    if "patient_id" not in names:
        return None
    for table, all_of, any_of in FINGERPRINTS:
        if all_of <= names and (not any_of or any_of & names):
            return CANONICAL[table]
    return None


RESULTS = (  # what Clear Days writes about records, by what no record has
    {"patient_id", "session", "percent_reduction", "evaluable", "reason"},
    {"patient_id", "aval", "base", "pchg", "rawdays", "recdays"},  # under names like ADaM's
)


def are_results(headers: Sequence[str]) -> bool:
    """Is it a table of outcomes that was made from records? Read as counts it would be another."""
    names = {canonical_name(header) for header in headers}
    return any(telling <= names for telling in RESULTS)


def missing(table: TableSpec, headers: Sequence[str]) -> list[str]:
    """What the first row lacks, as it would be named in a sentence."""
    names = {canonical_name(header) for header in headers}
    lacking = [name for name in table.required if name not in names]
    if table.any_of and not set(table.any_of) & names:
        lacking.append(" or ".join(table.any_of))
    return lacking
