"""Whose records match a description that a clinician may care about?

Each list is a table of patients with the numbers behind it. The order is by id, as people
count (1, 2, 10); nothing is ranked. ``words.lists`` says what each describes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.codes import Reason, StopReason
from analytics.definitions import (
    MEASURES,
    PRESETS,
    Definition,
    Measure,
)
from analytics.guidelines import all_rules, goal, nonresponse, overuse
from analytics.guidelines.goal import NICE_LIMIT, months_under
from analytics.guidelines.nonresponse import below_the_line
from analytics.guidelines.overuse import latest_at_a_limit
from analytics.order import by_natural_id
from analytics.records import Records
from analytics.since import SINCE, recorded_since
from analytics.steps import Outcomes
from analytics.therapies import WEEK, Therapy

COLUMNS = [
    "patient_id",
    "session",
    "numbers",
    "recorded_days",
    "window_days",
    "from",
    "date",
    *SINCE,
    "days_since_last",
]
ONCE = ("late", "side_effect")  # one day each: nothing was compared


NAMES = (  # in this order
    "nice_nonresponse",
    "thin",
    "worse",
    "overuse_any",
    "late",
    "side_effect",
    "lost_response",
    "nice_goal",
)


def offered(records: Records, therapy: Therapy) -> tuple[str, ...]:
    """The lists that these records can fill."""
    return tuple(name for name in NAMES if _can_fill(name, records, therapy))


NEED_DAYS = ("overuse_any", "nice_goal")


def _can_fill(name: str, records: Records, therapy: Therapy) -> bool:
    """A rule's patients are of its treatment. Some need single days; one its rule's windows."""
    if not _is_for(name, therapy):
        return False
    if name == "nice_nonresponse":
        return records.allow(PRESETS["nice"])
    return name not in NEED_DAYS or not records.counted_elsewhere


def _is_for(name: str, therapy: Therapy) -> bool:
    """Is it no rule's list, or that of a rule for these patients?"""
    return name not in all_rules() or all_rules()[name].is_for(therapy)


class Change(NamedTuple):
    """Days a month before and after, and the percent reduction."""

    before: float
    after: float
    reduction: float


class Thin(NamedTuple):
    """Too few recorded days: of a session's window, or (session 0) in the baseline."""

    session: int
    recorded: int
    of: int


class Late(NamedTuple):
    """So many days since a session."""

    days: int
    session: int
    date: pd.Timestamp


class SideEffect(NamedTuple):
    """In the words of whoever wrote the file."""

    event: str
    date: pd.Timestamp


@dataclass(frozen=True, eq=False)
class PatientList:
    """The patients of a list; its table is made when somebody looks at it.

    ``measure``: the days that it compares; None where it compares none.
    """

    ids: frozenset[str]
    table: Callable[[], pd.DataFrame]
    measure: Measure | None

    @property
    def patients(self) -> int:
        return len(self.ids)


def on_any(lists: dict[str, PatientList]) -> int:
    """How many patients are on at least one list."""
    return len(frozenset().union(*(of.ids for of in lists.values())))


def patient_lists(
    records: Records, outcomes: Outcomes, definition: Definition
) -> dict[str, PatientList]:
    """Every list by its name; ``records`` up to the cut-off, ``outcomes`` made from them.

    ``table`` gives patient_id, session, numbers (a tuple of the list's own), recorded_days of
    window_days where one window is behind it, date (its last day, or the event), what was recorded
    since and days_since_last session.
    """
    had = outcomes[outcomes["treated"] & (outcomes["session"] > 0)]
    last = had.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    judged = had[had["evaluable"].fillna(False)]
    latest = judged.drop_duplicates("patient_id", keep="last")
    ever = judged[judged["responder"].fillna(False)]["patient_id"]
    under = ~latest["responder"].fillna(False) & latest["patient_id"].isin(ever)
    nice, therapy = PRESETS["nice"], definition.therapy
    found: dict[str, tuple[pd.DataFrame, Callable[[pd.DataFrame], pd.DataFrame]]] = {
        "worse": (latest[latest["percent_reduction"] < 0], _judged),
        "lost_response": (latest[under], _judged),
        "thin": (
            last[last["reason"].isin([Reason.THIN_DIARY, Reason.THIN_BASELINE])].reset_index(),
            _thin,
        ),
        "late": (_late(last, records, therapy), partial(_since, cut_off=records.cut_off)),
        "side_effect": (_new_events(last, records), _side_effects),
        "nice_nonresponse": (
            below_the_line(records, nice, 2)
            if _can_fill("nice_nonresponse", records, therapy)
            else had.head(0),
            lambda rows: _of_rule(
                nonresponse.verdicts_of(rows, nice), rows, "headache_recorded_days", "window_end"
            ),
        ),
        "nice_goal": (
            months_under(records, NICE_LIMIT)
            if _can_fill("nice_goal", records, therapy)
            else had.head(0),
            lambda months: _of_rule(
                goal.verdicts_of(months, NICE_LIMIT),
                goal.end_of_run(months),
                None,
                "end",
            ),
        ),
        "overuse_any": (
            latest_at_a_limit(records, therapy),
            lambda months: _of_rule(
                overuse.verdicts_of(records, months), months, "any_class_recorded_days", "end"
            ),
        ),
    }
    return {
        name: PatientList(
            frozenset(rows["patient_id"].unique()),
            partial(_table, rows, make, last, records, _looked_at(name, definition)),
            _looked_at(name, definition),
        )
        for name, (rows, make) in found.items()
    }


