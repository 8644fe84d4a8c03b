"""Where are the days counted: by DuckDB on this machine, or by Spark on many?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from analytics.counting import ASSUMED, beside, count_days, spans_of
from analytics.importing.cells import UNSEEN
from analytics.importing.layouts.base import identifying
from analytics.records import Records, with_dates
from analytics.registry.days import (
    FLAGS,
    NEEDED,
    PROBLEM,
    SPEC,
    Account,
    complete,
    judged_rows,
    typed,
    usable,
)
from analytics.registry.stamps import Looked, is_stamped, look_at
from analytics.words import counted

ENGINES = DUCKDB, SPARK = "duckdb", "spark"
MEMORY_SHARE = "70%"


class NotADiary(ValueError):
    """The files are none, or lack a column that a diary needs."""


class Diary(ABC):
    """The days of a diary that stay where they are; counted there."""

    no_headache_means_no_migraine = False  # the user's rule, as at the door

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.files = files_of(pattern)
        if not self.files:
            raise NotADiary(f"{pattern} names no file.")
        self.kind = kind_of(self.files)

    @cached_property
    def _looked(self) -> Looked | None:
        """What stamped files hold, looked at once; None where one of them has no stamp."""
        if self.kind != "parquet" or not all(is_stamped(file) for file in self.files):
            return None
        _, columns = self.raw()
        self._need(columns)
        return look_at(self.files)

    @property
    def stamped(self) -> bool:
        """Were the files checked before they were written, and are their rows in order?"""
        return self._looked is not None and not self._looked.fault

    @abstractmethod
    def raw(self) -> tuple[Any, list[str]]:
        """The files as the engine's own frame, everything as it is stored, and its columns."""

    @abstractmethod
    def project(self, expressions: list[str]) -> nw.LazyFrame:
        """Columns by SQL expressions."""

    @abstractmethod
    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        """A small frame handed to the engine."""

    @abstractmethod
    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        """The rows of a small result."""

    @cached_property
    def _rows(self) -> nw.LazyFrame:
        """Each different row, judged by the door's rules."""
        _, columns = self.raw()
        self._need(columns)
        ids = self._ids()
        marked = bool(ids.str.contains(UNSEEN).any())
        return judged_rows(self.project(typed(columns, marked)), _doubled(ids))

    @cached_property
    def days(self) -> nw.LazyFrame:
        """The days that count; those of stamped files as they lie, where nothing is wrong."""
        days = self._checked()
        if self.no_headache_means_no_migraine:
            free = nw.col("migraine").is_null() & (nw.col("headache") == 0)
            rule = nw.when(free).then(nw.lit(0)).otherwise(nw.col("migraine"))
            days = days.with_columns(rule.alias("migraine"))
        return days

    def _checked(self) -> nw.LazyFrame:
        if not self.stamped:
            return usable(self._rows)
        _, columns = self.raw()
        self._need(columns)
        kept = [name for name in columns if name in ("patient_id", "date", *FLAGS)]
        return complete(self.project(kept))

    def _need(self, columns: list[str]) -> None:
        lacking = [name for name in ("patient_id", "date") if name not in columns]
        if lacking or not set(NEEDED) & set(columns):
            raise NotADiary(
                f"{self.pattern} needs patient_id, date, and headache or migraine; these columns "
                f"were found: {', '.join(columns)}."
            )

    def _ids(self) -> pd.Series:
        """The different ids, as they are stored."""
        ids = self.collect(self.project(["patient_id"]).unique())["patient_id"].dropna()
        return ids.astype("str")

    def _told(self) -> tuple[str, ...]:
        """Columns that are not read, and why a stamp was not believed."""
        _, columns = self.raw()
        known = {column.name for column in SPEC.columns}
        extra = [name for name in columns if name not in known]
        private = identifying(extra)
        told = []
        if self._looked is not None and self._looked.fault:
            told.append(
                "The stamp says that the files were checked, but not so: "
                f"{self._looked.fault}. Every row was checked again."
            )
        if len(extra) > len(private):
            told.append(f"{counted(len(extra) - len(private), 'further column')} not read.")
        if private:
            told.append(f"Not read, may name a person: {', '.join(private)}.")
        return tuple(told)

    def account(self) -> Account:
        """Where every row went; one pass over all of them."""
        if self._looked is not None and not self._looked.fault:
            return Account(self._looked.rows, self._looked.rows, 0, {})
        sums = self._rows.group_by(PROBLEM).agg(
            nw.col("copies").sum().alias("rows"), nw.len().alias("different")
        )
        found = self.collect(sums)
        good = found[found[PROBLEM].isna()]
        used = int(good["different"].sum())
        aside = found[found[PROBLEM].notna()].sort_values(PROBLEM)
        return Account(
            int(found["rows"].sum()), used, int(good["rows"].sum()) - used,
            {str(why): int(n) for why, n in zip(aside[PROBLEM], aside["rows"], strict=True)},
            self._told(),
        )  # fmt: skip

    def last_date(self) -> date | None:
        """The last day that counts: the cut-off, unless another is stated."""
        if self._looked is not None and not self._looked.fault:
            return self._looked.last
        last = self.collect(self.days.select(nw.col("date").max().alias("last")))["last"].iloc[0]
        return None if pd.isna(last) else pd.Timestamp(last).date()

    def has(self, flag: str) -> bool:
        """Is there any answer to this question?"""
        n = self.collect(self.days.select(nw.col(flag).count().alias("n")))["n"].iloc[0]
        return bool(n)

    def count(self, records: Records, windows: pd.DataFrame) -> pd.DataFrame:
        """``count_days`` over the files, a row beside each of these windows."""
        days = self.days
        if records.cut_off is not None:
            days = days.filter(nw.col("date") <= nw.lit(records.cut_off))
        counts = self.collect(count_days(days, self.spans(spans_of(windows))))
        return beside(windows, counts.assign(**{ASSUMED: counts[ASSUMED].fillna(0)}))


