"""How long does each page wait for its numbers, the first time, with 1,000 and 10,000 patients?

    python -m perf.page_computations

Invented diaries with gaps, different effects, three classes of acute medication, four sessions.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from analytics.definitions import DEFAULT_DEFINITION
from analytics.lists import patient_lists
from analytics.records import Records
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import TABLES as TABLES_BY_NAME
from analytics.tables import Asked, make_table
from perf.cohorts import with_days
from perf.results import record
from words.lists import in_words as list_in_words

RUNS = 3
LISTS = "records to look at"
WITHOUT_PROGRESS = 2.0  # seconds; slower tables show how far they have come
LISTS_WITHIN = 1.0  # seconds for 10,000 patients, on two cores


def computations(records: Records) -> dict[str, Callable[[], object]]:
    """What each page waits for, by name."""
    settings = Settings()
    result = result_of(records, settings)

    def lists() -> object:
        found = patient_lists(result.records, result.outcomes, DEFAULT_DEFINITION)
        return list_in_words(*next(iter(found.items())), DEFAULT_DEFINITION)

    return {
        "outcomes": lambda: result_of(records, settings).outcomes,
        LISTS: lists,
        **{
            name: partial(make_table, name, result, Asked(settings.session))
            for name in TABLES_BY_NAME
        },
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
    found = {size: computations(with_days(size)) for size in sizes}
    lines = [f"{'seconds':<28}" + "".join(f"{size:>10,}" for size in sizes)]
    late, waited_for = [], []
    for name in found[sizes[0]]:
        seconds = [median_seconds(found[size][name]) for size in sizes]
        lines.append(f"{name:<28}" + "".join(f"{value:10.2f}" for value in seconds))
        if seconds[-1] > WITHOUT_PROGRESS and not (
            name in TABLES_BY_NAME and TABLES_BY_NAME[name].long
        ):
            waited_for.append(name)
        if name == LISTS and seconds[-1] > LISTS_WITHIN:
            late.append(name)
    if waited_for:
        lines.append(f"over {WITHOUT_PROGRESS:g} s, under a spinner: {', '.join(waited_for)}")
    record("The numbers of each page, the first time", lines)
    if late:
        raise SystemExit(f"Over {LISTS_WITHIN:g} s for {sizes[-1]:,} patients: {', '.join(late)}")


if __name__ == "__main__":
    main()
