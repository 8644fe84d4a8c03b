"""How far could chance move an estimate? Intervals of differences, of means and of shifts.

SciPy and statsmodels are loaded where they are used: half the time of a start.
All are 95% intervals. Where a number has no interval (nobody, one patient, no spread) it is NaN.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from analytics.summaries import Z, wilson

DRAWS, SEED = 2000, 20140854
MOST_DRAWN = 2_000  # patients: of more, drawing would only repeat Student's interval
FEWEST_DRAWN = 8  # patients: fewer drawn again are too much alike for an interval
TIMES, TIMES_OF_MANY, MANY = 1000, 300, 2000  # of many patients the interval is narrow anyway
NEARLY_NORMAL = 1e5  # degrees of freedom
CENTRAL = (0.025, 0.975)  # of what is drawn: a 95% interval
NAN = float("nan")


class Estimate(NamedTuple):
    """A number with its 95% interval."""

    value: float
    low: float
    high: float


UNDEFINED = Estimate(NAN, NAN, NAN)


def drawn(patients: np.ndarray, most: int) -> np.ndarray:
    """So many patients at random, always the same, in their order; all, if there are fewer."""
    if len(patients) <= most:
        return patients
    places = np.random.default_rng(SEED).choice(len(patients), most, replace=False)
    return patients[np.sort(places)]


def in_order(*parts: np.ndarray) -> np.ndarray:
    """Places of the patients by what is recorded of them: no draw depends on what they are called.

    ``parts``: patients x anything.
    """
    found: np.ndarray = np.lexsort(np.column_stack(parts).T)
    return found


def times_drawn(n: int) -> np.ndarray:
    """How often each of n patients is drawn, in each of the draws."""
    rng = np.random.default_rng(SEED)
    draws = TIMES if n <= MANY else TIMES_OF_MANY
    drawn = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(draws)]
    return np.array(drawn, dtype="float64")


def newcombe(a: int, of_a: int, b: int, of_b: int) -> Estimate:
    """Share a minus share b of two groups, as a fraction; Newcombe 1998, method 10, no correction.

    Stat Med 1998;17:873: the two Wilson intervals, squared distances added.
    """
    if not of_a or not of_b:
        return UNDEFINED
    p, q = a / of_a, b / of_b
    return less(Estimate(p, *wilson(a, of_a)), Estimate(q, *wilson(b, of_b)))


def less(one: Estimate, other: Estimate) -> Estimate:
    """The first estimate minus another that does not depend on it: squared distances added."""
    value = one.value - other.value
    return Estimate(
        value,
        value - math.sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2),
        value + math.sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2),
    )


def newcombe_paired(both: int, first: int, second: int, neither: int) -> Estimate:
    """Share after the first minus share after the second, in the same patients, as a fraction.

    ``both``: yes both times; ``first``, ``second``: only then. Newcombe 1998, Stat Med 17:2635,
    method 10: the Wilson intervals with the correlation phi of the two answers.
    """
    n = both + first + second + neither
    if not n:
        return UNDEFINED
    p, q = (both + first) / n, (both + second) / n
    (l1, u1), (l2, u2) = wilson(both + first, n), wilson(both + second, n)
    margins = (both + first) * (second + neither) * (both + second) * (first + neither)
    product = float(both * neither - first * second)
    if product > n / 2:
        product -= n / 2
    elif product >= 0:
        product = 0
    phi = product / math.sqrt(margins) if margins else 0.0

    def width(x: float, y: float) -> float:
        return math.sqrt(max(0.0, x**2 - 2 * phi * x * y + y**2))

    return Estimate(p - q, p - q - width(p - l1, u2 - q), p - q + width(u1 - p, q - l2))


def mean_with_interval(
    values: np.ndarray, seed: int = SEED, possible: tuple[float, float] = (-math.inf, math.inf)
) -> Estimate:
    """The mean; its interval from patients drawn again, studentised (bootstrap-t, 2,000 draws).

    Student's interval of 2 to 7 patients, and of more than 2,000, where drawing would only repeat
    it; none of one. ``possible``: the lowest and the highest mean there can be; no interval passes
    them.
    """
    values = np.sort(np.asarray(values, dtype="float64"))  # whoever they are of
    n = len(values)
    if n == 0:
        return UNDEFINED
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if n > 1 else NAN
    if n < 2 or not sd > 1e-12:
        return Estimate(mean, NAN, NAN)
    if n < FEWEST_DRAWN or n > MOST_DRAWN:
        return within(students(values), possible)
    step = sd / math.sqrt(n)
    drawn = values[np.random.default_rng(seed).integers(0, n, (DRAWS, n))]
    spread = drawn.std(axis=1, ddof=1)
    spread[spread < 1e-12] = np.nan  # everyone the same: no t
    t = (drawn.mean(axis=1) - mean) / (spread / math.sqrt(n))
    low, high = np.nanquantile(t, [0.025, 0.975])
    found = Estimate(mean, mean - float(high) * step, mean - float(low) * step)
    return within(found, possible)


def within(found: Estimate, possible: tuple[float, float]) -> Estimate:
    """The same, with an interval that ends where the possible does."""
    return found._replace(low=max(found.low, possible[0]), high=min(found.high, possible[1]))


@lru_cache(maxsize=1024)  # freedom is any number where draws are pooled
def student(freedom: float) -> float:
    """How many standard errors Student's interval reaches, on so many degrees of freedom.

    With t = sqrt(freedom) tan(angle) the density is cos(angle)^(freedom - 1): its integral is
    summed at Gauss's points, and Newton's steps go up to where it holds 95 of 100. Without SciPy,
    which the first page would wait for; below 1, where that density has no bound, with it. From
    many thousands on: the normal's reach with the first term of what is left to it.
    """
    if freedom > NEARLY_NORMAL:
        return Z + (Z**3 + Z) / (4 * freedom)
    if freedom < 1:  # of draws that are pooled
        from scipy.special import stdtrit

        return float(stdtrit(freedom, CENTRAL[1]))
    whole = math.exp(math.lgamma(freedom / 2) - math.lgamma((freedom + 1) / 2)) * math.sqrt(math.pi)
    points, weights = _gauss()
    angle, central = math.atan(Z / math.sqrt(freedom)), CENTRAL[1] - CENTRAL[0]
    for _ in range(20):
        inside = weights @ np.cos(angle * (points + 1) / 2) ** (freedom - 1) * angle / 2
        angle += (central * whole / 2 - inside) / math.cos(angle) ** (freedom - 1)
    return math.sqrt(freedom) * math.tan(angle)


@cache
def _gauss() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(32)


def students(values: np.ndarray) -> Estimate:
    """The mean of two numbers or more with Student's interval."""
    n, mean = len(values), float(values.mean())
    reach = student(n - 1) * (float(values.std(ddof=1)) / math.sqrt(n))
    return Estimate(mean, mean - reach, mean + reach)