class OnDisk(Diary):
    """Scanned by DuckDB: the files are read as they stream by."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.connection = duckdb.connect()
        self.connection.execute("set preserve_insertion_order = false")

    def raw(self) -> tuple[Any, list[str]]:
        source = _literal(as_pattern(self.pattern, self.kind))
        read = (
            f"read_parquet({source}, union_by_name = true)"
            if self.kind == "parquet"
            else f"read_csv({source}, header = true, all_varchar = true, union_by_name = true, "
            "null_padding = true, ignore_errors = false)"
        )
        try:
            found = self.connection.sql(f"select * from {read}")  # nosec B608: a quoted file name
        except duckdb.Error as problem:
            raise NotADiary(f"{self.pattern} cannot be read as {self.kind}.") from problem
        return found, list(found.columns)

    def project(self, expressions: list[str]) -> nw.LazyFrame:
        return nw.from_native(self.raw()[0].project(", ".join(expressions)))

    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        table = with_dates(pa.Table.from_pandas(windows, preserve_index=False))
        return nw.from_native(self.connection.from_arrow(table))

    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        found: pd.DataFrame = frame.to_native().df()
        return found


class OnSpark(Diary):
    """Scanned by Spark, on this machine or a cluster; PySpark is loaded only here."""

    def __init__(self, pattern: str, session: Any) -> None:
        super().__init__(pattern)
        self.session = session

    def raw(self) -> tuple[Any, list[str]]:
        reader, path = self.session.read, self.pattern
        if Path(path).is_dir():
            reader = reader.option("recursiveFileLookup", "true")
        if self.kind == "parquet":
            found = reader.option("mergeSchema", "true").parquet(path)
        else:
            found = reader.option("header", "true").csv(path)
        return found, list(found.columns)

    def project(self, expressions: list[str]) -> nw.LazyFrame:
        return nw.from_native(self.raw()[0].selectExpr(*expressions))

    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        dates = {n: windows[n].dt.date for n in ("window_start", "window_end")}
        plain = windows.assign(**dates).astype({"patient_id": "object", "span": "int64"})
        schema = "span long, patient_id string, window_start date, window_end date"
        return nw.from_native(self.session.createDataFrame(plain, schema))

    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        found: pd.DataFrame = frame.to_native().toPandas()
        return found


@contextmanager
def opened(pattern: str, engine: str = DUCKDB, master: str = "local[*]") -> Iterator[Diary]:
    """The diary in these files, counted by this engine. Raises NotADiary."""
    if engine == SPARK:
        from analytics.registry.spark import spark_session

        with spark_session(master) as session:
            yield OnSpark(pattern, session)
        return
    diary = OnDisk(pattern)
    try:
        yield diary
    finally:
        diary.connection.close()


def files_of(pattern: str) -> list[Path]:
    """The files of a pattern or a folder, in order."""
    path = Path(pattern)
    if path.is_dir():
        return sorted(f for end in ("parquet", "csv") for f in path.rglob(f"*.{end}"))
    if path.is_file():
        return [path]
    anchor = Path(path.anchor or ".")
    return sorted(f for f in anchor.glob(str(path.relative_to(path.anchor or "."))) if f.is_file())


def kind_of(files: list[Path]) -> str:
    """csv or parquet: one kind, or NotADiary."""
    kinds = {file.suffix.lower().lstrip(".") for file in files}
    if kinds not in ({"csv"}, {"parquet"}):
        raise NotADiary(
            f"CSV or Parquet files were expected, of one kind: {', '.join(sorted(kinds))}."
        )
    return kinds.pop()


def as_pattern(pattern: str, kind: str) -> str:
    """A folder as a pattern of the files in it."""
    return str(Path(pattern) / "**" / f"*.{kind}") if Path(pattern).is_dir() else pattern


def _doubled(ids: pd.Series) -> list[str]:
    """Ids that would be one without the spaces around them."""
    bare = ids.str.strip()
    return sorted(set(bare[bare.duplicated(keep=False) & (bare != "")]))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
