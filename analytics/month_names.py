"""Which month does a word name, in any of the languages that files come in?"""

from __future__ import annotations

_MONTHS = (  # English, German, French, Spanish, Italian, Portuguese, Dutch, the north
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mars marzo março marco maart mrt mrz marts",
    "april avril abril aprile",
    "may mai mayo maggio maio mei maj",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus augusti",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro desember",
)
_POLISH = (  # in a date alone: as a word of its own, Maja is a name
    "sty styczeń stycznia",
    "lut luty lutego",
    "marzec marca",
    "kwi kwiecień kwietnia",
    "maja",
    "cze czerwiec czerwca",
    "lip lipiec lipca",
    "sie sierpień sierpnia",
    "wrz wrzesień września",
    "paź październik października",
    "lis listopad listopada",
    "gru grudzień grudnia",
)


def _month_names() -> dict[str, int]:
    """Every name of a month, and its beginnings of three letters or more that mean no other."""
    meant: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, 1):
        for name in names.split():
            for length in range(3, len(name) + 1):
                meant.setdefault(name[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}


_MONTH_OF = _month_names()
MONTH_IN_A_DATE = {
    word: number for number, words in enumerate(_POLISH, 1) for word in words.split()
} | _MONTH_OF


def month_of(word: str) -> int:
    """The month that this word names, in small letters, or begins; 0 for any other word."""
    return _MONTH_OF.get(word, 0)
