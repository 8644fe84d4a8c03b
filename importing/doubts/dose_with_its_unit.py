"""Is 155 U a dose? Yes: 155."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign

UNITS = "units"
WITH_UNIT = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,6})?)\s*"
    r"(?:units?|allergan units?|u|iu|ie|i\.e\.|ui|u\.i\.|e|eh|einheiten|einh\.?|unit[ée]s?|"
    r"unidades|unit[àa]|eenheden|enheder|enheter)\.?",
    re.IGNORECASE,
)


def signs(cells: Cells) -> Iterator[Sign]:
    if UNITS not in cells or cells.spec is None:
        return
    found = {t: n for t, n in cells.texts(UNITS).items() if WITH_UNIT.fullmatch(t)}
    if found:
        example = next(iter(found))
        match = WITH_UNIT.fullmatch(example)
        assert match is not None
        yield Sign(
            f"{UNITS}: '{example}' is read as {match[1]} ({sum(found.values()):,} cells).",
            (("number", "the number"),),
            UNITS,
        )


def _number(text: str) -> str:
    match = WITH_UNIT.fullmatch(text)
    return match[1] if match else text


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(UNITS, _number)


DOUBT = Doubt("dose_with_its_unit", LooksAt.COLUMN, signs, read)
