"""When did patients first respond, and when did they stop, and why?

Cumulative incidence by Aalen and Johansen: stopping competes with responding, and reasons of
stopping compete with each other. Time is days since session 1.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.codes import Event
from analytics.steps import Outcomes
from analytics.summaries import Z

COLUMNS = ["question", "event", "day", "at_risk", "incidence", "ci_low", "ci_high"]


def cumulative_incidence(outcomes: Outcomes, cut_off: object) -> pd.DataFrame:
    """First response (stopping before it competes) and stopping by reason, in days from session 1.

    All patients with a usable baseline: one without a closed window is at risk of a response for no
    day, a stop dated before session 1 counts on its day. A response counts from the last day of
    its window; a patient leaves at the end of her last closed window, or at the cut-off for
    stopping. One row per event and day on which it happened, with the patients at risk just
    before; interval on the log(-log) scale, empty where the incidence is 0 or 1.
    """
    if cut_off is None or outcomes.empty:
        return pd.DataFrame(columns=COLUMNS)
    usable = outcomes[outcomes["usable_baseline"]]
    start = usable[usable["session"] == 1].set_index("patient_id")["session_date"]
    if start.empty:
        return pd.DataFrame(columns=COLUMNS)
    stop = usable.drop_duplicates("patient_id").set_index("patient_id")
    stopped = (stop["stopped_on"].astype("datetime64[s]") - start).dt.days.clip(lower=0)
    reason = stop["stop_reason"].fillna(Event.NO_REASON)
    had = usable[(usable["session"] > 0) & usable["treated"] & usable["closed"]]
    ends = had.assign(day=(had["window_end"] - had["patient_id"].map(start)).dt.days)
    ends = ends.dropna(subset=["day"])
    first = ends[ends["responder"].fillna(False)].groupby("patient_id")["day"].min()
    last = ends.groupby("patient_id")["day"].max()
    response = pd.DataFrame({"first": first, "stopped": stopped, "last": last}, index=start.index)
    response = response.astype("float64")
    time = response["first"].fillna(response[["stopped", "last"]].max(axis=1)).fillna(0)
    kind = pd.Series("", index=time.index).mask(stopped.notna(), Event.STOPPED_FIRST)
    kind = kind.mask(response["first"].notna(), Event.FIRST_RESPONSE)
    until = pd.Series((pd.Timestamp(cut_off) - start).dt.days, index=start.index)
    parts = [
        aalen_johansen(time, kind).assign(question=Event.FIRST_RESPONSE),
        aalen_johansen(stopped.fillna(until), reason.where(stopped.notna(), "")).assign(
            question=Event.STOPPING
        ),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


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
