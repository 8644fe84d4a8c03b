"""How large is the change if one allows for patients coming when they are bad?

No way of it is a control group. Each rests on what it ``assumes``; beside them stands the change as
recorded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.codes import Allowing
from analytics.definitions import Definition
from analytics.records import Records
from analytics.research.habits import FittedHabits, mean_change
from analytics.research.individual import judged_by_all
from analytics.research.intervals import NAN, UNDEFINED, Estimate, student
from analytics.research.look_back import (
    FEWEST_FOR_T,
    MIRROR,
    ahead_and_back,
    month_before,
    paired,
)
from analytics.research.progress import Progress, silent
from analytics.steps import Outcomes
from analytics.summaries import Z

ALL = "all"
STRATA = (0, 15, 20)  # days a month of the baseline from which a stratum begins
COLUMNS = [
    "session",
    "method",
    "stratum",
    "patients",
    "change",
    "ci_low",
    "ci_high",
    "habit_explaining_all",
    "assumes",
]


class Habit(NamedTuple):
    """Days a month at which all of a fall would be return, with its 95% interval."""

    value: float
    low: float
    high: float


def corrected_change(
    records: Records, outcomes: Outcomes, definition: Definition, told: Progress = silent
) -> pd.DataFrame:
    """The change after each session as recorded, and ways of allowing for return: ``COLUMNS``.

    Of those judged without another new treatment. ``change``: after minus before on the
    Definition's month, fewer is negative; Student's t, none under 8 patients. As recorded: of all,
    and of those with a month as far before. ``back_month``: less what they lay below the baseline
    as far before it (``look_back``). ``two_month_baseline``: the month before the months asked for
    as the baseline. ``model``: the mean change of the habits (``individual``), scaled to the
    month; no rows where it is not made, and no number where these months are not as it assumes
    (``spells``). ``mee_chua``: no change but a tipping point,
    ``habit_explaining_all``, with its own interval. ``stratum``: all first, then by days of the
    baseline. ``assumes``: the method's code, in words elsewhere; of the model also that no entry
    rule is stated, or why it is left out.
    """
    pairs = ahead_and_back(records, outcomes, definition)
    earlier = month_before(records, pairs, definition, 1, definition.min_baseline_days)
    pairs = pairs.assign(earlier=earlier)
    last = int(outcomes["session"].max())
    rows: list[dict[str, Any]] = []
    for session in range(1, last + 1):
        told((session - 1) / last)
        *ways, point = _of_session(pairs[pairs["session"] == session])
        for row in (*ways, *_by_model(records, outcomes, definition, session), point):
            rows.append({"session": session, "assumes": row["method"], **row})
    return pd.DataFrame(rows, columns=COLUMNS)


def _by_model(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> Iterator[dict[str, Any]]:
    """Every stratum by the model of all months; nothing where it is not made."""
    of = judged_by_all(records, outcomes, definition, session)
    if of.fitted is None or not of.own:
        return
    strata = [(name, held.to_numpy(bool)) for name, held in _strata(of.rows["baseline"])]
    if of.hang_together:
        for name, held in strata:
            left_out = _row(Allowing.MODEL, name, int(held.sum()), UNDEFINED)
            yield {**left_out, "assumes": str(Allowing.MODEL_LEFT_OUT)}
        return
    fitted = FittedHabits(of.fitted.fitted, of.months, of.fitted.entered)
    for (name, held), mean in zip(
        strata, mean_change(fitted, [held for _, held in strata]), strict=True
    ):
        reach = Z * mean.error
        ends = (
            definition.month * end for end in (mean.value, mean.value - reach, mean.value + reach)
        )
        row = _row(Allowing.MODEL, name, int(held.sum()), Estimate(*ends))
        yield row if of.fitted.entered else {**row, "assumes": str(Allowing.MODEL_NO_RULE)}


def _of_session(pairs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Every stratum of each method in turn, then the tipping point."""
    mirrored = pairs[pairs["mirror"] == MIRROR]
    earlier = pairs[pairs["earlier"].notna()]
    changes = (
        (Allowing.AS_RECORDED, pairs, -pairs["ahead"]),
        (Allowing.WITH_BACK_MONTH, mirrored, -mirrored["ahead"]),
        (Allowing.BACK_MONTH, mirrored, mirrored["back"] - mirrored["ahead"]),
        (Allowing.TWO_MONTH_BASELINE, earlier, earlier["days_after"] - earlier["earlier"]),
    )
    for method, of, change in changes:
        for stratum, held in _strata(of["baseline"]):
            found = paired(change[held].to_numpy("float64"))
            yield _row(method, stratum, int(held.sum()), found)
    habit = mee_chua(*(pairs[name].to_numpy("float64") for name in ("baseline", "days_after")))
    ends = Estimate(NAN, habit.low, habit.high)
    yield {**_row(Allowing.MEE_CHUA, ALL, len(pairs), ends), "habit_explaining_all": habit.value}


