"""How many days of a kind lie between any two days, counted from each patient's session 1?

Counted once, cumulated: the days of any window are one difference. So a window may be moved, and
the latest with enough recorded days be looked for, at no cost to speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.days import flagged
from analytics.definitions import Measure
from analytics.records import Records
from analytics.therapies import Therapy

FARTHEST = 3 * 366  # days from session 1: nothing looks further back or ahead


class Counted(NamedTuple):
    """Of each window: the days of the kind and those recorded, as whole numbers."""

    days: np.ndarray
    recorded: np.ndarray


@dataclass(frozen=True, eq=False)
class Around:
    """Days from ``begins`` on (0 is the day of session 1), of the patients in ``ids``.

    ``flagged``, ``recorded``, ``begun`` (another treatment): patients x (days + 1), cumulated.
    """

    ids: pd.Index
    begins: int
    flagged: np.ndarray
    recorded: np.ndarray
    begun: np.ndarray

    def places(self, patient_ids: pd.Series) -> np.ndarray:
        """In which row each of these patients is."""
        found: np.ndarray = self.ids.get_indexer(patient_ids)
        return found

    def counted(self, places: np.ndarray, first: np.ndarray, last: np.ndarray) -> Counted:
        """The days from ``first`` to ``last`` (included), one window for each of the places."""
        return Counted(
            self._between(self.flagged, places, first, last),
            self._between(self.recorded, places, first, last),
        )

    def touched(self, places: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Did another treatment begin within the window?"""
        return self._between(self.begun, places, first, last) > 0

    def _between(
        self, cumulated: np.ndarray, places: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> np.ndarray:
        width = cumulated.shape[1] - 1
        low, high = (np.clip(day - self.begins, 0, width) for day in (first, last + 1))
        found: np.ndarray = cumulated[places, high] - cumulated[places, low]
        return found.astype("int64")


def days_around(records: Records, measure: Measure, therapy: Therapy) -> Around:
    """The days of this kind of every patient who had a session, round session 1.

    ``records`` hold a diary. Other treatments: those of the therapy's ``other_kinds``.
    """
    first = records.first_sessions.set_index("patient_id")["session_date"]
    diary = records.diary[["patient_id", "date"]].assign(
        flag=flagged(records.diary, measure).astype("Float64")
    )
    others = records.treatments.loc[
        records.treatments["kind"].isin(therapy.other_kinds), ["patient_id", "started_on"]
    ]
    days = _from_first(diary.rename(columns={"date": "on"}), first)
    days = days[days["flag"].notna()]
    begun = _from_first(others.rename(columns={"started_on": "on"}), first)
    both = np.concatenate([days["day"].to_numpy(), begun["day"].to_numpy(), [0]])
    begins, ends = int(both.min()), int(both.max())

    def cumulated(rows: pd.DataFrame, weights: Any = None) -> np.ndarray:
        width = ends - begins + 1
        cells = rows["place"].to_numpy() * width + rows["day"].to_numpy() - begins
        found = np.bincount(cells, weights, minlength=len(first) * width)
        table = np.zeros((len(first), width + 1), dtype="int16")  # a day is one at most
        np.cumsum(found.reshape(len(first), width), axis=1, out=table[:, 1:])
        return table

    flags = days["flag"].to_numpy("float64")
    return Around(first.index, begins, cumulated(days, flags), cumulated(days), cumulated(begun))


def _from_first(rows: pd.DataFrame, first: pd.Series) -> pd.DataFrame:
    """Adds ``place`` among the patients with a session, and ``day`` from session 1."""
    among = pa.array(first.index, pa.large_string())
    ids = pa.array(rows["patient_id"], pa.large_string())  # a tenth of pandas' time
    place = pc.index_in(ids, value_set=among).fill_null(-1).to_numpy(zero_copy_only=False)
    rows, place = rows[place >= 0], place[place >= 0]
    day = (rows["on"].to_numpy() - first.to_numpy()[place]).astype("timedelta64[D]").astype("int64")
    found = rows.assign(place=place, day=day)
    return found[np.abs(day) <= FARTHEST]
