"""Migraine Buddy: a preamble of another width, then one attack a row, known by its first cells.

``Started`` is the local wall clock, offsets are minutes east of UTC, lists are separated by
commas inside one cell, and "No medication" is a value. An older variant lacks the offsets.
"""

from __future__ import annotations

from collections.abc import Sequence

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.headers import spelled
from importing.layouts.base import AttackList, Layout, Reading, identifying, plain
from importing.text import TextTable

MEDICATION = (
    "Helpful Medication",
    "Somewhat Helpful Medication",
    "Unhelpful Medication",
    "Unsure Medication",
)
OFFSETS = ("Start UTC Offset (min)", "End UTC Offset (min)")


def knows(headers: Sequence[str]) -> bool:
    return [plain(header) for header in headers[:3]] == ["#", "started", "lasted"]


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    text = spelled(text, OFFSETS)
    where = AttackColumns(
        start=("Started",),
        minutes="Lasted",
        pain="Pain Level",
        type="Attack Types",
        medication=MEDICATION,
        offsets=OFFSETS if set(OFFSETS) <= set(text.headers) else None,
    )
    return Reading(attacks=AttackList(text, where), dropped=identifying(text.headers))


LAYOUT = Layout("migraine_buddy", "Migraine Buddy", knows, read, per_patient=True)
