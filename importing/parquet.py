"""A Parquet file as text: its own types are not trusted, its values are checked like all others."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importing.text import Lines, TextTable, Unreadable


def read_parquet(content: bytes) -> TextTable:
    """Every column as text; a row of the file is a row of the table."""
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(content))
        columns = {name: _as_text(table.column(name)) for name in table.column_names}
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise Unreadable("is not a readable Parquet file") from error
    lines = Lines(total=table.num_rows, rows=table.num_rows)
    return TextTable(columns, np.arange(1, table.num_rows + 1), lines=lines)


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
        column = pc.replace_substring_regex(column, r" 00:00:00(\.0+)?$", "")
    text = pc.fill_null(pc.cast(column, pa.string()), "")
    if pa.types.is_floating(column.type):  # a missing number, as pandas writes it
        text = pc.if_else(pc.equal(text, "nan"), "", text)
    return text.combine_chunks()
