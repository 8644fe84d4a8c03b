"""Are these the app's own columns, only spelled in another case or with other spaces?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from importing.attacks import AttackColumns
from importing.layouts.base import Layout, Reading, plain
from importing.text import TextTable


def spelled(text: TextTable, names: Iterable[str]) -> TextTable:
    """The table with each of these columns under this spelling; what is there as it is, stays."""
    found: dict[str, str] = {}
    for header in text.headers:
        found.setdefault(plain(header), header)
    theirs = {
        found[plain(name)]: name
        for name in names
        if name not in text.columns and plain(name) in found
    }
    if not theirs:
        return text
    columns = {theirs.get(header, header): cells for header, cells in text.columns.items()}
    return replace(text, columns=columns)


def columns_of(where: AttackColumns) -> tuple[str, ...]:
    """Every column of an app's file in which something stands that is read."""
    named = (where.minutes, where.pain, where.type, where.zone)
    several = (*where.start, *where.end, *where.medication, *(where.offsets or ()))
    return tuple(name for name in (*several, *named) if name)


def in_any_case(layout: Layout) -> Layout:
    """The same layout, whatever the case of the headers: attacks stand under the app's names."""

    def read(*given) -> Reading:  # type: ignore[no-untyped-def]
        reading = layout.read(*given)
        if reading.attacks is None:
            return reading
        attacks = reading.attacks
        text = spelled(attacks.text, columns_of(attacks.where))
        return replace(reading, attacks=replace(attacks, text=text))

    return replace(layout, read=read)
