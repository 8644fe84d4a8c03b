"""Whose records match a description that a clinician may care about?

Each list is a table of patients with the numbers in words. The order is by id; nothing is ranked.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.definitions import STOP_REASONS, THIN_BASELINE, THIN_DIARY, Definition
from analytics.guidelines import all_rules
from analytics.guidelines.base import MEETS
from analytics.guidelines.overuse import latest_at_a_limit
from analytics.records import Records
from analytics.words import counted, day, number, reduction

WEEKS_SINCE = 13
COLUMNS = ["patient_id", "session", "numbers", "recorded", "date", "days_since_last"]


class Description(NamedTuple):
    """A list: its name, its title and its sentence."""

    name: str
    title: str
    sentence: str


def descriptions(definition: Definition) -> tuple[Description, ...]:
    """The lists on offer, in the order of their titles."""
    rules = all_rules()
    words, threshold = definition.days.words, definition.threshold
    return (
        Description("nice_nonresponse", "Below the NICE 30% line after two cycles",
                    rules["nice_nonresponse"].sentence),
        Description("thin", "Diary too thin to judge",
                    f"Under {definition.required_days} recorded days after the last session, or "
                    f"under {definition.min_baseline_days} in the baseline."),
        Description("worse", "Got worse", f"More {words} than before session 1, after the last "
                    "session that can be judged."),
        Description("overuse_any", "Intake at an ICHD limit",
                    rules["overuse_any"].sentence + " In the last 30 days of the records."),
        Description("late", f"More than {WEEKS_SINCE} weeks since the last session",
                    f"More than {7 * WEEKS_SINCE} days on the cut-off, and no stop recorded."),
        Description("side_effect", "New side effect", "Recorded since the last session."),
        Description("lost_response", f"No longer at {threshold}%",
                    f"At least {threshold}% fewer {words} after an earlier session, less than "
                    f"{threshold}% after the last one that can be judged."),
        Description("nice_goal", "Under 15 headache days for 3 months (NICE: episodic)",
                    rules["nice_goal"].sentence),
    )  # fmt: skip


def patient_lists(
    records: Records, outcomes: pd.DataFrame, definition: Definition
) -> dict[str, pd.DataFrame]:
    """Every list by its name; ``records`` up to the cut-off, ``outcomes`` made from them."""
    had = outcomes[outcomes["treated"] & (outcomes["session"] > 0)]
    last = had.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    judged = had[had["evaluable"].fillna(False)]
    latest = judged.drop_duplicates("patient_id", keep="last")
    ever = judged[judged["responder"].fillna(False)]["patient_id"]
    found = {
        "worse": _judged(latest[latest["percent_reduction"] < 0]),
        "lost_response": _judged(
            latest[~latest["responder"].fillna(False) & latest["patient_id"].isin(ever)]
        ),
        "thin": _thin(last),
        "late": _late(last, records),
        "side_effect": _side_effects(last, records),
        "nice_nonresponse": _of_rule(all_rules()["nice_nonresponse"].judge(records)),
        "nice_goal": _of_rule(all_rules()["nice_goal"].judge(records)),
        "overuse_any": _of_rule(latest_at_a_limit(records)),
    }
    return {name: _with_dates(frame, last, records) for name, frame in found.items()}


def _rows(frame: pd.DataFrame, numbers: list[str], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "session": frame["session"],
            "numbers": numbers,
            **columns,
        }
    )


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    columns = (rows[name].tolist() for name in ("baseline", "monthly_days", "percent_reduction"))
    numbers = [
        f"{number(before)} to {number(after)} days a month, {reduction(percent)}"
        for before, after, percent in zip(*columns, strict=True)
    ]
    return _rows(rows, numbers, recorded=_recorded(rows), date=rows["window_end"])


def _recorded(rows: pd.DataFrame) -> list[str]:
    columns = (rows[name].tolist() for name in ("recorded_days", "window_days"))
    return [
        f"{recorded} of {length}" if pd.notna(length) else ""
        for recorded, length in zip(*columns, strict=True)
    ]


def _thin(last: pd.DataFrame) -> pd.DataFrame:
    rows = last[last["reason"].isin([THIN_DIARY, THIN_BASELINE])].reset_index()
    numbers = [
        f"{row.baseline_recorded} days recorded in the baseline"
        if row.reason == THIN_BASELINE
        else f"{row.recorded_days} of {row.window_days} days recorded after session {row.session}"
        for row in rows.itertuples()
    ]
    return _rows(rows, numbers, recorded=_recorded(rows), date=rows["window_end"])


def _late(last: pd.DataFrame, records: Records) -> pd.DataFrame:
    if records.cut_off is None:
        return pd.DataFrame(columns=COLUMNS)
    since = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
    stopped = last["stop_reason"].isin(STOP_REASONS) | last["stopped_on"].notna()
    rows = last[(since > 7 * WEEKS_SINCE) & ~stopped].reset_index()
    numbers = [
        f"{counted((pd.Timestamp(records.cut_off) - row.session_date).days, 'day')} since session "
        f"{row.session} on {day(row.session_date)}"
        for row in rows.itertuples()
    ]
    return _rows(rows, numbers, recorded="", date=rows["session_date"])


def _side_effects(last: pd.DataFrame, records: Records) -> pd.DataFrame:
    events = records.adverse_events.merge(
        last[["session", "session_date"]], left_on="patient_id", right_index=True
    )
    new = events[events["date"] >= events["session_date"]]
    numbers = [f"{row.event} on {day(row.date)}" for row in new.itertuples()]
    return _rows(new, numbers, recorded="", date=new["date"])


def _of_rule(said: pd.DataFrame) -> pd.DataFrame:
    met = said[said["verdict"] == MEETS]
    return _rows(met, met["basis"].tolist(), recorded="", date=pd.NaT)


def _with_dates(frame: pd.DataFrame, last: pd.DataFrame, records: Records) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[s]"))
    if records.cut_off is not None:
        since = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
        table = table.assign(days_since_last=table["patient_id"].map(since).astype("Int64"))
    else:
        table = table.assign(days_since_last=pd.array([None] * len(table), dtype="Int64"))
    return table.sort_values(["patient_id", "session"], ignore_index=True)[COLUMNS]
