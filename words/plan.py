"""What was planned, and what differs from it? In sentences for pages and documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from analytics.codes import Assumed, RateReading
from analytics.definitions import CHANGEABLE
from analytics.plan import FILTERED, AnalysisPlan
from analytics.records import Records
from analytics.settings import Settings
from words.chosen import named
from words.definitions import entry_told, in_full, parts_told
from words.intervals import share_interval
from words.numbers import day, inert, sentence_case
from words.percents import percent, shares_between

MOST_NAMED = 2  # differences in one sentence
ALL = len(CHANGEABLE) + 1  # of them
HANDLING: dict[str, str] = {
    RateReading.JUDGED: "those judged, with what is possible of all due",
    Assumed.AS_THOSE_ALIKE: "all due, days of those not judged drawn from patients alike",
    Assumed.BACK_TO_BASELINE: "all due, those not judged back to baseline",
}
NO_PLAN = (
    "No analysis plan is frozen. A plan is of use if it is frozen before the first session of the "
    "records that it is for; later it only says what was chosen on that day."
)


def as_planned(settings: Settings, records: Records | None = None, most: int = MOST_NAMED) -> str:
    """As planned on 12 Mar 2026, or what differs; nothing without a plan. (a sentence)

    ``records``: those that are looked at, where there are any: was the plan later than they are?
    ``most``: so many differences are named; of more, how many.
    """
    plan = settings.plan
    if plan is None:
        return ""
    late = f"; {LATER}" if records and dated_after(plan, records) else ""
    on = f"{day(plan.planned_on)} (plan {plan.digest[:8]}{late})"
    differs = differences(settings)
    if differs:
        more = len(differs) - most
        rest = f"; and {more} more" if more > 0 else ""
        told = f"Not as planned on {on}: {'; '.join(differs[:most])}{rest}"
    else:
        told = f"As planned on {on}: Definition and filters"
    return f"{told}."


LATER = "dated after the first session here"


def dated_after(plan: AnalysisPlan, records: Records) -> bool:
    """Had the first session of these records been before the plan?"""
    first = first_session(records)
    return first is not None and plan.planned_on > first


def first_session(records: Records) -> date | None:
    """The day of the first session of all; None where dates are not recorded."""
    days = records.sessions["session_date"].dropna()
    return None if days.empty else pd.Timestamp(days.min()).date()


def differences(settings: Settings) -> list[str]:
    """at least 30% fewer, not at least 50% fewer; a filter. None without a plan."""
    plan = settings.plan
    if plan is None:
        return []
    ours, planned = parts_told(settings.definition), parts_told(plan.definition)
    return [
        "a filter, the plan has none" if part == FILTERED else f"{ours[part]}, not {planned[part]}"
        for part in plan.differences(settings.definition, settings.filters)
    ]


def planned_rate(
    settings: Settings, session: int, at: pd.Series, taken: Callable[[], pd.DataFrame]
) -> str:
    """The rate as it was planned to be taken, beside one of those judged; none without a plan.

    ``at``: responders, judged and due after the session, counts that may be told or none. ``taken``
    makes ``imputed``, if days of those not judged were planned to be assumed.
    """
    plan = settings.plan
    if plan is None:
        return ""
    of = f"Planned: a rate of {HANDLING[plan.missing]}"
    if differences(settings):
        return f"{of}; it is not told here, where not all is as planned."
    if at[["responders", "judged", "due"]].isna().any():
        return f"{of}; it is not shown, as a count behind it is not."
    if not at["judged"]:
        return f"{of}; nobody is judged after session {session}."
    if plan.missing == RateReading.JUDGED:
        most = at["responders"] + at["due"] - at["judged"]
        return f"{of}: {shares_between(at['responders'] / at['due'], most / at['due'])}."
    rows = taken()
    row = rows[(rows["session"] == session) & (rows["assumption"] == plan.missing)].iloc[0]
    if pd.isna(row["rate"]):
        return f"{of}; too few are judged after session {session} for it."
    ends = share_interval(row["ci_low"], row["ci_high"])
    return f"{of}: {percent(row['rate'])} of {int(row['due']):,} ({ends})."


def planned_groups(plan: AnalysisPlan | None) -> str:
    """Where the groups that were planned stand: in no document; nothing where none were."""
    if plan is None or not plan.subgroups:
        return ""
    return f"Planned groups ({_groups(plan)}) stand on the page For whom?, not in this document."


def groups_told(plan: AnalysisPlan | None, column: str) -> str:
    """Whether groups by this column were planned; nothing without a plan or a column."""
    if plan is None or not column or column in plan.subgroups:
        return ""
    return (
        f"Groups by {inert(named(column))} were not planned (planned: {_groups(plan) or 'none'}): "
        "what they show is a question."
    )


def _groups(plan: AnalysisPlan) -> str:
    return ", ".join(map(named, plan.subgroups))


def in_parts(plan: AnalysisPlan) -> list[tuple[str, str]]:
    """Each part of a plan with what it says."""
    definition = plan.definition
    return [
        ("Definition", in_full(definition)),
        (
            "Primary outcome",
            f"At least {definition.threshold}% fewer {definition.days.words} after session "
            f"{definition.primary_session}",
        ),
        ("Entry rule", sentence_case(entry_told(definition))),
        ("Subgroups", sentence_case(_groups(plan)) or "None"),
        ("Those not judged", sentence_case(HANDLING[plan.missing])),
        (
            "Date and digest",
            f"{day(plan.planned_on)}, {plan.digest[:16]}. The date is what the computer said on "
            "which it was frozen: to prove it, keep the digest elsewhere, in a registry of studies",
        ),
    ]
