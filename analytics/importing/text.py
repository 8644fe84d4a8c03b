"""From the bytes of a file to text cells: nothing is interpreted here.

Everything is text first: an id 0012 stays 0012, and an id NA stays an id. What cannot be read
raises Unreadable.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from analytics.importing.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_HEADER_BYTES,
)

DELIMITERS = (",", ";", "\t", "|", "^")
LOOKED_AT = 60  # lines in which the column names are looked for
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class TextTable:
    """Text columns under their own headers, with the row of the file that each came from."""

    columns: dict[str, pa.Array]
    rows: np.ndarray  # int64, row number in the file, the first row being 1
    ragged: list[tuple[int, str]] = field(default_factory=list)  # row, what is wrong with it
    notices: tuple[str, ...] = ()
    sheet: str = ""  # of a workbook, or the member of an archive

    @property
    def headers(self) -> list[str]:
        return list(self.columns)

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


class Unreadable(ValueError):
    """Why a file cannot be read: the end of a sentence that begins with its name."""


def one_meaning_each(names: Sequence[str]) -> None:
    """Refuse two columns for one thing: nobody could say which of them counts."""
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise Unreadable(f"has two columns for {' and for '.join(twice)}")


HeaderTest = Callable[[Sequence[str]], bool]


def never(_: Sequence[str]) -> bool:
    return False


def read_parquet(content: bytes) -> TextTable:
    try:
        table = pa.parquet.read_table(io.BytesIO(content))
        columns = {name: _as_text(table.column(name)) for name in table.column_names}
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise Unreadable("is not a readable Parquet file") from error
    return TextTable(columns, np.arange(1, table.num_rows + 1))


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
        column = pc.replace_substring_regex(column, r" 00:00:00(\.0+)?$", "")
    text = pc.fill_null(pc.cast(column, pa.string()), "")
    if pa.types.is_floating(column.type):  # a missing number, as pandas writes it
        text = pc.if_else(pc.equal(text, "nan"), "", text)
    return text.combine_chunks()


def read_csv(content: bytes, is_header: HeaderTest = never) -> TextTable:
    """Read delimited text: its encoding, its header row and its delimiter are found out.

    ``is_header`` knows the column names of some layouts; without its help the header is the first
    row as wide as most.
    """
    text, notices = _decoded(content)
    if b"\0" in text[:MAX_HEADER_BYTES] or b"\0" in text:
        raise Unreadable("is not a text file: it holds null bytes")
    if text.count(b'"') % 2:
        raise Unreadable("has a quotation mark that is never closed")
    position, names, delimiter = _find_header(text, is_header)
    if delimiter != ",":
        named = "a tab" if delimiter == "\t" else f"'{delimiter}'"
        notices.append(f"the columns are separated by {named}.")
    _check_names(names)

    start = position + 2  # the first row below the header, counted from 1
    skipped: list[int] = []
    ragged: list[tuple[int, str]] = []

    def keep_for_the_report(row: pyarrow.csv.InvalidRow) -> str:
        skipped.append(row.number - start)
        if row.actual_columns > 1 or row.text.strip():
            problem = f"{row.actual_columns} cells where {len(names)} were expected"
            ragged.append((row.number, problem))
        return "skip"

    try:
        table = pa.csv.read_csv(
            io.BytesIO(text),
            read_options=pa.csv.ReadOptions(
                use_threads=False, column_names=names, block_size=1 << 24, skip_rows=position + 1
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=b'"' in text,
                ignore_empty_lines=False,
                invalid_row_handler=keep_for_the_report,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        columns = {name: table.column(name).combine_chunks() for name in names}
    except (pa.ArrowException, OSError) as error:
        if "Empty CSV" not in str(error):
            raise Unreadable("is not a readable CSV file") from error
        columns = {name: pa.array([], pa.string()) for name in names}
    length = len(columns[names[0]])
    rows = np.delete(np.arange(start, start + length + len(skipped)), skipped)
    columns, rows = _without_blank_rows(columns, rows)
    return _without_long_cells(columns, rows, ragged, notices)


def from_rows(
    rows: Sequence[Sequence[str]], is_header: HeaderTest = never, notices: Sequence[str] = ()
) -> TextTable:
    """A sheet of cells as a table: its header row is found like that of a text file."""
    position = _header_position([list(row) for row in rows[:LOOKED_AT]], is_header)
    names = [name.strip() for name in rows[position]]
    while names and not names[-1]:
        names.pop()
    _check_names(names)
    kept, numbers, ragged = [], [], []
    for number, row in enumerate(rows[position + 1 :], start=position + 2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if any(cells[len(names) :]):
            ragged.append((number, f"{len(row)} cells where {len(names)} were expected"))
            continue
        kept.append([*cells, *[""] * len(names)][: len(names)])
        numbers.append(number)
    by_column = zip(*kept, strict=True) if kept else ([] for _ in names)
    columns = {
        name: pa.array(list(cells), pa.string())
        for name, cells in zip(names, by_column, strict=True)
    }
    return _without_long_cells(columns, np.array(numbers, dtype="int64"), ragged, list(notices))


def _decoded(content: bytes) -> tuple[bytes, list[str]]:
    """The content as UTF-8 without a byte order mark; line ends as they are in Unix."""
    notices: list[str] = []
    if content.startswith(UTF16):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise Unreadable("is not a text file") from error
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            content = content.decode("cp1252", errors="replace").encode()
            notices.append("not UTF-8: its letters were read as Windows (cp1252) text.")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content, notices


def _find_header(text: bytes, is_header: HeaderTest) -> tuple[int, list[str], str]:
    """Position of the header line, its cells, and the delimiter."""
    head = text[:MAX_HEADER_BYTES].decode(errors="replace").split("\n")
    if len(head) == 1 and len(text) > MAX_HEADER_BYTES:
        raise Unreadable(f"has a first row of more than {MAX_HEADER_BYTES:,} characters")
    lines = [line if not line.startswith("#") else "" for line in head[:LOOKED_AT]]
    if not any(line.strip() for line in lines):
        raise Unreadable("is empty")
    for delimiter in DELIMITERS:
        split = [_split(line, delimiter) for line in lines]
        for position, cells in enumerate(split):
            if len(cells) > 1 and is_header(cells):
                return position, cells, delimiter
    filled = [line for line in lines if line.strip()]
    delimiter = max(DELIMITERS, key=lambda mark: sum(mark in line for line in filled))
    split = [_split(line, delimiter) for line in lines]
    position = _header_position(split, never)
    return position, split[position], delimiter


def _header_position(split: list[list[str]], is_header: HeaderTest) -> int:
    """The first row that a layout knows; else the first one as wide as most."""
    for position, cells in enumerate(split):
        if is_header(cells):
            return position
    widths = [len(cells) if any(cell.strip() for cell in cells) else 0 for cells in split]
    counted = Counter(width for width in widths if width)
    if not counted:
        raise Unreadable("is empty")
    usual, times = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    if times == 1:
        usual = next(width for width in widths if width)
    return widths.index(usual)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [""])
    except csv.Error:
        cells = [""]
    return [cell.strip() for cell in cells]


def _check_names(names: list[str]) -> None:
    if len(names) > MAX_COLUMNS:
        raise Unreadable(
            f"has {len(names):,} columns; more than {MAX_COLUMNS:,} are not a table of records"
        )
    if not names:
        raise Unreadable("has no first row with the column names")
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        raise Unreadable(f"has {len(repeated)} column name(s) more than once in its first row")
    blank = [position for position, name in enumerate(names) if not name]
    for position in blank:
        names[position] = f"column {position + 1}"


def _without_blank_rows(
    columns: dict[str, pa.Array], rows: np.ndarray
) -> tuple[dict[str, pa.Array], np.ndarray]:
    """Rows of nothing but empty cells are the end of a spreadsheet, not records."""
    filled = np.zeros(len(rows), dtype=bool)
    for column in columns.values():
        filled |= pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        if filled.all():
            return columns, rows
    mask = pa.array(filled)
    return {name: column.filter(mask) for name, column in columns.items()}, rows[filled]


def _without_long_cells(
    columns: dict[str, pa.Array],
    rows: np.ndarray,
    ragged: list[tuple[int, str]],
    notices: list[str],
) -> TextTable:
    """Set aside the rows with a cell that is no record of ours; say where cells hold lines."""
    for column in columns.values():
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest > MAX_CELL_CHARACTERS:
            long = pc.greater(pc.binary_length(column), MAX_CELL_CHARACTERS)
            long = long.to_numpy(zero_copy_only=False)
            problem = f"a cell of more than {MAX_CELL_CHARACTERS:,} characters"
            ragged = [*ragged, *((int(row), problem) for row in rows[long])]
            mask = pa.array(~long)
            columns = {n: c.filter(mask) for n, c in columns.items()}
            rows = rows[~long]
            return _without_long_cells(columns, rows, ragged, notices)
        if longest > 10 and (broken := pc.sum(pc.match_substring(column, "\n")).as_py()):
            notices = [*notices, f"{broken} cells of one column hold line breaks."]
    return TextTable(columns, rows, sorted(ragged), tuple(notices))
