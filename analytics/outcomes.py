"""From cycles to outcomes: monthly days, baseline, reduction, denominators, responders.

Every step takes a frame, adds columns, keeps every row and changes nothing in place. A patient
who cannot be judged stays, with missing flags: undefined is neither zero nor "no".
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analytics.arithmetic import on_one_scale, per_month, reaches, reductions
from analytics.codes import Reason, StopReason
from analytics.cycles import REASON_NOT_TOLD, count_cycles, counted_as
from analytics.definitions import (
    DEFAULT_MIN_BASELINE_DAYS,
    OF_PRESETS,
    THRESHOLDS,
    Definition,
)
from analytics.frames import RELATIVE
from analytics.means import exactly, percent_reduction, turns, written_of
from analytics.records import Records
from analytics.steps import Cycles, Outcomes

OUTCOME_COLUMNS = [
    "patient_id",
    "session",
    "treated",
    "session_date",
    "window_start",
    "window_end",
    "window_days",
    "recorded_days",
    *OF_PRESETS,
    "monthly_days",
    "baseline",
    "change",
    "percent_reduction",
    "due",
    "evaluable",
    "reason",
    "responder",
    *(f"responder_{threshold}" for threshold in THRESHOLDS),
]  # in this order; what else the rates and pages need follows


OF_MEANS = ["written", "baseline_written", "baseline_complete"]  # needed on the way only


FEW = 2_000  # rows of cycles: of so few all counts are kept, with their records
MOST_KEPT = 2  # counts at a time of more: a registry's are large


class CountedOnce:
    """Outcomes of the same records under several Definitions.

    Days are counted once for each window, month and handling of other treatments; what else a
    Definition says (measure, minimums, threshold) does not change what is counted. Of many rows
    only the latest counts are kept, for Definitions that share them and come one after the other.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self._cycles: dict[tuple[object, ...], Cycles] = {}
        self._latest: tuple[Definition, Outcomes] | None = None

    def cycles(self, definition: Definition) -> Cycles:
        """What is counted under this Definition; ``records`` are up to the cut-off and filtered."""
        name, of_few = counted_as(definition), self.records.looked_up
        for kept in (of_few, self._cycles):
            if name in kept:
                known: Cycles = kept[name]
                return known
        cycles = count_cycles(self.records, definition)
        if len(cycles) <= FEW:
            of_few[name] = cycles
            return cycles
        if len(self._cycles) == MOST_KEPT:
            self._cycles.pop(next(iter(self._cycles)))
        self._cycles[name] = cycles
        return cycles

    def outcomes(self, definition: Definition) -> Outcomes:
        """The outcomes under this Definition."""
        if self._latest is None or self._latest[0] != definition:
            self._latest = (definition, derive_outcomes(self.cycles(definition), definition))
        return self._latest[1]


def derive_outcomes(cycles: Cycles, definition: Definition) -> Outcomes:
    """Add everything that the dashboard shows about a cycle."""
    outcomes = (
        cycles.pipe(who_is_judged, definition)
        .pipe(add_reasons)
        .pipe(add_percent_reduction)
        .pipe(add_responder_flags, definition)
    )
    more = [name for name in outcomes if name not in OUTCOME_COLUMNS]
    return Outcomes(outcomes[[*OUTCOME_COLUMNS, *more]])


def who_is_judged(cycles: Cycles, definition: Definition) -> Cycles:
    """Add days a month, the baseline, and who is due and evaluable: all that flags rest on."""
    return add_denominators(add_baseline(add_monthly_days(cycles, definition)))


def add_monthly_days(cycles: Cycles, definition: Definition) -> Cycles:
    """Scale the counted days to the Definition's month: days x M / recorded days.

    Adds ``days`` (of the measure, as recorded), ``recorded_days`` (for the measure) and
    ``monthly_days``; too few recorded days, or a window still open: no value, not zero. Where
    there are monthly means, also ``written``: hers with its decimals.
    """
    days, recorded = (
        cycles[name] if name in cycles else pd.Series(pd.NA, index=cycles.index, dtype="Int64")
        for name in (definition.measure, definition.days.recorded)
    )  # a measure that a file does not have is missing
    complete = cycles["complete_months"]
    enough = are_enough(days, recorded, cycles, definition)
    over = cycles["closed"] | (cycles["session"] == 0)
    monthly = per_month(days, recorded, definition.month)
    found = cycles.assign(
        days=days, recorded_days=recorded, enough=enough, monthly_days=monthly.where(enough & over)
    )
    written = written_of(cycles, definition.measure)
    if written is None:
        return Cycles(found)
    monthly = found["monthly_days"].mask(complete & over, days.astype("Float64"))  # as they are
    return Cycles(found.assign(written=written, monthly_days=monthly))


