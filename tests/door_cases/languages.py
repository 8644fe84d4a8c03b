"""Kinds 3, 9 and 21: headers of a diary and of a list of sessions, as clinics write them."""

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
    german,
    session_rows,
    sessions_csv,
    table,
    workbook,
)


def _in(
    language: str, seed: int, diary: Sequence[str], sessions: Sequence[str], *, book: bool = False
) -> Case:
    """Both tables with these headers; the diary with tablets, the sessions with their dose."""
    truth = clinic(seed, date(2024, 3, 19), ("T01", "T02", "T03"))
    days: list[list[Any]] = [[p, german(d), h, m, m] for p, d, h, m in truth.rows()]
    treated: list[list[Any]] = []
    for p, first in truth.treated():
        treated.append([p, 1, german(first), 155])
    truth = replace(truth, units={p: {d: 155.0} for p, d in truth.treated()})
    both: dict[str, list[list[Any]]] = {
        "one": [list(diary), *days],
        "two": [list(sessions), *treated],
    }
    files = (
        {"records.xlsx": workbook(both)}
        if book
        else {f"{name}.csv": table(rows, delimiter=";") for name, rows in both.items()}
    )
    return Case(9, f"Headers in {language}.", files, truth, QUIET)


def headers_in_german() -> Case:
    return _in(
        "German",
        901,
        ("Patient", "Datum", "Kopfschmerz", "Migräne", "Medikament"),
        ("Patient", "Sitzung", "Datum", "Einheiten"),
    )


def headers_in_german_of_a_workbook() -> Case:
    return _in(
        "German",
        902,
        (
            "Patienten-Nr.",
            "Datum",
            "Kopfschmerzen (ja/nein)",
            "Migräne (ja/nein)",
            "Akutmedikation",
        ),
        ("Patienten-Nr.", "Sitzung Nr.", "Injektionsdatum", "Dosis (E)"),
        book=True,
    )


def headers_in_french() -> Case:
    return _in(
        "French",
        903,
        ("Patient", "Date", "Céphalée", "Migraine", "Médicament"),
        ("Patient", "Séance", "Date", "Unités"),
    )


def headers_in_spanish() -> Case:
    return _in(
        "Spanish",
        904,
        ("Paciente", "Fecha", "Dolor de cabeza", "Migraña", "Medicación"),
        ("Paciente", "Sesión", "Fecha", "Unidades"),
    )


def headers_in_italian() -> Case:
    return _in(
        "Italian",
        905,
        ("Paziente", "Data", "Cefalea", "Emicrania", "Farmaco"),
        ("Paziente", "Seduta", "Data", "Unità"),
    )


def headers_in_dutch() -> Case:
    return _in(
        "Dutch",
        906,
        ("Patiëntnummer", "Datum", "Hoofdpijn", "Migraine", "Medicatie"),
        ("Patiëntnummer", "Sessie", "Datum", "Eenheden"),
    )


def headers_in_portuguese() -> Case:
    return _in(
        "Portuguese",
        907,
        ("Paciente", "Data", "Dor de cabeça", "Enxaqueca", "Medicação"),
        ("Paciente", "Sessão", "Data", "Unidades"),
    )


def _beside(special: str, seed: int, name: str, rows: list[list[Any]], want: str) -> Case:
    """A third file beside a diary and its sessions."""
    truth = clinic(seed, date(2024, 3, 15), ("T01", "T02", "T03"))
    files = {"diary.csv": table(diary_rows(truth)), **sessions_csv(truth), name: table(rows)}
    return Case(9, special, files, truth, want, ("none of the layouts",) if want == ASK else ())


def a_log_of_tablets() -> Case:
    rows = [
        [p, date(2024, 3, 15) + n * DAY, "Sumatriptan", 50]
        for p in ("T01", "T02", "T03")
        for n in range(0, 50, 9)
    ]
    return _beside(
        "A list of tablets: a date and units, and no session.",
        908,
        "tablets.csv",
        [["Patient", "Datum", "Medikament", "Einheiten"], *rows],
        ASK,
    )


