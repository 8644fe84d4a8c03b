"""Is *P1 (2)*, *P1_old* or *P1 Feb* beside *P1* another patient, and *Template* one at all?

The first are what a program or a person calls a copy, an older state or a further month of one
person's sheet; the second what a form is called that was filled in to show how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analytics.month_names import month_of
from importing.alike_ids import COLUMN, OTHERS, SAME
from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from importing.file_names import PARTS, but_for_copy, words
from words.numbers import counted, first_named

LEFT_OUT = "left_out"
COPIES, EXAMPLES = "copies", "examples"

# What stands behind a name of its older or newer state: P1_old, P1 v2, P1-backup.
_STATE = re.compile(
    r"[ _.-]+\(?(?:old(?:er)?|new(?:er)?|backup|bak|v ?\d{1,2}|version ?\d{1,2}|final|alte?|neue?|"
    r"sicherung|ancien(?:ne)?|vieux|nouveau|viejo|antiguo|nuevo|vecchio|nuovo|oude?|nieuwe?|antigo|novo|"
    r"gammel|gammal|ny)\)?$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"[ _.-]+([^\W\d_]{3,})\.?(?:[ _.-]*\d{2,4})?$")
_EXAMPLE = re.compile(
    r"(?:an? |ein )?(?:examples?|sample|template|dummy|demo|test|beispiele?|muster|vorlage|"
    r"exemples?|modèle|ejemplos?|plantilla|esempi?o?|modello|voorbeeld|sjabloon|exemplos?|modelo|"
    r"eksempe?l|skabelon|exempel)"
    r"(?: ?(?:patient(?:in)?|person|sheet|row|blatt|zeile|diary|tagebuch))?|"
    r"(?:[^\W\d_]+ )?mustermann|(?:[^\W\d_]+ )?musterfrau",
    re.IGNORECASE,
)


def signs(everyone: Everyone) -> Iterator[Sign]:
    copies = {*_copies(everyone)}
    if copies:
        where = first_named([one.file for one in _holding(everyone, copies)])
        like = "is that of another patient" if len(copies) == 1 else "are those of other patients"
        yield Sign(
            f"{counted(len(copies), 'id')} in {where} {like} with a word behind it for a copy, an "
            "older state or a month (as *P1 (2)*, *P1_old* or *P1 Feb* beside *P1*). The same "
            "people?",
            (
                (SAME, "the same people: what both say counts once"),
                (LEFT_OUT, "copies: left out"),
                (OTHERS, "other people: each id is a patient of its own"),
            ),
            COLUMN,
            _rows(everyone, copies),
            COPIES,
            _holding(everyone, copies)[0].file,
            content_of(_holding(everyone, copies)),
        )
    forms = _examples(everyone)
    if forms:
        where = first_named([one.file for one in _holding(everyone, forms)])
        rows = sum(int(_mask(one, forms).sum()) for one in everyone.cells)
        yield Sign(
            f"{counted(rows, 'row')} of {where} named by a word for an example (as *Template*, "
            "*Example* or *Muster*), beside patients. An example, or a patient of this name?",
            (
                (LEFT_OUT, "an example: left out"),
                (OTHERS, "a patient of this name"),
            ),
            COLUMN,
            _rows(everyone, forms),
            EXAMPLES,
            _holding(everyone, forms)[0].file,
            content_of(_holding(everyone, forms)),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == OTHERS:
        return everyone
    if sign.about == EXAMPLES:
        return _without(everyone, _examples(everyone))
    new = _copies(everyone)
    if reading == LEFT_OUT:
        return _without(everyone, {*new})
    return everyone.renamed(lambda one, who: who if _is_given(one) else new.get(who, who))


def _is_given(one: Cells) -> bool:
    """Did somebody say whose file this is?"""
    return one.per_patient and not one.by_name


def _ids(everyone: Everyone) -> dict[bool, set[str]]:
    """The ids that are names of files or sheets, and those that stand in a column."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for one in everyone.cells:
        if not _is_given(one):
            found[one.by_name] |= one.texts(COLUMN).keys()
    return found


def _copies(everyone: Everyone) -> dict[str, str]:
    """Each id that is another one with such a word behind it -> that other one."""
    found: dict[str, str] = {}
    for by_name, ids in _ids(everyone).items():
        known = {who.casefold(): who for who in sorted(ids)}
        for who in sorted(ids):
            bare = _but_for_state(who, by_name).casefold()
            if bare != who.casefold() and bare in known and not _is_of_nobody(bare, by_name):
                found[who] = known[bare]
    return found


def _is_of_nobody(name: str, by_name: bool) -> bool:
    """Does a file's name say only what a part of a whole is called: Diary, Data 2?"""
    return by_name and bool(words(name)) and {*words(name)} <= PARTS


def _but_for_state(who: str, by_name: bool) -> str:
    bare = _STATE.sub("", but_for_copy(who))
    month = _MONTH.search(bare) if by_name else None
    return bare[: month.start()] if month and month_of(month[1].casefold()) else bare


def _examples(everyone: Everyone) -> set[str]:
    """Ids that are a word for an example, beside others that are none."""
    found: set[str] = set()
    for ids in _ids(everyone).values():
        forms = {who for who in ids if _EXAMPLE.fullmatch(" ".join(re.split(r"[\s_-]+", who)))}
        found |= forms if forms != ids else set()
    return found


def _mask(one: Cells, ids: set[str]) -> np.ndarray:
    return one.where_text(COLUMN, lambda who: who in ids and not _is_given(one))


def _holding(everyone: Everyone, ids: set[str]) -> list[Cells]:
    return [one for one in everyone.cells if _mask(one, ids).any()]


def _rows(everyone: Everyone, ids: set[str]) -> tuple[int, ...]:
    first = _holding(everyone, ids)[0]
    return first.rows_where(_mask(first, ids))


def _without(everyone: Everyone, ids: set[str]) -> Everyone:
    cells = tuple(one.without(_mask(one, ids)) for one in everyone.cells)
    return replace(everyone, cells=cells)


DOUBT = Doubt("older_copies", LooksAt.IDS, signs, read)
