"""What is a doubt? What it looks at, the sign by which it is seen, the readings, the sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import CANONICAL, TableSpec, empty
from importing.attacks import AttackColumns
from importing.cells import FLAG_WORDS
from importing.choices import Choices
from importing.choices import Mapping as ColumnMapping
from importing.columns import own_names
from importing.days_in_months import DaysInMonths
from importing.layouts.base import identifying
from importing.missing_words import MISSING_WORDS, OPEN
from importing.text import TextTable
from words.numbers import counted


class LooksAt(StrEnum):
    """The five things that can be looked at, in the order in which the door comes to them."""

    FILE = "the file as it is"
    SIGNS = "the signs in all sheets of months of one layout"
    COLUMN = "its columns"
    IDS = "the ids of all files"
    DATES = "the dates of all files"


@dataclass(frozen=True)
class Sign:
    """Where a doubt is seen.

    ``readings``: (key, words). None: it is told, and ``check`` ends with 1 unless it was meant so.
    One: the file has only this reading; it is taken, and said. Several: it is asked; the first is
    held for the other questions' numbers. ``rows``: those of the file that are in question.
    ``about`` tells two signs of one doubt on one column apart. ``file``: of a doubt between files,
    the one whose rows are shown. ``of``: the content, or the ids, that it is of, where that is not
    all that is looked at: other files beside it change no code.
    """

    sentence: str
    readings: tuple[tuple[str, str], ...] = ()
    column: str = ""
    rows: tuple[int, ...] = ()
    about: str = ""
    file: str = ""
    of: str = ""


@dataclass(frozen=True)
class Doubt:
    """One kind of doubt. ``read`` gives the subject back as this reading of the sign has it.

    ``accepts``: does it know a reading that is not among those offered (a zone by its name, ...)?
    ``of_rows``: is it of the rows at hand, so that an answer says nothing about the next file's?
    """

    name: str
    looks_at: LooksAt
    signs: Callable[[Any], Iterable[Sign]]
    read: Callable[[Any, Sign, str], Any] = lambda subject, sign, reading: subject
    accepts: Callable[[Sign, str], bool] = lambda sign, reading: False
    of_rows: bool = False


@dataclass(frozen=True)
class Found:
    """A table as it stands in the file, before anybody knows what it is.

    ``layout``: the title of the layout that knows these headers, if any. ``left_out``: rows of the
    file that an answer left out: read, not used. ``aside``: rows set aside, with column and why.
    """

    looks_at: ClassVar[LooksAt] = LooksAt.FILE
    file: str
    digest: str
    text: TextTable
    choices: Choices
    layout: str = ""
    left_out: tuple[int, ...] = ()
    aside: tuple[tuple[int, str, str], ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.text.headers)

    @property
    def mapping(self) -> ColumnMapping | None:
        """The mapping that was made for these columns."""
        return self.choices.mapping_for(list(self.headers))

    @property
    def would_be_read(self) -> bool:
        """Does a layout or a mapping know these columns?"""
        return bool(self.layout) or self.mapping is not None

    @property
    def names(self) -> dict[str, str]:
        """What each column is called here: as mapped, else as its name says."""
        own = dict(zip(self.headers, own_names(self.headers), strict=True))
        return own if self.mapping is None else {**own, **self.mapping.columns}

    def blank(self, column: str) -> np.ndarray:
        """A mask of the rows in which this column is blank."""
        codes, texts = self.text.encoded(column)
        return np.array([not text for text in texts], dtype=bool)[codes]

    def with_text(self, text: TextTable) -> Found:
        """The same with other cells."""
        return replace(self, text=text)

    def without(self, rows: Iterable[int]) -> Found:
        """The same without these rows of the file: they count as read and not used."""
        gone = np.isin(self.text.rows, list(rows))
        return replace(
            self,
            text=without_rows(self.text, gone),
            left_out=(*self.left_out, *(int(row) for row in self.text.rows[gone])),
        )


@dataclass(frozen=True)
class Cells:
    """The columns of one table of a file: still text, under our own names.

    An attack list keeps the app's names: ``where`` says which column holds what, and ``table`` is
    "attacks". ``daily``: each of its rows is a recorded day. ``of_months``: its dates are places in
    a sheet of months. ``by_name``: its id is the file's name, and nobody gave it another one.
    ``place``: the folder, archive or workbook that it is in.
    """

    looks_at: ClassVar[LooksAt] = LooksAt.COLUMN
    file: str
    digest: str
    table: str
    text: TextTable
    choices: Choices
    layout: str = ""
    where: AttackColumns | None = None
    daily: bool = False
    of_months: bool = False
    per_patient: bool = False
    by_name: bool = False
    place: str = ""
    aside: tuple[tuple[int, str, str], ...] = ()
    into: tuple[int, ...] = ()  # rows of the file that went into another of its rows
    part: int = 0  # which table of which file, counted over all of them
    laid: tuple[TextTable, ...] = ()  # the rows of ``aside``, which a correction may replace

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.text.headers)

    @property
    def spec(self) -> TableSpec | None:
        """The canonical table; None for an attack list."""
        return CANONICAL.get(self.table)

    def __contains__(self, column: str) -> bool:
        return column in self.text.columns

    def encoded(self, column: str) -> tuple[np.ndarray, list[str]]:
        """A code for each row, and the different texts of the column, trimmed."""
        return self.text.encoded(column)

    def texts(self, column: str) -> dict[str, int]:
        """Each different text of a column that is not blank, with its number of rows."""
        return self.text.counted(column)

    def labels(self, column: str, most: int, letters: int) -> set[str]:
        """The different texts of a column of labels, but for words for missing; none where there
        are more than so many, or longer ones: those are remarks."""
        texts = self.texts(column)
        if len(texts) > most or any(len(text) > letters for text in texts):
            return set()
        return {text for text in texts if text.lower() not in {*MISSING_WORDS, *OPEN}}

    def blanks(self, column: str) -> int:
        """In how many rows is the column blank?"""
        return len(self.text.rows) - sum(self.texts(column).values())

    def texts_in(self, column: str, where: np.ndarray) -> dict[str, int]:
        """Each different text in these rows, *(blank)* too, with its number of rows."""
        codes, texts = self.encoded(column)
        times = np.bincount(codes[where], minlength=len(texts))
        return {text or "(blank)": int(n) for text, n in zip(texts, times, strict=True) if n}

    def not_ours(self, *but: str) -> list[str]:
        """The columns that are none of ours, or one of these; none that may name a person."""
        ours = {column.name for column in self.spec.columns} if self.spec else set()
        left_out = (ours - {*but}) | {*identifying(self.headers)}
        return [name for name in self.headers if name not in left_out]

    def says(self, column: str, flag: int) -> np.ndarray:
        """A mask of the rows whose cell is a yes (1) or a no (0)."""
        return self.where_text(column, lambda text: FLAG_WORDS.get(text.lower()) == flag)

    def where_text(self, column: str, says: Callable[[str], bool]) -> np.ndarray:
        """A mask of the rows whose text in this column is so."""
        codes, texts = self.encoded(column)
        return np.array([says(text) for text in texts], dtype=bool)[codes]

    def rows_where(self, mask: np.ndarray) -> tuple[int, ...]:
        """The rows of the file behind a mask."""
        return tuple(int(row) for row in self.text.rows[mask])

    def rewritten(self, column: str, says: Callable[[str], str]) -> Cells:
        """The same with every text of a column read as another one."""
        laid = tuple(_rewritten(one, column, says) for one in self.laid)
        return replace(self, text=_rewritten(self.text, column, says), laid=laid)

    def with_column(self, column: str, texts: pa.Array) -> Cells:
        """The same with other texts in a column, or with one more column."""
        return replace(self, text=replace(self.text, columns={**self.text.columns, column: texts}))

    def set_aside(self, mask: np.ndarray, column: str, problem: str) -> Cells:
        """The same with these rows set aside, and why."""
        rows = tuple((row, column, problem) for row in self.rows_where(mask))
        laid = (*self.laid, without_rows(self.text, ~mask))
        text = without_rows(self.text, mask)
        return replace(self, text=text, aside=(*self.aside, *rows), laid=laid)

    def without(self, mask: np.ndarray, *, added: bool = False) -> Cells:
        """The same without these rows: read and not used, unless they were added to others."""
        into = (*self.into, *self.rows_where(mask)) if added else self.into
        return replace(self, text=without_rows(self.text, mask), into=into)

    def date_columns(self) -> list[str]:
        """The columns here that hold dates."""
        if self.where is not None:
            return [c for c in dict.fromkeys((*self.where.start, *self.where.end)) if c in self]
        assert self.spec is not None
        return [name for name in self.spec.dates if name in self]

    def flag_columns(self) -> list[str]:
        """The columns here that hold 0 or 1."""
        if self.spec is None:
            return []
        return [c.name for c in self.spec.columns if c.kind == "flag" and c.name in self]


def content_of(cells: Iterable[Cells]) -> str:
    """What the sheets of these tables hold: of which a question about them is, whatever files lie
    beside them."""
    return " ".join(sorted({short_code(one.digest, one.text.sheet) for one in cells}))


@dataclass(frozen=True)
class Everyone:
    """All tables of all files, still text, each with its patient_id."""

    looks_at: ClassVar[LooksAt] = LooksAt.IDS
    cells: tuple[Cells, ...]
    choices: Choices
    file: ClassVar[str] = ""

    @property
    def digest(self) -> str:
        return "".join(sorted({one.digest for one in self.cells}))

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(sorted({header for one in self.cells for header in one.headers}))

    def ids(self, *tables: str) -> set[str]:
        """The ids of these tables; of all, if none is named."""
        return {
            patient
            for one in self.cells
            if not tables or one.table in tables
            for patient in one.texts("patient_id")
        }

    def renamed(self, new: Mapping[str, str] | Callable[[Cells, str], str]) -> Everyone:
        """The same with other ids: by a table of them, or by file and id."""

        def name(one: Cells, patient: str) -> str:
            return new(one, patient) if callable(new) else new.get(patient, patient)

        cells = tuple(
            one.rewritten("patient_id", lambda patient, one=one: name(one, patient))  # type: ignore[misc]
            for one in self.cells
        )
        return replace(self, cells=cells)


@dataclass(frozen=True)
class Calendars:
    """All sheets of months of one layout, one below the other: a sign means the same in each.

    ``rows``: the row of its sheet behind each month. ``sheets``: the name of that sheet; all ""
    where there is one alone. ``said``: what a mapping says of the signs, "" that of a blank.
    The rows of a sign are places among all of these months.
    """

    looks_at: ClassVar[LooksAt] = LooksAt.SIGNS
    file: str
    digest: str
    headers: tuple[str, ...]
    days: DaysInMonths
    rows: np.ndarray
    sheets: np.ndarray
    said: Mapping[str, str]
    sheet: str = ""

    def named(self, places: Sequence[int], most: int = 3) -> str:
        """The first of these rows in words: 2 and 5; of several sheets, with their names."""
        told = [
            f"{self.rows[n]}{f' of {self.sheets[n]}' if self.sheets[n] else ''}"
            for n in places[:most]
        ]
        return " and ".join(told) + (", ..." if len(places) > most else "")

    def with_cells(self, cells: np.ndarray) -> Calendars:
        """The same with other signs."""
        return replace(self, days=self.days._replace(cells=cells))


class Piece:
    """Canonical rows of one table of a file, with the row of the file behind each."""

    __slots__ = ("columns", "file", "frame", "part", "rows", "table")

    def __init__(
        self,
        part: int,
        file: str,
        table: str,
        frame: pd.DataFrame,
        rows: np.ndarray,
        columns: frozenset[str],
    ) -> None:
        self.part, self.file, self.table = part, file, table
        self.frame, self.rows, self.columns = frame, rows, columns

    def with_rows(self, kept: np.ndarray) -> Piece:
        """The same with only the rows where the mask holds."""
        frame = self.frame[kept].reset_index(drop=True)
        return Piece(self.part, self.file, self.table, frame, self.rows[kept], self.columns)

    def with_frame(self, frame: pd.DataFrame) -> Piece:
        """The same rows with other values."""
        return Piece(self.part, self.file, self.table, frame, self.rows, self.columns)


class Lost(NamedTuple):
    """A row that was set aside: its table, its patient, its session's date as it is written."""

    table: str
    patient_id: str
    session_date: str


