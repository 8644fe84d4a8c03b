"""Are two ids that differ in little one patient's?

Asked where one of the two is otherwise unmatched, or nothing could match it: in one file as in two.
Ids that match exactly in all kinds of tables are looked at by their days (``spelt_midway``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

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
from importing.doubts.base import Doubt, Everyone, LooksAt, Sign
from words.numbers import counted


def signs(everyone: Everyone) -> Iterator[Sign]:
    named, unsure = _pairs(everyone)
    files = files_of(everyone)
    for kind in WORDS:
        pairs = {old: new for old, (new, how) in named.items() if how == kind}
        if pairs:
            mine, theirs = in_words(files, pairs), in_words(files, pairs.values())
            many = f"{counted(len(pairs), 'id')} in {mine}"
            like = "looks like one" if len(pairs) == 1 else "look like ids"
            there = "the same file" if mine == theirs else theirs
            yield Sign(
                f"{many} {like} in {there} and differ{'s' if len(pairs) == 1 else ''} only in "
                f"{WORDS[kind]}. The same people?",
                (
                    (SAME, f"the same {_people(len(pairs))}: two ids that look alike are one"),
                    (OTHERS, "other people: each id is a patient of its own"),
                ),
                COLUMN,
                about=kind,
                of=of_ids({*pairs, *pairs.values()}),
            )
    if unsure:
        yield Sign(
            f"{counted(len(unsure), 'id')} in {in_words(files, unsure)} look alike and have no row "
            "in another table, and more than one id could be meant: nothing was joined.",
            column=COLUMN,
            about="unsure",
            of=of_ids(unsure),
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == OTHERS:
        return everyone
    named, _ = _pairs(everyone)
    return everyone.renamed({old: new for old, (new, how) in named.items() if how == sign.about})


def _people(count: int) -> str:
    return "patient" if count == 1 else "patients"


Pairs = dict[str, tuple[str, str]]


def _pairs(everyone: Everyone) -> tuple[Pairs, list[str]]:
    """Id -> the id that it looks like, and in what they differ; and those that stay unsure."""
    if in_one_table(everyone):
        return {}, []
    aspects: dict[str, set[str]] = defaultdict(set)
    tables: dict[str, set[str]] = defaultdict(set)
    for one in everyone.cells:
        for patient in one.texts(COLUMN):
            tables[patient].add(one.table)
            aspects[patient].add(ASPECTS.get(one.table, ""))
    everything = set().union(*aspects.values()) - {""}

    def full(patient: str) -> bool:
        return len(everything) > 1 and aspects[patient] >= everything

    def best(patient: str) -> tuple[bool, bool, bool, int, str]:
        of = tables[patient]
        return "sessions" in of, "patients" in of, *tidiest(patient)

    groups: dict[str, list[str]] = defaultdict(list)
    for patient in aspects:
        groups[fold(patient)].append(patient)
    named: Pairs = {}
    unsure: list[str] = []
    for alike in groups.values():
        if len(alike) == 1 or all(full(p) for p in alike):
            continue
        loose = [p for p in alike if not full(p)]
        kept = [p for p in alike if full(p)]
        told = [aspects[p] for p in loose]
        apart = all(of == told[0] for of in told) or sum(map(len, told)) == len(set().union(*told))
        if len(alike) > 2 and (not apart or (kept and len(loose) != 2 and len(kept) > 1)):
            unsure += loose
            continue
        of = alike if len(alike) == 2 or len(kept) <= 1 else loose
        name = max(of, key=best)
        named.update({p: (name, kind_of(p, name)) for p in of if p != name})
    lonely = {p for p in aspects if not full(p) and len(groups[fold(p)]) == 1}
    named.update({old: (new, "date") for old, new in _dates_for_ids(lonely).items()})
    return named, unsure


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OTHER_MONTHS = {
    "mär": 3,
    "mrz": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
    "fév": 2,
    "avr": 4,
    "aoû": 8,
    "déc": 12,
    "ene": 1,
    "abr": 4,
    "ago": 8,
    "dic": 12,
    "gen": 1,
    "mag": 5,
    "giu": 6,
    "lug": 7,
    "set": 9,
    "ott": 10,
}
MONTH = {**{name: number for number, name in enumerate(MONTHS, 1)}, **OTHER_MONTHS}


def _month(word: str) -> int:
    return MONTH.get(word[:3].casefold(), 0)


def _made(text: str) -> tuple[int, int] | None:
    """Month and day of what a spreadsheet writes for a date; None for anything else."""
    if found := re.fullmatch(r"\d{4}-(\d{2})-(\d{2})", text):
        return int(found[1]), int(found[2])
    if found := re.fullmatch(r"(\d{1,2})[.\s-]+([^\W\d_]{3,})\.?", text):
        return (_month(found[2]), int(found[1])) if _month(found[2]) else None
    if found := re.fullmatch(r"([^\W\d_]{3})[.\s-]+(\d{2})", text):
        return (_month(found[1]), int(found[2])) if _month(found[1]) else None
    return None


def _taken_for(text: str) -> dict[str, tuple[int, int]]:
    """Order -> month and day for which a spreadsheet takes this id."""
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})([-/.]\d{1,4})?", text):
        one, two = int(found[1]), int(found[2])
        return {"month first": (one, two), "day first": (two, one)}
    if found := re.fullmatch(r"([^\W\d_]{3,9})[-\s]?(\d{1,2})", text):
        day = _month(found[1]), int(found[2])
        return dict.fromkeys(("month first", "day first"), day) if day[0] else {}
    return {}


def _dates_for_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id that is a date -> the one id that a spreadsheet would take for it."""
    found = sorted(ids)
    dates = {text: made for text in found if (made := _made(text)) and not _shadowed(text, found)}
    pairs: dict[str, dict[str, str]] = {}
    for order in ("month first", "day first"):
        could: dict[tuple[int, int], list[str]] = defaultdict(list)
        for text in found:
            if text not in dates and order in (taken := _taken_for(text)):
                could[taken[order]].append(text)
        pairs[order] = {
            text: could[made][0] for text, made in dates.items() if len(could[made]) == 1
        }
    return max(pairs.values(), key=len)


def _shadowed(text: str, ids: list[str]) -> bool:
    """Is it a form of date in which every id is written? Then it is no accident."""
    return sum(_made(other) is not None for other in ids) == len(ids)


DOUBT = Doubt("id_variants", LooksAt.IDS, signs, read)
