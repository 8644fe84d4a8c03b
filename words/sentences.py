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
            f"Before treatment only {_filled(base, definition, 'were filled in')}, too few to say "
            "by how much they changed."
        )
    told = f"Before treatment you noted {number(base['days'], 2)} {words}"
    if _complete(base):
        return f"{told} a month."
    of = f"{told} in {base['recorded_days']}"
    assumed = _assumed(base)
    return (
        f"{of} days, {assumed} of them without an entry and counted as free."
        if assumed
        else f"{of}."
    )


def _after(row: pd.Series, definition: Definition) -> str:
    if pd.isna(row["recorded_days"]) or not row["recorded_days"] or row["closed"] is False:
        return ""
    noun = definition.days.words if row["days"] != 1 else definition.days.one_day
    days = f"{number(row['days'], 2)} {noun}"
    which = f"{definition.when.aloud.capitalize()} your {ordinal(row['session'])} session"
    if _complete(row):
        return f"{which} you noted {days}; how many days were filled in is not known."
    return f"{which} you noted {days}, with {_filled(row, definition, 'filled in')}."


def _complete(row: pd.Series) -> bool:
    """Is it a count without recorded days, of which nobody knows on how many it rests?"""
    return pd.notna(row["complete_months"]) and bool(row["complete_months"])


def _assumed(row: pd.Series) -> int:
    """How many of the recorded days are free only because a list of attacks names none on them."""
    assumed, recorded = row["assumed_free_days"], row["recorded_days"]
    return 0 if pd.isna(assumed) else min(int(assumed), int(recorded))


def _filled(row: pd.Series, definition: Definition, verb: str) -> str:
    """26 of 30 days filled in; 17 of 30 days filled in and 13 more counted as free"""
    assumed = _assumed(row)
    told = f"{row['recorded_days'] - assumed} of {_length(row, definition)} days {verb}"
    return f"{told} and {assumed} more counted as free" if assumed else told


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
    told = f" {when} you noted {last.flagged}, with {last.recorded - last.assumed} filled in"
    return f"{told} and {last.assumed} more counted as free." if last.assumed else f"{told}."


def _open(row: pd.Series, definition: Definition) -> str:
    which = f"{definition.when.aloud} your {ordinal(row['session'])} session"
    if row["reason"] == Reason.WAITING:
        return f"The time {which.removeprefix('in ')} is not over yet."
    if row["reason"] == Reason.THIN_DIARY:
        return f"Only {_filled(row, definition, 'were filled in')} {which}, so we cannot say."
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
