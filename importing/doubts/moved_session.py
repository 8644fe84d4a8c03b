"""Was a session moved by a correction, or is the new date a further session?

A file that corrects another one replaces sessions by their date. Where it has one within nine weeks
of an old date that it has not, both would count, and the later ones get other numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from importing.day_signs import SHORTEST
from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted, day

MOVED, BOTH = "moved", "both"


def _beside(seen: Together) -> Iterator[tuple[Piece, pd.DataFrame]]:
    """The sessions of a corrected file that lie beside one of a file that corrects it: place of the
    row, old and new date."""
    pieces = seen.of("sessions")
    for old in pieces:
        news = [new.frame for new in pieces if old.part in seen.corrects.get(new.part, ())]
        if not news or old.frame.empty:
            continue
        rows = old.frame[["patient_id", "session_date"]].assign(place=np.arange(len(old.frame)))
        both = rows.merge(pd.concat(news)[["patient_id", "session_date"]], on="patient_id")
        apart = (both["session_date_x"] - both["session_date_y"]).abs().dt.days
        near = both[(apart > 0) & (apart < SHORTEST)]
        if len(near):
            yield old, near.drop_duplicates("place")


def signs(seen: Together) -> Iterator[Sign]:
    found = list(_beside(seen))
    if not found:
        return
    number = sum(len(near) for _, near in found)
    old, near = found[0]
    before, after = (day(near.iloc[0][f"session_date_{end}"].date()) for end in "xy")
    yield Sign(
        f"session_date: {counted(number, 'session')} of a corrected file within "
        f"{SHORTEST // 7} weeks of one of its correction, which has not that date: {before} in "
        f"{old.file}, {after} in its correction. Was the session moved, or are both sessions?",
        (
            (MOVED, f"moved: {after} counts, and {before} was none"),
            (BOTH, f"both are sessions: {before} and {after}"),
        ),
        column="session_date",
        about="moved",
    )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == BOTH:
        return seen
    for old, near in list(_beside(seen)):
        gone = np.isin(np.arange(len(old.frame)), near["place"])
        seen = seen.without(old, gone, "session_date", "")
    return seen


DOUBT = Doubt("moved_session", LooksAt.DATES, signs, read)
