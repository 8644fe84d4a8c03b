"""From 1,000 to 1,000,000 patients: how do time and memory grow, beside others by hand?

    python -m perf.registry [PATIENTS ...]

Invented diaries of 372 days each, in stamped Parquet on disk (372 million rows for a million
patients; about 1 GB, made once and left in the folder it names). Each run is a process of its own,
timed from the moment at which its packages are imported; all four must judge the same patients.
Ours and ``table`` (SQL by hand) give every row and column of the outcomes, with who was due and why
somebody is not judged; the other three give one column, the percent reduction.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from perf.by_hand import SQL, SQL_TABLE, percent_in_pandas
from perf.results import record

DAYS, SESSIONS, PART = 372, 4, 100_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
FOLDER = Path(os.environ.get("CLEAR_DAYS_PERF") or Path(tempfile.gettempdir()) / "clear-days-perf")


def make(patients: int) -> Path:
    """The records of so many patients: diary/part-*.parquet and sessions.parquet."""
    folder = FOLDER / str(patients)
    if (folder / "done").exists():
        return folder
    (folder / "diary").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for number, first in enumerate(range(0, patients, PART)):
            last = min(first + PART, patients)
            rows = f"""
                select patient_id, date, headache, (headache and r % 100 < 66)::tinyint as migraine
                from (select 'P' || lpad(i::text, 7, '0') as patient_id,
                             date '2024-01-01' + d::int as date,
                             (hash(i, d) % 100 < 60)::tinyint as headache, hash(d, i) as r
                      from range({first}, {last}) as p(i), range({DAYS}) as days(d))
                order by patient_id, date"""
            target = folder / "diary" / f"part-{number}.parquet"
            stamp = "kv_metadata {clear_days_table: 'diary', clear_days_checked: 'by its maker'}"
            connection.sql(f"copy ({rows}) to '{target}' (format parquet, {stamp})")
        sessions = f"""
            select 'P' || lpad(i::text, 7, '0') as patient_id,
                   date '2024-02-05' + (84 * k)::int as session_date
            from range({patients}) as p(i), range({SESSIONS}) as s(k) order by 1, 2"""
        connection.sql(f"copy ({sessions}) to '{folder / 'sessions.parquet'}' (format parquet)")
    (folder / "done").write_text("", encoding="utf-8", newline="")
    return folder


BEGUN = []  # when the work began, after what it needs was imported


def begin() -> None:
    BEGUN.append(time.perf_counter())


def end(rows: int, judged: int) -> None:
    took = time.perf_counter() - BEGUN[0]
    told = {"rows": rows, "judged": judged, "seconds": took, "peak": peak()}
    print(json.dumps(told))


def ours(folder: Path) -> None:
    from analytics.definitions import DEFAULT_DEFINITION
    from analytics.frames import CANONICAL, empty
    from analytics.records import Records
    from registry.opened import opened
    from registry.whole import outcomes_in_parts

    begin()
    with duckdb.connect() as connection:
        had = connection.sql(f"select * from '{folder / 'sessions.parquet'}'").df()
    blank = empty(CANONICAL["sessions"]).drop(columns=["patient_id", "session_date"])
    sessions = blank.reindex(range(len(had))).assign(
        patient_id=had["patient_id"].astype("str"),
        session_date=had["session_date"].astype("datetime64[s]"),
    )
    others = {name: empty(table) for name, table in CANONICAL.items()}
    rows, judged = 0, 0
    with opened(str(folder / "diary")) as diary:
        found = diary.look(sessions["patient_id"], date.today(), {})
        assert not found.questions, found.questions
        records = Records(**{**others, "sessions": sessions}).as_of(diary.last_date())
        for part in outcomes_in_parts(diary, records, DEFAULT_DEFINITION):
            after = part[part["session"] > 0]
            rows += len(after)
            judged += int(after["evaluable"].fillna(False).sum())
    end(rows, judged)


def check(folder: Path) -> None:
    """The door's rules over the same rows without a stamp: signs, and every row accounted for."""
    from registry.opened import opened

    bare = folder / "unstamped"
    if not bare.exists():
        bare.mkdir()
        rows = f"select * from '{folder / 'diary' / '*.parquet'}'"
        duckdb.sql(f"copy ({rows}) to '{bare / 'diary.parquet'}' (format parquet)")
    had = f"select distinct patient_id from '{folder / 'sessions.parquet'}'"
    ids = duckdb.sql(had).df()["patient_id"]
    begin()
    with opened(str(bare)) as diary:
        found = diary.look(ids, date.today(), {})
        assert not found.questions, found.questions
        account = diary.account()
    end(account.read, account.used)


def by_hand(folder: Path) -> None:
    """One column: the percent reduction."""
    _in_sql(folder, SQL)


def table_by_hand(folder: Path) -> None:
    """What ours gives: every row and column of the outcomes."""
    _in_sql(folder, SQL_TABLE)


def _in_sql(folder: Path, query: str) -> None:
    begin()
    with duckdb.connect() as connection:
        for name in ("diary", "sessions"):
            where = folder / (f"{name}/*.parquet" if name == "diary" else f"{name}.parquet")
            connection.sql(f"create view {name} as select * from '{where}'")
        found = connection.sql(query).df()
    after = found[found["session"] > 0]
    end(len(after), int(after["percent_reduction"].notna().sum()))


