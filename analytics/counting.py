"""How many days of each kind lie in each window?

The one step whose cost grows with the diary: one expression, written once in Narwhals, run by
DuckDB. Everything after it has the size of patients x sessions and stays in pandas.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

FLAGS = {"headache": "headache", "migraine": "migraine", "medication": "acute_medication"}
DAYS = [f"{flag}_days" for flag in FLAGS.values()]
ASSUMED = "assumed_free_days"  # free only because an attack list names no attack
RECORDED = [f"{kind}_recorded_days" for kind in FLAGS]


def count_days(
    diary: nw.LazyFrame, windows: nw.LazyFrame, flags: Mapping[str, str | tuple[str, ...]] = FLAGS
) -> nw.LazyFrame:
    """Count, for each patient and session, the days flagged and the days recorded for each flag.

    ``diary``: patient_id, date and flags, at most one row a patient and day. ``windows``:
    patient_id, session, window_start, window_end (last day included). ``flags``: what the count
    of recorded days is called by -> the flag, or flags of which any counts. A blank flag is not a
    recorded day for that flag. Windows without any row do not appear.
    """
    counted = {
        kind: (flag, nw.col(flag)) if isinstance(flag, str) else (kind, nw.max_horizontal(*flag))
        for kind, flag in flags.items()
    }
    inside = diary.join(windows, on="patient_id", how="inner").filter(
        nw.col("date") >= nw.col("window_start"), nw.col("date") <= nw.col("window_end")
    )
    return inside.group_by("patient_id", "session").agg(
        *(flag.sum().alias(f"{name}_days") for name, flag in counted.values()),
        *(flag.count().alias(f"{kind}_recorded_days") for kind, (_, flag) in counted.items()),
        nw.col("assumed_free").sum().alias(ASSUMED),
    )


def count_days_in_memory(
    diary: pd.DataFrame,
    windows: pd.DataFrame,
    flags: Mapping[str, str | tuple[str, ...]] = FLAGS,
) -> pd.DataFrame:
    """``count_days`` over pandas frames: DuckDB reads them in place."""
    bounds = windows.loc[
        windows["window_start"].notna(), ["patient_id", "session", "window_start", "window_end"]
    ]
    names = {
        name for flag in flags.values() for name in ((flag,) if isinstance(flag, str) else flag)
    }
    days = diary[["patient_id", "date", *sorted(names), "assumed_free"]]
    with duckdb.connect() as connection:
        counted = count_days(
            nw.from_native(connection.from_arrow(_arrow(days))),
            nw.from_native(connection.from_arrow(_arrow(bounds))),
            flags,
        )
        frame: pd.DataFrame = counted.to_native().df()
    numbers = [name for name in frame if name not in ("patient_id", "session")]
    return frame.astype(
        {"patient_id": "str", "session": "int64", **dict.fromkeys(numbers, "Int64")}
    )


def _arrow(frame: pd.DataFrame) -> pa.Table:
    """The frame for DuckDB, with DATE columns: comparing timestamps takes many times longer."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for position, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            dates = table.column(position).cast(pa.date32())
            table = table.set_column(position, column.name, dates)
    return table
