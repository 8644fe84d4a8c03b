"""Kinds 19 to 25: what does a cell mean, and what does a blank one?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import (
    ANY,
    ASK,
    DAY,
    DIARY_HEAD,
    QUIET,
    RIGHT,
    RIGHT_OR_ASK,
    Case,
    Truth,
    aiding,
    bot,
    buddy,
    clinic,
    diary_rows,
    french,
    german,
    period,
    same,
    session_rows,
    sessions_csv,
    table,
    workbook,
)

# 19: days without headache

NO_FREE_DAY = (
    r"no day without",
    r"without a single",
    r"only (bad|headache) days",
    r"free days?",
    r"(row|day|cell)s? without a mark",
    r"every (row|day) .{0,30}headache",
    r"blank",
    r"never 0",
)


def _between(truth: Truth) -> Truth:
    """What a list of bad days can tell: between a patient's first and last one the rest is free."""
    days = {}
    for patient, (first, letters) in (truth.days or {}).items():
        start = next(place for place, letter in enumerate(letters) if letter in "MH")
        days[patient] = (first + start * DAY, letters[start:].rstrip("0-").replace("-", "0"))
    return replace(truth, days=days, rate="")


def only_headache_days_listed() -> Case:
    truth = clinic(191, date(2024, 1, 4))
    rows = [row for row in diary_rows(truth) if row[2]]
    return Case(
        kind=19,
        special="Only days with headache were written down: no row says no.",
        files={"diary.csv": table(rows), **sessions_csv(truth)},
        truth=_between(truth),
        want=ASK,
        says=NO_FREE_DAY,
        true_reading=ANY,
    )


def only_headache_days_in_two_files() -> Case:
    truth = clinic(192, date(2023, 9, 18), ("E1", "E2", "E3"))
    rows = [row for row in diary_rows(truth, when=same) if row[2]]
    first = [row for row in rows[1:] if row[1] < date(2023, 10, 16)]
    then = [row for row in rows[1:] if row[1] >= date(2023, 10, 16)]
    return Case(
        kind=19,
        special="The same in a workbook for the weeks before and a CSV file for those after.",
        files={
            "vorher.xlsx": workbook({"Tagebuch": [rows[0], *first]}),
            "nachher.csv": table([rows[0], *then], delimiter=";"),
            **sessions_csv(truth),
        },
        truth=_between(truth),
        want=ASK,
        says=NO_FREE_DAY,
        true_reading=ANY,
    )