def are_enough(
    days: pd.Series, recorded: pd.Series, cycles: Cycles | Outcomes, definition: Definition
) -> pd.Series:
    """Are as many days recorded as the window needs, or the baseline? Complete months are."""
    needed = pd.Series(definition.required_days, index=cycles.index).mask(
        cycles["session"] == 0, definition.min_baseline_days
    )
    return (recorded >= needed).fillna(False) | (cycles["complete_months"] & days.notna())


def add_baseline(cycles: Cycles) -> Cycles:
    """Give every row its patient's baseline: the M days before session 1, never moved.

    Adds ``baseline`` (monthly days), ``baseline_days`` of ``baseline_recorded`` days,
    ``usable_baseline`` (enough recorded days, and above zero), ``thin_baseline`` (usable, but
    under the default minimum).
    """
    before = cycles.loc[cycles["session"] == 0]
    place = pd.Index(before["patient_id"]).get_indexer(cycles["patient_id"])  # -1: no such row

    def hers(values: pd.Series) -> pd.Series:
        return pd.Series(values.array.take(place, allow_fill=True), index=cycles.index)

    usable = before["enough"] & (before["days"] > 0).fillna(False)
    thin = (
        usable & (before["recorded_days"] < DEFAULT_MIN_BASELINE_DAYS) & ~before["complete_months"]
    )
    found = cycles.assign(
        baseline=hers(before["monthly_days"].astype("Float64")),
        baseline_days=hers(_whole(before["days"], cycles)),
        baseline_recorded=hers(before["recorded_days"].astype("Int64")),
        usable_baseline=hers(usable.astype("boolean")).fillna(False).astype(bool),
        thin_baseline=hers(thin.astype("boolean")).fillna(False).astype(bool),
    )
    if "written" not in cycles:
        return Cycles(found)
    means = found.assign(
        baseline_written=hers(before["written"]).fillna(""),
        baseline_complete=hers(before["complete_months"].astype("boolean")).fillna(False),
    )
    return Cycles(means)


def add_denominators(cycles: Cycles) -> Cycles:
    """Say who is due and who is evaluable.

    *Due*: usable baseline, and the window is over or would be by now. *Evaluable*: usable
    baseline, the session took place, its window is over with enough recorded days.
    """
    after = cycles["session"] > 0
    usable, treated, closed = cycles["usable_baseline"], cycles["treated"], cycles["closed"]
    due = usable & closed
    evaluable = due & treated & cycles["enough"]
    found = cycles.assign(
        due=due.astype("boolean").where(after),
        evaluable=evaluable.astype("boolean").where(after),
    )
    return Cycles(found)


def add_reasons(cycles: Cycles) -> Cycles:
    """Say by which reason a row is not evaluable: ``reason``, nothing where it is."""
    after, usable, treated = cycles["session"] > 0, cycles["usable_baseline"], cycles["treated"]
    due, evaluable = (cycles[name].fillna(False).astype(bool) for name in ("due", "evaluable"))
    stop = cycles["stop_reason"]
    nobody = pd.Series(0, index=cycles.index)
    not_told = cycles.get(REASON_NOT_TOLD, nobody).fillna(0).astype(bool)
    empty_window = (cycles["window_days"] == 0).fillna(False)
    states = (  # the first line that holds is hers
        ("", evaluable | ~after),
        (Reason.NO_BASELINE, ~usable & ~(cycles["baseline_recorded"] > 0).fillna(False)),
        (Reason.THIN_BASELINE, ~usable & cycles["baseline"].isna()),
        (Reason.ZERO_BASELINE, ~usable),
        (Reason.EMPTY_WINDOW, due & treated & empty_window),
        (Reason.NO_COUNT, due & treated & cycles["recorded_days"].isna()),
        (Reason.THIN_DIARY, due & treated),
        (Reason.STOPPED_GOAL, due & ~treated & (stop == StopReason.GOAL_REACHED).fillna(False)),
        (Reason.STOPPED_OTHER, due & ~treated & stop.notna()),
        (Reason.NOT_TOLD, due & ~treated & not_told),
        (Reason.UNKNOWN, due & ~treated),
        (Reason.AFTER_OTHER_TREATMENT, cycles["left_out"]),
        (Reason.NOT_KNOWN_IF_DUE, pd.Series(_has_no_dates(cycles), index=cycles.index)),
    )
    reason = np.select(
        [where for _, where in states], [state for state, _ in states], Reason.WAITING
    )
    return Cycles(cycles.assign(reason=pd.Series(reason, index=cycles.index, dtype="str")))


def treated_or_due(outcomes: Outcomes) -> pd.Index:
    """Of whom a session is known, or that one was due: of counts a baseline says neither."""
    known = outcomes["treated"] | outcomes["due"].fillna(False).astype(bool)
    had = known & (outcomes["session"] > 0)
    return pd.Index(outcomes.loc[had, "patient_id"].unique())


