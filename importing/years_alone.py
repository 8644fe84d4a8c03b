"""Which year stands alone in a row, above the months that it is said of?

*2024* or *Year: 2024* between two blocks of months, also before the days' numbers said again.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from importing.days_in_months import Grid
from importing.text import TextTable
from words.numbers import counted

YEAR_WORDS = {"year", "jahr", "année", "annee", "an", "año", "ano", "anno", "jaar", "år"}
BARE = re.compile(r"(?:19|20)\d\d")
IN_A_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BIRTH_WORDS = {"birth", "born", "geburt", "geburtsjahr", "naissance", "nacimiento", "nascita",
                "nascimento", "geboorte", "geboortejaar", "fødsel", "fødselsår", "födelse",
                "födelseår", "dob"}  # fmt: skip
_CALENDAR = re.compile(
    r"calend|kalender|diary|tagebuch|journal|agenda|di[aá]rio|dagboek|dagbog|dagbok"
)


def of_birth(words: str) -> bool:
    """Does it name somebody's birth?"""
    return bool({*re.findall(r"[^\W\d_]+", words.lower())} & _BIRTH_WORDS)


def year_alone(row: str) -> int:
    """The year of a row that says it alone, behind its word, or as a calendar's title; 0 if none.
    A year of birth is none."""
    years = IN_A_NAME.findall(row)
    words = {*re.findall(r"[^\W\d_]+", row.lower())}
    titled = not words or words & YEAR_WORDS or _CALENDAR.search(row.lower())
    if len(years) != 1 or not titled or of_birth(row):
        return 0
    rest = row.replace(years[0], "").replace(".0", "")
    return 0 if re.search(r"\d", rest) else int(years[0])


def years_alone(text: TextTable, grid: Grid) -> np.ndarray:
    """Of each row the year that is all it says; 0 where it says anything else."""
    found = np.zeros(len(text.rows), dtype=int)
    if grid.year:
        return found
    before = [header for header in text.headers if header not in grid.days]
    if _are_numbers(text, grid.patient):
        before.remove(grid.patient)  # its years may be ids
    said = {
        header: {cell: year_alone(cell) for cell in text.counted(header) if IN_A_NAME.search(cell)}
        for header in before
    }
    for header, years in said.items():
        if not any(years.values()):
            continue
        cells = text.written(header)
        here = np.array([years.get(cell, 0) for cell in cells])
        found = np.where((here > 0) & _says_no_more(text, grid, header), here, found)
    return found


def _are_numbers(text: TextTable, patient: str) -> bool:
    return bool(patient) and all(c.isdigit() for c in text.counted(patient))


def _says_no_more(text: TextTable, grid: Grid, header: str) -> np.ndarray:
    """Is every other cell of a row blank, its patient's apart, and no day says but its number?"""
    alone = np.ones(len(text.rows), dtype=bool)
    for other in text.headers:
        if other in (header, grid.patient):
            continue
        cells = text.written(other)
        number = str(grid.days.get(other, ""))
        alone &= np.isin(cells.astype(str), ["", number, f"{number}.0" if number else ""])
    return alone


def told_of_heads(months: pd.DataFrame) -> list[str]:
    """``months``: as ``months_of``."""
    heads = int(months["heads"].sum())
    said = f"{counted(heads, 'row')} with nothing but a year: that of the months below."
    return [said] if heads else []


class YearBelow:
    """The year of the months below the last row that says one: of everybody's, or of one patient's
    where the row stands among her months."""

    def __init__(self, of_sheet: int) -> None:
        self.of_sheet = self.year = of_sheet
        self.above = self.whose = ""
        self.is_new = False

    def says(self, year: int, patient: str) -> None:
        self.year, self.above, self.whose, self.is_new = year, patient, "", True

    def of(self, patient: str) -> int:
        if self.is_new:
            self.whose = patient if patient == self.above else ""
            self.is_new = False
        if self.whose not in ("", patient):
            self.year, self.whose = self.of_sheet, ""
        return self.year
