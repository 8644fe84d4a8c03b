"""Aiding Migraine: one attack a row, an apostrophe before cells that could be formulas."""

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.layouts.base import Layout, Reading, attack_list
from importing.text import TextTable

_LIST = attack_list(
    "aiding_migraine",
    "Aiding Migraine",
    ("Date", "Start Time", "End Time", "Duration (hours)", "Pain Level", "Category", "Resolution"),
    AttackColumns(
        start=("Date", "Start Time"),
        end=("End Time",),
        minutes="Duration (hours)",
        unit=60,
        pain="Pain Level",
        type="Category",
        medication=("Medication",),
    ),
)


def _read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    bare = frame.apply(lambda column: column.str.removeprefix("'"))
    return _LIST.read(text.with_frame(bare), file, choices)


LAYOUT = Layout(_LIST.name, _LIST.title, _LIST.knows, _read, per_patient=True)
