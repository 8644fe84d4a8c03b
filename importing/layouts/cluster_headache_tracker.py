"""Cluster Headache Tracker: one attack a row, newest first."""

from importing.attacks import AttackColumns
from importing.layouts.base import attack_list

LAYOUT = attack_list(
    "cluster_headache_tracker",
    "Cluster Headache Tracker",
    ("start_time", "end_time", "intensity", "medication", "triggers"),
    AttackColumns(
        start=("start_time",), end=("end_time",), pain="intensity", medication=("medication",)
    ),
)
