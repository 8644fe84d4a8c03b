"""How good are the diaries? Hints, not verdicts: a hint says where to look."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.codes import Doubtful, Hint, OtherTreatments
from analytics.cycles import count_cycles
from analytics.days import flagged
from analytics.definitions import MEASURES, Definition, Measure
from analytics.guidelines.base import count_spans
from analytics.outcomes import derive_outcomes
from analytics.records import Records
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


def selective_recording(records: Records, measure: Measure) -> pd.DataFrame:
    """Two hints that bad days are written down more often than good ones.

    ``next to a gap``: the share of days with the flag among recorded days beside an unrecorded one,
    against the other recorded days, inside each patient's own first to last entry. ``recorded
    share``: Spearman's correlation, over patients, of recorded share and flagged share.
    """
    days = records.diary[["patient_id", "date"]].assign(flag=flagged(records.diary, measure))
    days = days[days["flag"].notna()].sort_values(["patient_id", "date"])
    by_patient = days.groupby("patient_id")["date"]
    before, after = by_patient.diff().dt.days, -by_patient.diff(-1).dt.days
    gap = ((before > 1) | (after > 1)).to_numpy()
    inside = days["flag"].to_numpy("float64")
    rows = []
    for name, where in ((Hint.BESIDE_A_GAP, gap), (Hint.ELSEWHERE, ~gap)):
        n, k = int(where.sum()), int(inside[where].sum())
        rows.append((name, "fraction", k, n, k / n if n else np.nan, *wilson(k, n)))
    of = days.groupby("patient_id")
    span = (by_patient.max() - by_patient.min()).dt.days + 1
    recorded, share = of.size() / span, of["flag"].mean().astype("float64")
    several = len(recorded) > 2 and recorded.nunique() > 1 and share.nunique() > 1
    from scipy.stats import spearmanr

    rho = float(spearmanr(recorded, share).statistic) if several else np.nan
    rows.append((Hint.CORRELATION, "correlation", pd.NA, len(recorded), rho, np.nan, np.nan))
    columns = ["hint", "unit", "flagged", "of", "value", "ci_low", "ci_high"]
    return pd.DataFrame(rows, columns=columns).astype({"flagged": "Int64"})


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
