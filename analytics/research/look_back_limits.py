"""When is the look back not to be trusted? The signs of it that records can show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.codes import EntryRule
from analytics.definitions import Definition
from analytics.records import Records
from analytics.research.look_back import (
    around_of,
    days_needed,
    month_before,
    of_session,
    paired,
    with_a_window_back,
)
from analytics.steps import Outcomes

OTHERS_WITHIN = 90  # days before session 1
EARLIER = range(2, 6)  # months before those asked for; 1 is held against them
COLUMNS = [
    "session",
    "session_day",
    "judged",
    "patients",
    "left_out",
    "days_needed",
    "month_before",
    "earlier",
    "before_low",
    "before_high",
    "other_begun",
    "given_before",
    "given_before_known",
    "window_days",
    "recorded_ahead",
    "recorded_back",
    "under_entry",
    "entry_not_known",
]


def look_back_limits(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> pd.DataFrame:
    """One row: what speaks against the look back after this session, ``COLUMNS``.

    ``judged``: without another new treatment; ``patients``: of them those with a window back;
    ``left_out``: of the others, those of whom the window is recorded.
    ``session_day``, ``days_needed``: the day of the session, and how many days before session 1 a
    diary begins that holds the window, medians. ``month_before``: mean days in the month before
    those asked for (or the baseline's), ``earlier``: in the four before that, of the same patients;
    ``before_``: Student's interval of the first minus the second, none under 8 patients.
    ``other_begun``: of those judged, another treatment began within 90 days before session 1;
    missing where no treatment is recorded at all. ``given_before``: of those judged of whom it is
    known (``_known``), this treatment was given before session 1, nobody knows when. ``recorded_``:
    mean days with an answer in both windows, of ``window_days``. ``under_entry``: whose months
    before session 1 hold fewer days than the stated entry rule asks for, scaled to the Definition's
    month; ``entry_not_known``: of whom one is not recorded. Missing where no rule is stated.
    """
    pairs = of_session(records, outcomes, definition, session)
    found = with_a_window_back(pairs)
    rows = outcomes[outcomes["session"] == session].set_index("patient_id")
    began = records.first_sessions.set_index("patient_id")["session_date"]
    at = (rows["session_date"].reindex(found["patient_id"]) - began.reindex(found["patient_id"])).dt
    row = {
        "session": session,
        "session_day": at.days.median(),
        "judged": len(pairs),
        "patients": len(found),
        "left_out": int(pairs["left_out"].sum()),
        "days_needed": days_needed(pairs, definition),
        **_months_before(records, definition, found),
        "other_begun": _others_begun(records, definition, pairs),
        **_given_before(records, definition, pairs),
        "window_days": (found["last"] - found["first"] + 1).mean(),
        "recorded_ahead": found["recorded_ahead"].mean(),
        "recorded_back": found["recorded_back"].mean(),
        **_against_the_rule(pairs, definition),
    }
    given = ("given_before", "given_before_known")
    whole = dict.fromkeys(("other_begun", *given, "under_entry", "entry_not_known"), "Int64")
    counts = (*whole, "judged", "patients", "left_out")
    measured = [name for name in COLUMNS[1:] if name not in counts]
    types = {**whole, **dict.fromkeys(measured, "Float64")}
    return pd.DataFrame([row], columns=COLUMNS).astype(types)


def _months_before(
    records: Records, definition: Definition, found: pd.DataFrame
) -> dict[str, float]:
    """The month before those asked for, held against the four before it; each half recorded."""
    before, *earlier = (
        month_before(records, found, definition, number, definition.month // 2)
        for number in (1, *EARLIER)
    )
    means = pd.concat(earlier, axis=1).mean(axis=1)
    both = pd.DataFrame({"before": before, "earlier": means}).astype("float64").dropna()
    difference = paired((both["before"] - both["earlier"]).to_numpy("float64"))
    return {
        "month_before": both["before"].mean(),
        "earlier": both["earlier"].mean(),
        "before_low": difference.low,
        "before_high": difference.high,
    }


def _others_begun(records: Records, definition: Definition, pairs: pd.DataFrame) -> object:
    """Of how many judged another treatment began in the days before session 1?"""
    if records.treatments.empty:
        return pd.NA
    around = around_of(records, definition)
    day = np.full(len(pairs), -OTHERS_WITHIN)
    return int(
        around.touched(around.places(pairs["patient_id"]), day, np.full(len(pairs), -1)).sum()
    )


def _given_before(
    records: Records, definition: Definition, pairs: pd.DataFrame
) -> dict[str, object]:
    """Of how many judged is it known whether they had this treatment before, and how many had?"""
    column = definition.therapy.prior
    if not column:
        return {"given_before": pd.NA, "given_before_known": pd.NA}
    had = records.patients.set_index("patient_id")[column].reindex(pairs["patient_id"]).dropna()
    return {"given_before": int((had == 1).sum()), "given_before_known": len(had)}


def _against_the_rule(pairs: pd.DataFrame, definition: Definition) -> dict[str, object]:
    """Whose months before session 1 hold too few days for the stated rule, and of whom unknown."""
    if definition.entry_rule == EntryRule.NONE:
        return {"under_entry": pd.NA, "entry_not_known": pd.NA}
    lowest = pairs[["baseline", "held_against"]].astype("Float64")  # of one month both the same
    under = (lowest < definition.entry_days).fillna(False).any(axis=1)
    not_known = lowest.isna().any(axis=1) & ~under
    return {"under_entry": int(under.sum()), "entry_not_known": int(not_known.sum())}
