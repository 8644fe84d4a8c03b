"""Invented cohorts for measuring: diaries with days, and cycles as a registry hands them on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import CANONICAL, CYCLES, DTYPES, PATIENTS, empty
from analytics.records import Records

DAYS, SESSIONS = 372, 4
BEGIN = pd.Timestamp("2024-01-01")
TREATED_FROM = 35  # days of diary before session 1
MOST_WITH_DAYS = 10_000  # larger cohorts are opened as cycles
SITES = ("Harbour", "Moor", "Valley", "Marsh", "Hill")


def ids_of(patients: int) -> pd.Series:
    return pd.Series([f"P{number:06d}" for number in range(patients)], dtype="str")


def _flag(values: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.array(values.astype("int8"), dtype="Int8")


def _chances(patients: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The chance of a headache day before and after: a third each of strong, some, no effect."""
    before = rng.uniform(0.45, 0.95, patients)
    return before, before * (1 - rng.choice([0.0, 0.35, 0.7], patients))


def with_days(patients: int, seed: int = 1) -> Records:
    """Diaries of 372 days, about nine in ten recorded, and four sessions each."""
    rng = np.random.default_rng(seed)
    ids, n = ids_of(patients), patients * DAYS
    before, after = (np.repeat(chance, DAYS) for chance in _chances(patients, rng))
    day = np.tile(np.arange(DAYS), patients)
    headache = rng.random(n) < np.where(day >= TREATED_FROM, after, before)
    migraine = headache & (rng.random(n) < 0.7)
    taken = {
        name: headache & (rng.random(n) < share)
        for name, share in (("triptan", 0.3), ("non_opioid", 0.3), ("opioid", 0.03))
    }
    dates = pd.Series(pd.date_range(BEGIN, periods=DAYS).astype("datetime64[s]"))
    columns = {
        "patient_id": ids.repeat(DAYS).reset_index(drop=True),
        "date": pd.concat([dates] * patients, ignore_index=True),
        "headache": _flag(headache),
        "migraine": _flag(migraine),
        "acute_medication": _flag(taken["triptan"] | taken["non_opioid"] | taken["opioid"]),
        **{name: _flag(values) for name, values in taken.items()},
    }
    blank = empty(CANONICAL["diary"]).drop(columns=list(columns)).reindex(range(n))
    diary = blank.assign(**columns)[list(empty(CANONICAL["diary"]).columns)]
    diary = diary[rng.random(n) < 0.9].reset_index(drop=True)
    first = BEGIN + pd.Timedelta(days=TREATED_FROM)
    had = [first + pd.Timedelta(days=84 * k) for k in range(SESSIONS)]
    sessions = empty(CANONICAL["sessions"]).drop(columns=["patient_id", "session_date"])
    sessions = sessions.reindex(range(patients * SESSIONS)).assign(
        patient_id=ids.repeat(SESSIONS).reset_index(drop=True),
        session_date=pd.Series(had * patients).astype("datetime64[s]"),
    )
    return records_of(diary=diary, sessions=sessions, patients=_people(patients, rng))


def as_cycles(patients: int, seed: int = 1) -> Records:
    """The same kind of patients as cycles counted elsewhere; one in ten stops each time."""
    rng = np.random.default_rng(seed)
    month, rows = DEFAULT_DEFINITION.month, SESSIONS + 1
    n = patients * rows
    ids, session = ids_of(patients), np.tile(np.arange(rows), patients)
    before, after = (np.repeat(chance, rows) for chance in _chances(patients, rng))
    last = np.repeat(np.minimum(rng.geometric(0.1, patients), SESSIONS), rows)
    treated = (session > 0) & (session <= last)
    counted = treated | (session == 0)
    recorded = rng.binomial(month, 0.9, n)
    headache = rng.binomial(recorded, np.where(session > 0, after, before))
    migraine = rng.binomial(headache, 0.7)
    first = BEGIN + pd.to_timedelta(np.repeat(rng.integers(0, 300, patients), rows), unit="D")
    day = pd.Series(first + pd.to_timedelta(84 * (session - 1), unit="D"))
    start = day.where(session > 0, pd.Series(first) - pd.Timedelta(days=month + 1))
    start = start + pd.Timedelta(days=1)
    end = start + pd.Timedelta(days=month - 1)
    cut_off = BEGIN + pd.Timedelta(days=560)

    def number(values: np.ndarray | int) -> pd.Series:
        return pd.Series(np.broadcast_to(values, n)).astype("Int64").where(counted)

    frame = pd.DataFrame(
        {
            "patient_id": ids.repeat(rows).reset_index(drop=True),
            "session": session,
            "treated": treated.astype("int8"),
            "session_date": day.where(treated),
            "units": 155.0,
            "window_start": start.where(counted),
            "window_end": end.where(counted),
            "window_days": number(month),
            "migraine_days": number(migraine),
            "headache_days": number(headache),
            "acute_medication_days": number(rng.binomial(headache, 0.5)),
            **{
                f"{kind}_recorded_days": number(recorded)
                for kind in ("migraine", "headache", "medication")
            },
            "assumed_free_days": number(0),
            "due_on": end.where(session > 0),
            "closed": ((session > 0) & (end <= cut_off)).astype("int8"),
            "complete_months": 0,
            "left_out": 0,
            "prior_botulinum": 0,
            "window_note": "",
            "other_treatment": "",
            "stopped_on": pd.NaT,
            "stop_reason": None,
            "window": DEFAULT_DEFINITION.window,
            "month": month,
            "other_treatments": DEFAULT_DEFINITION.other_treatments,
            "cut_off": cut_off,
        }
    )
    cycles = frame.astype({c.name: DTYPES[c.kind] for c in CYCLES.columns if c.name in frame})
    cycles = cycles[[column.name for column in CYCLES.columns if column.name in cycles]]
    had = cycles.loc[cycles["treated"] == 1, list(empty(CANONICAL["sessions"]))]
    return records_of(
        cycles=cycles, sessions=had.reset_index(drop=True), patients=_people(patients, rng)
    )


def _people(patients: int, rng: np.random.Generator) -> pd.DataFrame:
    blank = empty(PATIENTS).drop(columns=["patient_id", "site", "sex", "age"])
    people = blank.reindex(range(patients)).assign(
        patient_id=ids_of(patients),
        site=pd.Series(rng.choice(SITES, patients), dtype="str"),
        sex=pd.Series(rng.choice(["female", "male"], patients, p=[0.85, 0.15]), dtype="str"),
        age=pd.Series(rng.integers(18, 76, patients)).astype("Int64"),
    )
    return people[list(empty(PATIENTS).columns)]


def records_of(**frames: pd.DataFrame) -> Records:
    return Records(
        **{name: frames.get(name, empty(table)) for name, table in CANONICAL.items()},
        synthetic=True,
        names=("invented",),
    )
