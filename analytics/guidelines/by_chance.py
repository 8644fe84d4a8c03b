"""How often does a verdict come out by chance alone, from where this patient began?

Nothing changes, or half of the habit goes; months are of patients as come for treatment: habits
are normal on the logit scale, 19 of 30 in the middle, and a month's own chance is normal round the
habit on that scale, which is what a spell of about a month does. Two ends: no spells, and such.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from analytics.arithmetic import more_by
from analytics.guidelines.base import MONTH, Days, compared, fewer_by
from analytics.research.habits import GRID, HABITS, chances

MIDDLE, SPREAD = 0.5, 0.9  # of the logits of habits
NO_SPELLS, SPELLS = 0.0, 0.75  # standard deviations of a month's logit round the habit
FEWEST = 10  # recorded days in both windows; of fewer nothing is told


Meets = Callable[[Days], bool]


class Chance(NamedTuple):
    """Fractions: without spells and with long ones, the lower first."""

    low: float
    high: float


def fall_by_chance(before: Days, after: Days, percent: int) -> Chance | None:
    """Of at least so many percent fewer, had nothing changed."""
    return _of(before, after, lambda now: fewer_by(before, now, percent))


def no_fall_though_halved(before: Days, after: Days, percent: int) -> Chance | None:
    """Of less than so many percent fewer, had half of the habit gone."""
    return _of(before, after, lambda now: not fewer_by(before, now, percent), left=0.5)


def doubling_by_chance(before: Days, after: Days) -> Chance | None:
    """Of at least twice the days without headache, had nothing changed; ``before``: headache."""
    clear = before.clear
    return _of(before, after, lambda now: more_by(*compared(clear, now.clear), 100))


def later_by_chance(earlier: Days, later: Days, met: Meets) -> Chance | None:
    """Of what ``met`` says of the later window, had nothing changed since the earlier one."""
    return _of(earlier, later, met)


def run_by_chance(before: Days, months: int, limit: int, in_a_row: int) -> Chance | None:
    """Of so many months in a row under the limit among ``months``, had nothing changed."""
    if before.recorded < FEWEST or months < in_a_row:
        return None
    found = []
    for spread in (NO_SPELLS, SPELLS):
        habits = _habits(spread, round(before.flagged), before.recorded)
        under = _shares(spread, MONTH)[:limit].sum(axis=0)
        found.append(float(habits @ _run(under, months, in_a_row)))
    return Chance(min(found), max(found))


def _run(under: np.ndarray, months: int, in_a_row: int) -> np.ndarray:
    """The chance of a run among so many months, each under the limit with this chance."""
    state = np.zeros((in_a_row + 1, len(under)))  # so many in a row at the end; the last: a run was
    state[0] = 1
    for _ in range(months):
        now = np.zeros_like(state)
        now[0] = state[:in_a_row].sum(axis=0) * (1 - under)
        now[1:] = state[:in_a_row] * under
        now[in_a_row] += state[in_a_row]
        state = now
    found: np.ndarray = state[in_a_row]
    return found


def _of(before: Days, after: Days, met: Meets, left: float = 1.0) -> Chance | None:
    if min(before.recorded, after.recorded) < FEWEST:
        return None
    yes = [met(Days(days, after.recorded, after.length)) for days in range(after.recorded + 1)]
    found = [
        float(
            _later(spread, round(before.flagged), before.recorded, after.recorded, left)[yes].sum()
        )
        for spread in (NO_SPELLS, SPELLS)
    ]
    return Chance(min(found), max(found))


@cache
def _later(spread: float, days: int, recorded: int, later: int, left: float) -> np.ndarray:
    """Chances of 0, 1, ... days in a later window of so many recorded days."""
    found: np.ndarray = _shares(spread, later, left) @ _habits(spread, days, recorded)
    return found


@cache
def _habits(spread: float, days: int, recorded: int) -> np.ndarray:
    """How likely each habit is, of who recorded so many days."""
    found: np.ndarray = (
        np.exp(-(((GRID - MIDDLE) / SPREAD) ** 2) / 2) * _shares(spread, recorded)[days]
    )
    found /= found.sum()
    return found


@cache
def _shares(spread: float, recorded: int, left: float = 1.0) -> np.ndarray:
    """Chances of 0, 1, ... of so many recorded days, by habit; ``left``: of each month's chance."""
    counts, all_ = np.arange(recorded + 1), np.full(recorded + 1, recorded)
    found: np.ndarray = chances(0.0, counts, all_, HABITS * left)[0]  # days apart, by the month's
    if spread:
        months = np.exp(-(((GRID[:, None] - GRID[None, :]) / spread) ** 2) / 2)  # habit x month
        found = found @ (months / months.sum(axis=1, keepdims=True)).T
    return found
