"""How long does a large CSV take to become checked records, against a bare parse?

    python -m perf.csv_to_records

93 MB, 3.7 million diary rows. The bare parse is pyarrow's, with its own types and threads. Peak
memory is that of the whole process that reads the file, its bytes included.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.csv

from importing import Source, read_records
from perf.results import record

PATIENTS, DAYS, RUNS = 10_000, 372, 5
MOST_TIMES, MOST_GB = 10.0, 2.0


def write_diary(path: Path) -> None:
    rng = np.random.default_rng(1)
    headache = rng.random(PATIENTS * DAYS) < 0.6
    days = pd.date_range("2024-01-01", periods=DAYS).strftime("%Y-%m-%d")
    pd.DataFrame(
        {
            "patient_id": np.repeat([f"P{i:06d}" for i in range(PATIENTS)], DAYS),
            "date": np.tile(days, PATIENTS),
            "headache": headache.astype(int),
            "migraine": (headache & (rng.random(PATIENTS * DAYS) < 0.66)).astype(int),
            "pain": np.where(headache, rng.integers(1, 10, PATIENTS * DAYS), 0),
        }
    ).to_csv(path, index=False)


def seconds(run: object) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()  # type: ignore[operator]
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def read(path: Path) -> None:
    records, report = read_records([Source(path.name, path.read_bytes(), "diary")])
    assert len(records.diary) == PATIENTS * DAYS
    assert not report.undecided


def peak_gigabytes(path: Path) -> float:
    """Of a process that does nothing but read this file."""
    command = [sys.executable, "-m", "perf.csv_to_records", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return float(told.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        write_diary(path)
        bare = seconds(lambda: pyarrow.csv.read_csv(path))
        ours = seconds(lambda: read(path))
        peak = peak_gigabytes(path)
        size = path.stat().st_size / 1e6
    record(
        "CSV to checked records",
        [
            f"{size:.0f} MB, {PATIENTS * DAYS:,} rows, median of {RUNS}",
            f"bare parse {bare:.2f} s, checked records {ours:.2f} s",
            f"{ours / bare:.1f} times the bare parse (at most {MOST_TIMES})",
            f"{peak:.2f} GB at the peak (at most {MOST_GB})",
        ],
    )
    if ours / bare > MOST_TIMES or peak > MOST_GB:
        raise SystemExit("A target is missed.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
    else:
        main()
