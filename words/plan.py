"""What was planned, and what differs from it? In sentences for pages and documents."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.codes import Assumed, RateReading
from analytics.plan import FILTERED, AnalysisPlan
from analytics.records import Records
from analytics.settings import Settings
from words.chosen import named
from words.definitions import entry_told, in_full, parts_told
from words.numbers import day, inert, sentence_case

MOST_NAMED = 2  # differences in one sentence
HANDLING: dict[str, str] = {
    RateReading.JUDGED: "those judged, with what is possible of all due",
    Assumed.AS_THOSE_ALIKE: "all due, days of those not judged drawn from patients alike",
    Assumed.BACK_TO_BASELINE: "all due, those not judged back to baseline",
}
NO_PLAN = (
    "No analysis plan is frozen. A plan is of use if it is frozen before the first session of the "
    "records that it is for; later it only says what was chosen on that day."
)


def as_planned(settings: Settings, records: Records) -> str:
    """As planned on 12 Mar 2026, or what differs; nothing without a plan. (a sentence)"""
    plan = settings.plan
    if plan is None:
        return ""
    late = f"; {LATER}" if dated_after(plan, records) else ""
    on = f"{day(plan.planned_on)} (plan {plan.digest[:8]}{late})"
    differs = differences(plan, settings)
    if differs:
        more = len(differs) - MOST_NAMED
        rest = f"; and {more} more" if more > 0 else ""
        told = f"Not as planned on {on}: {'; '.join(differs[:MOST_NAMED])}{rest}"
    else:
        told = f"As planned on {on}"
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


def differences(plan: AnalysisPlan, settings: Settings) -> list[str]:
    """at least 30% fewer in place of at least 50% fewer; a filter"""
    ours, planned = parts_told(settings.definition), parts_told(plan.definition)
    return [
        "a filter, the plan has none" if part == FILTERED else f"{ours[part]}, not {planned[part]}"
        for part in plan.differences(settings.definition, settings.filters)
    ]


def handling_told(plan: AnalysisPlan | None) -> str:
    """How those not judged were planned to be taken, beside a rate of those judged; or nothing."""
    if plan is None:
        return ""
    handled = HANDLING[plan.missing]
    if plan.missing == RateReading.JUDGED:
        return f"Planned: a rate of {handled}."
    return (
        f"Planned for those not judged: {handled}; that rate is on *Who is in it*, this one is of "
        "those judged."
    )


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
        ("Date and digest", f"{day(plan.planned_on)}, {plan.digest[:16]}"),
    ]
