"""Which number has each session, once an answer says which sessions there are?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from importing.doubts.base import Cells, Piece, Together
from importing.moments import ASK, CONTRADICTION, DAY_FIRST, read_day, vote

KEY = ["patient_id", "session_date"]


def with_numbers(together: Together, numbers: pd.DataFrame) -> Together:
    """The same with these numbers: other sessions keep theirs."""
    new = numbers.drop_duplicates(KEY).set_index(KEY)["session"]

    def change(piece: Piece) -> Piece:
        if piece.table != "sessions":
            return piece
        told = pd.Series(
            new.reindex(pd.MultiIndex.from_frame(piece.frame[KEY])).to_numpy(),
            index=piece.frame.index,
        )
        session = piece.frame["session"].mask(told.notna(), told.astype("Int64"))
        session = session.astype(piece.frame["session"].dtype)
        return piece.with_frame(piece.frame.assign(session=session))

    return together.changed(change)


def days_of(cells: Cells) -> np.ndarray:
    """The day of each row of a list of sessions, as datetime64; NaT where it cannot be read."""
    codes, texts = cells.encoded("session_date")
    order = cells.choices.date_order or vote(texts).order
    order = DAY_FIRST if order in (ASK, CONTRADICTION) else order
    days: list[object] = []
    for text in texts:
        try:
            days.append(read_day(text, order))
        except ValueError:
            days.append(None)
    return pd.Series(days, dtype="datetime64[s]").to_numpy()[codes]


def in_sessions_with(rows: pd.DataFrame, where: np.ndarray | pd.Series) -> np.ndarray:
    """A mask of the rows of each patient and day on which one of these or more stands."""
    marked = rows[KEY].assign(marked=np.asarray(where, dtype=bool))
    return marked.groupby(KEY)["marked"].transform("any").to_numpy(dtype=bool)


def without_sessions(cells: Cells, gone: np.ndarray) -> Cells:
    """The list without these rows, which were no sessions: a number of theirs alone is free, and
    the later numbers of the patient move down."""
    left = cells.without(gone)
    if not {"patient_id", "session"} <= set(cells.headers) or not gone.any():
        return left
    frame = pd.DataFrame(
        {
            "patient": cells.text.frame()["patient_id"].to_numpy(),
            "number": pd.to_numeric(cells.text.frame()["session"], errors="coerce").to_numpy(),
        }
    )
    kept = frame[~gone]
    free = frame[gone].dropna().drop_duplicates()
    taken = pd.MultiIndex.from_frame(kept)
    free = free[~pd.MultiIndex.from_frame(free).isin(taken)]
    if free.empty:
        return left
    numbers = free.groupby("patient")["number"].apply(np.sort).to_dict()
    texts = left.text.frame()["session"].to_numpy()
    moved = [
        str(int(number - np.searchsorted(numbers[patient], number)))
        if patient in numbers and number == number and number > numbers[patient][0]
        else text
        for patient, number, text in zip(kept["patient"], kept["number"], texts, strict=True)
    ]
    return left.with_column("session", pa.array(moved, pa.string()))
