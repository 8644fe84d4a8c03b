"""What did the same patients record as long before the baseline as the follow-up lies after it?

Patients come when they are bad, so later months would be lower without anything being done. The
same arithmetic backwards shows how much: every follow-up window is reflected at the centre of the
baseline. It holds where patients come as long after a bad spell began as before it ends; it is
not a control group, and subtracting it does not give an effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.arithmetic import on_one_scale, per_month, reaches
from analytics.codes import EntryRule, MeanOf
from analytics.definitions import Definition
from analytics.records import Records
from analytics.research.around import Around, days_around
from analytics.research.intervals import UNDEFINED, Estimate, newcombe_paired, students
from analytics.steps import Outcomes

MIRROR, LATEST = 1, 0  # the window reflected, or where it is not recorded the latest that is
FARTHEST_BACK = 366  # days before the baseline: no earlier month is looked for
FEWEST_FOR_T = 8  # patients
MONTHS_AROUND, DAYS_OF_A_MONTH = 6, 28
COLUMNS = [
    "measure",
    "session",
    "entry_rule",
    "window_ahead",
    "window_back",
    "mirror",
    "distance_days",
    "patients",
    "patients_without_back",
    "change_without_back",
    "days_ahead",
    "days_back",
    "difference",
    "ci_low",
    "ci_high",
    "responders_ahead",
    "responders_back",
    "rate_ahead",
    "rate_back",
    "rate_difference",
    "rate_ci_low",
    "rate_ci_high",
]
AROUND = ["what", "month", "first_day", "last_day", "patients", "mean_days", "ci_low", "ci_high"]


def look_back(records: Records, outcomes: Outcomes, definition: Definition) -> pd.DataFrame:
    """Days and responders after each session, and as far before the baseline: ``COLUMNS``.

    Of those judged without another new treatment. ``mirror`` 1: the window reflected; 0: of those
    of whom it is not recorded, the latest window of the same length that is. ``window_``: its days
    from session 1, medians. ``days_``: falls from the baseline on the Definition's month, fewer
    is positive; ``difference``: ahead minus back, Student's t of pairs, none under 8 patients.
    Rates are fractions, their difference by Newcombe 1998, method 10, no interval under 8 either.
    """
    pairs = ahead_and_back(records, outcomes, definition)
    last = int(outcomes["session"].max())
    rows = [
        {"measure": definition.measure, "session": session, "entry_rule": definition.entry, **row}
        for session in range(1, last + 1)
        for row in _of_session(pairs[pairs["session"] == session])
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def ahead_and_back(records: Records, outcomes: Outcomes, definition: Definition) -> pd.DataFrame:
    """One row for every patient and session judged without another new treatment.

    ``first``, ``last``: of the follow-up, in days from session 1; ``back_first``, ``back_last``:
    of the window before the baseline, as ``mirror`` says (1, 0, missing: none is recorded).
    ``days_after``, ``days_there``: days a month in both; ``ahead``, ``back``: by how many they lie
    below the baseline. Under two months asked for ``back`` is held against the earlier of them;
    ``held_against``: days a month of that month. ``recorded_ahead``, ``recorded_back``: days with
    an answer in both windows. ``left_out``: the window reflected is recorded, and there is no look
    back at it all the same: another treatment began in it, or the month that it is held against
    holds no such day. ``responder_ahead``, ``responder_back``.
    """
    kept = outcomes["evaluable"].fillna(False) & (outcomes["other_treatment"] == "")
    rows = outcomes[kept].reset_index(drop=True)
    around = around_of(records, definition)
    first_session = records.first_sessions.set_index("patient_id")["session_date"]
    began = rows["patient_id"].map(first_session)
    first, last = ((rows[f"window_{end}"] - began).dt.days for end in ("start", "end"))
    places = around.places(rows["patient_id"])
    before, before_recorded = _held_against(around, places, rows, definition)
    back_first, back_last = (day_back(definition, day.to_numpy("int64")) for day in (last, first))
    whole = around.counted(places, back_first, back_last).recorded >= definition.required_days
    back_first, back_last, mirror = _windows_back(around, places, back_first, back_last, definition)
    mirror = mirror.where((before > 0).fillna(False))
    there = around.counted(places, back_first, back_last)
    back, recorded = (pd.Series(part, dtype="Int64").where(mirror.notna()) for part in there)
    month = definition.month
    there_a_month = per_month(back, recorded, month)
    held_against = per_month(before, before_recorded, month)
    return pd.DataFrame(
        {
            "patient_id": rows["patient_id"],
            "session": rows["session"],
            "first": first,
            "last": last,
            "mirror": mirror,
            "left_out": whole & ~(mirror == MIRROR).fillna(False).to_numpy(bool),
            "back_first": back_first,
            "back_last": back_last,
            "distance": _middle(definition) - (back_first + back_last) / 2,
            "baseline": rows["baseline"],
            "held_against": held_against,
            "recorded_ahead": rows["recorded_days"],
            "recorded_back": recorded,
            "days_after": rows["monthly_days"],
            "days_there": there_a_month,
            "ahead": -rows["change"].astype("Float64"),
            "back": held_against - there_a_month,
            "responder_ahead": rows["responder"],
            "responder_back": reaches(
                *on_one_scale(before, before_recorded, back, recorded), definition.threshold
            ),
        }
    )


def months_around(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> pd.DataFrame:
    """Mean days in each month of 28 days from six before session 1 to six after it.

    Of the patients of the mirror row of ``look_back``; where it has none, of those of its other
    row. ``month`` -1 ends on the day before session 1, month 1 begins on its day. Scaled to the
    Definition's month, from half of the days recorded on; Student's intervals, none under 8
    patients. Beside them, as ``what`` says: the window before, the baseline and the follow-up over
    their own days, and the month that the window before is held against, where it is another.
    """
    found = with_a_window_back(of_session(records, outcomes, definition, session))
    rows = [*_months(around_of(records, definition), found, definition.month)]
    back = MeanOf.BACK if (found["mirror"] == MIRROR).any() else MeanOf.LATEST
    start, end = pd.Series(-definition.month), pd.Series(-1)
    windows = [
        (back, found["back_first"], found["back_last"], found["days_there"]),
        (MeanOf.BASELINE, start, end, found["baseline"]),
        (MeanOf.AHEAD, found["first"], found["last"], found["days_after"]),
    ]
    if months_asked(definition) > 1:
        held = 2 * start, start - 1, found["held_against"]
        windows.insert(1, (MeanOf.HELD_AGAINST, *held))
    for what, first, last, values in windows:
        bounds = (first.median(), last.median()) if len(found) else (np.nan, np.nan)
        rows.append((what, pd.NA, *bounds, *_mean_of(values.to_numpy("float64"))))
    table = pd.DataFrame(rows, columns=AROUND)
    return table.astype({"month": "Int64", "first_day": "Float64", "last_day": "Float64"})


def of_session(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> pd.DataFrame:
    """``ahead_and_back`` of one session."""
    rows = Outcomes(outcomes[outcomes["session"] == session])
    return ahead_and_back(records, rows, definition)


class AsFarBefore(NamedTuple):
    """Of those judged after a session without another new treatment.

    ``patients``: with the window reflected; ``reached``: of them as far below in it as a responder;
    ``left_out``: of the others, those of whom it is recorded; ``nearer``: those with a nearer one;
    ``days_needed``: how long before session 1 a diary has to begin that holds it, a median.
    """

    judged: int
    patients: int
    reached: int
    left_out: int
    nearer: int
    days_needed: float


def as_far_before(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> AsFarBefore:
    """How many were as far below their baseline as long before it too? Without an interval."""
    pairs = of_session(records, outcomes, definition, session)
    back = pairs[pairs["mirror"] == MIRROR]
    reached = int(back["responder_back"].sum())
    left_out, nearer = int(pairs["left_out"].sum()), int((pairs["mirror"] == LATEST).sum())
    needed = days_needed(pairs, definition)
    return AsFarBefore(len(pairs), len(back), reached, left_out, nearer, needed)


def month_before(
    records: Records, pairs: pd.DataFrame, definition: Definition, number: int, least: int
) -> pd.Series:
    """Days a month in the month so many before those asked for (1: the last of them).

    Missing under ``least`` recorded days.
    """
    around, month = around_of(records, definition), definition.month
    first = np.full(len(pairs), -(months_asked(definition) + number) * month)
    found = around.counted(around.places(pairs["patient_id"]), first, first + month - 1)
    days, recorded = (pd.Series(part, dtype="Int64", index=pairs.index) for part in found)
    return per_month(days, recorded.where(recorded >= least), month)


def days_needed(pairs: pd.DataFrame, definition: Definition) -> float:
    """How many days before session 1 a diary begins that holds the window reflected: a median."""
    return float(-pd.Series(day_back(definition, pairs["last"].to_numpy())).median())


def with_a_window_back(pairs: pd.DataFrame) -> pd.DataFrame:
    """Those whose mirror is recorded; where there is none, those with a nearer window."""
    mirrored = pairs[pairs["mirror"] == MIRROR]
    return mirrored if len(mirrored) else pairs[pairs["mirror"] == LATEST]


def _months(around: Around, of: pd.DataFrame, scale: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the months of 28 days."""
    places = around.places(of["patient_id"])
    for month in (*range(-MONTHS_AROUND, 0), *range(1, MONTHS_AROUND + 1)):
        first = DAYS_OF_A_MONTH * (month if month < 0 else month - 1)
        last = first + DAYS_OF_A_MONTH - 1
        counted = around.counted(places, *(np.full(len(of), day) for day in (first, last)))
        enough = 2 * counted.recorded >= DAYS_OF_A_MONTH
        days = counted.days[enough] * scale / counted.recorded[enough]
        yield MeanOf.MONTH, month, first, last, *_mean_of(days)


