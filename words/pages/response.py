"""Who responded, and who could not be judged? In sentences for its page and for documents."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.codes import Reason
from analytics.definitions import (
    FEW_JUDGED,
    Definition,
)
from analytics.steps import Rates
from words.intervals import share_interval
from words.numbers import (
    counted,
    fewer,
    number,
    sentence_case,
)
from words.percents import percent, share
from words.response import accent, told_of

NO_COUNT = "no count, or of too few days"  # of counts that were made elsewhere
UNSEEN = "Drop-outs cannot be seen, so the lowest rate may be too high."  # of counts without dates


def at_least(definition: Definition) -> str:
    """at least 50% fewer migraine days"""
    return f"at least {definition.threshold}% fewer {definition.days.words}"


def possible(row: pd.Series, *, unseen: bool = False) -> str:
    """Who was due and not judged, and what that leaves open.

    ``unseen``: counts without dates, of which nobody can be seen to have left.
    """
    missing, more = int(row["due"] - row["evaluable"]), int(row["waiting"])
    if not row["due"] and not unseen:
        return "Nobody was due."
    due = f"{counted(int(row['due']), 'patient was', 'were')} due"
    if unseen:
        due = f"{counted(int(row['due']), 'patient is known', 'are known')} to have been due"
    told = f"{due}; all could be judged." if row["due"] else f"{due}."
    if missing:
        told = (
            f"{due}; {missing:,} could not be judged: whatever they did, between "
            f"{percent(row['rate_low'])} and {percent(row['rate_high'])}."
        )
    if not unseen:
        return told
    without = f" {more:,} more: no count, not known whether due." if more else ""
    return f"{told}{without} {UNSEEN}"


def for_these_sites(row: pd.Series) -> str:
    """The rate is for these 7 sites; each counted once, their mean is 36% (95% interval 22 to 51).

    ``row``: of ``over_sites``. Nothing where no site is recorded.
    """
    sites = int(row["sites"])
    if sites < 2:
        return "The rate is for this site." if sites else ""
    told = f"The rate is for these {sites:,} sites"
    if pd.isna(row["site_mean"]):
        return f"{told}."
    around = ""
    if pd.notna(row["site_low"]):
        around = f" ({share_interval(row['site_low'], row['site_high'])})"
    return f"{told}; each counted once, their mean is {percent(row['site_mean'])}{around}."


def medians(row: pd.Series) -> list[tuple[str, str]]:
    """20 to 13 days a month, 7.4 fewer: medians of several patients, the days themselves of one.

    ``row``: of ``reduction_by_session``.
    """
    days = f"{number(row['before'])} to {number(row['after'])}"
    size = fewer(row["change"]) if row["change"] else "no fewer and no more"
    if int(row["judged"]) == 1:
        return [(days, "days a month, before and after"), (size, "days a month")]
    of_each = "days a month, median of each patient's change"
    return [(days, "days a month, medians"), (size, of_each)]


def missing_by_reason(row: pd.Series, *, of_counts: bool = False) -> list[tuple[str, int]]:
    """The reasons for which patients who were due are not judged, with their numbers."""
    reasons = {
        "missing_diary": NO_COUNT if of_counts else Reason.THIN_DIARY,
        "missing_goal": Reason.STOPPED_GOAL,
        "missing_stopped": Reason.STOPPED_OTHER,
        "missing_unknown": Reason.UNKNOWN,
    }
    told = [(words, 0 if pd.isna(row[name]) else int(row[name])) for name, words in reasons.items()]
    others = int(row["due"] - row["evaluable"]) - sum(number for _, number in told)
    return [(words, number) for words, number in (*told, (Reason.NOT_TOLD, others)) if number]


def title(rates: Rates, session: int) -> str:
    """36% after session 1, 47% after session 2; after session 8 fewer than 10 are judged"""
    told = [
        f"{_rate(row)} after session {row.session}"
        for row in rates[rates["evaluable"] > 0].itertuples()
        if row.session in (1, session)
    ]
    if not told:
        return "Nobody can be judged yet"
    if (rates["evaluable"] < FEW_JUDGED).all():
        return sentence_case(f"{', '.join(told)}; fewer than {FEW_JUDGED} are judged throughout")
    later = rates[(rates["session"] > session) & (rates["evaluable"] < FEW_JUDGED)]
    if later.empty:
        return sentence_case(", ".join(told))
    first, last = (int(later["session"].agg(end)) for end in ("min", "max"))
    which = f"session {first}" if first == last else f"sessions {first} to {last}"
    return sentence_case(f"{', '.join(told)}; after {which} fewer than {FEW_JUDGED} are judged")


def _rate(row: Any) -> str:
    count, of = int(row.responders), int(row.evaluable)
    return share(count, of) if of < FEW_JUDGED else percent(count / of)


def headline(row: pd.Series, definition: Definition) -> str:
    """48 of 103 patients (47%) had at least 50% fewer migraine days after session 2. (markdown)"""
    responders, judged = int(row["responders"]), int(row["evaluable"])
    after = f"had {at_least(definition)} after session {int(row['session'])}."
    if judged == 0:
        return f"**Nobody can be judged after session {int(row['session'])}.**"
    around = f":gray[{share_interval(row['ci_low'], row['ci_high'])}.]"
    count = f"{responders:,} of {counted(judged, 'patient')}"
    if judged < FEW_JUDGED:
        return (
            f"**{accent(count, definition)} {after}** :gray[{percent(row['rate'])}, "
            f"{share_interval(row['ci_low'], row['ci_high'])}.]"
        )
    found = accent(f"{count} ({percent(row['rate'])})", definition)
    return f"**{found} {after}** {around}"


def subtitle(definition: Definition, session: int, same: pd.DataFrame | None = None) -> str:
    """How to read the chart of rates; ``same``: it holds the same patients throughout."""
    if same is not None:
        number_of = int(same["evaluable"].max()) if len(same) else 0
        return (
            f"The {counted(number_of, 'patient')} judged after every session up to {session}, "
            f"share with {at_least(definition)}. Dot and line: 95% interval."
        )
    return (
        f"Share with {at_least(definition)}. Dot and line: those judged, 95% interval. Pale bar: "
        f"lowest to highest possible of all due. Hollow: under {FEW_JUDGED} judged."
    )


def not_judged(row: pd.Series, *, of_counts: bool = False, unseen: bool = False) -> str:
    """18 of 121 not judged after session 2: diary too thin 9 · ... 20 waiting. (markdown)"""
    missing = int(row["due"] - row["evaluable"])
    reasons = " · ".join(
        f"{words} {count:,}" for words, count in missing_by_reason(row, of_counts=of_counts)
    )
    session = int(row["session"])
    told = f"**{missing:,} of {int(row['due']):,} due not judged after session {session}**"
    if not row["due"]:
        told = f"**Nobody is due after session {session}**"
    told += f": {reasons}." if reasons else "."
    waiting = f"**{int(row['waiting']):,} waiting**: not due yet, in no figure above."
    if unseen:
        none = f"**{int(row['waiting']):,} without a count after session {session}**"
        waiting = f"{none}: not known whether due, in no figure above."
    return f"{told} {waiting}"


def rate_method(definition: Definition) -> str:
    """What a rate is, and when not to trust it."""
    return (
        f"A rate is {told_of(definition).them} of those judged: a usable baseline, a session that "
        "took place, its window over, enough recorded days. Its interval (Wilson, 95%) tells how "
        "far chance alone could move it; the pale bar tells how far those who were due and not "
        "judged could. When not to trust it: few judged, a wide bar, many thin diaries; it cannot "
        "say what would have happened without the sessions."
    )
