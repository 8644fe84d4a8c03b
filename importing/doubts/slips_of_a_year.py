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
APART = np.timedelta64(60, "D")  # days from all others
NEXT = np.timedelta64(3, "D")  # from the day beside a hole
MOST = 500  # patients with such holes that are looked at


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
            about=seen.contents[piece.part] if seen.contents else piece.file,
            file=piece.file,
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
    frame = piece.frame[["patient_id", "date"]].reset_index(drop=True)
    by_patient = frame.sort_values(["patient_id", "date"], kind="stable")
    gaps = by_patient.groupby("patient_id")["date"].diff()
    broken = by_patient.loc[gaps > APART, "patient_id"].unique()
    found: dict[int, pd.Timestamp] = {}
    if len(broken) <= MOST:
        own = by_patient[by_patient["patient_id"].isin(broken)]
        for _, dates in own.groupby("patient_id")["date"]:
            found |= _of_one(dates, piece.rows)
    return found


def _of_one(dates: pd.Series, rows: np.ndarray) -> dict[int, pd.Timestamp]:
    """``dates``: one patient's, in order, by their places; ``rows``: of the file, by place."""
    groups = (dates.diff() > APART).cumsum()
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
    before = ((rest < true.min()) & (rest >= true.min() - NEXT)).any()
    after = ((rest > true.max()) & (rest <= true.max() + NEXT)).any()
    if before and after:
        return True
    here, there = rows[apart.index.to_numpy()], rows[rest.index.to_numpy()]
    goes_on = before and true.iloc[0] > apart.iloc[0] and here.min() > there.max()
    return bool(goes_on)


DOUBT = Doubt("slips_of_a_year", LooksAt.DATES, signs, read)
