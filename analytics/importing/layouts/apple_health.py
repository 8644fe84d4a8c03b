"""Apple Health: headache records of an export; "not present" is a recorded free day."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.importing.attacks import AttackColumns
from analytics.importing.choices import Choices
from analytics.importing.containers import APPLE_COLUMNS
from analytics.importing.layouts.base import AttackList, Layout, Reading
from analytics.importing.text import TextTable

VALUES = {
    "HKCategoryValueSeverityUnspecified": "",
    "HKCategoryValueSeverityNotPresent": "0",
    "HKCategoryValueSeverityMild": "mild",
    "HKCategoryValueSeverityModerate": "moderate",
    "HKCategoryValueSeveritySevere": "severe",
    "0": "",
    "1": "0",
    "2": "mild",
    "3": "moderate",
    "4": "severe",
}
ASSUMPTION = (
    "Dates are taken as written, in the phone's own time. Severity mild, moderate, severe is read "
    "as pain 2, 5, 8; not present is a recorded free day."
)


def knows(headers: Sequence[str]) -> bool:
    return list(headers) == list(APPLE_COLUMNS)


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    known = frame.assign(value=frame["value"].map(lambda value: VALUES.get(value, "")))
    where = AttackColumns(start=("startDate",), end=("endDate",), pain="value", free="0")
    attacks = AttackList(text.with_frame(known), where)
    return Reading(attacks=attacks, assumptions=(ASSUMPTION,))


LAYOUT = Layout("apple_health", "Apple Health", knows, read, per_patient=True)
