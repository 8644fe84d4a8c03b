"""Do counts that lie beside a diary agree with it?

The counts are compared with what the diary gives for every named window and month. Where one of
them agrees it is said, and the diary is used; where none does, the user says which of the two
counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.cycles import count_cycles
from analytics.definitions import DEFAULT_DEFINITION, MEASURES, MONTHS
from analytics.frames import CANONICAL, empty
from analytics.records import Records
from importing.doubts.base import Doubt, LooksAt, Sign, Together
from words.numbers import counted

DIARY, COUNTS = "diary", "counts"


def signs(together: Together) -> Iterator[Sign]:
    of_sessions = [piece for piece in together.of("counts") if piece.part not in together.months]
    counts = pd.concat([p.frame for p in of_sessions]) if of_sessions else pd.DataFrame()
    if counts.empty or not together.of("diary") or together.frame("diary").empty:
        return
    found = [
        (window.name, month, *_compared(together, counts, window.name, month))
        for window in DEFAULT_DEFINITION.therapy.windows
        for month in MONTHS
    ]
    beside = [*together.of("diary"), *together.of("sessions")]
    content = together.content_of((*of_sessions, *beside))
    most = max(one[3] for one in found)  # a window that nobody has lived through compares little
    comparable = [one for one in found if one[3] and one[3] == most]
    if not comparable:
        yield Sign(
            "Counts per session lie beside the diary and share no session with it. Which of the "
            "two is used?",
            _readings(),
            of=content,
        )
        return
    window, month, agree, of = max(comparable, key=lambda one: one[2])
    named = f"{window.replace('_', ' ')} in months of {month} days"
    if agree == of:
        yield Sign(
            f"Counts per session lie beside the diary and agree with it ({named}): the diary is "
            "used, the counts are not.",
            ((DIARY, "the diary"),),
        )
        return
    yield Sign(
        f"Counts per session lie beside the diary and disagree with it: the nearest, {named}, "
        f"agrees in {agree} of {counted(of, 'count')}. Which of the two is used?",
        _readings(),
        of=content,
    )


def _readings() -> tuple[tuple[str, str], ...]:
    return (
        (DIARY, "the diary: the counts are not used"),
        (COUNTS, "the counts: the diary and its sessions are not used"),
    )


def _records(together: Together) -> Records:
    """The days and sessions as they stand, a row each, for counting."""
    frames = {}
    for name, table in CANONICAL.items():
        frame = together.frame(name)
        if name not in ("diary", "sessions", "patients", "treatments") or frame.empty:
            frames[name] = empty(table)
            continue
        known = frame.drop_duplicates(list(table.key))
        frames[name] = known.sort_values(list(table.key), ignore_index=True)
    return Records(**frames)


def _compared(together: Together, counts: pd.DataFrame, window: str, month: int) -> tuple[int, int]:
    """How many counts are as the diary has them, of how many that both have."""
    records = _records(together)
    if not records.patient_ids:
        return 0, 0
    definition = DEFAULT_DEFINITION.changed(window=window, month=month)
    cycles = count_cycles(records.as_of(), definition)
    both = counts.merge(cycles, on=["patient_id", "session"], suffixes=("", "_by_day"))
    agree = of = 0
    for name, recorded in ((measure.name, measure.recorded) for measure in MEASURES.values()):
        if f"{name}_by_day" not in both:
            continue
        theirs = both[name].astype("Float64")
        ours, days = both[f"{name}_by_day"].astype("Float64"), both[recorded].astype("Float64")
        known = theirs.notna() & (days > 0)
        as_counted = theirs == ours
        per_month = (ours * month / days - theirs).abs() <= 0.5
        same = as_counted.where(both["recorded_days"].notna(), as_counted | per_month)
        agree += int((same & known).fillna(False).sum())
        of += int(known.fillna(False).sum())
    return agree, of


def read(together: Together, sign: Sign, reading: str) -> Together:
    unused = ("counts",) if reading == DIARY else ("diary", "sessions")
    for name in unused:
        for piece in together.of(name):
            gone = np.ones(len(piece.frame), dtype=bool)
            together = together.without(piece, gone, "", "")
    if reading == COUNTS:
        kept = tuple(piece for piece in together.pieces if piece.table not in unused)
        return replace(together, pieces=kept)
    return together


DOUBT = Doubt("counts_beside_diary", LooksAt.DATES, signs, read)