@dataclass(frozen=True)
class Together:
    """Every table of all files, checked: the dates of everybody, and today's.

    ``aside``: rows that an answer set aside: (part, row of the file, column, why).
    ``lost``: each row that was set aside before. ``contents``: what each
    part is by its content, whatever its file is called. ``calendars``: the parts that are sheets of
    months, which have a cell for each day: what a blank one means was settled with their signs.
    ``months``: the parts whose counts are of calendar months. ``corrects``: of a part those that it
    corrects.
    """

    looks_at: ClassVar[LooksAt] = LooksAt.DATES
    pieces: tuple[Piece, ...]
    choices: Choices
    today: date
    digest: str
    aside: tuple[tuple[int, int, str, str], ...] = ()
    file: ClassVar[str] = ""
    headers: ClassVar[tuple[str, ...]] = ()
    lost: frozenset[Lost] = frozenset()
    contents: tuple[str, ...] = ()
    calendars: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    corrects: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def of(self, table: str) -> list[Piece]:
        """The pieces of one table."""
        return [piece for piece in self.pieces if piece.table == table]

    def frame(self, table: str) -> pd.DataFrame:
        """All rows of one table, from whichever file."""
        frames = [piece.frame for piece in self.of(table)]
        if len(frames) == 1:
            return frames[0]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def having(self, patients: Iterable[str], *tables: str) -> list[Piece]:
        """The pieces of these tables that have a row of one of these patients."""
        known = {*patients}
        pieces = [piece for table in tables for piece in self.of(table)]
        return [piece for piece in pieces if piece.frame["patient_id"].isin(known).any()]

    def content_of(self, pieces: Iterable[Piece]) -> str:
        """What the files of these pieces hold: of which a question about them is, whatever files
        lie beside them."""
        return " ".join(sorted({self.contents[piece.part] for piece in pieces if piece.part >= 0}))

    def knowing(self, table: str, frame: pd.DataFrame) -> Together:
        """The same with rows that come from an answer, not from a file."""
        none = np.full(len(frame), -1, dtype="int64")
        whole = frame.reindex(columns=list(empty(CANONICAL[table]).columns))
        whole = whole.astype(dict(empty(CANONICAL[table]).dtypes))
        piece = Piece(-1, "", table, whole, none, frozenset(frame.columns))
        return replace(self, pieces=(*self.pieces, piece))

    def changed(self, change: Callable[[Piece], Piece]) -> Together:
        """The same with every piece changed."""
        return replace(self, pieces=tuple(change(piece) for piece in self.pieces))

    def moved(self, piece: Piece, column: str, where: np.ndarray, dates: Sequence[Any]) -> Together:
        """The same with other dates in these rows of a piece."""
        frame = piece.frame.copy()
        frame.loc[where, column] = pd.Series(list(dates), dtype="datetime64[s]").to_numpy()
        order = frame.sort_values(list(CANONICAL[piece.table].key), kind="stable").index.to_numpy()
        columns, frame = piece.columns, frame.loc[order].reset_index(drop=True)
        new = Piece(piece.part, piece.file, piece.table, frame, piece.rows[order], columns)
        return replace(self, pieces=tuple(new if p is piece else p for p in self.pieces))

    def without(self, piece: Piece, gone: np.ndarray, column: str, problem: str) -> Together:
        """The same with these rows of a piece set aside; without a problem they are not used."""
        rows = tuple((piece.part, int(row), column, problem) for row in piece.rows[gone] if problem)
        kept = tuple(p.with_rows(~gone) if p is piece else p for p in self.pieces)
        return replace(self, pieces=kept, aside=(*self.aside, *rows))


