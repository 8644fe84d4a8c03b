"""How many days of each kind lie in each window?

The one step whose cost grows with the diary: one expression, written once in Narwhals, run by
DuckDB. Everything after it has the size of patients x sessions and stays in pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.days import of_the_kind, with_blanks
from analytics.definitions import MEASURES, Measure
from analytics.frames import DIARY
from analytics.records import Records, with_dates

Flag = str | tuple[str, ...] | Measure  # a column of the diary, any of several, or a kind of day
_PLACES = {column.name: place for place, column in enumerate(DIARY.columns)}
COUNTED = sorted(MEASURES.values(), key=lambda one: _PLACES[one.column])  # as diaries have them
FLAGS: Mapping[str, Flag] = {measure.kind: measure for measure in COUNTED}
DAYS = [measure.name for measure in COUNTED]
SPAN = "span"
ASSUMED = "assumed_free_days"  # free only because an attack list names no attack
RECORDED = [measure.recorded for measure in COUNTED]


def count_days(
    diary: nw.LazyFrame[Any], windows: nw.LazyFrame[Any], flags: Mapping[str, Flag] = FLAGS
) -> nw.LazyFrame[Any]:
    """Count, for each window, the days flagged and the days recorded for each flag.

    ``diary``: patient_id, date and flags, at most one row a patient and day. ``windows``: span (a
    number of its own), patient_id, window_start, window_end (last day included). ``flags``: what
    the count of recorded days is called by -> the flag, flags of which any counts, or the measure.
    A blank flag is not a recorded day for that flag. Windows without any row do not appear.
    """
    measures = [flag for flag in flags.values() if isinstance(flag, Measure)]
    counted = {kind: _days_of(flag, kind) for kind, flag in flags.items()}
    inside = (
        with_blanks(diary, measures)
        .join(windows, on="patient_id", how="inner")
        .filter(nw.col("date") >= nw.col("window_start"), nw.col("date") <= nw.col("window_end"))
    )
    return inside.group_by(SPAN).agg(
        *(flag.sum().alias(name) for name, flag in counted.values()),
        *(flag.count().alias(f"{kind}_recorded_days") for kind, (_, flag) in counted.items()),
        nw.col("assumed_free").sum().alias(ASSUMED),
    )


def _days_of(flag: Flag, kind: str) -> tuple[str, nw.Expr]:
    """What the count of such days is called, and 0, 1 or blank for each day."""
    if isinstance(flag, Measure):
        return flag.name, of_the_kind(flag)
    if isinstance(flag, str):
        return f"{flag}_days", nw.col(flag)
    return f"{kind}_days", nw.max_horizontal(*flag)


def count_days_in_memory(
    records: Records,
    windows: pd.DataFrame,
    flags: Mapping[str, Flag] = FLAGS,
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
