"""Who is in it, who is not, and was the baseline stable?"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.arithmetic import per_month
from analytics.codes import EstimandPart, Reason, Sex, Step, Trait, Unit
from analytics.definitions import (
    Definition,
)
from analytics.filters import Filters
from analytics.guidelines.base import count_spans, shifted
from analytics.outcomes import treated_or_due
from analytics.records import Records
from analytics.research.intervals import mean_with_interval
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.therapies import Therapy

STABILITY = {"earlier": (56, 29), "later": (28, 1)}  # days before session 1, first and last
ENOUGH_OF_FOUR_WEEKS = 14


def flow(records: Records, outcomes: Outcomes, session: int) -> pd.DataFrame:
    """From all records to those judged after a session (STROBE): step, patients, left, reason.

    Each step says how many patients remain; the rows under it (``left``) who left on the way, and
    why. Patients of every step = patients of the next + those who left.
    """
    anyone = set(records.diary["patient_id"].unique()) | set(records.patients["patient_id"])
    anyone |= set(records.patient_ids)
    everybody = outcomes[outcomes["session"] == session].set_index("patient_id")
    at = everybody[everybody.index.isin(treated_or_due(outcomes))]
    usable, due = at["usable_baseline"], at["due"].fillna(False)
    judged = at["evaluable"].fillna(False)
    reasons = at["reason"]
    early = usable & ~due
    waiting, unknown = (
        early & (reasons == reason) for reason in (Reason.WAITING, Reason.NOT_KNOWN_IF_DUE)
    )
    steps: list[tuple[str, int, list[tuple[str, int]]]] = [
        (
            Step.IN_THE_RECORDS,
            len(anyone),
            [
                (Reason.NO_SESSION, len(anyone - set(everybody.index))),
                (Reason.NOT_KNOWN_IF_DUE, len(everybody) - len(at)),
            ],
        ),
        (
            Step.TREATED,
            len(at),
            [
                (reason, int((~usable & (reasons == reason)).sum()))
                for reason in (Reason.NO_BASELINE, Reason.THIN_BASELINE, Reason.ZERO_BASELINE)
            ],
        ),
        (
            Step.USABLE_BASELINE,
            int(usable.sum()),
            [
                (Reason.WAITING, int(waiting.sum())),
                (Reason.NOT_KNOWN_IF_DUE, int(unknown.sum())),
                (Reason.AFTER_OTHER_TREATMENT, int((early & ~waiting & ~unknown).sum())),
            ],
        ),
        (
            Step.DUE,
            int(due.sum()),
            [
                (str(reason), int(count))
                for reason, count in reasons[due & ~judged].value_counts().sort_index().items()
            ],
        ),
        (Step.JUDGED, int(judged.sum()), []),
    ]
    rows = []
    for step, patients, leaving in steps:
        rows.append((step, patients, pd.NA, ""))
        rows += [(step, pd.NA, left, reason) for reason, left in leaving if left]
    table = pd.DataFrame(rows, columns=["step", "patients", "left", "reason"])
    return table.astype({"patients": "Int64", "left": "Int64"})


PERCENT = "percent"


def judged_against_not(
    records: Records, outcomes: Outcomes, session: int, therapy: Therapy
) -> pd.DataFrame:
    """The baselines of those due and judged after a session beside those due and not judged.

    Numbers: n known, mean and median. Shares: n of those known. The others are ``not_recorded``:
    both add up to all who are due. ``difference``: in standard deviations (numbers) or in
    percentage points (shares), judged minus not judged.
    """
    at = outcomes[(outcomes["session"] == session) & outcomes["due"].fillna(False)]
    known = records.patients.set_index("patient_id").reindex(at["patient_id"])
    judged = at["evaluable"].fillna(False).to_numpy(bool)
    recorded = at["baseline_recorded"].astype("Float64").to_numpy("float64", na_value=math.nan)
    numbers = (  # compared by their mean, in their unit
        (Trait.DAYS, Unit.MONTHLY, at["baseline"].to_numpy("float64")),
        (Trait.RECORDED, "days", recorded),
        (Trait.AGE, "years", _number(known, "age")),
        (Trait.PREVENTIVES, "preventives", _number(known, "prior_preventives")),
    )
    female = (known["sex"] == Sex.FEMALE).astype("Float64").where(known["sex"].isin([*Sex]))
    shares = (
        (Trait.FEMALE, female),
        *([(Trait.PRIOR, known[therapy.prior].astype("Float64"))] if therapy.prior else []),
        (Trait.OVERUSE, known["medication_overuse"].astype("Float64")),
    )
    rows = [_compared(name, values, judged, unit) for name, unit, values in numbers]
    rows += [
        _compared(name, 100 * values.to_numpy("float64", na_value=math.nan), judged, PERCENT)
        for name, values in shares
    ]
    sides = [
        f"{side}_{what}"
        for side in ("judged", "not_judged")
        for what in ("n", "not_recorded", "mean", "median")
    ]
    columns = ["baseline", "unit", *sides, "difference"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table["judged_n"] + table["not_judged_n"] > 0].reset_index(drop=True)


def _number(known: pd.DataFrame, column: str) -> np.ndarray:
    found: np.ndarray = known[column].astype("Float64").to_numpy("float64", na_value=math.nan)
    return found


def _compared(name: str, values: np.ndarray, judged: np.ndarray, unit: str) -> tuple[object, ...]:
    share = unit == PERCENT
    everyone = [values[judged], values[~judged]]
    sides = [of_side[~np.isnan(of_side)] for of_side in everyone]
    told: list[object] = [name, unit]
    for side, of_side in zip(sides, everyone, strict=True):
        told += [len(side), len(of_side) - len(side), side.mean() if len(side) else math.nan]
        told.append(math.nan if share or not len(side) else float(np.median(side)))
    difference = math.nan
    if all(len(side) for side in sides):
        difference = float(sides[0].mean() - sides[1].mean())
        if not share:
            difference /= _deviation(sides) or math.nan
    return (*told, difference)


def _deviation(sides: list[np.ndarray]) -> float:
    """The standard deviation of both sides, each by n - 1; undefined where one side is one."""
    if any(len(side) < 2 for side in sides):
        return math.nan
    return math.sqrt(sum(side.var(ddof=1) for side in sides) / 2)


class HeadlineChoices(NamedTuple):
    """The choices on which the headline rate rests."""

    definition: Definition
    session: int
    cut_off: date | None
    filters: Filters


def estimand(settings: Settings, session: int, records: Records) -> pd.DataFrame:
    """What the headline rate estimates, in the parts of ICH E9(R1): part, choice.

    Each ``choice`` holds all that was chosen: ``words.tables`` says what of it a part is.
    """
    chosen = HeadlineChoices(settings.definition, session, records.cut_off, settings.filters)
    return pd.DataFrame([(part, chosen) for part in EstimandPart], columns=["part", "choice"])


def baseline_stability(records: Records, definition: Definition) -> pd.DataFrame:
    """Days a month in the 4 weeks before session 1 and in the 4 weeks before those.

    Of the patients with 14 or more recorded days in both (days -56 to -29, -28 to -1). One row:
    n, the two means, the mean difference (later minus earlier) with its interval.
    """
    columns = ["n", "earlier", "later", "difference", "ci_low", "ci_high"]
    if records.sessions.empty:
        return pd.DataFrame(columns=columns)
    first = records.first_sessions
    measure = definition.days
    monthly = []
    for begin, end in STABILITY.values():
        spans = first[["patient_id"]].assign(
            session=0,
            start=shifted(first["session_date"], -begin),
            end=shifted(first["session_date"], -end),
        )
        days = count_spans(records, spans, {measure.kind: measure})
        days = days.set_index("patient_id")
        recorded = days[measure.recorded]
        monthly.append(
            per_month(days[measure.name], recorded, definition.month).where(
                recorded >= ENOUGH_OF_FOUR_WEEKS
            )
        )
    both = pd.concat(monthly, axis=1, keys=["earlier", "later"]).dropna()
    change = mean_with_interval((both["later"] - both["earlier"]).to_numpy("float64"))
    row = (len(both), both["earlier"].mean(), both["later"].mean(), *change)
    return pd.DataFrame([row], columns=columns)