def _row(method: Allowing, stratum: str, patients: int, found: Estimate) -> dict[str, Any]:
    return {
        "method": str(method),
        "stratum": stratum,
        "patients": patients,
        "change": found.value,
        "ci_low": found.low,
        "ci_high": found.high,
        "habit_explaining_all": NAN,
    }


def _strata(baseline: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """All, then by days of the baseline those that hold somebody: their name, and who is in it."""
    yield ALL, baseline.notna()
    for low, high in zip(STRATA, (*STRATA[1:], None), strict=True):
        inside = baseline >= low
        held = inside if high is None else inside & (baseline < high)
        if held.any():
            named = f"{low} or more" if high is None else f"{low} to under {high}"
            yield named if low else f"under {high}", held


def mee_chua(before: np.ndarray, after: np.ndarray) -> Habit:
    """How low would the mean habit have to be for all of the fall to be return?

    Mee and Chua 1991, Am Stat 45:39: with a known mean habit mu the expected value after is the
    regression of after on before, read at mu, and the change allowed for is that minus mu. Where
    mu is not known it is moved (Ostermann, Willich and Luedtke 2008, BMC Med Res Methodol 8:52):
    the change is nil where the line a + b x crosses the identity, at a / (1 - b). The ends are
    where Student's interval of the change (n - 2) touches nil: a quadratic in mu. NaN under 8
    patients, where before does not vary, where the line does not cross (b of 1 or more), and for an
    interval without ends.
    """
    n = len(before)
    spread = float(((before - before.mean()) ** 2).sum()) if n >= FEWEST_FOR_T else 0.0
    if spread < 1e-9:
        return Habit(NAN, NAN, NAN)
    middle, level = float(before.mean()), float(after.mean())
    slope = float(((before - middle) * (after - level)).sum()) / spread
    if slope >= 1 - 1e-9:
        return Habit(NAN, NAN, NAN)
    start = level - slope * middle
    left = after - start - slope * before
    variance = float((left**2).sum()) / (n - 2)
    crosses = start / (1 - slope)
    return Habit(crosses, *_ends(n, spread, middle, slope, level - middle, variance))


def _ends(
    n: int, spread: float, middle: float, slope: float, change: float, variance: float
) -> tuple[float, float]:
    """Where (change + (b - 1) d)^2 is t^2 s^2 (1/n + d^2 / spread), of mu = middle + d."""
    reach = student(n - 2) ** 2 * variance
    square = (slope - 1) ** 2 - reach / spread
    linear, constant = 2 * change * (slope - 1), change**2 - reach / n
    inside = linear**2 - 4 * square * constant
    if square <= 0 or inside < 0:
        return NAN, NAN
    root = math.sqrt(inside)
    return middle + (-linear - root) / (2 * square), middle + (-linear + root) / (2 * square)
