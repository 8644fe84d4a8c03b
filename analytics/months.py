"""What was recorded in each month of one patient?

``analytics.bars`` says which days each of them holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.bars import Bar, Ending, bars_of
from analytics.codes import Lane
from analytics.counting import ASSUMED, Flag, count_days_in_memory
from analytics.days import flagged
from analytics.definitions import Definition, Measure
from analytics.ends import cut_off_of, diary_ends
from analytics.guidelines.overuse import CLASSES
from analytics.records import Records
from analytics.steps import Outcomes

NEAR = 90  # days before a session: what was begun in them, or in the compared days, is told
BOUNDS = ["patient_id", "start", "end"]  # of a bar, or of another span of days
HALF_A_MONTH = 15  # recorded days: a count of fewer is no month

KINDS: dict[str, Flag] = {
    "headache": "headache",
    "migraine": "migraine",
    "either": ("headache", "migraine"),
    **{name: name for name in CLASSES},
}


def patient_months(records: Records, rows: Outcomes, definition: Definition) -> pd.DataFrame:
    """One row a bar: patient_id, cycle (0 = baseline), month of it, start, end, and its days.

    ``rows``: the Outcomes of one or several patients. ``compared``: the Definition compares these
    days, with ``enough`` of them recorded or not. ``migraine``, ``headache`` (without
    migraine), ``free``, ``no_migraine`` (whether there was a headache is not recorded) and
    ``not_recorded`` add up to ``days``. By class of medication: the days with intake, and
    ``..._recorded_days``. ``counted`` days of the Definition's measure of ``recorded``; missing
    where it was not recorded on any day. Up to where the picture ends: ``analytics.bars``.
    """
    if records.sessions.empty or records.cut_off is None:
        return pd.DataFrame()
    bars = pd.DataFrame(bars_of(records, rows, definition), columns=Bar._fields)
    return _as_months(bars, _counted(records, bars[BOUNDS], _kinds(definition)), definition)


def months_and_last_days(
    records: Records, rows: Outcomes, definition: Definition, ends: Mapping[str, Ending]
) -> tuple[pd.DataFrame, dict[str, LastDays]]:
    """``patient_months`` and ``last_days``, counted at once; ``ends``: their ``endings``."""
    if records.sessions.empty or records.cut_off is None:
        return pd.DataFrame(), {}
    bars = pd.DataFrame(bars_of(records, rows, definition, ends), columns=Bar._fields)
    spans = _last_spans(records, bars, rows, definition)
    both = pd.concat([bars[BOUNDS], spans[BOUNDS]], ignore_index=True) if len(spans) else bars
    days = _counted(records, both, _kinds(definition))
    of_bars, of_spans = days.iloc[: len(bars)], days.iloc[len(bars) :]
    return _as_months(bars, of_bars, definition), _as_last(spans, of_spans, definition)


def _kinds(definition: Definition) -> dict[str, Flag]:
    return {**KINDS, definition.days.kind: definition.days}


def _counted(records: Records, spans: pd.DataFrame, kinds: Mapping[str, Flag]) -> pd.DataFrame:
    """The days of each kind in spans of ``BOUNDS``."""
    dates = {f"window_{name}": spans[name].astype("datetime64[s]") for name in ("start", "end")}
    return count_days_in_memory(records, spans.assign(**dates), kinds)


def _as_months(bars: pd.DataFrame, days: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """The bars with what was counted in each."""
    length_days = (bars["end"] - bars["start"]).dt.days + 1
    free = days["headache_recorded_days"] - days["headache_days"]
    classes = [f"{name}{kind}_days" for name in CLASSES for kind in ("", "_recorded")]
    recorded = days[definition.days.recorded]
    return bars.assign(
        days=length_days,
        recorded=recorded,
        migraine=days["migraine_days"],
        headache=days["either_days"] - days["migraine_days"],
        free=free,
        no_migraine=days["either_recorded_days"] - days["either_days"] - free,
        not_recorded=length_days - days["either_recorded_days"],
        counted=days[definition.measure].where(recorded > 0).astype("Int64"),
        **days[classes],
    )


def last_judged(rows: Outcomes) -> pd.Series | None:
    """The outcome of the last session of one patient that can be judged, if there is one."""
    return last_where(rows, _judged(rows))


def _judged(rows: Outcomes) -> pd.Series:
    """Is it a session that took place and can be judged?"""
    return rows["treated"] & (rows["session"] > 0) & rows["evaluable"].fillna(False)


def last_where(rows: Outcomes, holds: pd.Series) -> pd.Series | None:
    """The last of these rows of which it holds, if there is one; the others are not copied."""
    places = np.flatnonzero(holds.to_numpy(dtype=bool))
    return rows.iloc[places[-1]] if len(places) else None


class LastDays(NamedTuple):
    """What was recorded last, after the days that are compared: ``flagged`` of ``recorded``.

    ``between``: the days after those that are compared and before these, if there are any.
    ``assumed``: recorded days that are free only because a list of attacks names none on them.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    flagged: int
    recorded: int
    between: LastDays | None = None
    assumed: int = 0

    @property
    def days(self) -> int:
        return int((self.end - self.start).days) + 1


