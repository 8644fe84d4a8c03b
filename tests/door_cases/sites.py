"""Which files and sheets follow each other in time: one clinic's months, or another site's?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import (
    DAY,
    DIARY_HEAD,
    QUIET,
    RIGHT_OR_ASK,
    Case,
    Truth,
    clinic,
    diary_rows,
    same,
    sessions_csv,
    table,
    workbook,
)
from tests.door_cases.who import SITES

NUMBERS = ("P01", "P02", "P03")
MONTH = 57  # days of a course


def _days_alone(truth: Truth) -> Truth:
    return replace(truth, sessions=None, rate="")


def _one_after_the_other(seed: int, first: date, names: Sequence[str]) -> tuple[Truth, list[Truth]]:
    """People of two places with the same numbers; the second place begins where the first ends."""
    parts = [
        clinic(seed + place, first + place * MONTH * DAY, [f"{name} {n}" for n in NUMBERS])
        for place, name in enumerate(names)
    ]
    days = {p: course for part in parts for p, course in (part.days or {}).items()}
    return Truth(days=days, any_ids=True), parts


def _bare(name: str) -> str:
    return name.split(" ")[1]


def sites_that_follow_each_other() -> Case:
    truth, (one, two) = _one_after_the_other(1111, date(2024, 1, 1), ("Hull", "Leeds"))
    return Case(
        kind=11,
        special="Leeds began when Hull had ended: its P01 to P03 are others.",
        files={
            "Hull.csv": table(diary_rows(one, name=_bare)),
            "Leeds.csv": table(diary_rows(two, name=_bare)),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def numbered_sites_that_follow_each_other() -> Case:
    truth, (one, two) = _one_after_the_other(1112, date(2023, 9, 4), ("A", "B"))
    return Case(
        kind=11,
        special="The same as sheets: Zentrum 1 and Zentrum 2.",
        files={
            "Studie.xlsx": workbook(
                {
                    "Zentrum 1": diary_rows(one, name=_bare, when=same),
                    "Zentrum 2": diary_rows(two, name=_bare, when=same),
                }
            )
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def parts_that_name_other_sites() -> Case:
    truth, (one, two) = _one_after_the_other(1113, date(2023, 9, 4), ("A", "B"))
    head = [*DIARY_HEAD, "site"]
    files = {
        f"diary_{at}.csv": table([head, *([*r, site] for r in diary_rows(of, name=_bare)[1:])])
        for at, (of, site) in enumerate(((one, "Porto"), (two, "Braga")), 1)
    }
    return Case(
        kind=11,
        special="diary_1 and diary_2 follow each other; a column says that their sites differ.",
        files=files,
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def parts_whose_patients_are_others() -> Case:
    truth, (one, two) = _one_after_the_other(1114, date(2023, 9, 4), ("A", "B"))
    sexes = (("female", "male", "female"), ("male", "male", "female"))
    files = {}
    for at, (of, said) in enumerate(zip((one, two), sexes, strict=True), 1):
        files[f"diary_{at}.csv"] = table(diary_rows(of, name=_bare))
        rows = [[n, sex, 40] for n, sex in zip(NUMBERS, said, strict=True)]
        files[f"patients_{at}.csv"] = table([["patient_id", "sex", "age"], *rows])
    return Case(
        kind=11,
        special="Of two tables of patients, one says P01 is a woman and the other a man.",
        files=files,
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def _cut(truth: Truth, at: Sequence[int], when: Any = date.isoformat) -> list[list[list[Any]]]:
    """The diary in two, of each patient from another day on."""
    parts: list[list[list[Any]]] = [[list(DIARY_HEAD)], [list(DIARY_HEAD)]]
    first = {p: day for p, (day, _) in (truth.days or {}).items()}
    limit = dict(zip(first, at, strict=True))
    for patient, day, *rest in diary_rows(truth, when=same)[1:]:
        later = (day - first[patient]).days >= limit[patient]
        parts[later].append([patient, when(day), *rest])
    return parts


def parts_of_one_diary() -> Case:
    truth = clinic(1115, date(2024, 2, 5), NUMBERS)
    one, two = _cut(truth, (30, 30, 30))
    return Case(
        kind=11,
        special="The rest of the diary came later, in a file called so.",
        files={
            "Tagebuch.csv": table(one),
            "Tagebuch Nachtrag 2.csv": table(two),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def sheets_that_each_go_on() -> Case:
    truth = clinic(1116, date(2024, 2, 5), NUMBERS)
    one, two = _cut(truth, (20, 33, 41), when=same)
    return Case(
        kind=11,
        special="Two clerks kept the diary: each patient goes on in the other's sheet on her day.",
        files={"Diary.xlsx": workbook({"Ruth": one, "Olga": two}), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def months_of_one_centre() -> Case:
    truth = clinic(1117, date(2024, 1, 8), NUMBERS)
    files: dict[str, list[list[Any]]] = {}
    for patient, day, *rest in diary_rows(truth, when=same)[1:]:
        name = f"centre 3 {day:%m-%Y}.csv"
        files.setdefault(name, [list(DIARY_HEAD)]).append([patient, day.isoformat(), *rest])
    return Case(
        kind=11,
        special="centre 3 01-2024, centre 3 02-2024, ...: one centre's months.",
        files={**{name: table(rows) for name, rows in files.items()}, **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def sessions_whose_numbers_go_on() -> Case:
    truth = clinic(1118, date(2024, 1, 8), NUMBERS, longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    head = ["patient_id", "session", "session_date"]
    files = {
        name: table([head, *([p, at + 1, days[at].isoformat()] for p, days in twice.items())])
        for at, name in enumerate(("sessions.csv", "visits in spring.csv"))
    }
    return Case(
        kind=11,
        special="The next sessions came in a file of their own: number 2 of each after number 1.",
        files={"diary.csv": table(diary_rows(truth)), **files},
        truth=truth,
        want=QUIET,
    )


def _sharing_a_day(seed: int, apart: int = 0) -> tuple[Truth, list[Truth]]:
    """Two places with the same numbers; the second begins so many days after the first's last."""
    names = ("A", "B")
    first = clinic(seed, date(2024, 1, 1), [f"A {n}" for n in NUMBERS])
    start = date(2024, 1, 1) + (MONTH - 1 + apart) * DAY
    parts = [first, clinic(seed + 1, start, [f"{names[1]} {n}" for n in NUMBERS])]
    days = {p: course for part in parts for p, course in (part.days or {}).items()}
    return Truth(days=days, any_ids=True), parts


