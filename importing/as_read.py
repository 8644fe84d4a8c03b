"""What does each column of a file mean as it is read now, over its own cells?

For the screen alone: neither a log nor the trail ever holds a cell. Another meaning of a column, or
of a row, is a mapping of the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from importing.attack_list import as_columns, meanings_in, values_of_attacks
from importing.cells import NUMBER
from importing.choices import Choices
from importing.choices import Mapping as Mapped
from importing.column_kinds import Suggested, TakenFor
from importing.columns import own_names
from importing.layouts import Layout, month_grid, our_templates, redcap, wide_counts
from importing.layouts.base import identifying
from importing.mapping import suggest
from importing.mapping_checks import (
    ATTACKS,
    COUNTED,
    DAY,
    MONTH,
    MONTHS,
    OF_AN_ATTACK,
    OF_SESSIONS,
    YEAR,
    named,
)
from importing.month_grid import day_columns
from importing.no_layout import MOST_NAMED, mapping_of, of_visits, row_of
from importing.one_file import Part
from importing.shown import in_file, short
from importing.sign_values import values_of_signs
from importing.suggested import PERIODS, of_this_table, suggested
from importing.suggested_attacks import of_attacks_by_name
from importing.text import TextTable
from importing.value_meanings import NOT_RECORDED, SET_ASIDE, WRITTEN, Value, values_of
from words.numbers import first_named

FIRST_ROWS = 5
MOST_DAYS = 31
OURS = (  # read by their columns
    "stated",
    our_templates.LAYOUT.name,
    wide_counts.LAYOUT.name,
    month_grid.LAYOUT.name,
)


@dataclass(frozen=True)
class ColumnAsRead:
    """A column of a file: what it means now, and its first cells.

    ``hidden``: it may name a person, and shows nothing. ``why``, ``weak``: of a suggestion.
    ``values``: what each different value means, where it is a yes and no or a number.
    """

    header: str
    meaning: TakenFor
    cells: tuple[str, ...]
    hidden: bool = False
    why: str = ""
    weak: bool = False
    values: tuple[Value, ...] = ()


class PeriodCells(NamedTuple):
    """What stands in the cells below the periods of a wide sheet; together all of them."""

    numbers: int
    blank: int
    words: int


@dataclass(frozen=True)
class AsRead:
    """A table of a file as it is read now.

    ``rows``: the first ones, their number in the file and their whole cells.
    ``shape``: what a row is: a table of ours, ``PERIODS``, ``MONTHS``, or "" where nobody knows.
    ``known``: the layout by which it was known, where that is none of ours. ``suggested``: nobody
    has said so. ``cells``: of ``PERIODS``, where every cell of a period goes.
    """

    file: str
    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    last_row: int
    shape: str
    columns: tuple[ColumnAsRead, ...]
    known: str = ""
    suggested: bool = False
    values: Mapping[str, Mapping[str, str]] | None = None
    cells: PeriodCells | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def weakest(self) -> ColumnAsRead | None:
        """The column of whose meaning least is known: a count before an id or a date."""
        weak = [one for one in self.columns if one.weak and one.meaning.column]
        return max(weak, key=lambda one: one.meaning.session is not None, default=None)

    @property
    def in_short(self) -> str:
        """What a row is and what each column was taken for: the weakest first, with its reason.

        Without those that are called so; of a table that calls all of them so, nothing.
        """
        taken = [c for c in self.columns if c.meaning.column and c.header != c.meaning.column]
        if not taken or not self.shape or self.known:
            return ""
        taken.sort(key=lambda one: (one != self.weakest, not one.weak))
        told = first_named([_taken_for(one) for one in taken], MOST_NAMED)
        return f"A row is {row_of(self.shape)}: {told}."

    def mapping(self) -> Mapped:
        """How it is read now, as a mapping of files with these columns."""
        meant = {one.header: one.meaning for one in self.columns}
        return mapping_of(self.shape, meant, self.headers, self.values)

    def means(self, header: str, value: str, means: str) -> Mapped:
        """How it is read now, with another meaning of one value of a column."""
        column = next(one.meaning.column for one in self.columns if one.header == header)
        mapping = self.mapping()
        written = means if column == DAY or self.shape == ATTACKS else WRITTEN.get(means, means)
        said = {**mapping.values.get(column, {}), value: written}
        return replace(mapping, values={**mapping.values, column: said})

    def named_in(self, row: int) -> Mapped:
        """The same file, the names of whose columns stand in one of its first rows."""
        cells = dict(self.rows)[row]
        return Mapped(headers=tuple(cell for cell in cells if cell))

    def meaning(self, header: str, meaning: TakenFor) -> AsRead:
        """The same with another meaning of a column; whichever had it before is skipped."""

        def of(one: ColumnAsRead) -> ColumnAsRead:
            if one.header == header:
                return replace(one, meaning=meaning, why="", weak=False)
            return replace(one, meaning=TakenFor()) if one.meaning == meaning else one

        return replace(self, columns=tuple(of(one) for one in self.columns))


def _taken_for(column: ColumnAsRead) -> str:
    """'Tag' is date; of one that is weak, with its reason."""
    name, number = column.meaning
    of = "" if number is None else f" {number}" if name == DAY else f" of session {number}"
    why = f" ({column.why})" if column.weak else ""
    return f"{named(column.header)} is {name}{of}{why}"


def as_read(part: Part, choices: Choices) -> AsRead | None:
    """A table as it is read now; None of one that came without columns, or is a copy."""
    text = part.text
    if text is None or part.copied or not text.headers or not len(text.rows):
        return None
    shape, meant, known = _meant(part, text, choices)
    mapping = _mapping(part, text, choices)
    private = identifying(text.headers)
    said: Mapping[str, Mapping[str, str]] = {}
    if mapping is not None:
        said = mapping.values
    elif part.layout is None:
        said = of_visits(text, meant)
    first = range(min(FIRST_ROWS, len(text.rows)))
    cells = [[str(text.columns[h][n].as_py() or "").strip() for h in text.headers] for n in first]
    return AsRead(
        file=part.file,
        sheet=text.sheet,
        rows=tuple((int(text.rows[n]), tuple(cells[n])) for n in first),
        last_row=int(text.rows.max()),
        shape=shape,
        columns=tuple(
            ColumnAsRead(
                header,
                meant[header].meaning if header in meant else TakenFor(),
                tuple("" if header in private else short(row[place]) for row in cells),
                header in private,
                meant[header].why if header in meant else "",
                header in meant and meant[header].weak,
                () if header in private or known else _told(part, header, meant, shape, said),
            )
            for place, header in enumerate(text.headers)
        ),
        known=known,
        suggested=any(question.kind == "mapping" for question in part.questions),
        values=said or None,
        cells=_below_periods(text, meant) if shape == PERIODS else None,
    )


def _below_periods(text: TextTable, meant: Mapping[str, Suggested]) -> PeriodCells | None:
    counts = [text.counted(h) for h, one in meant.items() if one.meaning.column in COUNTED]
    if not counts:
        return None
    numbers = sum(n for of in counts for cell, n in of.items() if NUMBER.fullmatch(cell))
    filled = sum(n for of in counts for n in of.values())
    return PeriodCells(numbers, len(text.rows) * len(counts) - filled, filled - numbers)


def _told(
    part: Part,
    header: str,
    meant: Mapping[str, Suggested],
    shape: str,
    said: Mapping[str, Mapping[str, str]],
) -> tuple[Value, ...]:
    """What each value of a column means, as far as its column holds flags or numbers; of the days
    of a month, with the first of them."""
    text = part.text
    if text is None or header not in meant or not meant[header].meaning.column:
        return ()
    name = meant[header].meaning.column
    if shape == MONTHS:
        first = meant[header].meaning == TakenFor(DAY, 1)
        return values_of_signs(part) if first else ()
    if shape == ATTACKS:
        numbers = [cell for cell in text.counted(header) if NUMBER.fullmatch(cell)]
        return values_of_attacks(text, header, name, said.get(name, {}), numbers)
    of_shape = CANONICAL.get("counts" if shape == PERIODS else shape)
    if of_shape is None:
        return ()
    otherwise = NOT_RECORDED if shape == PERIODS else SET_ASIDE  # there it costs its period alone
    return values_of(text, header, of_shape.column(name), said.get(name, {}), otherwise)


def _mapping(part: Part, text: TextTable, choices: Choices) -> Mapped | None:
    """The mapping by which it is read, or would be if it could."""
    return choices.mapping_for(text.headers) if part.mapping is None else part.mapping


def _meant(part: Part, text: TextTable, choices: Choices) -> tuple[str, dict[str, Suggested], str]:
    """What a row is, what each column means, and the layout that says so, where it is not ours."""
    mapping = _mapping(part, text, choices)
    layout = part.layout
    if mapping is not None and (layout is None or layout.name != redcap.LAYOUT.name):
        return _as_mapped(mapping, text)
    if layout is None:
        return (*suggested(text), "")
    if layout.name == month_grid.LAYOUT.name:
        return (*suggested(text, MONTHS), "")
    lists = [cells.where for cells in part.cells if cells.where is not None]
    if lists:
        meant = {h: Suggested(TakenFor(name)) for h, name in meanings_in(lists[0]).items()}
        return ATTACKS if as_columns(lists[0]) else "", meant, layout.title
    if layout.name not in OURS:
        return _table_of(part), _as_known(part, text), layout.title
    return *_by_their_names(layout, text, _table_of(part)), ""


def _as_mapped(mapping: Mapped, text: TextTable) -> tuple[str, dict[str, Suggested], str]:
    """As the user says; with the reason, where it is what would be suggested."""
    shape = mapping.table or PERIODS
    reasons = suggested(text, shape)[1]
    meant = {header: TakenFor(name) for header, name in mapping.columns.items()}
    meant |= {header: TakenFor(*of) for header, of in mapping.periods.items()}
    found = {
        header: reasons[header]
        if header in reasons and reasons[header].meaning == meaning
        else Suggested(meaning)
        for header, meaning in meant.items()
    }
    return shape, found, ""


def _by_their_names(
    layout: Layout, text: TextTable, table: str
) -> tuple[str, dict[str, Suggested]]:
    named = dict(zip(text.headers, own_names(text.headers), strict=True))
    if layout.name == wide_counts.LAYOUT.name:
        ours = {column.name for column in CANONICAL["patients"].columns}
        meant = {header: TakenFor(name) for header, name in named.items() if name in ours}
        periods = wide_counts.periods_in(text)
        meant |= {header: TakenFor(*of) for header, of in periods.items()}
        return PERIODS, {header: Suggested(of) for header, of in meant.items()}
    ours = {column.name for column in CANONICAL[table].columns} if table else set()
    found = {header: Suggested(TakenFor(name)) for header, name in named.items() if name in ours}
    return table, found


def _as_known(part: Part, text: TextTable) -> dict[str, Suggested]:
    """The columns of an app's file, as far as its layout took them over as they stand."""
    tables = [cells.text for cells in part.cells]
    ours = dict.fromkeys(name for table in tables for name in table.columns)
    if any(cells.into for cells in part.cells):  # made of several rows: no column as it stands
        tables = []
    found = {in_file(text, name, tables): name for name in ours}
    return {header: Suggested(TakenFor(name)) for header, name in found.items() if header}


