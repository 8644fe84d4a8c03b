"""What does a mapped list of attacks leave open: the unit of lengths, and which are migraines?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from importing.attack_list import unknown_types
from importing.attack_types import MIGRAINE_TYPE
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.mapping_checks import TYPE
from importing.moments import minutes_of
from words.numbers import counted

UNIT = "unit"
MINUTES_OF = {"minutes": 1, "hours": 60, "days": 24 * 60}
EACH, UNKNOWN = "each_a_migraine", "unknown"
MAPPED = "As mapped"
MOST_SHOWN = 4


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.where is None or cells.layout != MAPPED:
        return
    if cells.where.minutes in cells and not cells.where.unit:
        column = cells.where.minutes
        bare = [text for text in cells.texts(column) if minutes_of(text) is None]
        readings = tuple((unit, f"it lasted {bare[0]} {unit}") for unit in MINUTES_OF if bare)
        if bare:
            yield Sign(
                f"{column}: in which unit is a length of {bare[0]}?", readings, column, about=UNIT
            )
    kinds = cells.where.type
    if kinds not in cells and cells.choices.migraine_rules == ("type",):
        yield Sign(
            "no column says of which type an attack is: is each of them a migraine?",
            (
                (EACH, "each attack in the list is a migraine"),
                (UNKNOWN, "the list tells of headache alone, and nothing of migraine"),
            ),
            about=TYPE,
        )
    elif kinds in cells and (unknown := unknown_types(cells.text, kinds)):
        yield Sign(
            f"{kinds}: {counted(sum(unknown.values()), 'cell')} names no type that is known "
            f"({shown(unknown, MOST_SHOWN)}): not recorded whether migraine. A mapping can say "
            "what each means.",
            (),
            kinds,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    assert cells.where is not None
    if sign.about == UNIT:
        return replace(cells, where=replace(cells.where, unit=MINUTES_OF[reading]))
    if reading == UNKNOWN:
        return cells
    types = pa.array([MIGRAINE_TYPE] * len(cells.text.rows), pa.string())
    return replace(cells.with_column(TYPE, types), where=replace(cells.where, type=TYPE))


DOUBT = Doubt("attacks_as_mapped", LooksAt.COLUMN, signs, read)
