"""What is a table of text, before anything is interpreted?

Everything is text first: an id 0012 stays 0012, and an id NA stays an id. Beside the cells stands
what the file showed about them. What cannot be read raises Unreadable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.refusal import Refusal
from words.numbers import counted


@dataclass(frozen=True)
class Lines:
    """Where every line went: total = header + preamble + blank + footer + inside + rows.

    Lines of a text file, rows of a sheet from the first to the last filled one, rows of a Parquet
    file, headache records of Apple Health. ``inside``: further lines of quoted cells. ``rows``:
    rows read, whether they can be used or not.
    """

    total: int = 0
    header: int = 0
    preamble: int = 0
    blank: int = 0
    footer: int = 0
    inside: int = 0
    rows: int = 0

    @property
    def adds_up(self) -> bool:
        told = (self.header, self.preamble, self.blank, self.footer, self.inside, self.rows)
        return self.total == sum(told) and min(told) >= 0

    def with_footer(self, rows: int) -> Lines:
        """The same where so many of its rows turn out to be totals; as it is where none counted."""
        if not self.total:
            return self
        return replace(self, footer=self.footer + rows, rows=self.rows - rows)

    @property
    def account(self) -> str:
        """Where its lines went, without what there is none of; "" where nobody counted them."""
        if not self.total:
            return ""
        told = (
            (self.header, "header"),
            (self.preamble, "preamble"),
            (self.blank, "blank"),
            (self.footer, "footer"),
            (self.inside, "inside quoted cells"),
        )
        parts = [f"{count:,} {words}" for count, words in told if count]
        parts.append(f"{counted(self.rows, 'row')} read")
        return f"{counted(self.total, 'line')} = {' + '.join(parts)}"


@dataclass(frozen=True)
class TwoKindsOfDate:
    """A column of a sheet in which some cells are dates and others are text that looks like one."""

    column: str
    dates: tuple[int, ...]  # rows of the sheet
    texts: tuple[int, ...]


@dataclass(frozen=True)
class CellsByRule:
    """Filled cells of a column that a rule of the sheet, which is not known here, may cross out or
    show as something else; ``hides``: it may show them as nothing, and no more."""

    column: str
    rows: tuple[int, ...]  # of the sheet
    hides: bool = False


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet tells beside the values of its cells. Rows are those of the sheet.

    Only what lies in the table counts: columns with a name, rows below the header.
    """

    hidden: bool = False  # the sheet itself
    hidden_rows: frozenset[int] = frozenset()  # with a filled cell in them
    crossed_rows: frozenset[int] = frozenset()  # each of their cells is crossed out
    by_rule: tuple[CellsByRule, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    without_value: tuple[tuple[int, str], ...] = ()  # row, column of formulas that gave nothing yet
    zeros: tuple[
        tuple[int, str], ...
    ] = ()  # of formulas that store 0, where nothing says they gave it
    merged: tuple[tuple[int, int, str, str], ...] = ()  # first and last row, first and last column
    long_numbers: tuple[tuple[int, str], ...] = ()  # row, column of numbers above 15 digits
    two_kinds_of_date: tuple[TwoKindsOfDate, ...] = ()


@dataclass(frozen=True)
class Cut:
    """How the lines of a text file were cut into cells.

    ``places``: where each column stands among the cells of a line. ``short``: the rows with fewer
    cells than there are names, as they were written: (line of the file, text).
    """

    delimiter: str = ""  # none: not a text file
    width: int = 0
    places: tuple[int, ...] = ()
    short: tuple[tuple[int, str], ...] = ()


Encoded = tuple[np.ndarray, list[str]]  # a code for each row, the different texts, trimmed


def encode(cells: pa.Array) -> Encoded:
    """Each different text once, and which of them each row has."""
    found = cells.dictionary_encode()
    codes = found.indices.to_numpy(zero_copy_only=False)
    return codes, [text.strip() for text in found.dictionary.to_pylist()]


@dataclass(frozen=True)
class TextTable:
    """Text columns under their own headers, with the row of the file that each came from."""

    columns: dict[str, pa.Array]
    rows: np.ndarray  # int64, line of the file (row of the sheet) where it begins, from 1
    ragged: list[tuple[int, str]] = field(default_factory=list)  # row, what is wrong with it
    notices: tuple[str, ...] = ()
    lines: Lines = field(default_factory=Lines)
    sheet: str = ""  # of a workbook, or the member of an archive
    facts: SheetFacts = field(default_factory=SheetFacts)
    cut: Cut = field(default_factory=Cut)
    above: tuple[tuple[str, ...], ...] = ()  # the cells of the rows above the names
    beside: tuple[tuple[str, ...], ...] = ()  # of a footer, and of sheets without a table
    looked_through: dict[str, tuple[pa.Array, Encoded]] = field(
        default_factory=dict, repr=False, compare=False
    )
    counted_through: dict[str, tuple[Encoded, dict[str, int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def headers(self) -> list[str]:
        return list(self.columns)

    def encoded(self, column: str) -> Encoded:
        """A code for each row, and the different texts of the column, trimmed.

        Kept for as long as the column is the same one, also in a table made from this one.
        """
        cells = self.columns[column]
        known = self.looked_through.get(column)
        if known is None or known[0] is not cells:
            known = self.looked_through[column] = cells, encode(cells)
        return known[1]

    def written(self, column: str) -> np.ndarray:
        """What stands in each row of a column, trimmed."""
        codes, texts = self.encoded(column)
        return np.array([*texts, ""], dtype=object)[codes]

    def counted(self, column: str) -> dict[str, int]:
        """Each different text of a column that is not blank, with its number of rows; kept so."""
        encoded = self.encoded(column)
        known = self.counted_through.get(column)
        if known is None or known[0] is not encoded:
            codes, texts = encoded
            told: dict[str, int] = {}
            for text, count in zip(texts, np.bincount(codes, minlength=len(texts)), strict=True):
                if text:
                    told[text] = told.get(text, 0) + int(count)
            known = self.counted_through[column] = encoded, told
        return {**known[1]}

    def frame(self) -> pd.DataFrame:
        """The cells, trimmed, as a frame of text; for layouts of moderate size."""
        return pd.DataFrame(
            {
                name: pc.utf8_trim_whitespace(cells).to_pylist()
                for name, cells in self.columns.items()
            },
            dtype="str",
        )

    def with_frame(self, frame: pd.DataFrame, *notices: str) -> TextTable:
        """Other columns for the same rows of the file (or some of them, by index)."""
        one_meaning_each([str(name) for name in frame.columns])
        texts = {str(name): frame[name].fillna("").astype(str).tolist() for name in frame}
        columns = {name: pa.array(cells, pa.string()) for name, cells in texts.items()}
        rows = self.rows[frame.index.to_numpy()]
        return replace(self, columns=columns, rows=rows, notices=(*self.notices, *notices))


class Unreadable(Refusal, ValueError):
    """Why a file cannot be read: the end of a sentence that begins with its name."""


def one_meaning_each(names: Sequence[str]) -> None:
    """Refuse two columns for one thing: nobody could say which of them counts."""
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise Unreadable(f"has two columns for {' and for '.join(twice)}")


HeaderTest = Callable[[Sequence[str]], bool]


def never(_: Sequence[str]) -> bool:
    return False
