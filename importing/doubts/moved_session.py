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


def beside(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The sessions of the one that lie within nine weeks of another date of the other, each once:
    place of the row, patient_id, session_date_x (old), session_date_y (new)."""
    rows = old[["patient_id", "session_date"]].assign(place=np.arange(len(old)))
    both = rows.merge(new[["patient_id", "session_date"]], on="patient_id")
    apart = (both["session_date_x"] - both["session_date_y"]).abs().dt.days
    return both[(apart > 0) & (apart < SHORTEST)].drop_duplicates("place")


def asked_of(near: pd.DataFrame, where: str) -> str:
    """What is asked about these sessions; ``where`` one of each stands."""
    return (
        f"session_date: {counted(len(near), 'session')} {where}. Was the session moved, or are "
        "both sessions?"
    )


def readings(near: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """The two answers, said of the first of these sessions."""
    before, after = dates(near)
    return (
        (MOVED, f"moved: {after} counts, and {before} was none"),
        (BOTH, f"both are sessions: {before} and {after}"),
    )


def dates(near: pd.DataFrame) -> tuple[str, str]:
    """The old and the new date of the first of these sessions, in words."""
    before, after = (day(near.iloc[0][f"session_date_{end}"].date()) for end in "xy")
    return before, after


def _moved(seen: Together) -> Iterator[tuple[Piece, pd.DataFrame]]:
    """The sessions of a corrected file that lie beside one of a file that corrects it."""
    pieces = seen.of("sessions")
    for old in pieces:
        news = [new.frame for new in pieces if old.part in seen.corrects.get(new.part, ())]
        if not news or old.frame.empty:
            continue
        near = beside(old.frame, pd.concat(news))
        if len(near):
            yield old, near


def signs(seen: Together) -> Iterator[Sign]:
    found = list(_moved(seen))
    if not found:
        return
    near = pd.concat([near for _, near in found])
    before, after = dates(near)
    where = (
        f"of a corrected file within {SHORTEST // 7} weeks of one of its correction, which has not "
        f"that date: {before} in {found[0][0].file}, {after} in its correction"
    )
    of = seen.content_of(seen.having(near["patient_id"], "sessions"))
    yield Sign(asked_of(near, where), readings(near), "session_date", about="moved", of=of)


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == BOTH:
        return seen
    for old, near in list(_moved(seen)):
        gone = np.isin(np.arange(len(old.frame)), near["place"])
        seen = seen.without(old, gone, "session_date", "")
    return seen


DOUBT = Doubt("moved_session", LooksAt.DATES, signs, read, of_rows=True)
