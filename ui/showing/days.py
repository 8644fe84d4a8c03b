"""What do the signs of a calendar's days mean? Only those that it holds."""

from __future__ import annotations

import pandas as pd

from analytics.codes import DayState
from charts.keys import Swatch, swatch
from ui.showing.signs import Meaning

KINDS = {
    Swatch.MIGRAINE: "Migraine",
    Swatch.HEADACHE: "Headache",
    Swatch.FREE: "No headache",
    Swatch.NO_MIGRAINE: "No migraine, headache not recorded",
    Swatch.NOT_RECORDED: "Not recorded",
}


def day_signs(days: pd.DataFrame) -> list[Meaning]:
    """The kinds of day that a calendar holds, and its marks."""
    states = {
        Swatch.MIGRAINE: DayState.MIGRAINE,
        Swatch.HEADACHE: DayState.HEADACHE,
        Swatch.FREE: DayState.FREE,
        Swatch.NO_MIGRAINE: DayState.NO_MIGRAINE,
        Swatch.NOT_RECORDED: DayState.NOT_RECORDED,
    }
    there = set(days["state"])
    told = [Meaning(swatch(sign), KINDS[sign]) for sign, of in states.items() if of in there]
    if days["medication"].any():
        told.append(Meaning(swatch(Swatch.MEDICATION), "Acute medication"))
    if days["session"].any():
        told.append(Meaning(swatch(Swatch.SESSION), "Session"))
    return told
