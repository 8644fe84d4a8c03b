"""Headway (NALI) on macOS: dates follow the computer's locale; minutes, not hours."""

from importing.attacks import AttackColumns
from importing.layouts.base import attack_list

LAYOUT = attack_list(
    "headway_macos",
    "Headway (NALI), macOS",
    ("Date", "Time", "End Time", "Pain Level", "Location", "Duration (min)"),
    AttackColumns(
        start=("Date", "Time"),
        end=("End Time",),
        minutes="Duration (min)",
        pain="Pain Level",
        medication=("Medications",),
    ),
)
