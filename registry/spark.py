"""A diary scanned by Spark, in the session that is there or a new one for a master's address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, reduce
from typing import Any

import narwhals as nw
import pandas as pd

from analytics.refusal import Refusal
from registry.days import FILE
from registry.engines import Diary
from registry.lines import Mended

NEEDS = "Spark needs requirements-spark.txt and Java 17 or newer."


class NoSpark(Refusal, RuntimeError):
    """PySpark or Java is missing."""


@contextmanager
def spark_session(master: str = "local[*]") -> Iterator[Any]:
    """An existing session is used and left as it is; a new one is stopped afterwards."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise NoSpark(NEEDS) from None
    existing = SparkSession.getActiveSession()
    if existing is not None:
        yield existing
        return
    builder = SparkSession.builder.appName("Clear Days").master(master)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.sql.ansi.enabled": "true",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as problem:
        raise NoSpark(NEEDS) from problem
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


class OnSpark(Diary):
    """Scanned by Spark, on this machine or a cluster; PySpark is loaded only here."""

    def __init__(self, pattern: str, session: Any) -> None:
        super().__init__(pattern)
        self.session = session

    def raw(self) -> tuple[Any, list[str]]:
        found = reduce(lambda one, other: one.unionByName(other, True), self._parts)
        return found, [name for name in found.columns if name != FILE]

    @cached_property
    def _parts(self) -> list[Any]:
        """Files of one schema each, with their names; Spark merges no text with numbers."""
        read = self._csv() if self.kind == "csv" else self._parquet()
        kinds = [dict(part.dtypes) for part in read]
        text = {name for kind in kinds for name, of in kind.items() if of == "string"}
        as_text = [
            {name: part[name].cast("string") for name in text & {*part.columns}} for part in read
        ]
        plain = [
            part.withColumns(cast).selectExpr("*", f"input_file_name() as {FILE}")
            for part, cast in zip(read, as_text, strict=True)
        ]
        return plain + [self._mended(one) for one in self._lines.mended]

    def _csv(self) -> list[Any]:
        """Files of one form each: where the names stand in another order, so do the cells."""
        return [
            self.session.read.option("header", "true")
            .option("escape", '"')
            .option("sep", form.delimiter)
            .csv([str(file) for file in files])
            for form, files in self._lines.plain.items()
        ]

    def _mended(self, mended: Mended) -> Any:
        """The rows of a file that the door has read."""
        rows = mended.rows.to_pandas().astype("object")
        schema = ", ".join(f"`{name}` string" for name in rows)
        frame = self.session.createDataFrame(rows.where(rows.notna(), None), schema)
        return frame.selectExpr("*", f"{self.literal(mended.file.as_posix())} as {FILE}")

    def _parquet(self) -> list[Any]:
        from pyarrow import parquet

        alike: dict[tuple[Any, ...], list[str]] = {}
        for file in self.files:
            schema = parquet.read_schema(file)
            fields = tuple((field.name, str(field.type)) for field in schema)
            alike.setdefault(fields, []).append(str(file))
        return [self.session.read.parquet(*paths) for paths in alike.values()]

    def project(self, expressions: list[str]) -> nw.LazyFrame:
        return nw.from_native(self.raw()[0].selectExpr(*expressions))

    def names(self, pairs: pd.DataFrame) -> nw.LazyFrame:
        schema = ", ".join(f"{name} string" for name in pairs)
        return nw.from_native(self.session.createDataFrame(pairs.astype("object"), schema))

    def literal(self, text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        dates = {n: windows[n].dt.date for n in ("window_start", "window_end")}
        plain = windows.assign(**dates).astype({"patient_id": "object", "span": "int64"})
        schema = "span long, patient_id string, window_start date, window_end date"
        return nw.from_native(self.session.createDataFrame(plain, schema))

    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        found: pd.DataFrame = frame.to_native().toPandas()
        return found