def scores_of_sessions() -> Case:
    rows = [[p, 1, "2024-04-12", 61] for p in ("T01", "T02", "T03")]
    return _beside(
        "A score at each session: a session and a date, and no dose.",
        909,
        "hit.csv",
        [["Patient", "Sitzung", "Datum", "HIT-6"], *rows],
        ASK,
    )


def a_second_column_of_a_dose() -> Case:
    truth = clinic(910, date(2024, 3, 15))
    rows = [[p, d, 155, 3.1] for p, d in truth.treated()]
    truth = replace(truth, units={p: {d: 155.0} for p, d in truth.treated()})
    return Case(
        kind=9,
        special="Beside units stands a dose (in ml): our own name goes before a word for it.",
        files={
            "diary.csv": table(diary_rows(truth)),
            "sessions.csv": table([["patient_id", "session_date", "units", "dose"], *rows]),
        },
        truth=truth,
        want=QUIET,
    )


def _hinted(seed: int, head: Sequence[str], yes: Any, no: Any, want: str = QUIET) -> Case:
    truth: Truth = clinic(seed, date(2024, 3, 15))
    rows = diary_rows(truth, head, yes=yes, no=no)
    return Case(
        kind=3,
        special=f"The header says how its cells are written: {head[2]}.",
        files={"diary.csv": table(rows), "sessions.csv": table(session_rows(truth))},
        truth=truth,
        want=want,
    )


def a_header_with_0_and_1() -> Case:
    return _hinted(
        911, ("patient_id", "date (yyyy-mm-dd)", "headache (0/1)", "migraine (0/1)"), 1, 0
    )


def a_header_with_its_coding() -> Case:
    return _hinted(
        912, ("patient_id", "date", "headache [0=no, 1=yes]", "migraine (1 = yes)"), 1, 0
    )


def a_header_with_y_and_n() -> Case:
    return _hinted(913, ("Patient", "Date", "Headache (Y/N)", "Migraine (y/n)"), "y", "n")


def a_header_with_another_measure() -> Case:
    truth = clinic(914, date(2024, 3, 15))
    rows = [
        [*row, minutes]
        for row, minutes in zip(diary_rows(truth), ["headache (min)"] + [90] * 999, strict=False)
    ]
    return Case(
        kind=3,
        special="headache (min) beside headache is another column, not its twin.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def _with_opposite(
    special: str, seed: int, want: str, turned: int = 0, blank: bool = False, reading: str = ""
) -> Case:
    """headache beside its opposite, which contradicts it in the first ``turned`` rows."""
    truth = clinic(seed, date(2024, 3, 15)).headaches()
    rows = [
        [p, d.isoformat(), "" if blank and not h else h, 1 - h if n >= turned else h]
        for n, (p, d, h, _) in enumerate(truth.rows())
    ]
    return Case(
        kind=21,
        special=special,
        files={
            "diary.csv": table([["patient_id", "date", "headache", "headache_free"], *rows]),
            **sessions_csv(truth),
        },
        truth=truth,
        want=want,
        says=(r"contradicts headache in 5 rows of 168",) if want == ASK else (),
        true_reading=reading,
    )


def headache_beside_its_opposite() -> Case:
    return _with_opposite("headache and headache_free agree in every row.", 915, QUIET)


def headache_completed_by_its_opposite() -> Case:
    return _with_opposite(
        "headache is a yes or blank, headache_free tells the days without.", 916, QUIET, blank=True
    )


def headache_against_its_opposite() -> Case:
    return _with_opposite(
        "headache_free contradicts headache in five rows.", 917, ASK, turned=5, reading="own"
    )


CASES = (
    headache_beside_its_opposite,
    headache_completed_by_its_opposite,
    headache_against_its_opposite,
    headers_in_german,
    headers_in_german_of_a_workbook,
    headers_in_french,
    headers_in_spanish,
    headers_in_italian,
    headers_in_dutch,
    headers_in_portuguese,
    a_log_of_tablets,
    scores_of_sessions,
    a_second_column_of_a_dose,
    a_header_with_0_and_1,
    a_header_with_its_coding,
    a_header_with_y_and_n,
    a_header_with_another_measure,
)
