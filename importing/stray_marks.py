"""Which lines hold a quotation mark that closes nothing, or opens nothing?

Such a mark would make a cell of all lines up to the next one. A line whose marks do not fit costs
itself alone: it is left out here, and told. A cell that truly goes over several lines stays: its
marks fit, and its row has as many cells as the others, or none of its lines has.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importing.columns import own_names
from words.numbers import counted

PROBLEM = "its quotation marks do not fit: one is missing, or stands where none belongs"
LOOKED_AT = 200  # lines by which it is known how many cells a row has
MOST_BEFORE_ID = 100  # columns
MOST_LINES = 100  # with marks, of one row


@dataclass(frozen=True)
class Marked:
    """The rows of a text in which every mark fits.

    ``damaged``: the lines, from 0, that are blank instead. ``across``: there are cells that go
    over several lines.
    """

    text: pa.Buffer
    damaged: tuple[int, ...] = ()
    across: bool = False
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grammar:
    """How cells are written between these delimiters, as expressions over one line.

    A mark inside a cell that has none around it is a letter only in free text (5" of snow), and
    never in the cell of an id, which stands at ``ids`` from 0: there it would be another patient.
    """

    delimiter: str
    ids: int = 0
    quoted: str = r'"(?:[^"\n]|"")*"'
    escaped: str = r'"(?:[^"\\\n]|\\.|"")*"'

    @property
    def between(self) -> str:
        return f"\\x{ord(self.delimiter):02x}"

    @property
    def blanks(self) -> str:
        return {" ": "", "\t": "[ ]*"}.get(self.delimiter, "[ \t]*")

    @property
    def padded(self) -> str:
        return f"{self.blanks}{self.quoted}{self.blanks}"

    @property
    def bare(self) -> str:
        """A cell without any mark, or one that a spreadsheet was told is text: ="0144"."""
        first = f'[^"{self.blanks[1:-2]}\\n{self.between}]'
        as_text = rf'="[^"\n{self.between}]*"{self.blanks}'
        return rf'{self.blanks}(?:{as_text}|{first}[^"\n{self.between}]*)?'

    @property
    def free_text(self) -> str:
        """A cell that has a mark inside, and a blank."""
        word, rest = rf'[^" \n{self.between}]+', rf"[^\n{self.between}]*"
        before = rf'{word} [^"\n{self.between}]*"{rest}'
        return rf'{self.blanks}(?:{before}|{word}"[^ \n{self.between}]* {rest})'

    @property
    def plain(self) -> str:
        return self.bare if self.delimiter == " " else f"{self.bare}|{self.free_text}"

    @property
    def cell(self) -> str:
        return f"(?:{self.quoted}|{self.plain})"

    def row_of(self, quoted: str) -> str:
        """A whole row whose cells with marks around them are written so."""
        cell, between = f"(?:{quoted}|{self.plain})", self.between
        of_id = f"(?:{quoted}|{self.bare})"
        if not self.ids:
            return f"^{of_id}(?:{between}{cell})*\n?$"
        before = f"{cell}(?:{between}{cell}){{0,{self.ids - 1}}}"
        up_to = f"{cell}(?:{between}{cell}){{{self.ids - 1}}}{between}{of_id}"
        return f"^(?:{before}|{up_to}(?:{between}{cell})*)\n?$"

    @property
    def begins(self) -> re.Pattern[str]:
        return re.compile(rf'(?:{self.cell}{self.between})*"(?:[^"\n]|"")*')

    @property
    def goes_on(self) -> re.Pattern[str]:
        return re.compile(r'(?:[^"\n]|"")*')

    @property
    def ends(self) -> re.Pattern[str]:
        return re.compile(rf'(?:[^"\n]|"")*"(?:{self.between}{self.cell})*')

    @property
    def ends_and_begins(self) -> re.Pattern[str]:
        middle = rf'(?:{self.between}{self.cell})*{self.between}"'
        return re.compile(rf'(?:[^"\n]|"")*"{middle}(?:[^"\n]|"")*')


def without_damaged_lines(text: pa.Buffer, delimiter: str, names: Sequence[str]) -> Marked:
    """The rows below the names, of which each line with marks that do not fit is blank."""
    held = np.frombuffer(text, dtype="uint8")
    marks = np.flatnonzero(held == ord('"'))
    if not len(marks):
        return Marked(text)
    ends = np.flatnonzero(held == ord("\n"))
    with_marks, unsure = _at_a_look(held, marks, ends, delimiter)
    if not len(unsure):
        return Marked(text)
    own = own_names(names)
    ids = own.index("patient_id") if "patient_id" in own[:MOST_BEFORE_ID] else 0
    grammar = Grammar(delimiter, ids)
    lines = _lines(text, ends, len(held))
    whole = grammar.row_of(grammar.quoted)
    fits = pc.match_substring_regex(lines.take(pa.array(unsure)), whole)
    odd = unsure[~fits.to_numpy(zero_copy_only=False)]
    if not len(odd):
        return Marked(text)
    usual = _usual([lines[at].as_py() for at in range(min(len(lines), LOOKED_AT))], delimiter)
    walk = _Walk(text.to_pybytes(), grammar, {len(names), usual}, with_marks.tolist())
    return walk.through(odd)


def _at_a_look(
    held: np.ndarray, marks: np.ndarray, ends: np.ndarray, delimiter: str
) -> tuple[np.ndarray, np.ndarray]:
    """The lines with marks; and those of them where not every two stand around a whole cell.

    Most lines are plain, and looking is quicker than reading each by its grammar.
    """
    up_to = np.append(np.searchsorted(marks, ends), len(marks))
    times = np.diff(up_to, prepend=0)
    odd = times % 2 == 1
    # behind a line with an odd number the first of two marks is the second of two others
    within = marks[np.repeat(~odd, times)] if odd.any() else marks
    mark, end = ord(delimiter), ord("\n")
    framed = np.full(len(held) + 2, end, dtype="uint8")
    framed[1:-1] = held
    before, behind = framed[within[0::2]], framed[within[1::2] + 2]
    whole = ((before == mark) | (before == end)) & ((behind == mark) | (behind == end))
    unsure = np.searchsorted(ends, within[0::2][~whole])
    return np.flatnonzero(times), np.union1d(np.flatnonzero(odd), unsure)


def _lines(text: pa.Buffer, ends: np.ndarray, length: int) -> pa.Array:
    """The lines, each with its end: a view of the text."""
    offsets = np.concatenate([[0], ends + 1, [length]]).astype("int32")
    buffers = [None, pa.py_buffer(offsets), text]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)


def _usual(lines: Sequence[bytes], delimiter: str) -> int:
    """How many cells most of these lines have."""
    widths = [len(_cells(line.decode(), delimiter)) for line in lines if line.strip()]
    return max(widths, key=widths.count, default=0)


def _cells(written: str, delimiter: str, escape: str | None = None) -> list[str]:
    """The cells of one row of text."""
    source = io.StringIO(written, newline="")
    try:
        return next(csv.reader(source, delimiter=delimiter, escapechar=escape), [])
    except csv.Error:
        return []


class _Walk:
    """Goes through the odd lines of a text, from the first to the last."""

    def __init__(
        self, text: bytes, grammar: Grammar, widths: Collection[int], with_marks: Sequence[int]
    ) -> None:
        self.lines = text.split(b"\n")
        self.grammar, self.widths = grammar, widths
        self.padded = re.compile(grammar.row_of(grammar.padded))
        self.escaped = re.compile(grammar.row_of(grammar.escaped))
        self.begins, self.ends = grammar.begins, grammar.ends
        self.goes_on, self.ends_and_begins = grammar.goes_on, grammar.ends_and_begins
        self.with_marks = with_marks

    def through(self, odd: np.ndarray) -> Marked:
        damaged, across, passed, escapes = [], False, -1, 0
        for at in map(int, odd):
            if at <= passed:
                continue
            line = self.lines[at].decode()
            if (cells := self._written_otherwise(line)) is not None:
                escapes += "\\" in line
                self.lines[at] = _written(cells, self.grammar.delimiter).encode()
            elif (last := self._end_of_row(at, line)) is not None:
                across, passed = True, last
            else:
                damaged.append(at)
                self.lines[at] = b""
        told = (f"{counted(escapes, 'line')} with backslashes before marks: read without them.",)
        text = pa.py_buffer(b"\n".join(self.lines))
        return Marked(text, tuple(damaged), across, told if escapes else ())

    def _written_otherwise(self, line: str) -> list[str] | None:
        """The cells of a line with blanks around marks, or with a backslash before some."""
        if self.padded.match(line):
            delimiter, quoted = self.grammar.between, self.grammar.quoted
            blanks = self.grammar.blanks
            around = rf"(^|{delimiter}){blanks}({quoted}){blanks}(?=$|{delimiter})"
            return _cells(re.sub(around, r"\1\2", line), self.grammar.delimiter)
        if "\\" in line and self.escaped.match(line):
            cells = _cells(line, self.grammar.delimiter, "\\")
            return cells if len(cells) in self.widths else None
        return None

    def _end_of_row(self, at: int, line: str) -> int | None:
        """The last line of a row that begins here and goes over several; None: it is none."""
        if not self.begins.fullmatch(line):
            return None
        for last in self._marks_below(at):
            found = self.lines[last].decode()
            if self.ends.fullmatch(found):
                return last if self._is_one_row(at, last) else None
            if not (self.ends_and_begins.fullmatch(found) or self.goes_on.fullmatch(found)):
                return None
        return None

    def _is_one_row(self, first: int, last: int) -> bool:
        """Has it the width of the others, or at least none of its further lines?"""
        delimiter = self.grammar.delimiter
        lines = [line.decode() for line in self.lines[first : last + 1]]
        if len(_cells("\n".join(lines), delimiter)) in self.widths:
            return True
        return not any(line.count(delimiter) + 1 in self.widths for line in lines[1:])

    def _marks_below(self, at: int) -> Iterator[int]:
        """The lines below with marks, in their order; a row goes over no more of them."""
        first = bisect_right(self.with_marks, at)
        for place in range(first, min(first + MOST_LINES, len(self.with_marks))):
            yield self.with_marks[place]


def _written(cells: list[str], delimiter: str) -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator="").writerow(cells)
    return sink.getvalue()