def _mean_of(days: np.ndarray) -> tuple[int, float, float, float]:
    return len(days), *paired(days)


def around_of(records: Records, definition: Definition) -> Around:
    """The Definition's days round session 1, counted once for these records."""
    name = ("around", definition.measure, definition.therapy.name)
    return records.once(name, lambda: days_around(records, definition.days, definition.therapy))


def months_asked(definition: Definition) -> int:
    """How many bad months were asked for, or may have been, before session 1?"""
    return 2 if definition.entry_rule == EntryRule.TWO_MONTHS else 1


def day_back(definition: Definition, day: np.ndarray) -> np.ndarray:
    """The day as long before the centre of the months asked for as ``day`` lies after it."""
    there: np.ndarray = -(months_asked(definition) * definition.month + 1) - day
    return there


def _middle(definition: Definition) -> float:
    """The centre of the month that the look back is held against."""
    months = months_asked(definition)
    return -((2 * months - 1) * definition.month + 1) / 2


def _held_against(
    around: Around, places: np.ndarray, rows: pd.DataFrame, definition: Definition
) -> tuple[pd.Series, pd.Series]:
    """Against which days is the look back held? The baseline's.

    Where two bad months were asked for, the earlier of them: both were chosen by, and only what
    lies before both was not.
    """
    if definition.entry_rule != EntryRule.TWO_MONTHS:
        return rows["baseline_days"], rows["baseline_recorded"]
    month = np.full(len(rows), definition.month)
    found = around.counted(places, -2 * month, -month - 1)
    days, recorded = (pd.Series(part, dtype="Int64") for part in found)
    enough = recorded >= definition.min_baseline_days
    return days.where(enough), recorded.where(enough)


