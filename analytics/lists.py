"""Whose records match a description that a clinician may care about?

Each list is a table of patients with the numbers in words. The order is by id, as people
count (1, 2, 10); nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Callable
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
from analytics.percents import reduction
from analytics.records import Records
from analytics.since import in_words, recorded_since
from analytics.words import counted, day, number

WEEKS_SINCE = 13
COLUMNS = [
    "patient_id",
    "session",
    "numbers",
    "recorded_days",
    "window_days",
    "from",
    "date",
    "since",
    "days_since_last",
]
ONCE = ("late", "side_effect")  # one day each: nothing was compared


class Description(NamedTuple):
    """A list: its name, its title, what is looked at in a few words, and its whole sentence."""

    name: str
    title: str
    about: str
    sentence: str


def descriptions(definition: Definition, records: Records) -> tuple[Description, ...]:
    """The lists that these records can fill, in the order of their titles."""
    return tuple(of for of in _descriptions(definition) if _can_fill(of.name, records))


NEED_DAYS = ("overuse_any", "nice_goal")


def _can_fill(name: str, records: Records) -> bool:
    """Single days are needed for some; for one, the windows of its rule."""
    if name == "nice_nonresponse":
        return records.allow(PRESETS["nice"])
    return name not in NEED_DAYS or not records.counted_elsewhere


def _descriptions(definition: Definition) -> tuple[Description, ...]:
    rules = all_rules()
    words, threshold = definition.days.words, definition.threshold
    own = "The rule brings its own Definition."
    return (
        Description(
            "nice_nonresponse",
            "Below the NICE 30% line after two cycles",
            "Less than 30% fewer headache days in weeks 9 to 12 after session 2",
            f"{rules['nice_nonresponse'].sentence} Weeks 9 to 12 after session 2. {own}",
        ),
        Description(
            "thin",
            "Diary too thin to judge",
            f"Under {definition.required_days} recorded days after the last session, or under "
            f"{definition.min_baseline_days} before session 1",
            f"Under {definition.required_days} recorded days in the window of the last session, "
            f"or under {definition.min_baseline_days} in the baseline: no value, not zero.",
        ),
        Description(
            "worse",
            "Got worse",
            f"More {words} than before session 1",
            f"More {words} than before session 1, after the last session that can be judged.",
        ),
        Description(
            "overuse_any",
            "Intake at an ICHD limit",
            "A triptan on 10 or more of the last 30 days, a simple painkiller on 15, or a mix",
            f"{rules['overuse_any'].sentence} In the last 30 days of the records. About intake: "
            "the diagnosis asks for more.",
        ),
        Description(
            "late",
            f"More than {WEEKS_SINCE} weeks since the last session",
            f"More than {7 * WEEKS_SINCE} days on the cut-off, no end of treatment recorded",
            f"More than {7 * WEEKS_SINCE} days on the cut-off, and no end of treatment recorded.",
        ),
        Description(
            "side_effect",
            "New side effect",
            "Recorded since the last session",
            "Recorded on or after the day of the last session.",
        ),
        Description(
            "lost_response",
            f"No longer at {threshold}%",
            f"At least {threshold}% fewer {words} after an earlier session, not after the last",
            f"At least {threshold}% fewer {words} after an earlier session, less than {threshold}% "
            "after the last one that can be judged.",
        ),
        Description(
            "nice_goal",
            "Under 15 headache days for 3 months (NICE: episodic)",
            "Three 30-day months in a row, counted from session 1",
            rules["nice_goal"].sentence + " " + own,
        ),
    )


@dataclass(frozen=True, eq=False)
class PatientList:
    """The patients of a list; their numbers are put into words when somebody looks at it."""

    ids: frozenset[str]
    in_words: Callable[[], pd.DataFrame]

    @property
    def patients(self) -> int:
        return len(self.ids)


def on_any(lists: dict[str, PatientList]) -> int:
    """How many patients are on at least one list."""
    return len(frozenset().union(*(of.ids for of in lists.values())))


def patient_lists(
    records: Records, outcomes: pd.DataFrame, definition: Definition
) -> dict[str, PatientList]:
    """Every list by its name; ``records`` up to the cut-off, ``outcomes`` made from them.

    ``in_words`` gives patient_id, session, numbers (in words), recorded_days of window_days where
    one window is behind it, date (its last day, or the event) and days_since_last session.
    """
    had = outcomes[outcomes["treated"] & (outcomes["session"] > 0)]
    last = had.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    judged = had[had["evaluable"].fillna(False)]
    latest = judged.drop_duplicates("patient_id", keep="last")
    ever = judged[judged["responder"].fillna(False)]["patient_id"]
    under = ~latest["responder"].fillna(False) & latest["patient_id"].isin(ever)
    nice, judged_in_words = PRESETS["nice"], partial(_judged, line=definition.threshold)
    found: dict[str, tuple[pd.DataFrame, Callable[[pd.DataFrame], pd.DataFrame]]] = {
        "worse": (latest[latest["percent_reduction"] < 0], judged_in_words),
        "lost_response": (latest[under], judged_in_words),
        "thin": (
            last[last["reason"].isin([Reason.THIN_DIARY, Reason.THIN_BASELINE])].reset_index(),
            _thin,
        ),
        "late": (_late(last, records), partial(_since, cut_off=records.cut_off)),
        "side_effect": (_new_events(last, records), _side_effects),
        "nice_nonresponse": (
            below_the_line(records, nice, 2) if records.allow(nice) else had.head(0),
            lambda rows: _of_rule(
                nonresponse.in_words(rows, nice), rows, "headache_recorded_days", "window_end"
            ),
        ),
        "nice_goal": (
            months_under(records, NICE_LIMIT),
            lambda months: _of_rule(
                goal.in_words(months, NICE_LIMIT),
                goal.end_of_run(months),
                None,
                "end",
            ),
        ),
        "overuse_any": (
            latest_at_a_limit(records),
            lambda months: _of_rule(
                overuse.in_words(records, months), months, "any_class_recorded_days", "end"
            ),
        ),
    }
    return {
        name: PatientList(
            frozenset(rows["patient_id"].unique()),
            partial(_told, rows, tell, last, records, _looked_at(name, definition)),
        )
        for name, (rows, tell) in found.items()
    }


def _told(
    rows: pd.DataFrame,
    tell: Callable[[pd.DataFrame], pd.DataFrame],
    last: pd.DataFrame,
    records: Records,
    measure: Measure | None,
) -> pd.DataFrame:
    return _with_dates(tell(rows), last, records, measure)


def _looked_at(name: str, definition: Definition) -> Measure | None:
    """Which days a list compares, its rule's or the Definition's; None where it compares none."""
    if name in ONCE:
        return None
    return MEASURES["headache_days"] if name in all_rules() else definition.days


def _rows(
    frame: pd.DataFrame, numbers: list[str], date: pd.Series, start: pd.Series | None = None
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "session": frame["session"],
            "numbers": numbers,
            "recorded_days": frame.get("recorded_days", pd.NA),
            "window_days": frame.get("window_days", pd.NA),
            "from": pd.NaT if start is None else start,
            "date": date,
        }
    )


def _judged(rows: pd.DataFrame, line: int) -> pd.DataFrame:
    columns = (rows[name].tolist() for name in ("baseline", "monthly_days", "percent_reduction"))
    numbers = [
        f"{number(before)} to {number(after)} days a month, {reduction(fewer, line)}"
        for before, after, fewer in zip(*columns, strict=True)
    ]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _thin(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = [
        f"{row.baseline_recorded} days recorded in the baseline"
        if row.reason == Reason.THIN_BASELINE
        else f"{row.recorded_days} of {row.window_days} days recorded after session {row.session}"
        for row in rows.itertuples()
    ]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _late(last: pd.DataFrame, records: Records) -> pd.DataFrame:
    if records.cut_off is None:
        return last.head(0).reset_index()
    since = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
    stopped = last["stop_reason"].isin([*StopReason]) | last["stopped_on"].notna()
    return last[(since > 7 * WEEKS_SINCE) & ~stopped].reset_index()


def _since(rows: pd.DataFrame, cut_off: date | None) -> pd.DataFrame:
    numbers = [
        f"{counted((pd.Timestamp(cut_off) - row.session_date).days, 'day')} since session "
        f"{row.session} on {day(row.session_date)}"
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
    numbers = [f"{row.event} on {day(row.date)}" for row in new.itertuples()]
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


def _since_then(frame: pd.DataFrame, records: Records, measure: Measure | None) -> list[str]:
    """What was recorded after the days that are compared, in words."""
    if measure is None:
        return [""] * len(frame)
    ends = frame[["patient_id"]].assign(to=frame["date"])
    return in_words(recorded_since(records, ends, measure.flag), measure.words)


def _with_dates(
    frame: pd.DataFrame, last: pd.DataFrame, records: Records, measure: Measure | None
) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = frame.assign(
        **{name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("from", "date")},
        since=_since_then(frame, records, measure),
        recorded_days=frame["recorded_days"].astype("Int64"),
        window_days=frame["window_days"].astype("Int64"),
    )
    if records.cut_off is not None:
        passed = (pd.Timestamp(records.cut_off) - last["session_date"]).dt.days
        table = table.assign(days_since_last=table["patient_id"].map(passed).astype("Int64"))
    else:
        table = table.assign(days_since_last=pd.array([None] * len(table), dtype="Int64"))
    return by_natural_id(table.sort_values("session", kind="stable"))[COLUMNS]
