"""What does the name of a file or sheet say: a month, a part of a whole, or a place?"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from analytics.month_names import month_of

FILE = re.compile(
    r"\.(csv|tsv|txt|xlsx|xls|xlsb|ods|zip|parquet|sav|zsav|por|dta|sas7bdat|xpt|json|ndjson|html?|"
    r"xml)$",
    re.IGNORECASE,
)
SITES = {
    "site",
    "centre",
    "center",
    "clinic",
    "hospital",
    "ward",
    "study_site",
    "zentrum",
    "klinik",
    "praxis",
    "station",
    "sede",
    "centro",
    "hôpital",
}
SEASONS = frozenset(
    (
        *("spring", "summer", "autumn", "fall", "winter", "frühling", "frühjahr", "sommer"),
        *("herbst", "printemps", "été", "automne", "hiver", "primavera", "verano", "otoño"),
        *("invierno", "estate", "autunno", "inverno"),
    )
)
PARTS = frozenset(
    (
        *("diary", "diaries", "headache", "days", "data", "records", "entries", "of", "the", "in"),
        *("tagebuch", "tagebücher", "kopfschmerz", "tage", "daten", "von", "bis", "journal"),
        *("part", "parts", "page", "sheet", "batch", "copy", "export", "half", "final", "latest"),
        *("one", "two", "three", "four", "five", "six", "first", "second", "third", "fourth"),
        *("old", "new", "update", "updated", "continued", "cont", "next", "last", "rest", "more"),
        *("before", "after", "pre", "post", "baseline", "bl", "followup", "follow", "up", "fu"),
        *("month", "months", "week", "weeks", "year", "quarter", "kw", "wk", "cycle", "visit"),
        *("begin", "beginning", "start", "end", "early", "late", "phase", "run", "i", "ii", "iii"),
        *("teil", "blatt", "tabelle", "kopie", "hälfte", "eins", "zwei", "drei", "vier"),
        *("erste", "erster", "erstes", "zweite", "zweiter", "zweites", "dritte", "dritter"),
        *("alt", "neu", "nachtrag", "fortsetzung", "weiter", "vorher", "nachher", "verlauf"),
        *("monat", "monate", "woche", "wochen", "jahr", "quartal", "zyklus", "anfang", "ende"),
        *("partie", "feuille", "premier", "première", "deuxième", "troisième", "suite", "avant"),
        *("après", "nouveau", "ancien", "mois", "semaine", "trimestre", "année", "parte", "hoja"),
        *("foglio", "primera", "segunda", "tercera", "prima", "seconda", "terza", "antes"),
        *("después", "nuevo", "viejo", "mes", "mese", "semana", "settimana", "año", "anno"),
    )
)
# What a browser or a folder adds to the name of a copy: A (1), A - Copy, Kopie von A.
_A_COPY = r"cop(?:y|ie|ia)|kopie|kopia|kopi|cópia"
_OF_A_COPY = re.compile(
    rf"(?:{_A_COPY})[ _-]+(?:of|von|de|di|van|av|af)[ _-]+|"
    rf"[ _-]*\(\d{{1,2}}\)$|[ _-]+\(?(?:{_A_COPY})\)?(?:[ _-]*\(?\d{{1,2}}\)?)?$",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(?:19|20)\d\d[-_.]?(0[1-9]|1[0-2])(?!\d)")
_MONTHS_FIRST = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-_.](?:19|20)\d\d")
# The number or letter of a place: Site 2, Ward-B, zentrum03; not the year or month behind it.
_NUMBERED = re.compile(
    rf"({'|'.join(sorted(SITES, key=len, reverse=True))}|sites)[\s_.#-]*"
    r"(\d{1,3}(?![\d]|[-_.](?:19|20)\d\d)|[a-z](?![^\W\d_]))"
)


def bare_name(file: str) -> str:
    """The name of a file or sheet without its folder and ending."""
    return FILE.sub("", PurePosixPath(file).name)


def is_sheet(name: str) -> bool:
    """Is this the name of a sheet of a workbook, and not of a file, also one in a ZIP, or none?"""
    return bool(name) and FILE.search(name) is None


def but_for_copy(name: str) -> str:
    """A name without what says that it is a copy of another one."""
    bare = name
    while (shorter := _OF_A_COPY.sub("", bare)) not in (bare, ""):
        bare = shorter
    return bare


def words(file: str) -> list[str]:
    """The words of its name, without its numbers: MarchDiary_2024 is march and diary."""
    name = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", bare_name(file))
    return re.findall(r"[^\W\d_]+", name.casefold())


def but_for_time(file: str) -> tuple[str, ...]:
    """The words of its name that are no month and no season, and the place that it numbers."""
    left = (word for word in words(file) if not month_of(word) and word not in SEASONS)
    return (*left, *_place(file))


def but_for_parts(file: str) -> tuple[str, ...]:
    """The same without what tells the parts of a whole apart: new, second, follow up, diary B.

    A letter that is the whole name is that of a place as well: A.csv beside B.csv.
    """
    left = but_for_time(file)
    if len(words(file)) == 1 and len(words(file)[0]) == 1:
        return left
    return tuple(w for w in left if w not in PARTS and not (len(w) == 1 and w.isalpha()))


def _place(file: str) -> tuple[str, ...]:
    """The place that the name numbers: site 2."""
    found = _NUMBERED.search(bare_name(file).casefold())
    return (f"{found[1]} {found[2].lstrip('0')}",) if found else ()


def stated_months(file: str) -> tuple[set[str], set[int]]:
    """The years and the months that its name says."""
    name = bare_name(file).casefold()
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name))
    months = {month for word in words(file) if (month := month_of(word))}
    months |= {int(m) for m in _MONTHS.findall(name)}
    return years, months | {int(m) for m in _MONTHS_FIRST.findall(name)}
