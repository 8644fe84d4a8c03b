"""Do the days recorded that one file says hold for the counts of another one, which says none?

A count without recorded days is of a complete month: 8 beside 20 recorded days of another file
would be 8 of 20. One row has one number of days recorded, so it is asked. The same where a file
corrects one of the two, and the other stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analytics.definitions import MEASURES
from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted

RECORDED = "recorded_days"
KEY = ["patient_id", "session"]
SHARED, APART = "shared", "apart"
WHY = "one row has one number of days recorded, and that of the other file does not hold for this"


def signs(seen: Together) -> Iterator[Sign]:
    found = _found(seen)
    rows = sum(int(mask.sum()) for _, mask in found)
    if not rows:
        return
    without = [piece for piece, mask in found if mask.any()]
    stating = [piece for piece in seen.of("counts") if RECORDED in piece.columns]
    mine, theirs = (sorted({piece.file for piece in of}) for of in (without, stating))
    yield Sign(
        f"{counted(rows, 'row')} of counts in {' and '.join(mine)} say no days recorded, as of a "
        f"complete month; {' and '.join(theirs)} says how many days were recorded of the same "
        "patients and sessions. Do those hold for these counts too?",
        (
            (SHARED, "yes: these counts are of the same recorded days"),
            (
                APART,
                "no: they are of complete months, or of other days; where the other file has "
                "counts of its own there, these are set aside",
            ),
        ),
        RECORDED,
        of=seen.content_of((*without, *stating)),
    )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == SHARED:
        return seen
    found = _found(seen)
    alone = [piece for piece in seen.of("counts") if not {*MEASURES} & piece.columns]
    beside = _keys([p for p in seen.of("counts") if p not in alone and RECORDED in p.columns])
    asked = _among(found)
    for piece, mask in found:
        gone = mask & _index(piece).isin(beside)
        if gone.any():
            seen = seen.without(piece, gone, RECORDED, WHY)
    for piece in alone:  # it has nothing else to say of how many days
        blank = piece.frame[RECORDED].mask(_index(piece).isin(asked))
        new = piece.with_frame(piece.frame.assign(**{RECORDED: blank}))
        seen = seen.changed(lambda one, old=piece, new=new: new if one is old else one)  # type: ignore[misc]
    return seen


def _found(seen: Together) -> list[tuple[Piece, np.ndarray]]:
    """The rows with a count that no row of its key says beside the recorded days of its own."""
    pieces = seen.of("counts")
    if len(pieces) < 2:
        return []
    stated = [
        _counts(piece, KEY)[piece.frame[RECORDED].notna()]
        for piece in pieces
        if RECORDED in piece.columns
    ]
    said = pd.concat(stated).groupby(KEY).count() if stated else pd.DataFrame()
    if said.empty:
        return []
    found = []
    for piece in (p for p in pieces if RECORDED not in p.columns):
        there = said.reindex(_index(piece))[[*MEASURES]].reset_index(drop=True)
        new = _counts(piece).notna() & (there == 0)
        found.append((piece, new.any(axis=1).to_numpy(bool)))
    return found


def _counts(piece: Piece, others: Sequence[str] = ()) -> pd.DataFrame:
    """Its counts, behind these columns; what it does not have is blank."""
    return piece.frame.reindex(columns=[*others, *MEASURES])


def _index(piece: Piece) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(piece.frame[KEY])


def _keys(pieces: list[Piece]) -> pd.MultiIndex:
    """The patients and sessions of which these pieces say how many days were recorded."""
    frames = [p.frame.loc[p.frame[RECORDED].notna(), KEY] for p in pieces]
    return pd.MultiIndex.from_frame(pd.concat([pd.DataFrame(columns=KEY), *frames]))


def _among(found: list[tuple[Piece, np.ndarray]]) -> pd.MultiIndex:
    frames = [piece.frame.loc[mask, KEY] for piece, mask in found]
    return pd.MultiIndex.from_frame(pd.concat([pd.DataFrame(columns=KEY), *frames]))


DOUBT = Doubt("whose_recorded_days", LooksAt.DATES, signs, read)
