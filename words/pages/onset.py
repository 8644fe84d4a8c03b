"""When are days fewest after a session? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import Definition
from analytics.research.onset import FIRST_DAY
from words.numbers import counted, half_up, number
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
    ago = f"; {before(lowest)}" if before(lowest) else ""
    if not found["stands_out"]:
        return (
            f"**After session {session} no week stands out: {definition.days.day} was noted on "
            f"{span(found)} of recorded days in every week**{ago}."
        )
    return (
        f"**After session {session} {definition.days.day} was noted least around {around}: on "
        f"{percent(found['lowest_share'])} of recorded days**; on "
        f"{percent(found['last_four_weeks_share'])} in days {first} to {last}{ago}. "
        f":gray[Lowest week, 95% interval: day {int(found['day_low'])} to "
        f"{int(found['day_high'])}.]"
    )


def in_the_other_half(lowest: pd.DataFrame, session: int, definition: Definition) -> str:
    """Chosen in one half of the patients and measured in the other it holds 37%; ...

    Nothing where no week stands out.
    """
    row = lowest[(lowest["session"] == session) & lowest["stands_out"].astype(bool)]
    if row.empty:
        return ""
    found, (first, last) = row.iloc[0], definition.therapy.late_days
    points = half_up(100 * found["gap"])
    where = f"{number(abs(points))} points {'above' if points > 0 else 'below'} it"
    where = where if points else "as high"
    return (
        "Chosen in one half of the patients and measured in the other, the lowest week holds "
        f"{percent(found['low_other_half'])}; days {first} to {last} lie {where}."
    )


def span(found: pd.Series) -> str:
    """57% to 62%; one number where they are the same."""
    ends = [percent(found[name]) for name in ("lowest_share", "highest_share")]
    return " to ".join(dict.fromkeys(ends))


def before(lowest: pd.DataFrame) -> str:
    """58% in the 28 days before session 1; nothing where too few recorded them."""
    share = lowest["before_share"].max()
    return "" if pd.isna(share) else f"{percent(share)} in the {-FIRST_DAY} days before session 1"


def drawn(onset: pd.DataFrame) -> list[int]:
    """The sessions that have a mean on any day after them."""
    known = onset[onset["share"].notna() & (onset["day"] >= 0)]
    return sorted(int(session) for session in known["session"].unique())


def panel_title(lowest: pd.DataFrame, session: int) -> str:
    """Session 1: lowest 35% at day 62"""
    row = lowest[lowest["session"] == session]
    if row.empty:
        return f"Session {session}: too few to name a lowest week"
    found = row.iloc[0]
    if not found["stands_out"]:
        return f"Session {session}: no week stands out"
    share, day = percent(found["lowest_share"]), int(found["lowest_day"])
    return f"Session {session}: lowest {share} at day {day}"


def panel_about(lowest: pd.DataFrame, session: int) -> str:
    """89 patients; lowest week, 95% interval: day 15 to 57."""
    row = lowest[lowest["session"] == session]
    if row.empty:
        return "A week with under 5 patients has no mean."
    found = row.iloc[0]
    told = (
        f"lowest week, 95% interval: day {int(found['day_low'])} to {int(found['day_high'])}"
        if found["stands_out"]
        else f"{span(found)} in every week"
    )
    return f"{counted(int(found['patients']), 'patient')}; {told}."
