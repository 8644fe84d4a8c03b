"""Which words name a row of means or totals, and no patient?"""

from __future__ import annotations

import re

MEAN = (
    "mean",
    "means",
    "average",
    "avg",
    "mittelwert",
    "mittelwerte",
    "mittel",
    "mw",
    "durchschnitt",
    "moyenne",
    "media",
    "promedio",
    "média",
    "gemiddelde",
    "genomsnitt",
    "mean value",
    "ø",
)
SUM = (
    "sum",
    "summe",
    "total",
    "totals",
    "gesamt",
    "gesamtsumme",
    "insgesamt",
    "somme",
    "suma",
    "somma",
    "soma",
    "totale",
    "totaal",
    "totalt",
    "i alt",
    "grand total",
    "subtotal",
    "zwischensumme",
)
SD = (
    "sd",
    "std",
    "std dev",
    "stdev",
    "standard deviation",
    "standardabweichung",
    "stabw",
    "écart type",
    "ecart type",
    "desviación estándar",
    "deviazione standard",
    "sem",
    "se",
    "desvio padrão",
    "variance",
    "varianz",
    "var",
    "iqr",
    "range",
    "spannweite",
)
MEDIAN = ("median", "mediane", "médiane", "mediana")
COUNT = ("n", "count", "anzahl", "nombre", "número", "numero", "number")
MIN = ("min", "minimum", "minimo", "mínimo")
MAX = ("max", "maximum", "massimo", "máximo", "maximo")
KINDS = {
    word: kind
    for kind, words in {
        "mean": MEAN,
        "sum": SUM,
        "sd": SD,
        "median": MEDIAN,
        "count": COUNT,
        "min": MIN,
        "max": MAX,
    }.items()
    for word in words
}


# What programs write beside the name of a group, or of all: P-11 Total, Grand Total.
_WORDS = {*KINDS, "ergebnis", "result", "results", "résultat", "resultado", "risultato"}
_WHOLE = {
    *("gesamtergebnis", "grand total", "grand result", "grand sum", "grand count", "grand average"),
    *("gesamtsumme", "gesamtanzahl", "gesamtmittelwert", "total général", "total general"),
    *("total geral", "totale generale", "totale complessivo", "eindtotaal", "totalsumma"),
    *("moyenne générale", "somme générale", "promedio general", "suma total", "totalt", "i alt"),
}


def subtotal_of(text: str) -> str | None:
    """The group that a line of totals is named after: P-11 of *P-11 Total*, "" of *Grand Total*.

    None where the text is no such name.
    """
    bare = " ".join(text.split()).rstrip(" :.=")
    if total_of(bare) or bare.casefold() in _WHOLE:
        return ""
    first, _, after = bare.partition(" ")
    before, _, last = bare.rpartition(" ")
    if last.casefold() in _WORDS and before:
        return before
    return after if first.casefold() in _WORDS and after else None


def name_of_total(text: str) -> str:
    """The word for totals alone, without the group (which may be an id); "" where there is none."""
    group = subtotal_of(text)
    if group is None:
        return ""
    bare = " ".join(text.split())
    return bare.replace(group, "", 1).strip() if group else bare


def total_or_subtotal(text: str) -> bool:
    """Is this a name of totals, of all or of a group?"""
    return subtotal_of(text) is not None


def total_of(text: str) -> str:
    """Mean, sum, sd, median, count, min or max, where that is all that the text says; else ""."""
    name = re.split(r"[=(:.]", text, maxsplit=1)[0]
    if not re.fullmatch(r"(=\s*\d*|\([^)]*\)|[:.])*\s*", text[len(name) :]):
        return ""
    return KINDS.get(" ".join(re.split(r"[\s_\-]+", name.strip().casefold())), "")
