"""Is a date that lies more than a year from every other of the patient a slip?

Of a diary: at most three days, far from at least fourteen others of hers. Of a session: far from
all her dates, and outside the dates of all other patients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analytics.importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from analytics.importing.doubts.years import SLIP, dates_of_patients, dates_of_table, plain_years
from analytics.words import counted, day

FAR = 366  # days
DAYS = 4_000_000  # more than any day has
FEW, OTHERS = 3, 14
ASIDE, AS_WRITTEN = "set_aside", "as_written"
COLUMN = {"diary": "date", "sessions": "session_date"}
WHY = "lies more than a year from every other date of the patient"


@dataclass(frozen=True)
class Days:
    """Every date of some tables once: a number for patient and day, in their order."""

    people: dict[str, int]
    keys: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Days:
        """The different dates of each patient."""
        codes, names = pd.factorize(frame["patient_id"])
        people = {str(name): n for n, name in enumerate(names)}
        return cls(people, np.unique(_keys(codes, frame["date"])))

    @cached_property
    def apart(self) -> tuple[np.ndarray, np.ndarray]:
        """The size of each group of days that lie together, and how many are hers beside it."""
        starts = np.concatenate([[0], np.flatnonzero(np.diff(self.keys) > FAR) + 1])
        size = np.diff(np.concatenate([starts, [len(self.keys)]]))
        whose = self.keys[starts] // DAYS
        return size, np.bincount(self.keys // DAYS)[whose] - size

    def groups(self, most: int, others: int) -> np.ndarray:
        """The keys in groups of at most so many days, where she has so many days elsewhere."""
        size, beside = self.apart
        odd = (size <= most) & (beside >= others)
        return self.keys[np.repeat(odd, size)]

    def rows(self, frame: pd.DataFrame, column: str, keys: np.ndarray) -> np.ndarray:
        """The rows of a frame with one of these keys."""
        if not len(keys):
            return np.zeros(len(frame), dtype=bool)
        codes = frame["patient_id"].map(self.people).to_numpy()
        return np.isin(_keys(codes, frame[column]), keys)


def _keys(codes: np.ndarray, dates: pd.Series) -> np.ndarray:
    """Two patients are further apart than any two dates."""
    return codes.astype("int64") * DAYS + dates.to_numpy().astype("datetime64[D]").astype("int64")


def _outside(days: Days, odd: np.ndarray) -> np.ndarray:
    """Those outside the dates of all other patients; of one alone her own days say enough."""
    whose = days.keys // DAYS
    first = np.flatnonzero(np.concatenate([[True], np.diff(whose) > 0]))
    last = np.concatenate([first[1:] - 1, [len(whose) - 1]])
    low, high = days.keys[first] % DAYS, days.keys[last] % DAYS
    told = []
    for key in odd:
        rest = whose[first] != key // DAYS
        if rest.any():
            outside = not low[rest].min() <= key % DAYS <= high[rest].max()
        else:
            outside = len(days.keys) > OTHERS
        told.append(outside)
    return odd[np.array(told, dtype=bool)]


def _found(seen: Together) -> Iterator[tuple[Piece, np.ndarray]]:
    """Each piece with the rows whose date lies so far."""
    for table in COLUMN:
        if not len(seen.frame(table)):
            continue
        if table == "diary":
            days = Days.of(seen.frame("diary")[["patient_id", "date"]])
            odd = days.groups(FEW, OTHERS)
        else:
            days = Days.of(dates_of_patients(seen))
            odd = _outside(days, days.groups(1, 1))
        for piece in seen.of(table) if len(odd) else ():
            mask = days.rows(piece.frame, COLUMN[table], odd) & (piece.rows >= 0)
            if mask.any():
                yield piece, mask


def signs(seen: Together) -> Iterator[Sign]:
    for piece, mask in _found(seen):
        column = COLUMN[piece.table]
        dates = sorted(piece.frame.loc[mask, column])
        told = ", ".join(day(one.date()) for one in dates[:FEW]) + (", ..." if dates[FEW:] else "")
        moved = _true_dates(seen, piece, mask)
        readings = [(ASIDE, "set these rows aside"), (AS_WRITTEN, "as written")]
        slip = ""
        if moved is not None:
            days = ", ".join(day(one.date()) for one in moved[:FEW])
            days += ", ..." if moved[FEW:] else ""
            readings.append((SLIP, f"the year is a slip: {days}"))
            slip = f", or is the year a slip for {days}"
        rows = tuple(int(row) for row in piece.rows[mask])
        beside = "" if piece.table == "diary" else ", and outside the dates of all other patients"
        yield Sign(
            f"{piece.file}, {column}: {counted(len(dates), 'date')} far from the others, more than "
            f"a year from every other date of the patient{beside}: {told}. Are these rows to be "
            f"set aside, or right as written{slip}?",
            tuple(readings),
            "",
            rows,
            f"{piece.file} {piece.table}",
        )


def _true_dates(seen: Together, piece: Piece, mask: np.ndarray) -> list[pd.Timestamp] | None:
    odd = piece.frame.loc[mask, ["patient_id", COLUMN[piece.table]]]
    odd = odd.set_axis(["patient_id", "date"], axis=1)
    known = dates_of_patients(seen)
    keys = pd.MultiIndex.from_frame(odd)
    known = known[~pd.MultiIndex.from_frame(known).isin(keys)]
    return plain_years(odd, known, dates_of_table(seen, piece.table))


def read(seen: Together, sign: Sign, reading: str) -> Together:
    for piece, mask in _found(seen):
        if f"{piece.file} {piece.table}" != sign.about or reading == AS_WRITTEN:
            continue
        if reading == ASIDE:
            return seen.without(piece, mask, COLUMN[piece.table], WHY)
        moved = _true_dates(seen, piece, mask)
        if moved is not None:
            return seen.moved(piece, COLUMN[piece.table], mask, moved)
    return seen


DOUBT = Doubt("far_dates", LooksAt.DATES, signs, read)
