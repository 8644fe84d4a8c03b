"""A row is an attack, by a mapping: which column holds its start, its end or length, what else?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from importing.attack_cells import SEVERITY
from importing.attack_types import (
    MIGRAINE_TYPE,
    NO_HEADACHE,
    NOT_SAID,
    OTHER_TYPE,
    is_aura_alone,
    type_means,
)
from importing.attacks import AttackColumns
from importing.choices import Mapping as Mapped
from importing.layouts.base import AttackList, Reading, identifying
from importing.mapping_checks import (
    ASIDE,
    DAYS,
    END,
    END_TIME,
    HOURS,
    LENGTH,
    LENGTHS,
    MEDICATION,
    MINUTES,
    PAIN,
    START,
    START_TIME,
    TYPE,
)
from importing.missing_words import MISSING_WORDS, OPEN
from importing.text import TextTable, Unreadable
from importing.value_meanings import MOST, NOT_RECORDED, Value

PATIENT = "patient_id"
MINUTES_OF = {MINUTES: 1, HOURS: 60, DAYS: 24 * 60, LENGTH: 0}  # 0: nobody has said
OPTIONS = {
    TYPE: (MIGRAINE_TYPE, OTHER_TYPE, NO_HEADACHE, NOT_SAID),
    PAIN: (*map(str, range(11)), NOT_RECORDED),
}
_MISSING = {*MISSING_WORDS, *OPEN}


def columns_of(meant: Mapping[str, str]) -> AttackColumns:
    """Where the list writes what; ``meant``: our column -> its header."""

    def headers(*names: str) -> tuple[str, ...]:
        return tuple(meant[name] for name in names if name in meant)

    length = next((name for name in LENGTHS if name in meant), LENGTH)
    return AttackColumns(
        start=headers(START, START_TIME),
        end=headers(END, END_TIME),
        minutes=meant.get(length, ""),
        unit=MINUTES_OF[length],
        pain=meant.get(PAIN, ""),
        type=meant.get(TYPE, ""),
        medication=headers(MEDICATION),
        only_known=True,
    )


def meanings_in(where: AttackColumns) -> dict[str, str]:
    """The same the other way round: header -> our column, of a list whose layout is known."""
    length = {unit: name for name, unit in MINUTES_OF.items()}[int(where.unit)]
    named = dict(zip(where.start, (START, START_TIME), strict=False))
    named |= dict(zip(where.end, (END, END_TIME), strict=False))
    named |= {where.minutes: length, where.pain: PAIN, where.type: TYPE}
    named |= dict.fromkeys(where.medication[:1], MEDICATION)
    return {header: name for header, name in named.items() if header}


def as_columns(where: AttackColumns) -> bool:
    """Can a mapping say all of it: no zone, no offsets, no sign for a free day?"""
    several = len(where.medication) > 1 or len(where.start) > 2
    return not (where.zone or where.offsets or where.free or where.by_pain or several)


def read_list(text: TextTable, mapping: Mapped) -> Reading:
    """The list as its mapping says; its words for types and for pain are read as they mean."""
    if START not in mapping.columns.values():
        raise Unreadable("has no column start in its mapping")
    columns = dict(text.columns)
    for header, name in mapping.columns.items():
        if name in (TYPE, PAIN):
            columns[header] = _as_meant(text, header, name, mapping.values.get(name, {}))
    names = {header: PATIENT for header, name in mapping.columns.items() if name == PATIENT}
    kept = {names.get(header, header): columns[header] for header in mapping.columns}
    meant = {name: header for header, name in mapping.columns.items() if name != PATIENT}
    return Reading(
        attacks=AttackList(replace(text, columns=kept), columns_of(meant)),
        dropped=tuple(h for h in identifying(text.headers) if h not in mapping.columns),
        of_one=PATIENT not in mapping.columns.values(),
    )


def _as_meant(text: TextTable, header: str, name: str, said: Mapping[str, str]) -> pa.Array:
    codes, texts = text.encoded(header)
    read = [said.get(cell, cell) for cell in texts]
    means = [means_of(cell, name, header) if cell else "" for cell in read]
    cells = [
        "" if meaning == NOT_RECORDED else meaning or cell
        for cell, meaning in zip(read, means, strict=True)
    ]
    return pc.take(pa.array(cells, pa.string()), pa.array(codes))


def means_of(cell: str, name: str, header: str) -> str:
    """What a cell of a type or of pain means; "" where nobody knows, or where it is a number."""
    word = cell.lower()
    if word in (NOT_RECORDED, ASIDE) or word in _MISSING:
        return NOT_RECORDED
    if name == TYPE:
        return type_means(cell, header)
    return str(SEVERITY[word]) if word in SEVERITY else ""


def unknown_types(text: TextTable, header: str) -> dict[str, int]:
    """The types of which nobody knows what they are, with their rows."""
    return {
        cell: n
        for cell, n in text.counted(header).items()
        if not means_of(cell, TYPE, header) and not is_aura_alone(cell)
    }


def values_of_attacks(
    text: TextTable, header: str, name: str, said: Mapping[str, str], numbers: Iterable[str]
) -> tuple[Value, ...]:
    """Each different type, and each text of pain that is no number, with what it means."""
    if name not in OPTIONS:
        return ()
    left_out = {*numbers} if name == PAIN else set()
    counts = {cell: n for cell, n in text.counted(header).items() if cell not in left_out}
    if len(counts) > MOST:
        return ()
    order = sorted(counts, key=lambda cell: (-counts[cell], cell))
    unknown = NOT_SAID if name == TYPE else ASIDE
    found = [
        Value(cell, counts[cell], means_of(said.get(cell, cell), name, header) or unknown)
        for cell in order
    ]
    blank = len(text.rows) - sum(text.counted(header).values())
    return tuple([*found, Value("", blank, NOT_RECORDED)] if blank else found)
