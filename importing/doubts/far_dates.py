"""Is a date that lies more than a year from every other of the patient a slip?

Of a diary: at most three days, far from at least fourteen others of hers. Of a session: far from
all her dates, and outside the dates of all other patients; or alone, with none of her diary days
for months, where the sessions of most patients have days around them; so are all sessions of a
patient whose year was written wrong in each. An appointment, up to a year after the last day of
anybody, of a patient whose own diary ended months before it, is no slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.doubts.years import SLIP, dates_of_patients, dates_of_table, plain_years
from words.numbers import counted, day

FAR = 366  # days
DAYS = 4_000_000  # more than any day has
FEW, OTHERS = 3, 14
BESIDE = 31  # days between the sessions of two patients that were given one after the other
ASIDE, AS_WRITTEN = "set_aside", "as_written"
COLUMN = {"diary": "date", "sessions": "session_date"}
ALONE = " alone"
NEAR, IN_A_ROW, RARE = 120, 200, 0.2  # days without a diary, between sessions; share of patients
WHY_ALONE = f"has no diary day of the patient in the {NEAR} days before or after"
WHY = "lies more than a year from every other date of the patient"


@dataclass(frozen=True)
class DatedDays:
    """Every date of some tables once: a number for patient and day, in their order."""

    people: dict[str, int]
    keys: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> DatedDays:
        """The different dates of each patient."""
        codes, names = pd.factorize(frame["patient_id"])
        people = {str(name): n for n, name in enumerate(names)}
        return cls(people, _each(_keys(codes, frame["date"])))

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
        return np.isin(_keys(self.numbers(frame["patient_id"]), frame[column]), keys)

    def numbers(self, patients: pd.Series) -> np.ndarray:
        """The number of each of these patients, each name looked up once."""
        codes, names = pd.factorize(patients)
        return np.array([self.people[name] for name in names], dtype="int64")[codes]


def _keys(codes: np.ndarray, dates: pd.Series) -> np.ndarray:
    """Two patients are further apart than any two dates."""
    return codes.astype("int64") * DAYS + dates.to_numpy().astype("datetime64[D]").astype("int64")


def _each(keys: np.ndarray) -> np.ndarray:
    """The different keys in order: files are mostly in order, which hashing them leaves unused."""
    ordered = np.sort(keys)
    return ordered[np.concatenate([[True], np.diff(ordered) > 0])[: len(ordered)]]


def _outside(days: DatedDays, odd: np.ndarray, sessions: DatedDays) -> np.ndarray:
    """Those outside the dates of all other patients; of one alone her own days say enough.

    A month beside another patient's session is not outside: appointments are given one by one.
    """
    whose = days.keys // DAYS
    first = np.flatnonzero(np.concatenate([[True], np.diff(whose) > 0]))
    last = np.concatenate([first[1:] - 1, [len(whose) - 1]])
    low, high = days.keys[first] % DAYS, days.keys[last] % DAYS
    when, patient = sessions.keys % DAYS, sessions.keys // DAYS
    told = []
    for key in odd:
        rest = whose[first] != key // DAYS
        beside = (patient != key // DAYS) & (np.abs(when - key % DAYS) <= BESIDE)
        if rest.any():
            inside = low[rest].min() <= key % DAYS <= high[rest].max()
            outside = not (inside or beside.any())
        else:
            outside = len(days.keys) > OTHERS
        told.append(outside)
    return odd[np.array(told, dtype=bool)]


def _sessions(seen: Together, days: DatedDays) -> DatedDays:
    """The sessions of everybody, under the numbers that patients have among all days."""
    sessions = dates_of_table(seen, "sessions")
    codes = days.numbers(sessions["patient_id"])
    return DatedDays(days.people, _each(_keys(codes, sessions["date"])))


def _recorded(seen: Together, days: DatedDays) -> np.ndarray:
    """The keys of every day of a diary; none where there is none."""
    diary = seen.frame("diary")
    if not len(diary):
        return np.array([], dtype="int64")
    return _each(_keys(days.numbers(diary["patient_id"]), diary["date"]))


def _alone(
    seen: Together, days: DatedDays, sessions: DatedDays, recorded: np.ndarray, far: np.ndarray
) -> np.ndarray:
    """Sessions with no diary day of the patient for months, unlike those of most patients.

    Only where one year alone would put it among her days, or where it is past and she has no
    session beside her diary. In a row with others that are beside it, or where many are so, it is
    no slip.
    """
    keys = sessions.keys
    if not len(recorded) or not len(keys):
        return far[:0]
    mine = keys[np.isin(keys // DAYS, recorded // DAYS)]
    people = mine // DAYS
    near = _nearest(mine, recorded) <= NEAR
    usual = np.unique(people[near])
    none_near = ~np.isin(people, usual)
    in_a_row = _nearest(mine, mine, others=True) <= IN_A_ROW
    alone = ~near & (none_near | ~in_a_row) & ~np.isin(mine, far)
    alone &= (none_near & in_a_row) | ~_booked(seen, recorded, mine)
    odd = np.unique(people[alone])
    if len(odd) > max(1, RARE * len(np.unique(people))) or len(usual) <= len(odd):
        return far[:0]
    lost = none_near & (mine % DAYS <= (recorded % DAYS).max())
    hers = {person: mine[alone & (people == person)] for person in odd}
    plain = {person for person, keys in hers.items() if _plain(seen, days, keys)}
    told = [so or person in plain for so, person in zip(lost[alone], people[alone], strict=True)]
    return mine[alone][np.array(told, dtype=bool)]


def _booked(seen: Together, recorded: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Which are appointments: up to a year after the last recorded day, or today, of patients
    whose own diary ended months before it."""
    if not len(recorded):
        return np.zeros(len(keys), dtype=bool)
    today = np.datetime64(seen.today, "D").astype("int64")
    end = min((recorded % DAYS).max(), today)
    ended = _nearest(keys // DAYS * DAYS + end, recorded) > NEAR
    since = keys % DAYS - end
    return ended & (since > 0) & (since <= FAR)


def _nearest(keys: np.ndarray, among: np.ndarray, *, others: bool = False) -> np.ndarray:
    """How far each key is from the nearest of some sorted keys; from another one, if ``others``."""
    ends = np.concatenate([[-DAYS * DAYS], among, [DAYS * DAYS]])
    place = np.searchsorted(ends, keys)
    return np.minimum(keys - ends[place - 1], ends[place + others] - keys)


def _plain(seen: Together, days: DatedDays, keys: np.ndarray) -> bool:
    """Does one year alone put each of these sessions of a patient among her other days?"""
    patient = next(name for name, number in days.people.items() if number == keys[0] // DAYS)
    dates = (keys % DAYS).astype("datetime64[D]").astype("datetime64[s]")
    return (
        _years_of(seen, pd.DataFrame({"patient_id": patient, "date": dates}), "sessions")
        is not None
    )


def _found(seen: Together) -> Iterator[tuple[Piece, np.ndarray, str]]:
    """Each piece with the rows whose date lies so far, and what the sign is about."""
    for table in COLUMN:
        if not len(seen.frame(table)):
            continue
        found: list[tuple[np.ndarray, str]]
        if table == "diary":
            days = DatedDays.of(seen.frame("diary")[["patient_id", "date"]])
            found = [(days.groups(FEW, OTHERS), "")]
        else:
            days = DatedDays.of(dates_of_patients(seen))
            far, recorded = days.groups(1, 1), _recorded(seen, days)
            sessions = _sessions(seen, days)
            odd = _outside(days, far[~_booked(seen, recorded, far)], sessions)
            found = [(odd, ""), (_alone(seen, days, sessions, recorded, odd), ALONE)]
        for keys, what in found:
            for piece in seen.of(table) if len(keys) else ():
                mask = days.rows(piece.frame, COLUMN[table], keys) & (piece.rows >= 0)
                if mask.any():
                    yield piece, mask, f"{piece.file} {piece.table}{what}"


def signs(seen: Together) -> Iterator[Sign]:
    for piece, mask, about in _found(seen):
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
        where = (
            f"far from the others, more than a year from every other date of the patient{beside}"
        )
        if about.endswith(ALONE):
            where = f"without a diary day of the patient in the {NEAR} days before or after"
        yield Sign(
            f"{piece.file}, {column}: {counted(len(dates), 'date')} {where}: {told}. Are these "
            f"rows to be set aside, or right as written{slip}?",
            tuple(readings),
            column,
            rows,
            about,
            piece.file,
            seen.contents[piece.part],
        )


def _true_dates(seen: Together, piece: Piece, mask: np.ndarray) -> list[pd.Timestamp] | None:
    odd = piece.frame.loc[mask, ["patient_id", COLUMN[piece.table]]]
    return _years_of(seen, odd.set_axis(["patient_id", "date"], axis=1), piece.table)


def _years_of(seen: Together, odd: pd.DataFrame, table: str) -> list[pd.Timestamp] | None:
    keys = pd.MultiIndex.from_frame(odd)
    known = dates_of_patients(seen)
    known = known[~pd.MultiIndex.from_frame(known).isin(keys)]
    return plain_years(odd, known, dates_of_table(seen, table))


def read(seen: Together, sign: Sign, reading: str) -> Together:
    for piece, mask, about in _found(seen):
        if about != sign.about or reading == AS_WRITTEN:
            continue
        if reading == ASIDE:
            why = WHY_ALONE if about.endswith(ALONE) else WHY
            return seen.without(piece, mask, COLUMN[piece.table], why)
        moved = _true_dates(seen, piece, mask)
        if moved is not None:
            return seen.moved(piece, COLUMN[piece.table], mask, moved)
    return seen


DOUBT = Doubt("far_dates", LooksAt.DATES, signs, read, of_rows=True)
