"""Do bad spells last longer than a month? Months of the same patients, near and far apart.

A model that takes a patient's months for independent, given her habit, shows too little of a fall
where they are not: after a bad month it expects a usual one too early.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from analytics.research.intervals import NAN
from analytics.research.look_back import FEWEST_FOR_T

FAR = 3  # months apart, and more
RARE = NormalDist().inv_cdf(0.01)  # of months that are independent 1 in 100 says so


def hang_together(days: np.ndarray, recorded: np.ndarray) -> bool:
    """Are months next to each other more alike than those further apart, beyond chance?

    Patients x consecutive months that nobody was chosen by; nothing recorded is no month. Of each
    patient the mean squared difference of shares between neighbours, less that of months three and
    more apart; over patients their mean is below 0. Trends count as well: they are no chance.
    """
    share = np.divide(days, recorded, out=np.full(days.shape, NAN), where=recorded > 0)
    apart = range(FAR, share.shape[1])
    difference = _apart(share, [1]) - _apart(share, apart)
    difference = difference[~np.isnan(difference)]
    n = len(difference)
    if n < FEWEST_FOR_T:
        return False
    error = float(difference.std(ddof=1)) / math.sqrt(n)
    return bool(difference.mean() < RARE * error)


def _apart(share: np.ndarray, lags: Iterable[int]) -> np.ndarray:
    """The mean squared difference of months so far apart, of each patient; NaN where none are."""
    squares = [(share[:, lag:] - share[:, :-lag]) ** 2 for lag in lags]
    if not squares:
        return np.full(len(share), NAN)
    found = np.concatenate(squares, axis=1)
    pairs = (~np.isnan(found)).sum(axis=1)
    total = np.nansum(found, axis=1)
    mean: np.ndarray = np.divide(total, pairs, out=np.full(len(share), NAN), where=pairs > 0)
    return mean
