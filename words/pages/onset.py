"""When are days fewest after a session? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import Definition
from words.percents import percent
from words.response import accent


def headline(lowest: pd.DataFrame, session: int, definition: Definition) -> str:
    """After session 2 migraine was noted least around day 34, on 35% of recorded days."""
    row = lowest[lowest["session"] == session]
    if row.empty:
        return f"**Too few patients recorded every week after session {session} to name a lowest.**"
    found = row.iloc[0]
    around = accent(f"day {int(found['lowest_day'])}", definition)
    first, last = definition.therapy.late_days
    return (
        f"**After session {session} {definition.days.day} was noted least around {around}: on "
        f"{percent(found['lowest_share'])} of recorded days**; on "
        f"{percent(found['last_four_weeks_share'])} in days {first} to {last}. "
        f":gray[Lowest week, 95% interval: day {int(found['day_low'])} to "
        f"{int(found['day_high'])}.]"
    )