def median_with_interval(values: np.ndarray) -> Estimate:
    """The median with the distribution-free interval of order statistics (no draws)."""
    values = np.sort(np.asarray(values, dtype="float64"))
    n = len(values)
    if n == 0:
        return UNDEFINED
    median = float(np.median(values))
    if n < 6:  # even the smallest and the largest hold it less often than 95 times in 100
        return Estimate(median, NAN, NAN)
    from scipy.stats import binom

    rank = int(binom.ppf(0.025, n, 0.5))
    if binom.cdf(rank - 1, n, 0.5) > 0.025:
        rank -= 1
    return Estimate(median, float(values[rank - 1]), float(values[n - rank]))


def hodges_lehmann(values: np.ndarray) -> Estimate:
    """The shift: the median of all averages of two (Walsh averages), each value with itself too.

    Zeros and ties are kept as they are. Its interval: the Walsh averages at the ranks at which the
    signed-rank statistic (normal approximation) lies 1.96 standard deviations from its middle.
    """
    x = np.sort(np.asarray(values, dtype="float64"))
    n = len(x)
    if n == 0:
        return UNDEFINED
    pairs = n * (n + 1) // 2
    middle = (_walsh(x, (pairs + 1) // 2) + _walsh(x, pairs // 2 + 1)) / 2
    reach = Z * math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    rank = math.floor(n * (n + 1) / 4 - reach)
    if rank < 1:
        return Estimate(middle, NAN, NAN)
    return Estimate(middle, _walsh(x, rank), _walsh(x, pairs - rank + 1))


def _walsh(x: np.ndarray, rank: int) -> float:
    """The Walsh average of this rank (1 = smallest) of sorted values, without making them all."""
    values, copies = np.unique(x, return_counts=True)  # days repeat: few values of many patients
    so_far = np.concatenate([[0], copies.cumsum()])

    def at_most(total: float) -> np.ndarray:
        """For each value: how many different values reach a sum of at most ``total`` with it."""
        return np.searchsorted(values, total - values, side="right")

    def pairs(total: float) -> int:
        """How many pairs do; in any order each pair of two stands twice, one with itself once."""
        ordered = copies @ so_far[at_most(total)]
        return int(ordered + copies[2 * values <= total].sum()) // 2

    low, high = 2 * x[0], 2 * x[-1]
    for _ in range(200):
        half = (low + high) / 2
        if half in (low, high):
            break
        if pairs(half) >= rank:
            high = half
        else:
            low = half
    upper = at_most(high) - 1  # the sum itself: the largest pair up to the bound
    known = upper >= 0
    return float((values[known] + values[upper[known]]).max() / 2)


def signed_rank_p(values: np.ndarray) -> float:
    """Wilcoxon's signed-rank test against no change, two-sided.

    As R's ``wilcox.test(x, exact = FALSE)``: zeros are left out, ties share ranks, normal
    approximation with continuity correction.
    """
    values = np.round(np.asarray(values, dtype="float64"), 9)  # ties are ties in floats too
    values = values[values != 0]
    if len(values) == 0:
        return NAN
    if len(values) == 1:
        return 1.0
    from scipy.stats import wilcoxon

    found = wilcoxon(values, zero_method="wilcox", correction=True, method="asymptotic")
    return float(found.pvalue)


def holm(p_values: list[float]) -> list[float]:
    """Holm's adjusted p values; those undefined stay so and are not counted.

    The smallest of m times m, the next times m - 1, and so on; never below the one before it,
    never above 1. As R's ``p.adjust(p, "holm")``.
    """
    p = np.asarray(p_values, dtype="float64")
    adjusted = np.full(len(p), NAN)
    order = np.argsort(p, kind="stable")[: np.count_nonzero(~np.isnan(p))]  # undefined ones last
    times = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * times), 1)
    return [float(value) for value in adjusted]
