"""How is it told what was recorded after the days on which a statement rests?

The same days in the same words: of a patient, on *Today*, in lists and beside published lines.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from analytics.definitions import Measure
from analytics.since import SINCE
from words.numbers import counted, dates, day

NOTHING = "nothing recorded since"


class Since(NamedTuple):
    """From the ``first`` day on: ``flagged`` days of the kind in ``recorded`` days.

    ``no_diary``: since when there is none, if it ends before the records do. ``assumed``: so many
    of the recorded days are counted as free, because a list of attacks names none on them.
    """

    first: date | None
    flagged: int | None
    recorded: int | None
    no_diary: date | None = None
    assumed: int = 0

    @property
    def known(self) -> bool:
        return bool(self.recorded)

    @property
    def numbers(self) -> str:
        """9 in 23"""
        return f"{self.flagged or 0} in {self.recorded}"

    def in_words(self, measure: Measure) -> str:
        """9 headache days in 23"""
        flagged = self.flagged or 0
        return f"{flagged} {measure.words if flagged != 1 else measure.one_day} in {self.recorded}"

    def when(self, year: int | None = None) -> str:
        """since 4 Jun 2025; 18 Dec 2024 to 19 Jan 2025, where the diary ends before the records."""
        if self.first is None:
            return ""
        if self.no_diary is None:
            return f"since {dates(self.first, self.first, year)}"
        return dates(self.first, self.no_diary - timedelta(days=1), year)

    def told(self, measure: Measure | None = None) -> str:
        """since 4 Jun 2025: 9 in 23 recorded days; of a ``measure``: 9 headache days in 23 ...

        Empty where nothing could have been recorded.
        """
        if not self.known:
            if self.no_diary is not None:
                return f"no diary since {day(self.no_diary)}"
            return "" if self.recorded is None else NOTHING
        flagged = self.flagged or 0
        days = "" if measure is None else f" {measure.words if flagged != 1 else measure.one_day}"
        told = f"{self.when()}: {flagged}{days} in"
        if self.assumed:
            free = f"{self.assumed} of them counted as free"
            return f"{told} {counted(self.recorded or 0, 'day')}, {free}"
        return f"{told} {counted(self.recorded or 0, 'recorded day')}"


def since_of(rows: pd.DataFrame) -> list[Since]:
    """Of rows with the columns ``SINCE``."""
    columns = (rows[name].astype("object").where(rows[name].notna(), None) for name in SINCE)
    return [Since(*row) for row in zip(*columns, strict=True)]


def since_told(rows: pd.DataFrame, measure: Measure) -> list[str]:
    """The same in words: since 4 Jun 2025: 14 headache days in 37 recorded days."""
    return [of.told(measure) for of in since_of(rows)]
