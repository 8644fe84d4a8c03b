"""Was each session of a list given? *Cancelled*, *abgesagt*, *no-show* in a column say that not.

No column of ours holds it: any other column of a list of sessions is looked through for such
words, where it holds few different texts or is called status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from analytics.importing.layouts.base import identifying
from analytics.importing.negations import plain
from analytics.words import counted

NOT_GIVEN, GIVEN = "not_given", "given"
MOST_TEXTS, MOST_LETTERS = 12, 40  # more, or longer ones: remarks, not a status

# As ``plain`` has them: lower case, without accents, "no-show" as "no show".
_CANCELLED = (
    r"cancel+ed|cancel+ation|canceled|no ?show\w*|dna|did not (?:attend|come)|not (?:given|done|"
    r"attended|performed|administered|treated)|missed|postponed|rescheduled|"
    r"abgesagt|absage|storniert|ausgefallen|entfallen|verschoben|verpasst|versaumt|"
    r"nicht (?:erschienen|gekommen|durchgefuhrt|erfolgt|gegeben|behandelt)|"
    r"annulee?s?|annulation|reportee?s?|decommandee?|absente?|non (?:venue?|honoree?|"
    r"realisee?|faite?|effettuat[oa]|eseguit[oa]|presentat[oa]|realizad[oa])|pas venue?|"
    r"cancelad[oa]s?|anulad[oa]s?|aplazad[oa]s?|no (?:realizad[oa]|acudio|asistio|vino|"
    r"presentad[oa])|"
    r"annullat[oa]|cancellat[oa]|disdett[oa]|rinviat[oa]|rimandat[oa]|"
    r"geannuleerd|afgezegd|uitgesteld|niet (?:verschenen|gekomen|gegeven|uitgevoerd)|"
    r"adiad[oa]|desmarcad[oa]|nao (?:compareceu|realizad[oa]|veio)|faltou|"
    r"avbokad|installd|aflyst|udeblevet|avlyst|odwolan[aey]"
)
_NOT = r"(?:not|never|nicht|non|no|pas|niet|nao|nie|inte|ikke|n[ae]o|wird nicht|was not)"
_SAYS = re.compile(rf"(?:\b(?P<not>{_NOT}) )?\b(?:{_CANCELLED})\b")
_STATUS = re.compile(r"\b(?:status|state|zustand|etat|statut|estado|stato|stand|attendance)\b")


def says_not_given(text: str) -> bool:
    """Does a cell say that its session was cancelled or missed?"""
    return any(match["not"] is None for match in _SAYS.finditer(plain(text)))


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None or cells.table != "sessions":
        return
    ours = {column.name for column in cells.spec.columns}
    private = identifying(cells.headers)
    for column in cells.headers:
        if column in ours or column in private:
            continue
        texts = cells.texts(column)
        few = len(texts) <= MOST_TEXTS and all(len(text) <= MOST_LETTERS for text in texts)
        if not few and not _STATUS.search(plain(column)):
            continue
        marked = {text: n for text, n in texts.items() if says_not_given(text)}
        if not marked:
            continue
        other = {text: n for text, n in texts.items() if text not in marked}
        if blank := cells.blanks(column):
            other["(blank)"] = blank
        beside = f", beside {shown(other)}" if other else ""
        yield Sign(
            f"{column}: {shown(marked)}{beside}, in a list of sessions: were the sessions so "
            "marked not given?",
            (
                (NOT_GIVEN, f"not given: {counted(sum(marked.values()), 'row')} left out"),
                (GIVEN, "given: they count as sessions"),
            ),
            column,
            cells.rows_where(cells.where_text(column, says_not_given)),
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == GIVEN:
        return cells
    return cells.without(cells.where_text(sign.column, says_not_given))


DOUBT = Doubt("cancelled_sessions", LooksAt.COLUMN, signs, read)