def last_days(
    records: Records, bars: pd.DataFrame, rows: Outcomes, definition: Definition
) -> dict[str, LastDays]:
    """Of each patient the last bar with a recorded day after the compared days, to the diary's end.

    Compared: the days of the last judged session; of somebody who never is, those of the last
    window that is over. ``end``: the cut-off, or the last entry of a diary that ends before. A bar
    with under half a month up to it is taken together with the one before, and with the day of a
    session between them, which is in no bar. ``bars``: of one or several patients, as ``months``.
    Not there: of whom nothing is recorded after it.
    """
    spans = _last_spans(records, bars, rows, definition)
    if spans.empty:
        return {}
    kinds = {definition.days.kind: definition.days}
    return _as_last(spans, _counted(records, spans[BOUNDS], kinds), definition)


def _last_spans(
    records: Records, bars: pd.DataFrame, rows: Outcomes, definition: Definition
) -> pd.DataFrame:
    """Where the last days of each patient who has some begin and end, and those in ``between``."""
    none = pd.DataFrame(columns=[*BOUNDS, "between"])
    looked_at = _last_looked_at(records, rows)
    if bars.empty or not looked_at.any():
        return none
    compared = rows["window_end"][looked_at].groupby(rows["patient_id"][looked_at]).last()
    latest = _last_recorded(records, definition.days).reindex(compared.index)
    later = latest[latest > compared]
    if later.empty:
        return none
    within = bars[
        (bars["start"] > bars["patient_id"].map(compared))
        & (bars["start"] <= bars["patient_id"].map(later))
    ]
    ends = diary_ends(records)[later.index]
    starts = _last_starts(within, ends).reindex(later.index)
    day = pd.Timedelta(days=1)
    first = compared[later.index] + day
    last = pd.DataFrame(
        {
            "patient_id": later.index,
            # no bar: a session on the day after, which is in none
            "start": starts.fillna(first).to_numpy(),
            "end": ends.to_numpy(),
            "between": False,
        }
    )
    before = last.assign(start=first.to_numpy(), end=last["start"] - day, between=True)
    return pd.concat([last, before[before["start"] <= before["end"]]], ignore_index=True)


def _as_last(
    spans: pd.DataFrame, days: pd.DataFrame, definition: Definition
) -> dict[str, LastDays]:
    names = (definition.measure, definition.days.recorded, ASSUMED)
    counts = zip(*(days[name] for name in names), strict=True)
    last: dict[str, LastDays] = {}
    between: dict[str, LastDays] = {}
    for row, (days_of_kind, recorded, free) in zip(spans.itertuples(), counts, strict=True):
        of = between if row.between else last
        of[row.patient_id] = LastDays(
            row.start,
            row.end,
            int(days_of_kind),
            int(recorded),
            assumed=min(int(free), int(recorded)),
        )
    return {who: days_of._replace(between=between.get(who)) for who, days_of in last.items()}


def _last_looked_at(records: Records, rows: Outcomes) -> pd.Series:
    """Is it a row after whose window the last days lie, or one before it?"""
    judged = _judged(rows)
    ever = judged.groupby(rows["patient_id"]).transform("any")
    over = rows["window_end"] <= cut_off_of(records)
    return judged | (~ever & over)


def _last_recorded(records: Records, measure: Measure) -> pd.Series:
    """The last day that answers for the measure, by patient_id."""
    answers = records.diary[flagged(records.diary, measure).notna()]
    return answers.groupby("patient_id")["date"].max()


def _last_starts(bars: pd.DataFrame, ends: pd.Series) -> pd.Series:
    """Where each patient's last bar begins, by patient_id.

    Where the one before it does, if it is under half a month to the end.
    """
    by_patient = bars.groupby("patient_id", sort=False)["start"]
    last, first = by_patient.last(), by_patient.nth([-2, -1]).groupby(bars["patient_id"]).first()
    short = (ends.reindex(last.index) - last).dt.days + 1 < HALF_A_MONTH
    return last.mask(short, first)


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
            "patient_id": known["patient_id"],
            "cycle": known["session"],
            "month": 1,
            "compared": True,
            "enough": known["evaluable"].fillna(False) | (known["session"] == 0),
            "start": known["session_date"],
            "end": known["session_date"],
            "days": length,
            "recorded": recorded,
            "migraine": migraine,
            "headache": headache,
            "free": (recorded - migraine - headache).where(known["headache_days"].notna(), 0),
            "no_migraine": (recorded - migraine).where(known["headache_days"].isna(), 0),
            "not_recorded": length - recorded,
            "counted": known["days"],
        }
    )


def begun_near(own: Records, row: pd.Series) -> pd.DataFrame:
    """Other treatments begun near the compared days of a session, in order of ``started_on``.

    ``row``: its outcome. From ``NEAR`` days before the session to the last compared day.
    """
    others = own.treatments.sort_values("started_on")
    if pd.isna(row["window_end"]):
        return others.head(0)
    first = row["session_date"] - pd.Timedelta(days=NEAR)
    return others[others["started_on"].between(first, row["window_end"])]


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