def _windows_back(
    around: Around,
    places: np.ndarray,
    back_first: np.ndarray,
    back_last: np.ndarray,
    definition: Definition,
) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """First and last day of each window before the baseline, and what it is.

    ``back_first``, ``back_last``: of the window reflected.
    """
    length = back_last - back_first
    latest = -months_asked(definition) * definition.month - 1
    earliest = max(around.begins, latest - FARTHEST_BACK)

    def usable(some: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        counted = around.counted(places[some], first, last)
        enough = counted.recorded >= definition.required_days
        found: np.ndarray = enough & ~around.touched(places[some], first, last)
        return found

    everyone = np.arange(len(places))
    reflected = usable(everyone, back_first, back_last)
    mirror = np.where(reflected, float(MIRROR), np.nan)
    recorded = around.counted(places, np.full(len(places), earliest), np.full(len(places), latest))
    lacking = everyone[~reflected & (recorded.recorded >= definition.required_days)]
    for end in range(latest, earliest - 1, -1):  # the latest first
        if not len(lacking):
            break
        ends = np.full(len(lacking), end)
        found = usable(lacking, ends - length[lacking], ends)
        those = lacking[found]
        back_first[those], back_last[those], mirror[those] = end - length[those], end, LATEST
        lacking = lacking[~found]
    return back_first, back_last, pd.Series(mirror).astype("Int64")


def _of_session(pairs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The row of the mirror, and where there are such patients that of the latest window."""
    lacking = pairs[pairs["mirror"].isna()]
    others = pairs[pairs["mirror"] == LATEST]
    yield _row(MIRROR, pairs[pairs["mirror"] == MIRROR], pd.concat([others, lacking]))
    if len(others):
        yield _row(LATEST, others, lacking)


def _row(mirror: int, pairs: pd.DataFrame, without: pd.DataFrame) -> dict[str, Any]:
    ahead, back = (pairs[name].to_numpy("float64") for name in ("ahead", "back"))
    difference = paired(ahead - back) if mirror == MIRROR else UNDEFINED
    yes, also = (pairs[f"responder_{way}"].to_numpy(bool) for way in ("ahead", "back"))
    cells = (yes & also, yes & ~also, ~yes & also, ~yes & ~also)
    rates = newcombe_paired(*(int(cell.sum()) for cell in cells)) if mirror == MIRROR else UNDEFINED
    n = len(pairs)
    if n < FEWEST_FOR_T:
        rates = Estimate(rates.value, np.nan, np.nan)
    return {
        "window_ahead": _told(pairs["first"], pairs["last"]),
        "window_back": _told(pairs["back_first"], pairs["back_last"]),
        "mirror": mirror,
        "distance_days": _mean(pairs["distance"]),
        "patients": n,
        "patients_without_back": len(without),
        "change_without_back": -_mean(without["ahead"]),
        "days_ahead": _mean(ahead),
        "days_back": _mean(back),
        "difference": difference.value,
        "ci_low": difference.low,
        "ci_high": difference.high,
        "responders_ahead": int(yes.sum()),
        "responders_back": int(also.sum()),
        "rate_ahead": yes.mean() if n else np.nan,
        "rate_back": also.mean() if n else np.nan,
        "rate_difference": rates.value,
        "rate_ci_low": rates.low,
        "rate_ci_high": rates.high,
    }


def _told(first: pd.Series, last: pd.Series) -> str:
    """-57 to -30: medians, where sessions lie differently far apart."""
    return f"{first.median():.0f} to {last.median():.0f}" if len(first) else ""


def _mean(values: pd.Series | np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def paired(differences: np.ndarray) -> Estimate:
    """The mean difference of pairs with Student's interval; no interval under 8 patients."""
    if not len(differences):
        return UNDEFINED
    if len(differences) < FEWEST_FOR_T:
        return Estimate(float(differences.mean()), np.nan, np.nan)
    return students(differences)
