"""Would another definition say otherwise? Every reasonable combination of choices, side by side."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from analytics.codes import Judgement, RateReading, Recorded, Target
from analytics.definitions import MONTHS, Definition, alternatives
from analytics.outcomes import (
    CountedOnce,
    add_percent_reduction,
    who_is_judged,
    who_reaches,
)
from analytics.records import Records
from analytics.research.progress import Progress, silent
from analytics.steps import Cycles, Rates
from analytics.summaries import wilson

THRESHOLDS = (30, 50, 75)


class Minimum(NamedTuple):
    """How many recorded days are asked for: in the baseline, and of the window."""

    name: Recorded
    baseline: int
    share_of_window: float


MINIMUMS = (
    Minimum(Recorded.HALF_AND_20, 20, 0.5),
    Minimum(Recorded.HALF_AND_14, 14, 0.5),
    Minimum(Recorded.THREE_QUARTERS, 22, 0.75),
)


def definitions_around(definition: Definition) -> list[tuple[Definition, Recorded]]:
    """Every combination of measure, window, month and minimum of recorded days, with its name.

    Of the measures: the Definition's and those that may be counted in its place.
    """
    found = []
    for window in definition.therapy.windows:
        for month in MONTHS:
            for measure in alternatives(definition.days):
                for minimum in MINIMUMS:
                    days = math.ceil(minimum.share_of_window * window.full_days(month))
                    other = replace(
                        definition,
                        window=window.name,
                        month=month,
                        measure=measure.name,
                        min_baseline_days=minimum.baseline,
                        min_days=days,
                    )
                    found.append((other, minimum.name))
    return found


def specifications(
    records: Records,
    definition: Definition,
    session: int,
    told: Progress = silent,
) -> pd.DataFrame:
    """The rate after a session under every combination, at 30, 50 and 75% fewer days.

    ``records``: up to the cut-off, filtered. ``reading``: of those judged (with Wilson's interval),
    lowest or highest possible of those due. ``chosen``: the user's own Definition. ``told`` is
    called with the share done. Counts made elsewhere have one window and one month: theirs;
    de-identified cycles have one Definition.
    """
    rows: list[tuple[object, ...]] = []
    combinations = _worth_counting(records, definition)
    done, counted = 0, CountedOnce(records)
    for (window, month), alike in groupby(combinations, lambda one: (one[0].window, one[0].month)):
        here: Cycles | None = None
        for other, minimum in alike:
            if here is None:
                here = _looked_at(counted.cycles(other), session)
            at = _judged(here, other, session)
            chosen = _same(other, definition)
            rows += _rates(at, (other.measure, window, month, minimum), chosen, definition)
            done += 1
            told(done / len(combinations))
    columns = [
        "threshold",
        "measure",
        "window",
        "month",
        "minimum",
        "reading",
        "responders",
        "of",
        "rate",
        "ci_low",
        "ci_high",
        "chosen",
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["threshold", "rate"], kind="stable", ignore_index=True
    )


def _looked_at(cycles: Cycles, session: int) -> Cycles:
    """Of all rows, those of one session and their baseline are needed."""
    return Cycles(cycles[cycles["session"].isin((0, session))])


def _judged(here: Cycles, definition: Definition, session: int) -> Cycles:
    judged = who_is_judged(here, definition)
    return Cycles(judged[judged["session"] == session])


def _worth_counting(records: Records, definition: Definition) -> list[tuple[Definition, Recorded]]:
    around = definitions_around(definition)
    found = [(d, m) for d, m in around if records.can_count(d, definition)]
    if not any(_same(d, definition) for d, _ in found) and records.has(definition.days):
        found.insert(0, (definition, Recorded.AS_CHOSEN))
    return found


def _same(one: Definition, other: Definition) -> bool:
    parts = ("measure", "window", "month", "min_baseline_days", "required_days")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def _rates(
    at: Cycles, choices: tuple[object, ...], chosen: bool, definition: Definition
) -> list[tuple[object, ...]]:
    judged = int(at["evaluable"].fillna(False).sum())
    due = int(at["due"].fillna(False).sum())
    rows = []
    for threshold, reached in who_reaches(at, THRESHOLDS).items():
        k = int(reached.fillna(False).sum())
        this = chosen and threshold == definition.threshold
        for reading, count, of in zip(
            RateReading, (k, k, k + due - judged), (judged, due, due), strict=True
        ):
            low, high = wilson(k, judged) if reading == RateReading.JUDGED else (math.nan, math.nan)
            rate = count / of if of else math.nan
            rows.append(
                (
                    threshold,
                    *choices,
                    reading,
                    count,
                    of,
                    rate,
                    low,
                    high,
                    this and reading == RateReading.JUDGED,
                )
            )
    return rows


def tipping_points(rates: Rates, session: int) -> pd.DataFrame:
    """How many of those due and not judged would have to respond for all due to reach a rate?

    ``rates``: the table ``responder_rates``. One row per target: the rate of those judged, the two
    ends of its interval, one half. ``needed`` of ``not_judged``; not ``possible`` where even all,
    or even none, would not do.
    """
    row = rates.set_index("session").loc[session]
    due, judged, k = (int(row[name]) for name in ("due", "evaluable", "responders"))
    targets = (
        (Target.JUDGED, row["rate"]),
        (Target.LOWER, row["ci_low"]),
        (Target.UPPER, row["ci_high"]),
        (Target.HALF, 0.5),
    )
    rows = []
    for name, target in targets:
        if pd.isna(target) or not due:
            rows.append((name, target, pd.NA, due - judged, pd.NA))
            continue
        needed = max(0, math.ceil(round(target * due, 9)) - k)
        rows.append((name, float(target), needed, due - judged, needed <= due - judged))
    table = pd.DataFrame(rows, columns=["target", "rate", "needed", "not_judged", "possible"])
    return table.astype({"rate": "Float64", "needed": "Int64", "possible": "boolean"})


class Changed(NamedTuple):
    """Which part of a Definition is another, and what it is then."""

    part: str
    value: str | int


def one_choice_changed(definition: Definition) -> list[tuple[Changed, Definition]]:
    """The Definition with one choice changed at a time."""
    changes: list[tuple[Changed, Definition]] = []
    for measure in alternatives(definition.days):
        changes.append(
            (Changed("measure", measure.name), replace(definition, measure=measure.name))
        )
    for minimum in MINIMUMS:
        days = math.ceil(minimum.share_of_window * definition.when.full_days(definition.month))
        other = replace(definition, min_baseline_days=minimum.baseline, min_days=days)
        changes.append((Changed("minimum", minimum.name), other))
    for window in definition.therapy.windows:
        changes.append((Changed("window", window.name), replace(definition, window=window.name)))
    for month in MONTHS:
        changes.append((Changed("month", month), replace(definition, month=month)))
    return [(changed, other) for changed, other in changes if not _same(other, definition)]


def flip_list(
    records: Records, definition: Definition, session: int, told: Progress = silent
) -> pd.DataFrame:
    """The patients whose verdict after a session changes if one choice is changed.

    One row per patient and ``choice`` (a ``Changed``); ``verdict_chosen`` and ``verdict_changed``
    (responder, no responder, not judged), and the two percent reductions.
    """
    counted = CountedOnce(records)
    own = _verdicts(counted.cycles(definition), definition, session)
    parts = []
    changes = one_choice_changed(definition)
    for done, (changed, other) in enumerate(changes):
        told(done / len(changes))
        if not records.can_count(other, definition):
            continue
        both = own.join(
            _verdicts(counted.cycles(other), other, session), suffixes=("_chosen", "_changed")
        )
        flipped = both[both["verdict_chosen"] != both["verdict_changed"]]
        parts.append(flipped.assign(choice=[changed] * len(flipped)))
    columns = [
        "patient_id",
        "choice",
        "verdict_chosen",
        "verdict_changed",
        "reduction_chosen",
        "reduction_changed",
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    return (
        pd.concat(parts).reset_index().sort_values(["patient_id", "choice"], ignore_index=True)
    )[columns]


def _verdicts(cycles: Cycles, definition: Definition, session: int) -> pd.DataFrame:
    judged = _judged(_looked_at(cycles, session), definition, session).set_index("patient_id")
    at = add_percent_reduction(Cycles(judged))
    responder = who_reaches(at, (definition.threshold,))[definition.threshold]
    said = {True: Judgement.RESPONDER, False: Judgement.NO_RESPONDER}
    verdict = responder.map(said).fillna(Judgement.NOT_JUDGED)
    return pd.DataFrame({"verdict": verdict.astype("str"), "reduction": at["percent_reduction"]})