def _table_of(part: Part) -> str:
    known = [one.table for one in part.cells if one.table in CANONICAL]
    return known[0] if known else ""


def meanings_of(shape: str, columns: Iterable[ColumnAsRead] = ()) -> tuple[TakenFor, ...]:
    """What a column may mean where a row is this; the first one: nothing that is read."""
    if shape == PERIODS:
        of_one = [one.meaning for one in columns if one.meaning.session is not None]
        of_these = [of.column for of in of_one if of.column in COUNTED]
        kinds = list(dict.fromkeys((*of_these, *MEASURES)))
        last = max((of.session or 0 for of in of_one), default=0) + 2
        patients = [c for c in CANONICAL["patients"].columns if not c.internal]
        periods = [TakenFor(kind, session) for kind in kinds for session in range(last + 1)]
        periods += [TakenFor(name, n) for name in OF_SESSIONS for n in range(1, last + 1)]
        return (
            TakenFor(),
            TakenFor("patient_id"),
            *periods,
            *(TakenFor(c.name) for c in patients[1:]),
        )
    if shape == MONTHS:
        named = (TakenFor("patient_id"), TakenFor(MONTH), TakenFor(YEAR))
        return (TakenFor(), *named, *(TakenFor(DAY, n) for n in range(1, MOST_DAYS + 1)))
    if shape == ATTACKS:
        return (TakenFor(), *map(TakenFor, OF_AN_ATTACK))
    if shape not in CANONICAL:
        return (TakenFor(),)
    ours = (column for column in CANONICAL[shape].columns if not column.internal)
    return (TakenFor(), *(TakenFor(column.name) for column in ours))


def as_shape(seen: AsRead, shape: str) -> AsRead:
    """The same with another row: its columns as their names suggest for such rows."""
    named = suggest(seen.headers)
    if shape == PERIODS:
        meant = {header: TakenFor(*of) for header, of in named.periods.items()}
        meant |= {h: TakenFor(name) for h, name in named.columns.items() if name == "patient_id"}
    elif shape == MONTHS:
        meant = {header: TakenFor(DAY, n) for header, n in day_columns(seen.headers).items()}
        meant |= {h: TakenFor(name) for h, name in named.columns.items() if name == "patient_id"}
    elif shape == ATTACKS:
        meant = {h: one.meaning for h, one in of_attacks_by_name(seen.headers).items()}
        if seen.shape == ATTACKS:  # as its layout reads it
            meant = {one.header: one.meaning for one in seen.columns}
    else:
        every = suggest(seen.headers, several=True).columns
        known = of_this_table(CANONICAL[shape], every)
        meant = {header: TakenFor(name) for header, name in known.items()}
    columns = tuple(
        replace(one, meaning=meant.get(one.header, TakenFor()), why="", weak=False)
        for one in seen.columns
    )
    return replace(seen, shape=shape, columns=columns, known="")
