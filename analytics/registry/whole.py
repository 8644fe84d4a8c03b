"""A whole registry: days counted once where they lie, cycles made for so many patients at a time.

What is held at once is one row of counts for each patient and session, and everything else for a
part of the patients: memory grows with the patients, not with their days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analytics.cycles import Counter, count_cycles
from analytics.definitions import Definition
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from analytics.registry.engines import Diary
from analytics.windows import last_session, session_windows

AT_ONCE = 100_000  # patients
SPAN = ["patient_id", "session", "window_start", "window_end"]


def cycles_in_parts(
    diary: Diary, records: Records, definition: Definition, at_once: int = AT_ONCE
) -> Iterator[pd.DataFrame]:
    """Cycles, sorted by patient and session, in parts of so many patients.

    ``records``: everything but the diary, up to the cut-off and filtered.
    """
    ids = records.patient_ids
    if len(ids) <= at_once:
        yield count_cycles(records, definition, diary.count)
        return
    last = last_session(records.sessions)
    parts = _split(records, ids, at_once)
    spans = pd.concat([session_windows(p.sessions, definition, last)[SPAN] for p in parts])
    counts = diary.count(records, spans).sort_values("patient_id", ignore_index=True)
    del spans
    for part in parts:
        first = counts["patient_id"].searchsorted(part.patient_ids[0])
        end = counts["patient_id"].searchsorted(part.patient_ids[-1], side="right")
        yield count_cycles(part, definition, _counted(counts.iloc[first:end]), last)


def _split(records: Records, ids: list[str], at_once: int) -> list[Records]:
    """The records in parts of so many patients; every table is gone through once."""
    index = pd.Index(ids)
    places = {
        name: index.get_indexer(frame["patient_id"]) // at_once
        for name, frame in records.tables.items()
    }  # patients without a session are in no part: -1
    return [
        replace(
            records,
            **{name: frame[places[name] == part] for name, frame in records.tables.items()},
        )
        for part in range(-(-len(ids) // at_once))
    ]


def _counted(own: pd.DataFrame) -> Counter:
    """A counter that has counted already."""
    return lambda records, windows: own


def outcomes_in_parts(
    diary: Diary, records: Records, definition: Definition, at_once: int = AT_ONCE
) -> Iterator[pd.DataFrame]:
    """Outcomes in the same parts."""
    for cycles in cycles_in_parts(diary, records, definition, at_once):
        yield derive_outcomes(cycles, definition)
