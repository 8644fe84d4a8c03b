"""Every day of a sheet of months: its date, what stands there, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from importing.day_signs import as_sign
from importing.mapping_checks import DAY, MONTH, YEAR

PATIENT = "patient_id"
STRUCK = ["-", "–", "—", "/", "\\", "--", "---"]  # how a day that there is not is crossed out


@dataclass(frozen=True)
class Grid:
    """Which columns of a sheet hold the patient, the month, its year, and each day.

    ``patient``: "" where the sheet is one person's. ``year``: "" where the months hold it.
    """

    month: str
    days: Mapping[str, int]
    patient: str = ""
    year: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """Their headers and what they mean, without the days."""
        named = {self.patient: PATIENT, self.month: MONTH, self.year: YEAR}
        return {header: ours for header, ours in named.items() if header}


class DaysInMonths(NamedTuple):
    """Every day of a sheet of months.

    ``months``: a row each, see ``months_of``. ``cells``: rows x days of text, day 1 first.
    ``inside``: which of them are days of a known month; ``beyond``: signs after a month's end,
    but for a stroke through a day that there is not.
    """

    months: pd.DataFrame
    cells: np.ndarray
    inside: np.ndarray

    @property
    def filled(self) -> np.ndarray:
        return self.cells != ""

    @property
    def beyond(self) -> np.ndarray:
        return ~self.inside & self.filled & self.known[:, None] & ~np.isin(self.cells, STRUCK)

    @property
    def known(self) -> np.ndarray:
        """Rows that are a month with its year."""
        return self.months["days"].to_numpy() > 0

    @property
    def dates(self) -> np.ndarray:
        """rows x days; only those ``inside`` are days."""
        months = (self.months[YEAR] - 1970) * 12 + self.months[MONTH] - 1
        first = months.to_numpy("datetime64[M]").astype("datetime64[D]")
        return first[:, None] + np.arange(self.cells.shape[1])

    @property
    def patients(self) -> np.ndarray:
        """rows x days"""
        ids = self.months[PATIENT].to_numpy(dtype=object)
        return np.broadcast_to(ids[:, None], self.cells.shape)

    @property
    def blanks_between(self) -> np.ndarray:
        """Blank days from a patient's first sign to her last, in months that hold a sign."""
        signs = self.inside & self.filled
        dates = self.dates
        told = pd.DataFrame({PATIENT: self.patients[signs], DAY: dates[signs]})
        span = told.groupby(PATIENT)[DAY].agg(["min", "max"]).reindex(self.months[PATIENT])
        first, last = (span[end].to_numpy("datetime64[D]")[:, None] for end in ("min", "max"))
        kept = self.inside & signs.any(axis=1)[:, None]
        return kept & ~self.filled & (dates > first) & (dates < last)

    def where(self, *signs: str) -> np.ndarray:
        """The days on which one of these stands, as ``as_sign`` has it: rows x days."""
        texts, codes = np.unique(self.cells.astype(str), return_inverse=True)
        meant = np.array([as_sign(text) in signs for text in texts], dtype=bool)
        found: np.ndarray = self.inside & meant[codes.reshape(self.cells.shape)]
        return found

    @property
    def told(self) -> np.ndarray:
        """What stands on each day of a patient's diary, from her first sign to her last."""
        told: np.ndarray = self.cells[self.inside & (self.filled | self.blanks_between)]
        return told


def one_below_the_other(sheets: Sequence[DaysInMonths], ids: Sequence[str]) -> DaysInMonths:
    """The months of all these sheets as one; ``ids``: whose a sheet is that names no patient."""
    widest = max(one.cells.shape[1] for one in sheets)

    def wide(part: np.ndarray, blank: object) -> np.ndarray:
        missing = widest - part.shape[1]
        return np.pad(part, ((0, 0), (0, missing)), constant_values=blank)  # type: ignore[call-overload]

    months = [
        one.months.assign(**{PATIENT: one.months[PATIENT].where(one.months[PATIENT] != "", whose)})
        for one, whose in zip(sheets, ids, strict=True)
    ]
    return DaysInMonths(
        pd.concat(months, ignore_index=True),
        np.concatenate([wide(one.cells, "") for one in sheets]),
        np.concatenate([wide(one.inside, False) for one in sheets]),
    )
