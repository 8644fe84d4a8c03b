"""What was recorded in each month of one patient?

Months of the Definition's length, counted from each session to the next; the last one of a cycle
is cut by the next session. The baseline is one month, before session 1.
"""

from __future__ import annotations

import pandas as pd

from analytics.codes import Lane
from analytics.counting import Flag, count_days_in_memory
from analytics.definitions import Definition
from analytics.guidelines.overuse import CLASSES
from analytics.records import Records

KINDS: dict[str, Flag] = {
    "headache": "headache",
    "migraine": "migraine",
    "either": ("headache", "migraine"),
    **{name: name for name in CLASSES},
}


def patient_months(records: Records, patient_id: str, definition: Definition) -> pd.DataFrame:
    """One row a month: session (0 = baseline), month of the cycle, start, end, and its days.

    ``migraine``, ``headache`` (without migraine), ``free``, ``no_migraine`` (whether there was a
    headache is not recorded) and ``not_recorded`` add up to ``days``. By class of medication: the
    days with intake, and ``..._recorded_days``. ``counted`` days of the Definition's measure;
    missing where it was not recorded on any day. Up to the cut-off of the records.
    """
    own = records.only([patient_id])
    if own.sessions.empty or records.cut_off is None:
        return pd.DataFrame()
    sessions = own.treated_sessions(definition.therapy)
    first = sessions["session_date"].iloc[0]
    length = pd.Timedelta(days=definition.month)
    spans = [(0, 1, first - length, first - pd.Timedelta(days=1))]
    cut_off = pd.Timestamp(records.cut_off)
    for row in sessions.itertuples():
        over = row.next_date - pd.Timedelta(days=1) if pd.notna(row.next_date) else cut_off
        start, number = row.session_date, 1
        while start <= over:
            spans.append(
                (row.session, number, start, min(start + length - pd.Timedelta(days=1), over))
            )
            start, number = start + length, number + 1
    months = pd.DataFrame(spans, columns=["cycle", "month", "start", "end"])
    windows = months.assign(
        patient_id=patient_id,
        session=months.index,
        window_start=months["start"].astype("datetime64[s]"),
        window_end=months["end"].astype("datetime64[s]"),
    )
    kinds = {**KINDS, definition.days.kind: definition.days}
    days = count_days_in_memory(own, windows, kinds).fillna(0).astype("int64")
    length_days = (months["end"] - months["start"]).dt.days + 1
    free = days["headache_recorded_days"] - days["headache_days"]
    classes = [f"{name}{kind}_days" for name in CLASSES for kind in ("", "_recorded")]
    return months.assign(
        days=length_days,
        migraine=days["migraine_days"],
        headache=days["either_days"] - days["migraine_days"],
        free=free,
        no_migraine=days["either_recorded_days"] - days["either_days"] - free,
        not_recorded=length_days - days["either_recorded_days"],
        counted=days[definition.measure].where(days[definition.days.recorded] > 0).astype("Int64"),
        **days[classes],
    )


def months_from_counts(rows: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """The same table from one patient's counts: one window a session, by its session's date."""
    known = rows[rows["recorded_days"] > 0]
    recorded = known["recorded_days"].astype("int64")
    counted = known[["migraine_days", "headache_days"]].fillna(0)
    means = (counted % 1 != 0).any(axis=None)  # of several months, with decimals
    counted = counted.astype("float64" if means else "int64")
    migraine = counted["migraine_days"]
    headache = (counted["headache_days"] - migraine).clip(lower=0)
    window = known["window_days"].astype("Int64").fillna(definition.month)
    length = window.astype("int64").clip(lower=recorded)
    return pd.DataFrame(
        {
            "cycle": known["session"],
            "month": 1,
            "start": known["session_date"],
            "end": known["session_date"],
            "days": length,
            "migraine": migraine,
            "headache": headache,
            "free": (recorded - migraine - headache).where(known["headache_days"].notna(), 0),
            "no_migraine": (recorded - migraine).where(known["headache_days"].isna(), 0),
            "not_recorded": length - recorded,
            "counted": known["days"],
        }
    )


def other_events(own: Records) -> pd.DataFrame:
    """What else was recorded about one patient: side effects, other treatments, the stop.

    One row each: ``lane``, ``told`` (as the file has it; of a stop its reason), ``start``, ``end``
    (missing: one day, or still going on).
    """
    effects = own.adverse_events.assign(lane=Lane.SIDE_EFFECT, told=own.adverse_events["event"])
    others = own.treatments.assign(lane=Lane.OTHER_TREATMENT, told=own.treatments["name"])
    stops = own.patients[own.patients["stopped_on"].notna()]
    ended = stops.assign(lane=Lane.STOP, told=stops["stop_reason"].fillna(""))
    parts = (
        effects.rename(columns={"date": "start"}).assign(end=pd.NaT),
        others.rename(columns={"started_on": "start", "stopped_on": "end"}),
        ended.rename(columns={"stopped_on": "start"}).assign(end=pd.NaT),
    )
    columns = ["lane", "told", "start", "end"]
    return pd.concat([part[columns] for part in parts], ignore_index=True)
