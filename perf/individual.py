"""Of those told 8 of 10, how many truly had it? Invented cohorts whose habits are known.

    python -m perf.individual [pooled patients]

Patients are let in at 15 or more of 28 headache days; the rule is stated. The model is right, or
wrong in one thing: effects are skewed or of two kinds, or months hang together in long spells. Of
each band of what was told: how many, what was told on average, and how many truly had it; beside
it the limits. Below, truly fallen by half: as recorded, as expected, in truth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analytics.research.habits import Belief, Entered, PatientMonths, belief, fit

MONTH, BACK, ASKED = 28, 6, 15
RULE = Entered(ASKED, 1, MONTH)
POOLED = 75_000  # patients of each cell: 1,500 and more in each band of the first
BANDS = tuple((low / 100, (low + 10) / 100) for low in range(5, 95, 10))
CORRELATION = 0.08  # of the days of a month, where the model is right
SPELLS, WAVE = 0.5, 0.5  # correlation of a month with the next, standard deviation in logits


@dataclass(frozen=True)
class Cell:
    """How many patients a cohort has, how habits change, and whether months hang together."""

    patients: int
    change: Callable[[np.random.Generator, int], np.ndarray]
    spells: bool
    limits: tuple[int, int]  # per cent who truly have it, of those told 75 to 85


def as_assumed(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.where(rng.random(n) < 0.6, rng.normal(-1.0, 0.7, n), rng.normal(0, 0.15, n))


def skewed(rng: np.random.Generator, n: int) -> np.ndarray:
    return 0.2 - rng.gamma(1.0, 1.0, n)


def of_two_kinds(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.where(rng.random(n) < 0.5, rng.normal(-1.8, 0.2, n), rng.normal(0, 0.1, n))


def all_alike(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.full(n, -1.0)


def none_at_all(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.zeros(n)


CELLS = {
    "as assumed, 1,000 patients": Cell(1000, as_assumed, False, (75, 85)),
    "as assumed, 150 patients": Cell(150, as_assumed, False, (68, 88)),
    "skewed effects, 150": Cell(150, skewed, False, (60, 90)),
    "effects of two kinds, 150": Cell(150, of_two_kinds, False, (60, 90)),
    "spells, r = 0.5, 150": Cell(150, as_assumed, True, (60, 90)),
    "all change alike, 150": Cell(150, all_alike, False, (0, 100)),
    "nothing ever changes, 150": Cell(150, none_at_all, False, (0, 100)),
}


@dataclass(frozen=True, eq=False)
class Cohort:
    """What was recorded, and the habits behind it."""

    months: PatientMonths
    truth: np.ndarray  # true reductions, fractions
    recorded: np.ndarray  # as recorded


def cohort(rng: np.random.Generator, cell: Cell) -> Cohort:
    """So many patients as were let in; three in ten have no diary before the baseline."""
    many = 4 * cell.patients
    logit = rng.normal(0.2, 0.8, many)
    after = logit + cell.change(rng, many)
    days = _spells(rng, logit, after) if cell.spells else _days(rng, logit, after)
    chosen = np.flatnonzero(days[:, 0] >= ASKED)[: cell.patients]
    assert len(chosen) == cell.patients
    days = days[chosen]
    recorded = rng.binomial(MONTH, 0.9, days.shape)
    recorded[:, 1:-1] *= (rng.random((len(days), 1)) < 0.7) & (recorded[:, 1:-1] >= MONTH / 2)
    seen = rng.hypergeometric(days, MONTH - days, recorded)
    p, q = (_long_run(at[chosen], spells=cell.spells) for at in (logit, after))
    whole = np.full(len(days), MONTH)
    months = PatientMonths(
        seen[:, :-1], recorded[:, :-1], seen[:, -1], recorded[:, -1], whole, MONTH
    )
    shares = seen[:, [0, -1]] / np.maximum(recorded[:, [0, -1]], 1)
    return Cohort(months, 1 - q / p, 1 - shares[:, 1] / np.maximum(shares[:, 0], 1e-9))


def _days(rng: np.random.Generator, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The baseline, earlier months and the month after: beta-binomial, one by one."""
    p = _chance(np.column_stack([*[before] * (BACK + 1), after]))
    size = (1 - CORRELATION) / CORRELATION
    return rng.binomial(MONTH, rng.beta(p * size, (1 - p) * size))


