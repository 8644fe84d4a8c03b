"""Does each row count? A column may say that it was deleted, a test, planned, or poured away.

*Deleted* = 1, *valid* = 0 and *test entry* say so of any row; *cancelled* says it under a header of
status (of sessions: ``cancelled_sessions``). Of a list of sessions, *planned* on a day gone by is
asked too; units that were wasted, beside others of the session, were not injected: not added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, marked_beside, shown
from importing.doubts.session_numbers import KEY, days_of, in_sessions_with, without_sessions
from importing.flag_words import meanings
from importing.missing_words import MISSING_WORDS, OPEN
from importing.moments import is_day
from importing.negations import plain
from importing.not_given import says_not_given
from words.numbers import counted

LEFT_OUT, THEY_COUNT = "left_out", "they_count"
WASTED, MARKED = "wasted", "marked"

# As ``plain`` has them: lower case, without accents, with a space for "-" and "_".
_GONE = (
    r"(?:soft )?deleted|removed|voided?|geloscht\w*|entfernt|supprime\w*|efface\w*|borrad[oa]s?|"
    r"eliminad[oa]s?|eliminat[oaie]|verwijderd\w*|gewist|apagad[oa]s?|slettet|raderad\w*|borttag\w*"
)
_WRONG = (
    r"entered in error|entry error|invalid|ungultig\w*|fehleingabe|fehleintrag|falscheingabe|"
    r"invalide|non valide|saisi\w* par erreur|invalid[oa]s?|no valid[oa]|introducido por error|"
    r"non valid[oa]|inserit[oa] per errore|ongeldig\w*|inserido por engano|ugyldig\w*|ogiltig\w*"
)
_A_TEST = (
    r"test ?(?:entry|row|record|data|eintrag|zeile|datensatz|daten|invoer|post|patient)|"
    r"dummy(?: \w+)?|survey preview|"
    r"(?:saisie|ligne|enregistrement|donnee)s? (?:de |d )?(?:test|essai)|testdaten|"
    r"(?:registro|entrada|fila|linha|riga) (?:de |di )?(?:prueba|prova|teste?)"
)
_EXCLUDED = (
    r"(?:exclude[ds]?|to exclude|ausgeschlossen|auszuschliessen|ausschliessen|exclue?s?|exclure|"
    r"excluid[oa]s?|excluir|esclus[oaie]|escludere|uitgesloten|uitsluiten|ekskluder\w*|udelukket|"
    r"exkluder\w*)"
)
_OF_ANALYSIS = (
    r"(?: (?:from|for|von|aus|de|del|da|dall|do|fra|fran|van)(?: (?:the|der|l|la|el|a|den|de))? ?"
    r"(?:anal[yi]s\w*|auswertung))"
)
_SAYS = re.compile(rf"(?:{_GONE}|{_WRONG}|{_A_TEST}|{_EXCLUDED}{_OF_ANALYSIS})")
_SHORT = re.compile(
    rf"(?:{_SAYS.pattern}|{_EXCLUDED}|tests?|tested|prueba|prova|teste|essai|error|fehler|erreur)"
)
_IS = r"(?:(?:is|was|has been|ist|wurde|est|es|e|row|record|entry|eintrag|zeile|datensatz) )*"
_MARKS = re.compile(
    rf"{_IS}(?:{_SHORT.pattern})"
    r"(?: (?:row|record|entry|flag|eintrag|zeile|yn|y n|at|on|am|le|el|op))*"
)
_COUNTS = re.compile(  # a no in such a column says that its row does not count
    rf"{_IS}(?:valid|gultig|valide|valid[oa]|geldig|gyldig|giltig)"
    r"(?: (?:row|record|entry|flag|eintrag|zeile|yn|y n))*"
)
_STATUS = re.compile(
    r"\b(?:status|state|zustand|etat|statut|estado|stato|(?:entry|record|row) (?:type|kind|flag)|"
    r"(?:eintrags?|zeilen)(?:art|typ)|row|record|validity)\b"
)
_PLANNED = re.compile(
    r"(?:is |was |only )?(?:planned|scheduled|booked|proposed|ordered|prescribed|geplant\w*|"
    r"vorgesehen|gebucht|verordnet|prevue?s?|planifiee?s?|prescrit\w*|programad[oa]s?|"
    r"previst[oaie]s?|planificad[oa]s?|prescrit[oa]|programmat[oaie]|pianificat[oaie]|prescritt[oa]|"
    r"gepland\w*|ingepland|voorgeschreven|agendad[oa]s?|planead[oa]s?|planlagt\w*|planerad\w*|"
    r"ordinerad|ordineret)(?: (?:only|dose|session|dosis|sitzung))?"
)
_POURED = re.compile(
    r"(?:(?:unavoidable|drug|toxin|units?|amount|dose) )*(?:wasted?|wastage|discard(?:ed)?|"
    r"unused|not injected|thrown away|left ?over|verworfen\w*|verwurf|entsorgt|restmenge|"
    r"nicht (?:injiziert|verwendet|verbraucht)|jetee?s?|perdue?s?|"
    r"non (?:injectee?s?|utilisee?s?)|desechad[oa]s?|"
    r"descartad[oa]s?|no (?:inyectad[oa]s?|utilizad[oa]s?|usad[oa]s?)|scartat[oaie]|scarto|"
    r"non (?:iniettat[oaie]|utilizzat[oaie])|weggegooid|verspild|niet (?:geinjecteerd|gebruikt)|"
    r"nao (?:injetad[oa]s?|utilizad[oa]s?)|desperdicad[oa]s?|kasseret|spild|kasserad|spill|"
    r"ikke (?:injiceret|brugt)|ej (?:injicerad|anvand))(?: (?:units?|amount|dose|drug|toxin))?"
)


def _marked(cells: Cells, column: str) -> set[str]:
    """The texts of a column which say that their rows do not count."""
    texts, name = cells.texts(column), plain(re.sub(r"[()\[\]/?]", " ", column))
    counts = bool(_COUNTS.fullmatch(name))
    named = counts or bool(_MARKS.fullmatch(name))
    if named:
        known = meanings({text.lower() for text in texts})
        yes = {text for text in texts if known.get(text.lower()) == int(not counts)}
        said = {text for text in texts if text.lower() in {*known, *MISSING_WORDS, *OPEN}}
        stamps = {text for text in texts if is_day(text) and not counts}
        if len(said | stamps) == len(texts):
            return yes | stamps
    form = _SHORT if named or _STATUS.search(name) else _SAYS
    says = {text for text in texts if form.fullmatch(plain(text))}
    if cells.table != "sessions" and _STATUS.search(name):
        says |= {text for text in texts if says_not_given(text)}
    return says if len(says) < len(texts) or cells.blanks(column) else set()


def _planned(cells: Cells, column: str) -> np.ndarray:
    """The rows of a list of sessions that are planned, on a day gone by."""
    none = np.zeros(len(cells.text.rows), dtype=bool)
    if cells.table != "sessions" or "session_date" not in cells:
        return none
    said = cells.where_text(column, lambda text: bool(_PLANNED.fullmatch(plain(text))))
    if not said.any() or said.all():
        return none
    return said & (days_of(cells) <= np.datetime64(cells.choices.now))


def _poured(cells: Cells, column: str) -> np.ndarray:
    """The rows of a list of sessions whose units were not injected."""
    none = np.zeros(len(cells.text.rows), dtype=bool)
    if cells.table != "sessions" or not {*KEY, "units"} <= {*cells.headers}:
        return none
    said = cells.where_text(column, lambda text: bool(_POURED.fullmatch(plain(text))))
    return said & in_sessions_with(cells.text.frame(), ~said) if said.any() else none


def _where(cells: Cells, column: str) -> np.ndarray:
    marked = _marked(cells, column)
    return cells.where_text(column, marked.__contains__) | _planned(cells, column)


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.not_ours():
        poured = _poured(cells, column)
        if poured.any():
            told = shown(cells.texts_in(column, poured))
            yield Sign(
                f"{column}: {told}: units that were not injected, and are not added.",
                ((WASTED, "not added"),),
                column,
                cells.rows_where(poured),
                WASTED,
            )
        where = _where(cells, column) & ~poured
        if not where.any():
            continue
        told = marked_beside(cells, column, where, poured)
        rows = cells.rows_where(where)
        yield Sign(
            f"{column}: {told}: do the rows so marked count?",
            (
                (LEFT_OUT, f"no: {counted(len(rows), 'row')} left out"),
                (THEY_COUNT, "yes: they count as the others do"),
            ),
            column,
            rows,
            MARKED,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == WASTED:
        return cells.without(_poured(cells, sign.column))
    if reading == THEY_COUNT:
        return cells
    gone = _where(cells, sign.column)
    return without_sessions(cells, gone) if cells.table == "sessions" else cells.without(gone)


DOUBT = Doubt("rows_without_weight", LooksAt.COLUMN, signs, read)
