"""Headway (NALI) on iOS: one attack a row, 47 columns."""

from importing.attacks import AttackColumns
from importing.layouts.base import attack_list

LAYOUT = attack_list(
    "headway_ios",
    "Headway (NALI), iOS",
    ("Date", "End Time", "Pain Level", "Location", "Duration (hours)", "Aura"),
    AttackColumns(
        start=("Date",),
        end=("End Time",),
        minutes="Duration (hours)",
        unit=60,
        pain="Pain Level",
        medication=("Medication", "Medications"),
    ),
)
