"""How often do verdicts come out by chance alone? Diaries day by day, in which nothing changes.

    python -m perf.verdicts [patients]

Beside what the product says (``analytics.guidelines.by_chance``): the share of invented patients
who began with as many days, without spells and with a slow wave of 30 days.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from analytics.guidelines.base import Days
from analytics.guidelines.by_chance import (
    MIDDLE,
    SPREAD,
    Chance,
    doubling_by_chance,
    fall_by_chance,
    later_by_chance,
    no_fall_though_halved,
)
from analytics.guidelines.wear_off import more_late

PATIENTS = 400_000
SPELL, WAVE = 30, 1.0  # days, standard deviation in logits
MONTH, BETWEEN = 30, 30  # days of a month, and between the two


class Diaries(NamedTuple):
    """Days with headache in the month before and in the month after."""

    before: np.ndarray
    after: np.ndarray


def diaries(rng: np.random.Generator, patients: int, *, spells: bool) -> Diaries:
    """Two months, with another between them; habits as the product takes them."""
    habit = rng.normal(MIDDLE, SPREAD, patients)
    wave = rng.normal(size=patients)
    keeps = np.exp(-1 / SPELL)
    days = np.zeros((2, patients), dtype="int64")
    for day in range(2 * MONTH + BETWEEN):
        logit = habit + (WAVE * wave if spells else 0)
        headache = rng.random(patients) < 1 / (1 + np.exp(-logit))
        if day < MONTH:
            days[0] += headache
        elif day >= MONTH + BETWEEN:
            days[1] += headache
        if spells:
            wave = keeps * wave + rng.normal(size=patients) * np.sqrt(1 - keeps**2)
    return Diaries(days[0], days[1])


def doubled(of: Diaries, clear: int) -> float:
    """Of those with so many clear days before: the share with at least twice as many after."""
    those = MONTH - of.before == clear
    return float((MONTH - of.after[those] >= 2 * clear).mean())


def thirty_fewer(of: Diaries, before: int) -> float:
    """Of those with so many headache days: the share with at least 30% fewer after."""
    return float((100 * of.after[of.before == before] <= 70 * before).mean())


def not_thirty_though_halved(of: Diaries, before: int) -> float:
    """Of those with so many: less than 30% fewer, had each headache day after gone or not alike."""
    halved = np.random.default_rng(30).binomial(of.after[of.before == before], 0.5)
    return float((100 * halved > 70 * before).mean())


def more_late_by(of: Diaries, before: int) -> float:
    """Of those with so many in the middle of a cycle: the share with so many more at its end."""
    met = np.array([more_late(_of(before), _of(days)) for days in range(MONTH + 1)])
    return float(met[of.after[of.before == before]].mean())


def _of(days: int) -> Days:
    return Days(days, MONTH, MONTH)


def told() -> dict[str, Chance | None]:
    """What the product says, by what is looked at."""
    late = (4, 8, 12, 18)
    return {
        **{f"doubled from {c}": doubling_by_chance(_of(MONTH - c), _of(0)) for c in (1, 3, 8)},
        **{f"30% fewer from {b}": fall_by_chance(_of(b), _of(0), 30) for b in (16, 20, 24)},
        **{f"halved, from {b}": no_fall_though_halved(_of(b), _of(0), 30) for b in (16, 20, 24)},
        **{
            f"wear-off from {a}": later_by_chance(
                _of(a), _of(0), lambda now, a=a: more_late(_of(a), now)
            )
            for a in late
        },
    }


def found(of: Diaries, what: str) -> float:
    """The share of these diaries."""
    name, number = what.rsplit(" from ", 1)
    shares = {
        "doubled": doubled,
        "30% fewer": thirty_fewer,
        "halved,": not_thirty_though_halved,
        "wear-off": more_late_by,
    }
    return shares[name](of, int(number))


def main() -> None:
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS
    without, with_spells = (
        diaries(np.random.default_rng([30, spells]), patients, spells=bool(spells))
        for spells in (0, 1)
    )
    print("told, % of patients; without spells; with a wave of 30 days")
    for what, chance in told().items():
        low, high = (100 * end for end in chance or (np.nan, np.nan))
        shares = (100 * found(of, what) for of in (without, with_spells))
        print(f"  {what:<20}{low:5.0f} to {high:3.0f}", *(f"{share:8.1f}" for share in shares))


if __name__ == "__main__":
    main()
