"""Daylio: one entry or more a day; the activities, separated by a pipe, tell of headache."""

from __future__ import annotations

from collections.abc import Sequence

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.headers import spelled
from importing.layouts.base import AttackList, Layout, Reading, identifying, plain
from importing.negations import MIGRAINE, names
from importing.text import TextTable

NEEDED = {"full_date", "date", "weekday", "time", "mood", "activities"}
ASSUMPTION = (
    "A day with an entry is a recorded day; it is a headache day if an activity names headache or "
    "migraine."
)


def knows(headers: Sequence[str]) -> bool:
    return {plain(header) for header in headers} >= {plain(name) for name in NEEDED}


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    text = spelled(text, NEEDED)
    frame = text.frame()
    entries = frame[["full_date"]].assign(
        entry=frame["time"] + frame["activities"],
        pain=["" if _names(cell) else "0" for cell in frame["activities"]],
        type=["migraine" if _names(cell, MIGRAINE) else "" for cell in frame["activities"]],
        length="0",
    )
    where = AttackColumns(
        start=("full_date",), minutes="length", pain="pain", type="type", free="0"
    )
    attacks = AttackList(text.with_frame(entries), where)
    return Reading(attacks=attacks, assumptions=(ASSUMPTION,), dropped=identifying(text.headers))


def _names(activities: str, what: str = "any") -> bool:
    """Does one of the activities name it; "no headache" is an activity of its own."""
    return any(names(activity, what) for activity in activities.split("|"))


LAYOUT = Layout("daylio", "Daylio", knows, read, per_patient=True, daily=True)
