"""How many patients responded after each session, out of how many, and who is missing?"""

from __future__ import annotations

import math
from statistics import NormalDist

import pandas as pd

from analytics.codes import NOT_COUNTED, Reason, State
from analytics.filters import NOT_RECORDED, not_recorded_beside
from analytics.order import by_natural_id, natural
from analytics.steps import Outcomes, Rates, Reductions

Z = NormalDist().inv_cdf(0.975)
RATE_COLUMNS = [
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
    """Wilson's 95% interval of a proportion, as fractions; undefined (NaN) of none.

    Written out, because its library takes longer to load than the first page to be made; a test
    holds it against that library.
    """
    if of == 0:
        return float("nan"), float("nan")
    share, part = count / of, Z**2 / of
    middle = (share + part / 2) / (1 + part)
    reach = Z * math.sqrt(share * (1 - share) / of + part / (4 * of)) / (1 + part)
    low = 0.0 if count == 0 else middle - reach
    return low, 1.0 if count == of else middle + reach


def responder_rates(outcomes: Outcomes) -> Rates:
    """Three readings of the responder rate after each session, with everyone accounted for.

    One row per session from 1 to the last. ``rate`` = responders / evaluable with Wilson's 95%
    interval; ``rate_low`` to ``rate_high``: the lowest and highest possible of all due, whatever
    happened to those not judged; ``rate_by_reason`` / due. Fractions; empty where undefined, and
    where cycles were handed on without what decides: the reasons of stops.
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
            "missing_diary": missing.isin(NOT_COUNTED),
            "missing_goal": missing == Reason.STOPPED_GOAL,
            "missing_stopped": missing == Reason.STOPPED_OTHER,
            "missing_unknown": missing == Reason.UNKNOWN,
            "not_told": missing == Reason.NOT_TOLD,
            "undecided": after["due"].fillna(False) & after["responder_by_reason"].isna(),
        }
    )
    open_ = after["depends_on_rounding"].fillna(False)
    if open_.any():  # only then: a column more is the mark that a reader cannot miss
        flags = flags.assign(depends_on_rounding=open_)
    rates = flags.fillna(False).astype("int64").groupby(after["session"]).sum().reset_index()
    started = int((outcomes["treated"] & (outcomes["session"] == 1)).sum())
    due, evaluable, responders = rates["due"], rates["evaluable"], rates["responders"]
    of_due = due.astype("Float64").mask(due == 0)
    if (untold := rates["not_told"] > 0).any():
        reasons = ["missing_goal", "missing_stopped", "missing_unknown"]
        rates = rates.assign(**rates[reasons].astype("Int64").mask(untold, pd.NA))
    by_reason = rates["by_reason"].astype("Float64").mask(rates["undecided"] > 0)
    intervals = [wilson(k, n) for k, n in zip(responders, evaluable, strict=True)]
    told = rates.assign(
        started=started,
        waiting=rates["usable_baseline"] - due,
        rate=responders / evaluable.astype("Float64").mask(evaluable == 0),
        ci_low=pd.Series([low for low, _ in intervals], dtype="float64"),
        ci_high=pd.Series([high for _, high in intervals], dtype="float64"),
        rate_low=responders / of_due,
        rate_high=(responders + due - evaluable) / of_due,
        rate_by_reason=by_reason / of_due,
    )
    more = [name for name in ("depends_on_rounding",) if name in rates]
    return Rates(told[[*RATE_COLUMNS, *more]])


def reduction_by_session(outcomes: Outcomes) -> Reductions:
    """How much did days change, among those judged after each session?

    One row per session: ``judged``, the medians of days a month ``before`` and ``after``, of
    ``change`` (days a month; fewer is negative) and of ``percent_reduction`` with its quartiles,
    and how many got ``worse`` (more days than before).
    """
    judged = outcomes[outcomes["evaluable"].fillna(False)]
    by_session = judged.groupby("session")
    percent = by_session["percent_reduction"]
    table = pd.DataFrame(
        {
            "judged": by_session.size(),
            "before": by_session["baseline"].median(),
            "after": by_session["monthly_days"].median(),
            "change": by_session["change"].median(),
            "percent_reduction": percent.median(),
            "lower_quartile": percent.quantile(0.25),
            "upper_quartile": percent.quantile(0.75),
            "worse": (judged["percent_reduction"] < 0).groupby(judged["session"]).sum(),
        }
    )
    last = int(outcomes["session"].max()) if len(outcomes) else 0
    table = table.reindex(pd.RangeIndex(1, last + 1, name="session"))
    counts = {"judged": "int64", "worse": "int64"}
    return Reductions(table.fillna(dict.fromkeys(counts, 0)).astype(counts).reset_index())


def judged_throughout(outcomes: Outcomes, last: int) -> Outcomes:
    """The sessions 1 to ``last`` of the patients who are judged after every one of them."""
    inside = outcomes["session"].between(1, last)
    judged = outcomes["evaluable"].fillna(False) | ~inside
    always = judged.groupby(outcomes["patient_id"]).transform("all")
    return Outcomes(outcomes[always & (outcomes["session"] <= last)])


def patient_states(outcomes: Outcomes, session: int) -> pd.Series:
    """Where each patient stands after a session: every patient is in exactly one state."""
    rows = outcomes[outcomes["session"] == session].set_index("patient_id")
    due, evaluable = rows["due"].fillna(False), rows["evaluable"].fillna(False)
    state = pd.Series(State.WAITING, index=rows.index, dtype="str")
    state = state.mask(~rows["usable_baseline"], State.NO_USABLE_BASELINE)
    state = state.mask(due & ~evaluable, State.NOT_JUDGED)
    state = state.mask(evaluable, State.NOT_REACHED)
    return state.mask(rows["responder"].fillna(False), State.REACHED).rename("state")


def patient_rows(outcomes: Outcomes, session: int) -> pd.DataFrame:
    """One row a patient: baseline, state and days after ``session``, reduction after each one.

    By id in natural order.
    """
    at = outcomes[outcomes["session"] == session].set_index("patient_id")
    after = outcomes[outcomes["session"] > 0]
    had = after[after["treated"]].groupby("patient_id")
    reductions = after.pivot(index="patient_id", columns="session", values="percent_reduction")
    table = pd.DataFrame(
        {
            "sessions": had["session"].max(),
            "last_session": had["session_date"].max(),
            "baseline": at["baseline"],
            "baseline_recorded": at["baseline_recorded"],
            "state": patient_states(outcomes, session),
            "reason": at["reason"],
            "monthly_days": at["monthly_days"],
            "recorded_days": at["recorded_days"],
            "window_days": at["window_days"],
        },
        index=at.index,
    ).fillna({"sessions": 0})
    return by_natural_id(table.join(reductions.add_prefix("reduction_")).reset_index())


def last_dates(diary: pd.DataFrame, patients: pd.DataFrame) -> pd.DataFrame:
    """The last diary date of each site: site, recorded, last_date, behind (days).

    Those of whom no site is recorded are the last row, where any site is.
    """
    last = diary.groupby("patient_id")["date"].max()
    of_each = patients.set_index("patient_id")["site"].reindex(last.index).fillna(NOT_RECORDED)
    names = sorted(set(of_each) - {NOT_RECORDED}, key=natural)
    ends = last.groupby(of_each).max().reindex([*names, NOT_RECORDED] if names else []).dropna()
    recorded = ends.index != NOT_RECORDED
    words = [*names, not_recorded_beside(names)][: len(ends)]
    behind = (ends.max() - ends).dt.days
    rows = {"site": words, "recorded": recorded, "last_date": ends, "behind": behind}
    return pd.DataFrame(rows).reset_index(drop=True)
