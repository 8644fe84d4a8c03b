"""Was last year written on some days of a diary, as it is after New Year?

Days apart from all others of the patient that, one year later or earlier, would fill a hole of the
diary to the day, or go on where it ends as the rows of the file do.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.doubts.years import SLIP
from words.numbers import counted, day

AS_WRITTEN = "as_written"
APART = 60  # days from all others
NEXT = 3  # days from the day beside a hole
DAYS = 4_000_000  # more than any day has


def signs(seen: Together) -> Iterator[Sign]:
    for piece in _diaries(seen):
        true = _true_dates(piece)
        if not true:
            continue
        first = min(true)
        was = piece.frame["date"].iloc[first]
        rows = tuple(int(row) for row in piece.rows[sorted(true)])
        yield Sign(
            f"{counted(len(true), 'day')} of {piece.file} apart from all others of the patient "
            f"(row {rows[0]}: {day(was)}) would be the days that are missing a year later or "
            f"earlier. Is the year a slip: {day(true[first])}?",
            (
                (SLIP, f"the year is a slip: {day(true[first])}"),
                (AS_WRITTEN, f"as written: {day(was)}"),
            ),
            column="date",
            rows=rows,
            file=piece.file,
            of=seen.content_of([piece]),
        )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == AS_WRITTEN:
        return seen
    for piece in _diaries(seen):
        if piece.file == sign.file and (true := _true_dates(piece)):
            where = np.zeros(len(piece.frame), dtype=bool)
            where[sorted(true)] = True
            return seen.moved(piece, "date", where, [true[place] for place in sorted(true)])
    return seen


def _diaries(seen: Together) -> list[Piece]:
    """Not sheets of months, whose days are places."""
    return [
        piece
        for piece in seen.of("diary")
        if piece.part not in seen.calendars and len(piece.frame) and (piece.rows >= 0).all()
    ]


def _true_dates(piece: Piece) -> dict[int, pd.Timestamp]:
    """The places of days whose year is a slip, with the day that each would be."""
    frame = piece.frame[["patient_id", "date"]].reset_index(drop=True)  # by patient and day
    found: dict[int, pd.Timestamp] = {}
    for _, dates in frame[_in_question(frame)].groupby("patient_id")["date"]:
        found |= _of_one(dates, piece.rows)
    return found


def _in_question(frame: pd.DataFrame) -> np.ndarray:
    """The rows of patients with days apart, whose first a year later or earlier follows a day."""
    days = frame["date"].to_numpy("datetime64[D]").astype("int64")
    ends = np.flatnonzero(np.diff(days) > APART)
    ids = frame["patient_id"]
    same = ids.take(ends).to_numpy() == ids.take(ends + 1).to_numpy()
    broken = ids.isin(ids.take(ends[same])).to_numpy() if same.any() else np.zeros(len(ids), bool)
    if not broken.any():
        return broken
    codes = pd.factorize(ids[broken])[0]
    keys = codes * DAYS + days[broken]
    first = np.concatenate([[True], (np.diff(days[broken]) > APART) | (np.diff(codes) != 0)])
    follows = np.zeros(len(keys), dtype=bool)
    for year in (365, 366, -365, -366):
        for step in range(1, NEXT + 1):
            follows |= np.isin(keys + year - step, keys)
    found = np.flatnonzero(broken)[np.isin(codes, codes[first & follows])]
    return np.isin(np.arange(len(ids)), found)


def _of_one(dates: pd.Series, rows: np.ndarray) -> dict[int, pd.Timestamp]:
    """``dates``: one patient's, in order, by their places; ``rows``: of the file, by place."""
    groups = (dates.diff().dt.days > APART).cumsum()
    main = groups.value_counts().idxmax()
    for number in groups.unique():
        apart, rest = dates[groups == number], dates[groups != number]
        if number == main:
            continue
        for years in (1, -1):
            true = apart + pd.DateOffset(years=years)
            if not true.isin(rest).any() and _fits(true, apart, rest, rows):
                return dict(zip(apart.index, true, strict=True))
    return {}


def _fits(true: pd.Series, apart: pd.Series, rest: pd.Series, rows: np.ndarray) -> bool:
    """Do these days fill a hole, or go on as the rows of the file do?"""
    near = pd.Timedelta(days=NEXT)
    before = ((rest < true.min()) & (rest >= true.min() - near)).any()
    after = ((rest > true.max()) & (rest <= true.max() + near)).any()
    if before and after:
        return True
    here, there = rows[apart.index.to_numpy()], rows[rest.index.to_numpy()]
    goes_on = before and true.iloc[0] > apart.iloc[0] and here.min() > there.max()
    return bool(goes_on)


DOUBT = Doubt("slips_of_a_year", LooksAt.DATES, signs, read)
