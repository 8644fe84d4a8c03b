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


# Names of many patients, or of none; a patient may be called so, and it is asked.
_GROUPS = {
    *("women", "men", "female", "male", "frauen", "männer", "weiblich", "männlich", "femmes"),
    *("hommes", "mujeres", "hombres", "donne", "uomini", "vrouwen", "mannen", "mulheres", "homens"),
    *("kvinder", "mænd", "kvinnor", "män", "all", "all patients", "everyone", "alle", "tous"),
    *("alle patienten", "toutes", "todos", "todas", "tutti", "tutte", "allen", "todos os doentes"),
    *("cohort", "kohorte", "cohorte", "coorte", "group", "gruppe", "groupe", "grupo", "gruppo"),
    *("groep", "responder", "responders", "non responder", "non responders", "placebo", "control"),
    *("controls", "kontrolle", "kontrollen", "med", "q1", "q3", "quartile", "percentile"),
}
_A_DAY = re.compile(
    r"\S.* (?:per|pro|par|por|al|pr\.?|each) (?:day|tag|jour|d[ií]a|giorno|dag)|"
    r"(?:daily|täglich\w*|quotidien\w*|diari[oa]s?|giornalier[oaie]|dagelijkse?|daglig\w*) .+|"
    r".*\b(?:patients|patienten|patiënten|pacientes|pazienti|doentes|patienter) .+"
)
_NOTES = re.compile(r"(?:legend\w*|légende|leyenda|quellen?|source|fuente|fonte|bron)\b")


def names_a_group(text: str) -> bool:
    """Does it name a group of patients, or what a table is of, where one patient was expected?"""
    bare = " ".join(re.split(r"[\s_\-]+", text.strip(" :.=").casefold()))
    return bare in _GROUPS or any(form.match(bare) for form in (_NOTES, _A_DAY))


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
