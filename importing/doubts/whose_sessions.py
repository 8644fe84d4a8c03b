"""Whose are the sessions of a list that names no patient?

Beside the files of one patient, one such list has one reading, unless it looks like that of
several people: two rows of one day, one number on two days, or sessions within six weeks of each
other. Everything else is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of, short_code
from importing.doubts.one_person import ID
from importing.moments import ISO, in_iso, vote

ONE_PERSON, NOT_USED = "one_person", "not_used"
SOONEST = timedelta(weeks=6)  # no session follows another so soon
MOST = 8  # patients among whom it is asked


def signs(everyone: Everyone) -> Iterator[Sign]:
    lists = _unnamed(everyone)
    known = _known(everyone)
    for one in lists:
        several = _several_people(one)
        what = f"{one.file} lists sessions and names no patient"
        about = f"{one.digest} {one.text.sheet}"
        if len(known) == 1 and len(lists) == 1 and not several:
            told = f"{what}: they are taken as those of the one patient of the other files."
            yield Sign(told, ((_of(known[0]), ""),), about=about)
            continue
        hint = f" {several}" if several else ""
        yield Sign(
            f"{what}.{hint} Whose sessions are they?{_otherwise(known)}",
            (*_choices(known), (NOT_USED, "leave this list out")),
            "session_date",
            about=about,
            file=one.file,
            of=content_of([one]),
        )


def _choices(known: list[str]) -> list[tuple[str, str]]:
    """The patients, where they are few enough to be looked through, or one of her own."""
    if known and len(known) <= MOST:
        return [(_of(patient), f"of {patient}") for patient in known]
    return [(ONE_PERSON, "all of one patient, whose id is the file's name")]


def _otherwise(known: list[str]) -> str:
    """What was expected of a list of several people."""
    return " Of several people, a column patient_id was expected." if len(known) > 1 else ""


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    ids = {_of(patient): patient for patient in _known(everyone)}

    def named(one: Cells) -> Cells:
        if not any(one is other for other in _unnamed(everyone)):
            return one
        if sign.about != f"{one.digest} {one.text.sheet}":
            return one
        if reading == NOT_USED:
            return one.without(np.ones(len(one.text.rows), dtype=bool))
        patient = ids.get(reading)
        if patient is None:
            return replace(one, by_name=False)
        return replace(one.rewritten(ID, lambda _: patient), by_name=False)

    return replace(everyone, cells=tuple(map(named, everyone.cells)))


def _unnamed(everyone: Everyone) -> list[Cells]:
    """The lists of sessions whose id is only the name of their file, and of no other's."""
    lists = [one for one in everyone.cells if one.by_name and one.table == "sessions"]
    known = {*_known(everyone)}
    return [one for one in lists if not known & {*one.texts(ID)}]


def _known(everyone: Everyone) -> list[str]:
    """The patients of all other files; those without a session first."""
    others = [one for one in everyone.cells if not (one.by_name and one.table == "sessions")]
    named = {patient for one in others for patient in one.texts(ID)}
    treated = {p for one in others if one.table == "sessions" for p in one.texts(ID)}
    return sorted(named, key=lambda patient: (patient in treated, patient))


def _of(patient: str) -> str:
    """The answer that names a patient: it is kept in mappings, which hold no id."""
    return f"of_{short_code(patient)}"


def _several_people(one: Cells) -> str:
    """What in the list speaks for more than one person; "" for nothing."""
    if "session_date" not in one:
        return ""
    dates = one.texts("session_date")
    if any(count > 1 for count in dates.values()):
        return "Several of its rows are of one day, as of several people."
    if "session" in one and any(count > 1 for count in one.texts("session").values()):
        return "One number of a session stands on several days, as of several people."
    order = vote(dates).order or ISO
    days = sorted(day for text in dates if (day := _day(in_iso(text, order)[:10])))
    if any(later - day < SOONEST for day, later in pairwise(days)):
        return "Some lie within six weeks of each other, as of several people."
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


DOUBT = Doubt("whose_sessions", LooksAt.IDS, signs, read)
