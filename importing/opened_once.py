"""A file is opened once, however often it is read with other choices.

What was found in it stands as long as the same rows would be taken for its column names: also where
only those rows are named that were taken for them by their width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from importing.repeated_labels import numbered
from importing.text import HeaderTest, TextTable, Unreadable

Opened = tuple[str, TextTable | Unreadable]  # a table of a file by its name
Named = frozenset[frozenset[str]]  # the column names of files whose columns were mapped


@dataclass
class OpenedOnce:
    """The tables of one file, and which rows were asked about while they were looked for.

    ``known``: of each row whether it holds column names by what it says, and its different cells.
    ``found``: the answer for each row that was asked about, and the tables that were found so.
    """

    known: dict[tuple[str, ...], tuple[bool, frozenset[str]]] = field(default_factory=dict)
    found: list[tuple[dict[tuple[str, ...], bool], list[Opened]]] = field(default_factory=list)

    def tables(
        self,
        file: str,
        is_header: HeaderTest,
        named: Named,
        look: Callable[[HeaderTest], Iterable[Opened]],
    ) -> list[Opened]:
        """The tables that ``look`` finds with this test of a row, looked for only if need be.

        Why the file cannot be read stands under its own name.
        """
        for asked, found in self.found:
            answers = (
                (row, held, self._holds(row, is_header, named)) for row, held in asked.items()
            )
            other = {row: holds for row, held, holds in answers if holds != held}
            if not other or _are_their_names(other, asked, found):
                return found
        said: dict[tuple[str, ...], bool] = {}

        def test(cells: Sequence[str]) -> bool:
            row = tuple(cells)
            if row not in said:
                said[row] = self._holds(row, is_header, named)
            return said[row]

        tables: list[Opened] = []
        try:
            tables += look(test)
        except Unreadable as problem:  # what came before it stands
            tables.append((file, problem))
        self.found.append((said, tables))
        return tables

    def _holds(self, row: tuple[str, ...], is_header: HeaderTest, named: Named) -> bool:
        if row not in self.known:
            self.known[row] = is_header(row), frozenset(numbered(row))
        known, cells = self.known[row]
        return known or any(names <= cells for names in named)


def _are_their_names(
    other: dict[tuple[str, ...], bool], asked: dict[tuple[str, ...], bool], tables: list[Opened]
) -> bool:
    """Are the rows that hold names now those that were taken for them, of every table?"""
    names = [tuple(text.headers) for _, text in tables if isinstance(text, TextTable)]
    if len(names) < len(tables) or not all(other.values()) or not other.keys() <= {*names}:
        return False
    plain = all(len({*row}) == len(row) for row in names)
    return plain and all(row in other or asked.get(row, False) for row in names)
