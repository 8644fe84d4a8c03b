"""Two files that hold the same to the byte, whose names are the ids: two people, or a copy?

Asked wherever the names differ by more than what a copy is called by.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from words.numbers import counted, first_named

TWO_PEOPLE, A_COPY = "two_people", "a_copy"
ID = "patient_id"


def signs(everyone: Everyone) -> Iterator[Sign]:
    alike = _alike(everyone)
    if not alike:
        return
    files = [one.file for group in alike for one in group]
    yield Sign(
        f"{counted(len(files), 'file')} hold the same to the byte under other names, which give "
        f"the patient's id ({first_named(files)}). Two people, or copies of one person's file?",
        (
            (TWO_PEOPLE, "each file is another person's"),
            (A_COPY, "files that hold the same are one person's, whose rows count once"),
        ),
        about="equal files",
        of=content_of(one for group in alike for one in group),
    )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == TWO_PEOPLE:
        return everyone
    treated = everyone.ids("sessions")
    new = {}
    for group in _alike(everyone):
        ids = sorted(_id(one) for one in group)
        name = next((patient for patient in ids if patient in treated), ids[0])
        new.update({one.part: name for one in group})

    def name_of(one: Cells, patient: str) -> str:
        return new.get(one.part, patient) if one.by_name else patient

    return everyone.renamed(name_of)


def _alike(everyone: Everyone) -> list[list[Cells]]:
    """The tables of days that hold the same under several ids, which are their files' names."""
    found: dict[tuple[str, str], dict[str, Cells]] = {}
    for one in everyone.cells:
        if one.by_name and one.table != "sessions" and one.texts(ID):
            found.setdefault((one.digest, one.text.sheet), {}).setdefault(_id(one), one)
    return [[*group.values()] for group in found.values() if len(group) > 1]


def _id(one: Cells) -> str:
    return next(iter(one.texts(ID)))


DOUBT = Doubt("equal_files", LooksAt.IDS, signs, read)
