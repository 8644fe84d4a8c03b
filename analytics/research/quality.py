"""How good are the diaries? Hints, not verdicts: a hint says where to look."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analytics.codes import Doubtful, Hint, OtherTreatments, Unit
from analytics.cycles import count_cycles
from analytics.days import flagged
from analytics.definitions import MEASURES, Definition, Measure
from analytics.ends import cut_off_of, ends_of
from analytics.guidelines.base import count_spans
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from analytics.research.intervals import CENTRAL, FEWEST_DRAWN, in_order, times_drawn
from analytics.steps import Outcomes
from analytics.summaries import responder_rates, wilson

MONTH, MONTHS_BEFORE = 30, 2
FULL_MONTHS = (28, 29, 30, 31)
EITHER = {"either": ("headache", "migraine")}


def recorded_by_month(records: Records) -> pd.DataFrame:
    """Recorded days of each patient in 30-day months from session 1; -1 is the month before it.

    One row per patient and month up to the cut-off: ``recorded_days`` of ``days``.
    """
    columns = ["patient_id", "month", "recorded_days", "days"]
    if records.sessions.empty:
        return pd.DataFrame(columns=columns)
    first = records.first_sessions
    cut_off = pd.Timestamp(records.cut_off or records.last_date)
    length = ((cut_off - first["session_date"]).dt.days // MONTH + 1).clip(lower=0)
    rows = first.loc[first.index.repeat(length + MONTHS_BEFORE), ["patient_id", "session_date"]]
    month = rows.groupby("patient_id").cumcount() - MONTHS_BEFORE
    start = rows["session_date"] + pd.to_timedelta(MONTH * month, unit="D")
    spans = pd.DataFrame(
        {
            "patient_id": rows["patient_id"],
            "session": month,
            "start": start,
            "end": (start + pd.Timedelta(days=MONTH - 1)).clip(upper=cut_off),
        }
    )
    counted = count_spans(records, spans, EITHER)
    return counted.assign(
        month=counted["session"],
        recorded_days=counted["either_recorded_days"],
        days=counted["length"],
    )[columns].sort_values(["patient_id", "month"], ignore_index=True)


def days_after_ends(records: Records) -> int:
    """How many days of ``recorded_by_month`` lie after the end of their patient's own diary?"""
    first = records.first_sessions
    before = first["session_date"] - pd.Timedelta(days=MONTH * MONTHS_BEFORE + 1)
    ends = ends_of(records, first["patient_id"])
    after = cut_off_of(records) - ends.where(ends > before, before)
    return int(after.dt.days.clip(lower=0).sum())


def selective_recording(records: Records, measure: Measure) -> pd.DataFrame:
    """Two hints that bad days are written down more often than good ones.

    ``next to a gap``: the share of days with the flag among recorded days beside an unrecorded one,
    against the other recorded days of the same patients (``difference``), inside each patient's own
    first to last entry, of those who have both; each counts by how much her days can tell
    (Mantel and Haenszel: a x b / (a + b) of a and b days). ``correlation``: Spearman's, over
    patients, of recorded share and flagged share. Intervals from patients drawn again, of eight or
    more.
    """
    days = records.diary[["patient_id", "date"]].assign(flag=flagged(records.diary, measure))
    days = days[days["flag"].notna()].sort_values(["patient_id", "date"])
    by_patient = days.groupby("patient_id")["date"]
    before, after = by_patient.diff().dt.days, -by_patient.diff(-1).dt.days
    beside = ((before > 1) | (after > 1)).rename("beside")
    counted = days.groupby(["patient_id", beside])["flag"].agg(["sum", "size"]).unstack()
    counted = counted.reindex(columns=pd.MultiIndex.from_product([["sum", "size"], [True, False]]))
    span = (by_patient.max() - by_patient.min()).dt.days + 1
    of = days.groupby("patient_id")["flag"]
    pair = np.column_stack([of.size() / span, of.mean().astype("float64")])
    beside_gaps = counted.dropna().to_numpy("float64")
    rows = [
        *_within_patients(beside_gaps[in_order(beside_gaps)]),
        _correlation(pair[in_order(pair)]),
    ]
    columns = ["hint", "unit", "patients", "days", "value", "ci_low", "ci_high"]
    return pd.DataFrame(rows, columns=columns).astype({"days": "Int64"})


