"""Apple Health: headache records of an export; "not present" is a recorded free day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from importing.apple import COLUMNS, ZONE
from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.layouts.base import AttackList, Layout, Reading
from importing.text import TextTable

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
    "{} Severity mild, moderate, severe is read as pain 2, 5, 8; not present is a recorded free "
    "day."
)
BY_SEVERITY = "Its severity is all that it tells apart: moderate or severe is a migraine day."
AS_WRITTEN = "Dates are taken as written, in the phone's own time."
WHERE_RECORDED = (
    "The day is that of the place where it was recorded (HKTimeZone); where none is given, as "
    "written."
)


def knows(headers: Sequence[str]) -> bool:
    return list(headers) == list(COLUMNS)


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    known = frame.assign(value=frame["value"].map(lambda value: VALUES.get(value, "")))
    zones = [_place(zone) for zone in frame[ZONE]]
    for column in ("startDate", "endDate"):
        pairs = zip(frame[column], zones, strict=True)
        known[column] = [where_recorded(written, place) for written, place in pairs]
    where = AttackColumns(
        start=("startDate",), end=("endDate",), pain="value", free="0", by_pain=True
    )
    by_severity = [BY_SEVERITY] if choices.migraine_rules else []
    told = [ASSUMPTION.format(WHERE_RECORDED if any(zones) else AS_WRITTEN), *by_severity]
    if unknown := sum(zone is None for zone in zones) - int((frame[ZONE] == "").sum()):
        told.append(f"{unknown} record(s) name a time zone that is not known: taken as written.")
    attacks = AttackList(text.with_frame(known.drop(columns=ZONE)), where)
    return Reading(attacks=attacks, assumptions=tuple(told))


def where_recorded(written: str, place: ZoneInfo | None) -> str:
    """The clock of the place at a moment that is written with its distance from UTC.

    The phone writes all of an export in the zone that it has on that day.
    """
    if place is None:
        return written
    try:
        moment = datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return written
    return moment.astimezone(place).strftime("%Y-%m-%d %H:%M:%S")


def _place(zone: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


LAYOUT = Layout("apple_health", "Apple Health", knows, read, per_patient=True)
