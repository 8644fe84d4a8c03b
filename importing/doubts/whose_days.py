"""Whose are the days of a diary or a list of attacks that names no patient?

Its id is the file's name. Where the other files name patients who have sessions and no days, and
none of them is called so, the days may be those of one of them: as another patient's they would
be counted nowhere, and whoever has the sessions could not be judged. Where the name of a file holds
the id of one of them (diary_4711.csv) it is hers; an id that may as well be a number or a year of
the file (diary_2.csv) is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of, short_code
from importing.doubts.one_person import ID
from importing.mapping_checks import ATTACKS
from words.numbers import counted, first_named

BY_NAME, IN_NAME, NOT_USED = "by_name", "in_name", "not_used"
DAYS = {"diary": "has days", ATTACKS: "lists attacks"}
MOST = 8  # files, and patients among whom it is asked


def signs(everyone: Everyone) -> Iterator[Sign]:
    unnamed, waiting = _unnamed(everyone), _waiting(everyone)
    if not unnamed or not waiting:
        return
    if found := _in_names(everyone, unnamed, waiting):
        yield _of_those_named(unnamed, found)
        unnamed = [one for one in unnamed if one.file not in found]
    if unnamed:
        yield from _of_others(unnamed, waiting)


def _of_those_named(unnamed: list[Cells], found: dict[str, str]) -> Sign:
    """The files in whose names an id stands."""
    name, have = "name no patient and have", "their own names"
    if len(found) == 1:
        name, have = "names no patient and has", "its own name"
    told = first_named([f"{patient} in {file}" for file, patient in found.items()])
    what = f"{counted(len(found), 'file')} with days {name} the id of one in {have}: {told}."
    if not any(map(_may_be_a_number, found.values())):
        told = f"{what} Each is taken as that patient's."
        return Sign(told, ((IN_NAME, "each is of that patient"),), ID, about=IN_NAME)
    return Sign(
        f"{what} Is each the file of that patient?",
        (
            (IN_NAME, "yes: each is of the patient whose id its name holds"),
            (BY_NAME, "no: each is of a patient of its own, whose id is the file's name"),
            (NOT_USED, "leave them out"),
        ),
        ID,
        about=IN_NAME,
        file=next(one.file for one in unnamed if one.file in found),
        of=content_of(one for one in unnamed if one.file in found),
    )


def _of_others(unnamed: list[Cells], waiting: list[str]) -> Iterator[Sign]:
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
            of=content_of(unnamed),
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
            file=one.file,
            of=content_of([one]),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == BY_NAME:
        return everyone
    unnamed = _unnamed(everyone)
    if sign.about == IN_NAME:
        return _read_in_names(everyone, unnamed, reading)
    ids = {_of(patient): patient for patient in _treated(everyone)}

    def named(one: Cells) -> Cells:
        if not any(one is other for other in unnamed) or sign.about not in ("", _about(one)):
            return one
        if reading == NOT_USED:
            return one.without(np.ones(len(one.text.rows), dtype=bool))
        return replace(one.rewritten(ID, lambda _: ids[reading]), by_name=False)

    return replace(everyone, cells=tuple(map(named, everyone.cells)))


def _read_in_names(everyone: Everyone, unnamed: list[Cells], reading: str) -> Everyone:
    found = _in_names(everyone, unnamed, _waiting(everyone))

    def named(one: Cells) -> Cells:
        if one.file not in found or not any(one is other for other in unnamed):
            return one
        if reading == NOT_USED:
            return one.without(np.ones(len(one.text.rows), dtype=bool))
        return replace(one.rewritten(ID, lambda _: found[one.file]), by_name=False)

    return replace(everyone, cells=tuple(map(named, everyone.cells)))


def _in_names(everyone: Everyone, unnamed: list[Cells], waiting: list[str]) -> dict[str, str]:
    """Of each file whose name holds the id of one of them, and of nobody else, that id."""
    by_name = {patient for one in everyone.cells if one.by_name for patient in one.texts(ID)}
    known = {patient.casefold(): patient for patient in everyone.ids() - by_name}
    most = max((len(re.findall(_PART, patient)) for patient in known), default=0)
    found: dict[str, str] = {}
    for one in unnamed:
        name = next(iter(one.texts(ID))).casefold()
        parts = [*re.finditer(_PART, name)]
        spans = (
            (n, n + length) for length in range(most, 0, -1) for n in range(len(parts) - length + 1)
        )
        held = [(a, b) for a, b in spans if name[parts[a].start() : parts[b - 1].end()] in known]
        whole = [(a, b) for a, b in held if not any(_within((a, b), other) for other in held)]
        if len(whole) == 1:
            (a, b) = whole[0]
            patient = known[name[parts[a].start() : parts[b - 1].end()]]
            if patient in waiting:
                found[one.file] = patient
    return found


_PART = r"[^\W_]+"  # of a name: letters and digits


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _may_be_a_number(patient: str) -> bool:
    """Could a file be numbered so, or named by this year, whoever's it is?"""
    return bool(re.fullmatch(r"\w|\d{1,2}|(?:19|20)\d\d", patient))


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
