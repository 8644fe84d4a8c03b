"""How long does each page wait for its numbers, the first time, with 1,000 and 10,000 patients?

    python -m perf.page_computations

Invented diaries with gaps, different effects, three classes of acute medication, four sessions.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import TABLES, empty
from analytics.lists import patient_lists
from analytics.outcomes import outcomes_of
from analytics.records import Records
from analytics.settings import Settings
from analytics.tables import TABLES as TABLES_BY_NAME
from analytics.tables import Basis, make_table

DAYS, SESSIONS, RUNS = 372, 4, 3
LISTS = "records to look at"
WITHOUT_PROGRESS = 2.0  # seconds; slower tables show how far they have come
LISTS_WITHIN = 1.0  # seconds for 10,000 patients, on two cores


def make_clinic(patients: int, seed: int = 1) -> Records:
    """One row for about nine days in ten; a third each of strong, some and no effect."""
    rng = np.random.default_rng(seed)
    ids = pd.Series([f"P{i:06d}" for i in range(patients)], dtype="str")
    day = np.tile(np.arange(DAYS), patients)
    effect = np.repeat(rng.choice([0.0, 0.35, 0.7], patients), DAYS)
    before = np.repeat(rng.uniform(0.45, 0.95, patients), DAYS)
    treated_from = 35
    chance = np.where(day >= treated_from, before * (1 - effect), before)
    n = patients * DAYS
    headache = rng.random(n) < chance
    migraine = headache & (rng.random(n) < 0.7)
    taken = {
        name: headache & (rng.random(n) < share)
        for name, share in (("triptan", 0.3), ("non_opioid", 0.3), ("opioid", 0.03))
    }

    def flag(values: np.ndarray) -> pd.arrays.IntegerArray:
        return pd.array(values.astype("int8"), dtype="Int8")

    dates = pd.Series(pd.date_range("2024-01-01", periods=DAYS).astype("datetime64[s]"))
    columns = {
        "patient_id": ids.repeat(DAYS).reset_index(drop=True),
        "date": pd.concat([dates] * patients, ignore_index=True),
        "headache": flag(headache),
        "migraine": flag(migraine),
        "acute_medication": flag(taken["triptan"] | taken["non_opioid"] | taken["opioid"]),
        **{name: flag(values) for name, values in taken.items()},
    }
    blank = empty(TABLES["diary"]).drop(columns=list(columns)).reindex(range(n))
    diary = blank.assign(**columns)[list(empty(TABLES["diary"]).columns)]
    diary = diary[rng.random(n) < 0.9].reset_index(drop=True)
    first = pd.Timestamp("2024-01-01") + pd.Timedelta(days=treated_from)
    had = [first + pd.Timedelta(days=84 * k) for k in range(SESSIONS)]
    sessions = empty(TABLES["sessions"]).drop(columns=["patient_id", "session_date"])
    sessions = sessions.reindex(range(patients * SESSIONS)).assign(
        patient_id=ids.repeat(SESSIONS).reset_index(drop=True),
        session_date=pd.Series(had * patients).astype("datetime64[s]"),
    )
    tables = {name: empty(table) for name, table in TABLES.items()}
    return Records(**{**tables, "diary": diary, "sessions": sessions})


def computations(records: Records) -> dict[str, Callable[[], object]]:
    """What each page waits for, by name."""
    settings = Settings()
    basis = Basis(records.as_of(), outcomes_of(records, settings), settings)

    def lists() -> object:
        found = patient_lists(basis.records, basis.outcomes, DEFAULT_DEFINITION)
        return next(iter(found.values())).in_words()

    return {
        "outcomes": lambda: outcomes_of(records, settings),
        LISTS: lists,
        **{name: partial(make_table, name, basis) for name in TABLES_BY_NAME},
    }


def median_seconds(run: Callable[[], object]) -> float:
    """The median of three runs; what takes long is run once."""
    seconds: list[float] = []
    while len(seconds) < RUNS and sum(seconds) < WITHOUT_PROGRESS:
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    sizes = (1_000, 10_000)
    found = {size: computations(make_clinic(size)) for size in sizes}
    print(f"{'seconds':<28}" + "".join(f"{size:>10,}" for size in sizes))
    late, waited_for = [], []
    for name in found[sizes[0]]:
        seconds = [median_seconds(found[size][name]) for size in sizes]
        print(f"{name:<28}" + "".join(f"{value:10.2f}" for value in seconds))
        if seconds[-1] > WITHOUT_PROGRESS and not (
            name in TABLES_BY_NAME and TABLES_BY_NAME[name].long
        ):
            waited_for.append(name)
        if name == LISTS and seconds[-1] > LISTS_WITHIN:
            late.append(name)
    if waited_for:
        print(f"Over {WITHOUT_PROGRESS:g} s, under a spinner: {', '.join(waited_for)}")
    if late:
        raise SystemExit(f"Over {LISTS_WITHIN:g} s for {sizes[-1]:,} patients: {', '.join(late)}")


if __name__ == "__main__":
    main()