def _has_no_dates(cycles: Cycles) -> bool:
    """Counts per session alone: nobody can be seen to be late, or to have left."""
    return not (cycles["window_days"].notna().any() or cycles["due_on"].notna().any())


def add_percent_reduction(cycles: Cycles) -> Cycles:
    """(baseline - follow-up) / baseline x 100: positive is better, worse is negative, not clipped.

    Adds ``change`` in days a month (after minus before: fewer is negative) and
    ``percent_reduction``. Both cross-multiply whole numbers and divide once, so that 20 of 24
    falling to 5 of 24 is exactly 75; monthly means are exact as they are written.
    """
    before, after = (_whole(days, cycles) for days in _compared(cycles))
    percent = reductions(before, after).where(cycles["evaluable"].fillna(False))
    found = cycles.assign(
        change=(cycles["monthly_days"] - cycles["baseline"]).where(cycles["session"] > 0),
        percent_reduction=exactly(cycles, percent, percent_reduction),
    )
    return Cycles(found)


def _compared(cycles: Cycles) -> tuple[pd.Series, pd.Series]:
    """Baseline and count of every row, on one scale."""
    return on_one_scale(
        cycles["baseline_days"],
        cycles["baseline_recorded"],
        cycles["days"],
        cycles["recorded_days"],
    )


def _whole(days: pd.Series, cycles: Cycles) -> pd.Series:
    """Days as whole numbers, unless there are monthly means: those are made exact row by row."""
    return days.astype("Float64" if "written" in cycles else "Int64")


def add_responder_flags(cycles: Cycles, definition: Definition) -> Cycles:
    """Flag a reduction of at least t percent, exactly: 100 (b nf - f nb) >= t b nf.

    Adds ``responder`` (the Definition's threshold), ``responder_30`` to ``_100``, and
    ``responder_by_reason``: one who stopped because the goal was reached keeps her last judged
    verdict whose window ended before the stop, everyone else missing counts as non-responder; it is
    missing where reason or day of the stop would decide and was not handed on.
    ``depends_on_rounding`` marks whose ``responder`` half a unit of the last digit of a monthly
    mean could turn: a mark, she stays judged.
    """
    flags = who_reaches(cycles, (definition.threshold, *THRESHOLDS))
    named = {f"responder_{threshold}": flags[threshold] for threshold in THRESHOLDS}
    flagged = cycles.assign(responder=flags[definition.threshold], **named)
    judged = cycles["evaluable"].fillna(False)
    certain = pd.Series(False, index=cycles.index, dtype="boolean").where(judged)
    open_ = exactly(cycles, certain, lambda b, f: turns(b, f, definition.threshold))
    flagged = flagged.assign(responder_by_reason=_by_reason(flagged), depends_on_rounding=open_)
    done = [name for name in (*OF_MEANS, REASON_NOT_TOLD) if name in flagged]
    return Cycles(flagged.drop(columns=done))


def who_reaches(cycles: Cycles, thresholds: Iterable[int]) -> dict[int, pd.Series]:
    """For each threshold, whether each row reaches it, exactly; missing where it is not judged."""
    before, after = _compared(cycles)
    judged = cycles["evaluable"].fillna(False)

    def reached(threshold: int) -> pd.Series:
        flag = reaches(before, after, threshold).astype("boolean").where(judged)
        return exactly(cycles, flag, lambda b, f: reaches(b.value, f.value, threshold))

    return {threshold: reached(threshold) for threshold in dict.fromkeys(thresholds)}


def _by_reason(cycles: Cycles) -> pd.Series:
    days = (f"window_end{RELATIVE}", f"stopped_on{RELATIVE}")
    undated = days[0] in cycles  # de-identified: days in place of dates
    if undated:
        ended = cycles[days[0]]
        stopped = cycles.get(days[1], pd.Series(pd.NA, index=cycles.index, dtype="Int64"))
        ended_before_stop = (ended < stopped).astype("boolean")
    else:
        ended_before_stop = cycles["window_end"].isna() | (
            cycles["window_end"] < cycles["stopped_on"]
        )

    def latest(verdicts: pd.Series) -> pd.Series:
        return verdicts.groupby(cycles["patient_id"]).ffill()

    last_judged = latest(cycles["responder"].where(ended_before_stop.fillna(False)))
    kept = last_judged.where(cycles["reason"] == Reason.STOPPED_GOAL)
    found = cycles["responder"].fillna(kept).fillna(False).where(cycles["due"].fillna(False))
    if not undated:
        return found
    ever = latest(cycles["responder"].astype("Int8")).groupby(cycles["patient_id"]).cummax()
    open_ = (cycles["reason"] == Reason.NOT_TOLD) | (
        (cycles["reason"] == Reason.STOPPED_GOAL) & stopped.isna()
    )
    return found.mask(open_ & (ever == 1).fillna(False))
