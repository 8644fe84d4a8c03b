"""How many patients responded after each session, out of how many, and who is missing?"""

from __future__ import annotations

import pandas as pd
from scipy.stats import binomtest

from analytics.definitions import (
    EMPTY_WINDOW,
    STOPPED_GOAL,
    STOPPED_OTHER,
    THIN_DIARY,
    UNKNOWN,
)

RATES = [
    "session",
    "started",
    "usable_baseline",
    "due",
    "waiting",
    "treated",
    "evaluable",
    "responders",
    "rate",
    "ci_low",
    "ci_high",
    "rate_low",
    "rate_high",
    "rate_by_reason",
    "missing_diary",
    "missing_goal",
    "missing_stopped",
    "missing_unknown",
]


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval of a proportion, as fractions; undefined (NaN) of none."""
    if of == 0:
        return float("nan"), float("nan")
    interval = binomtest(count, of).proportion_ci(confidence_level=0.95, method="wilson")
    return float(interval.low), float(interval.high)


def responder_rates(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Three readings of the responder rate after each session, with everyone accounted for.

    One row per session from 1 to the last. ``rate`` = responders / evaluable with Wilson's 95%
    interval; ``rate_low`` to ``rate_high``: the lowest and highest possible of all due, whatever
    happened to those not judged; ``rate_by_reason`` / due. Fractions; empty where undefined.
    """
    after = outcomes.loc[outcomes["session"] > 0]
    missing = after["reason"].where(after["due"].fillna(False) & ~after["evaluable"].fillna(False))
    flags = pd.DataFrame(
        {
            "usable_baseline": after["usable_baseline"],
            "due": after["due"],
            "treated": after["treated"],
            "evaluable": after["evaluable"],
            "responders": after["responder"],
            "by_reason": after["responder_by_reason"],
            "missing_diary": missing.isin([THIN_DIARY, EMPTY_WINDOW]),
            "missing_goal": missing == STOPPED_GOAL,
            "missing_stopped": missing == STOPPED_OTHER,
            "missing_unknown": missing == UNKNOWN,
        }
    )
    rates = flags.fillna(False).astype("int64").groupby(after["session"]).sum().reset_index()
    started = int((outcomes["treated"] & (outcomes["session"] == 1)).sum())
    due, evaluable, responders = rates["due"], rates["evaluable"], rates["responders"]
    of_due = due.astype("Float64").mask(due == 0)
    intervals = [wilson(k, n) for k, n in zip(responders, evaluable, strict=True)]
    return rates.assign(
        started=started,
        waiting=rates["usable_baseline"] - due,
        rate=responders / evaluable.astype("Float64").mask(evaluable == 0),
        ci_low=pd.Series([low for low, _ in intervals], dtype="float64"),
        ci_high=pd.Series([high for _, high in intervals], dtype="float64"),
        rate_low=responders / of_due,
        rate_high=(responders + due - evaluable) / of_due,
        rate_by_reason=rates["by_reason"] / of_due,
    )[RATES]
