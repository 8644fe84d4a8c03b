"""Kinds 26 to 37: what belongs together, and what does not count?"""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from analytics.frames import CANONICAL
from importing.stamped import write_stamped
from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    DIARY_HEAD,
    QUIET,
    RIGHT,
    RIGHT_OR_ASK,
    SESSION_HEAD,
    TOLD,
    Case,
    Truth,
    aiding,
    bot,
    buddy,
    clinic,
    diary_rows,
    german,
    lines,
    listed,
    navigator,
    period,
    same,
    session_rows,
    sessions_csv,
    table,
    tracker,
    workbook,
)

# 26: one patient's list in several files


def four_exports_of_one_list() -> Case:
    truth = listed(clinic(261, date(2024, 1, 10), ("Nora",)))
    bad = list(truth.bad_days("Nora"))
    parts: dict[str, list[tuple[date, str]]] = {f"export {n}.csv": [] for n in range(1, 5)}
    for d, letter in bad:
        parts[f"export {(d - date(2024, 1, 10)).days // 15 + 1}.csv"].append((d, letter))
    ids = [o for name in parts for o in ("--id", f"{name}=Nora")]
    return Case(
        kind=26,
        special="Four exports, each of two weeks, of one patient's list.",
        files={**{name: table(bot(of)) for name, of in parts.items()}, **sessions_csv(truth)},
        options=("--observed", period(truth), *ids),
        truth=truth,
        want=RIGHT,
    )


def exports_that_overlap() -> Case:
    truth = listed(clinic(262, date(2023, 9, 4), ("Timo",)))
    bad = list(truth.bad_days("Timo"))
    third = len(bad) // 3
    files = {"alt.csv": table(tracker(bad[: 2 * third])), "neu.csv": table(tracker(bad[third:]))}
    return Case(
        kind=26,
        special="Two exports of a tracker share a third of their attacks.",
        files={**files, **sessions_csv(truth)},
        options=("--observed", period(truth), "--id", "alt.csv=Timo", "--id", "neu.csv=Timo"),
        truth=truth,
        want=RIGHT,
    )


def a_change_of_app() -> Case:
    truth = listed(clinic(263, date(2024, 4, 8), ("Runa",)))
    bad = list(truth.bad_days("Runa"))
    half = len(bad) // 2
    return Case(
        kind=26,
        special="First Migraine Buddy, then Aiding Migraine, one period.",
        files={
            "buddy.csv": table(buddy(bad[:half]), quoting=1),
            "aiding.csv": table(aiding(bad[half:])),
            **sessions_csv(truth),
        },
        options=("--observed", period(truth), "--id", "buddy.csv=Runa", "--id", "aiding.csv=Runa"),
        truth=truth,
        want=RIGHT,
    )


def a_period_for_each_file() -> Case:
    truth = clinic(264, date(2024, 7, 1), ("Ulla",)).headaches()
    first, _ = (truth.days or {})["Ulla"]
    bad = list(truth.bad_days("Ulla"))
    turn = first + 28 * DAY
    return Case(
        kind=26,
        special="A stated period for each of two files; the day between them is unknown.",
        files={
            "vor.csv": table(bot([b for b in bad if b[0] < turn])),
            "nach.csv": table(bot([b for b in bad if b[0] > turn])),
            **sessions_csv(truth),
        },
        options=(
            "--observed",
            f"vor.csv={first}..{turn - DAY}",
            "--observed",
            f"nach.csv={turn + DAY}..{turn + 28 * DAY}",
            "--id",
            "vor.csv=Ulla",
            "--id",
            "nach.csv=Ulla",
        ),
        truth=truth,
        want=RIGHT,
    )


