"""Whose records match a description that a clinician may care about?

Each list is a table of patients with the numbers behind it. The order is by id, as people
count (1, 2, 10); nothing is ranked. ``words.lists`` says what each describes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from analytics.bars import Bar, bars_of
from analytics.codes import Reason, StopReason
from analytics.definitions import (
    MEASURES,
    PRESETS,
    Definition,
    Measure,
)
from analytics.guidelines import Rule, all_rules, goal, nonresponse, overuse
from analytics.guidelines.goal import NICE_LIMIT, months_under
from analytics.guidelines.nonresponse import below_the_line, can_be_told
from analytics.guidelines.overuse import latest_at_a_limit
from analytics.months import LastDays, last_days
from analytics.needs import DATES, EVENTS, HEADACHE, INTAKE, NOTHING, SINGLE_DAYS, Needs
from analytics.order import by_natural_id
from analytics.records import Records
from analytics.since import SINCE, as_since, recorded_since
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


NOBODY = (pd.NaT, pd.NaT, None, None, None, None)  # of whom there are no last days


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

    ``measure``: the days that it compares; None where it compares none. ``known``: of how many
    patients it can be told whether they are on it; None where that is not a question.
    """

    ids: frozenset[str]
    table: Callable[[], pd.DataFrame]
    measure: Measure | None
    known: int | None = None

    @property
    def patients(self) -> int:
        return len(self.ids)


def on_any(lists: dict[str, PatientList]) -> int:
    """How many patients are on at least one list."""
    return len(frozenset().union(*(of.ids for of in lists.values())))


@dataclass(frozen=True, eq=False)
class Looked:
    """What every list looks at: records up to the cut-off, and the outcomes of them."""

    records: Records
    outcomes: Outcomes
    definition: Definition

    @property
    def therapy(self) -> Therapy:
        return self.definition.therapy

    @cached_property
    def had(self) -> Outcomes:
        """The sessions that took place."""
        taken = self.outcomes["treated"] & (self.outcomes["session"] > 0)
        return Outcomes(self.outcomes[taken])

    def last_days(self, ids: pd.Series) -> dict[str, LastDays]:
        """The last days recorded of each of these patients, after the days that are compared."""
        if not self.records.holds >= SINGLE_DAYS:
            return {}
        own = self.records.only(list(ids))
        rows = Outcomes(self.outcomes[self.outcomes["patient_id"].isin(ids)])
        bars = pd.DataFrame(bars_of(own, rows, self.definition), columns=Bar._fields)
        return last_days(own, bars, rows, self.definition)

    @cached_property
    def last(self) -> pd.DataFrame:
        """Of every patient the last session, by patient_id."""
        return self.had.drop_duplicates("patient_id", keep="last").set_index("patient_id")

    @cached_property
    def judged(self) -> pd.DataFrame:
        return self.had[self.had["evaluable"].fillna(False)]

    @cached_property
    def latest(self) -> pd.DataFrame:
        """Of every patient the last session after which she is judged."""
        return self.judged.drop_duplicates("patient_id", keep="last")


def _worse(looked: Looked) -> pd.DataFrame:
    return looked.latest[looked.latest["percent_reduction"] < 0]


def _lost(looked: Looked) -> pd.DataFrame:
    ever = looked.judged[looked.judged["responder"].fillna(False)]["patient_id"]
    under = ~looked.latest["responder"].fillna(False) & looked.latest["patient_id"].isin(ever)
    return looked.latest[under]


def _too_thin(looked: Looked) -> pd.DataFrame:
    reasons = [Reason.THIN_DIARY, Reason.NO_COUNT, Reason.THIN_BASELINE]
    thin = looked.last["reason"].isin(reasons)
    return looked.last[thin].reset_index()


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


def _judged(_: Looked, rows: pd.DataFrame) -> pd.DataFrame:
    columns = (rows[name].tolist() for name in ("baseline", "monthly_days", "percent_reduction"))
    numbers = [Change(*row) for row in zip(*columns, strict=True)]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _thin(looked: Looked, rows: pd.DataFrame) -> pd.DataFrame:
    """With the window that is too thin: a session's, or the baseline's."""
    before = looked.outcomes[looked.outcomes["session"] == 0].set_index("patient_id")
    own = ["recorded_days", "window_days", "window_start", "window_end"]
    thin = rows["reason"] == Reason.THIN_BASELINE
    baseline = before[own].reindex(rows["patient_id"]).set_axis(rows.index)
    rows = rows.assign(**{name: rows[name].mask(thin, baseline[name]) for name in own})
    numbers = [
        Thin(0 if at_baseline else row.session, row.recorded_days, row.window_days)
        for row, at_baseline in zip(rows.itertuples(), thin, strict=True)
    ]
    return _rows(rows, numbers, rows["window_end"], rows["window_start"])


def _late(looked: Looked) -> pd.DataFrame:
    last, cut_off = looked.last, looked.records.cut_off
    if cut_off is None:
        return last.head(0).reset_index()
    since = (pd.Timestamp(cut_off) - last["session_date"]).dt.days
    stopped = last["stop_reason"].isin([*StopReason]) | last["stopped_on"].notna()
    return last[(since > WEEK * looked.therapy.weeks_since) & ~stopped].reset_index()


def _since(looked: Looked, rows: pd.DataFrame) -> pd.DataFrame:
    cut_off = pd.Timestamp(looked.records.cut_off)
    numbers = [
        Late((cut_off - row.session_date).days, row.session, row.session_date)
        for row in rows.itertuples()
    ]
    rows = rows.drop(columns=["recorded_days", "window_days"])
    return _rows(rows, numbers, rows["session_date"])


