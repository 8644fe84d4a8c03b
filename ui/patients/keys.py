"""What do the signs of one patient's pictures mean? Only those that the pictures hold."""

from __future__ import annotations

import pandas as pd

from analytics.codes import DayState
from analytics.definitions import Definition
from analytics.steps import Outcomes
from charts.keys import Swatch, swatch
from ui.showing.days import KINDS
from ui.showing.signs import Meaning
from words.numbers import number
from words.percents import reduction


def month_signs(months: pd.DataFrame, rows: Outcomes, definition: Definition) -> list[Meaning]:
    """The kinds of day, the frame, and the two lines with their numbers."""
    told = [
        Meaning(swatch(kind), words)
        for kind, words in KINDS.items()
        if kind != Swatch.NO_MIGRAINE or months["no_migraine"].any()
    ]
    of = months[months["compared"]]
    thin = "" if of.empty or of["enough"].all() else " (dotted: too thin)"
    told.append(Meaning(swatch(Swatch.COMPARED), f"Compared{thin}"))
    if _has_lines(rows):
        before, threshold = rows["baseline"].iloc[0], definition.threshold
        limit = definition.at_threshold(before)
        told.append(Meaning(swatch(Swatch.BEFORE), f"{number(before)} before"))
        told.append(Meaning(swatch(Swatch.THRESHOLD), f"{number(limit)}, {reduction(threshold)}"))
    return told


def lines_told(rows: Outcomes, definition: Definition) -> str:
    """What the two lines are scaled to; nothing where there is no baseline to draw them from."""
    return f"lines scaled to {definition.month} days" if _has_lines(rows) else ""


def _has_lines(rows: Outcomes) -> bool:
    before = rows["baseline"].iloc[0]
    return bool(pd.notna(before) and before > 0)


def calendar_signs(days: pd.DataFrame) -> list[Meaning]:
    """What the calendar adds to the bars above it."""
    told = [
        Meaning(swatch(Swatch.MEDICATION), "Acute medication"),
        Meaning(swatch(Swatch.SESSION), "Session"),
        Meaning(swatch(Swatch.FRAMED), "Compared (dotted: too thin to judge)"),
    ]
    if (days["state"] == DayState.NO_MIGRAINE).any():
        told.append(Meaning(swatch(Swatch.NO_MIGRAINE), KINDS[Swatch.NO_MIGRAINE]))
    return told
