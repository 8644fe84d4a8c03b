"""Do two tables of one id go on about one person, or do they contradict that?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Everyone
from importing.file_names import SITES, but_for_parts
from importing.moments import ISO, in_iso, vote

NEXT = timedelta(days=3)
ID = "patient_id"
DESCRIBE = ("sex", "age", "birth_year", "year_of_birth", "site")


def described_as_two(everyone: Everyone) -> set[str]:
    """The ids that two tables of patients describe as two people, by sex, year or site."""
    found: set[str] = set()
    for name in DESCRIBE:
        told: dict[str, str] = {}
        for one in everyone.cells:
            if one.table == "patients" and name in one:
                for patient, said in _one_for_each(one, name).items():
                    if told.setdefault(patient, said) != said:
                        found.add(patient)
    return found


def _one_for_each(one: Cells, column: str) -> dict[str, str]:
    """What a column says of each id, where it says one thing."""
    (ids, patients), (codes, texts) = one.encoded(ID), one.encoded(column)
    found: dict[str, set[str]] = defaultdict(set)
    for patient, code in np.unique(np.stack([ids, codes]), axis=1).T:
        if texts[code]:
            found[patients[patient]].add(texts[code].casefold())
    return {patient: said.pop() for patient, said in found.items() if len(said) == 1}


def at_other_sites(group: Sequence[Cells]) -> bool:
    """Does each of two diaries name one site for an id, and not the same?"""
    told: dict[str, str] = {}
    for one in group:
        if one.table == "diary" and (column := site_column(one)):
            for patient, site in _one_for_each(one, column).items():
                if told.setdefault(patient, site) != site:
                    return True
    return False


def site_column(one: Cells) -> str:
    return next((name for name in one.headers if name.lower() in SITES), "")


def shared_ids(group: Sequence[Cells]) -> set[str]:
    """The ids that stand in more than one of these."""
    seen: set[str] = set()
    twice: set[str] = set()
    for one in group:
        ids = set(one.texts(ID))
        twice |= seen & ids
        seen |= ids
    return twice


def days_of(one: Cells) -> tuple[str, set[str]]:
    """The column of the date, and the days in it."""
    column = next((name for name in one.date_columns() if one.texts(name)), "")
    if not column:
        return "", set()
    order = vote(one.texts(column)).order
    return column, {in_iso(text, order or ISO)[:10] for text in one.texts(column)}


def goes_on(one: Cells, other: Cells) -> bool:
    """Does the diary of each id go on in the other where it ends here, a day or two later?

    What both say of the day on which it does is the same. Where all go over on one day, the end of
    one site's diaries and the beginning of another's could lie so too: then the names have to be
    those of parts of a whole. Of sessions, the numbers.
    """
    column, _ = days_of(one)
    if one.table == "sessions":
        return _numbers_go_on(one, other)
    if one.table != "diary" or not column or column not in other:
        return False
    mine, theirs = _span(one, column), _span(other, column)
    both = mine.keys() & theirs.keys()
    if not all(
        timedelta(0) <= theirs[p][0] - mine[p][1] <= NEXT and mine[p][0] < theirs[p][0]
        for p in both
    ):
        return False
    if _contradict(one, other, column):
        return False
    ends = [mine[p][1] for p in both]
    each_its_own = bool(ends) and max(ends) - min(ends) > NEXT
    return each_its_own or but_for_parts(one.file) == but_for_parts(other.file)


def _contradict(one: Cells, other: Cells, column: str) -> bool:
    """Do two diaries say different things of one day of one id, in whatever words?"""
    assert one.spec is not None
    names = [c.name for c in one.spec.columns if c.name in one and c.name in other]
    values = [name for name in names if name not in (ID, column)]
    mine, theirs = (
        {
            (patient, _iso_day(day, order)): tuple(FLAG_WORDS.get(t.lower(), t) for t in said)
            for (patient, day), said in _rows(diary, column, values).items()
        }
        for diary in (one, other)
        for order in (vote(diary.texts(column)).order or ISO,)
    )
    return any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())


def _iso_day(text: str, order: str) -> str:
    return in_iso(text.strip(), order)[:10]


def _numbers_go_on(one: Cells, other: Cells) -> bool:
    """Does the other file number the next sessions of each id? Another site begins with 1."""
    if "session" not in one or "session" not in other:
        return False
    mine, theirs = _numbers(one), _numbers(other)
    return all(
        mine.get(p) and theirs.get(p) and max(mine[p]) + 1 == min(theirs[p])
        for p in shared_ids([one, other])
    )


def _numbers(one: Cells) -> dict[str, set[int]]:
    """The numbers of the sessions of each id."""
    (ids, patients), (codes, texts) = one.encoded(ID), one.encoded("session")
    found: dict[str, set[int]] = defaultdict(set)
    for patient, code in np.unique(np.stack([ids, codes]), axis=1).T:
        if texts[code].isdecimal():
            found[patients[patient]].add(int(texts[code]))
    return found


def _span(one: Cells, column: str) -> dict[str, tuple[date, date]]:
    """The first and the last day of each id."""
    (ids, patients), (codes, texts) = one.encoded(ID), one.encoded(column)
    order = vote(one.texts(column)).order or ISO
    days = [_day(in_iso(text, order)[:10]) for text in texts]
    found: dict[str, tuple[date, date]] = {}
    for patient, code in np.unique(np.stack([ids, codes]), axis=1).T:
        day = days[code]
        if day is not None:
            low, high = found.get(patients[patient], (day, day))
            found[patients[patient]] = (min(low, day), max(high, day))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def alike(one: Cells, other: Cells) -> bool:
    column, _ = days_of(one)
    if not column or column not in other:
        return False
    values = [name for name in one.headers if name in other and name not in (ID, column)]
    if not values and one.table == "diary":
        return True  # headache in one and migraine in the other: one diary
    least = 10 if one.table == "diary" else 1
    mine, theirs = (_rows(o, column, values) for o in (one, other))
    both = mine.keys() & theirs.keys()
    if any(mine[key] != theirs[key] for key in both):
        return False
    patients = [key[0] for key in both]
    need = {
        p: min(least, *(sum(k[0] == p for k in o) for o in (mine, theirs)))
        for p in shared_ids([one, other])
    }
    return all(patients.count(patient) >= number for patient, number in need.items())


def _rows(one: Cells, column: str, values: list[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    cells = [one.text.columns[name].to_pylist() for name in (ID, column, *values)]
    return {(row[0].strip(), row[1]): row[2:] for row in zip(*cells, strict=True)}