def _within_patients(counted: np.ndarray) -> list[tuple[object, ...]]:
    """Shares beside a gap, elsewhere, and their difference, of patients x (flagged, days) of both.

    The shares are weighted alike, so that they subtract to the mean difference within patients.
    """
    flags, days = counted[:, :2], counted[:, 2:]
    n = len(counted)
    weight = days.prod(axis=1) / days.sum(axis=1)
    share = flags / days
    told = np.column_stack([share, 100 * (share[:, 0] - share[:, 1])]) * weight[:, None]
    values = told.sum(axis=0) / weight.sum() if n else np.full(3, np.nan)
    low = high = np.full(3, np.nan)
    if n >= FEWEST_DRAWN:
        again = times_drawn(n)
        low, high = np.quantile((again @ told) / (again @ weight)[:, None], CENTRAL, axis=0)
    of = (*days.sum(axis=0).astype(int), int(days.sum()))
    hints = (
        (Hint.BESIDE_A_GAP, "fraction"),
        (Hint.ELSEWHERE, "fraction"),
        (Hint.DIFFERENCE, Unit.PERCENTAGE_POINTS),
    )
    return [(*hint, n, of[i], values[i], low[i], high[i]) for i, hint in enumerate(hints)]


def _correlation(pair: np.ndarray) -> tuple[object, ...]:
    """Spearman's correlation of the two columns; patients drawn again are ranked again."""
    n = len(pair)
    places = [np.unique(column, return_inverse=True)[1] for column in pair.T]
    value = low = high = np.nan
    if n > 2 and all(place.any() for place in places):
        value = _ranked(places, np.ones(n))
    if n >= FEWEST_DRAWN and not np.isnan(value):
        again = [_ranked(places, times) for times in times_drawn(n)]
        low, high = np.nanquantile(again, CENTRAL)
    return Hint.CORRELATION, "correlation", n, pd.NA, value, low, high


def _ranked(places: list[np.ndarray], times: np.ndarray) -> float:
    """The correlation of ranks, of patients who stand there so many times; NaN: all alike.

    ``places``: of each patient's value among the values, from 0. Those alike share their rank.
    """
    ranks = []
    for place in places:
        alike = np.bincount(place, weights=times)
        rank = (alike.cumsum() - alike / 2)[place]
        ranks.append(rank - (times @ rank) / times.sum())
    x, y = ranks
    spread = float((times @ x**2) * (times @ y**2))
    return float(times @ (x * y)) / math.sqrt(spread) if spread > 0 else math.nan


def heaping(records: Records) -> pd.DataFrame:
    """Uploaded counts on multiples of 5, without 0 and full months; chance is about 1 in 5."""
    rows = []
    for name in (name for name in MEASURES if name in records.counts):
        counts = records.counts[name]
        full = counts.isin(FULL_MONTHS) | (counts == records.counts["recorded_days"])
        counts = counts[counts.notna() & (counts > 0) & ~full.fillna(False)]
        n, k = len(counts), int((counts % 5 == 0).sum())
        if n:
            rows.append((name, k, n, k / n, *wilson(k, n), 0.2))
    columns = ["measure", "multiples_of_5", "of", "share", "ci_low", "ci_high", "by_chance"]
    return pd.DataFrame(rows, columns=columns)


def diary_quality(outcomes: Outcomes) -> pd.DataFrame:
    """Counts of what makes a diary doubtful: what, patients, of."""
    before = outcomes[outcomes["session"] == 0]
    treated = len(before)
    after = outcomes[outcomes["treated"] & (outcomes["session"] > 0)]
    windows = after[after["closed"]]
    few = (windows["recorded_days"] < windows["window_days"] / 2).fillna(False)

    def patients(rows: pd.DataFrame) -> int:
        return int(rows["patient_id"].nunique())

    rows = [
        (Doubtful.THIN_BASELINE, int(before["thin_baseline"].sum())),
        (Doubtful.NO_BASELINE, int((~before["usable_baseline"]).sum())),
        (Doubtful.FEW_DAYS, patients(windows[few])),
        (Doubtful.OTHER_TREATMENT, patients(after[after["other_treatment"] != ""])),
        (
            Doubtful.ASSUMED_FREE,
            patients(outcomes[outcomes["assumed_free_days"].fillna(0) > 0]),
        ),
        (
            Doubtful.COMPLETE_MONTHS,
            patients(outcomes[outcomes["complete_months"]]),
        ),
        (
            Doubtful.ROUNDING,
            patients(outcomes[outcomes["depends_on_rounding"].fillna(False)]),
        ),
    ]
    return pd.DataFrame(
        [(what, n, treated) for what, n in rows], columns=["what", "patients", "of"]
    )


def without_other_treatments(records: Records, definition: Definition) -> pd.DataFrame:
    """The rates with windows after another new treatment marked, and with them left out."""
    parts = []
    ways = [definition.changed(other_treatments=how) for how in OtherTreatments]
    for chosen in filter(records.allow, ways):
        outcomes = derive_outcomes(count_cycles(records, chosen), chosen)
        parts.append(responder_rates(outcomes).assign(other_treatments=chosen.other_treatments))
    table = pd.concat(parts, ignore_index=True)
    columns = [
        "session",
        "other_treatments",
        "due",
        "evaluable",
        "responders",
        "rate",
        "ci_low",
        "ci_high",
    ]
    return table[columns].sort_values(
        ["session", "other_treatments"], ascending=[True, False], ignore_index=True
    )