def _spells(rng: np.random.Generator, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The same where each month hangs together with the next; the month after follows session 1."""
    wave = np.empty((len(before), BACK + 2))
    wave[:, 0] = rng.normal(size=len(before))
    for month in range(1, BACK + 2):
        step = rng.normal(size=len(before)) * np.sqrt(1 - SPELLS**2)
        wave[:, month] = SPELLS * wave[:, month - 1] + step
    at = np.column_stack([*[before] * (BACK + 1), after]) + WAVE * wave
    days = rng.binomial(MONTH, _chance(at))
    return days[:, [BACK, *range(BACK - 1, -1, -1), BACK + 1]]  # the baseline first


def _chance(logit: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-logit))
    return found


def _long_run(logit: np.ndarray, *, spells: bool) -> np.ndarray:
    """The chance of a headache day over all months."""
    if not spells:
        return _chance(logit)
    points, weights = np.polynomial.hermite_e.hermegauss(21)
    found: np.ndarray = _chance(logit[:, None] + WAVE * points) @ weights / weights.sum()
    return found


@dataclass(frozen=True, eq=False)
class Pooled:
    """Of all patients of a cell: what was told, and whether it was so; lines 30 and 50%."""

    told: np.ndarray  # patients x lines
    so: np.ndarray
    recorded: np.ndarray  # at least 50% as recorded
    inside: np.ndarray  # is the truth in its 90%?
    unchanged: np.ndarray

    def band(self, low: float, high: float, line: int) -> tuple[int, float, float]:
        """Of those told so much: how many, what was told, and the share of whom it is true."""
        those = (self.told[:, line] >= low) & (self.told[:, line] < high)
        if not those.any():
            return 0, np.nan, np.nan
        return (
            int(those.sum()),
            float(self.told[those, line].mean()),
            float(self.so[those, line].mean()),
        )


def pooled(cell: Cell, patients: int, seed: int = 30) -> Pooled:
    """As many cohorts of this kind as make so many patients."""
    parts = [_told(cell, seed, number) for number in range(-(-patients // cell.patients))]
    return Pooled(*(np.concatenate(of) for of in zip(*parts, strict=True)))


def _told(cell: Cell, seed: int, number: int) -> tuple[np.ndarray, ...]:
    made = cohort(np.random.default_rng([seed, number]), cell)
    found: Belief = belief(fit(made.months, RULE))
    so = np.column_stack([made.truth >= line for line in (0.3, 0.5)])
    inside = (found.low <= made.truth) & (made.truth <= found.high)
    return found.at_least, so, made.recorded >= 0.5, inside, found.unchanged


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else POOLED
    for name, cell in CELLS.items():
        found = pooled(cell, patients)
        print(f"{name}; limits of those told 75 to 85: {cell.limits[0]} to {cell.limits[1]}")
        for line, percent in enumerate((30, 50)):
            bands = [(low, *found.band(low, high, line)) for low, high in BANDS]
            for low, many, told, so in bands:
                print(
                    f"  {percent}%: told {100 * low:.0f} to {100 * low + 10:.0f}: {many:>6,}"
                    f"{100 * told:7.1f}{100 * so:7.1f}"
                )
        print(
            f"  by half: recorded {100 * found.recorded.mean():.1f}, expected "
            f"{100 * found.told[:, 1].mean():.1f}, truly {100 * found.so[:, 1].mean():.1f}; "
            f"90% held {100 * found.inside.mean():.1f}; chance if unchanged at most 5%: "
            f"{100 * (found.unchanged <= 0.05).mean():.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
