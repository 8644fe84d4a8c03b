"""Is a session a few days after another one a session of its own?

The day of the bill beside that of the injection, or units given later: each would end the window of
the session before it, and give all later ones another number.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.sessions_across import CLOSEST
from words.numbers import counted, day

OWN, NONE = "own", "none"
KEY = ["patient_id", "session_date"]


def signs(seen: Together) -> Iterator[Sign]:
    near = _near(seen)
    if near.empty:
        return
    first = near.iloc[0]
    apart = (first["session_date"] - first["before"]).days
    yield Sign(
        f"session_date: {counted(len(near), 'session')} under {CLOSEST.days // 7} weeks after "
        f"another of the same patient (the first: {day(first['session_date'])}, "
        f"{counted(apart, 'day')} after {day(first['before'])}). Sessions of their own?",
        (
            (OWN, "each is a session, and ends the window of the one before"),
            (NONE, "no sessions of their own: their day and units are left out"),
        ),
        column="session_date",
        of=seen.content_of(seen.having(near["patient_id"], "sessions")),
    )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == OWN:
        return seen
    near = pd.MultiIndex.from_frame(_near(seen)[KEY])
    for piece in _listed(seen):
        gone = pd.MultiIndex.from_frame(piece.frame[KEY]).isin(near)
        if gone.any():
            seen = seen.without(piece, gone, "", "")
    return seen


def _listed(seen: Together) -> list[Piece]:
    corrected = {part for new, olds in seen.corrects.items() for part in (new, *olds)}
    settled = seen.calendars | corrected
    return [piece for piece in seen.of("sessions") if piece.part not in settled]


def _near(seen: Together) -> pd.DataFrame:
    """The sessions that lie too near to the last one before them that does not, by date.

    Not those that the file numbers, nor of a sheet of months, where it was settled what its signs
    are, nor of a correction, where it was asked whether a session was moved.
    """
    frames = [piece.frame for piece in _listed(seen) if len(piece.frame)]
    if not frames:
        return pd.DataFrame(columns=[*KEY, "before"])
    frame = pd.concat(frames)
    frame = frame[frame["session"].isna()]
    dated = frame[KEY].dropna().drop_duplicates().sort_values(KEY, ignore_index=True)
    step = dated.groupby("patient_id")["session_date"].diff()
    if not (step < CLOSEST).any():
        return dated.iloc[:0].assign(before=dated["session_date"].iloc[:0])
    of = dated[dated["patient_id"].isin(dated.loc[step < CLOSEST, "patient_id"])]
    before = pd.concat([_last_before(dates) for _, dates in of.groupby("patient_id")])
    found = of.assign(before=before).dropna(subset=["before"])
    return found.sort_values(["session_date", "patient_id"], kind="stable", ignore_index=True)


def _last_before(sessions: pd.DataFrame) -> pd.Series:
    """Of one patient's sessions in turn: the session that each is too near to, if any."""
    last, found = None, []
    for date in sessions["session_date"]:
        near = last is not None and date - last < CLOSEST
        found.append(last if near else pd.NaT)
        last = last if near else date
    return pd.Series(found, sessions.index, dtype="datetime64[s]")


DOUBT = Doubt("sessions_close_together", LooksAt.DATES, signs, read)
