"""How long do records take to become outcomes, against SQL and pandas written by hand?

    python -m perf.records_to_outcomes

3.7 million diary rows of 10,000 patients in memory, no file is read. All three give the same
percent reductions. Timings are noisy: what counts are the ratios of medians in one run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.cycles import count_cycles
from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import CANONICAL, empty
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from perf.by_hand import SQL, percent_in_pandas
from perf.results import record

PATIENTS, DAYS, SESSIONS, RUNS = 10_000, 372, 4, 5
MOST_TIMES_SQL, LEAST_TIMES_PANDAS = 2.0, 5.0


def make_records() -> Records:
    """Complete diaries with about 60% headache and 40% migraine days, four sessions each."""
    rng = np.random.default_rng(1)
    ids = pd.Series([f"P{i:06d}" for i in range(PATIENTS)], dtype="str")
    headache = rng.random(PATIENTS * DAYS) < 0.6
    migraine = headache & (rng.random(PATIENTS * DAYS) < 0.66)
    days = pd.Series(pd.date_range("2024-01-01", periods=DAYS).astype("datetime64[s]"))
    diary = empty(CANONICAL["diary"]).drop(columns=["patient_id", "date", "headache", "migraine"])
    diary = diary.reindex(range(PATIENTS * DAYS)).assign(
        patient_id=ids.repeat(DAYS).reset_index(drop=True),
        date=pd.concat([days] * PATIENTS, ignore_index=True),
        headache=pd.array(headache.astype("int8"), dtype="Int8"),
        migraine=pd.array(migraine.astype("int8"), dtype="Int8"),
    )
    dates = [pd.Timestamp("2024-02-05") + pd.Timedelta(days=84 * k) for k in range(SESSIONS)]
    sessions = empty(CANONICAL["sessions"]).drop(columns=["patient_id", "session_date"])
    sessions = sessions.reindex(range(PATIENTS * SESSIONS)).assign(
        patient_id=ids.repeat(SESSIONS).reset_index(drop=True),
        session_date=pd.Series(dates * PATIENTS).astype("datetime64[s]"),
    )
    others = {name: empty(table) for name, table in CANONICAL.items()}
    return Records(**{**others, "diary": diary, "sessions": sessions})


def ours(records: Records) -> pd.Series:
    outcomes = derive_outcomes(
        count_cycles(records.as_of(), DEFAULT_DEFINITION), DEFAULT_DEFINITION
    )
    return outcomes.loc[outcomes["session"] > 0, "percent_reduction"].astype("float64")


def by_hand_in_sql(records: Records) -> pd.Series:
    with duckdb.connect() as connection:
        for name in ("diary", "sessions"):
            frame = records.tables[name].drop(columns="session", errors="ignore")
            table = pa.Table.from_pandas(frame, preserve_index=False)
            column = table.schema.get_field_index("date" if name == "diary" else "session_date")
            dates = table.column(column).cast(pa.date32())
            connection.register(name, table.set_column(column, table.field(column).name, dates))
        return connection.sql(SQL).df()["percent_reduction"]


def by_hand_in_pandas(records: Records) -> pd.Series:
    return percent_in_pandas(records.diary, records.sessions)


def median_seconds(run: Callable[[Records], pd.Series], records: Records) -> float:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run(records)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    records = make_records()
    runs = {"ours": ours, "SQL by hand": by_hand_in_sql, "pandas by hand": by_hand_in_pandas}
    results = [run(records).to_numpy() for run in runs.values()]
    assert all(np.allclose(results[0], other, equal_nan=True) for other in results[1:])
    seconds = {name: median_seconds(run, records) for name, run in runs.items()}
    to_sql = seconds["ours"] / seconds["SQL by hand"]
    to_pandas = seconds["pandas by hand"] / seconds["ours"]
    record(
        "Records to outcomes, in memory",
        [
            f"{len(records.diary):,} diary rows, {PATIENTS:,} patients, median of {RUNS} runs",
            *(f"{name:<16} {value:6.2f} s" for name, value in seconds.items()),
            f"{to_sql:.2f} times the SQL (at most {MOST_TIMES_SQL})",
            f"{to_pandas:.1f} times faster than the pandas (at least {LEAST_TIMES_PANDAS})",
        ],
    )
    if to_sql > MOST_TIMES_SQL or to_pandas < LEAST_TIMES_PANDAS:
        raise SystemExit("A target is missed.")


if __name__ == "__main__":
    main()
