"""Does one number of a session with two dates mean one session, or two?

Two lists give session 1 of a patient on the 29th and on the 30th: one of them is a slip, or the
number is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Sign, Together
from importing.doubts.session_numbers import with_numbers
from words.numbers import counted, day

BOTH, FIRST, LAST = "both", "first", "last"
KEY = ["patient_id", "session"]


def _twice(together: Together) -> pd.DataFrame:
    """The rows of each patient and number with several dates, in the order of files and rows."""
    frames = [
        piece.frame[[*KEY, "session_date"]].assign(
            place=place, row=piece.rows, file=piece.file, index=range(len(piece.frame))
        )
        for place, piece in enumerate(together.pieces)
        if piece.table == "sessions"
    ]
    if not frames:
        return pd.DataFrame(columns=[*KEY, "session_date", "place", "row", "file", "index"])
    rows = pd.concat(frames, ignore_index=True).dropna(subset=[*KEY, "session_date"])
    if not rows.duplicated(KEY).any():
        return rows.head(0)
    rows = rows.sort_values(["place", "row"], kind="stable")
    several = rows.groupby(KEY)["session_date"].transform("nunique") > 1
    return rows[several]


def signs(together: Together) -> Iterator[Sign]:
    rows = _twice(together)
    if rows.empty:
        return
    number = rows.groupby(KEY).ngroups
    one = rows.iloc[0]
    others = rows[(rows[KEY] == one[KEY]).all(axis=1)]
    first, last = (day(others["session_date"].iloc[at].date()) for at in (0, -1))
    files = tuple(dict.fromkeys(others["file"]))
    within = f" ({' and '.join(files)})" if len(files) > 1 else f" ({files[0]})"
    if first == last:
        between = others.loc[others["session_date"] != one["session_date"], "session_date"]
        last = day(between.iloc[-1].date())
    yield Sign(
        f"session: {counted(number, 'session')} of one patient and number with several dates, as "
        f"number {one['session']} on {first} and on {last}{within}. Is it one session, and which "
        "date is right, or are they several?",
        (
            (BOTH, f"several sessions, numbered by date: {first} and {last}"),
            (FIRST, f"one session, as the first row or file says: {first}"),
            (LAST, f"one session, as the last row or file says: {last}"),
        ),
        "session",
        of=together.content_of(together.having(rows["patient_id"], "sessions")),
    )


def _by_date(together: Together, patients: set[str]) -> pd.DataFrame:
    """The sessions of these patients, numbered by date from their first number on."""
    sessions = together.frame("sessions")[[*KEY, "session_date"]]
    sessions = sessions[sessions["patient_id"].isin(patients)].dropna()
    sessions = sessions.sort_values(["patient_id", "session_date"])
    sessions = sessions.drop_duplicates(["patient_id", "session_date"])
    by_patient = sessions.groupby("patient_id")
    place = by_patient.cumcount() + by_patient["session"].transform("min")
    return sessions.assign(session=place)


def read(together: Together, sign: Sign, reading: str) -> Together:
    rows = _twice(together)
    if reading == BOTH:
        return with_numbers(together, _by_date(together, set(rows["patient_id"])))
    dates = rows.groupby(KEY)["session_date"]
    right = dates.transform("first")
    if reading == LAST:
        right = rows.assign(right=rows["session_date"].where(rows["session_date"] != right))
        right = right.groupby(KEY)["right"].transform("last")
    gone = rows[rows["session_date"] != right]
    for place, piece in enumerate(together.pieces):
        here = gone.loc[gone["place"] == place, "index"]
        if len(here):
            mask = pd.Series(range(len(piece.frame))).isin(here).to_numpy(dtype=bool)
            together = together.without(piece, mask, "", "")
    return together


DOUBT = Doubt("one_number_two_dates", LooksAt.DATES, signs, read)
