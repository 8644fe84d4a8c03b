"""Sessions in a list that names no patient: the one patient's, one of several, or several's?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    QUIET,
    Case,
    Truth,
    aiding,
    bot,
    clinic,
    diary_rows,
    listed,
    period,
    session_rows,
    sessions_csv,
    table,
    workbook,
)

WHOSE = ("names no patient.*whose",)
ANNA, BERTA = "Anna 7", "Berta 3"


def _diaries(truth: Truth, *, ids: Sequence[str]) -> dict[str, bytes]:
    return {f"{p}.csv": table(bot(truth.bad_days(p))) for p in ids}


def _bare(truth: Truth, head: Sequence[str] = ("session_date", "units"), when: Any = str) -> bytes:
    """The sessions of everybody by date, without a word on whose they are."""
    rows = sorted((day, 155) for _, day in truth.treated())
    return table([head, *([when(day), units] for day, units in rows)])


def _of_one(seed: int, first: date, sessions: int = 1) -> Truth:
    truth = listed(clinic(seed, first, (ANNA,), longer=90))
    start = (truth.sessions or {})[ANNA][0]
    return replace(truth, sessions={ANNA: [start + n * 84 * DAY for n in range(sessions)]})


def one_app_and_one_list() -> Case:
    truth = _of_one(1401, date(2024, 1, 8), 2)
    return Case(
        kind=10,
        special="One person's app and her sessions, neither with an id: one reading.",
        files={**_diaries(truth, ids=[ANNA]), "my sessions.csv": _bare(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
        says=("one patient of the other files",),
    )


def one_app_and_one_list_in_german() -> Case:
    truth = _of_one(1402, date(2024, 3, 4), 2)
    rows = aiding(truth.bad_days(ANNA))
    spritzen = _bare(truth, ("Datum", "Einheiten"), lambda day: f"{day:%d.%m.%Y}")
    return Case(
        kind=10,
        special="The same from another app, the list in German; the app has an id from --id.",
        files={"export.csv": table(rows), "Spritzen.csv": spritzen.replace(b",", b";")},
        options=("--observed", period(truth), "--id", f"export.csv={ANNA}"),
        truth=replace(truth, columns="h"),
        want=QUIET,
    )


def one_app_and_a_day_book() -> Case:
    truth = _of_one(1403, date(2024, 1, 8))
    start = (truth.sessions or {})[ANNA][0]
    book = [[str(start + n * 7 * DAY), 155] for n in range(9)]
    return Case(
        kind=10,
        special="Beside it the clinic's list of all that were treated, a week apart: several's.",
        files={
            **_diaries(truth, ids=[ANNA]),
            "treated.csv": table([["session_date", "units"], *book]),
        },
        options=("--observed", period(truth)),
        truth=truth,
        want=ASK,
        says=WHOSE,
    )


def two_apps_and_one_list() -> Case:
    both = listed(clinic(1404, date(2024, 1, 8), (ANNA, BERTA)))
    truth = replace(both, sessions={BERTA: (both.sessions or {})[BERTA]})
    return Case(
        kind=10,
        special="Two people's apps, and the sessions of one of them.",
        files={**_diaries(truth, ids=[ANNA, BERTA]), "sessions.csv": _bare(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=ASK,
        says=WHOSE,
        true_reading=ANY,
    )


def two_apps_and_two_lists_of_their_names() -> Case:
    truth = listed(clinic(1405, date(2024, 1, 8), (ANNA, BERTA)))
    lists = {
        f"{p}.txt": _bare(replace(truth, sessions={p: (truth.sessions or {})[p]}))
        for p in (ANNA, BERTA)
    }
    return Case(
        kind=10,
        special="Two people's apps and lists, each named by its patient.",
        files={**_diaries(truth, ids=[ANNA, BERTA]), **lists},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
        never=WHOSE,
    )


def sessions_that_lost_their_ids() -> Case:
    truth = clinic(1406, date(2024, 1, 8))
    return Case(
        kind=10,
        special="A clinic's diary, and its sessions without the column of the ids.",
        files={"diary.csv": table(diary_rows(truth)), "sessions.csv": _bare(truth)},
        truth=truth,
        want=ASK,
        says=WHOSE,
    )


def sessions_by_initials() -> Case:
    truth = _of_one(1407, date(2024, 1, 8))
    rows = [["AB", day, 155] for _, day in truth.treated()]
    return Case(
        kind=10,
        special="The list has a column of initials: it does name people, in its own way.",
        files={
            **_diaries(truth, ids=[ANNA]),
            "list.csv": table([["Initials", "session_date", "units"], *rows]),
        },
        options=("--observed", period(truth)),
        truth=truth,
        want=ASK,
        says=("no column patient_id",),
    )


def sessions_with_an_id_beside_an_app() -> Case:
    truth = _of_one(1408, date(2024, 1, 8), 2)
    return Case(
        kind=10,
        special="The list has its ids as it should: nothing is asked, nothing is told of it.",
        files={**_diaries(truth, ids=[ANNA]), "sessions.csv": table(session_rows(truth))},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
        never=("names no patient",),
    )


def _below(label: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    return [["Headache diary"], label, [], *rows]


def ids_above_the_names_of_sheets() -> Case:
    truth = clinic(1409, date(2024, 3, 4), ("K7", "L2"))
    sheets = {}
    for n, patient in enumerate(truth.days or {}):
        alone = replace(truth, days={patient: (truth.days or {})[patient]})
        rows = [row[1:] for row in diary_rows(alone)]
        label = [f"Patient: {patient}"] if n else ["Patient ID", patient]
        sheets[f"Sheet{n + 1}"] = _below(label, rows)
    return Case(
        kind=10,
        special="A sheet for each patient, whose id stands in a cell above the names.",
        files={"diaries.xlsx": workbook(sheets), "sessions.csv": table(session_rows(truth))},
        truth=truth,
        want=QUIET,
    )


def a_name_above_the_names_is_no_id() -> Case:
    truth = clinic(1410, date(2024, 3, 4), ("K7",))
    rows = [row[1:] for row in diary_rows(truth)]
    return Case(
        kind=10,
        special="A name above the names of columns names nobody here: it is asked as before.",
        files={"K7.csv": table(_below(["Patient: Anna Example"], rows)), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=("no column patient_id",),
        never=("Anna",),
    )


CASES = (
    ids_above_the_names_of_sheets,
    a_name_above_the_names_is_no_id,
    one_app_and_one_list,
    one_app_and_one_list_in_german,
    one_app_and_a_day_book,
    two_apps_and_one_list,
    two_apps_and_two_lists_of_their_names,
    sessions_that_lost_their_ids,
    sessions_by_initials,
    sessions_with_an_id_beside_an_app,
)
