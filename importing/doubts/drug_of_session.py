"""Which rows of a list of sessions are of botulinum toxin, where a column names the treatment?

Beside a toxin everything else in that column is asked about; without one, what is known as another
treatment: a nerve block, an antibody, a consultation. A column of what is taken besides names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.doubts.session_numbers import without_sessions
from importing.missing_words import MISSING_WORDS, OPEN
from importing.negations import denies, plain
from importing.research_exposures import TOXIN
from words.numbers import counted

TOXINS, ALL = "toxins", "all"
MOST_TEXTS, MOST_LETTERS = 20, 60  # more, or longer ones: remarks

_ALSO_TOXIN = re.compile(
    r"\bbtx?\b|\bbont|preempt|chemodenerv|64615|j058[5-9]|\bono?bot|\babo\b|"
    r"\b(?:allergan|abbvie|ipsen|merz)\b"  # who makes it
)
_NAMES = re.compile(
    r"drugs?|procedures?|treatments?|therap\w*|interventions?|products?|substances?|agents?|toxin\w*|"
    r"medications?|medicines?|injected|behandlung\w*|eingriff\w*|massnahmen?|praparat\w*|wirkstoff\w*|"
    r"produkt\w*|medikament\w*|arzneimittel|medicaments?|traitements?|actes?|produits?|farmacos?|"
    r"tratamientos?|procedimientos?|productos?|trattament[oi]|procedur[ae]|prodott[oi]|farmac[oi]|"
    r"geneesmiddel\w*|behandeling\w*|ingre\w+|verrichting\w*|middel|tratamentos?|procedimentos?|"
    r"produtos?|medicamentos?|laegemidd\w*|lægemidd\w*|behandling\w*|indgreb|lakemedel|atgard\w*|preparat"
)
_OF_A_NAME = re.compile(rf"(?:{_NAMES.pattern})(?: (?:name|type|kind|given|art|code|\d))?")
_BESIDES = re.compile(
    r"\b(?:other|prior|previous|past|concomitant|co|con\w*|prevent\w*|prophyla\w*|acute|rescue|next|"
    r"begleit\w*|vor\w*|andere\w*|weitere\w*|autres?|otr[oa]s?|altr[eio]|andre|outr[oa]s?|adjuvant)\b"
)
_OTHERS = re.compile(
    r"nerve ?block|\bgon\b|\bblock\b|nervenblock\w*|blockade\w*|\bbloc\b|bloqueo|blocco|blokkade|"
    r"bloqueio|blokade|blockad\b|consult\w*|konsult\w*|beratung\w*|sprechstunde|consultation|physio\w*|"
    r"kinesi\w*|fisio\w*|fysio\w*|acupunct\w*|akupunkt\w*|agopunt\w*|lidocain\w*|bupivaca?in\w*|"
    r"ropivaca?in\w*|(?:eren|freman|galcan|eptin)ez?umab|aimovig|ajovy|emgality|vyepti|ketamin\w*|"
    r"telefon\w*|telephone|phone call|neuromodulation|cefaly|psychother\w*"
)


def _is_toxin(text: str) -> bool:
    words = plain(text)
    return not denies(words) and bool(TOXIN.search(words) or _ALSO_TOXIN.search(words))


def _others(cells: Cells, column: str) -> set[str]:
    """The texts of a column that name another treatment than a toxin."""
    texts, name = cells.texts(column), plain(column)
    if len(texts) > MOST_TEXTS or any(len(text) > MOST_LETTERS for text in texts):
        return set()
    if _BESIDES.search(name):
        return set()
    known = {text for text in texts if text.lower() not in {*MISSING_WORDS, *OPEN}}
    toxins = {text for text in known if _is_toxin(text)}
    named = {text for text in known - toxins if _OTHERS.search(plain(text))}
    if not _OF_A_NAME.fullmatch(name):
        return named if toxins else set()
    return known - toxins if toxins else named


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None or cells.table != "sessions":
        return
    for column in cells.not_ours():
        others = _others(cells, column)
        if not others:
            continue
        texts = cells.texts(column)
        told = {text: n for text, n in texts.items() if text in others}
        rest = {text: n for text, n in texts.items() if text not in others}
        if blank := cells.blanks(column):
            rest["(blank)"] = blank
        beside = f", beside {shown(rest)}" if rest else ""
        yield Sign(
            f"{column}: {shown(told)}{beside}, in a list of sessions: were these sessions of "
            "botulinum toxin?",
            (
                (TOXINS, f"no: {counted(sum(told.values()), 'row')} left out"),
                (ALL, "yes: they count as sessions"),
            ),
            column,
            cells.rows_where(cells.where_text(column, others.__contains__)),
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ALL:
        return cells
    others = _others(cells, sign.column)
    return without_sessions(cells, cells.where_text(sign.column, others.__contains__))


DOUBT = Doubt("drug_of_session", LooksAt.COLUMN, signs, read)
