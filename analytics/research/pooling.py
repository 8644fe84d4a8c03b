"""What do several completed sets of the same patients say together? Rubin's rules, with intervals.

All are 95% intervals. Rubin 1987; degrees of freedom by Barnard and Rubin 1999, Biometrika 86:948.
"""

from __future__ import annotations

import math

import numpy as np

from analytics.research.intervals import NAN, UNDEFINED, Estimate, student
from analytics.summaries import Z

NO_SPREAD = 1e-12  # of what the sets say: they say the same


def pooled_mean(means: np.ndarray, variances: np.ndarray, n: int) -> Estimate:
    """A mean of ``n`` patients over completed sets, with Student's interval.

    ``variances``: of each set's mean. The total is their mean W and (1 + 1/m) B, B between the
    sets. Where all sets are the same: Student's interval on n - 1. No interval of one patient, and
    where nothing varies.
    """
    if not n or not len(means):
        return UNDEFINED
    mean, within = float(means.mean()), float(variances.mean())
    between = _between(means)
    total = within + between
    if n < 2 or not total > NO_SPREAD:
        return Estimate(mean, NAN, NAN)
    freedom = float(n - 1)
    if between > NO_SPREAD:
        share = between / total
        observed = (freedom + 1) / (freedom + 3) * freedom * (1 - share)
        drawn = (len(means) - 1) / share**2
        freedom = drawn * observed / (drawn + observed) if observed else drawn
    reach = student(freedom) * math.sqrt(total)
    return Estimate(mean, mean - reach, mean + reach)


def pooled_share(shares: np.ndarray, n: int) -> Estimate:
    """A share of ``n`` patients over completed sets, as a fraction, with Wilson's interval.

    Lott and Reiter 2020, Am Stat 74:109: Wilson's interval with Student's t and n shortened by
    1 + r, r the variance between the sets over that within. Where all sets are the same it is
    Wilson's own.
    """
    if not n or not len(shares):
        return UNDEFINED
    share = float(shares.mean())
    within, between = float((shares * (1 - shares)).mean()) / n, _between(shares)
    ratio, reach = 0.0, Z
    if between > NO_SPREAD and within > 0:
        ratio = between / within
        reach = student((len(shares) - 1) * (1 + 1 / ratio) ** 2)
    z = reach**2 * (1 + ratio) / n
    middle = (2 * share + z) / (2 * (1 + z))
    half = math.sqrt(max(0.0, middle**2 - share**2 / (1 + z)))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def _between(found: np.ndarray) -> float:
    """(1 + 1/m) times the variance of what m sets say; 0 of one."""
    m = len(found)
    return (1 + 1 / m) * float(found.var(ddof=1)) if m > 1 else 0.0
