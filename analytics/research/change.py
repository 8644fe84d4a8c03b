"""By how many days did patients change after each session?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.arithmetic import per_month
from analytics.codes import Compared, Unit
from analytics.definitions import MEASURES, OF_PRESETS, Definition
from analytics.guidelines.scores import scores_by_session
from analytics.instruments import SCALES
from analytics.outcomes import are_enough
from analytics.records import Records
from analytics.research.intervals import (
    hodges_lehmann,
    holm,
    mean_with_interval,
    median_with_interval,
    signed_rank_p,
)
from analytics.research.progress import Progress, silent
from analytics.steps import Outcomes
from analytics.summaries import judged_throughout, wilson
from analytics.therapies import Therapy

OUTCOMES = {  # in this order, with their units
    **dict.fromkeys((*OF_PRESETS, "clear_days", *MEASURES), Unit.MONTHLY),
    **dict.fromkeys(SCALES, Unit.POINTS),
}
DAYS = {  # name: the column of days, the column of days recorded for it
    **{measure.name: (measure.name, measure.recorded) for measure in MEASURES.values()},
    "clear_days": ("headache_days", "headache_recorded_days"),
}


def before_and_after(records: Records, outcomes: Outcomes, definition: Definition) -> pd.DataFrame:
    """One row per patient, session and outcome with both values: ``before``, ``after``.

    Days are scaled to the Definition's month, where enough days are recorded for that kind of day
    before session 1 and in the closed window; scores are those that belong to the session. Of
    the measures those that always stand here, and the Definition's.
    """
    parts = [_days(outcomes, name, definition) for name in DAYS if _stands_here(name, definition)]
    if not records.are_counts and len(records.scores):
        parts += [
            _scores(records, name, definition.therapy)
            for name in sorted(records.scores["instrument"].unique())
        ]
    columns = ["patient_id", "session", "outcome", "before", "after"]
    return pd.concat([part[columns] for part in parts], ignore_index=True)


def _stands_here(name: str, definition: Definition) -> bool:
    return name not in MEASURES or bool(MEASURES[name].in_change) or name == definition.measure


def _days(outcomes: Outcomes, name: str, definition: Definition) -> pd.DataFrame:
    days, recorded = (outcomes[column] for column in DAYS[name])
    first = outcomes["session"] == 0
    enough = are_enough(days, recorded, outcomes, definition)
    flagged = recorded - days if name == "clear_days" else days
    monthly = per_month(flagged, recorded, definition.month)
    known = enough & (first | (outcomes["closed"] & outcomes["treated"]))
    table = outcomes[["patient_id", "session"]].assign(outcome=name, after=monthly.where(known))
    before = table[first].set_index("patient_id")["after"]
    table = table[~first].assign(before=table["patient_id"].map(before).astype("Float64"))
    if name == definition.measure:  # the same patients as in the rates
        table = table[outcomes.loc[table.index, "evaluable"].fillna(False)]
    return table.dropna(subset=["before", "after"])


def _scores(records: Records, name: str, therapy: Therapy) -> pd.DataFrame:
    scores = scores_by_session(records, name, therapy)
    table = scores.assign(outcome=name, before=scores["baseline"], after=scores["score"])
    return table.dropna(subset=["before", "after"])


def change_by_session(
    records: Records, outcomes: Outcomes, definition: Definition, told: Progress = silent
) -> pd.DataFrame:
    """Before, after and change for every outcome and session, the Definition's measure first.

    ``patients``: all judged, or those judged after every session so far (by the Definition's
    measure), so that the same people are compared. Means with bootstrap-t intervals (Student's
    of 2 to 7 patients), inside what can follow on the mean before; medians with order statistics,
    ``shift``: Hodges-Lehmann. Change is after minus before: fewer is negative.
    """
    pairs = before_and_after(records, outcomes, definition)
    last = int(outcomes["session"].max()) if len(outcomes) else 0
    rows = []
    for session in range(1, last + 1):
        told((session - 1) / last)
        always = pd.Index(judged_throughout(outcomes, session)["patient_id"].unique())
        of_session = pairs[pairs["session"] == session]
        same = of_session[always.get_indexer(of_session["patient_id"]) >= 0]
        summaries: dict[str, dict[str, float | int]] = {}
        for patients, kept in ((Compared.ALL, of_session), (Compared.SAME, same)):
            parts = dict(list(kept.groupby("outcome")))
            for name in _in_order(definition):
                if name not in parts:
                    continue
                if name not in summaries or summaries[name]["n"] > len(parts[name]):
                    summaries[name] = _summary(
                        parts[name], _ends(name, definition)
                    )  # else they are the same patients
                row = {"session": session, "outcome": name, "patients": patients}
                rows.append({**row, **summaries[name]})
    columns = ["session", "outcome", "patients", *_summary(pairs.head(0), (0, 0))]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(2, "unit", [OUTCOMES[outcome] for outcome in table["outcome"]])
    return table


def _in_order(definition: Definition) -> list[str]:
    return [definition.measure, *(name for name in OUTCOMES if name != definition.measure)]


def _ends(outcome: str, definition: Definition) -> tuple[float, float]:
    """The lowest and the highest value that an outcome can have."""
    return SCALES.get(outcome, (0, definition.month))


def _summary(values: pd.DataFrame, ends: tuple[float, float]) -> dict[str, float | int]:
    before = values["before"].to_numpy("float64")
    after = values["after"].to_numpy("float64")
    change = after - before
    possible = ends[0] - _mean(before), ends[1] - _mean(before)
    mean = mean_with_interval(change, possible=possible)
    median = median_with_interval(change)
    shift = hodges_lehmann(change)
    return {
        "n": len(values),
        "mean_before": _mean(before),
        "median_before": _median(before),
        "mean_after": _mean(after),
        "median_after": _median(after),
        "mean_change": mean.value,
        "mean_low": mean.low,
        "mean_high": mean.high,
        "median_change": median.value,
        "median_low": median.low,
        "median_high": median.high,
        "shift": shift.value,
        "shift_low": shift.low,
        "shift_high": shift.high,
    }


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def change_tests(
    records: Records, outcomes: Outcomes, definition: Definition, primary_session: int
) -> pd.DataFrame:
    """On demand: Wilcoxon's signed-rank p of each change, Holm's for all but the primary one.

    Primary: the Definition's measure after the session looked at. Against no change, which without
    a control group is not the question of a treatment.
    """
    pairs = before_and_after(records, outcomes, definition)
    by = pairs.groupby(["outcome", "session"], sort=False)
    rows = [
        (
            session,
            outcome,
            len(values),
            signed_rank_p((values["after"] - values["before"]).to_numpy("float64")),
        )
        for (outcome, session), values in by
    ]
    table = pd.DataFrame(rows, columns=["session", "outcome", "n", "p"])
    primary = (table["outcome"] == definition.measure) & (table["session"] == primary_session)
    table["role"] = primary.map({True: "primary", False: "other"})
    table["p_holm"] = table["p"].astype("float64")
    table.loc[~primary, "p_holm"] = holm(table.loc[~primary, "p"].tolist())
    return table.sort_values(
        ["role", "session", "outcome"], ascending=[False, True, True], ignore_index=True
    )


def response_levels(outcomes: Outcomes) -> pd.DataFrame:
    """At least 30, 50, 75 and 100% fewer days after each session: n of those judged, Wilson."""
    judged = outcomes[outcomes["evaluable"].fillna(False)]
    rows = []
    for session, of_session in judged.groupby("session"):
        for threshold in (30, 50, 75, 100):
            reached = int(of_session[f"responder_{threshold}"].sum())
            n = len(of_session)
            rows.append((session, threshold, reached, n, reached / n, *wilson(reached, n)))
    columns = ["session", "threshold", "reached", "judged", "rate", "ci_low", "ci_high"]
    return pd.DataFrame(rows, columns=columns)