def _table(
    rows: pd.DataFrame,
    make: Callable[[pd.DataFrame], pd.DataFrame],
    last: pd.DataFrame,
    records: Records,
    measure: Measure | None,
) -> pd.DataFrame:
    return _with_dates(make(rows), last, records, measure)


def _looked_at(name: str, definition: Definition) -> Measure | None:
    """Which days a list compares, its rule's or the Definition's; None where it compares none."""
    if name in ONCE:
        return None
    return MEASURES["headache_days"] if name in all_rules() else definition.days


def _rows(
    frame: pd.DataFrame,
    numbers: Sequence[tuple[object, ...]],
    date: pd.Series,
    start: pd.Series | None = None,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "session": frame["session"],
            "numbers": pd.Series(numbers, index=frame.index, dtype="object"),
            "recorded_days": frame.get("recorded_days", pd.NA),
            "window_days": frame.get("window_days", pd.NA),
            "from": pd.NaT if start is None else start,
            "date": date,
        }
    )


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    columns = (rows[name].tolist() for name in ("baseline", "monthly_days", "percent_reduction"))
    numbers = [Change(*row) for row in zip(*columns, strict=True)]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _thin(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = [
        Thin(0, row.baseline_recorded, 0)
        if row.reason == Reason.THIN_BASELINE
        else Thin(row.session, row.recorded_days, row.window_days)
        for row in rows.itertuples()
    ]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _late(last: pd.DataFrame, records: Records, therapy: Therapy) -> pd.DataFrame:
    if records.cut_off is None:
        return last.head(0).reset_index()
    since = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
    stopped = last["stop_reason"].isin([*StopReason]) | last["stopped_on"].notna()
    return last[(since > WEEK * therapy.weeks_since) & ~stopped].reset_index()


def _since(rows: pd.DataFrame, cut_off: date | None) -> pd.DataFrame:
    numbers = [
        Late((pd.Timestamp(cut_off) - row.session_date).days, row.session, row.session_date)
        for row in rows.itertuples()
    ]
    rows = rows.drop(columns=["recorded_days", "window_days"])
    return _rows(rows, numbers, rows["session_date"])


def _new_events(last: pd.DataFrame, records: Records) -> pd.DataFrame:
    events = records.adverse_events.merge(
        last[["session", "session_date"]], left_on="patient_id", right_index=True
    )
    return events[events["date"] >= events["session_date"]]


def _side_effects(new: pd.DataFrame) -> pd.DataFrame:
    numbers = [SideEffect(row.event, row.date) for row in new.itertuples()]
    return _rows(new, numbers, new["date"])


def _of_rule(
    met: pd.DataFrame, rows: pd.DataFrame, recorded: str | None, date: str
) -> pd.DataFrame:
    """Verdicts as a list; ``rows``: what they rest on, in the same order."""
    length = rows["length"] if "length" in rows else rows.get("window_days")
    known = {
        "recorded_days": rows[recorded].to_numpy() if recorded else pd.NA,
        "window_days": length.to_numpy() if recorded and length is not None else pd.NA,
    }
    met = met.assign(**known)
    end = pd.Series(rows[date].to_numpy(), index=met.index)
    return _rows(met, met["basis"].tolist(), end, met["from"])


def _since_then(frame: pd.DataFrame, records: Records, measure: Measure | None) -> pd.DataFrame:
    """What was recorded after the days that are compared."""
    if measure is None:
        empty = pd.array([None] * len(frame), dtype="Int64")
        return pd.DataFrame(dict.fromkeys(SINCE, empty), index=frame.index)
    ends = frame[["patient_id"]].assign(to=frame["date"])
    return recorded_since(records, ends, measure)


def _with_dates(
    frame: pd.DataFrame, last: pd.DataFrame, records: Records, measure: Measure | None
) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    since = _since_then(frame, records, measure)
    table = frame.assign(
        **{name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("from", "date")},
        **{name: since[name] for name in SINCE},
        recorded_days=frame["recorded_days"].astype("Int64"),
        window_days=frame["window_days"].astype("Int64"),
    )
    if records.cut_off is not None:
        passed = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
        table = table.assign(days_since_last=table["patient_id"].map(passed).astype("Int64"))
    else:
        table = table.assign(days_since_last=pd.array([None] * len(table), dtype="Int64"))
    return by_natural_id(table.sort_values("session", kind="stable"))[COLUMNS]
