"""How many days of each kind lie in each window?

The one step whose cost grows with the diary: one expression, written once in Narwhals, run by
DuckDB. Everything after it has the size of patients x sessions and stays in pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.records import Records, with_dates

FLAGS = {"headache": "headache", "migraine": "migraine", "medication": "acute_medication"}
DAYS = [f"{flag}_days" for flag in FLAGS.values()]
SPAN = "span"
ASSUMED = "assumed_free_days"  # free only because an attack list names no attack
RECORDED = [f"{kind}_recorded_days" for kind in FLAGS]


def count_days(
    diary: nw.LazyFrame, windows: nw.LazyFrame, flags: Mapping[str, str | tuple[str, ...]] = FLAGS
) -> nw.LazyFrame:
    """Count, for each window, the days flagged and the days recorded for each flag.

    ``diary``: patient_id, date and flags, at most one row a patient and day. ``windows``: span (a
    number of its own), patient_id, window_start, window_end (last day included). ``flags``: what
    the count of recorded days is called by -> the flag, or flags of which any counts. A blank flag
    is not a recorded day for that flag. Windows without any row do not appear.
    """
    counted = {
        kind: (flag, nw.col(flag)) if isinstance(flag, str) else (kind, nw.max_horizontal(*flag))
        for kind, flag in flags.items()
    }
    inside = diary.join(windows, on="patient_id", how="inner").filter(
        nw.col("date") >= nw.col("window_start"), nw.col("date") <= nw.col("window_end")
    )
    return inside.group_by(SPAN).agg(
        *(flag.sum().alias(f"{name}_days") for name, flag in counted.values()),
        *(flag.count().alias(f"{kind}_recorded_days") for kind, (_, flag) in counted.items()),
        nw.col("assumed_free").sum().alias(ASSUMED),
    )


def count_days_in_memory(
    records: Records,
    windows: pd.DataFrame,
    flags: Mapping[str, str | tuple[str, ...]] = FLAGS,
) -> pd.DataFrame:
    """``count_days`` over the records' diary: DuckDB reads it in place.

    One row for each of the windows, in their order; missing where no day was recorded at all.
    """
    days, ids = records.coded_diary
    spans = coded(spans_of(windows), ids)
    with in_memory().cursor() as connection:
        counted = count_days(
            nw.from_native(connection.from_arrow(days)),
            nw.from_native(connection.from_arrow(spans)),
            flags,
        )
        frame: pd.DataFrame = counted.to_native().df()
    return beside(windows, frame)


@cache
def in_memory() -> duckdb.DuckDBPyConnection:
    """The process's one empty database: opening it costs more than counting a small clinic.

    Whoever asks takes a ``cursor()`` of her own: what one registers, no other sees.
    """
    return duckdb.connect()


def spans_of(windows: pd.DataFrame) -> pd.DataFrame:
    """The windows that have a day, each with its number: what is handed to an engine."""
    bounds = windows[["patient_id", "window_start", "window_end"]].reset_index(drop=True)
    return bounds.rename_axis(SPAN).reset_index()[bounds["window_start"].notna().to_numpy()]


def beside(windows: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of spans as rows beside their windows."""
    place, columns = counts[SPAN].to_numpy("int64"), {}
    for name, column in counts.drop(columns=SPAN).items():
        values, blank = np.zeros(len(windows), dtype="int64"), np.ones(len(windows), dtype=bool)
        values[place] = column.fillna(0).to_numpy("int64")
        blank[place] = column.isna().to_numpy()
        columns[name] = pd.arrays.IntegerArray(values, blank)
    return pd.DataFrame(columns, index=windows.index)


def coded(frame: pd.DataFrame, ids: pa.Array) -> pa.Table:
    """The frame beside a coded diary: DATE columns, each patient as her number (or none)."""
    table = with_dates(pa.Table.from_pandas(frame, preserve_index=False))
    place = table.column_names.index("patient_id")
    codes = pc.index_in(table.column(place).cast(ids.type), value_set=ids)
    return table.set_column(place, "patient_id", codes)
