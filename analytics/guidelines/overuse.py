"""On how many days was acute medication taken, against the limits of ICHD-3?

About intake, not the diagnosis: that needs 15 or more headache days too, and more than 3 months.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.ends import cut_off_of, ends_of
from analytics.frames import DRUG_CLASSES
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
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.therapies import Therapy

LIMITS = {"triptan": 10, "ergot": 10, "opioid": 10, "combination": 10, "non_opioid": 15}
MIX_LIMIT = 10
CLASSES = DRUG_CLASSES
ANY = "any_class"
FLAGS: dict[str, str | tuple[str, ...]] = {**{name: name for name in CLASSES}, ANY: CLASSES}
MOST_MONTHS = 12  # how far back months in a row are counted


def intake_months(records: Records, therapy: Therapy) -> pd.DataFrame:
    """The months of ``months_with_sessions``, with how many in a row reach a limit."""
    name = ("intake_months", therapy.name)
    return records.once(name, lambda: _with_runs(records, months_with_sessions(records, therapy)))


def months_with_sessions(records: Records, therapy: Therapy) -> pd.DataFrame:
    """Intake in one 30-day month per session: before session 1 (session 0), then the last 30 days
    of each cycle, before the next session or up to the cut-off, or to the end of the diary."""
    had = records.treated_sessions(therapy)
    first = had.drop_duplicates("patient_id")
    until = ends_of(records, had["patient_id"])
    end = shifted(had["next_date"], -1).fillna(until.clip(lower=had["session_date"]))
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


def at_limit(days: Days, limit: int) -> Verdict:
    """Intake is never scaled up: reached is reached; below only if the rest cannot reach it."""
    if days.flagged >= limit:
        return Verdict.MEETS
    if not days.known:
        return Verdict.CANNOT_JUDGE
    if days.recorded >= ENOUGH_OF_A_MONTH or days.flagged + days.length - days.recorded < limit:
        return Verdict.DOES_NOT_MEET
    return Verdict.CANNOT_JUDGE


def latest_at_a_limit(records: Records, therapy: Therapy) -> pd.DataFrame:
    """The last month of the records where it reaches a limit: ``verdicts_of`` says it."""
    had = records.treated_sessions(therapy)
    latest = had.drop_duplicates("patient_id", keep="last")
    months = _count(records, latest[["patient_id", "session"]].assign(end=cut_off_of(records)))
    return months[_reached(months)[ANY]]


def verdicts_of(records: Records, months: pd.DataFrame) -> pd.DataFrame:
    """Months at a limit as verdicts, with the months in a row before them."""
    rows = _with_runs(records, months) if len(months) else months
    return table(
        (row.patient_id, row.session, *_any(row), row.start, row.end) for row in rows.itertuples()
    )


def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
    """All classes and their mix, from one count; each row names its rule."""
    rows: list[tuple[object, ...]] = []
    for row in intake_months(records, therapy).itertuples():
        patient, session, days_of = row.patient_id, row.session, (row.start, row.end)
        for name, limit in LIMITS.items():
            days = days_in(row, name)
            taken = Intake(name, days, limit, getattr(row, f"{name}_in_a_row"))
            rows.append(
                (patient, session, at_limit(days, limit), taken, *days_of, f"overuse_{name}")
            )
        rows.append((patient, session, *_any(row), *days_of, "overuse_any"))
    return with_days(pd.DataFrame(rows, columns=[*SAID, "rule"]))


class Intake(NamedTuple):
    """Days with one class in a month, and in how many months in a row its limit is reached."""

    medication: str
    days: Days
    limit: int
    in_a_row: int


class AnyIntake(NamedTuple):
    """Days with any class in a month; the classes at their limits, or how many were mixed.

    ``used``: the days of each class that was taken.
    """

    days: Days
    reached: tuple[str, ...] = ()
    mixed: int = 0
    in_a_row: int = 0
    why: Why | None = None
    used: tuple[tuple[str, Days], ...] = ()


def _any(row: object) -> tuple[Verdict, AnyIntake]:
    days_of = {name: days_in(row, name) for name in CLASSES}
    single = {name: at_limit(days_of[name], limit) for name, limit in LIMITS.items()}
    used = tuple((name, days) for name, days in days_of.items() if days.flagged)
    union, in_a_row = days_in(row, ANY), getattr(row, f"{ANY}_in_a_row")
    intake = AnyIntake(union, used=used)
    reached = tuple(name for name in CLASSES if single[name] == Verdict.MEETS)
    if reached:
        return Verdict.MEETS, intake._replace(reached=reached, in_a_row=in_a_row)
    if len(used) > 1 and union.flagged >= MIX_LIMIT:
        return Verdict.MEETS, intake._replace(mixed=len(used), in_a_row=in_a_row)
    may_mix = len(used) > 1 or union.recorded < ENOUGH_OF_A_MONTH
    mixed = at_limit(union, MIX_LIMIT) if may_mix else None
    known = [state for name, state in single.items() if days_of[name].known]
    if not known or Verdict.CANNOT_JUDGE in known or mixed == Verdict.CANNOT_JUDGE:
        return Verdict.CANNOT_JUDGE, intake._replace(why=Why.TOO_FEW_DAYS)
    return Verdict.DOES_NOT_MEET, intake


RULES = tuple(
    Rule(name, "ICHD-3 8.2", judge, None, SINGLE_DAYS)
    for name in (*(f"overuse_{name}" for name in CLASSES), "overuse_any")
)
