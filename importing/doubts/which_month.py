"""Which calendar month counts for which session, where a row is a month with its counts?

What month is the baseline lies in each patient's own dates: the last whole month before session 1.
Which one counts for a session is asked; without dates of sessions, and beside a diary, none does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.layouts.month_counts import number
from importing.whole_months import PLACES, month_of
from words.numbers import counted

NOT_USED = "not_used"
NO_SESSION = "no date of a session, by which its month could be placed"
COLUMNS = ["patient_id", "session", "session_date"]  # of a session that no month counts
BESIDE = "a month's count beside a diary, whose days are counted"


def signs(seen: Together) -> Iterator[Sign]:
    pieces = _of_months(seen)
    if not pieces:
        return
    rows = counted(sum(len(piece.frame) for piece in pieces), "count")
    sessions = seen.frame("sessions")
    if _has_days(seen):
        told = f"{rows} of calendar months beside a diary: the diary is used, they are not."
        yield Sign(told, ((NOT_USED, "the diary"),), about=BESIDE)
    elif sessions.empty:
        told = (
            f"{rows} of calendar months: nothing in these files says when a session was. A list of "
            "sessions with their dates was expected beside them."
        )
        yield Sign(told, ((NOT_USED, "no sessions"),), about=NO_SESSION)
    else:
        yield Sign(
            f"{rows} of calendar months beside {counted(len(sessions), 'session')}: the last whole "
            "month before a patient's session 1 is the baseline. Which month counts for a session? "
            "One that the next session begins in counts for none; other months are not used.",
            tuple(
                (f"month_{n}", f"the {place} whole calendar month after it")
                for n, place in enumerate(PLACES, start=1)
            ),
            about="months",
            of=seen.content_of(pieces),
        )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == NOT_USED:
        for piece in _of_months(seen):
            seen = seen.without(piece, np.ones(len(piece.frame), dtype=bool), "", sign.about)
        return seen
    place = int(reading.removeprefix("month_"))
    own = _sessions(seen)
    months = {who: _placed([_month(day) for day in days], place) for who, days in own.items()}
    last = max(int(piece.frame["session"].max()) for piece in _of_months(seen))
    told: set[tuple[str, int]] = set()
    for piece in _of_months(seen):
        seen, rows = _with_sessions(seen, piece, months, own)
        told |= rows
    uncounted = [
        (who, session, day)
        for who in own
        for session, day in enumerate(own[who], start=1)
        if (who, session) not in told and _month(day) + place <= last
    ]
    if not uncounted:
        return seen
    return seen.knowing("counts", pd.DataFrame(sorted(uncounted), columns=COLUMNS))


def _sessions(seen: Together) -> dict[str, list[pd.Timestamp]]:
    """The dates of each patient's sessions in their order."""
    each = seen.frame("sessions")[["patient_id", "session_date"]].dropna().drop_duplicates()
    by_patient = each.groupby("patient_id")["session_date"]
    return {str(who): sorted(days) for who, days in by_patient}


def _month(day: pd.Timestamp) -> int:
    return number(day.year, day.month)


def _placed(months: list[int], place: int) -> dict[int, int]:
    """Which month is that of which session, of one patient."""
    found = {month_of(months, session, place): session for session in range(len(months) + 1)}
    return {month: session for month, session in found.items() if month}


def _with_sessions(
    seen: Together,
    piece: Piece,
    months: Mapping[str, Mapping[int, int]],
    own: Mapping[str, Sequence[pd.Timestamp]],
) -> tuple[Together, set[tuple[str, int]]]:
    """The same with the session of each month and its day, and which are told; a month of none is
    not used."""
    ids, of = piece.frame["patient_id"], piece.frame["session"]
    lost = ~ids.isin([*months]).to_numpy()
    aside = [(piece.part, int(row), "", NO_SESSION) for row in piece.rows[lost]]
    placed = [months.get(who, {}).get(int(month)) for who, month in zip(ids, of, strict=True)]
    days = [own[who][n - 1] if n else None for who, n in zip(ids, placed, strict=True)]
    numbers = pd.Series(placed, index=piece.frame.index, dtype="Int64")
    kept = numbers.notna().to_numpy()
    dates = pd.Series(days, index=piece.frame.index, dtype="datetime64[s]")
    frame = piece.frame.assign(session=numbers, session_date=dates)[kept]
    frame = frame.astype({"session": of.dtype}).reset_index(drop=True)
    columns = piece.columns | {"session_date"}
    new = Piece(piece.part, piece.file, piece.table, frame, piece.rows[kept], columns)
    pieces = tuple(new if p is piece else p for p in seen.pieces)
    told = {*zip(frame["patient_id"], frame["session"], strict=True)}
    return replace(seen, pieces=pieces, aside=(*seen.aside, *aside)), told


def _of_months(seen: Together) -> list[Piece]:
    return [p for p in seen.of("counts") if p.part in seen.months and len(p.frame)]


def _has_days(seen: Together) -> bool:
    return any(len(piece.frame) for piece in seen.of("diary"))


DOUBT = Doubt("which_month", LooksAt.DATES, signs, read)
