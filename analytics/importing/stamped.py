"""Tables that we have checked before: Parquet with a stamp, which names the table and its digest.

A stamp is believed only while the digest fits the content; otherwise the file is checked anew.
"""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from analytics.frames import DTYPES, TABLES, TableSpec
from analytics.records import digest_of

TABLE, DIGEST = b"clear_days_table", b"clear_days_checked"


def write_stamped(table: TableSpec, frame: pd.DataFrame) -> bytes:
    """The canonical table as Parquet with its stamp."""
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    stamp = {TABLE: table.name.encode(), DIGEST: digest_of(frame).encode()}
    sink = io.BytesIO()
    pa.parquet.write_table(
        arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **stamp}), sink
    )
    return sink.getvalue()


def read_stamped(content: bytes) -> tuple[TableSpec, pd.DataFrame] | None:
    """The table and frame of a file that we wrote and nobody changed; None for any other."""
    if not content.startswith(b"PAR1"):
        return None
    try:
        stamp = pa.parquet.read_schema(io.BytesIO(content)).metadata or {}
        table = TABLES.get(stamp.get(TABLE, b"").decode(errors="replace"))
        if table is None or not stamp.get(DIGEST):
            return None
        arrow = pa.parquet.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError, NotImplementedError):
        return None
    frame = arrow.to_pandas()
    types = {c.name: DTYPES[c.kind] for c in table.columns if c.name in frame}
    try:
        frame = frame.astype(types)
    except (TypeError, ValueError):
        return None
    return (table, frame) if digest_of(frame) == stamp[DIGEST].decode() else None
