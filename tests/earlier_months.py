"""Cohorts with months of diary before session 1, invented: as files, and as a page opens them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from importing import Choices, Source, read_records
from perf.look_back import FIRST, LAST, SESSION_1, Entered, Entry, entered


def files_of(cohort: Entered, sessions: tuple[int, ...] = (0, 84)) -> dict[str, str]:
    """A diary and sessions on these days as CSV texts, and a preventive of every eighth patient."""
    ids = np.array([f"P{number:04d}" for number in range(len(cohort.headache))])
    place, column = np.nonzero(cohort.recorded)
    flag = cohort.headache[place, column].astype(int)
    on = SESSION_1 + pd.to_timedelta(column + FIRST, unit="D")
    diary = {"patient_id": ids[place], "date": on, "headache": flag, "migraine": flag}
    had = [(one, SESSION_1 + pd.Timedelta(days=day)) for one in ids for day in sessions]
    begun = [
        (one, "topiramate", "preventive", SESSION_1 - pd.Timedelta(days=80)) for one in ids[::8]
    ]
    frames = {
        "diary": pd.DataFrame(diary),
        "sessions": pd.DataFrame(had, columns=["patient_id", "session_date"]),
        "treatments": pd.DataFrame(begun, columns=["patient_id", "name", "kind", "started_on"]),
    }
    return {name: frame.to_csv(index=False) for name, frame in frames.items()}


def read_files(files: dict[str, str]):
    """Records and report of these files, as the page reads them."""
    sources = [Source(f"{name}.csv", text.encode(), name) for name, text in files.items()]
    return read_records(sources, Choices())


@cache
def a_cohort(patients: int = 120, fall: float = 0.3, *, begins: int = FIRST):
    """Records and report: entry at a bad month, this share of headache days deleted after it.

    ``begins``: the first day of every diary, from session 1.
    """
    found = entered(np.random.default_rng(30), patients, Entry(deleted=fall, missing=0.1))
    found.recorded[:, : begins - FIRST] = False
    return read_files(files_of(found))


@cache
def nothing_ever(patients: int = 12):
    """Records and report: on every other day a headache, from the first day to the last."""
    shape = patients, LAST - FIRST + 1
    day = np.broadcast_to(np.arange(FIRST, LAST + 1), shape)
    until = day < 126  # the half of a month, so that it too holds as many
    return read_files(files_of(Entered(day % 2 == 0, until, np.zeros(shape, bool))))