def headache_days_of_one_who_got_well() -> Case:
    truth = clinic(198, date(2024, 10, 14), ("X1", "X2", "X3"))
    ends = {}
    for p, (first, text) in (truth.days or {}).items():
        known = text.replace("-", "0")
        ends[p] = (first, "M" + known[1:31] + ("0" * 26 if p == "X1" else known[31:-1] + "M"))
    truth = replace(truth, days=ends)
    rows = [row for row in diary_rows(truth)[1:] if row[2]]
    return Case(
        kind=19,
        special="Only headache days are listed, and X1 has none after the first days of treatment.",
        files={"diary.csv": table([list(DIARY_HEAD), *rows]), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=NO_FREE_DAY,
        true_reading="free",
    )


def only_migraine_days_listed() -> Case:
    truth = clinic(193, date(2024, 10, 14), ("X1", "X2", "X3"))
    rows = [[p, d, 1] for p, d, h, m in diary_rows(truth)[1:] if m]
    letters = {
        p: (first, text.replace("H", "0")) for p, (first, text) in (truth.days or {}).items()
    }
    return Case(
        kind=19,
        special="There is no column of headache, and migraine is 1 in every row.",
        files={
            "diary.csv": table([["patient_id", "date", "migraine"], *rows]),
            **sessions_csv(truth),
        },
        truth=_between(replace(truth, days=letters, columns="m")),
        want=ASK,
        says=NO_FREE_DAY,
        true_reading=ANY,
    )


def crosses_and_blanks() -> Case:
    truth = clinic(194, date(2024, 2, 12), ("K1", "K2", "K3"))
    rows = diary_rows(truth, when=german, yes="x", no="")
    return Case(
        kind=19,
        special="A paper diary: a cross for yes, nothing for no; every day has its row.",
        files={"Tagebuch.csv": table(rows, delimiter=";"), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=NO_FREE_DAY,
        true_reading=ANY,
    )


def migraine_ticked_or_blank() -> Case:
    truth = clinic(195, date(2024, 7, 8), ("K4", "K5", "K6"))
    rows = [[p, d, h, "sí" if m else ""] for p, d, h, m in diary_rows(truth, when=same)[1:]]
    return Case(
        kind=19,
        special="Headache is 0 or 1; the column of migraine holds sí and blanks alone.",
        files={
            "diario.xlsx": workbook({"Diario": [list(DIARY_HEAD), *rows]}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=NO_FREE_DAY,
        true_reading=ANY,
    )


def one_patient_every_day() -> Case:
    truth = clinic(196, date(2024, 5, 21), ("Q2", "Q5", "Q8"))
    first, letters = (truth.days or {})["Q2"]
    truth = replace(truth, days={**(truth.days or {}), "Q2": (first, letters.replace("0", "H"))})
    return Case(
        kind=19,
        special="One patient truly had headache on each recorded day; the others say no as well.",
        files={"diary.csv": table(diary_rows(truth)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def a_bad_month_in_a_file_of_its_own() -> Case:
    truth = clinic(197, date(2024, 9, 2), ("m1", "m2"))
    first, letters = (truth.days or {})["m1"]
    bad = letters[:28].replace("0", "H") + letters[28:]
    truth = replace(truth, days={**(truth.days or {}), "m1": (first, bad)})
    rows = diary_rows(truth)
    early = [row for row in rows[1:] if row[0] == "m1" and row[1] < str(first + 28 * DAY)]
    late = [row for row in rows[1:] if row not in early]
    return Case(
        kind=19,
        special="One file holds a month of daily headache, the other file says no often enough.",
        files={
            "m1 september.csv": table([rows[0], *early]),
            "rest.csv": table([rows[0], *late]),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def _of_one_flag(truth: Truth, flag: str, kept: Sequence[int] = (0, 1)) -> list[list[Any]]:
    """Header and rows of a file of one flag, of the days on which it is so."""
    place = DIARY_HEAD.index(flag)
    rows = [[row[0], row[1], row[place]] for row in diary_rows(truth)[1:] if row[place] in kept]
    return [["patient_id", "date", flag], *rows]


def migraine_days_beside_a_diary_of_headache() -> Case:
    truth = clinic(901, date(2024, 3, 4))
    return Case(
        kind=19,
        special="Headache is 0 or 1 every day; a second file lists the migraine days alone.",
        files={
            "h.csv": table(_of_one_flag(truth, "headache")),
            "m.csv": table(_of_one_flag(truth, "migraine", (1,))),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=("never no",),
        true_reading="no",
    )


def headache_days_beside_a_diary_of_migraine() -> Case:
    truth = clinic(902, date(2023, 11, 6), ("L3", "L5", "L8"))
    return Case(
        kind=19,
        special="Migraine is 0 or 1 every day; a workbook lists the headache days alone.",
        files={
            "Migräne.csv": table(_of_one_flag(truth, "migraine"), delimiter=";"),
            "Kopfschmerz.xlsx": workbook({"Liste": _of_one_flag(truth, "headache", (1,))}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=ASK,
        says=("never no",),
        true_reading="no",
    )


def migraine_yes_and_no_in_a_file_of_its_own() -> Case:
    truth = clinic(903, date(2024, 6, 3))
    return Case(
        kind=19,
        special="Headache in one file and migraine in another: both say yes and no.",
        files={
            "h.csv": table(_of_one_flag(truth, "headache")),
            "m.csv": table(_of_one_flag(truth, "migraine")),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def migraine_on_each_day_of_the_diary() -> Case:
    truth = clinic(904, date(2024, 8, 5), ("R1", "R2"))
    always = {
        p: (first, "".join("-" if c == "-" else "M" for c in text))
        for p, (first, text) in (truth.days or {}).items()
    }
    daily = replace(truth, days={"R1": always["R1"], "R2": (truth.days or {})["R2"]})
    other = replace(truth, days={"R2": daily.days["R2"]})  # type: ignore[index]
    mine = replace(truth, days={"R1": always["R1"]})
    return Case(
        kind=19,
        special="R1 had migraine on every day of her headache diary; R2 says no often enough.",
        files={
            "R1 headache.csv": table(_of_one_flag(mine, "headache")),
            "R1 migraine.csv": table(_of_one_flag(mine, "migraine")),
            "R2.csv": table(diary_rows(other)),
            **sessions_csv(truth),
        },
        truth=daily,
        want=QUIET,
    )


# 20: boxes of a form that nobody opened

UNOPENED = (
    r"not complete",
    "incomplete",
    "_complete",
    r"un(ticked|checked)",
    "checkbox",
    r"not filled",
    r"never (opened|filled)",
    r"not opened",
)
REDCAP = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance"]
BOXES = {"diary_date": "date", "pain___1": "headache", "pain___2": "migraine"}


def _mapping(columns: dict[str, str], table: str = "diary") -> bytes:
    told = {
        "clear_days_mapping": 1,
        "table": table,
        "columns": columns,
        "values": {},
        "events": {},
        "periods": {},
    }
    return json.dumps(told).encode()


def _thinned(truth: Truth, patient: str, start: int, stop: int) -> Truth:
    first, letters = (truth.days or {})[patient]
    thin = letters[:start] + "-" * (stop - start) + letters[stop:]
    return replace(truth, days={**(truth.days or {}), patient: (first, thin)}, rate="")


def _boxes(truth: Truth, full: Truth, complete: dict[bool, Any], yes: Any = 1, no: Any = 0) -> list:  # type: ignore[type-arg]
    recorded = {(p, d) for p, d, _, _ in truth.rows()}
    rows = []
    for place, (p, d, h, m) in enumerate(full.rows(), 1):
        opened = (p, d) in recorded
        flags = [yes if flag and opened else no for flag in (h, m)]
        rows.append([p, "headache_diary", place, d.isoformat(), *flags, complete[opened]])
    return rows


def redcap_unopened_checkboxes() -> Case:
    full = clinic(201, date(2024, 1, 4))
    truth = _thinned(full, "P02", 42, 57)
    return Case(
        kind=20,
        special="Forms that nobody opened: boxes 0, diary_complete 0; the opened ones carry 2.",
        files={
            "redcap.csv": table(
                [[*REDCAP, *BOXES, "diary_complete"], *_boxes(truth, full, {True: 2, False: 0})]
            ),
            **sessions_csv(truth),
        },
        given={"mapping.json": _mapping(BOXES)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=UNOPENED,
        true_reading=ANY,
    )


def redcap_unopened_in_labels() -> Case:
    full = clinic(202, date(2023, 5, 8), ("88-1", "88-2", "88-3"))
    truth = _thinned(_thinned(full, "88-1", 30, 44), "88-3", 2, 9)
    head = [
        "Record ID",
        "Repeat Instrument",
        "Repeat Instance",
        "Date",
        "Pain (choice=headache)",
        "Pain (choice=migraine)",
        "Complete?",
    ]
    columns = dict(zip(head[3:6], BOXES.values(), strict=True))
    rows = _boxes(truth, full, {True: "Complete", False: "Incomplete"}, "Checked", "Unchecked")
    return Case(
        kind=20,
        special="The same exported with labels: Unchecked and Incomplete.",
        files={"labels.csv": table([head, *rows]), **sessions_csv(truth)},
        given={"mapping.json": _mapping(columns)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=UNOPENED,
    )


def redcap_nothing_ever_completed() -> Case:
    truth = clinic(203, date(2024, 3, 18), ("C-1", "C-2", "C-3"))
    return Case(
        kind=20,
        special="Every form is of status 0, also those with ticked boxes: nobody sets it.",
        files={
            "redcap.csv": table(
                [[*REDCAP, *BOXES, "diary_complete"], *_boxes(truth, truth, {True: 0, False: 0})]
            ),
            **sessions_csv(truth),
        },
        given={"mapping.json": _mapping(BOXES)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=ASK,
        says=UNOPENED,
        true_reading=ANY,
    )


def redcap_all_completed() -> Case:
    truth = clinic(204, date(2024, 3, 18), ("C-4", "C-5", "C-6"))
    return Case(
        kind=20,
        special="Every form is complete; free days have two unticked boxes.",
        files={
            "redcap.csv": table(
                [[*REDCAP, *BOXES, "diary_complete"], *_boxes(truth, truth, {True: 2, False: 0})]
            ),
            **sessions_csv(truth),
        },
        given={"mapping.json": _mapping(BOXES)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=QUIET,
    )


def redcap_filled_in_and_not_completed() -> Case:
    truth = clinic(205, date(2024, 9, 9), ("C-7", "C-8", "C-9"))
    rows = _boxes(truth, truth, {True: 2, False: 0})
    for row in rows:
        row.insert(6, {0: 0, 1: 3}[row[4]])
        row[7] = 0 if row[2] % 9 == 0 else 2
    return Case(
        kind=20,
        special="Some forms stayed at status 0, but their pain was filled in, also as 0.",
        files={
            "redcap.csv": table([[*REDCAP, *BOXES, "pain_nrs", "diary_complete"], *rows]),
            **sessions_csv(truth),
        },
        given={"mapping.json": _mapping({**BOXES, "pain_nrs": "pain"})},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=QUIET,
    )


# 21: negations

NEGATION = (
    r"no headache",
    r"kein",
    r"\bsin\b",
    r"headache.free",
    r"negat",
    r"invers",
    r"opposite",
    r"kopfschmerzfrei",
)


def words_in_a_mapped_column() -> Case:
    truth = clinic(211, date(2024, 4, 1), ("sp1", "sp2", "sp3")).headaches()
    rows = [
        [p, d, "dolor de cabeza" if h else "sin dolor de cabeza"]
        for p, d, h, _ in diary_rows(truth)[1:]
    ]
    return Case(
        kind=21,
        special="Spanish words in the cells: dolor de cabeza, sin dolor de cabeza.",
        files={
            "diario.csv": table([["patient_id", "date", "headache"], *rows], delimiter=";"),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=NEGATION,
        never=(r"(row \d+, \w+: .*\n){5}",),
    )


def german_words_in_a_workbook() -> Case:
    truth = clinic(212, date(2023, 6, 12), ("d1", "d2", "d3")).headaches()
    rows = [
        [p, d, "Kopfschmerz" if h else "kein Kopfschmerz"]
        for p, d, h, _ in diary_rows(truth, when=same)[1:]
    ]
    return Case(
        kind=21,
        special="German words in a workbook: Kopfschmerz, kein Kopfschmerz.",
        files={
            "Tagebuch.xlsx": workbook({"Tage": [["patient_id", "Datum", "headache"], *rows]}),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=NEGATION,
        never=(r"(row \d+, \w+: .*\n){5}",),
    )


def _named(truth: Truth, words: dict[str, str]) -> list[list[str]]:
    """A diary whose one flag names what kind of day it was."""
    days = (truth.days or {}).items()
    return [
        [p, (first + i * DAY).isoformat(), words[c]]
        for p, (first, letters) in days
        for i, c in enumerate(letters)
        if c != "-"
    ]


def migraines_named_as_headaches() -> Case:
    truth = clinic(215, date(2024, 5, 6))
    rows = _named(truth, {"M": "migraine", "H": "headache", "0": "none"})
    return Case(
        kind=21,
        special="No column of migraine: that of headache says none, headache or migraine.",
        files={"diary.csv": table([DIARY_HEAD[:3], *rows]), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"no column of migraine.*\?",),
        true_reading="migraine",
    )


def mal_di_testa_ed_emicrania() -> Case:
    truth = clinic(216, date(2023, 10, 2), ("it-a", "it-b", "it-c")).headaches()
    rows = _named(truth, {"M": "Emicrania", "H": "Mal di testa", "0": "Nessuno"})
    columns = {"paziente": "patient_id", "data": "date", "cefalea": "headache"}
    return Case(
        kind=21,
        special="Italian words in a mapped workbook; its migraines are not to be relied on.",
        files={"diario.xlsx": workbook({"Giorni": [list(columns), *rows]}), **sessions_csv(truth)},
        given={"mapping.json": _mapping(columns)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=ASK,
        says=(r"no column of migraine.*\?",),
        true_reading="headache",
    )


def migraines_named_beside_their_column() -> Case:
    truth = clinic(217, date(2024, 5, 6))
    said = {"Migräne": 1, "Kopfschmerz": 0, "kein": 0}
    rows = _named(truth, {"M": "Migräne", "H": "Kopfschmerz", "0": "kein"})
    return Case(
        kind=21,
        special="The column of headache names the migraines, and that of migraine says the same.",
        files={
            "diary.csv": table([DIARY_HEAD, *([*row, said[row[2]]] for row in rows)]),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


def headache_free_day_as_a_column() -> Case:
    truth = clinic(213, date(2024, 11, 4), ("h1", "h2", "h3")).headaches()
    rows = [[p, d, "no" if h else "yes"] for p, d, h, _ in diary_rows(truth)[1:]]
    return Case(
        kind=21,
        special="The column is called Headache-free day: its yes is a no.",
        files={
            "diary.csv": table([["patient_id", "date", "Headache-free day"], *rows]),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(r"headache.free", r"invers", r"opposite"),
        never=(r"Headache-free day.{0,20}(looks like|is|as) headache\b(?!.free)",),
    )


def no_headache_mapped_as_headache() -> Case:
    truth = clinic(214, date(2024, 11, 4), ("h4", "h5", "h6")).headaches()
    rows = [[p, d, 1 - h] for p, d, h, _ in diary_rows(truth)[1:]]
    columns = {"patient_id": "patient_id", "date": "date", "kopfschmerzfrei": "headache"}
    return Case(
        kind=21,
        special="A mapping made in haste takes kopfschmerzfrei for headache.",
        files={
            "diary.csv": table([["patient_id", "date", "kopfschmerzfrei"], *rows]),
            **sessions_csv(truth),
        },
        given={"mapping.json": _mapping(columns)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(r"kopfschmerzfrei",),
        true_reading=ANY,
    )


DAYLIO = ["full_date", "date", "weekday", "time", "mood", "activities", "note_title", "note"]


def _daylio(truth: Truth, patient: str, words: dict[str, str]) -> list[list[str]]:
    first, letters = (truth.days or {})[patient]
    rows = []
    for place, letter in enumerate(letters):
        if letter != "-":
            day = first + place * DAY
            rows.append(
                [
                    day.isoformat(),
                    f"{day:%B} {day.day}",
                    f"{day:%A}",
                    "21:00",
                    "meh",
                    f"work | {words[letter]}",
                    "",
                    "",
                ]
            )
    return [DAYLIO, *rows]


def no_headache_as_an_activity() -> Case:
    truth = clinic(215, date(2024, 5, 6), ("Mia",)).headaches()
    words = {"M": "headache", "H": "headache", "0": "no headache"}
    return Case(
        kind=21,
        special="A mood diary with the activity no headache on good days.",
        files={"Mia.csv": table(_daylio(truth, "Mia", words)), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=NEGATION,
        never=(r"(row \d+, \w+: .*\n){5}",),
    )


def keine_migraene_as_an_activity() -> Case:
    truth = clinic(216, date(2023, 8, 7), ("Jule",)).headaches()
    words = {"M": "Migräne", "H": "Kopfschmerzen", "0": "keine Kopfschmerzen"}
    return Case(
        kind=21,
        special="The same in German: keine Kopfschmerzen.",
        files={"Jule.csv": table(_daylio(truth, "Jule", words)), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=NEGATION,
        never=(r"(row \d+, \w+: .*\n){5}",),
    )


def no_work_as_an_activity() -> Case:
    truth = clinic(217, date(2024, 5, 6), ("Pia",)).headaches()
    words = {"M": "headache | no sport", "H": "headache", "0": "no sport | no coffee"}
    return Case(
        kind=21,
        special="A negation of something else stands beside headache.",
        files={"Pia.csv": table(_daylio(truth, "Pia", words)), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def yes_and_no_in_french() -> Case:
    truth = clinic(218, date(2024, 10, 7), ("f1", "f2", "f3"))
    rows = diary_rows(truth, when=lambda d: f"{d:%d/%m/%Y}", yes="Oui", no="Non")
    return Case(
        kind=21,
        special="Oui and Non, in a column that is not turned round.",
        files={"journal.csv": table(rows, delimiter=";", encoding="cp1252"), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 22: codings of a flag

CODING = (r"cod(e|ing)", r"\b[12] (is|=|means)", r"means (yes|no)")
A_LINE_EACH = (r"(row \d+, \w+: .*\n){5}",)  # a complaint a row, where one a column is due


def na_of_r() -> Case:
    truth = clinic(221, date(2024, 1, 4)).headaches()
    rows = [[p, d, h, m if h else "NA"] for p, d, h, m in diary_rows(truth)[1:]]
    return Case(
        kind=22,
        special="R writes NA: migraine was asked only on days with headache.",
        files={"diary.csv": table([list(DIARY_HEAD), *rows]), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(r"\bNA\b", "missing"),
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def na_in_a_workbook() -> Case:
    truth = clinic(222, date(2024, 8, 12), ("n1", "n2", "n3")).headaches()
    rows = [
        [p, d, h, ("ja" if m else "nein") if h else "NA"]
        for p, d, h, m in diary_rows(truth, when=same)[1:]
    ]
    return Case(
        kind=22,
        special="NA among ja and nein, in a workbook.",
        files={"diary.xlsx": workbook({"Diary": [list(DIARY_HEAD), *rows]}), **sessions_csv(truth)},
        truth=truth,
        want=RIGHT_OR_ASK,
        says=(r"\bNA\b", "missing"),
        never=A_LINE_EACH,
    )


def flags_of_1_and_2() -> Case:
    truth = clinic(223, date(2024, 8, 12), ("n4", "n5", "n6"))
    return Case(
        kind=22,
        special="A questionnaire's coding: 1 is yes, 2 is no.",
        files={"diary.csv": table(diary_rows(truth, yes=1, no=2)), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=CODING,
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def flags_of_0_to_3() -> Case:
    truth = clinic(224, date(2023, 7, 3), ("n7", "n8", "n9"))
    grade = {(1, 1): 3, (1, 0): 1, (0, 0): 0}
    rows = [[p, d, grade[h, m], m] for p, d, h, m in diary_rows(truth)[1:]]
    for row in rows[::4]:
        row[2] = 2 if row[2] else 0
    return Case(
        kind=22,
        special="Headache as a severity from 0 to 3.",
        files={
            "diary.csv": table([list(DIARY_HEAD), *rows], delimiter="\t"),
            **sessions_csv(truth),
        },
        truth=truth,
        want=RIGHT_OR_ASK,
        says=CODING,
        never=A_LINE_EACH,
        true_reading=ANY,
    )


def flags_with_a_decimal_point() -> Case:
    truth = clinic(225, date(2023, 7, 3), ("r1", "r2", "r3"))
    return Case(
        kind=22,
        special="1.0 and 0.0, as pandas writes flags of a column with gaps.",
        files={"diary.csv": table(diary_rows(truth, yes="1.0", no="0.0")), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


def flags_in_capitals() -> Case:
    truth = clinic(226, date(2023, 7, 3), ("r4", "r5", "r6"))
    return Case(
        kind=22,
        special="TRUE and FALSE, as R and spreadsheets write them.",
        files={
            "diary.csv": table(diary_rows(truth, yes="TRUE", no="FALSE")),
            **sessions_csv(truth),
        },
        truth=truth,
        want=QUIET,
    )


# 23: commas and points in numbers

SEPARATOR = (r"thousand", r"decimal", r"comma", r"1[.,]000", r"0[.,]155", r"1[.,]55", r"155")


def _with_units(truth: Truth, units: list[Any], delimiter: str = ",") -> dict[str, bytes]:
    rows = [[*row, u] for row, u in zip(session_rows(truth)[1:], units, strict=True)]
    return {
        "diary.csv": table(diary_rows(truth)),
        "sessions.csv": table(
            [["patient_id", "session_date", "units"], *rows], delimiter=delimiter
        ),
    }


def _dosed(truth: Truth, units: tuple[float, ...]) -> Truth:
    days = truth.treated()
    return replace(truth, units={p: {d: float(u)} for (p, d), u in zip(days, units, strict=True)})


def units_of_a_thousand() -> Case:
    truth = clinic(231, date(2024, 4, 8))
    return Case(
        kind=23,
        special="1.000 units (of another product) are a thousand, and would be read as 1.",
        files=_with_units(truth, ["1.000", "1.000", "750"]),
        truth=_dosed(truth, (1000, 1000, 750)),
        want=ASK,
        says=SEPARATOR,
        true_reading=ANY,
    )


def a_comma_of_thousands_beside_one_of_decimals() -> Case:
    truth = clinic(232, date(2024, 4, 8), ("u1", "u2", "u3"))
    return Case(
        kind=23,
        special="1,000 beside 162,5: is the comma that of thousands or of decimals?",
        files=_with_units(truth, ["1,000", "162,5", "155"], ";"),
        truth=_dosed(truth, (1000, 162.5, 155)),
        want=ASK,
        says=SEPARATOR,
        true_reading=ANY,
    )


def units_made_small() -> Case:
    truth = clinic(233, date(2023, 10, 16), ("u4", "u5", "u6"))
    return Case(
        kind=23,
        special="A sheet that counts in thousands: 0,155 for 155 units.",
        files=_with_units(truth, ["0,155", "0,155", "0,195"], ";"),
        truth=_dosed(truth, (155, 155, 195)),
        want=ASK,
        says=(*SEPARATOR, "unit"),
    )


def decimal_commas() -> Case:
    truth = clinic(234, date(2024, 5, 21), ("Q2", "Q5", "Q8"))
    pain = {(1, 1): "6,5", (1, 0): "1,5", (0, 0): "0"}
    rows = [[p, d, h, m, pain[h, m]] for p, d, h, m in diary_rows(truth)[1:]]
    sessions = [
        [p, german(d), u]
        for (p, d), u in zip(truth.treated(), ("155", "162,5", "195"), strict=True)
    ]
    return Case(
        kind=23,
        special="155 and 162,5 units, pain 1,5 and 6,5.",
        files={
            "Tagebuch.csv": table([[*DIARY_HEAD, "pain"], *rows], delimiter=";"),
            "Sitzungen.csv": table(
                [["patient_id", "session_date", "units"], *sessions], delimiter=";"
            ),
        },
        truth=_dosed(truth, (155, 162.5, 195)),
        want=QUIET,
    )


def decimal_points() -> Case:
    truth = clinic(235, date(2024, 5, 21), ("Q1", "Q3", "Q4"))
    return Case(
        kind=23,
        special="155.0, 162.5 and 200.0 units.",
        files=_with_units(truth, ["155.0", "162.5", "200.0"]),
        truth=_dosed(truth, (155, 162.5, 200)),
        want=QUIET,
    )


# 24: when is an attack a migraine day?


def _untyped(truth: Truth) -> Truth:
    """Attacks without a type: headache days, of migraine nothing is known; others are free."""
    days = {
        p: (first, text.replace("M", "h").replace("H", "h").replace("-", "0"))
        for p, (first, text) in (truth.days or {}).items()
    }
    return replace(truth, days=days, measure="headache_days", rate="")


def pain_alone_is_no_migraine() -> Case:
    truth = clinic(241, date(2024, 6, 10), ("Lea",))
    return Case(
        kind=24,
        special="Start, end and pain of 8: a headache day, and nothing about migraine.",
        files={"Lea.csv": table(bot(truth.bad_days("Lea"))), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=_untyped(truth),
        want=RIGHT,
    )


def a_triptan_alone_is_no_migraine() -> Case:
    truth = clinic(242, date(2023, 3, 20), ("Noé",))
    rows = french(truth.bad_days("Noé"))
    for row in rows[1::2]:
        row[6] = "Almotriptan"
    return Case(
        kind=24,
        special="French, with a triptan on every second attack: no type, no migraine day.",
        files={"Noé.csv": b"\xef\xbb\xbf" + table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=_untyped(truth),
        want=RIGHT,
    )


def types_count_and_pain_does_not() -> Case:
    truth = clinic(243, date(2024, 9, 23), ("Ida",))
    first, letters = (truth.days or {})["Ida"]
    typed = letters.replace("-", "0").replace("H", "h", 3)
    truth = replace(truth, days={"Ida": (first, typed)}, rate="")
    rows = aiding(truth.bad_days("Ida"))
    for row in rows[1:]:
        row[4] = 9
    return Case(
        kind=24,
        special="Pain 9 throughout: Migraine is one, Tension is none, a blank type is unknown.",
        files={"Ida.csv": table(rows), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def cluster_attacks_are_no_migraine() -> Case:
    truth = clinic(244, date(2024, 1, 15), ("Finn",))
    first, letters = (truth.days or {})["Finn"]
    text = letters.replace("M", "H").replace("-", "0")
    truth = replace(truth, days={"Finn": (first, text)}, rate="", measure="headache_days")
    rows = buddy([(d, "M") for d, _ in truth.bad_days("Finn")], kind="Cluster Headache")
    return Case(
        kind=24,
        special="Migraine Buddy with the type Cluster Headache and pain 8.",
        files={"Finn.csv": table(rows, quoting=1), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=RIGHT,
    )


def pain_by_a_chosen_rule() -> Case:
    truth = clinic(245, date(2024, 6, 10), ("Eva",))
    first, letters = (truth.days or {})["Eva"]
    truth = replace(truth, days={"Eva": (first, letters.replace("-", "0"))}, rate="")
    return Case(
        kind=24,
        special="The rule of pain was chosen: attacks of 8 are migraine days, those of 2 none.",
        files={"Eva.csv": table(bot(truth.bad_days("Eva"))), **sessions_csv(truth)},
        options=("--observed", period(truth), "--migraine-rule", "pain"),
        truth=truth,
        want=QUIET,
    )


def migraine_by_its_type() -> Case:
    truth = clinic(246, date(2024, 6, 10), ("Max",))
    first, letters = (truth.days or {})["Max"]
    truth = replace(truth, days={"Max": (first, letters.replace("-", "0"))}, rate="")
    return Case(
        kind=24,
        special="Each attack has its type.",
        files={"Max.csv": table(aiding(truth.bad_days("Max"))), **sessions_csv(truth)},
        options=("--observed", period(truth)),
        truth=truth,
        want=QUIET,
    )


# 25: decimals in counts

COUNTS = ["patient_id", "session", "headache_days", "migraine_days"]


def means_of_months() -> Case:
    counts = {
        "a": {0: [26.67, 18.33], 1: [13.33, 9.0]},
        "b": {0: [20.0, 15.5], 1: [14.5, 10.25]},
        "c": {0: [22.33, 12.67], 1: [9.67, 6.0]},
    }
    rows = [[p, s, *v] for p, of in counts.items() for s, v in of.items()]
    return Case(
        kind=25,
        special="Three months' means with two decimals, no recorded days.",
        files={"counts.csv": table([COUNTS, *rows])},
        truth=Truth(counts=counts, rate="2 of 3"),
        want=RIGHT,
    )


def means_of_months_with_commas() -> Case:
    counts = {
        "k1": {0: [21.5, 14.5], 1: [8.5, 6.5]},
        "k2": {0: [19.5, 12.5], 1: [15.0, 9.5]},
        "k3": {0: [24.5, 17.5], 1: [11.0, 8.5]},
    }
    rows = [
        [p, s, *(f"{x:.1f}".replace(".", ",") for x in v)]
        for p, of in counts.items()
        for s, v in of.items()
    ]
    return Case(
        kind=25,
        special="Half days with commas and semicolons.",
        files={"Zahlen.csv": table([COUNTS, *rows], delimiter=";")},
        truth=Truth(counts=counts, rate="2 of 3"),
        want=RIGHT,
    )


def means_in_wide_columns() -> Case:
    counts = {
        "1": {0: [20.33, 15.67], 1: [9.33, 7.33]},
        "2": {0: [22.67, 16.33], 1: [20.0, 15.33]},
    }
    rows = [[p, of[0][0], of[1][0], of[0][1], of[1][1]] for p, of in counts.items()]
    head = ["record_id", "hd_baseline", "hd_s1", "md_baseline", "md_s1"]
    return Case(
        kind=25,
        special="A column for each period, in a workbook, with thirds of days.",
        files={"wide.xlsx": workbook({"Sheet1": [head, *rows]})},
        truth=Truth(counts=counts, rate="1 of 2"),
        want=RIGHT,
    )


def whole_counts_with_a_point() -> Case:
    counts = {"w1": {0: [20, 14, 28], 1: [9, 6, 28]}, "w2": {0: [18, 12, 28], 1: [15, 10, 27]}}
    rows = [[p, s, *(f"{x}.0" for x in v)] for p, of in counts.items() for s, v in of.items()]
    return Case(
        kind=25,
        special="Whole days as 14.0, with recorded days.",
        files={"counts.csv": table([[*COUNTS, "recorded_days"], *rows])},
        truth=Truth(counts=counts, rate="1 of 2"),
        want=QUIET,
    )


CASES = (
    only_headache_days_listed,
    only_headache_days_in_two_files,
    only_migraine_days_listed,
    headache_days_of_one_who_got_well,
    crosses_and_blanks,
    migraine_ticked_or_blank,
    one_patient_every_day,
    a_bad_month_in_a_file_of_its_own,
    migraine_days_beside_a_diary_of_headache,
    headache_days_beside_a_diary_of_migraine,
    migraine_yes_and_no_in_a_file_of_its_own,
    migraine_on_each_day_of_the_diary,
    redcap_unopened_checkboxes,
    redcap_unopened_in_labels,
    redcap_nothing_ever_completed,
    redcap_all_completed,
    redcap_filled_in_and_not_completed,
    words_in_a_mapped_column,
    german_words_in_a_workbook,
    migraines_named_as_headaches,
    mal_di_testa_ed_emicrania,
    migraines_named_beside_their_column,
    headache_free_day_as_a_column,
    no_headache_mapped_as_headache,
    no_headache_as_an_activity,
    keine_migraene_as_an_activity,
    no_work_as_an_activity,
    yes_and_no_in_french,
    na_of_r,
    na_in_a_workbook,
    flags_of_1_and_2,
    flags_of_0_to_3,
    flags_with_a_decimal_point,
    flags_in_capitals,
    units_of_a_thousand,
    a_comma_of_thousands_beside_one_of_decimals,
    units_made_small,
    decimal_commas,
    decimal_points,
    pain_alone_is_no_migraine,
    a_triptan_alone_is_no_migraine,
    types_count_and_pain_does_not,
    cluster_attacks_are_no_migraine,
    pain_by_a_chosen_rule,
    migraine_by_its_type,
    means_of_months,
    means_of_months_with_commas,
    means_in_wide_columns,
    whole_counts_with_a_point,
)
