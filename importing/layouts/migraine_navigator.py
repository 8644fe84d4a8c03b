"""Migraine Navigator: a daily diary; pain 0 is a recorded free day."""

from __future__ import annotations

from collections.abc import Sequence

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.headers import spelled
from importing.layouts.base import AttackList, Layout, Reading, identifying, plain
from importing.text import TextTable

NEEDED = {"date", "time", "pain level", "medication", "dosage", "sleep", "physical activity"}
DAILY = "Each row is a recorded day; pain 0 is a recorded free day."


def knows(headers: Sequence[str]) -> bool:
    return {plain(header) for header in headers} >= NEEDED


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    text = spelled(text, ("Date", "Pain Level"))
    frame = text.frame()
    zero = frame["Pain Level"].str.fullmatch(r"0([.,]0+)?")
    once = frame.assign(**{"Pain Level": frame["Pain Level"].mask(zero, "0"), "Lasted": "0"})
    where = AttackColumns(
        start=("Date",), minutes="Lasted", pain="Pain Level", medication=("Medication",), free="0"
    )
    attacks = AttackList(text.with_frame(once), where)
    return Reading(attacks=attacks, assumptions=(DAILY,), dropped=identifying(text.headers))


LAYOUT = Layout(
    "migraine_navigator", "Migraine Navigator", knows, read, per_patient=True, daily=True
)
