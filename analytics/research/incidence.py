"""When did patients first respond, and when did they stop, and why?

Cumulative incidence by Aalen and Johansen: stopping competes with responding, and reasons of
stopping compete with each other. Time is days since session 1. Nobody is followed for ever.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.codes import Event
from analytics.cycles import REASON_NOT_TOLD
from analytics.steps import Outcomes
from analytics.summaries import Z
from analytics.therapies import Therapy

COLUMNS = ["question", "event", "day", "at_risk", "incidence", "ci_low", "ci_high"]


def cumulative_incidence(outcomes: Outcomes, cut_off: object, therapy: Therapy) -> pd.DataFrame:
    """First response (stopping before it competes) and stopping by reason, in days from session 1.

    All patients with a usable baseline: one without a closed window is at risk of a response for no
    day, a stop dated before session 1 counts on its day. A response counts from the last day of
    its window. One who has no further session and no recorded stop leaves a cycle and its grace
    after the last one, as an event of its own; who is not so far leaves at the end of the last
    closed window, or at the cut-off for stopping. One row per event and day on which it happened,
    with the patients at risk just before; interval on the log(-log) scale, empty where the
    incidence is 0 or 1.
    """
    if cut_off is None or outcomes.empty:
        return pd.DataFrame(columns=COLUMNS)
    usable = outcomes[outcomes["usable_baseline"]]
    days = _days_from_session_1(usable, pd.Timestamp(cut_off), therapy)
    if days.empty:
        return pd.DataFrame(columns=COLUMNS)
    stopped, away = days["stopped"].notna(), days["away"].notna()
    time = days["first"].fillna(days[["stopped", "away", "last"]].max(axis=1)).fillna(0)
    one = usable.drop_duplicates("patient_id").set_index("patient_id")
    untold = one.get(REASON_NOT_TOLD, pd.Series(0, index=one.index)).fillna(0).astype(bool)
    gone = pd.Series(Event.NO_SESSION, index=days.index).mask(
        untold.reindex(days.index), Event.NOT_TOLD
    )
    kind = pd.Series("", index=days.index).mask(away, gone)
    kind = kind.mask(stopped, Event.STOPPED_FIRST)
    kind = kind.mask(days["first"].notna(), Event.FIRST_RESPONSE)
    reason = one["stop_reason"].fillna(Event.NO_REASON).where(stopped, "").mask(away, gone)
    left = days["stopped"].fillna(days["away"]).fillna(days["until"])
    parts = [
        aalen_johansen(time, kind).assign(question=Event.FIRST_RESPONSE),
        aalen_johansen(left, reason).assign(question=Event.STOPPING),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _days_from_session_1(usable: pd.DataFrame, cut_off: pd.Timestamp, of: Therapy) -> pd.DataFrame:
    """By patient: the first response, a stop, staying away, the last closed window, the cut-off."""
    had = usable[(usable["session"] > 0) & usable["treated"]]
    start = usable[usable["session"] == 1].set_index("patient_id")["session_date"]
    if start.empty:
        return pd.DataFrame()
    ends = had[had["closed"]]
    ends = ends.assign(day=(ends["window_end"] - ends["patient_id"].map(start)).dt.days)
    ends = ends.dropna(subset=["day"])
    stopped_on = usable.drop_duplicates("patient_id").set_index("patient_id")["stopped_on"]
    stopped = (stopped_on.astype("datetime64[s]") - start).dt.days.clip(lower=0)
    until = pd.Series((cut_off - start).dt.days, index=start.index)
    away = (had.groupby("patient_id")["session_date"].max() - start).dt.days
    away += of.cycle_days + of.grace_days
    days = {
        "first": ends[ends["responder"].fillna(False)].groupby("patient_id")["day"].min(),
        "stopped": stopped,
        "away": away.where(stopped.isna() & (away <= until)),
        "last": ends.groupby("patient_id")["day"].max(),
        "until": until,
    }
    return pd.DataFrame(days, index=start.index).astype("float64")


def aalen_johansen(time: pd.Series, event: pd.Series) -> pd.DataFrame:
    """Cumulative incidence of competing events; ``event`` empty: censored at ``time``.

    One row per event and day on which it happened: event, day, at_risk, incidence, interval; no
    interval from the day on which everyone at risk had an event.
    """
    names = sorted(set(event) - {""})
    time = time.astype("float64")
    if not names or time.empty:
        return pd.DataFrame(columns=["event", "day", "at_risk", "incidence", "ci_low", "ci_high"])
    from statsmodels.duration.survfunc import CumIncidenceRight

    codes = {name: number for number, name in enumerate(names, start=1)}
    status = event.map({**codes, "": 0}).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):  # where everyone at risk had the event
        found = CumIncidenceRight(time.to_numpy(), status)
    ordered = np.sort(time.to_numpy())
    parts = []
    for name, number in codes.items():
        incidence, error = found.cinc[number - 1], found.cinc_se[number - 1]
        happened = np.isin(found.times, time[event == name].to_numpy())
        f, se, day = incidence[happened], error[happened], found.times[happened]
        low, high = _log_log(f, se)
        parts.append(
            pd.DataFrame(
                {
                    "event": name,
                    "day": day.astype("int64"),
                    "at_risk": len(ordered) - np.searchsorted(ordered, day, side="left"),
                    "incidence": f,
                    "ci_low": low,
                    "ci_high": high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _log_log(f: np.ndarray, se: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = Z * se / np.abs(f * np.log(f))
        low, high = f ** np.exp(reach), f ** np.exp(-reach)
    open_ = (f <= 0) | (f >= 1)
    return np.where(open_, np.nan, low), np.where(open_, np.nan, high)
