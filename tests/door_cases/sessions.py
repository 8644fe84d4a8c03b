"""Kinds 29 and 30: which rows of a list of sessions are treatments?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import (
    ASK,
    DAY,
    QUIET,
    Case,
    Truth,
    clinic,
    diary_rows,
    table,
)

HEAD = ["patient_id", "session", "session_date"]


def _twice(seed: int) -> Truth:
    """Three patients with two sessions each, twelve weeks apart."""
    truth = clinic(seed, date(2024, 1, 15), ("K1", "K2", "K3"), longer=120)
    return replace(
        truth, sessions={p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    )


def _marked(
    special: str,
    header: str,
    given: Any,
    missed: Any,
    want: str,
    *,
    seed: int = 2901,
    blank_ahead: bool = False,
    says: Sequence[str] = (),
    reading: str = "not_given",
) -> Case:
    """Every patient's second appointment of three was missed, and a column says so; where
    ``missed`` is None there is no such appointment."""
    truth = _twice(seed)
    rows: list[list[Any]] = []
    for p, days in (truth.sessions or {}).items():
        kept = [[p, day, given] for day in days]
        if missed is not None:
            kept.insert(1, [p, days[0] + 63 * DAY, missed])
        rows += [[p, n, day, said] for n, (p, day, said) in enumerate(kept, 1)]
    sessions = dict(truth.sessions or {})
    if blank_ahead:
        sessions["K1"] = [*sessions["K1"], date(2024, 7, 29)]
        rows.append(["K1", 3, date(2024, 7, 29), ""])
    return Case(
        kind=29,
        special=special,
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*HEAD, header], *rows]),
        },
        truth=replace(truth, sessions=sessions),
        want=want,
        says=says,
        options=("--today", "2024-07-12") if blank_ahead else (),
        true_reading=reading if want == ASK else "",
    )


def a_column_cancelled() -> Case:
    return _marked(
        "A column Cancelled with yes and no.",
        "Cancelled",
        "no",
        "yes",
        ASK,
        says=(r"cancelled: 3 times 'yes'.*\?",),
    )


def a_column_abgesagt() -> Case:
    return _marked(
        "A column abgesagt? with ja and blanks.",
        "abgesagt?",
        "",
        "ja",
        ASK,
        seed=2902,
        says=(r"3 times 'ja'.*\?",),
    )


def a_column_no_show() -> Case:
    return _marked(
        "A column no-show (0/1).", "no-show (0/1)", 0, 1, ASK, seed=2903, says=(r"3 times '1'.*\?",)
    )


def a_column_attended() -> Case:
    return _marked(
        "A column attended with yes and no.",
        "attended",
        "yes",
        "no",
        ASK,
        seed=2904,
        says=(r"attended: 3 times 'no'.*\?",),
    )


def a_column_erschienen() -> Case:
    return _marked(
        "A column Patient erschienen with 1 and 0.",
        "Patient erschienen",
        1,
        0,
        ASK,
        seed=2905,
        says=(r"3 times '0'.*\?",),
    )


def a_column_attended_with_crosses() -> Case:
    return _marked(
        "A cross at every session that was attended.",
        "attended",
        "x",
        "",
        ASK,
        seed=2906,
        says=(r"attended: 3 times '\(blank\)'.*\?",),
    )


def a_dose_that_says_cancelled() -> Case:
    return _marked(
        "The word stands where the dose is expected.",
        "units",
        155,
        "cancelled",
        ASK,
        seed=2907,
        says=(r"units: 3 times 'cancelled'.*\?",),
    )


def none_was_cancelled() -> Case:
    return _marked(
        "A column Cancelled that says no of each.", "Cancelled", "no", None, QUIET, seed=2908
    )


def all_were_attended() -> Case:
    return _marked(
        "A column attended that says yes of each; one is still to come.",
        "attended",
        "yes",
        None,
        QUIET,
        seed=2909,
        blank_ahead=True,
    )


def consent_not_given() -> Case:
    truth = _twice(2910)
    rows = [
        [p, n, day, "no" if p == "K2" else "yes"]
        for p, days in (truth.sessions or {}).items()
        for n, day in enumerate(days, 1)
    ]
    return Case(
        kind=29,
        special="A column photo consent given: its no is about something else.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*HEAD, "photo consent given"], *rows]),
        },
        truth=truth,
        want=QUIET,
    )


def _dosed(special: str, doses: Sequence[Any], want: str, *, seed: int, reading: str = "") -> Case:
    """Three visits a patient with these doses; those of 0 are no sessions."""
    truth = _twice(seed)
    rows: list[list[Any]] = []
    for p, days in (truth.sessions or {}).items():
        visits = days if len(doses) == 2 else [days[0], days[0] + 63 * DAY, days[1]]
        rows += [
            [p, n, day, dose] for n, (day, dose) in enumerate(zip(visits, doses, strict=True), 1)
        ]
    return Case(
        kind=29,
        special=special,
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*HEAD, "units"], *rows]),
        },
        truth=truth,
        want=want,
        says=(r"3 sessions of 9 with 0 units.*\?",) if want == ASK else (),
        true_reading=reading,
    )


def visits_of_0_units() -> Case:
    return _dosed(
        "A visit with 0 units between two sessions.",
        [155, 0, 155],
        ASK,
        seed=2911,
        reading="not_used",
    )


def sessions_of_a_blank_dose() -> Case:
    return _dosed(
        "The dose of the second session is blank: not known.", [155, ""], QUIET, seed=2912
    )


def a_muscle_of_0_units() -> Case:
    truth = _twice(2913)
    parts = (("frontalis", 100), ("masseter", 0), ("trapezius", 55))
    rows = [[p, day, m, u] for p, day in truth.treated() for m, u in parts]
    sessions = truth.sessions or {}
    return Case(
        kind=29,
        special="A row for each muscle, and one of them got nothing.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([["patient_id", "session_date", "muscle", "units"], *rows]),
        },
        truth=replace(truth, units={p: dict.fromkeys(days, 155) for p, days in sessions.items()}),
        want=QUIET,
    )


def _named(
    special: str,
    names: Sequence[str],
    want: str,
    *,
    seed: int,
    before: int = 28,
    treated: bool = False,
    reading: str = "",
    says: Sequence[str] = (),
) -> Case:
    """The first name is a visit so many days before session 1, or session 1 itself."""
    truth = _twice(seed)
    rows = []
    for p, days in (truth.sessions or {}).items():
        visits = days if treated else [days[0] - before * DAY, *days]
        rows += [[p, name, day] for name, day in zip(names, visits, strict=True)]
    return Case(
        kind=30,
        special=special,
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table([HEAD, *rows])},
        truth=truth,
        want=want,
        says=says,
        true_reading=reading,
    )


def a_screening_visit() -> Case:
    return _named(
        "The first row of everybody is named Screening.",
        ["Screening", "Session 1", "Session 2"],
        QUIET,
        seed=2914,
    )


def a_screening_visit_beside_visits() -> Case:
    return _named(
        "Screening, V1, V2: V1 may be the baseline.",
        ["Screening", "V1", "V2"],
        ASK,
        seed=2915,
        reading="numbers_are_sessions",
        says=(r"which one is the baseline",),
    )


def a_baseline_twelve_weeks_before_month_3() -> Case:
    return _named(
        "Baseline and Month 3: the first treatment is called Baseline.",
        ["Baseline", "Month 3"],
        ASK,
        seed=2916,
        treated=True,
        reading="treated",
        says=(r"84 days before",),
    )


def a_baseline_visit_before_months() -> Case:
    return _named(
        "A baseline visit, then sessions in weeks 4 and 16.",
        ["Baseline", "Week 4", "Week 16"],
        QUIET,
        seed=2917,
    )


CASES = (
    a_column_cancelled,
    a_column_abgesagt,
    a_column_no_show,
    a_column_attended,
    a_column_erschienen,
    a_column_attended_with_crosses,
    a_dose_that_says_cancelled,
    none_was_cancelled,
    all_were_attended,
    consent_not_given,
    visits_of_0_units,
    sessions_of_a_blank_dose,
    a_muscle_of_0_units,
    a_screening_visit,
    a_screening_visit_beside_visits,
    a_baseline_twelve_weeks_before_month_3,
    a_baseline_visit_before_months,
)
