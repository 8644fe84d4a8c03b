"""Which sex do the words and codes of a column name?

Words are read and told. Two codes of 0, 1 and 2 are asked: 1 is male in some files, female in
others. What names none is not recorded, and told: it must be nobody's sex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analytics.codes import Sex
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.sexes import sexes

COLUMN = "sex"
WORDS, NOT_RECORDED = "words", "not_recorded"
CODED = (0, 1, 2)
NO_ANSWER = 9  # not known, as ISO/IEC 5218 has it
MOST_NAMED, MOST_LETTERS = 6, 16  # more, or longer ones, may be notes
_CODE = re.compile(r"(\d)(?:[.,]0)?")


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "patients" or COLUMN not in cells:
        return
    texts = cells.texts(COLUMN)
    codes, known = _codes(texts), sexes(texts)
    told = [f"'{text}' is read as {sex}" for text, sex in known.items() if text != sex]
    none = {text: texts[text] for text in texts if _names_none(text, cells, known, codes)}
    if none:
        named = ""
        if len(none) <= MOST_NAMED and all(len(text) <= MOST_LETTERS for text in none):
            named = f" ({', '.join(repr(text) for text in none)})"
        total = sum(none.values())
        cell = "1 cell names" if total == 1 else f"{total:,} cells name"
        told.append(f"{cell} no sex that is known here{named}: not recorded")
    if told:
        yield Sign(f"{COLUMN}: {'; '.join(told)}.", ((WORDS, "as told"),), COLUMN, about=WORDS)
    if codes:
        seen = " and ".join(str(code) for code in sorted({*codes.values()}))
        means = "does it" if len({*codes.values()}) == 1 else "do they"
        yield Sign(
            f"{COLUMN}: {seen} where words were expected: what {means} mean?",
            tuple((_key(one), _in_words(one)) for one in _readings(codes)),
            COLUMN,
        )


def _codes(texts: Mapping[str, int]) -> dict[str, int]:
    """The cells with a code, where there are one or two codes of ``CODED``; else none."""
    found = {text: int(code[1]) for text in texts if (code := _CODE.fullmatch(text))}
    coded = {text: code for text, code in found.items() if code in CODED}
    if {*CODED} == {*coded.values()}:  # 0 beside 1 and 2 is not known, as ISO/IEC 5218 has it
        coded = {text: code for text, code in coded.items() if code}
    return coded


def _names_none(
    text: str, cells: Cells, known: Mapping[str, Sex], codes: Mapping[str, int]
) -> bool:
    return not (text in known or text in codes or text in cells.choices.missing_codes)


def _readings(codes: Mapping[str, int]) -> list[dict[int, Sex]]:
    """What the codes may mean; not recorded comes first: held while the question is open."""
    found = sorted({*codes.values()})
    both = (Sex.MALE, Sex.FEMALE)
    ways = [dict(zip(found, order, strict=False)) for order in (both, both[::-1])]
    return [{}, *ways]


def _key(said: Mapping[int, Sex]) -> str:
    return "_".join(f"{code}_{sex}" for code, sex in said.items()) or NOT_RECORDED


def _in_words(said: Mapping[int, Sex]) -> str:
    return ", ".join(f"{code} is {sex}" for code, sex in said.items()) or "not recorded"


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    texts = cells.texts(COLUMN)
    codes, known = _codes(texts), sexes(texts)
    if sign.about == WORDS:
        return cells.rewritten(
            COLUMN,
            lambda text: known.get(text, "" if _names_none(text, cells, known, codes) else text),
        )
    said = {_key(one): one for one in _readings(codes)}[reading]
    return cells.rewritten(
        COLUMN, lambda text: str(said.get(codes[text], "")) if text in codes else text
    )


DOUBT = Doubt("which_sex", LooksAt.COLUMN, signs, read)
