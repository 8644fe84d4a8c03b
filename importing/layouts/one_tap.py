"""One Tap Headache Tracker: UTC times with an IANA zone; the day is taken in that zone."""

from importing.attacks import AttackColumns
from importing.layouts.base import attack_list

LAYOUT = attack_list(
    "one_tap",
    "One Tap Headache Tracker",
    ("event_id", "timestamp", "timezone", "severity"),
    AttackColumns(start=("timestamp",), pain="severity", zone="timezone"),
)
