"""What are the cells of a column, and what is a column taken for?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from importing.cells import NUMBER
from importing.flag_words import meanings
from importing.layouts.base import identifying
from importing.missing_words import MISSING_WORDS, OPEN
from importing.moments import possible_days
from importing.negations import plain
from importing.text import TextTable
from importing.visits import sessions_of
from words.numbers import counted

MOST_LOOKED_AT = 300  # different texts of a column: the frequent ones tell what it is
FEWEST_RUNNING = 5  # rows that number themselves by no chance
# Names of what is no person, as ``plain`` has them: such a column is nobody's id.
_OF_NOBODY = re.compile(
    r"\b(?:types?|kinds?|typ|typus|tipo|soort|art|weather|wetter|meteo|tempo|tiempo|weer|vejr|vader|"
    r"triggers?|auslos\w*|declench\w*|desencad\w*|fattor\w*|uitlok\w*|location|place|side|ort|"
    r"lokalisation|seite|lieu|cote|lado|lato|lugar|luogo|plaats|zijde|sted|aura|mood|stimmung|humeur|"
    r"sleep|schlaf|sommeil|sueno|sonno|slaap|sono|stress|food|essen|activit\w*|aktivitat\w*|"
    r"symptom\w*|medic\w*|medik\w*|drugs?|product|produkt|produit|muscles?|muskel\w*|status)\b"
)
_NUMBER_OF_A_PERSON = re.compile(r"(?:mrn|nhs ?number)")  # may identify her, and is her id
SAME = 2  # rows on which one id stands, on average, where a row is a day or a session


class TakenFor(NamedTuple):
    """One of our columns, or none; of a count in a column per period, which (0: baseline); of a
    day in a column per day, which day of the month."""

    column: str = ""
    session: int | None = None

    @property
    def cell(self) -> str:
        """How a cell of it is named: migraine_days of session 2."""
        return self.column if self.session is None else f"{self.column} of session {self.session}"


class Suggested(NamedTuple):
    """What a column is taken for, why, and whether its name says nothing of it."""

    meaning: TakenFor
    why: str = ""
    weak: bool = False


class Kind(NamedTuple):
    """What the cells of a column are: how many are filled, with how many different texts."""

    rows: int
    filled: int
    different: int
    dates: bool
    clocks: bool  # most with a time of day, as midnight may lose its own: when a row was sent
    flags: bool
    numbers: bool
    mostly: float  # which share of the filled cells are numbers
    visits: bool  # names of visits, from which the session follows
    mostly_dates: float = 0.0  # which share of the cells that say something are dates


def kind_of(text: TextTable, header: str) -> Kind:
    """What the cells of a column are; blank ones and words for missing say nothing of it."""
    counts = text.counted(header)
    numbers = sum(n for cell, n in counts.items() if NUMBER.fullmatch(cell))
    silent = {*MISSING_WORDS, *OPEN}
    saying = [cell for cell in counts if cell.lower() not in silent][:MOST_LOOKED_AT]
    words = {cell.lower() for cell in saying}
    of_dates = sum(counts[cell] for cell in saying if possible_days(cell))
    of_clocks = sum(counts[cell] for cell in saying if ":" in cell)
    return Kind(
        rows=len(text.rows),
        filled=sum(counts.values()),
        different=len(counts),
        dates=bool(saying) and of_dates == sum(counts[cell] for cell in saying),
        clocks=of_clocks * 2 > sum(counts[cell] for cell in saying),
        flags=bool(saying) and words <= set(meanings(words)),
        numbers=bool(saying) and all(map(NUMBER.fullmatch, saying)),
        mostly=numbers / max(1, sum(counts.values())),
        visits=bool(sessions_of(saying)),
        mostly_dates=of_dates / max(1, sum(counts[cell] for cell in saying)),
    )


def are_running(text: TextTable, header: str) -> bool:
    """Do they number the rows: each one more, or one less, than the one above?"""
    cells = [str(cell.as_py() or "").strip() for cell in text.columns[header]]
    if len(cells) < FEWEST_RUNNING or not all(re.fullmatch(r"\d{1,9}", cell) for cell in cells):
        return False
    return {int(b) - int(a) for a, b in pairwise(cells)} in ({1}, {-1})


def no_numbers(cells: Iterable[str]) -> bool:
    """Could these be the names of columns: is none of them a number or a date?"""
    return not any(NUMBER.fullmatch(cell) or possible_days(cell) for cell in cells if cell)


def names_patients(columns: Mapping[str, Suggested]) -> bool:
    """Is one of these columns the patients' id?"""
    return any(one.meaning.column == "patient_id" for one in columns.values())


def missing_id(
    named: Mapping[str, Suggested],
    kinds: Mapping[str, Kind],
    rows_each: int,
    measures: Collection[str] = (),
) -> Iterator[tuple[str, Suggested]]:
    """The one column that can only be the patients' id, where none is called so.

    ``measures``: columns whose names say that they are something else.
    """
    if names_patients(named):
        return
    private = identifying([*kinds])
    whole = [h for h in private if kinds[h].filled == kinds[h].rows > 0]
    numbers = [h for h in whole if _NUMBER_OF_A_PERSON.fullmatch(plain(h))]
    if len(numbers) == 1:
        yield numbers[0], Suggested(TakenFor("patient_id"), "a number for each person", weak=True)
        return
    fitting = [
        header
        for header, kind in kinds.items()
        if header not in {*named, *private, *measures}
        and not _OF_NOBODY.search(plain(header))
        and kind.filled == kind.rows > 1
        and not (kind.dates or kind.flags)
        and kind.different * rows_each <= kind.filled
        and (rows_each >= SAME or (kind.different == kind.filled and not kind.numbers))
    ]
    texts = [header for header in fitting if not kinds[header].numbers]
    fitting = fitting if len(fitting) == 1 else texts  # a height is the same on all rows, too
    if len(fitting) == 1:
        kind = kinds[fitting[0]]
        why = f"{counted(kind.different, 'value')} on {counted(kind.rows, 'row')}, none blank"
        yield fitting[0], Suggested(TakenFor("patient_id"), why, weak=True)