def _new_events(looked: Looked) -> pd.DataFrame:
    last = looked.last[["session", "session_date"]]
    events = looked.records.adverse_events.merge(last, left_on="patient_id", right_index=True)
    return events[events["date"] >= events["session_date"]]


def _side_effects(_: Looked, new: pd.DataFrame) -> pd.DataFrame:
    numbers = [SideEffect(row.event, row.date) for row in new.itertuples()]
    return _rows(new, numbers, new["date"])


def _nonresponse(_: Looked, rows: pd.DataFrame) -> pd.DataFrame:
    met = nonresponse.verdicts_of(rows, PRESETS["nice"])
    return _of_rule(met, rows, "headache_recorded_days", "window_end")


def _goal(_: Looked, months: pd.DataFrame) -> pd.DataFrame:
    return _of_rule(goal.verdicts_of(months, NICE_LIMIT), goal.end_of_run(months), None, "end")


def _overuse(looked: Looked, months: pd.DataFrame) -> pd.DataFrame:
    met = overuse.verdicts_of(looked.records, months)
    return _of_rule(met, months, "any_class_recorded_days", "end")


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


def _since_then(of: Listed, frame: pd.DataFrame, looked: Looked) -> pd.DataFrame:
    """What was recorded after the days of a rule; of our own lists the last days of all.

    These are what *Today* and the page of a patient say of them.
    """
    measure = of.measure(looked.definition)
    if measure is None:
        return as_since(pd.DataFrame(index=frame.index))
    since = recorded_since(looked.records, frame[["patient_id"]].assign(to=frame["date"]), measure)
    if of.rule:
        return since
    last = looked.last_days(frame["patient_id"])
    counted = [last.get(patient, NOBODY) for patient in frame["patient_id"]]
    latest = pd.DataFrame(counted, columns=LastDays._fields, index=frame.index)
    return as_since(
        pd.DataFrame(
            {
                "first_since": latest["start"],
                "flagged_since": latest["flagged"],
                "recorded_since": latest["recorded"],
                "no_diary_since": since["no_diary_since"],
            }
        )
    )


def _with_dates(of: Listed, frame: pd.DataFrame, looked: Looked) -> pd.DataFrame:
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    last, records, since = looked.last, looked.records, _since_then(of, frame, looked)
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


class Listed(NamedTuple):
    """A list: whose rows match it, how they are put, and what it needs of the records.

    That of a published rule has its name, and needs what the rule needs besides.
    """

    name: str
    find: Callable[[Looked], pd.DataFrame]
    put: Callable[[Looked, pd.DataFrame], pd.DataFrame]
    needs: Needs = NOTHING
    compares: bool = True  # days of a window; else one day each, and nothing came since
    known: Callable[[Looked], int] | None = None

    @property
    def rule(self) -> Rule | None:
        return all_rules().get(self.name)

    def can_fill(self, records: Records, therapy: Therapy) -> bool:
        """Do the records hold what it needs, and is its rule for these patients?"""
        if not self.needs <= records.holds:
            return False  # nobody on it would read as nobody of that kind
        return self.rule is None or (self.rule.is_for(therapy) and not self.rule.lacks(records))

    def measure(self, definition: Definition) -> Measure | None:
        """Which days it compares, its rule's or the Definition's; None where it compares none."""
        if not self.compares:
            return None
        return MEASURES["headache_days"] if self.rule else definition.days


LISTS = {
    of.name: of
    for of in (  # in this order
        Listed(
            "nice_nonresponse",
            lambda of: below_the_line(of.records, PRESETS["nice"], 2),
            _nonresponse,
            needs=HEADACHE,
            known=lambda of: can_be_told(of.records, PRESETS["nice"], 2),
        ),
        Listed("thin", _too_thin, _thin),
        Listed("worse", _worse, _judged),
        Listed(
            "overuse_any",
            lambda of: latest_at_a_limit(of.records, of.therapy),
            _overuse,
            needs=INTAKE,
        ),
        Listed("late", _late, _since, needs=DATES, compares=False),
        Listed("side_effect", _new_events, _side_effects, needs=DATES | EVENTS, compares=False),
        Listed("lost_response", _lost, _judged),
        Listed(
            "nice_goal",
            lambda of: months_under(of.records, NICE_LIMIT),
            _goal,
            needs=HEADACHE,
        ),
    )
}


def offered(records: Records, therapy: Therapy) -> tuple[str, ...]:
    """The lists that these records can fill."""
    return tuple(name for name, of in LISTS.items() if of.can_fill(records, therapy))


def patient_lists(
    records: Records, outcomes: Outcomes, definition: Definition
) -> dict[str, PatientList]:
    """The lists that these records can fill; ``records`` up to the cut-off, ``outcomes`` of them.

    ``table`` gives patient_id, session, numbers (a tuple of the list's own), recorded_days of
    window_days where one window is behind it, date (its last day, or the event), what was recorded
    since and days_since_last session.
    """
    looked = Looked(records, outcomes, definition)
    return {name: _found(LISTS[name], looked) for name in offered(records, definition.therapy)}


def _found(of: Listed, looked: Looked) -> PatientList:
    rows = of.find(looked)
    ids = frozenset(rows["patient_id"].unique())

    def made() -> pd.DataFrame:
        return _with_dates(of, of.put(looked, rows), looked)

    known = of.known(looked) if of.known else None
    return PatientList(ids, made, of.measure(looked.definition), known)
