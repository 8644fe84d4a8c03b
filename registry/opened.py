"""Which engine counts the days of a diary in its files?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from registry.engines import DUCKDB, SPARK, Diary, OnDisk


@contextmanager
def opened(pattern: str, engine: str = DUCKDB, master: str = "local[*]") -> Iterator[Diary]:
    """The diary in these files, counted by this engine. Raises NotADiary."""
    if engine == SPARK:
        from registry.spark import OnSpark, spark_session

        with spark_session(master) as session:
            yield OnSpark(pattern, session)
        return
    diary = OnDisk(pattern)
    try:
        yield diary
    finally:
        diary.connection.close()