Subject = Found | Calendars | Cells | Everyone | Together


def code_of(subject: Subject, doubt: str, sign: Sign) -> str:
    """A short code of a question: of the file's content, the sheet and column, and the doubt."""
    sheet = subject.text.sheet if isinstance(subject, Found | Cells) else ""
    sheet = subject.sheet if isinstance(subject, Calendars) else sheet
    return short_code(sign.of or subject.digest, sheet, doubt, sign.column, sign.about)


def short_code(*parts: str) -> str:
    """Six letters and digits that stand for these words."""
    found = hashlib.sha256("\0".join(parts).encode(errors="surrogateescape"))
    return found.hexdigest()[:6]


def shown(texts: Mapping[str, int], most: int = 6) -> str:
    """The most frequent of these texts, with how often each of them stands there."""
    order = sorted(texts, key=lambda text: (-texts[text], text))
    told = ", ".join(f"{counted(texts[text], 'time')} '{text[:40]}'" for text in order[:most])
    return told + (f" and {len(order) - most} more" if len(order) > most else "")


def marked_beside(
    cells: Cells, column: str, where: np.ndarray, but: np.ndarray | None = None
) -> str:
    """What the column says in these rows, and beside them in all others (but some), in words."""
    rest = ~where if but is None else ~(where | but)
    told, other = (shown(cells.texts_in(column, mask)) for mask in (where, rest))
    return f"{told}, beside {other}" if other else told


def _rewritten(text: TextTable, column: str, says: Callable[[str], str]) -> TextTable:
    if column not in text.columns:
        return text
    codes, texts = text.encoded(column)
    new = pa.array([says(one) for one in texts], pa.string())
    return replace(text, columns={**text.columns, column: pc.take(new, pa.array(codes))})


def without_rows(text: TextTable, gone: np.ndarray) -> TextTable:
    """The table without the rows where the mask holds."""
    kept = pa.array(~gone)
    columns = {name: column.filter(kept) for name, column in text.columns.items()}
    return replace(text, columns=columns, rows=text.rows[~gone])


def with_rows(text: TextTable, more: Sequence[tuple[int, Sequence[str]]]) -> TextTable:
    """The table with these further rows (line of the file, cells of the line) in their places."""
    rows = np.concatenate([text.rows, np.array([row for row, _ in more], dtype="int64")])
    order = np.argsort(rows, kind="stable")
    columns = {
        name: pa.concat_arrays(
            [column, pa.array([cells[place] for _, cells in more], pa.string())]
        ).take(pa.array(order))
        for place, (name, column) in zip(text.cut.places, text.columns.items(), strict=True)
    }
    return replace(text, columns=columns, rows=rows[order])
