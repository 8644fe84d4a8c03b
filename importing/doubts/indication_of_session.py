"""Which rows of a list of sessions are for migraine, where a column names what was treated?

Beside migraine (G43) every other diagnosis of such a column is asked about, but for headaches of
another name; of a column that is not called so, what is known as treated with injections too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, marked_beside
from importing.doubts.session_numbers import without_sessions
from importing.negations import MIGRAINE, names, plain
from importing.other_visits import says_kind
from words.numbers import counted

LEFT_OUT, THEY_COUNT = "left_out", "they_count"
MOST_TEXTS, MOST_LETTERS = 30, 80  # more, or longer ones: remarks

_OF_WHAT = re.compile(
    r"\b(?:indica\w*|indika\w*|indicatie|diagn\w*|icd\w*|cie ?10|cim ?10|dx|conditions?|disease|"
    r"erkrankung|krankheit|maladie|enfermedad|malattia|ziekte|doenca|sygdom|sjukdom)\b"
)
_BESIDES = re.compile(
    r"comorb\w*|komorb\w*|\b(?:secondary|other|further|family|history|past|previous|adverse|neben\w*|"
    r"begleit\w*|weitere|andere|second\w+|secund\w+|autres?|otr[oa]s?|altr[eio]|outr[oa]s?|contra\w*)\b"
)
_IS_MIGRAINE = re.compile(r"\bg ?43|\b(?:cm|ecm|em|hfem|lfem)\b|^1 [1-6](?: \d)*$")
_IS_HEADACHE = re.compile(r"\bg ?44|\br ?51|\b(?:moh|cdh|tth|ctth|ndph)\b|hemicran|cluster")
_A_CODE = re.compile(r"[a-tv-z]\d\d(?: ?\d[\da-z]{0,3})?(?: [glrbv])?")  # ICD-10
_ALSO_INJECTED = re.compile(
    r"d[yi]stoni|torti[ck]oll|spasti|espasti|spasm|spazm|hyperhi?y?dros|hiper[hi]idros|iperidros|"
    r"sialorr|drool|speichel|[kc]wijl|brux|bladder|blase|detrusor|vessie|vejiga|vescica|bexiga|blaas|"
    r"blære|blasa|strabi|estrabi|schiel|cosmetic|kosmeti|a?esthet|asthet|estet|wrinkl|falten|"
    r"achalas|a[ck]alasi|cerebral palsy|hemipar|tremor"
)


def _others(cells: Cells, column: str) -> set[str]:
    """The texts of a column that name something else than a headache."""
    name = plain(re.sub(r"[()\[\]/?]", " ", column))
    if _BESIDES.search(name):
        return set()
    known = cells.labels(column, MOST_TEXTS, MOST_LETTERS)
    migraine = {text for text in known if names(text, MIGRAINE) or _IS_MIGRAINE.search(plain(text))}
    other = {text for text in known - migraine if not _is_headache(text)}
    sure = {text for text in other if _is_another(text)}
    if _OF_WHAT.search(name):
        return other if migraine else sure
    return sure if migraine and says_kind(name) is not False else set()


def _is_headache(text: str) -> bool:
    return bool(names(text)) or _IS_HEADACHE.search(plain(text)) is not None


def _is_another(text: str) -> bool:
    words = plain(text)
    return bool(_ALSO_INJECTED.search(words) or _A_CODE.fullmatch(words))


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.spec is None or cells.table != "sessions":
        return
    for column in cells.not_ours():
        others = _others(cells, column)
        if not others:
            continue
        where = cells.where_text(column, others.__contains__)
        told = marked_beside(cells, column, where)
        rows = cells.rows_where(where)
        yield Sign(
            f"{column}: {told}, in a list of sessions: do sessions for something else than "
            "migraine count?",
            (
                (LEFT_OUT, f"no: {counted(len(rows), 'row')} left out"),
                (THEY_COUNT, "yes: they count as sessions"),
            ),
            column,
            rows,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == THEY_COUNT:
        return cells
    others = _others(cells, sign.column)
    return without_sessions(cells, cells.where_text(sign.column, others.__contains__))


DOUBT = Doubt("indication_of_session", LooksAt.COLUMN, signs, read)