def letters_that_share_a_day() -> Case:
    truth, (one, two) = _sharing_a_day(1120)
    return Case(
        kind=11,
        special="A and B: B's first day is A's last, and says something else of it.",
        files={
            "A.csv": table(diary_rows(one, name=_bare)),
            "B.csv": table(diary_rows(two, name=_bare)),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def sheets_that_share_a_day() -> Case:
    truth, (one, two) = _sharing_a_day(1122)
    return Case(
        kind=11,
        special="The same in sheets whose names could be those of parts.",
        files={
            "Studie.xlsx": workbook(
                {
                    "Tagebuch 1": diary_rows(one, name=_bare, when=same),
                    "Tagebuch 2": diary_rows(two, name=_bare, when=same),
                }
            )
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def letters_with_a_day_between() -> Case:
    truth, (one, two) = _sharing_a_day(1124, apart=2)
    return Case(
        kind=11,
        special="One day lies between the diaries of A and those of B.",
        files={
            "A.csv": table(diary_rows(one, name=_bare), delimiter=";"),
            "B.csv": table(diary_rows(two, name=_bare), delimiter=";"),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=SITES,
        true_reading="own",
    )


def a_day_that_two_parts_share() -> Case:
    truth = clinic(1126, date(2024, 2, 5), NUMBERS)
    one, two = _cut(truth, (30, 30, 30))
    last = [row for row in one[1:] if row[1] == (date(2024, 2, 5) + 29 * DAY).isoformat()]
    words = {1: "yes", 0: "no"}
    later = [[*row[:2], *(words.get(cell, cell) for cell in row[2:])] for row in (*last, *two[1:])]
    return Case(
        kind=11,
        special="One diary in two files; the last day stands in both, here in words.",
        files={
            "Tagebuch 1.csv": table(one),
            "Tagebuch 2.csv": table([two[0], *later]),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def a_day_that_two_months_share() -> Case:
    truth = clinic(1127, date(2024, 3, 4), NUMBERS)
    one, two = _cut(truth, (28, 28, 28))
    first = [row for row in two[1:] if row[1] == "2024-04-01"]
    return Case(
        kind=11,
        special="March's export ends with 1 April, with which April's begins.",
        files={"March.csv": table([*one, *first]), "April.csv": table(two), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


CASES = (
    letters_that_share_a_day,
    sheets_that_share_a_day,
    letters_with_a_day_between,
    a_day_that_two_parts_share,
    a_day_that_two_months_share,
    sites_that_follow_each_other,
    numbered_sites_that_follow_each_other,
    parts_that_name_other_sites,
    parts_whose_patients_are_others,
    parts_of_one_diary,
    sheets_that_each_go_on,
    months_of_one_centre,
    sessions_whose_numbers_go_on,
)
