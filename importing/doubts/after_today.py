"""Can a day after today have been recorded? No: such a row never moves the cut-off.

One day of grace, for another time zone. Where her other days make the year plain it is asked
whether the year is a slip; a sheet that was filled ahead with zeros is no diary, and where the
zeros run on from days before today it is asked from when on. Blank rows ahead say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.doubts.years import SLIP, dates_of_patients, dates_of_table, plain_years
from words.numbers import counted, day

GRACE = timedelta(days=1)
RECORDED = ("diary", "scores", "adverse_events")
ASIDE = "set_aside"
AHEAD = 7  # rows of zeros after today that were filled ahead
FILLED, SLIPS, ASSUMED, ATTACKS = "filled ahead", "slips", "assumed", "attacks"
BLANK, SINCE = "blank", "since_last"
AHEAD_OF_TIME = "holds only zeros and was filled ahead, as you said"
WHY = "lies after today: nobody can have recorded it"


def _late(seen: Together, piece: Piece) -> np.ndarray:
    limit = pd.Timestamp(seen.today + GRACE)
    return (piece.frame["date"] > limit).to_numpy(dtype=bool)


def _about(seen: Together, piece: Piece, what: str) -> str:
    return f"{seen.contents[piece.part]} {piece.table} {what}"


def signs(seen: Together) -> Iterator[Sign]:
    for piece in seen.pieces:
        if piece.table not in RECORDED:
            continue
        late = _late(seen, piece)
        if not late.any():
            continue
        for what, mask in _kinds(piece, late).items():
            if mask.any():
                yield replace(_sign(seen, piece, what, mask), of=seen.contents[piece.part])


def _kinds(piece: Piece, late: np.ndarray) -> dict[str, np.ndarray]:
    """What the late rows of a piece are."""
    made = piece.rows < 0
    if piece.table != "diary":
        return {SLIPS: late}
    assumed = late & made & (piece.frame["assumed_free"] == 1).fillna(False).to_numpy(dtype=bool)
    blank = late & ~made & _said(piece).isna().all(axis=1).to_numpy(dtype=bool)
    of_file = late & ~made & ~blank
    empty = _zeros(piece)
    filled = of_file if empty[of_file].all() and of_file.sum() >= AHEAD else of_file & False
    return {
        ASSUMED: assumed,
        ATTACKS: late & made & ~assumed,
        BLANK: blank,
        FILLED: filled,
        SLIPS: of_file & ~filled,
    }


def _said(piece: Piece) -> pd.DataFrame:
    """What each row of a diary says of its day."""
    return piece.frame.drop(columns=["patient_id", "date", "assumed_free"])


def _zeros(piece: Piece) -> np.ndarray:
    """A mask of the rows that hold nothing but zeros and blanks."""
    return (_said(piece).fillna(0) == 0).all(axis=1).to_numpy(dtype=bool)


def _leading(piece: Piece, filled: np.ndarray) -> np.ndarray:
    """A mask of the zeros before those filled ahead, day by day back to another row or none."""
    frame = piece.frame[["patient_id", "date"]]
    first = frame[filled].groupby("patient_id")["date"].min()
    zeros = _zeros(piece) & _said(piece).notna().any(axis=1).to_numpy(dtype=bool)
    theirs = frame[frame["patient_id"].isin(first.index).to_numpy() & zeros & ~filled]
    theirs = theirs.sort_values("date", ascending=False)
    place = theirs.groupby("patient_id").cumcount() + 1
    back = (theirs["patient_id"].map(first) - theirs["date"]).dt.days
    leading = np.zeros(len(frame), dtype=bool)
    leading[theirs.index[(place == back).to_numpy()]] = True
    return leading


def _sign(seen: Together, piece: Piece, what: str, mask: np.ndarray) -> Sign:
    dates = piece.frame.loc[mask, "date"]
    first, last = day(dates.min().date()), day(dates.max().date())
    span = first if first == last else f"{first} to {last}"
    today = f"after today ({day(seen.today)})"
    rows = tuple(int(row) for row in piece.rows[mask] if row >= 0)
    count = int(mask.sum())
    about = _about(seen, piece, what)
    gone = ((ASIDE, "these rows are set aside"),)
    if what == ASSUMED:
        words = f"{piece.file}: {counted(count, 'day')} of the stated period lie {today}: unknown."
        return Sign(words, ((ASIDE, "unknown"),), "", (), about)
    if what == ATTACKS:
        words = (
            f"{piece.file}: {counted(count, 'day')} with an attack lie {today} ({span}): unknown."
        )
        return Sign(words, ((ASIDE, "unknown"),), "", (), about)
    if what == BLANK:
        words = f"{piece.file}: {counted(count, 'row')} {today} are blank ({span}): not used."
        return Sign(words, ((ASIDE, "not used"),), "", rows, about)
    before = _leading(piece, mask) if what == FILLED else mask & False
    if before.any():
        since = piece.frame.loc[before, "date"]
        return Sign(
            f"{piece.file}: {counted(count, 'row')} {today} hold only zeros ({span}), filled ahead "
            f"and set aside. {counted(int(before.sum()), 'row')} before them hold only zeros too, "
            f"from {day(since.min().date())} on: were these days recorded?",
            (
                (ASIDE, "yes: only the rows after today are set aside"),
                (SINCE, "no: filled ahead as well, and set aside"),
            ),
            "",
            rows,
            about,
        )
    if what == FILLED:
        words = (
            f"{piece.file}: {counted(count, 'row')} {today} hold only zeros ({span}): filled "
            "ahead, not recorded, and set aside."
        )
        return Sign(words, gone, "", rows, about)
    moved = _true_dates(seen, piece, mask)
    what_lies = f"{counted(count, 'date')} of {piece.file} lie in the future, {today}: {span}"
    if moved is None:
        return Sign(
            f"{what_lies}: nobody can have recorded them; set aside.", gone, "", rows, about
        )
    becomes = ", ".join(day(one.date()) for one in moved[:3]) + (", ..." if moved[3:] else "")
    return Sign(
        f"{what_lies}. Are these rows to be set aside, or is the year a slip for {becomes}?",
        (*gone, (SLIP, f"the year is a slip: {becomes}")),
        "",
        rows,
        about,
    )


def _true_dates(seen: Together, piece: Piece, mask: np.ndarray) -> list[pd.Timestamp] | None:
    known = dates_of_patients(seen)
    known = known[known["date"] <= pd.Timestamp(seen.today + GRACE)]
    odd = piece.frame.loc[mask, ["patient_id", "date"]]
    taken = dates_of_table(seen, piece.table) if piece.table == "diary" else odd.iloc[:0]
    return plain_years(odd, known, taken)


def read(seen: Together, sign: Sign, reading: str) -> Together:
    for piece in seen.pieces:
        if piece.table not in RECORDED:
            continue
        for what, mask in _kinds(piece, _late(seen, piece)).items():
            if mask.any() and _about(seen, piece, what) == sign.about:
                if reading == SLIP:
                    moved = _true_dates(seen, piece, mask)
                    return seen if moved is None else seen.moved(piece, "date", mask, moved)
                if reading == SINCE:
                    before = _leading(piece, mask)
                    return seen.without(piece, mask | before, "date", AHEAD_OF_TIME)
                return seen.without(piece, mask, "date", "" if what == BLANK else WHY)
    return seen


DOUBT = Doubt("after_today", LooksAt.DATES, signs, read, of_rows=True)