def headache_here_and_migraine_there() -> Case:
    truth = clinic(265, date(2024, 2, 26), ("G1", "G2", "G3"))
    rows = diary_rows(truth)[1:]
    return Case(
        kind=26,
        special="One file holds headache, another migraine, of the same days.",
        files={
            "headache.csv": table([["patient_id", "date", "headache"], *[r[:3] for r in rows]]),
            "migraine.csv": table(
                [["patient_id", "date", "migraine"], *[[*r[:2], r[3]] for r in rows]]
            ),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT,
    )


def three_people_three_files() -> Case:
    truth = listed(clinic(266, date(2024, 2, 16), ("Maja", "Nils", "Ove")))
    files = {f"{p}.csv": table(bot(truth.bad_days(p))) for p in truth.days or {}}
    return Case(
        kind=26,
        special="Three people, a file each, one stated period.",
        files={**files, **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


def a_diary_in_two_halves() -> Case:
    truth = clinic(267, date(2024, 8, 26), ("hv1", "hv2", "hv3"))
    rows = diary_rows(truth, when=same)
    turn = date(2024, 9, 20)
    return Case(
        kind=26,
        special="A daily diary in two files that share a day, word for word.",
        files={
            "one.csv": table([rows[0], *[r for r in rows[1:] if r[1] <= turn]]),
            "two.xlsx": workbook({"Diary": [rows[0], *[r for r in rows[1:] if r[1] >= turn]]}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


# 27: attacks outside the stated period


def _outside(seed: int, patient: str, first: date, before: int, after: int) -> tuple[Truth, list]:  # type: ignore[type-arg]
    truth = listed(clinic(seed, first, (patient,)))
    bad = list(truth.bad_days(patient))
    early = [(first - (3 * i + 2) * DAY, "H") for i in range(before)]
    late = [(first + (58 + 2 * i) * DAY, "M") for i in range(after)]
    return truth, [*reversed(early), *bad, *late]


def attacks_before_the_period() -> Case:
    truth, attacks = _outside(271, "Elin", date(2024, 3, 4), 4, 0)
    return Case(
        kind=27,
        special="Four attacks lie before the stated period.",
        files={"Elin.csv": table(bot(attacks)), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=TOLD,
        says=(r"4 .{0,60}(outside|before)", r"(outside|before) .{0,60}\b4\b"),
    )


def attacks_after_the_period() -> Case:
    truth, attacks = _outside(272, "Bengt", date(2023, 1, 16), 1, 5)
    return Case(
        kind=27,
        special="Semicolons; one attack before the stated period, five after it.",
        files={"Bengt.csv": table(tracker(attacks), delimiter=";"), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=TOLD,
        says=(r"6 .{0,60}outside", r"outside .{0,60}\b6\b", r"5 .{0,60}after"),
    )


def attacks_on_the_edges() -> Case:
    truth = clinic(273, date(2024, 3, 4), ("Liv",))
    first, letters = (truth.days or {})["Liv"]
    truth = listed(replace(truth, days={"Liv": (first, "H" + letters[1:-1] + "M")}))
    return Case(
        kind=27,
        special="The first and the last day of the period have an attack.",
        files={"Liv.csv": table(bot(truth.bad_days("Liv"))), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


# 28: attacks that cannot be read


def _unknown(truth: Truth, patient: str, *days: date) -> Truth:
    first, letters = (truth.days or {})[patient]
    text = list(letters)
    for day in days:
        text[(day - first).days] = "?"
    return replace(truth, days={patient: (first, "".join(text))}, rate="")


ASIDE = (r"set aside", r"unknown", r"not known")


def an_end_before_its_start() -> Case:
    truth = listed(clinic(281, date(2024, 5, 13), ("Sara",)))
    bad = list(truth.bad_days("Sara"))
    rows = bot(bad)
    day = bad[8][0]
    rows[9][1] = f"{day - 40 * DAY} 18:20"
    return Case(
        kind=28,
        special="One attack ends forty days before it starts: its day is unknown, never free.",
        files={"Sara.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=_unknown(truth, "Sara", day),
        want=RIGHT_OR_ASK,
        says=ASIDE,
    )


def a_length_that_cannot_be_read() -> Case:
    truth = listed(clinic(282, date(2023, 10, 30), ("Olle",)))
    rows = buddy(truth.bad_days("Olle"))
    rows[10][2] = "a while"
    rows[14][2] = "??"
    return Case(
        kind=28,
        special="Migraine Buddy: two lengths cannot be read; the first days of the attacks stay.",
        files={"Olle.csv": table(rows, quoting=1), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def a_day_that_cannot_be_read() -> Case:
    truth = listed(clinic(283, date(2024, 10, 14), ("Per",)))
    bad = list(truth.bad_days("Per"))
    place = next(i for i in range(5, len(bad)) if (bad[i + 1][0] - bad[i - 1][0]).days >= 3)
    rows = bot(bad)
    rows[place + 1][0] = "2024-13-45 14:05"
    gap = (bad[place + 1][0] - bad[place - 1][0]).days
    unknown = [bad[place - 1][0] + i * DAY for i in range(1, gap)]
    return Case(
        kind=28,
        special="The day of one attack cannot be read: no day between its neighbours is free.",
        files={"Per.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=_unknown(truth, "Per", *unknown),
        want=RIGHT_OR_ASK,
        says=(*ASIDE, "2024-13-45"),
    )


def an_attack_still_going_on() -> Case:
    truth = listed(clinic(285, date(2024, 1, 1), ("Ulla",)))
    bad = list(truth.bad_days("Ulla"))
    place = next(i for i in range(8, 20) if (bad[i + 1][0] - bad[i][0]).days >= 2)
    rows = buddy(bad)
    rows[place + 4][2] = "Ongoing"
    gap = (bad[place + 1][0] - bad[place][0]).days
    unknown = [bad[place][0] + i * DAY for i in range(1, gap)]
    return Case(
        kind=28,
        special="Migraine Buddy: one attack in the middle says Ongoing; the next one ends it.",
        files={"Ulla.csv": table(rows, quoting=1), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=_unknown(truth, "Ulla", *unknown),
        want=TOLD,
        says=(r"unknown, not free",),
    )


def an_attack_of_three_days() -> Case:
    truth = clinic(284, date(2024, 5, 13), ("Siv",))
    first, letters = (truth.days or {})["Siv"]
    text = letters[:10] + "0MMM0" + letters[15:]
    truth = listed(replace(truth, days={"Siv": (first, text)}))
    bad = [b for b in truth.bad_days("Siv") if not 12 <= (b[0] - first).days <= 13]
    rows = bot(bad)
    long = next(row for row in rows[1:] if row[0].startswith(str(first + 11 * DAY)))
    long[1] = f"{first + 13 * DAY} 09:00"
    return Case(
        kind=28,
        special="One attack lasts from one day into the second next.",
        files={"Siv.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


# 29: sessions that begin later


EARLIER = (r"earlier", r"begin", r"before", r"session 2", r"not in the file", r"number")


def _numbered(truth: Truth, numbers: list[Any], when: Any = date.isoformat) -> list[list[Any]]:
    return [
        ["patient_id", "session", "session_date"],
        *([p, n, when(d)] for n, (p, d) in zip(numbers, truth.treated(), strict=True)),
    ]


def sessions_begin_with_number_3() -> Case:
    truth = clinic(291, date(2024, 1, 4), ("P01", "P02"))
    return Case(
        kind=29,
        special="The clinic's own numbers are 3 and 5: the baseline lies under treatment.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_numbered(truth, [3, 5])),
        },
        truth=replace(truth, rate=""),
        want=ASK,
        says=EARLIER,
    )


def sessions_named_session_3() -> Case:
    truth = clinic(294, date(2024, 1, 4), ("P01", "P02"))
    return Case(
        kind=29,
        special="The clinic's own numbers are words: 'Session 3' and 'S5'.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_numbered(truth, ["Session 3", "S5"])),
        },
        truth=replace(truth, rate=""),
        want=ASK,
        says=EARLIER,
    )


def sessions_that_jump() -> Case:
    truth = clinic(292, date(2024, 1, 15), ("J1", "J2", "J3"), longer=170)
    twice = {p: [d[0], d[0] + 168 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    book = workbook({"Sessions": _numbered(truth, [1, 3] * 3, same)})
    return Case(
        kind=29,
        special="Sessions 1 and 3 of everybody, in a workbook: the second one is missing.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.xlsx": book},
        truth=replace(truth, rate=""),
        want=ASK,
        says=EARLIER,
    )


def a_first_session_set_aside() -> Case:
    truth = clinic(293, date(2023, 2, 13), ("J4", "J5", "J6"), longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    rows = _numbered(truth, [1, 2] * 3)
    rows[3][2] = "13.3."
    return Case(
        kind=29,
        special="The date of the first session of J5 cannot be read; the second one stays.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        truth=replace(truth, rate=""),
        want=ASK,
        says=(r"session 1", r"first session", r"earlier", r"baseline"),
    )


def _two_sessions(special: str, numbers: list[int], says: tuple[str, ...]) -> Case:
    truth = clinic(295, date(2024, 1, 1), ("K1", "K2"), longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    return Case(
        kind=29,
        special=special,
        truth=truth,
        want=ASK,
        says=says,
        never=(r"not with 1",),
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_numbered(truth, numbers)),
        },
        true_reading="as_dated",
    )


def numbers_against_the_dates() -> Case:
    return _two_sessions(
        "Number 2 is dated before number 1.", [2, 1, 1, 2], (r"number 2 on 29 Jan 2024",)
    )


def first_numbers_that_differ() -> Case:
    truth = clinic(296, date(2024, 1, 4), ("K3", "K4", "K5"))
    return Case(
        kind=29,
        special="The numbers begin with 3, with 2 and with 1.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_numbered(truth, [3, 2, 1])),
        },
        truth=replace(truth, rate=""),
        want=ASK,
        says=(r"number 2 to 3",),
    )


def one_number_with_two_dates() -> Case:
    truth = clinic(297, date(2024, 1, 1), ("K6", "K7"))
    day_later = replace(
        truth, sessions={p: [d[0] + DAY] for p, d in (truth.sessions or {}).items()}
    )
    return Case(
        kind=29,
        special="Two lists give session 1 of everybody, a day apart.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions 1.csv": table(_numbered(truth, [1, 1])),
            "sessions 2.csv": table(_numbered(day_later, [1, 1])),
        },
        truth=truth,
        want=ASK,
        says=(r"29 Jan 2024 and on 30 Jan 2024",),
        true_reading="first",
    )


def sessions_numbered_from_1() -> Case:
    truth = clinic(294, date(2024, 1, 15), ("J7", "J8"), longer=90)
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    return Case(
        kind=29,
        special="Sessions 1 and 2, twelve weeks apart.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table(_numbered(truth, [1, 2] * 2)),
        },
        truth=truth,
        want=QUIET,
    )


def _with_status(truth: Truth, header: str, done: str, other: dict[str, str]) -> list[list[Any]]:
    """The sessions with a status each, and one appointment more, two weeks before, for some."""
    rows = [[p, day.isoformat(), done] for p, day in truth.treated()]
    rows += [
        [p, ((truth.sessions or {})[p][0] - 14 * DAY).isoformat(), said]
        for p, said in other.items()
    ]
    return [["patient_id", "session_date", header], *rows]


def sessions_cancelled() -> Case:
    truth = clinic(298, date(2024, 1, 15), ("J10", "J11", "J12"))
    rows = _with_status(truth, "status", "done", {"J10": "cancelled", "J12": "no-show"})
    return Case(
        kind=29,
        special="Two of the appointments were cancelled or missed: a column status says so.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=(r"status.*1 time 'cancelled'.*1 time 'no-show'.*\?",),
        true_reading="not_given",
    )


def a_session_abgesagt() -> Case:
    truth = clinic(299, date(2023, 5, 8), ("J13", "J14", "J15"))
    rows = _with_status(truth, "Zustand", "durchgeführt", {"J14": "Abgesagt (krank)"})
    rows[0] = ["Patient", "Injektion am", "Zustand"]
    columns = {"Patient": "patient_id", "Injektion am": "session_date"}
    told = {
        "clear_days_mapping": 1,
        "table": "sessions",
        "columns": columns,
        "values": {},
        "events": {},
        "periods": {},
    }
    return Case(
        kind=29,
        special="A mapped workbook of sessions, one of them abgesagt.",
        files={"diary.csv": table(diary_rows(truth)), "Termine.xlsx": workbook({"Termine": rows})},
        given={"mapping.json": json.dumps(told).encode()},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=ASK,
        says=(r"Zustand.*1 time 'Abgesagt.*\?",),
        true_reading="not_given",
    )


def sessions_all_done() -> Case:
    truth = clinic(300, date(2024, 1, 15), ("J16", "J17", "J18"))
    rows = _with_status(truth, "status", "done", {})
    return Case(
        kind=29,
        special="A column status that says done of each session.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        truth=truth,
        want=QUIET,
    )


def sessions_with_remarks() -> Case:
    truth = clinic(301, date(2024, 1, 15), ("J19", "J20", "J21"))
    rows = _with_status(truth, "status", "given", {})
    rows[1][2], rows[2][2] = "not cancelled", "given, came late"
    return Case(
        kind=29,
        special="A column status with remarks, none of which says that a session was not given.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table(rows)},
        truth=truth,
        want=QUIET,
    )


# 30: months instead of sessions

TIMES = (r"\bT0\b", r"month", r"week", r"baseline", r"\bV1\b", r"times?")
COUNTS_HEAD = ["patient_id", "session", "headache_days", "migraine_days"]
THREE: dict[str, dict[int, list[float | None]]] = {
    "A-1": {0: [20, 15], 1: [10, 7], 2: [9, 6]},
    "A-2": {0: [24, 18], 1: [20, 16], 2: [15, 12]},
    "A-3": {0: [18, 13], 1: [8, 6], 2: [6, 4]},
}


def _counts(names: list[str]) -> list[list[Any]]:
    rows = [[p, names[s], *v] for p, of in THREE.items() for s, v in of.items()]
    return [COUNTS_HEAD, *rows]


def _times(special: str, names: list[str], want: str, *, book: bool = False) -> Case:
    rows = _counts(names)
    files = {"counts.xlsx": workbook({"S": rows})} if book else {"counts.csv": table(rows)}
    says = TIMES if want == ASK else ()
    truth = Truth(counts=THREE, rate="2 of 3")
    reading = ANY if want == ASK else ""
    return Case(30, special, files, truth, want, says, true_reading=reading)


def times_in_steps_of_3() -> Case:
    return _times("T0, T3, T6 are months.", ["T0", "T3", "T6"], ASK)


def times_in_words() -> Case:
    return _times(
        "Baseline, Month 3, Month 6, in a workbook.",
        ["Baseline", "Month 3", "Month 6"],
        ASK,
        book=True,
    )


def times_in_weeks() -> Case:
    return _times("Weeks of treatment.", ["0 wk", "12 wk", "24 wk"], ASK)


def visits() -> Case:
    return _times("V1 may be the baseline, or the first session.", ["V1", "V2", "V3"], ASK)


def times_in_columns() -> Case:
    head = ["record_id", *(f"{kind}_{t}" for kind in ("hd", "md") for t in ("T0", "T3", "T6"))]
    rows = [[p, *(of[s][k] for k in (0, 1) for s in range(3))] for p, of in THREE.items()]
    return Case(
        kind=30,
        special="A column for each time: hd_T0, hd_T3, hd_T6.",
        files={"wide.csv": table([head, *rows])},
        truth=Truth(counts=THREE, rate="2 of 3"),
        want=ASK,
        says=(*TIMES, "T3"),
    )


def a_word_beside_times() -> Case:
    return _times("A word for the baseline beside plain 3 and 6.", ["baseline", "3", "6"], ASK)


def months_one_by_one() -> Case:
    return _times("Months after the baseline, one by one.", ["BL", "M1", "M2"], ASK)


def weeks_one_by_one() -> Case:
    return _times("Every four weeks.", ["Baseline", "Week 4", "Week 8"], ASK)


def a_baseline_and_numbers() -> Case:
    return _times("Baseline, 1, 2.", ["Baseline", "1", "2"], QUIET)


def sessions_in_words() -> Case:
    return _times("Baseline, Session 1, Session 2.", ["Baseline", "Session 1", "Session 2"], QUIET)


def sessions_as_numbers() -> Case:
    return _times("0, 1, 2, in a workbook.", ["0", "1", "2"], QUIET, book=True)


def _visits_listed(
    special: str,
    names: list[str],
    want: str,
    says: tuple[str, ...] = (),
    *,
    units: tuple[Any, Any] | None = None,
    before: int = 28,
    treated: bool = False,
    kind: int = 30,
    reading: str = "",
) -> Case:
    """A list of sessions whose first row a patient is a visit before session 1, or is session 1."""
    truth = clinic(298, date(2023, 10, 2), ("B1", "B2", "B3"), longer=120)
    days = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    head = ["patient_id", "session", "session_date", *(["units"] if units else [])]
    rows = []
    for p, d in days.items():
        dates = d if treated else [d[0] - before * DAY, *d]
        doses = [units[0], *[units[1]] * 2] if units else []
        rows += [
            [p, n, str(day), *doses[i : i + 1]]
            for i, (n, day) in enumerate(zip(names, dates, strict=True))
        ]
    return Case(
        kind=kind,
        special=special,
        truth=replace(truth, sessions=days),
        want=want,
        says=says,
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": table([head, *rows])},
        true_reading=reading,
    )


def a_baseline_visit_in_the_sessions() -> Case:
    return _visits_listed(
        "The first row of everybody is a visit without treatment.",
        ["Baseline", "Session 1", "Sitzung 2"],
        QUIET,
        kind=29,
    )


def a_session_0() -> Case:
    return _visits_listed(
        "Session 0 has no dose.", ["0", "1", "2"], QUIET, kind=29, units=("", 155)
    )


def a_baseline_with_a_dose() -> Case:
    return _visits_listed(
        "A dose stands beside the baseline.",
        ["Baseline", "1", "2"],
        ASK,
        (r"with a dose in 3",),
        kind=29,
        units=(155, 155),
        reading="left_out",
    )


def sessions_counted_from_0() -> Case:
    return _visits_listed(
        "A list counts from 0: session 0 is twelve weeks before session 1.",
        ["0", "1"],
        ASK,
        (r"84 days before",),
        kind=29,
        treated=True,
        reading="treated",
    )


def visits_of_sessions() -> Case:
    return _visits_listed(
        "V1 is the visit before session 1.",
        ["V1", "V2", "V3"],
        ASK,
        (r"which one is the baseline",),
        reading="first_is_baseline",
    )


def visits_that_are_sessions() -> Case:
    return _visits_listed(
        "V1 is session 1.",
        ["V1", "V2"],
        ASK,
        (r"which one is the baseline",),
        treated=True,
        reading="numbers_are_sessions",
    )


def a_baseline_beside_visits() -> Case:
    return _visits_listed(
        "Baseline, V1, V2: the baseline is named.", ["Baseline", "V1", "V2"], QUIET
    )


# 31: rows of one patient and date


MUSCLES = ("corrugator", "procerus", "frontalis", "temporalis", "occipitalis", "trapezius")
UNITS = (10, 5, 20, 40, 30, 50)


def _dosed(truth: Truth, units: float) -> Truth:
    sessions = truth.sessions or {}
    return replace(truth, units={p: dict.fromkeys(days, units) for p, days in sessions.items()})


def a_row_for_each_muscle() -> Case:
    truth = clinic(311, date(2024, 6, 24), ("I1", "I2", "I3"))
    rows = [[p, d, m, u] for p, d in truth.treated() for m, u in zip(MUSCLES, UNITS, strict=True)]
    return Case(
        kind=31,
        special="A row for each injected muscle: 155 units, not 10 and five rows set aside.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "muscle", "units"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=RIGHT,
    )


def a_row_for_each_point() -> Case:
    truth = clinic(312, date(2023, 11, 20), ("I4", "I5", "I6"))
    rows = [[p, german(d), f"point {n + 1}", 5] for p, d in truth.treated() for n in range(31)]
    head = [*SESSION_HEAD, "site of injection", "units"]
    return Case(
        kind=31,
        special="31 points of 5 units, told apart by their names, semicolons.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "Punkte.csv": table([head, *rows], delimiter=";"),
        },
        truth=_dosed(truth, 155),
        want=RIGHT_OR_ASK,
        says=(r"155", r"sum", r"add"),
    )


def equal_rows_of_a_session() -> Case:
    truth = clinic(313, date(2024, 6, 24), ("I7", "I8"))
    rows = [[p, d, 5] for p, d in truth.treated() for _ in range(31)]
    book = workbook({"Sessions": [[*SESSION_HEAD, "units"], *rows]})
    return Case(
        kind=31,
        special="31 equal rows of 5 units with nothing that tells them apart.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.xlsx": book},
        truth=_dosed(truth, 155),
        want=ASK,
        says=(r"155", r"sum", r"add"),
        true_reading=ANY,
    )


def muscles_in_one_cell() -> Case:
    truth = clinic(314, date(2023, 8, 22), ("AX-1", "AX-2", "AX-3"))
    twice = {p: [d[0], d[0] + 84 * DAY] for p, d in (truth.sessions or {}).items()}
    truth = replace(truth, sessions=twice)
    cell = "frontalis 20; temporalis 40; trapezius 30"
    rows = [[p, d, 155, cell] for p, d in truth.treated()]
    return Case(
        kind=31,
        special="One row a session, all muscles in one cell, sessions twelve weeks apart.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "units", "muscles"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=QUIET,
    )


def a_session_entered_by_two() -> Case:
    truth = clinic(316, date(2024, 3, 11), ("I1", "I2", "I3"))
    rows = [[p, d, 155, who] for p, d in truth.treated() for who in ("KM", "LS")]
    return Case(
        kind=31,
        special="Each session was entered twice, by KM and by LS: 155 units, not 310.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "units", "entered_by"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=ASK,
        says=(r"310", r"sum", r"one"),
        true_reading="one",
    )


def a_full_dose_in_each_ward() -> Case:
    truth = clinic(317, date(2024, 3, 11), ("I1", "I2", "I3"))
    rows = [[p, d, "Ward " + ward, 155] for p, d in truth.treated() for ward in "AB"]
    return Case(
        kind=31,
        special="A column site that names wards, and the full dose in each row.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "site", "units"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=ASK,
        says=(r"310", r"sum", r"one"),
        true_reading="one",
    )


def the_full_dose_beside_each_muscle() -> Case:
    truth = clinic(318, date(2024, 3, 11), ("I1", "I2", "I3"))
    rows = [[p, d, m, 155] for p, d in truth.treated() for m in MUSCLES]
    return Case(
        kind=31,
        special="A row for each muscle, and each of them carries the dose of the whole session.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "muscle", "units"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=ASK,
        says=(r"930", r"sum", r"one"),
        true_reading="one",
    )


def a_total_among_the_muscles() -> Case:
    truth = clinic(319, date(2024, 3, 11), ("I1", "I2", "I3"))
    told = [*zip(MUSCLES, UNITS, strict=True), ("Gesamt", sum(UNITS))]
    rows = [[p, d, m, u] for p, d in truth.treated() for m, u in told]
    return Case(
        kind=31,
        special="A row for each muscle, then one of their total: 155 units, not 310.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "Sitzungen.csv": table([[*SESSION_HEAD, "Muskel", "units"], *rows], delimiter=";"),
        },
        truth=_dosed(truth, 155),
        want=RIGHT,
    )


def a_total_that_is_no_sum() -> Case:
    truth = clinic(320, date(2024, 3, 11), ("I1", "I2", "I3"))
    told = [*zip(MUSCLES, UNITS, strict=True), ("total", 195)]
    rows = [[p, d, m, u] for p, d in truth.treated() for m, u in told]
    return Case(
        kind=31,
        special="The total among the muscles says 195 units, the muscles are 155 together.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "muscle", "units"], *rows]),
        },
        truth=_dosed(truth, 195),
        want=ASK,
        says=(r"195", r"155"),
        true_reading="total",
    )


def muscles_of_two_sides() -> Case:
    truth = clinic(321, date(2024, 3, 11), ("I1", "I2", "I3"))
    told = [("frontalis", "L", 50), ("frontalis", "R", 50), ("procerus", "", 55)]
    rows = [[p, d, *row] for p, d in truth.treated() for row in told]
    return Case(
        kind=31,
        special="Muscle and side together tell the rows apart, neither does alone.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "muscle", "side", "units"], *rows]),
        },
        truth=_dosed(truth, 155),
        want=QUIET,
    )


def one_session_in_two_files() -> Case:
    truth = clinic(315, date(2024, 1, 22), ("B1", "B2", "B3"))
    rows = [[p, d, 195] for p, d in truth.treated()]
    return Case(
        kind=31,
        special="The list of last year and that of this year name the same sessions alike.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions 2023.csv": table([[*SESSION_HEAD, "units"], *rows[:2]]),
            "sessions 2024.csv": table([[*SESSION_HEAD, "units"], *rows]),
        },
        truth=_dosed(truth, 195),
        want=QUIET,
    )


# 32: REDCap EAV


def _events(names: dict[str, int]) -> bytes:
    told = {
        "clear_days_mapping": 1,
        "table": "",
        "columns": {},
        "values": {},
        "events": names,
        "periods": {},
    }
    return json.dumps(told).encode()


def eav_checkbox() -> Case:
    counts = {
        "P01": {0: [20, 14], 1: [9, 5]},
        "P02": {0: [18, 12], 1: [15, 10]},
        "P03": {0: [22, 16], 1: [12, 8]},
    }
    events = {"baseline_arm_1": 0, "month_3_arm_1": 1}
    rows = []
    for p, of in counts.items():
        for event, s in events.items():
            fields = (("mhd", of[s][0]), ("mmd", of[s][1]), ("triggers", 1), ("triggers", 4))
            rows += [[p, event, name, value] for name, value in fields]
    return Case(
        kind=32,
        special="A checkbox has a row for each ticked choice.",
        files={
            "redcap_eav.csv": table([["record", "redcap_event_name", "field_name", "value"], *rows])
        },
        given={"mapping.json": _events(events)},
        options=("--mapping", "@mapping.json"),
        truth=Truth(counts=counts, rate="2 of 3"),
        want=RIGHT,
    )


EAV = ["record", "redcap_repeat_instrument", "redcap_repeat_instance", "field_name", "value"]


def _eav(truth: Truth, extra: list[tuple[str, Any]]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for n, (p, d, h, m) in enumerate(diary_rows(truth)[1:], 1):
        fields = [("date", d), ("headache", h), ("migraine", m), *(extra if h else [])]
        rows += [[p, "diary", n, name, value] for name, value in fields]
    return [EAV, *rows]


def eav_of_a_diary_with_boxes() -> Case:
    truth = clinic(322, date(2024, 9, 30), ("17-1", "17-2", "17-3"))
    boxes = [("symptoms", 2), ("symptoms", 3), ("symptoms", 7)]
    return Case(
        kind=32,
        special="A repeating diary as EAV, three ticked symptoms on days with headache.",
        files={"eav.csv": table(_eav(truth, boxes)), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT,
    )


def eav_that_contradicts_itself() -> Case:
    truth = clinic(323, date(2024, 9, 30), ("17-4", "17-5"))
    rows = _eav(truth, [])
    rows.insert(3, [*rows[2][:4], 1 - int(rows[2][4])])
    return Case(
        kind=32,
        special="One field that is no checkbox is given twice, as 0 and as 1.",
        files={"eav.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"headache", r"twice"),
    )


def eav_without_boxes() -> Case:
    truth = clinic(324, date(2023, 4, 3), ("9-1", "9-2", "9-3"))
    return Case(
        kind=32,
        special="A repeating diary as EAV without any checkbox.",
        files={"eav.csv": table(_eav(truth, [])), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 33: counts beside a diary


def _beside(truth: Truth, more: int = 0) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for p, (_, letters) in (truth.days or {}).items():
        for session, month in enumerate((letters[:28], letters[29:57])):
            migraine = month.count("M")
            rows.append([p, session, migraine + month.count("H") + more, migraine + more, 28])
    return [[*COUNTS_HEAD, "recorded_days"], *rows]


def counts_that_disagree() -> Case:
    truth = clinic(331, date(2024, 2, 5), ("D1", "D2", "D3"))
    return Case(
        kind=33,
        special="The clinic's counts are three days above the diary in every month.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "counts.csv": table(_beside(truth, 3)),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=(r"count", r"disagree", r"differ"),
    )


def counts_in_a_workbook_that_disagree() -> Case:
    truth = clinic(332, date(2023, 8, 28), ("D4", "D5", "D6"))
    rows = _beside(truth)
    for row in rows[2::2]:
        row[3] = row[3] // 2
        row[2] = row[3] + 2
    book = workbook({"Zahlen": rows, "Tagebuch": diary_rows(truth, when=same)})
    return Case(
        kind=33,
        special="In one workbook: the counts after the session are half of the diary's.",
        files={"beides.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"count", r"disagree", r"differ"),
    )


def counts_that_agree() -> Case:
    truth = clinic(333, date(2024, 2, 5), ("D7", "D8", "D9"))
    return Case(
        kind=33,
        special="Counts of the four weeks before and after, as the diary has them.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "counts.csv": table(_beside(truth)),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
        says=(r"count",),
    )


# 34: an unreadable optional cell


def units_with_their_name() -> Case:
    truth = clinic(341, date(2024, 6, 3), ("U1", "U2", "U3"))
    cells = {"U1": "155 U", "U2": "155", "U3": "ca. 160"}
    rows = [[p, d, cells[p]] for p, d in truth.treated()]
    return Case(
        kind=34,
        special="155 U and ca. 160 in the units: the sessions count all the same.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([[*SESSION_HEAD, "units"], *rows]),
        },
        truth=truth,
        want=RIGHT,
    )


def pain_between_two_numbers() -> Case:
    truth = clinic(342, date(2023, 10, 2), ("U4", "U5", "U6"))
    pain = {(1, 1): "6-7", (1, 0): "2", (0, 0): ""}
    rows = [[p, d, h, m, pain[h, m]] for p, d, h, m in diary_rows(truth, when=same)[1:]]
    book = workbook({"Diary": [[*DIARY_HEAD, "pain"], *rows]})
    return Case(
        kind=34,
        special="Pain of 6-7 in a workbook: the day counts.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=RIGHT,
    )


def age_in_words() -> Case:
    truth = clinic(343, date(2023, 10, 2), ("U7", "U8", "U9"))
    patients = lines("patient_id,sex,age", "U7,f,44 J.", "U8,f,about 50", "U9,m,29")
    return Case(
        kind=34,
        special="An age in words costs no patient.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "patients.csv": patients,
            **sessions_csv(truth),
        },
        truth=replace(truth, patients=("U7", "U8", "U9")),
        want=RIGHT,
    )


def blank_optional_cells() -> Case:
    truth = clinic(344, date(2024, 6, 3), ("V1", "V2", "V3"))
    rows = [[*row, "", ""] for row in diary_rows(truth)]
    rows[0][4:] = ["pain", "acute_medication"]
    return Case(
        kind=34,
        special="Columns of pain and medication in which nobody wrote anything.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 35: a stamp is no proof


def _stamped(truth: Truth, change: Any = None) -> bytes:
    rows = diary_rows(truth, when=pd.Timestamp)
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    given = [c for c in CANONICAL["diary"].columns if c.name in frame]
    frame = frame.astype({"headache": "Int8", "migraine": "Int8"})[[c.name for c in given]]
    return write_stamped(CANONICAL["diary"], frame if change is None else change(frame))


BROKEN_ROWS = (r"row \d+", r"not 0 or 1", r"several rows", r"is empty", r"schema", r"checked")


def stamped_with_a_flag_of_7() -> Case:
    truth = clinic(351, date(2024, 5, 6))

    def sevens(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(headache=frame["headache"].mask(frame.index % 10 == 0, 7))

    return Case(
        kind=35,
        special="A file with our own stamp whose every tenth headache is 7.",
        files={"diary.parquet": _stamped(truth, sevens), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=BROKEN_ROWS,
    )


def stamped_with_two_rows_a_day() -> Case:
    truth = clinic(352, date(2023, 5, 15), ("S-7", "S-8", "S-9"))

    def doubled(frame: pd.DataFrame) -> pd.DataFrame:
        turned = frame.head(20).assign(headache=1 - frame.head(20)["headache"], migraine=0)
        return pd.concat([frame, turned], ignore_index=True)

    return Case(
        kind=35,
        special="Our stamp over twenty days that stand there twice and contradict themselves.",
        files={"diary.parquet": _stamped(truth, doubled), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(*BROKEN_ROWS, "contradict"),
    )


def stamped_without_some_ids() -> Case:
    truth = clinic(353, date(2023, 5, 15), ("S-1", "S-2", "S-3"))

    def nameless(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(patient_id=frame["patient_id"].mask(frame.index % 12 == 0))

    return Case(
        kind=35,
        special="Our stamp over rows of which every twelfth has no id.",
        files={"diary.parquet": _stamped(truth, nameless), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=BROKEN_ROWS,
    )


def stamped_and_sound() -> Case:
    truth = clinic(354, date(2024, 5, 6))
    return Case(
        kind=35,
        special="Our stamp over sound rows.",
        files={"diary.parquet": _stamped(truth), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def sound_without_a_stamp() -> Case:
    truth = clinic(355, date(2024, 5, 6), ("q-1", "q-2", "q-3"))
    rows = diary_rows(truth)
    sink = io.BytesIO()
    pd.DataFrame(rows[1:], columns=rows[0]).to_parquet(sink, index=False)
    return Case(
        kind=35,
        special="Parquet of another program, dates as text, without a stamp.",
        files={"diary.parquet": sink.getvalue(), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 36: told


def an_id_in_one_of_two_tables() -> Case:
    truth = clinic(361, date(2024, 3, 25), ("E-1", "E-2", "E-3"))
    lone = {"E-9": [date(2024, 4, 22)]}
    truth = replace(truth, sessions={**(truth.sessions or {}), **lone}, rate="")
    return Case(
        kind=36,
        special="A session of somebody who has no diary here.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=TOLD,
        says=(r"no diary",),
    )


def a_patient_without_a_session() -> Case:
    truth = clinic(362, date(2023, 12, 11), ("E-4", "E-5", "E-6"))
    sessions = {p: d for p, d in (truth.sessions or {}).items() if p != "E-5"}
    first, letters = (truth.days or {})["E-5"]
    days = {**(truth.days or {}), "E-5": (first, letters[:30])}
    truth = replace(truth, sessions=sessions, days=days, rate="")
    book = workbook({"Diary": diary_rows(truth, when=same)})
    return Case(
        kind=36,
        special="A diary that ends long before the cut-off, of somebody without a session.",
        files={"diary.xlsx": book, **sessions_csv(truth)},
        truth=truth,
        want=TOLD,
        says=(r"no session",),
    )


def a_column_that_looks_like_migraine() -> Case:
    truth = clinic(363, date(2024, 3, 25), ("E-7", "E-8")).headaches()
    rows = diary_rows(clinic(363, date(2024, 3, 25), ("E-7", "E-8")))
    rows[0][3] = "Migräneattacke"
    return Case(
        kind=36,
        special="A column of 0 and 1 called Migräneattacke, and no column of migraine.",
        files={"diary.csv": table(rows, delimiter=";"), **sessions_csv(truth)},
        truth=truth,
        want=TOLD,
        says=(r"Migräneattacke",),
    )


def a_diary_alone() -> Case:
    truth = replace(clinic(364, date(2024, 3, 25)), sessions=None, rate="")
    return Case(
        kind=36,
        special="A diary checked alone: nobody has a session, and nobody misses one.",
        files={"diary.csv": table(diary_rows(truth))},
        truth=truth,
        want=QUIET,
    )


def columns_of_other_things() -> Case:
    truth = clinic(365, date(2024, 3, 25), ("E-0", "E-00"))
    rows = [[i, *row, 21.5, "rain"] for i, row in enumerate(diary_rows(truth))]
    rows[0] = ["row", *DIARY_HEAD, "temperature", "weather"]
    return Case(
        kind=36,
        special="A number of the row, the temperature and the weather: no flag, date or id.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 37: no crash


def headers_in_another_case() -> Case:
    truth = clinic(371, date(2024, 4, 29), ("cc1", "cc2", "cc3")).headaches()
    app = navigator([(date(2024, 5, 1), "M"), (date(2024, 5, 2), "0"), (date(2024, 5, 3), "H")])
    days = {**(truth.days or {}), "cc9": (date(2024, 5, 1), "H0H")}
    return Case(
        kind=37,
        special="A diary app's header in capitals, and our own template's.",
        files={
            "diary.csv": table([[h.upper() for h in DIARY_HEAD], *diary_rows(truth)[1:]]),
            "cc9.csv": table([[h.upper() for h in app[0]], *app[1:]]),
            "sessions.csv": table([["Patient_ID", "SESSION_DATE"], *session_rows(truth)[1:]]),
        },
        truth=replace(truth, days=days, rate=""),
        want=RIGHT_OR_ASK,
        says=(r"cc9",),
    )


def ids_with_two_underscores() -> Case:
    truth = clinic(372, date(2024, 4, 29), ("site__1", "site__2", "__"))
    return Case(
        kind=37,
        special="Ids with two underscores, one of them nothing else.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def a_name_that_is_not_utf_8() -> Case:
    name = os.fsdecode(b"M\xfcller.csv")
    truth = replace(listed(clinic(373, date(2023, 7, 10), ("Müller",))), any_ids=True, rate="")
    return Case(
        kind=37,
        special="The file's name is written in Latin-1, and the id comes from it.",
        files={name: table(bot(truth.bad_days("Müller")))},
        options=("--observed", period(truth)),
        truth=replace(truth, sessions=None),
        want=RIGHT_OR_ASK,
        says=(r"name", r"--id"),
    )


def a_mapping_of_a_thousand_brackets() -> Case:
    truth = clinic(374, date(2024, 4, 29))
    return Case(
        kind=37,
        special="A mapping that is nothing but opening brackets.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        given={"mapping.json": b"[" * 100_000},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=ASK,
        says=(r"mapping",),
        exits=(1, 2),
    )


def a_name_in_other_letters() -> Case:
    truth = listed(clinic(375, date(2023, 7, 10), ("Żółć 東",)))
    return Case(
        kind=37,
        special="A name in letters of Poland and Japan, in UTF-8.",
        files={"Żółć 東.csv": table(bot(truth.bad_days("Żółć 東"))), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


CASES = (
    four_exports_of_one_list,
    exports_that_overlap,
    a_change_of_app,
    a_period_for_each_file,
    headache_here_and_migraine_there,
    three_people_three_files,
    a_diary_in_two_halves,
    attacks_before_the_period,
    attacks_after_the_period,
    attacks_on_the_edges,
    an_end_before_its_start,
    a_length_that_cannot_be_read,
    a_day_that_cannot_be_read,
    an_attack_of_three_days,
    an_attack_still_going_on,
    sessions_begin_with_number_3,
    sessions_named_session_3,
    sessions_that_jump,
    numbers_against_the_dates,
    first_numbers_that_differ,
    one_number_with_two_dates,
    a_first_session_set_aside,
    sessions_numbered_from_1,
    sessions_cancelled,
    a_session_abgesagt,
    sessions_all_done,
    sessions_with_remarks,
    times_in_steps_of_3,
    times_in_words,
    times_in_weeks,
    visits,
    times_in_columns,
    a_word_beside_times,
    months_one_by_one,
    weeks_one_by_one,
    a_baseline_and_numbers,
    sessions_in_words,
    sessions_as_numbers,
    a_baseline_visit_in_the_sessions,
    a_session_0,
    a_baseline_with_a_dose,
    sessions_counted_from_0,
    visits_of_sessions,
    visits_that_are_sessions,
    a_baseline_beside_visits,
    a_row_for_each_muscle,
    a_row_for_each_point,
    equal_rows_of_a_session,
    muscles_in_one_cell,
    a_session_entered_by_two,
    a_full_dose_in_each_ward,
    the_full_dose_beside_each_muscle,
    a_total_among_the_muscles,
    a_total_that_is_no_sum,
    muscles_of_two_sides,
    one_session_in_two_files,
    eav_checkbox,
    eav_of_a_diary_with_boxes,
    eav_that_contradicts_itself,
    eav_without_boxes,
    counts_that_disagree,
    counts_in_a_workbook_that_disagree,
    counts_that_agree,
    units_with_their_name,
    pain_between_two_numbers,
    age_in_words,
    blank_optional_cells,
    stamped_with_a_flag_of_7,
    stamped_with_two_rows_a_day,
    stamped_without_some_ids,
    stamped_and_sound,
    sound_without_a_stamp,
    an_id_in_one_of_two_tables,
    a_patient_without_a_session,
    a_column_that_looks_like_migraine,
    a_diary_alone,
    columns_of_other_things,
    headers_in_another_case,
    ids_with_two_underscores,
    a_name_that_is_not_utf_8,
    a_mapping_of_a_thousand_brackets,
    a_name_in_other_letters,
)
