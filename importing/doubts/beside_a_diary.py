"""What does a day without a row mean in a file that lists only the yes days of a flag?

The sign: a file in which a flag is never no, beside the diary of another flag that has more days of
the same patients from the list's first day to its last. Whoever said no on any day keeps her own
diary: a file of hers without a no is a bad month, not a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL, DRUG_CLASSES, empty
from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted, day

NO, BETWEEN, LISTED, NOT_RECORDED = "no", "no_in_span", "no_if_listed", "not_recorded"
WRITTEN_BY_US = "assumed_free"
FLAGS = tuple(c.name for c in CANONICAL["diary"].columns if c.kind == "flag" and not c.internal)
KEY = ["patient_id", "date"]
SHOWN = 3  # files named


@dataclass(frozen=True)
class Listing:
    """A list of yes days beside diaries without that flag.

    ``open``: the days of the diaries that are not in the list (patient_id, date), with ``listed``
    (she has a row in the list) and ``within`` (it lies between the first and last day of the list).
    """

    lists: tuple[Piece, ...]
    diaries: tuple[Piece, ...]
    open: pd.DataFrame

    @property
    def rows(self) -> int:
        return sum(len(piece.frame) for piece in self.lists)


def signs(seen: Together) -> Iterator[Sign]:
    for flag in FLAGS:
        found = _listing(seen, flag)
        if found is not None:
            of = seen.content_of((*found.lists, *found.diaries))
            yield Sign(_sentence(flag, found), _readings(flag, found), flag, of=of)


def _sentence(flag: str, found: Listing) -> str:
    lists, diaries = _names(found.lists), _names(found.diaries)
    own = int(found.open["listed"].sum())
    return (
        f"{flag}: {lists} says yes in each of its {found.rows:,} rows and never no, and {diaries} "
        f"has {counted(own, 'further day')} of the same patients. Does a day without a row in "
        f"{lists} mean no {flag}, or was it not recorded?"
    )


def _readings(flag: str, found: Listing) -> tuple[tuple[str, str], ...]:
    diaries, days = _names(found.diaries), found.open
    told = [(NO, f"no {flag} on {counted(len(days), 'day')} that {diaries} records")]
    theirs = f"the same, but only of the patients in {_names(found.lists)}"
    if not days["listed"].all():
        told.append((LISTED, theirs))
    if not days.loc[days["listed"], "within"].all():
        first, last = (day(one.date()) for one in _span(found.lists))
        told.append((BETWEEN, f"{theirs}, from its first day ({first}) to its last ({last})"))
    return (*told, (NOT_RECORDED, f"a day without a row is not recorded for {flag}"))


def _names(pieces: Sequence[Piece]) -> str:
    names = list(dict.fromkeys(piece.file for piece in pieces))
    return " and ".join(names[:SHOWN]) + (" and others" if names[SHOWN:] else "")


def _span(lists: Sequence[Piece]) -> tuple[pd.Timestamp, pd.Timestamp]:
    dates = [piece.frame["date"] for piece in lists]
    return min(one.min() for one in dates), max(one.max() for one in dates)


def _listing(seen: Together, flag: str) -> Listing | None:
    """The list of this flag's yes days beside diaries without it; None where there is none."""
    all_days = [piece for piece in seen.of("diary") if len(piece.frame)]
    daily = [p for p in all_days if WRITTEN_BY_US not in p.columns and (p.rows >= 0).any()]
    diaries = tuple(piece for piece in daily if flag not in piece.columns)
    if not diaries:
        return None
    lists = tuple(piece for piece in daily if flag in piece.columns and _never_no(piece, flag))
    if not lists:
        return None
    told = pd.concat([p.frame.loc[p.frame[flag].notna(), [*KEY, flag]] for p in all_days])
    say_no = set(told.loc[(told[flag] == 0).fillna(False), "patient_id"])
    theirs = {p for piece in lists for p in piece.frame["patient_id"].unique()} - say_no
    days = pd.concat([piece.frame[KEY] for piece in diaries]).dropna().drop_duplicates()
    known = pd.MultiIndex.from_frame(pd.concat([told[KEY], _contradicted(all_days, flag)]))
    days = days[~pd.MultiIndex.from_frame(days).isin(known)]
    listed = days["patient_id"].isin(theirs)
    days = days[listed | ~days["patient_id"].isin(set(told["patient_id"]))]
    first, last = _span(lists)
    days = days.assign(
        listed=days["patient_id"].isin(theirs), within=days["date"].between(first, last)
    ).reset_index(drop=True)
    if not (days["listed"] & days["within"]).any() or _answered(seen, flag, diaries, days):
        return None
    return Listing(lists, diaries, days)


def _never_no(piece: Piece, flag: str) -> bool:
    values = piece.frame[flag].dropna()
    return bool(len(values)) and bool((values == 1).all())


def _contradicted(pieces: Sequence[Piece], flag: str) -> pd.DataFrame:
    """Days that cannot be a no: migraine or pain is no day without headache, a triptan none
    without medication."""
    yes = {"headache": ("migraine", "pain"), "acute_medication": DRUG_CLASSES}.get(flag, ())
    found = [
        piece.frame.loc[(piece.frame[list(yes)].fillna(0) > 0).any(axis=1), KEY]
        for piece in pieces
        if yes
    ]
    return pd.concat(found) if found else pd.DataFrame(columns=KEY)


def _answered(seen: Together, flag: str, diaries: Sequence[Piece], days: pd.DataFrame) -> bool:
    """Has the user said that no headache means no migraine, and are all these such days?"""
    if flag != "migraine" or not seen.choices.no_headache_means_no_migraine:
        return False
    free = [p.frame.loc[(p.frame["headache"] == 0).fillna(False), KEY] for p in diaries]
    known = pd.MultiIndex.from_frame(pd.concat(free))
    return bool(pd.MultiIndex.from_frame(days[KEY]).isin(known).all())


def read(seen: Together, sign: Sign, reading: str) -> Together:
    found = _listing(seen, sign.column)
    if found is None or reading == NOT_RECORDED:
        return seen
    days = found.open
    if reading in (LISTED, BETWEEN):
        days = days[days["listed"]]
    if reading == BETWEEN:
        days = days[days["within"]]
    whole = empty(CANONICAL["diary"])
    frame = days[KEY].assign(**{sign.column: 0}).reindex(columns=list(whole.columns))
    frame = frame.astype(dict(whole.dtypes)).sort_values(KEY, ignore_index=True)
    one, none = found.lists[0], np.full(len(frame), -1, dtype="int64")
    columns = frozenset((*KEY, sign.column))
    added = Piece(one.part, one.file, one.table, frame, none, columns)
    return replace(seen, pieces=(*seen.pieces, added))


DOUBT = Doubt("beside_a_diary", LooksAt.DATES, signs, read)
