"""Invented cohorts for the look back: patients who come when they are bad, and what is then true.

Nothing happens in them but what is stated. Headache comes and goes in spells: on the logit scale a
patient's chance of a headache day is her habit plus a slow wave (of ``SPELL`` days) that looks the
same forwards and backwards.

    python -m perf.look_back [cohorts]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.definitions import PRESETS
from analytics.frames import CANONICAL, PATIENTS, empty
from analytics.records import Records
from analytics.research.look_back import look_back
from analytics.result import result_of
from analytics.settings import Settings
from perf.cohorts import records_of

FIRST, LAST = -230, 130  # days from session 1, which is day 0
SESSION_1 = pd.Timestamp("2024-01-01")
SPELL, WAVE, HABIT = 30.0, 1.0, 0.8  # days; standard deviations on the logit scale
COHORTS = 2000


@dataclass(frozen=True)
class Entry:
    """How patients come to be treated, and what the treatment then does."""

    at_least: int = 15  # headache days of 28, or there is no rule
    months: int = 1  # before session 1, each with so many
    first_bad: bool = False  # the first such month of a patient, not that before a visit
    deleted: float = 0.0  # chance that a headache day from day 1 on is deleted
    missing_free: float = 0.0  # chance that a free day before the baseline is not recorded
    missing: float = 0.0  # chance that any day is not recorded


@dataclass(frozen=True, eq=False)
class Entered:
    """Patients x days: is it a headache day, is it recorded; and which days were deleted."""

    headache: np.ndarray
    recorded: np.ndarray
    deleted: np.ndarray

    def true_fall(self, first: int, last: int, month: int = 28) -> float:
        """Mean days a month that were deleted between these days (both included)."""
        window = self.deleted[:, first - FIRST : last - FIRST + 1]
        return float(window.mean()) * month


def entered(rng: np.random.Generator, patients: int, entry: Entry) -> Entered:
    """So many patients as the entry lets in."""
    kept: list[np.ndarray] = []
    while sum(map(len, kept)) < patients:
        kept.append(_let_in(_diaries(rng, 4 * patients, entry.first_bad), entry))
    headache = np.concatenate(kept)[:patients]
    day = np.arange(FIRST, LAST + 1)
    deleted = headache & (day >= 1) & (rng.random(headache.shape) < entry.deleted)
    headache = headache & ~deleted
    lost = rng.random(headache.shape) < entry.missing
    lost |= ~headache & (day < -28) & (rng.random(headache.shape) < entry.missing_free)
    return Entered(headache, ~lost, deleted)


def _diaries(rng: np.random.Generator, patients: int, longer: bool) -> np.ndarray:
    days = LAST - FIRST + 1 + (200 if longer else 0)
    keeps = np.exp(-1 / SPELL)
    wave = np.empty((patients, days))
    wave[:, 0] = rng.normal(size=patients)
    steps = rng.normal(size=(patients, days)) * np.sqrt(1 - keeps**2)
    for day in range(1, days):
        wave[:, day] = keeps * wave[:, day - 1] + steps[:, day]
    logit = HABIT * rng.normal(size=(patients, 1)) + WAVE * wave
    headache: np.ndarray = rng.random((patients, days)) < 1 / (1 + np.exp(-logit))
    return headache


def _let_in(headache: np.ndarray, entry: Entry) -> np.ndarray:
    """Those with so many days in each month asked for, at session 1 or at the first such month."""
    length = LAST - FIRST + 1
    sums = np.cumsum(np.pad(headache, ((0, 0), (1, 0))), axis=1)

    def enough(day: int) -> np.ndarray:
        """Is each of the months before this day (counted from the first) a bad one?"""
        found = np.ones(len(headache), dtype=bool)
        for month in range(entry.months):
            end = day - 28 * month
            found &= sums[:, end] - sums[:, end - 28] >= entry.at_least
        return found

    if not entry.first_bad:
        return headache[enough(-FIRST)]
    chosen = []
    waiting = np.ones(len(headache), dtype=bool)
    for day in range(-FIRST, headache.shape[1] - LAST):
        now = waiting & enough(day)
        if day > -FIRST:  # who is bad from the start had her first bad month before
            chosen.append(headache[now, day + FIRST : day + FIRST + length])
        waiting &= ~now
    return np.concatenate(chosen)


def as_records(cohort: Entered) -> Records:
    """The same as the records of a clinic: a diary of headache days, one session each."""
    place, column = np.nonzero(cohort.recorded)
    ids = np.array([f"P{number:05d}" for number in range(len(cohort.headache))])
    flag = pd.array(cohort.headache[place, column].astype("int8"), dtype="Int8")
    spec = empty(CANONICAL["diary"])
    days = pd.Series(SESSION_1 + pd.to_timedelta(column + FIRST, unit="D")).astype("datetime64[s]")
    own = {"patient_id": pd.Series(ids[place]).astype("str"), "date": days}
    own |= {"headache": pd.Series(flag), "migraine": pd.Series(flag)}
    diary = spec.drop(columns=[*own]).reindex(range(len(place))).assign(**own)[[*spec]]
    rows = range(len(ids))
    sessions = empty(CANONICAL["sessions"]).drop(columns=["patient_id", "session_date"])
    patients = empty(PATIENTS).drop(columns=["patient_id", "prior_botulinum"])
    named = pd.Series(ids).astype("str")
    frames = {
        "diary": diary,
        "sessions": sessions.reindex(rows).assign(
            patient_id=named, session_date=pd.Series([SESSION_1] * len(ids)).astype("datetime64[s]")
        ),
        "patients": patients.reindex(rows).assign(
            patient_id=named, prior_botulinum=pd.array([0] * len(ids), dtype="Int8")
        ),
    }
    return records_of(**frames)


CELLS = {  # what is printed: the entry, and the Definition's parts that differ
    "entry by visit, month after": (Entry(), {}),
    "entry by visit, weeks 9 to 12": (Entry(), {"window": "weeks_9_12"}),
    "entry by visit, days missing": (Entry(missing=0.15), {}),
    "two bad months, rule stated": (Entry(months=2), {"entry_rule": "two_months"}),
    "a true fall, month after": (Entry(deleted=0.3), {}),
    "a true fall, weeks 9 to 12": (Entry(deleted=0.3), {"window": "weeks_9_12"}),
    "two bad months, rule not stated": (Entry(months=2), {}),
    "first bad month": (Entry(first_bad=True), {}),
    "free days missing before": (Entry(missing_free=0.15), {}),
}
HOLD = tuple(CELLS)[:6]  # of the others bias is expected, and printed
LIMITS = "93 to 97 of days, at least 93 of rates"  # of 100, over 2,000 cohorts


@dataclass(frozen=True)
class Found:
    """Over cohorts of one kind: means of days ahead, back and deleted; what intervals held."""

    ahead: float
    back: float
    truth: float
    days_held: float
    rates_held: float


def looked_back(name: str, cohorts: int, patients: int = 150, seed: int = 30) -> Found:
    """What the look back says of so many cohorts of this kind; fractions of intervals that hold.

    The difference of days is to hold the mean number of days deleted, over all cohorts; that of
    rates zero (NaN where days were deleted: the share that truly reached a line is not known).
    """
    entry, parts = CELLS[name]
    definition = PRESETS["preempt"].changed(**{"window": "month_after", **parts})
    window = definition.when.days(definition.month)
    tables, deleted = [], []
    for number in range(cohorts):
        cohort = entered(np.random.default_rng([seed, number]), patients, entry)
        result = result_of(as_records(cohort), Settings(definition))
        tables.append(look_back(result.records, result.outcomes, definition).head(1))
        deleted.append(cohort.true_fall(*window))
    rows, truth = pd.concat(tables), float(np.mean(deleted))
    return Found(
        rows["days_ahead"].mean(),
        rows["days_back"].mean(),
        truth,
        _held(rows["ci_low"], rows["ci_high"], truth),
        np.nan if entry.deleted else _held(rows["rate_ci_low"], rows["rate_ci_high"], 0),
    )


def _held(low: pd.Series, high: pd.Series, truth: float) -> float:
    return float(((low <= truth) & (truth <= high)).mean())


def main() -> None:
    cohorts = int(sys.argv[1]) if len(sys.argv) > 1 else COHORTS
    print(f"{cohorts} cohorts of 150: days ahead, back, deleted; % of intervals that held")
    for name in CELLS:
        found = looked_back(name, cohorts)
        print(
            f"  {name:<34}{found.ahead:6.2f}{found.back:6.2f}{found.truth:6.2f}"
            f"{100 * found.days_held:7.1f}{100 * found.rates_held:7.1f}"
            f"  {LIMITS if name in HOLD else 'none: a limit of the look back'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
