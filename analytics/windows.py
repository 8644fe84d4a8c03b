"""Which days belong to which session?

Sessions + Definition -> one row for every patient and session 0 (the baseline) to the cohort's
last, with the days that are compared and the day from which the session counts as due.
"""

from __future__ import annotations

import re

import pandas as pd

from analytics.definitions import Definition
from analytics.therapies import Therapy

PROVISIONAL = "provisional until the next session"
_NOTE = re.compile(
    r"|cut short by the next session: \d{1,3} of \d{2,3} days"
    rf"|{PROVISIONAL}|beyond \d{{1,3}} (?:weeks|days): ends \d{{1,4}} days after the session"
)


def number_sessions(sessions: pd.DataFrame) -> pd.DataFrame:
    """Number each patient's sessions by date: adds ``session`` (1, 2, ...)."""
    ordered = sessions.sort_values(["patient_id", "session_date"], ignore_index=True)
    return ordered.assign(session=ordered.groupby("patient_id").cumcount() + 1)


def add_course(numbered: pd.DataFrame, therapy: Therapy) -> pd.DataFrame:
    """Tell the course of each session: a gap longer than the therapy's starts a new one.

    ``numbered``: of ``number_sessions``. Adds ``course`` (1, 2, ...).
    """
    gap = numbered.groupby("patient_id")["session_date"].diff().dt.days
    new_course = (gap > therapy.course_gap_days).groupby(numbered["patient_id"])
    return numbered.assign(course=new_course.cumsum().astype("int64") + 1)


def last_session(sessions: pd.DataFrame, therapy: Therapy) -> int:
    """The last session of anybody's first course."""
    numbered = add_course(number_sessions(sessions), therapy)
    return int(numbered.loc[numbered["course"] == 1, "session"].max()) if len(numbered) else 0


def every_session(
    sessions: pd.DataFrame, therapy: Therapy, last: int | None = None
) -> pd.DataFrame:
    """One row for every patient and session 0 to the last of the cohort's first courses.

    ``last``: that session, where these are the sessions of a part of the cohort.

    Adds ``treated``, ``next_date`` (of the next session in the course), ``first_date`` and, for
    the sessions that did not take place, ``last_session`` and ``last_date`` that she had.
    """
    numbered = add_course(number_sessions(sessions), therapy)
    course = numbered.loc[
        numbered["course"] == 1, ["patient_id", "session", "session_date", "units"]
    ]
    course = course.assign(next_date=course.groupby("patient_id")["session_date"].shift(-1))
    first, latest = (course.drop_duplicates("patient_id", keep=keep) for keep in ("first", "last"))
    per_patient = pd.DataFrame(
        {
            "patient_id": first["patient_id"].array,
            "first_date": first["session_date"].array,
            "last_date": latest["session_date"].array,
            "last_session": latest["session"].array,
        }
    )
    if last is None:
        last = int(course["session"].max()) if len(course) else 0
    grid = every_pair(per_patient["patient_id"], last)
    grid = grid.merge(course, on=["patient_id", "session"], how="left")
    grid = grid.merge(per_patient, on="patient_id", how="left")
    return grid.assign(treated=grid["session_date"].notna())


def every_pair(patient_ids: pd.Series, last: int) -> pd.DataFrame:
    """Every patient with every session from 0 to the last."""
    sessions = pd.DataFrame({"session": range(last + 1)})
    return pd.DataFrame({"patient_id": patient_ids}).merge(sessions, how="cross")


def session_windows(grid: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """The days of ``every_session`` that the Definition compares, and when each is due.

    Adds window_start, window_end (last day included) and window_days; blank and 0 where the next
    session came first. ``due_on``: the day on which the window ends, or, for a session that did
    not take place, the day on which it would have ended at the latest.
    """
    first, last = definition.when.days(definition.month)
    day, next_day = grid["session_date"], grid["next_date"]
    before_next = next_day - _days(1)
    if definition.when.until_next:
        end = before_next.fillna(day + _days(last))
        start = (end - _days(definition.month - 1)).where(lambda s: s > day, day)
    else:
        start = day + _days(first)
        end = (day + _days(last)).where(lambda s: ~(s > before_next), before_next)
    baseline = grid["session"] == 0
    start = start.mask(baseline, grid["first_date"] - _days(definition.month))
    end = end.mask(baseline, grid["first_date"] - _days(1))
    length = (end - start).dt.days + 1
    empty = length < 1
    therapy = definition.therapy
    missed = therapy.cycle_days * (grid["session"] - grid["last_session"])
    missed = missed + therapy.grace_days + last
    expected_end = grid["last_date"] + pd.to_timedelta(missed, unit="D")
    return grid.assign(
        window_start=start.mask(empty).astype("datetime64[s]"),
        window_end=end.mask(empty).astype("datetime64[s]"),
        window_days=length.clip(lower=0).astype("Int64"),
        due_on=end.where(grid["treated"], expected_end).mask(baseline).astype("datetime64[s]"),
        window_note=_notes(grid, length, definition),
    )


def is_note(text: str) -> bool:
    """Is it nothing or one of our own notes on a window, which hold no date?"""
    return _NOTE.fullmatch(text) is not None


def _notes(grid: pd.DataFrame, length: pd.Series, definition: Definition) -> pd.Series:
    """What is particular about a window, in words."""
    full = definition.when.full_days(definition.month)
    note = pd.Series("", index=grid.index, dtype="str")
    note = note.mask(
        grid["treated"] & (length > 0) & (length < full),
        "cut short by the next session: "
        + length.astype("Int64").astype("str")
        + f" of {full} days",
    )
    if definition.when.until_next:
        note = note.mask(grid["treated"] & grid["next_date"].isna(), PROVISIONAL)
        interval = (grid["next_date"] - grid["session_date"]).dt.days
        late = interval > definition.therapy.cycle_days
        note = note.mask(
            late,
            f"beyond {definition.therapy.cycle_in_words}: ends "
            + (interval - 1).astype("Int64").astype("str")
            + " days after the session",
        )
    return note


def _days(number: int) -> pd.Timedelta:
    return pd.Timedelta(days=number)
