"""Small things of the files of clinics: tablets by name, broken headers, notes, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import (
    ANY,
    ASK,
    QUIET,
    TOLD,
    Case,
    Truth,
    clinic,
    diary_rows,
    german,
    packed,
    sessions_csv,
    table,
    workbook,
)

DRUGS = ("Sumatriptan 50 mg", "Ibuprofen 400", "Maxalt lingua", "Paracetamol, MCP", "2 Tabletten")


def _with_tablets(special: str, seed: int, taken: Sequence[str], none: str, want: str) -> Case:
    """A German diary whose tablets stand by name on the days with headache."""
    truth = clinic(seed, date(2024, 2, 14))
    rows: list[list[Any]] = [["Patient", "Datum", "Kopfschmerz", "Migräne", "Medikament"]]
    for place, (p, day, h, m) in enumerate(truth.rows()):
        words = [("nein", "ja")[h], ("nein", "ja")[m]]
        rows.append([p, german(day), *words, taken[place % len(taken)] if h else none])
    files = {"tagebuch.csv": table(rows, delimiter=";"), **sessions_csv(truth)}
    says = ("acute_medication",) if want == ASK else ()
    return Case(21, special, files, truth, want, says, true_reading=ANY)


def tablets_by_name() -> Case:
    return _with_tablets("Five drugs by name or dose, blank without.", 941, DRUGS, "", QUIET)


def tablets_by_name_or_none() -> Case:
    return _with_tablets("Drugs by name, *keine* without.", 942, DRUGS, "keine", QUIET)


def one_tablet_by_name() -> Case:
    return _with_tablets("One drug alone, blank without.", 943, DRUGS[:1], "", QUIET)


def words_for_how_often_tablets() -> Case:
    return _with_tablets("*manchmal* and *oft* name no drug.", 944, ("manchmal", "oft"), "", ASK)


def _headed(special: str, seed: int, headers: Sequence[str]) -> Case:
    truth = clinic(seed, date(2024, 5, 14), ("Q1", "Q2", "Q3"))
    rows = [list(headers), *([p, day, h, m] for p, day, h, m in truth.rows())]
    files = {"tagebuch.xlsx": workbook({"Blatt": rows}), **sessions_csv(truth)}
    return Case(3, special, files, truth, QUIET)


def words_parted_at_the_line_break() -> Case:
    return _headed(
        "Words parted at the end of a line.",
        945,
        ("Patienten-\nnummer", "Datum", "Kopf-\nschmerz", "Migräne"),
    )


def the_coding_below_the_name() -> Case:
    head = ("Patient", "Datum\n(TT.MM.JJJJ)", "Kopfschmerz\nja/nein", "Migräne\n0/1")
    return _headed("The coding in the second line of a header.", 946, head)


def _archive(special: str, seed: int, name: str, content: bytes, want: str, kind: int) -> Case:
    truth = clinic(seed, date(2024, 6, 18), ("Z1", "Z2", "Z3"))
    members = {"tagebuch.csv": table(diary_rows(truth)), **sessions_csv(truth), name: content}
    says = ("none of the layouts",) if want == ASK else ()
    return Case(kind, special, {"export.zip": packed(members)}, truth, want, says, true_reading=ANY)


def a_note_in_the_archive() -> Case:
    note = "Dies ist der Export.\r\nErstellt für die Sprechstunde, bitte nicht ändern.\r\n"
    return _archive("A note beside the tables.", 947, "LIESMICH.txt", note.encode(), QUIET, 4)


def codes_in_the_archive() -> Case:
    legend = b"code;meaning\n0;no\n1;yes\n"
    return _archive("A legend beside the tables.", 948, "codes.csv", legend, QUIET, 4)


def an_unknown_table_in_the_archive() -> Case:
    rows = [["Pat", "Tag", "Wert"], ["Z1", "2024-06-20", 3], ["Z2", "2024-06-21", 4]]
    return _archive("A table that nobody knows.", 949, "werte.csv", table(rows), ASK, 9)


def _hours(seed: int, *, beside: bool) -> tuple[Truth, dict[str, bytes]]:
    truth = clinic(seed, date(2024, 3, 20))
    head = ["Patient", "Datum", "Migräne", "Kopfschmerz (Stunden)"]
    rows = [[p, german(d), m, (3 + d.day % 9) * h] for p, d, h, m in truth.rows()]
    if beside:
        head += ["Kopfschmerz"]
        rows = [[*row, int(row[-1] > 0)] for row in rows]
    return truth, {"d.csv": table([head, *rows], delimiter=";"), **sessions_csv(truth)}


def hours_of_headache_alone() -> Case:
    truth, files = _hours(950, beside=False)
    return Case(
        36,
        "Hours of headache, and no yes or no.",
        files,
        replace(truth, columns="m"),
        TOLD,
        ("headache", "missing"),
    )


def hours_of_headache_beside_it() -> Case:
    truth, files = _hours(951, beside=True)
    return Case(36, "Hours of headache beside its yes and no.", files, truth, QUIET)


def _counted(special: str, header: str, names: Sequence[Any], want: str, says: str = "") -> Case:
    days = {"C1": (16, 7, 6), "C2": (18, 8, 5), "C3": (15, 14, 13)}
    rows = [
        [p, name, n, n + 2] for p, mine in days.items() for name, n in zip(names, mine, strict=True)
    ]
    truth = Truth(
        counts={p: {s: (n + 2, n) for s, n in enumerate(mine)} for p, mine in days.items()},
        rate="2 of 3",
    )
    head = ["Patient", header, "Migränetage", "Kopfschmerztage"]
    content = table([head, *rows], delimiter=";")
    return Case(
        30,
        special,
        {"zahlen.csv": content},
        truth,
        want,
        (says,) if says else (),
        true_reading=ANY if want == ASK else "",
    )


def sessions_below_a_word_for_time() -> Case:
    names = ("Ausgangswert", "Sitzung 1", "Sitzung 2")
    return _counted("German: sessions by name below *Zeitpunkt*.", "Zeitpunkt", names, QUIET)


def weeks_below_a_word_for_time() -> Case:
    names = ("Woche 0", "Woche 12", "Woche 24")
    return _counted("German: weeks below *Zeitpunkt*.", "Zeitpunkt", names, ASK, "Woche 12")


def visits_by_number_alone() -> Case:
    return _counted("French: visits 1, 2, 3.", "Visite", (1, 2, 3), ASK, "baseline")


def visits_from_0() -> Case:
    return _counted("Visits 0, 1, 2: the baseline is 0.", "Visit", (0, 1, 2), QUIET)


CASES = (
    tablets_by_name,
    tablets_by_name_or_none,
    one_tablet_by_name,
    words_for_how_often_tablets,
    words_parted_at_the_line_break,
    the_coding_below_the_name,
    a_note_in_the_archive,
    codes_in_the_archive,
    an_unknown_table_in_the_archive,
    hours_of_headache_alone,
    hours_of_headache_beside_it,
    sessions_below_a_word_for_time,
    weeks_below_a_word_for_time,
    visits_by_number_alone,
    visits_from_0,
)
