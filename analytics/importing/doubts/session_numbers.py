"""Which number has each session, once an answer says that their dates are right?"""

from __future__ import annotations

import pandas as pd

from analytics.importing.doubts.base import Piece, Together


def with_numbers(together: Together, numbers: pd.DataFrame) -> Together:
    """The same with these numbers: other sessions keep theirs."""
    key = ["patient_id", "session_date"]
    new = numbers.drop_duplicates(key).set_index(key)["session"]

    def change(piece: Piece) -> Piece:
        if piece.table != "sessions":
            return piece
        told = pd.Series(
            new.reindex(pd.MultiIndex.from_frame(piece.frame[key])).to_numpy(),
            index=piece.frame.index,
        )
        session = piece.frame["session"].mask(told.notna(), told.astype("Int64"))
        session = session.astype(piece.frame["session"].dtype)
        return piece.with_frame(piece.frame.assign(session=session))

    return together.changed(change)
