"""Do sites, sheets or files number their patients anew, so that one id is several people?

The sign: one id under two sites in one table; sheets of one table with the same ids; between files
only daily diaries and sessions with the columns that both need and ids that count from 1. Not
where names differ in nothing but months, years or numbers and their dates lie in them, nor where
what they share says the same or goes on in the next file; but always where the sites that they
name, or the tables of patients, contradict that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from importing.doubts.one_person import (
    ID,
    alike,
    at_other_sites,
    days_of,
    described_as_two,
    goes_on,
    shared_ids,
    site_column,
)
from importing.file_names import FILE, bare_name, but_for_time, stated_months
from importing.identity import is_called
from words.numbers import counted

OWN, SAME = "own", "same_people"


def signs(everyone: Everyone) -> Iterator[Sign]:
    numbers = _under_two_sites(everyone)
    if numbers:
        yield Sign(
            f"{counted(numbers, 'id')} stand under more than one site: the same number at several "
            "sites. One person, or another patient at each site?",
            (
                (OWN, "each site has its own patients: site and number name one"),
                (SAME, "one id is one person, treated at several sites"),
            ),
            ID,
            about="sites",
            of=content_of(_with_sites(everyone)),
        )
    for place, groups in _places(everyone).items():
        what = "sheet" if place else "file"
        shared = max((shared_ids(group) for group in groups), key=len)
        names = list(dict.fromkeys(name for group in groups for name in _labels(group).values()))
        shown = ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")
        of = f" of {PurePosixPath(place).name}" if place else ""
        yield Sign(
            f"Each {what}{of} ({shown}) has the same ids, {len(shared)} of them. One person, or "
            f"another patient in each {what}?",
            (
                (OWN, f"each {what} has its own patients: its name and the number name one"),
                (SAME, f"one id is one person in every {what}"),
            ),
            ID,
            about=f"{what}s{of}",
            of=content_of(one for group in groups for one in group),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == SAME:
        return everyone
    if sign.about == "sites":
        return replace(everyone, cells=tuple(_with_site(one) for one in everyone.cells))
    for place, groups in _places(everyone).items():
        what = "sheets of " + PurePosixPath(place).name if place else "files"
        if sign.about == what:
            return _named(everyone, groups)
    return everyone


def _named(everyone: Everyone, groups: list[list[Cells]]) -> Everyone:
    labels = {key: label for group in groups for key, label in _labels(group).items()}

    def name(one: Cells, patient: str) -> str:
        return f"{labels[_key(one)]} {patient}" if _key(one) in labels else patient

    return everyone.renamed(name)


def _key(one: Cells) -> tuple[int, str]:
    return one.part, one.table


# Sites in one table


def _by_id(one: Cells) -> dict[str, set[str]]:
    """Each id with the sites under which it stands."""
    column = site_column(one)
    (ids, patients), (codes, sites) = one.encoded(ID), one.encoded(column)
    found: dict[str, set[str]] = defaultdict(set)
    for patient, site in np.unique(np.stack([ids, codes]), axis=1).T:
        if sites[site]:
            found[patients[patient]].add(sites[site].casefold())
    return found


def _under_two_sites(everyone: Everyone) -> int:
    """How many ids stand under two sites in one table, other than in that of the patients?"""
    told = _with_sites(everyone)
    return len({p for one in told for p, sites in _by_id(one).items() if len(sites) > 1})


def _with_sites(everyone: Everyone) -> list[Cells]:
    """The tables of days or sessions that say at which site they were."""
    told = [one for one in everyone.cells if one.table not in ("patients", "attacks")]
    return [one for one in told if site_column(one) and not _points(one, everyone)]


def _points(one: Cells, everyone: Everyone) -> bool:
    """Is it the site of an injection? Most sessions have several, and no other table names one."""
    if one.table != "sessions" or "session_date" not in one:
        return False
    column = site_column(one)
    others = {
        text.casefold()
        for other in everyone.cells
        if other is not one and (name := site_column(other)) and other.table != "sessions"
        for text in other.texts(name)
    }
    if others & {text.casefold() for text in one.texts(column)}:
        return False
    keys = np.stack([one.encoded(name)[0] for name in (ID, "session_date")])
    _, place = np.unique(keys, axis=1, return_inverse=True)
    both = np.unique(np.stack([place.ravel(), one.encoded(column)[0]]), axis=1)
    return bool((np.bincount(both[0]) > 1).mean() > 0.5)


def _with_site(one: Cells) -> Cells:
    column = site_column(one)
    if not column or one.table == "attacks":
        return one
    (ids, patients), (codes, sites) = one.encoded(ID), one.encoded(column)
    first: dict[str, str] = {}
    sites = [first.setdefault(site.casefold(), site) for site in sites]
    named = [
        f"{sites[site]} {patients[patient]}"
        if sites[site] and patients[patient]
        else patients[patient]
        for patient, site in zip(ids.tolist(), codes.tolist(), strict=True)
    ]
    return one.with_column(ID, pa.array(named, pa.string()))


# Sheets of a workbook, and files


def _places(everyone: Everyone) -> dict[str, list[list[Cells]]]:
    """Workbook ("" for files) -> the tables of it of which several have the same ids, asked."""
    tables: dict[tuple[str, str], list[Cells]] = defaultdict(list)
    for one in everyone.cells:
        if any(is_called(new, one.file, one.place) for new in everyone.choices.corrects):
            continue  # it speaks of the ids of the file that it corrects
        if one.table != "attacks" and not one.per_patient and len(one.headers) > 1:
            sheet = "/" in one.file and not FILE.search(one.file)
            place = str(PurePosixPath(one.file).parent) if sheet else ""
            tables[place, one.table].append(one)
    found: dict[str, list[list[Cells]]] = defaultdict(list)
    for (place, _), group in tables.items():
        if len(group) > 1:
            found[place].append(group)
    others = described_as_two(everyone)
    return {
        place: groups
        for place, groups in found.items()
        if any(_asked(group, others) for group in groups)
    }


def _asked(group: list[Cells], others: set[str]) -> bool:
    one = group[0]
    between_files = not ("/" in one.file and not FILE.search(one.file))
    if one.table in ("patients", "cycles", "treatments"):
        return False
    if between_files:
        if one.table not in ("diary", "sessions"):
            return False
        counted_up = [o for o in group if _counted_up(o)]
        group = [
            o for o in counted_up if any(_alike_in_form(o, p) for p in counted_up if p is not o)
        ]
        if len(group) < 2 or _of_one_folder(group):
            return False
    shared = shared_ids(group)
    if not shared:
        return False
    if shared & others or at_other_sites(group):
        return True
    return not _parts_in_time(group) and not _say_the_same(group)


def _alike_in_form(one: Cells, other: Cells) -> bool:
    """Have both the columns that such a table needs: the id, a date, of a diary one same flag?"""
    if not set(one.date_columns()) & set(other.date_columns()):
        return False
    return one.table != "diary" or bool(set(one.flag_columns()) & set(other.flag_columns()))


def _of_one_folder(group: Sequence[Cells]) -> bool:
    return all(one.file.lower().endswith(".parquet") for one in group)


def _counted_up(one: Cells) -> bool:
    """Do the ids count from 1, as 1, 2, 3 or P01, P02?"""
    ids = [re.fullmatch(r"(\D*)0*(\d{1,5})", patient) for patient in one.texts(ID)]
    if not ids or not all(ids):
        return False
    numbers = [int(found[2]) for found in ids if found]
    heads = {found[1] for found in ids if found}
    return len(heads) == 1 and min(numbers) <= 1 and max(numbers) <= 2 * len(numbers) + 1


def _parts_in_time(group: Sequence[Cells]) -> bool:
    """Do their names differ in nothing but months, years and numbers that their dates lie in?"""
    return len({but_for_time(one.file) for one in group}) == 1 and all(map(_in_its_name, group))


def _in_its_name(one: Cells) -> bool:
    """Is its name a month or a year, and do its dates lie in it?"""
    years, months = stated_months(one.file)
    _, days = days_of(one)
    return (
        bool(days)
        and bool(years or months)
        and all(
            (not years or text[:4] in years)
            and (not months or (text[5:7].isdigit() and int(text[5:7]) in months))
            for text in days
        )
    )


def _say_the_same(group: Sequence[Cells]) -> bool:
    """Are they parts of one table: no two speak of one thing, or what two speak of is alike?

    Alike: for each id that two share, at least ten rows are the same in both and none differs.
    """
    for number, one in enumerate(group):
        for other in group[:number]:
            if not shared_ids([one, other]) or goes_on(one, other) or goes_on(other, one):
                continue
            if not alike(one, other):
                return False
    return True


def _labels(group: Sequence[Cells]) -> dict[tuple[int, str], str]:
    """What tells the names of these apart: their words without those that all have."""
    names = {_key(one): bare_name(one.file) for one in group}
    words = {key: re.findall(r"[^\W_]+", name) for key, name in names.items()}
    common = set.intersection(*(set(found) for found in words.values()))
    short = {key: " ".join(w for w in found if w not in common) for key, found in words.items()}
    if "" in short.values() or len(set(short.values())) < len(short):
        short = names
    if len(set(short.values())) < len(short):  # one name in two folders
        short = {key: f"{short[key]} ({place})" for place, key in enumerate(short, 1)}
    return short


DOUBT = Doubt("numbered_anew", LooksAt.IDS, signs, read)
