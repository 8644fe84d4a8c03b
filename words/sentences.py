"""What could the doctor read aloud? One plain sentence about one patient, right in every state."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Reason
from analytics.definitions import (
    Definition,
)
from analytics.months import LastDays, last_judged, last_where
from analytics.steps import Outcomes
from words.numbers import counted, number, ordinal

OTHER_THINGS = "Other things may have changed too."


def read_aloud(
    rows: Outcomes, definition: Definition, lately: LastDays | None = None, *, ended: bool = False
) -> str:
    """Before treatment you noted 18 migraine days in 28. In the month after your third ...

    ``lately``: what was recorded last; ``ended``: the diary ends with it, before the records do.
    """
    last, row = last_where(rows, rows["treated"] & (rows["session"] > 0)), last_judged(rows)
    base = rows.iloc[(rows["session"] == 0).argmax()]
    if last is None:
        return "There is no session in these records yet."
    before = _before(base, last["reason"], definition)
    if last["reason"] in (Reason.NO_BASELINE, Reason.THIN_BASELINE):
        return f"{before} {_after(last, definition)}".strip()
    if row is not None:
        told = f"{before} {_after(row, definition)}{_lately(lately, ended=ended)} {OTHER_THINGS}"
        if row["session"] != last["session"]:
            told += f" {_open(last, definition)}"
        return told + _stopped(last)
    if last["reason"] == Reason.ZERO_BASELINE:
        after = _after(last, definition)
        return (f"{before} {after} {OTHER_THINGS}" if after else before) + _stopped(last)
    return f"{before} {_open(last, definition)}" + _stopped(last)


def _before(base: pd.Series, reason: str, definition: Definition) -> str:
    words = definition.days.words
    if not (base["recorded_days"] > 0) if pd.notna(base["recorded_days"]) else True:
        return "Nothing was filled in before treatment, so there is nothing to compare with."
    if reason == Reason.THIN_BASELINE:
        return (
            f"Before treatment only {base['recorded_days']} of {_length(base, definition)} days "
            "were filled in, too few to say by how much they changed."
        )
    return (
        f"Before treatment you noted {number(base['days'], 2)} {words} in {base['recorded_days']}."
    )


def _after(row: pd.Series, definition: Definition) -> str:
    if pd.isna(row["recorded_days"]) or not row["recorded_days"] or row["closed"] is False:
        return ""
    noun = definition.days.words if row["days"] != 1 else definition.days.one_day
    days = f"{number(row['days'], 2)} {noun}"
    return (
        f"{definition.when.aloud.capitalize()} your {ordinal(row['session'])} session you noted "
        f"{days}, with {row['recorded_days']} of {_length(row, definition)} days filled in."
    )


def _lately(last: LastDays | None, *, ended: bool) -> str:
    """In the last 27 days you noted 9, with 23 filled in; from 30 March to 12 April 2024 ..."""
    if last is None:
        return ""
    first, until = (f"{date.day} {date.strftime('%B %Y')}" for date in (last.start, last.end))
    if last.days == 1:
        when = f"On {until}"
    elif not ended:
        when = f"In the last {counted(last.days, 'day')}"
    else:
        when = f"From {first.removesuffix(until[-5:])} to {until}"
    return f" {when} you noted {last.flagged}, with {last.recorded} filled in."


def _open(row: pd.Series, definition: Definition) -> str:
    which = f"{definition.when.aloud} your {ordinal(row['session'])} session"
    if row["reason"] == Reason.WAITING:
        return f"The time {which.removeprefix('in ')} is not over yet."
    if row["reason"] == Reason.THIN_DIARY:
        return (
            f"Only {row['recorded_days']} of {_length(row, definition)} days were filled in "
            f"{which}, so we cannot say."
        )
    if row["reason"] in (Reason.NO_COUNT, Reason.NOT_KNOWN_IF_DUE):
        return f"No count was noted {which}, so we cannot say."
    if row["reason"] == Reason.EMPTY_WINDOW:
        return "The next session came before that time began, so we cannot say."
    return "For the last session we cannot say."


def _stopped(row: pd.Series) -> str:
    if pd.isna(row["stopped_on"]) and pd.isna(row["stop_reason"]):
        return ""
    return " The sessions have ended."


def _length(row: pd.Series, definition: Definition) -> int:
    return definition.month if pd.isna(row["window_days"]) else int(row["window_days"])
