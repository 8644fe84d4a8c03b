"""Which words name a row of means or totals, and no patient?"""

from __future__ import annotations

import re

MEAN = ("mean", "means", "average", "avg", "mittelwert", "mittelwerte", "mittel", "mw",
        "durchschnitt", "moyenne", "media", "promedio", "média", "gemiddelde", "genomsnitt",
        "mean value", "ø")  # fmt: skip
SUM = ("sum", "summe", "total", "totals", "gesamt", "gesamtsumme", "insgesamt", "somme", "suma",
       "somma", "soma", "totale", "totaal", "grand total", "subtotal", "zwischensumme")  # fmt: skip
SD = ("sd", "std", "std dev", "stdev", "standard deviation", "standardabweichung", "stabw",
      "écart type", "ecart type", "desviación estándar", "deviazione standard", "sem", "se",
      "desvio padrão", "variance", "varianz", "var", "iqr", "range", "spannweite")  # fmt: skip
MEDIAN = ("median", "mediane", "médiane", "mediana")
COUNT = ("n", "count", "anzahl", "nombre", "número", "numero", "number")
MIN = ("min", "minimum", "minimo", "mínimo")
MAX = ("max", "maximum", "massimo", "máximo", "maximo")
KINDS = {
    word: kind
    for kind, words in {
        "mean": MEAN, "sum": SUM, "sd": SD, "median": MEDIAN, "count": COUNT, "min": MIN,
        "max": MAX,
    }.items()
    for word in words
}  # fmt: skip


def total_of(text: str) -> str:
    """Mean, sum, sd, median, count, min or max, where that is all that the text says; else ""."""
    bare = re.sub(r"\s*(=\s*\d*|\([^)]*\)|[:.=])*\s*$", "", text.strip().casefold())
    return KINDS.get(" ".join(re.split(r"[\s_\-]+", bare)), "") if bare else ""
