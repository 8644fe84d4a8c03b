"""How many patients have to be judged for an answer of a given precision?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.codes import PlannedOutcome, Unit
from analytics.definitions import FEW_JUDGED
from analytics.research.intervals import NAN, student
from analytics.steps import Outcomes
from analytics.summaries import Z

HALF_WIDTHS = {PlannedOutcome.RATE: (10, 7, 5), PlannedOutcome.CHANGE: (2, 1)}  # points; days
LARGER_ICC = 0.05  # our own rule, beside what these sites say: few sites say little
SITES = (10, 20)  # beside as many as there are
MOST = 10_000_000  # patients: more are not looked for
COLUMNS = [
    "outcome",
    "unit",
    "half_width",
    "expected",
    "sd",
    "icc",
    "sites",
    "judged_needed",
    "due_needed",
]


class Basis(NamedTuple):
    """What an outcome is planned from: those judged after the session looked at."""

    outcome: PlannedOutcome
    unit: Unit
    expected: float  # percent; days a month
    sd: float  # days a month; NaN of a rate
    icc: float  # between sites; NaN where there are not two
    sites: int  # 0: none recorded
    judged: int
    due: int

    def judged_for(self, half_width: float) -> int:
        """How many, of these sites alone."""
        if self.outcome == PlannedOutcome.RATE:
            return judged_for_a_rate(self.expected / 100, half_width / 100)
        return judged_for_a_mean(self.sd, half_width)


def planner(outcomes: Outcomes, patients: pd.DataFrame, session: int) -> pd.DataFrame:
    """How many judged, and so how many due, for a rate and a mean change as precise: ``COLUMNS``.

    ``half_width``: of the 95% interval, Wilson's of a rate (points), Student's of a mean (days a
    month). ``expected``, ``sd``, ``icc`` and the share judged of those due are those after
    ``session``. ``icc`` 0: these sites alone. Else sites are a sample of all such: patients of one
    are alike by ``icc`` (as these sites say, where there are two; and 0.05), and more are needed
    by the design effect 1 + (patients a site - 1) icc. Missing where no number at so many sites
    does, and where fewer than ``FEW_JUDGED`` are judged.
    """
    rows = [row for basis in bases(outcomes, patients, session) for row in _of_outcome(basis)]
    types = dict.fromkeys(("sites", "judged_needed", "due_needed"), "Int64")
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)


def bases(outcomes: Outcomes, patients: pd.DataFrame, session: int) -> list[Basis]:
    """What the rate and the mean change are planned from."""
    at = outcomes[outcomes["session"] == session]
    due, judged = int(at["due"].fillna(False).sum()), at[at["evaluable"].fillna(False)]
    site = patients.set_index("patient_id")["site"].reindex(judged["patient_id"]).to_numpy()
    known = ~pd.isna(site)
    sites = len(set(site[known]))
    responded = judged["responder"].fillna(False).to_numpy("float64")
    changes = judged["change"].astype("Float64").to_numpy("float64", na_value=NAN)
    found = []
    for outcome, unit, values, scale in (
        (PlannedOutcome.RATE, Unit.PERCENT, responded, 100),
        (PlannedOutcome.CHANGE, Unit.MONTHLY, changes, 1),
    ):
        enough = len(values) >= FEW_JUDGED
        found.append(
            Basis(
                outcome,
                unit,
                scale * float(values.mean()) if enough else NAN,
                float(values.std(ddof=1)) if enough and outcome == PlannedOutcome.CHANGE else NAN,
                alike_within(values[known], site[known]) if enough else NAN,
                sites,
                len(values),
                due,
            )
        )
    return found


def _of_outcome(of: Basis) -> Iterator[dict[str, Any]]:
    for half_width in HALF_WIDTHS[of.outcome]:
        alone = of.judged_for(half_width) if of.expected == of.expected else None
        for icc, sites in _designs(of):
            judged = None if alone is None else with_sites(alone, icc, sites)
            yield {
                "outcome": str(of.outcome),
                "unit": str(of.unit),
                "half_width": half_width,
                "expected": of.expected,
                "sd": of.sd,
                "icc": icc,
                "sites": sites or pd.NA,
                "judged_needed": pd.NA if judged is None else judged,
                "due_needed": pd.NA if judged is None else -(-judged * of.due // of.judged),
            }


def _designs(of: Basis) -> Iterator[tuple[float, int]]:
    """How alike patients of one site are, and how many sites."""
    yield 0.0, of.sites
    for icc in (of.icc, LARGER_ICC):
        if icc > 0:
            for sites in (*((of.sites,) if of.sites > 1 else ()), *SITES):
                yield icc, sites


def judged_for_a_rate(expected: float, half_width: float) -> int:
    """The fewest of whom Wilson's interval of this rate is as narrow. (fractions)"""

    def half(n: int) -> float:
        return Z / (n + Z**2) * math.sqrt(n * expected * (1 - expected) + Z**2 / 4)

    return _fewest(half, half_width, 1)


def judged_for_a_mean(sd: float, half_width: float) -> int:
    """The fewest of whom Student's interval of a mean is as narrow."""
    return _fewest(lambda n: student(n - 1) * sd / math.sqrt(n), half_width, 2)


def _fewest(half: Callable[[int], float], wanted: float, low: int) -> int:
    """The smallest n from ``low`` on of which ``half``, falling, is at most ``wanted``."""
    high = low
    while half(high) > wanted and high < MOST:
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if half(middle) <= wanted else (middle + 1, high)
    return high


def with_sites(judged: int, icc: float, sites: int) -> int | None:
    """How many over so many sites are worth as many as ``judged`` who are not alike by site.

    n / (1 + (n / sites - 1) icc) = judged, n over sites of one size. None where no n
    does, up to ten million.
    """
    if icc == 0:
        return judged
    if judged * icc >= sites:
        return None
    needed = judged * (1 - icc) / (1 - judged * icc / sites)
    return max(judged, math.ceil(round(needed, 9))) if needed < MOST else None


def alike_within(values: np.ndarray, groups: np.ndarray) -> float:
    """The intraclass correlation of groups of several sizes (analysis of variance), 0 at least.

    NaN where there are not two groups, nobody stands beside another, or nothing varies.
    """
    table = pd.DataFrame({"value": values, "group": groups}).groupby("group")["value"]
    sizes, means = table.size().to_numpy("float64"), table.mean().to_numpy("float64")
    k, n = len(sizes), float(sizes.sum())
    if k < 2 or n <= k:
        return NAN
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (k - 1)
    within = float(((values - table.transform("mean").to_numpy("float64")) ** 2).sum()) / (n - k)
    usual = (n - float((sizes**2).sum()) / n) / (k - 1)
    total = between + (usual - 1) * within
    return max(0.0, (between - within) / total) if total > 0 else NAN
