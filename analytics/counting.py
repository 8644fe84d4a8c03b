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

    One row for each of the windows, in their order: whole numbers, 0 where no day was recorded.
    """
    days, ids = records.coded_diary
    spans = coded(spans_of(windows), ids)
    schemas = (table.schema.remove_metadata() for table in (days, spans))
    asked = _as_asked(*schemas, (*flags.items(),))
    with in_memory().cursor() as connection:
        connection.register("diary", days)
        connection.register("windows", spans)
        frame: pd.DataFrame = connection.execute(asked).df()
    return beside(windows, frame)


@cache
def _as_asked(diary: pa.Schema, windows: pa.Schema, flags: tuple[tuple[str, Flag], ...]) -> str:
    """``count_days`` as DuckDB is asked, for all diaries with these columns.

    Putting the expression together costs more than counting one patient's days.
    """
    with in_memory().cursor() as connection:
        connection.register("diary", diary.empty_table())
        connection.register("windows", windows.empty_table())
        days, spans = (nw.from_native(connection.view(name)) for name in ("diary", "windows"))
        asked: str = count_days(days, spans, dict(flags)).to_native().sql_query()
    return asked


@cache
def in_memory() -> duckdb.DuckDBPyConnection:
    """The process's one empty database: opening it costs more than counting a small clinic.

    Whoever asks takes a ``cursor()`` of her own: what one registers, no other sees.
    """
    return duckdb.connect()


def spans_of(windows: pd.DataFrame) -> pd.DataFrame:
    """The windows that have a day, each with its number: what is handed to an engine."""
    place = np.flatnonzero(windows["window_start"].notna())
    bounds = ("patient_id", "window_start", "window_end")
    return pd.DataFrame({SPAN: place, **{name: windows[name].array[place] for name in bounds}})


def beside(windows: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of spans as rows beside their windows: 0 of 0 recorded days where there is no row."""
    numbers = counts.drop(columns=SPAN)
    values = np.zeros((len(windows), numbers.shape[1]), dtype="int64")
    values[counts[SPAN].to_numpy("int64")] = numbers.fillna(0).to_numpy("int64")
    return pd.DataFrame(values, columns=numbers.columns, index=windows.index)


def coded(frame: pd.DataFrame, ids: pa.Array) -> pa.Table:
    """The frame beside a coded diary: DATE columns, each patient as her number (or none)."""
    table = with_dates(pa.Table.from_pandas(frame, preserve_index=False))
    place = table.column_names.index("patient_id")
    codes = pc.index_in(table.column(place).cast(ids.type), value_set=ids)
    return table.set_column(place, "patient_id", codes)
