"""A whole registry: days counted once where they lie, cycles made for so many patients at a time.

What is held at once is one row of counts for each patient and session, and everything else for a
part of the patients: memory grows with the patients, not with their days. Inside, each patient is
her place among the ids, which is joined and grouped many times faster than text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from analytics.cycles import Counter, count_cycles
from analytics.definitions import Definition
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from analytics.steps import Cycles, Outcomes
from analytics.windows import every_session, last_session, session_windows
from registry.engines import Diary

AT_ONCE = 100_000  # patients
BOUNDS = ["patient_id", "window_start", "window_end"]


def cycles_in_parts(
    diary: Diary, records: Records, definition: Definition, at_once: int = AT_ONCE
) -> Iterator[Cycles]:
    """Cycles, sorted by patient and session, in parts of so many patients.

    ``records``: everything but the diary, up to the cut-off and filtered.
    """
    ids = pd.Series(records.patient_ids, dtype="str").array
    for cycles in _coded(diary, records, ids, definition, at_once):
        yield cycles.assign(patient_id=ids.take(cycles["patient_id"]))


def outcomes_in_parts(
    diary: Diary, records: Records, definition: Definition, at_once: int = AT_ONCE
) -> Iterator[Outcomes]:
    """Outcomes in the same parts."""
    ids = pd.Series(records.patient_ids, dtype="str").array
    for cycles in _coded(diary, records, ids, definition, at_once):
        outcomes = derive_outcomes(cycles, definition)
        yield outcomes.assign(patient_id=ids.take(outcomes["patient_id"]))


def _coded(
    diary: Diary,
    records: Records,
    ids: pd.api.extensions.ExtensionArray,
    definition: Definition,
    at_once: int,
) -> Iterator[Cycles]:
    """The parts with places in place of ids."""
    records = _with_places(records, ids)
    last = last_session(records.sessions, definition.therapy)
    parts = _split(records, len(ids), at_once)
    windows = [
        session_windows(every_session(part.sessions, definition.therapy, last), definition)
        for part in parts
    ]
    spans = pd.concat([of_part[BOUNDS] for of_part in windows], ignore_index=True)
    counts = diary.count(records, spans.assign(patient_id=ids.take(spans["patient_id"])))
    del spans
    begin = 0
    while parts:  # what is done with is let go
        part, of_part = parts.pop(0), windows.pop(0)
        end = begin + len(of_part)
        yield count_cycles(part, definition, _counted(counts[begin:end]), of_part)
        begin = end


def _with_places(records: Records, ids: pd.api.extensions.ExtensionArray) -> Records:
    """Every table with her place among the ids as the patient; who has no session goes."""
    index, coded = pd.Index(ids), {}
    for name, frame in records.tables.items():
        place = index.get_indexer(frame["patient_id"])
        coded[name] = frame.assign(patient_id=place)[place >= 0]
    return replace(records, **coded)


def _split(records: Records, patients: int, at_once: int) -> list[Records]:
    """The records in parts of so many patients; every table is gone through once."""
    part_of = {name: frame["patient_id"] // at_once for name, frame in records.tables.items()}
    return [
        replace(
            records,
            **{name: frame[part_of[name] == part] for name, frame in records.tables.items()},
        )
        for part in range(-(-patients // at_once))
    ]


def _counted(own: pd.DataFrame) -> Counter:
    """A counter that has counted already, for the same windows."""
    return lambda records, windows: own.set_axis(windows.index)
