"""On how many days was acute medication taken, against the limits of ICHD-3?

About intake, not the diagnosis: that needs 15 or more headache days too, and more than 3 months.
"""

from __future__ import annotations

import pandas as pd

from analytics.codes import Verdict
from analytics.guidelines.base import (
    ENOUGH_OF_A_MONTH,
    MONTH,
    SAID,
    Days,
    Rule,
    count_spans,
    days_in,
    shifted,
    table,
    with_days,
)
from analytics.records import Records

LIMITS = {"triptan": 10, "ergot": 10, "opioid": 10, "combination": 10, "non_opioid": 15}
MIX_LIMIT = 10
CLASSES = tuple(LIMITS)
ANY = "any_class"
WORDS = {
    "triptan": "a triptan",
    "ergot": "an ergot",
    "opioid": "an opioid",
    "combination": "a combination analgesic",
    "non_opioid": "paracetamol, aspirin or an NSAID",
}
FLAGS: dict[str, str | tuple[str, ...]] = {**{name: name for name in CLASSES}, ANY: CLASSES}
MOST_MONTHS = 12  # how far back months in a row are counted


def intake_months(records: Records) -> pd.DataFrame:
    """The months of ``months_with_sessions``, with how many in a row reach a limit."""
    return _with_runs(records, months_with_sessions(records))


def months_with_sessions(records: Records) -> pd.DataFrame:
    """Intake in one 30-day month per session: before session 1 (session 0), then the last 30 days
    of each cycle, before the next session or up to the cut-off."""
    had = records.treated_sessions
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
    return _count(records, spans)


def _count(records: Records, spans: pd.DataFrame) -> pd.DataFrame:
    spans = spans.assign(start=shifted(spans["end"], 1 - MONTH))
    return count_spans(records, spans, FLAGS)


def _with_runs(records: Records, months: pd.DataFrame) -> pd.DataFrame:
    """Adds, for each class and for any, in how many 30-day months in a row the limit is reached.

    Counted back from each month, itself included, ``MOST_MONTHS`` at most; 0: not in this month.
    """
    reached = _reached(months)
    rows = months[reached.any(axis=1)]
    back = rows.loc[rows.index.repeat(MOST_MONTHS - 1), ["patient_id", "end"]]
    step = back.groupby(level=0).cumcount() + 1
    earlier = pd.DataFrame(
        {
            "patient_id": back["patient_id"],
            "of": back.index,
            "end": back["end"] - pd.to_timedelta(MONTH * step, unit="D"),
            "session": range(len(back)),  # the key of the count
        }
    ).reset_index(drop=True)
    runs = reached.astype("int64")
    if len(earlier):
        counted = _reached(_count(records, earlier))
        unbroken = counted.groupby(earlier["of"]).cummin()
        runs = runs + unbroken.groupby(earlier["of"]).sum().reindex(runs.index, fill_value=0) * runs
    return months.assign(**{f"{name}_in_a_row": runs[name] for name in runs})


def _reached(months: pd.DataFrame) -> pd.DataFrame:
    """For each class and for any: does the month hold it, or a mix of classes, at its limit?"""
    days = pd.DataFrame({name: months[f"{name}_days"] for name in CLASSES})
    reached = days >= pd.Series(LIMITS)
    mixed = (days > 0).sum(axis=1).gt(1) & (months[f"{ANY}_days"] >= MIX_LIMIT)
    return reached.assign(**{ANY: reached.any(axis=1) | mixed})


def at_limit(days: Days, limit: int) -> str:
    """Intake is never scaled up: reached is reached; below only if the rest cannot reach it."""
    if days.flagged >= limit:
        return Verdict.MEETS
    if not days.known:
        return Verdict.CANNOT_JUDGE
    if days.recorded >= ENOUGH_OF_A_MONTH or days.flagged + days.length - days.recorded < limit:
        return Verdict.DOES_NOT_MEET
    return Verdict.CANNOT_JUDGE


def latest_at_a_limit(records: Records) -> pd.DataFrame:
    """The last month of the records where it reaches a limit: ``in_words`` says it."""
    if records.counted_elsewhere:
        return pd.DataFrame(columns=["patient_id"])
    had = records.treated_sessions
    latest = had.drop_duplicates("patient_id", keep="last")
    cut_off = pd.Timestamp(records.cut_off or records.last_date)
    months = _count(records, latest[["patient_id", "session"]].assign(end=cut_off))
    return months[_reached(months)[ANY]]


def in_words(records: Records, months: pd.DataFrame) -> pd.DataFrame:
    """Months at a limit as verdicts, with the months in a row before them."""
    rows = _with_runs(records, months) if len(months) else months
    return table(
        (row.patient_id, row.session, *_any(row), row.start, row.end) for row in rows.itertuples()
    )


def judge(records: Records) -> pd.DataFrame:
    """All classes and their mix, from one count; each row names its rule."""
    if records.counted_elsewhere:
        return table([]).assign(rule="")
    rows = []
    for row in intake_months(records).itertuples():
        patient, session, days_of = row.patient_id, row.session, (row.start, row.end)
        for name, limit in LIMITS.items():
            days = days_in(row, name)
            basis = f"{days.flagged} days with {WORDS[name]} of {days.recorded} recorded this month"
            told = f"{basis}; ICHD limit {limit}{_in_a_row(row, name)}"
            said = at_limit(days, limit)
            rows.append((patient, session, said, told, *days_of, f"overuse_{name}"))
        rows.append((patient, session, *_any(row), *days_of, "overuse_any"))
    return with_days(pd.DataFrame(rows, columns=[*SAID, "rule"]))


def _in_a_row(row: object, name: str) -> str:
    """At the limit in 2 months in a row; nothing where it is not reached."""
    months = getattr(row, f"{name}_in_a_row")
    if not months:
        return ""
    many = f"{MOST_MONTHS} or more" if months == MOST_MONTHS else f"{months}"
    words = "1 month" if months == 1 else f"{many} months in a row"
    return f", reached in {words} (ICHD: more than 3)"


def _any(row: object) -> tuple[str, str]:
    single = {name: at_limit(days_in(row, name), limit) for name, limit in LIMITS.items()}
    used = [name for name in CLASSES if days_in(row, name).flagged]
    union = days_in(row, ANY)
    basis = f"{union.flagged} days with any class of {union.recorded} recorded in this month"
    reached = [name for name in CLASSES if single[name] == Verdict.MEETS]
    if reached:
        named = ", ".join(WORDS[name] for name in reached)
        return Verdict.MEETS, f"{basis}; at its limit: {named}{_in_a_row(row, ANY)}"
    if len(used) > 1 and union.flagged >= MIX_LIMIT:
        told = f"{basis}, of {len(used)} classes; ICHD limit {MIX_LIMIT}{_in_a_row(row, ANY)}"
        return Verdict.MEETS, told
    mixed = (
        at_limit(union, MIX_LIMIT) if len(used) > 1 or union.recorded < ENOUGH_OF_A_MONTH else ""
    )
    known = [state for name, state in single.items() if days_in(row, name).known]
    if not known or Verdict.CANNOT_JUDGE in known or mixed == Verdict.CANNOT_JUDGE:
        return Verdict.CANNOT_JUDGE, f"{basis}; too few recorded days to tell"
    return Verdict.DOES_NOT_MEET, basis


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
