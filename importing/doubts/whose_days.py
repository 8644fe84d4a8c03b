"""Whose are the days of a diary or a list of attacks that names no patient?

Its id is the file's name. Where the other files name patients who have sessions and no days, and
none of them is called so, the days may be those of one of them: as another patient's they would
be counted nowhere, and whoever has the sessions could not be judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, short_code
from importing.doubts.one_person import ID
from importing.mapping_checks import ATTACKS
from words.numbers import counted

BY_NAME, NOT_USED = "by_name", "not_used"
DAYS = {"diary": "has days", ATTACKS: "lists attacks"}
MOST = 8  # files, and patients among whom it is asked


def signs(everyone: Everyone) -> Iterator[Sign]:
    unnamed, waiting = _unnamed(everyone), _waiting(everyone)
    if not unnamed or not waiting:
        return
    leave = (NOT_USED, "leave {} out")
    if len(unnamed) > MOST or len(waiting) > MOST:
        yield Sign(
            f"{_files(unnamed)} with days and no patient named, and "
            f"{counted(len(waiting), 'patient')} with sessions and no days: none is called as one "
            "of these files. Are the files of other patients?",
            (
                (BY_NAME, "yes: each is of a patient of its own, whose id is the file's name"),
                (leave[0], leave[1].format("these files")),
            ),
            ID,
        )
        return
    for one in unnamed:
        name = one.texts(ID)
        yield Sign(
            f"{one.file} {DAYS[one.table]} and names no patient, and no patient of the other files "
            f"is called {next(iter(name))}. Whose days are they?",
            (
                *((_of(patient), f"of {patient}") for patient in waiting),
                (BY_NAME, "of another patient, whose id is the file's name"),
                (leave[0], leave[1].format("this file")),
            ),
            ID,
            about=_about(one),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == BY_NAME:
        return everyone
    unnamed = _unnamed(everyone)
    ids = {_of(patient): patient for patient in _treated(everyone)}

    def named(one: Cells) -> Cells:
        if not any(one is other for other in unnamed) or sign.about not in ("", _about(one)):
            return one
        if reading == NOT_USED:
            return one.without(np.ones(len(one.text.rows), dtype=bool))
        return replace(one.rewritten(ID, lambda _: ids[reading]), by_name=False)

    return replace(everyone, cells=tuple(map(named, everyone.cells)))


def _unnamed(everyone: Everyone) -> list[Cells]:
    """The tables of days whose id is only the name of their file, and no other file's."""
    of_days = [one for one in everyone.cells if one.by_name and one.table in DAYS]
    others = [one for one in everyone.cells if not (one.by_name and one.table in DAYS)]
    named = {patient for one in others for patient in one.texts(ID)}
    return [one for one in of_days if one.texts(ID) and not named & {*one.texts(ID)}]


def _waiting(everyone: Everyone) -> list[str]:
    """The patients that a file names with sessions, and none with days."""
    return sorted(_treated(everyone) - everyone.ids(*DAYS, "counts", "cycles"))


def _treated(everyone: Everyone) -> set[str]:
    """The patients that a file names with sessions."""
    lists = [one for one in everyone.cells if one.table == "sessions" and not one.by_name]
    return {patient for one in lists for patient in one.texts(ID)}


def _files(unnamed: list[Cells]) -> str:
    return counted(len({one.file for one in unnamed}), "file")


def _about(one: Cells) -> str:
    return f"{one.digest} {one.text.sheet}"


def _of(patient: str) -> str:
    """The answer that names a patient: it is kept in mappings, which hold no id."""
    return f"of_{short_code(patient)}"


DOUBT = Doubt("whose_days", LooksAt.IDS, signs, read)
