"""Which days does each bar of a patient's picture hold, and where does the picture end?

The month before session 1, then each cycle in months: broken where the days that are compared
begin and end, so that bar, frame and calendar hold the same days. The day of a session belongs to
the new session and is in no bar, unless the Definition counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from analytics.definitions import Definition
from analytics.ends import cut_off_of, diary_ends
from analytics.records import Records
from analytics.steps import Outcomes

DAY = pd.Timedelta(days=1)
COLUMNS = ["patient_id", "session", "treated", "session_date", "recorded_days"]
COLUMNS += ["window_start", "window_end"]


class Ending(NamedTuple):
    """The last day of months and calendar; and since when there is no diary, if it ends before."""

    last: pd.Timestamp
    no_diary_since: pd.Timestamp | None = None


class Bar(NamedTuple):
    """One bar: its cycle (0 = before session 1), its place in it, first and last day.

    ``compared``: the Definition compares these days, and they are over; ``enough``: with enough of
    them recorded.
    """

    patient_id: str
    cycle: int
    month: int
    start: pd.Timestamp
    end: pd.Timestamp
    compared: bool
    enough: bool


def endings(records: Records, rows: Outcomes) -> dict[str, Ending]:
    """Where the picture of each patient ends: at the cut-off, or where the diary does.

    ``rows``: Outcomes. Compared days, and the last session, are always in the picture.
    """
    cut_off, ends = cut_off_of(records), diary_ends(records)
    dated = rows[["patient_id", "session_date", "window_end"]]
    had = dated[rows["treated"] & (rows["session"] > 0)]
    closed = had["window_end"].where(had["window_end"] <= cut_off)
    latest = pd.DataFrame({"session": had["session_date"], "window": closed})
    needed = latest.max(axis=1).groupby(had["patient_id"]).max()
    found = {}
    for patient in rows["patient_id"].unique():
        end, least = ends.get(patient, pd.NaT), needed.get(patient, pd.NaT)
        if end == cut_off:
            found[patient] = Ending(cut_off)
            continue
        known = [day for day in (end, least) if pd.notna(day)]
        since = None if pd.isna(end) else end + DAY
        found[patient] = Ending(min(max(known, default=cut_off), cut_off), since)
    return found


def bars_of(
    records: Records,
    rows: Outcomes,
    definition: Definition,
    ends: Mapping[str, Ending] | None = None,
) -> list[Bar]:
    """The bars of one or several patients, from the month before session 1 to the end.

    ``ends``: their ``endings``, where these are known already.
    """
    ends, cut_off = ends or endings(records, rows), cut_off_of(records)
    of: dict[str, list[Any]] = {}
    for row in rows[COLUMNS].sort_values("session", kind="stable").itertuples():
        if row.session == 0 or row.treated:
            of.setdefault(row.patient_id, []).append(row)
    found = []
    for patient, (before, *had) in of.items():
        if not had:
            continue
        needed = _enough(before.recorded_days, definition.min_baseline_days)
        found.append(Bar(patient, 0, 1, before.window_start, before.window_end, True, needed))
        nexts = [*(row.session_date for row in had[1:]), ends[patient].last + DAY]
        for row, until in zip(had, nexts, strict=True):
            found += _cycle(row, until - DAY, definition, cut_off)
    return found


def _enough(recorded: Any, needed: int) -> bool:
    return bool(pd.notna(recorded) and recorded >= needed)


def _cycle(
    row: Any, last: pd.Timestamp, definition: Definition, cut_off: pd.Timestamp
) -> Iterator[Bar]:
    """The bars of one cycle; ``row``: its outcome, ``last``: its last day."""
    day = row.session_date
    window = None
    if pd.notna(row.window_start):
        window = ((row.window_start - day).days, (row.window_end - day).days)
    over = window is not None and row.window_end <= cut_off
    enough = _enough(row.recorded_days, definition.required_days)
    parts = cut((last - day).days, window, definition.month)
    for number, (start, end) in enumerate(parts, start=1):
        compared = over and window is not None and window[0] <= start and end <= window[1]
        first, until = (day + pd.Timedelta(days=at) for at in (start, end))
        yield Bar(row.patient_id, row.session, number, first, until, compared, enough)


def cut(last: int, window: tuple[int, int] | None, month: int) -> list[tuple[int, int]]:
    """Days 1 to ``last`` after a session in months, broken where the ``window`` begins and ends.

    What is left over is a bar of its own; under half a month it joins the one before, except the
    first of its part. Day 0 is in a bar only if the window counts it.
    """
    first = 1 if window is None else min(1, window[0])
    edges = [first] if window is None else sorted({first, window[0], window[1] + 1})
    edges = [*(edge for edge in edges if edge <= last), last + 1]
    parts: list[tuple[int, int]] = []
    for start, after in pairwise(edges):
        begins = list(range(start, after, month))
        if len(begins) > 2 and 2 * (after - begins[-1]) < month:
            begins.pop()
        ends = [*(begin - 1 for begin in begins[1:]), after - 1]
        parts += zip(begins, ends, strict=True)
    return parts
