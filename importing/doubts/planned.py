"""Which sessions are still to come? Those after the last diary day, or after today.

They are planned: said, and nobody has begun or is due by them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Sign, Together
from words.numbers import counted, day


def signs(seen: Together) -> Iterator[Sign]:
    sessions = seen.frame("sessions")
    if sessions.empty:
        return
    diary = seen.frame("diary")
    last = pd.NaT if diary.empty else diary["date"].max()
    today = pd.Timestamp(seen.today)
    limit = today if pd.isna(last) else min(last, today)
    planned = int((sessions["session_date"] > limit).sum())
    if planned:
        since = f"today ({day(today.date())})"
        if limit == last:
            since = f"the last diary day ({day(limit.date())})"
        yield Sign(
            f"{counted(planned, 'session')} after {since}: planned, not counted as started.",
            (("planned", "planned"),),
        )


DOUBT = Doubt("planned", LooksAt.DATES, signs)
