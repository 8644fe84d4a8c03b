"""From the bytes of a file to text cells: nothing is interpreted here.

Everything is text first: an id 0012 stays 0012, and an id NA stays an id.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class TextTable:
    """Text columns under their own headers, with the row of the file that each came from."""

    columns: dict[str, pa.Array]
    rows: np.ndarray  # int64, row number in the file; the header of a CSV is row 1
    ragged: list[tuple[int, str]] = field(default_factory=list)  # row, what is wrong with it
    notices: tuple[str, ...] = ()


def read_text(content: bytes) -> TextTable:
    """Read a CSV or Parquet file; raises ValueError with a sentence if it is neither."""
    if content[:4] == b"PAR1":
        return _read_parquet(content)
    return _read_csv(content)


def _read_parquet(content: bytes) -> TextTable:
    try:
        table = pa.parquet.read_table(io.BytesIO(content))
        columns = {name: _as_text(table.column(name)) for name in table.column_names}
    except (pa.ArrowException, OSError) as error:
        raise ValueError("is not a readable Parquet file") from error
    return TextTable(columns, np.arange(1, table.num_rows + 1))


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
        column = pc.replace_substring_regex(column, r" 00:00:00(\.0+)?$", "")
    text = pc.fill_null(pc.cast(column, pa.string()), "")
    if pa.types.is_floating(column.type):  # a missing number, as pandas writes it
        text = pc.if_else(pc.equal(text, "nan"), "", text)
    return text.combine_chunks()


def _read_csv(content: bytes) -> TextTable:
    text, notices = _decoded(content)
    header = text.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r").decode()
    if not header.strip():
        raise ValueError("is empty")
    if "\0" in header:
        raise ValueError("is not a text file")
    delimiter = max(DELIMITERS, key=header.count)
    if delimiter != ",":
        name = "a tab" if delimiter == "\t" else f"'{delimiter}'"
        notices.append(f"the columns are separated by {name}.")
    names = [name.strip().strip('"').strip() for name in _split(header, delimiter)]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"has {len(repeated)} column name(s) more than once in its first row")

    skipped: list[tuple[int, str]] = []
    ragged: list[tuple[int, str]] = []

    def keep_for_the_report(row: pyarrow.csv.InvalidRow) -> str:
        blank = row.actual_columns <= 1 and not row.text.strip()
        skipped.append((row.number, ""))
        if not blank:
            ragged.append(
                (row.number, f"{row.actual_columns} cells where {len(names)} were expected")
            )
        return "skip"

    try:
        table = pa.csv.read_csv(
            io.BytesIO(text),
            read_options=pa.csv.ReadOptions(
                use_threads=False, column_names=names, block_size=1 << 24
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
    except (pa.ArrowException, OSError) as error:
        raise ValueError("is not a readable CSV file") from error
    if table.num_rows == 0 or [table.column(name)[0].as_py().strip() for name in names] != names:
        raise ValueError("has no first row with the column names")
    total = table.num_rows + len(skipped)
    rows = np.setdiff1d(np.arange(1, total + 1), [number for number, _ in skipped])
    columns = {name: table.column(name).combine_chunks().slice(1) for name in names}
    return TextTable(*_without_blank_rows(columns, rows[1:]), ragged, tuple(notices))


def _decoded(content: bytes) -> tuple[bytes, list[str]]:
    """The content as UTF-8 without a byte order mark."""
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(codec).encode(), []
            except UnicodeDecodeError as error:
                raise ValueError("is not a text file") from error
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode()
        return content, []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        return text.encode(), ["not UTF-8: its letters were read as Windows (cp1252) text."]


def _split(header: str, delimiter: str) -> list[str]:
    """The header's cells; a delimiter inside quotes belongs to its cell."""
    return re.split(rf'{re.escape(delimiter)}(?=(?:[^"]*"[^"]*")*[^"]*$)', header)


def _without_blank_rows(
    columns: dict[str, pa.Array], rows: np.ndarray
) -> tuple[dict[str, pa.Array], np.ndarray]:
    """Rows of nothing but empty cells are the end of a spreadsheet, not records."""
    filled = np.zeros(len(rows), dtype=bool)
    for column in columns.values():
        filled |= pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0).to_numpy(
            zero_copy_only=False
        )
    if filled.all():
        return columns, rows
    mask = pa.array(filled)
    return {name: column.filter(mask) for name, column in columns.items()}, rows[filled]
