"""Which rows of a list of sessions are of botulinum toxin, where a column names the treatment?

Beside a toxin or an injection everything else in that column is asked about; without one, what is
known as another treatment or a visit: a nerve block, a follow-up, a placebo. A column of what is
taken besides names none; nor does one that says something else: a room, a batch, a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, marked_beside
from importing.doubts.billing_codes import PROCEDURES
from importing.doubts.session_numbers import without_sessions
from importing.negations import denies, plain
from importing.not_given import speaks_of_not_given
from importing.other_visits import PLACEBO, is_injection, is_treatment, is_visit, says_kind
from importing.research_exposures import TOXIN
from words.numbers import counted

TOXINS, ALL = "toxins", "all"
MOST_TEXTS, MOST_LETTERS = 20, 60  # more, or longer ones: remarks
FEW_TEXTS = 12  # of a column whose name says nothing of treatments

_ALSO_TOXIN = re.compile(
    r"\bbtx?\b|\bbont|preempt|chemodenerv|64615|j058[5-9]|\bono?bot|\babo\b|"
    r"\b(?:allergan|abbvie|ipsen|merz)\b|myobloc|neurobloc|nabota|nuceiva|"
    r"neuronox|relfydess|prosigne|lantox"  # who makes it, and names of its own
)
_CODES = re.compile(r"64615|j058[5-9]|\b6 003 8")  # of a bill: what is injected, and that it was
_A_TOXIN = re.compile(rf"\w*(?:{TOXIN.pattern})\w*")
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


def _is_label(text: str) -> bool:
    """Is it the label of an injection, by a word, a toxin's name or a code?"""
    words = _A_TOXIN.sub("injection", plain(text))
    known = _CODES.search(words) or text.upper()[:5] in PROCEDURES or is_injection(words)
    return bool(known) and not denies(words) and not _OTHERS.search(words)


def _names_another(text: str) -> bool:
    words = _A_TOXIN.sub("injection", plain(text))
    return bool(_OTHERS.search(words) or PLACEBO.search(words)) or is_visit(words)


def _others(cells: Cells, column: str) -> set[str]:
    """The texts of a column that name another treatment than a toxin, or a visit without one."""
    name = plain(re.sub(r"[()\[\]/?]", " ", column))
    if _BESIDES.search(name):
        return set()
    known = cells.labels(column, MOST_TEXTS, MOST_LETTERS)
    known = {text for text in known if not speaks_of_not_given(text)}
    toxins = {text for text in known if _is_toxin(text)}
    another = {text for text in known if _names_another(text)}
    labels = {text for text in known if _is_label(text)} - another
    if _OF_A_NAME.fullmatch(name):
        given = (toxins | labels) - another or toxins
        return known - given - _only_treated(known) if given else another
    of_kind = says_kind(name)
    if of_kind is False:
        return set()
    if len(cells.texts(column)) > FEW_TEXTS:
        return another - toxins if toxins else set()
    if labels:
        return known - labels - toxins.difference(another) - _only_treated(known)
    if of_kind or toxins - another or _only_treated(known):
        return another
    return {text for text in another if PLACEBO.search(plain(text))}


def _only_treated(texts: set[str]) -> set[str]:
    return {text for text in texts if is_treatment(plain(text))}


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None or cells.table != "sessions":
        return
    asked = np.zeros(len(cells.text.rows), dtype=bool)
    for column in cells.not_ours():
        others = _others(cells, column)
        where = cells.where_text(column, others.__contains__)
        if not (where & ~asked).any():  # another column asks about all of these rows
            continue
        asked |= where
        told, rows = marked_beside(cells, column, where), cells.rows_where(where)
        yield Sign(
            f"{column}: {told}, in a list of sessions: were these sessions of botulinum toxin?",
            (
                (TOXINS, f"no: {counted(len(rows), 'row')} left out"),
                (ALL, "yes: they count as sessions"),
            ),
            column,
            rows,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ALL:
        return cells
    others = _others(cells, sign.column)
    return without_sessions(cells, cells.where_text(sign.column, others.__contains__))


DOUBT = Doubt("drug_of_session", LooksAt.COLUMN, signs, read)
