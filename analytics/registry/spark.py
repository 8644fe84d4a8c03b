"""A Spark session: the one that is there, or a new one for a master's address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NEEDS = "Spark needs requirements-spark.txt and Java 17 or newer."


class NoSpark(RuntimeError):
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
