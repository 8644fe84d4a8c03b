"""Headi (Android): moments in milliseconds since 1970."""

from importing.attacks import AttackColumns
from importing.layouts.base import attack_list

LAYOUT = attack_list(
    "headi",
    "Headi",
    ("_id", "pain", "start_date", "end_date", "duration", "strength", "medication"),
    AttackColumns(
        start=("start_date",), end=("end_date",), pain="strength", medication=("medication",)
    ),
)