def in_polars(folder: Path) -> None:
    """The same in Polars, streaming."""
    import polars as pl

    begin()
    had = pl.scan_parquet(folder / "sessions.parquet").sort("patient_id", "session_date")
    day, of = pl.col("session_date"), "patient_id"
    windows = had.with_columns(
        session=day.cum_count().over(of), next=day.shift(-1).over(of), first=day.min().over(of)
    )
    month = pl.duration(days=30)
    after = windows.select(
        of,
        "session",
        window_start=day + pl.duration(days=1),
        window_end=pl.min_horizontal(
            day + month, pl.coalesce(pl.col("next") - pl.duration(days=1), day + month)
        ),
    )
    before = (
        windows.select(of, "first")
        .unique()
        .select(
            of,
            session=pl.lit(0, pl.UInt32),
            window_start=pl.col("first") - month,
            window_end=pl.col("first") - pl.duration(days=1),
        )
    )
    spans = pl.concat([after.cast({"session": pl.UInt32}), before])
    diary = pl.scan_parquet(folder / "diary/*.parquet")
    inside = diary.join(spans, on=of).filter(
        pl.col("date").is_between("window_start", "window_end")
    )
    counted = inside.group_by(of, "session").agg(
        days=pl.col("migraine").cast(pl.Int64).sum(), recorded=pl.col("migraine").count()
    )
    base = counted.filter(pl.col("session") == 0).drop("session")
    both = counted.filter(pl.col("session") > 0).join(base, on=of, suffix="_before")
    was, now = (
        pl.col("days_before") * pl.col("recorded"),
        pl.col("days") * pl.col("recorded_before"),
    )
    enough = (pl.col("recorded") >= 15) & (pl.col("recorded_before") >= 20)
    found = both.with_columns(
        percent=pl.when(enough & (pl.col("days_before") > 0)).then(100.0 * (was - now) / was)
    ).collect(engine="streaming")
    judged = found["percent"].is_not_null().sum()
    end(len(found), int(judged))


def in_pandas(folder: Path) -> None:
    """The script of a careful user: merge, filter, group."""
    begin()
    diary = pd.read_parquet(folder / "diary")
    found = percent_in_pandas(diary, pd.read_parquet(folder / "sessions.parquet"))
    end(len(found), int(found.notna().sum()))


RUNS = {
    "ours": ours,
    "table": table_by_hand,
    "SQL": by_hand,
    "Polars": in_polars,
    "pandas": in_pandas,
}
CHECKED_AT = 100_000  # patients: the pass over files without a stamp is a figure of its own
MOST_IN_PANDAS = 100_000  # patients; ten times as many days do not fit into this memory
ONCE = {"pandas": 100_000}  # patients from which on it is measured once; the others: a million
MOST_TIMES_SQL, LEAST_TIMES_PANDAS, STEEPEST = 1.3, 10, 1.1


def measured(what: str, folder: Path, times: int) -> dict[str, float]:
    """Seconds and peak of a process of its own, and what it found; the middle of so many."""
    command = [sys.executable, "-m", "perf.registry", what, str(folder)]
    found = []
    for _ in range(times):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8"
        )
        found.append(json.loads(done.stdout))
    return sorted(found, key=lambda one: one["seconds"])[times // 2]


def peak() -> int:
    """The most memory that this process held, in kB; nothing of the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main(sizes: tuple[int, ...]) -> None:
    lines = []
    seconds: dict[str, list[float]] = {name: [] for name in RUNS}
    for patients in sizes:
        folder, told = make(patients), {}
        for name in RUNS:
            if name == "pandas" and patients > MOST_IN_PANDAS:
                continue
            times = 1 if patients >= ONCE.get(name, 1_000_000) else 3
            told[name] = measured(name, folder, times)
            took, memory = told[name]["seconds"], told[name]["peak"] / 1e6
            seconds[name].append(took)
            lines.append(f"{patients:>9,} patients  {name:<6} {took:7.2f} s  {memory:5.2f} GB")
            print(lines[-1], flush=True)
        assert len({one["judged"] for one in told.values()}) == 1, told
        own = seconds["ours"][-1]
        line = f"{own / seconds['table'][-1]:.2f} times SQL that gives the same table "
        line += f"(limit {MOST_TIMES_SQL}); giving one column: "
        line += f"{own / seconds['SQL'][-1]:.2f} times SQL, "
        line += f"{own / seconds['Polars'][-1]:.2f} times Polars"
        if "pandas" in told:
            line += f"; {seconds['pandas'][-1] / own:.1f} times faster than pandas "
            line += f"(at least {LEAST_TIMES_PANDAS})"
        lines.append(f"{patients:>9,} patients  {line}")
    if CHECKED_AT in sizes:
        found = measured("check", make(CHECKED_AT), 1)
        lines.append(
            f"check pass over {found['rows']:,} unstamped rows: {found['seconds']:.1f} s, "
            f"{found['peak'] / 1e6:.2f} GB"
        )
    if len(sizes) > 1:
        growth = math.log(seconds["ours"][-1] / seconds["ours"][-2])
        slope = growth / math.log(sizes[-1] / sizes[-2])
        lines.append(
            f"slope between the last two sizes on log-log axes: {slope:.2f} (limit {STEEPEST})"
        )
    record("Records to outcomes, from disk", lines)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in (*RUNS, "check"):
        {**RUNS, "check": check}[sys.argv[1]](Path(sys.argv[2]))
    else:
        main(tuple(int(value) for value in sys.argv[1:]) or SIZES)
