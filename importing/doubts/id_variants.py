"""Are two ids that differ in little one patient's?

Asked where one of the two is otherwise unmatched; ids that match exactly in all files never are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from importing.doubts.base import Doubt, Everyone, LooksAt, Sign
from words.numbers import counted

SAME, OTHERS = "same", "others"
COLUMN = "patient_id"

# What a table says of a patient: an id that has all of them is matched.
ASPECTS = {
    "diary": "days",
    "attacks": "days",
    "sessions": "sessions",
    "counts": "counts",
    "cycles": "counts",
    "patients": "patients",
}

DASHES = "‐‑‒–—―−﹘﹣－"
LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(LOOK_ALIKE)


def _digits_for_letters(text: str) -> str:
    digits = {"o": "0", "O": "0", "l": "1", "I": "1", "i": "1"}
    return "".join(digits.get(mark, mark) for mark in text) if re.search(r"\d", text) else text


def _exponent(text: str) -> str:
    found = re.fullmatch(r"(\d{1,6})[eE](\d{1,2})", text)
    return str(int(found[1]) * 10 ** int(found[2])) if found else text


def _decimals(text: str) -> str:
    found = re.fullmatch(r"(\d+)[.,](\d*?)0*", text)
    return (f"{found[1]}.{found[2]}" if found[2] else found[1]) if found else text


# In what two ids can differ, in the order in which they are laid aside.
STEPS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("equals", 'the ="..." around them', lambda t: re.sub(r'^="?([^"]*)"?$', r"\1", t)),
    ("apostrophe", "an apostrophe in front", lambda t: t.lstrip("'’‘`´")),
    ("space", "a space that does not break, or one space more", lambda t: " ".join(t.split())),
    ("hyphen", "another hyphen or dash", lambda t: re.sub(f"[{DASHES}]", "-", t)),
    ("letter", "a letter that looks alike", _plain),
    ("case", "capital and small letters", str.casefold),
    ("exponent", "a number that a spreadsheet made of it", _exponent),
    ("digit", "the letters O and I or the digits 0 and 1", _digits_for_letters),
    ("decimal", "decimals: a point, a comma, or zeros behind them", _decimals),
    (
        "mark",
        "a space or hyphen before the number",
        lambda t: re.sub(r"(?<=[^\W\d_])[\s_-]+(?=\d)", "", t),
    ),
    ("zeros", "zeros in front", lambda t: re.sub(r"(?<![\d.,])0+(?=\d)", "", t)),
)
USUAL = re.compile(r"(?:([A-HJKMNP-Za-hjkmnp-z]{1,12})[-_ ]?)?(\d{1,12})", re.ASCII)
WORDS = {
    **{name: words for name, words, _ in STEPS},
    "date": "a date that a spreadsheet made of it",
    "several": "several of these: zeros, points, spaces, hyphens, capital and small letters",
}


def signs(everyone: Everyone) -> Iterator[Sign]:
    named, unsure = _pairs(everyone)
    files = _files(everyone)
    for kind in WORDS:
        pairs = {old: new for old, (new, how) in named.items() if how == kind}
        if pairs:
            mine, theirs = _words(files, pairs), _words(files, pairs.values())
            many = f"{counted(len(pairs), 'id')} in {mine}"
            like = "looks like one" if len(pairs) == 1 else "look like ids"
            yield Sign(
                f"{many} {like} in {theirs} and differ{'s' if len(pairs) == 1 else ''} only in "
                f"{WORDS[kind]}. The same people?",
                (
                    (SAME, f"the same {_people(len(pairs))}: two ids that look alike are one"),
                    (OTHERS, "other people: each id is a patient of its own"),
                ),
                COLUMN,
                about=kind,
            )
    if unsure:
        yield Sign(
            f"{counted(len(unsure), 'id')} in {_words(files, unsure)} look alike and have no row "
            "in another table, and more than one id could be meant: nothing was joined.",
            column=COLUMN,
            about="unsure",
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == OTHERS:
        return everyone
    named, _ = _pairs(everyone)
    return everyone.renamed({old: new for old, (new, how) in named.items() if how == sign.about})


def _people(count: int) -> str:
    return "patient" if count == 1 else "patients"


def fold(text: str) -> str:
    """An id without everything in which two spellings of it can differ."""
    if usual := USUAL.fullmatch(text):  # the same, quicker: there may be 100,000
        return (usual[1] or "").lower() + (usual[2].lstrip("0") or "0")
    return _without_steps(text)


def _without_steps(text: str) -> str:
    for _, _, step in STEPS:
        text = step(text)
    return text


def _kind(one: str, other: str) -> str:
    """In what do these two ids differ? Where one thing alone explains it, in that."""
    return next((name for name, _, step in STEPS if step(one) == step(other)), "several")


Pairs = dict[str, tuple[str, str]]


def _pairs(everyone: Everyone) -> tuple[Pairs, list[str]]:
    """Id -> the id that it looks like, and in what they differ; and those that stay unsure."""
    where: dict[str, set[int]] = defaultdict(set)
    aspects: dict[str, set[str]] = defaultdict(set)
    tables: dict[str, set[str]] = defaultdict(set)
    for number, one in enumerate(everyone.cells):
        for patient in one.texts(COLUMN):
            where[patient].add(number)
            tables[patient].add(one.table)
            aspects[patient].add(ASPECTS.get(one.table, ""))
    everything = set().union(*aspects.values()) - {""}

    def full(patient: str) -> bool:
        return len(everything) > 1 and aspects[patient] >= everything

    def best(patient: str) -> tuple[bool, bool, bool, int, str]:
        tidy = fold(patient) in (patient.casefold(), patient.casefold().lstrip("0"))
        of = tables[patient]
        return "sessions" in of, "patients" in of, tidy, len(patient), patient

    groups: dict[str, list[str]] = defaultdict(list)
    for patient in where:
        groups[fold(patient)].append(patient)
    named: Pairs = {}
    unsure: list[str] = []
    for alike in groups.values():
        if len(alike) == 1 or all(full(p) for p in alike):
            continue
        if all(where[p] == where[alike[0]] for p in alike):
            continue
        loose = [p for p in alike if not full(p)]
        kept = [p for p in alike if full(p)]
        apart = sum(len(where[p]) for p in loose) == len(set().union(*(where[p] for p in loose)))
        if len(alike) > 2 and (not apart or (kept and len(loose) != 2 and len(kept) > 1)):
            unsure += loose
            continue
        of = alike if len(alike) == 2 or len(kept) <= 1 else loose
        name = max(of, key=best)
        named.update({p: (name, _kind(p, name)) for p in of if p != name})
    lonely = {p for p in where if not full(p) and len(groups[fold(p)]) == 1}
    for old, new in _dates_for_ids(lonely).items():
        if where[old] != where[new]:
            named[old] = new, "date"
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


def _files(everyone: Everyone) -> Mapping[str, list[str]]:
    files: dict[str, list[str]] = defaultdict(list)
    for one in everyone.cells:
        for patient in one.texts(COLUMN):
            if one.file not in files[patient]:
                files[patient].append(one.file)
    return files


def _words(files: Mapping[str, list[str]], ids: Iterable[str]) -> str:
    """The files in which these ids stand, at most three by name."""
    named = list(dict.fromkeys(file for patient in ids for file in files[patient]))
    if len(named) > 3:
        return f"{', '.join(named[:2])} and {len(named) - 2} more files"
    return ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0]


DOUBT = Doubt("id_variants", LooksAt.IDS, signs, read)
