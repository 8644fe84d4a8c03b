"""Was each session of a list given? *Cancelled*, *abgesagt*, *no-show* in a column say that not.

No column of ours holds it: any other column of a list of sessions is looked through for such
words, where it holds few different texts or is called status. A header may say it too: the yes of
*Cancelled*, the no of *Attended*. So may a dose: *cancelled* in its cell. A short form beside
*attended* in a status is asked about too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, marked_beside
from importing.doubts.session_numbers import days_of, without_sessions
from importing.flag_words import meanings
from importing.missing_words import MISSING_WORDS, OPEN
from importing.negations import plain
from importing.not_given import says_not_given, speaks_of_not_given
from words.numbers import counted

NOT_GIVEN, GIVEN = "not_given", "given"
SAID_THERE = {"units", "session"}  # columns of ours in which such a word may stand
MOST_TEXTS, MOST_LETTERS = 12, 40  # more, or longer ones: remarks, not a status
MOST_OF_SHORT = 3  # letters of a word cut short

_GIVEN = re.compile(
    r"(?:(?:was|has|is|patient|visit|appointment|session|injection|treatment|dose|botox|toxin|wurde|"
    r"ist|patient(?:in)?|termin|sitzung|behandlung|injektion) )*"
    r"(?:attend(?:ed|ance)|showed(?: up)?|came|show|given|done|performed|administered|injected|"
    r"treated|completed|took place|erschienen|wahrgenommen|gekommen|anwesend|durchgefuhrt|erfolgt|"
    r"gegeben|behandelt|stattgefunden|injiziert|venue?|present[ea]?|honoree?|realisee?|faite?|"
    r"effectuee?|asistio|acudio|asistencia|realizad[oa]|presentat[oa]|eseguit[oa]|effettuat[oa]|"
    r"verschenen|gegeven|uitgevoerd|compareceu|realizad[oa]|comparecimento)"
    r"(?: (?:yes no|y n|ja nein|oui non|si no|sim nao|0 1))?"
)
_STATUS = re.compile(r"\b(?:status|state|zustand|etat|statut|estado|stato|stand|attendance)\b")


def header_says(header: str) -> str:
    """Which of yes and no says that a session was not given, by the name of its column?"""
    name = plain(re.sub(r"[()\[\]/?]", " ", header))
    if says_not_given(name):
        return "1"
    return "0" if speaks_of_not_given(name) or _GIVEN.fullmatch(name) else ""


def _not_given(cells: Cells, column: str) -> set[str]:
    """The texts of a column which say that a session was not given."""
    texts = cells.texts(column)
    words = {text.lower() for text in texts}
    said = header_says(column)
    known = meanings(words) if said else {}
    if words and words <= {*known, *MISSING_WORDS, *OPEN}:
        no = {text for text in texts if str(known.get(text.lower(), "")) == said}
        return no or ({""} if said == "0" and _blank_so_far(cells, column) else set())
    is_status = _STATUS.search(plain(column)) is not None
    few = len(texts) <= MOST_TEXTS and all(len(text) <= MOST_LETTERS for text in texts)
    if not few and not is_status:
        return set()
    short = is_status and any(_GIVEN.fullmatch(plain(text)) for text in texts)
    return {text for text in texts if says_not_given(text) or (short and _is_short(text))}


def _is_short(text: str) -> bool:
    """Is it a short form that nobody knows: *n.e.* beside *erschienen*?"""
    known = text.lower() in {*MISSING_WORDS, *OPEN, *FLAG_WORDS}
    return not known and 1 < len(re.sub(r"\W", "", text)) <= MOST_OF_SHORT and not text.isdigit()


def _blank_so_far(cells: Cells, column: str) -> bool:
    """Is it blank at a session that is not still to come?"""
    blank = cells.where_text(column, lambda text: not text)
    if not blank.any() or "session_date" not in cells:
        return bool(blank.any())
    return bool((days_of(cells)[blank] <= np.datetime64(cells.choices.now)).any())


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None or cells.table != "sessions":
        return
    for column in cells.not_ours(*SAID_THERE):
        marked = _not_given(cells, column)
        if not marked:
            continue
        where = cells.where_text(column, marked.__contains__)
        told = marked_beside(cells, column, where)
        rows = cells.rows_where(where)
        yield Sign(
            f"{column}: {told}, in a list of sessions: were the sessions so marked not given?",
            (
                (NOT_GIVEN, f"not given: {counted(len(rows), 'row')} left out"),
                (GIVEN, "given: they count as sessions"),
            ),
            column,
            rows,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    marked = _not_given(cells, sign.column)
    where = cells.where_text(sign.column, marked.__contains__)
    if reading == NOT_GIVEN:
        return without_sessions(cells, where)
    if sign.column in SAID_THERE:  # no dose, no number
        return cells.rewritten(sign.column, lambda text: "" if text in marked else text)
    return cells


DOUBT = Doubt("cancelled_sessions", LooksAt.COLUMN, signs, read)
