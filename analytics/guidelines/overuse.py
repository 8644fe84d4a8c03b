"""On how many days was acute medication taken, against the limits of ICHD-3?

About intake, not the diagnosis: that needs 15 or more headache days too, and more than 3 months.
"""

from __future__ import annotations

import pandas as pd

from analytics.guidelines.base import (
    CANNOT_JUDGE,
    DOES_NOT_MEET,
    ENOUGH_OF_A_MONTH,
    MEETS,
    MONTH,
    Days,
    Rule,
    count_spans,
    days_in,
    shifted,
    table,
    treated_sessions,
)
from analytics.records import Records

LIMITS = {"triptan": 10, "ergot": 10, "opioid": 10, "combination": 10, "non_opioid": 15}
MIX_LIMIT = 10
CLASSES = tuple(LIMITS)
WORDS = {
    "triptan": "a triptan",
    "ergot": "an ergot",
    "opioid": "an opioid",
    "combination": "a combination analgesic",
    "non_opioid": "paracetamol, aspirin or an NSAID",
}
FLAGS = {**{name: name for name in CLASSES}, "any_class": "any_class"}


def intake_months(records: Records) -> pd.DataFrame:
    """Intake in one 30-day month per session: before session 1 (session 0), then the last 30 days
    of each cycle, before the next session or up to the cut-off."""
    had = treated_sessions(records)
    cut_off = pd.Timestamp(records.cut_off or records.last_date)
    first = had.drop_duplicates("patient_id")
    end = shifted(had["next_date"], -1).fillna(cut_off)
    spans = pd.concat(
        [
            first[["patient_id"]].assign(session=0, end=shifted(first["session_date"], -1)),
            had[["patient_id", "session"]].assign(end=end),
        ],
        ignore_index=True,
    )
    spans = spans.assign(start=shifted(spans["end"], 1 - MONTH))
    taken = records.diary[list(CLASSES)]
    with_any = Records(
        **{**records.tables, "diary": records.diary.assign(any_class=taken.max(axis=1))}
    )
    return count_spans(with_any, spans, FLAGS)


def at_limit(days: Days, limit: int) -> str:
    """Intake is never scaled up: reached is reached; below only if the rest cannot reach it."""
    if days.flagged >= limit:
        return MEETS
    if not days.known:
        return CANNOT_JUDGE
    if days.recorded >= ENOUGH_OF_A_MONTH or days.flagged + days.length - days.recorded < limit:
        return DOES_NOT_MEET
    return CANNOT_JUDGE


def reached_any(months: pd.DataFrame) -> pd.Series:
    """Which of these months hold a class at its limit, or a mix of classes on enough days."""
    days = pd.DataFrame({name: months[f"{name}_days"] for name in CLASSES})
    single = (days >= pd.Series(LIMITS)).any(axis=1)
    return single | ((days > 0).sum(axis=1).gt(1) & (months["any_class_days"] >= MIX_LIMIT))


def latest_at_a_limit(records: Records) -> pd.DataFrame:
    """The patients whose last month of the records reaches a limit, as verdicts."""
    if records.are_counts:
        return table([])
    months = intake_months(records)
    latest = months["session"] == months.groupby("patient_id")["session"].transform("max")
    met = months[latest & reached_any(months)]
    return table((row.patient_id, row.session, *_any(row)) for row in met.itertuples())


def judge(records: Records) -> pd.DataFrame:
    """All classes and their mix, from one count; each row names its rule."""
    if records.are_counts:
        return table([]).assign(rule="")
    rows = []
    for row in intake_months(records).itertuples():
        patient, session = row.patient_id, row.session
        for name, limit in LIMITS.items():
            days = days_in(row, name)
            basis = f"{days.flagged} days with {WORDS[name]} of {days.recorded} recorded this month"
            told = f"{basis}; ICHD limit {limit}"
            rows.append((patient, session, at_limit(days, limit), told, f"overuse_{name}"))
        rows.append((patient, session, *_any(row), "overuse_any"))
    return pd.DataFrame(rows, columns=["patient_id", "session", "verdict", "basis", "rule"])


def _any(row: object) -> tuple[str, str]:
    single = {name: at_limit(days_in(row, name), limit) for name, limit in LIMITS.items()}
    used = [name for name in CLASSES if days_in(row, name).flagged]
    union = days_in(row, "any_class")
    basis = f"{union.flagged} days with any class of {union.recorded} recorded in this month"
    reached = [name for name in CLASSES if single[name] == MEETS]
    if reached:
        return MEETS, f"{basis}; at its limit: {', '.join(WORDS[name] for name in reached)}"
    if len(used) > 1 and union.flagged >= MIX_LIMIT:
        return MEETS, f"{basis}, of {len(used)} classes; ICHD limit {MIX_LIMIT}"
    mixed = (
        at_limit(union, MIX_LIMIT) if len(used) > 1 or union.recorded < ENOUGH_OF_A_MONTH else ""
    )
    known = [state for name, state in single.items() if days_in(row, name).known]
    if not known or CANNOT_JUDGE in known or mixed == CANNOT_JUDGE:
        return CANNOT_JUDGE, f"{basis}; too few recorded days to tell"
    return DOES_NOT_MEET, basis


RULES = (
    *(
        Rule(
            f"overuse_{name}",
            f"Intake of {WORDS[name]} at the ICHD limit",
            f"Days with {WORDS[name]} at or above {limit} in this 30-day month. About intake: the "
            "diagnosis also needs 15 or more headache days, for more than 3 months.",
            "ICHD-3 8.2",
            judge,
        )
        for name, limit in LIMITS.items()
    ),
    Rule(
        "overuse_any",
        "Intake at an ICHD limit",
        "A class at its limit, or different classes on 10 or more days of this 30-day month "
        "together, that is not paracetamol, aspirin or NSAID alone.",
        "ICHD-3 8.2",
        judge,
    ),
)
