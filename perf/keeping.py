"""How long does it take to keep 3.7 million diary rows, and to open them again?

    python -m perf.keeping [DATABASE URL]

10,000 invented patients; SQLite in a new file, or the database named. Limit: 5 s on SQLite.
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
import time
from pathlib import Path

from analytics.settings import Settings
from clinic import cohorts
from clinic.database import make_engine, upgrade
from perf.cohorts import with_days
from perf.results import record

PATIENTS, RUNS, LIMIT = 11_100, 3, 5.0


def main(url: str = "") -> None:
    url = url or f"sqlite:///{Path(tempfile.mkdtemp()) / 'kept.db'}"
    engine = make_engine(url)
    upgrade(engine)
    records = with_days(PATIENTS)
    saved, opened = [], []
    for _ in range(RUNS):
        fresh = dataclasses.replace(records)  # nothing is remembered from the run before
        start = time.perf_counter()
        version = cohorts.keep(engine, "measured", fresh, Settings(), "perf")
        saved.append(time.perf_counter() - start)
        start = time.perf_counter()
        assert cohorts.opened(engine, version).digest == fresh.digest
        opened.append(time.perf_counter() - start)
    told = (
        f"{len(records.diary):,} diary rows: kept in {statistics.median(saved):.2f} s "
        f"(limit {LIMIT:.0f}), opened and checked in {statistics.median(opened):.2f} s"
    )
    record(f"Keeping a cohort, {engine.dialect.name}", [told])


if __name__ == "__main__":
    main(*sys.argv[1:2])
