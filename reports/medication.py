"""The section of a report on acute medication: medians that are never scaled up."""

from __future__ import annotations

import pandas as pd

from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.guidelines.overuse import ANY
from analytics.research.intervals import NAN
from charts.data import DAYS, HIDDEN, ChartData, Series
from reports.basis import ReportBasis, Section, ends, hatched, not_shown
from reports.groups import (
    of_both,
    of_month,
)
from words.numbers import counted, number


def acute_medication(basis: ReportBasis) -> Section:
    """The days with intake in the month before session 1, and at the end of each cycle."""
    found = _intake_by_month(basis)
    title = _intake_title(found, basis)
    return Section(
        "medication",
        title,
        "Days with any recorded class in 30 days, never scaled up; line: "
        f"middle half of patients with {ENOUGH_OF_A_MONTH} or more recorded "
        f"days, not the same ones in each month.{hatched(found['hidden'])}",
        pd.DataFrame(
            {
                "Month": [_month(session) for session in found["session"]],
                "Patients": [HIDDEN if pd.isna(n) else f"{n:,}" for n in found["n"]],
                "Median days": [
                    HIDDEN if gone else number(value)
                    for value, gone in zip(found["median"], found["hidden"], strict=True)
                ],
                "Middle half": ends(found["low"], found["high"], number),
            }
        ),
        _intake_chart(found, title) if found["median"].notna().any() else None,
        ("Other things may have changed too.", *not_shown(found["hidden"], basis.limit)),
        basis.of_treated(
            of_both(basis.session),
            "with enough recorded days in the month before session 1 and at the end of cycle "
            f"{basis.session}",
        ),
        recorded=bool(found["median"].notna().any() or found["hidden"].any()),
    )


def _intake_by_month(basis: ReportBasis) -> pd.DataFrame:
    """A row a month: session, n, low, median, high; ``hidden`` where n may not be printed.

    Quartiles of n whole numbers end in quarters that give n away.
    """
    months = {
        int(str(k)): of[f"{ANY}_days"].astype("float64")
        for k, of in basis.intake.groupby("session")
    }
    rows = []
    for session in range(max(months, default=-1) + 1):
        days = months.get(session, pd.Series(dtype="float64"))
        n = basis.printed.get(of_month(session), pd.NA) if len(days) else 0
        enough = pd.notna(n) and n >= basis.limit
        quartiles = days.quantile([0.25, 0.5, 0.75]).tolist() if enough else [NAN] * 3
        rows.append((session, n, *quartiles, bool(len(days)) and not enough))
    return pd.DataFrame(rows, columns=["session", "n", "low", "median", "high", "hidden"])


def _intake_title(found: pd.DataFrame, basis: ReportBasis) -> str:
    """Before and after of the same patients; of those alone their number is printed here."""
    n, medians = basis.printed.get(of_both(basis.session), 0), basis.intake_of_both.median()
    if n >= basis.limit:
        return (
            f"In the same {counted(n, 'patient')} acute medication on {number(medians[0])} days in "
            f"the month before session 1, on {number(medians[basis.session])} at the end of cycle "
            f"{basis.session} (medians)"
        )
    told = found["median"].dropna()
    if len(told):
        return "Days a month with acute medication"
    if found["hidden"].any():
        return "Acute medication by class is recorded by too few to be shown"
    return "Acute medication by class is not recorded in these files"


def _intake_chart(found: pd.DataFrame, title: str) -> ChartData:
    medians = Series(
        "Median days", found["median"].tolist(), found["low"].tolist(), found["high"].tolist()
    )
    return ChartData(
        "columns",
        [_month(session).replace(" session", "\nsession") for session in found["session"]],
        [medians],
        title,
        DAYS,
        response=False,
        hidden=tuple(found["hidden"].tolist()),
    )


def _month(session: int) -> str:
    return "Before session 1" if session == 0 else f"Cycle {session}"
