"""Tables that we have checked before: Parquet with a stamp, which names the table and its digest.

A stamp is believed only while the digest fits the content; otherwise the file is checked anew. It
says who wrote the file, not that its rows are right: the door looks at them (``believed``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa

from analytics.frames import CANONICAL, TableSpec, dtype_in, settled
from analytics.records import as_bytes, digest_of

TABLE, DIGEST = b"clear_days_table", b"clear_days_checked"


def write_stamped(table: TableSpec, frame: pd.DataFrame) -> bytes:
    """The canonical table as Parquet with its stamp."""
    from pyarrow import parquet

    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    stamp = {TABLE: table.name.encode(), DIGEST: digest_of(frame).encode()}
    sink = io.BytesIO()
    parquet.write_table(
        arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **stamp}), sink
    )
    return sink.getvalue()


def write_parquet(parts: Iterable[pd.DataFrame], path: Path, table: TableSpec | None) -> None:
    """Parts of a table as one Parquet file, one of them held at a time.

    A canonical ``table``, complete and in its order, gets its stamp.
    """
    from pyarrow import parquet

    waiting = iter(parts)
    first = _canonical(table, next(waiting))
    schema = pa.Schema.from_pandas(first, preserve_index=False)
    digest = hashlib.sha256()
    with parquet.ParquetWriter(path, schema) as file:
        part: pd.DataFrame | None = first
        while part is not None:
            arrow = pa.Table.from_pandas(part, schema, preserve_index=False)
            file.write_table(arrow)
            if table:
                digest.update(as_bytes(arrow, header=part is first))
            following = next(waiting, None)
            part = None if following is None else _canonical(table, following)
        if table:
            file.add_key_value_metadata(
                {TABLE: table.name.encode(), DIGEST: digest.hexdigest().encode()}
            )


def _canonical(table: TableSpec | None, frame: pd.DataFrame) -> pd.DataFrame:
    if table is None:
        return frame
    frame = settled(frame, table)
    return frame[[column.name for column in table.columns if column.name in frame]]


def says_checked(content: bytes) -> bool:
    """Does a file carry our stamp, whether or not it fits?"""
    if not content.startswith(b"PAR1"):
        return False
    from pyarrow import parquet

    try:
        return bool((parquet.read_metadata(io.BytesIO(content)).metadata or {}).get(DIGEST))
    except (pa.ArrowException, OSError):
        return False


def read_stamped(content: bytes) -> tuple[TableSpec, pd.DataFrame] | None:
    """The table and frame of a file that we wrote and nobody changed; None for any other."""
    if not content.startswith(b"PAR1"):
        return None
    from pyarrow import parquet

    try:
        stamp = parquet.read_metadata(io.BytesIO(content)).metadata or {}
        table = CANONICAL.get(stamp.get(TABLE, b"").decode(errors="replace"))
        if table is None or not stamp.get(DIGEST):
            return None
        arrow = parquet.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError, NotImplementedError):
        return None
    frame = arrow.to_pandas()
    try:
        types = {c.name: dtype_in(frame, c) for c in table.columns if c.name in frame}
        frame = frame.astype(types)
    except (TypeError, ValueError):
        return None
    return (table, frame) if digest_of(frame) == stamp[DIGEST].decode() else None
