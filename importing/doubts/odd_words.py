"""What do words mean that are neither a known yes nor a known no? Asked once a column.

A mark beside a whole coding is such a word: where 0 and 1 are written, an x may say not filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.drug_names import drug_in
from importing.missing_words import MISSING_WORDS, OPEN

FEW = 3  # one or two among many are typing errors: their rows are set aside
MOST_WORDS, MOST_LETTERS = 6, 24  # more, or longer ones: texts, not words of a coding
MOST_IN_TURN = 4  # words of which each may be the only yes
YES, NO, NOT_RECORDED = "1", "0", ""
IS = {YES: "yes", NO: "no", NOT_RECORDED: "not recorded"}
MEDICATION = "acute_medication"
ANY_TEXT, BLANK, SET_ASIDE = "yes", "not_recorded", "set_aside"
MARKS = frozenset(("x", "+", "++", "+++", "✓", "✔", "✔\ufe0f", "✅", "☑", "☑\ufe0f"))  # a yes alone
_CODE = re.compile(r"-?\d{1,3}(?:[.,]0)?")  # numbers of a coding are another question


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.flag_columns():
        words = _odd(cells, column)
        if sum(words.values()) < FEW and not MARKS & {word.lower() for word in words}:
            continue
        if len(words) > MOST_WORDS or any(len(word) > MOST_LETTERS for word in words):
            yield Sign(
                f"{column}: {sum(words.values()):,} cells hold {len(words):,} different texts "
                "where yes or no was expected, as if they were notes: what do they mean?",
                (
                    (BLANK, "not recorded, whatever they say"),
                    (ANY_TEXT, f"any text is {column} yes"),
                    (SET_ASIDE, "their rows are set aside"),
                ),
                column,
            )
            continue
        seen = ", ".join(f"{n:,} times '{word}'" for word, n in words.items())
        known = _known(cells, column)
        beside = f", beside {known}," if known else ""
        which = "what does it mean" if len(words) == 1 else "which of them is yes"
        yield Sign(
            f"{column}: {seen}{beside} where yes or no was expected: {which}?",
            tuple((_key(said), _in_words(said)) for said in _readings(words)),
            column,
        )


def _odd(cells: Cells, column: str) -> dict[str, int]:
    """The words of the column that nobody knows, the most frequent first, as in the file."""
    spelled: dict[str, str] = {}
    counts: dict[str, int] = {}
    coded = _is_coded(cells, column)
    for text, count in cells.texts(column).items():
        word = text.lower()
        if _is_odd(text, cells, column) or (coded and _is_mark(text, cells)):
            spelled.setdefault(word, text)
            counts[word] = counts.get(word, 0) + count
    order = sorted(counts, key=lambda word: (-counts[word], word))
    return {spelled[word]: counts[word] for word in order}


def _is_mark(text: str, cells: Cells) -> bool:
    return text.lower() in MARKS and text not in cells.choices.missing_codes


def _is_coded(cells: Cells, column: str) -> bool:
    """Do other cells say yes, and others no, without a mark?"""
    missing = cells.choices.missing_codes
    words = {text.lower() for text in cells.texts(column) if text not in missing} - MARKS
    return {FLAG_WORDS[word] for word in words if word in FLAG_WORDS} == {0, 1}


def _is_odd(text: str, cells: Cells, column: str) -> bool:
    word = text.lower()
    known = word in FLAG_WORDS or word in OPEN or word in MISSING_WORDS
    if column == MEDICATION and drug_in(text):
        return False  # the name of a drug has one meaning
    return bool(text) and not (
        known or text in cells.choices.missing_codes or _CODE.fullmatch(text)
    )


def _known(cells: Cells, column: str) -> str:
    known = {text.lower() for text in cells.texts(column)} & set(FLAG_WORDS)
    words = sorted(known - MARKS if _is_coded(cells, column) else known)
    return " and ".join(f"'{word}'" for word in words[:MOST_WORDS])


def _readings(words: Iterable[str]) -> list[dict[str, str]]:
    """What the words may mean, each way of it once: word -> yes, no or not recorded.

    Not recorded comes first: held while the question is open, it contradicts no other column.
    """
    ordered = sorted(words, key=str.lower)
    yes, no = dict.fromkeys(ordered, YES), dict.fromkeys(ordered, NO)
    found = [dict.fromkeys(ordered, NOT_RECORDED)]
    if len(ordered) > 1:
        found += [{**yes, word: NO} for word in ordered]
    if 2 < len(ordered) <= MOST_IN_TURN:
        found += [{**no, word: YES} for word in ordered]
    return [*found, yes, no]


def _key(said: Mapping[str, str]) -> str:
    """The words of a reading are in its key: other words next month are asked about again."""
    parts = []
    for meaning, name in IS.items():
        words = [_plain(word) for word, means in said.items() if means == meaning]
        if words:
            parts.append("_".join([name.replace(" ", "_"), *sorted(words)]))
    return "_".join(parts)


def _plain(word: str) -> str:
    bare = re.sub(r"\W+", "-", word.lower()).strip("-")
    return bare or "-".join(f"{ord(mark):x}" for mark in word)


def _in_words(said: Mapping[str, str]) -> str:
    return ", ".join(f"'{word}' is {IS[means]}" for word, means in said.items())


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    column = sign.column
    odd = _odd(cells, column)
    said = {_key(one): one for one in _readings(odd)}.get(reading, {})
    by_word = {word.lower(): means for word, means in said.items()}
    whole = {ANY_TEXT: YES, BLANK: NOT_RECORDED}.get(reading)
    words = {word.lower() for word in odd}

    def is_odd(text: str) -> bool:
        return text.lower() in words and text not in cells.choices.missing_codes

    if reading == SET_ASIDE:
        rows = cells.where_text(column, is_odd)
        return cells.set_aside(rows, column, "this text is not 0 or 1, as you said")

    def meaning(text: str) -> str:
        if not is_odd(text):
            return text
        return by_word[text.lower()] if whole is None else whole

    return cells.rewritten(column, meaning)


DOUBT = Doubt("odd_words", LooksAt.COLUMN, signs, read)
