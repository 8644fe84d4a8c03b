"""Is one patient's id written otherwise from a day on?

Two ids that differ only in how they are written, and of which everything is told under both: days
and sessions. Where no day stands under both, they may be one patient's. Asked;
ids with a day in common are two patients, and where a table lacks one of them it is asked before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from importing.alike_ids import (
    ASPECTS,
    COLUMN,
    OTHERS,
    SAME,
    WORDS,
    files_of,
    fold,
    in_one_table,
    in_words,
    kind_of,
    of_ids,
    tidiest,
)
from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign
from importing.moments import ISO, in_iso, vote
from words.numbers import counted

Days = dict[str, set[tuple[str, str]]]  # id -> what is told of which day or session


def signs(everyone: Everyone) -> Iterator[Sign]:
    named, unsure = _found(everyone)
    if not named and not unsure:
        return
    files = files_of(everyone)
    for kind in WORDS:
        pairs = {old: new for old, new in named.items() if kind_of(old, new) == kind}
        if pairs:
            one = len(pairs) == 1
            yield Sign(
                f"{counted(len(pairs), 'id')} in {in_words(files, pairs)} "
                f"{'differs' if one else 'differ'} from {'another' if one else 'others'} only in "
                f"{WORDS[kind]}, and no day stands under both. The same "
                f"{'patient' if one else 'patients'}, written otherwise from a day on?",
                (
                    (SAME, "the same: both ways of writing the id are one patient's"),
                    (OTHERS, "other people: each id is a patient of its own"),
                ),
                COLUMN,
                about=kind,
                of=of_ids({*pairs, *pairs.values()}),
            )
    if unsure:
        yield Sign(
            f"{counted(len(unsure), 'id')} in {in_words(files, unsure)} look alike, some of them "
            "without a common day, and more than one could be meant: nothing was joined.",
            column=COLUMN,
            about="unsure",
            of=of_ids(unsure),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == OTHERS:
        return everyone
    named, _ = _found(everyone)
    return everyone.renamed(
        {old: new for old, new in named.items() if kind_of(old, new) == sign.about}
    )


def _found(everyone: Everyone) -> tuple[dict[str, str], list[str]]:
    """Id -> the one that it may be; and those of which several could be meant."""
    named: dict[str, str] = {}
    unsure: list[str] = []
    groups = _alike(everyone)
    days = _days(everyone, {patient for group in groups for patient in group})
    for group in groups:
        apart = [
            not days[a] & days[b] and _comparable(days[a], days[b])
            for a, b in combinations(group, 2)
        ]
        if all(apart):
            name = max(group, key=lambda patient: (len(days[patient]), *tidiest(patient)))
            named.update({patient: name for patient in group if patient != name})
        elif any(apart):
            unsure += group
    return named, unsure


def _comparable(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    """Is the same kind of thing told of both?"""
    return bool({what for what, _ in one} & {what for what, _ in other})


def _alike(everyone: Everyone) -> list[list[str]]:
    """Ids that are written alike, each in all kinds of tables, of which there are several."""
    aspects: dict[str, set[str]] = defaultdict(set)
    for one in everyone.cells:
        for patient in one.texts(COLUMN):
            aspects[patient].add(ASPECTS.get(one.table, ""))
    everything = set().union(*aspects.values()) - {""}
    if len(everything) < 2 and not in_one_table(
        everyone
    ):  # then no id is matched: asked of all of them (``id_variants``)
        return []
    groups: dict[str, list[str]] = defaultdict(list)
    for patient in aspects:
        groups[fold(patient)].append(patient)
    return [
        sorted(group)
        for group in groups.values()
        if len(group) > 1 and all(aspects[patient] >= everything for patient in group)
    ]


def _days(everyone: Everyone, ids: set[str]) -> Days:
    """What is told of these ids, by day or session."""
    found: Days = defaultdict(set)
    if not ids:
        return found
    for one in everyone.cells:
        column = _column(one)
        what = ASPECTS.get(one.table, "")
        if not column or not what or column not in one:
            continue
        (codes, patients), (days, texts) = one.encoded(COLUMN), one.encoded(column)
        mine = np.array([patient in ids for patient in patients], dtype=bool)[codes]
        if not mine.any():
            continue
        order = vote(one.texts(column)).order or ISO
        for code, day in np.unique(np.stack([codes[mine], days[mine]]), axis=1).T:
            if texts[day]:
                found[patients[code]].add((what, in_iso(texts[day], order)[:10]))
    return found


def _column(one: Cells) -> str:
    """By which column rows of one patient are told apart: their day, or their session."""
    if one.table in ("counts", "cycles"):
        return "session"
    return next((name for name in one.date_columns() if one.texts(name)), "")


DOUBT = Doubt("spelt_midway", LooksAt.IDS, signs, read)
