"""Are two files of one name, in two folders or uploads, two people or one person's two files?

Asked where the id is the file's name. Files of one name that are the same to the byte are one file
already.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from words.numbers import counted

TWO_PEOPLE, ONE_PERSON = "two_people", "one_person"


def signs(everyone: Everyone) -> Iterator[Sign]:
    shared = _shared(everyone)
    if not shared:
        return
    files = [one for of_name in shared.values() for one in of_name]
    first = next(iter(shared.values()))
    name = PurePosixPath(first[0].file).name
    others = f", and {counted(len(shared) - 1, 'further name')} so" if len(shared) > 1 else ""
    names = _names(everyone)
    places = list(dict.fromkeys(names[one.part].rpartition("/")[0] for one in first))
    where = f"in the folders {' and '.join(places)}" if all(places) else "more than once"
    by = "folder" if all(places) else "number"
    yield Sign(
        f"{name} came {where}{others}: files of the same name, which gives the patient's id. Two "
        "people, or one person's files?",
        (
            (TWO_PEOPLE, f"each of the {len(files)} files is another person, named by {by}"),
            (ONE_PERSON, "files of one name are of one person"),
        ),
        about="files named alike",
        of=content_of(files),
    )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == ONE_PERSON:
        return everyone
    names = _names(everyone)
    cells = tuple(
        one.rewritten("patient_id", lambda _, one=one: names[one.part])  # type: ignore[misc]
        if one.part in names and one.by_name
        else one
        for one in everyone.cells
    )
    return replace(everyone, cells=cells)


def _shared(everyone: Everyone) -> dict[str, list[Cells]]:
    """Each id that files of different places, or of one name, have by their name alone."""
    named: dict[str, list[Cells]] = {}
    for one in everyone.cells:
        if one.by_name and (ids := list(one.texts("patient_id"))):
            alike = named.setdefault(ids[0], [])
            if not any(one.part == other.part or _same(one, other) for other in alike):
                alike.append(one)
    return {
        patient: alike
        for patient, alike in named.items()
        if len({one.place for one in alike}) > 1 or len({one.file for one in alike}) < len(alike)
    }


def _same(one: Cells, other: Cells) -> bool:
    """Do two tables hold the same, cell by cell?"""
    return one.headers == other.headers and all(
        one.text.columns[name].equals(other.text.columns[name]) for name in one.headers
    )


def _names(everyone: Everyone) -> dict[int, str]:
    """Part -> an id that tells it from the others of its name: by folder, else by number."""
    found = {}
    for patient, alike in _shared(everyone).items():
        places = [one.place for one in alike]
        if "." not in places and len(set(places)) == len(places):
            places = [os.path.abspath(place) for place in places]
            top = os.path.commonpath(places)
            inside = [str(PurePosixPath(place).relative_to(top)) for place in places]
            folders = [
                PurePosixPath(p).name if i == "." else i
                for p, i in zip(places, inside, strict=True)
            ]
            named = [f"{folder}/{patient}" for folder in folders]
        else:
            named = [f"{patient} ({number})" for number in range(1, len(alike) + 1)]
        found.update({one.part: name for one, name in zip(alike, named, strict=True)})
    return found


DOUBT = Doubt("same_name", LooksAt.IDS, signs, read)
