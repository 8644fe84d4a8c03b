"""On how many days was acute medication taken, before and after each session?"""

from __future__ import annotations

import pandas as pd

from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.guidelines.overuse import CLASSES, LIMITS, intake_months
from analytics.records import Records
from analytics.therapies import Therapy


def intake_by_session(records: Records, therapy: Therapy) -> pd.DataFrame:
    """Days with intake in one 30-day month per session, by class, in the middle of the cohort.

    One row per session (0 = the month before session 1; k = the last 30 days of cycle k) and
    class: ``patients`` (with 20 or more recorded days), ``median``, quartiles, ``at_limit``:
    patients at the ICHD limit of the class. As recorded, never scaled up.
    """
    months = intake_months(records, therapy)
    rows = []
    for name in CLASSES:
        known = months[months[f"{name}_recorded_days"] >= ENOUGH_OF_A_MONTH]
        for session, of_session in known.groupby("session"):
            days = of_session[f"{name}_days"]
            rows.append(
                (
                    session,
                    name,
                    len(days),
                    float(days.median()),
                    float(days.quantile(0.25)),
                    float(days.quantile(0.75)),
                    int((days >= LIMITS[name]).sum()),
                    LIMITS[name],
                )
            )
    columns = ["session", "class", "patients", "median", "lower_quartile"]
    return pd.DataFrame(rows, columns=[*columns, "upper_quartile", "at_limit", "limit"])


def recorded_as_taken(records: Records) -> pd.DataFrame:
    """On which days is acute medication recorded at all, of any kind and by class?

    One row for ``acute_medication`` (the day itself, or a class of it) and each class with days:
    ``days`` on which it was taken, of how many ``patients``; ``denied``: days recorded without it.
    """
    taken = records.diary[[name for name in CLASSES if name in records.diary]]
    whole = records.diary["acute_medication"].mask((taken == 1).any(axis=1), 1)
    rows = []
    for name, flag in (("acute_medication", whole), *taken.items()):
        had = (flag == 1).fillna(False).astype(bool)
        if had.any():
            patients = records.diary.loc[had, "patient_id"].nunique()
            rows.append((name, int(had.sum()), patients, int((flag == 0).fillna(False).sum())))
    return pd.DataFrame(rows, columns=["class", "days", "patients", "denied"])


def intake_of_the_same(records: Records, therapy: Therapy) -> pd.DataFrame:
    """Days with intake before session 1 and at the end of a cycle, of the same patients.

    One row per class and session from 1: ``patients`` with 20 or more recorded days in both,
    their medians ``before`` and ``after`` (days, as recorded), and how many of them were at the
    ICHD limit of the class in each, ``at_limit_before`` and ``at_limit_after``.
    """
    months = intake_months(records, therapy)
    rows = []
    for name in CLASSES:
        known = months[months[f"{name}_recorded_days"] >= ENOUGH_OF_A_MONTH]
        days = known.pivot(index="patient_id", columns="session", values=f"{name}_days")
        for session in [of for of in days if of > 0 and 0 in days]:
            both = days[[0, session]].dropna()
            limits = (int((both[of] >= LIMITS[name]).sum()) for of in both)
            rows.append((name, session, len(both), *both.median(), *limits))
    columns = ["class", "session", "patients", "before", "after"]
    return pd.DataFrame(rows, columns=[*columns, "at_limit_before", "at_limit_after"])
