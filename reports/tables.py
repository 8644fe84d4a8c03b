"""The tables of a report: for the clinic whole, for others only what may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analytics.research.intervals import NAN
from analytics.research.spread import BANDS
from analytics.steps import Outcomes
from analytics.summaries import wilson
from reports.groups import (
    CURVE,
    DUE,
    JUDGED,
    RESPONDERS,
    TREATED,
    after,
    at_least,
    column_of,
)

COUNTED = (
    JUDGED,
    RESPONDERS,
    *(column_of(band) for band, *_ in reversed(BANDS)),
    DUE,
    *(at_least(threshold) for threshold in CURVE),
)


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook, under its name."""

    name: str
    frame: pd.DataFrame
    units: Mapping[str, str] = field(default_factory=dict)  # of columns of shares and percents


def shared_sessions(
    outcomes: Outcomes, sessions: Iterable[int], printed: Mapping[str, int]
) -> pd.DataFrame:
    """One row a session for others: the ``printed`` counts (by ``after``), the rest empty.

    ``treated_ever``, ``judged``, ``responders`` with rate and interval, the bands, ``due``, and
    ``at_least_10``, ... for a curve. What is said of those judged goes with their number: a count
    of nobody too. So do medians of days.
    """
    rows: list[dict[str, object]] = []
    for session in sessions:
        counts: dict[str, object] = {
            name: printed.get(after(name, session), pd.NA) for name in COUNTED
        }
        if pd.isna(counts[JUDGED]):
            counts |= {name: pd.NA for name in COUNTED if name != DUE}
        at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
        ever = printed.get(TREATED, pd.NA)
        rows.append(
            {
                "session": session,
                "treated_ever": ever,
                **counts,
                **_rate(counts),
                **_medians(at, counts),
            }
        )
    table = pd.DataFrame(rows)
    counted = dict.fromkeys(("treated_ever", *COUNTED), "Int64")
    return table.astype(counted) if len(table) else table


def _rate(counts: Mapping[str, object]) -> dict[str, float]:
    k, n = counts[RESPONDERS], counts[JUDGED]
    if pd.isna(k) or pd.isna(n) or not n:
        return {"rate": NAN, "ci_low": NAN, "ci_high": NAN}
    low, high = wilson(int(k), int(n))  # type: ignore[call-overload]
    return {"rate": int(k) / int(n), "ci_low": low, "ci_high": high}  # type: ignore[call-overload]


def _medians(at: pd.DataFrame, counts: Mapping[str, object]) -> dict[str, float]:
    known = not pd.isna(counts[JUDGED]) and len(at)
    return {
        "median_before": float(at["baseline"].median()) if known else NAN,
        "median_after": float(at["monthly_days"].median()) if known else NAN,
        "median_change": float(at["change"].median()) if known else NAN,
    }
