"""What an export of REDCap can hide: forms of own names, sites, labels that stand twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.door_cases.base import (
    ASK,
    QUIET,
    TOLD,
    Case,
    Truth,
    clinic,
    diary_rows,
    sessions_csv,
    table,
)

KEYS = ("record_id", "redcap_repeat_instrument", "redcap_repeat_instance")
LABELS = ("Record ID", "Repeat Instrument", "Repeat Instance")
EAV = ("record", "redcap_repeat_instrument", "redcap_repeat_instance", "field_name", "value")
MAPPED = (r"which columns?", "mapped")
DAY = timedelta(days=1)


def _mapping(columns: dict[str, str], events: dict[str, int] | None = None) -> bytes:
    told = {
        "clear_days_mapping": 1,
        "table": "diary",
        "columns": columns,
        "values": {},
        "events": events or {},
        "periods": {},
    }
    return json.dumps(told).encode()


def _project(truth: Truth, *forms: tuple[str, Sequence[str], list[list[Any]]]) -> list[list[Any]]:
    """A repeating export: sex on the record's own row, then (name, columns, rows) of each form."""
    head = [*KEYS, "sex", *(name for _, columns, _ in forms for name in columns)]
    rows: list[list[Any]] = [[p, "", "", "female"] for p in truth.days or {}]
    before = len(KEYS) + 1
    for form, columns, filled in forms:
        seen: dict[str, int] = {}
        for patient, *cells in filled:
            seen[patient] = seen.get(patient, 0) + 1
            row = [patient, form, seen[patient], ""]
            rows.append([*row, *[""] * (before - len(row)), *cells])
        before += len(columns)
    return [head, *([*row, *[""] * (len(head) - len(row))] for row in rows)]


def _days(truth: Truth) -> list[list[Any]]:
    return [[*row, 2] for row in diary_rows(truth)[1:]]


def _treated(truth: Truth) -> list[list[Any]]:
    return [[p, d.isoformat(), 155, 2] for p, d in truth.treated()]


TREATMENT = ("session_date", "units", "treatment_complete")


def own_names_beside_a_known_form() -> Case:
    truth = clinic(901, date(2024, 1, 8), ("21-1", "21-2", "21-3"))
    rows = _project(
        truth,
        ("treatment", TREATMENT, _treated(truth)),
        ("diary", ("hd_date", "hd_today", "mig_today", "diary_complete"), _days(truth)),
    )
    return Case(
        kind=9,
        special="Sessions under our names, days under the project's: only sessions come of it.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=MAPPED,
    )


def own_boxes_beside_a_known_form() -> Case:
    truth = clinic(902, date(2024, 2, 5), ("22-1", "22-2", "22-3"))
    columns = ("day", "symptoms___1", "symptoms___2", "daily_complete")
    rows = _project(
        truth,
        ("treatment", TREATMENT, _treated(truth)),
        ("daily", columns, _days(truth)),
    )
    return Case(
        kind=9,
        special="The same with a checkbox: headache is symptoms___1, migraine symptoms___2.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=MAPPED,
    )


def one_flag_of_its_own_name() -> Case:
    truth = clinic(941, date(2024, 1, 8), ("41-1", "41-2", "41-3"))
    rows = _project(
        truth,
        ("treatment", TREATMENT, _treated(truth)),
        ("diary", ("date", "headache", "mig_today", "diary_complete"), _days(truth)),
    )
    return Case(
        kind=36,
        special="Headache under our name, migraine under the project's.",
        files={"redcap.csv": table(rows)},
        truth=truth.headaches(),
        want=TOLD,
        says=(r"mig_today.{0,60}not read.{0,40}migraine",),
    )


def one_flag_of_its_own_name_in_a_survey() -> Case:
    truth = clinic(942, date(2024, 1, 8), ("42-1", "42-2", "42-3"))
    head = [
        "record_id",
        "redcap_event_name",
        "date",
        "kopfschmerz_heute",
        "migraine",
        "diary_complete",
    ]
    days = diary_rows(truth, yes="Yes", no="No")[1:]
    rows = [[p, f"day_{n % 57}_arm_1", d, h, m, 2] for n, (p, d, h, m) in enumerate(days)]
    return Case(
        kind=36,
        special="Migraine under our name, headache under the project's, in words.",
        files={"redcap.csv": table([head, *rows]), **sessions_csv(truth)},
        truth=replace(truth, columns="m"),
        want=TOLD,
        says=(r"kopfschmerz_heute.{0,60}not read.{0,40}headache",),
    )


def choices_and_other_forms_beside_a_headache_diary() -> Case:
    truth = clinic(943, date(2024, 1, 8), ("43-1", "43-2", "43-3"))
    days = [
        [p, d, h, n % 2, n % 3 % 2, n % 11, 2]
        for n, (p, d, h, _) in enumerate(diary_rows(truth)[1:])
    ]
    consent = [[p, "2023-12-01", 1, 2] for p in truth.days or {}]
    columns = ("date", "headache", "where___1", "where___2", "sleep", "diary_complete")
    rows = _project(
        truth,
        ("consent", ("consent_date", "consent_given", "consent_complete"), consent),
        ("treatment", TREATMENT, _treated(truth)),
        ("diary", columns, days),
    )
    return Case(
        kind=36,
        special="A diary of headache alone: checkboxes of where it was, hours of sleep, a consent.",
        files={"redcap.csv": table(rows)},
        truth=truth.headaches(),
        want=QUIET,
    )


def own_names_in_events() -> Case:
    truth = clinic(903, date(2024, 3, 4), ("23-1", "23-2", "23-3"))
    head = [
        "record_id",
        "redcap_event_name",
        "session_date",
        "units",
        "treatment_complete",
        "diary_timestamp",
        "ks",
        "mig",
        "diary_complete",
    ]
    rows: list[list[Any]] = [
        [p, "botox_arm_1", d.isoformat(), 155, 2, "", "", "", ""] for p, d in truth.treated()
    ]
    for place, (p, d, h, m) in enumerate(diary_rows(truth)[1:]):
        rows.append([p, f"day_{place % 57}_arm_1", "", "", "", f"{d} 20:{place % 60:02}", h, m, 2])
    return Case(
        kind=9,
        special="A day is an event: all forms share the record's rows, the date is a timestamp.",
        files={"redcap.csv": table([head, *rows])},
        truth=truth,
        want=ASK,
        says=MAPPED,
    )


def own_names_in_labels() -> Case:
    truth = clinic(904, date(2024, 3, 4), ("24-1", "24-2", "24-3"))
    head = [
        *LABELS,
        "Session date",
        "Units",
        "Complete?",
        "Day of the entry",
        "Did your head ache today?",
        "Was it a migraine?",
        "Complete?",
    ]
    rows: list[list[Any]] = [
        [p, "Treatment", 1, d.isoformat(), 155, "Complete", "", "", "", ""]
        for p, d in truth.treated()
    ]
    rows += [
        [p, "Diary", place, "", "", "", d, h, m, "Complete"]
        for place, (p, d, h, m) in enumerate(diary_rows(truth, yes="Yes", no="No")[1:], 1)
    ]
    return Case(
        kind=9,
        special="The same with labels.",
        files={"labels.csv": table([head, *rows])},
        truth=truth,
        want=ASK,
        says=MAPPED,
    )


def own_names_beside_a_known_form_as_mapped() -> Case:
    truth = clinic(905, date(2024, 1, 8), ("25-1", "25-2", "25-3"))
    told = [[p, d, "yes", 2] for p, d, *_ in diary_rows(truth)[1:9]]
    rows = _project(
        truth,
        ("treatment", TREATMENT, _treated(truth)),
        ("diary", ("hd_date", "hd_today", "mig_today", "diary_complete"), _days(truth)),
        ("calls", ("call_date", "call_reached", "calls_complete"), told),
    )
    columns = {"hd_date": "date", "hd_today": "headache", "mig_today": "migraine"}
    return Case(
        kind=9,
        special="A mapping names the days; the form of telephone calls it leaves out.",
        files={"redcap.csv": table(rows)},
        given={"mapping.json": _mapping(columns)},
        options=("--mapping", "@mapping.json"),
        truth=truth,
        want=QUIET,
    )


def consent_beside_a_diary() -> Case:
    truth = clinic(906, date(2024, 1, 8), ("26-1", "26-2", "26-3"))
    consent = [[p, "2023-12-01", 1, 2] for p in truth.days or {}]
    drugs = [
        [p, d, 1, 2]
        for p in truth.days or {}
        for d in ("2022-03-01", "2023-06-11", "2023-12-01", "2024-02-20")
    ]
    rows = _project(
        truth,
        ("consent", ("consent_date", "consent_given", "consent_complete"), consent),
        ("drugs", ("drug_since", "drug_ongoing", "drugs_complete"), drugs),
        ("diary", ("date", "headache", "migraine", "diary_complete"), _days(truth)),
        ("treatment", TREATMENT, _treated(truth)),
    )
    return Case(
        kind=9,
        special="A date and a yes on one row a patient is a consent; months apart, no diary.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=QUIET,
    )


# 11: the data access group


def _in_groups(truth: Truth, name: Any, groups: dict[str, str]) -> list[list[Any]]:
    head = [
        "record_id",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "redcap_data_access_group",
        "date",
        "headache",
        "migraine",
        "session_date",
        "units",
    ]
    rows: list[list[Any]] = [
        [name(p), "diary", place, groups[p], d, h, m, "", ""]
        for place, (p, d, h, m) in enumerate(diary_rows(truth)[1:], 1)
    ]
    for p, d in truth.treated():
        rows.append([name(p), "treatment", 1, groups[p], "", "", "", d.isoformat(), 155])
    return [head, *rows]


def record_ids_anew_in_each_group() -> Case:
    ids = ("north 1", "north 2", "south 1", "south 2")
    truth = clinic(907, date(2024, 1, 8), ids)
    days = {
        p: (first + (20 * DAY if p.startswith("south") else 0 * DAY), letters)
        for p, (first, letters) in (truth.days or {}).items()
    }
    sessions = {p: [first + 28 * DAY] for p, (first, _) in days.items()}
    truth = replace(truth, days=days, sessions=sessions)
    groups = {p: p.split()[0] for p in ids}
    rows = _in_groups(truth, lambda p: p.split()[1], groups)
    return Case(
        kind=11,
        special="The exports of two groups put together: 1 and 2 are other people at each.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=(r"more than one site", r"another patient"),
        true_reading="own",
    )


def record_ids_of_their_own_in_each_group() -> Case:
    ids = ("31-1", "31-2", "32-1", "32-2")
    truth = clinic(908, date(2024, 1, 8), ids)
    groups = {p: {"31": "north", "32": "south"}[p[:2]] for p in ids}
    return Case(
        kind=11,
        special="Each record lies in one data access group, as REDCap numbers them.",
        files={"redcap.csv": table(_in_groups(truth, str, groups))},
        truth=truth,
        want=QUIET,
    )


# 9: labels that stand twice


def _two_forms_in_labels(truth: Truth, treatment: Sequence[str]) -> list[list[Any]]:
    head = [
        *LABELS,
        "Date",
        "Headache",
        "Migraine",
        "Comment",
        "Complete?",
        *treatment,
        "Comment",
        "Complete?",
    ]
    rows: list[list[Any]] = [
        [p, "Diary", place, d, h, m, "", "Complete"]
        for place, (p, d, h, m) in enumerate(diary_rows(truth, yes="Yes", no="No")[1:], 1)
    ]
    rows += [
        [p, "Treatment", 1, "", "", "", "", "", d.isoformat(), 155, "", "Complete"]
        for p, d in truth.treated()
    ]
    return [head, *([*row, *[""] * (len(head) - len(row))] for row in rows)]


def two_forms_in_labels() -> Case:
    truth = clinic(909, date(2024, 4, 1), ("33-1", "33-2", "33-3"))
    rows = _two_forms_in_labels(truth, ("Session date", "Units"))
    return Case(
        kind=9,
        special="Labels of two forms: Complete? and Comment stand twice, each in its form.",
        files={"labels.csv": table(rows)},
        truth=truth,
        want=QUIET,
    )


def one_label_for_the_dates_of_two_forms() -> Case:
    truth = clinic(910, date(2024, 4, 1), ("34-1", "34-2", "34-3"))
    rows = _two_forms_in_labels(truth, ("Session date", "Units"))
    head = [
        "Record ID",
        "Repeat Instrument",
        "Repeat Instance",
        "Date",
        "Consent given",
        "Complete?",
        *rows[0][3:],
    ]
    own = [[p, "", "", "2024-03-01", "Yes", "Complete"] for p in truth.days or {}]
    rows = [[*row[:3], "", "", "", *row[3:]] for row in rows[1:]]
    rows = [[*row, *[""] * (len(head) - len(row))] for row in (*own, *rows)]
    return Case(
        kind=9,
        special="The date of the consent and that of the diary have one label.",
        files={"labels.csv": table([head, *rows])},
        truth=truth,
        want=QUIET,
    )


def two_headaches_in_one_form_in_labels() -> Case:
    truth = clinic(911, date(2024, 4, 1), ("35-1", "35-2", "35-3"))
    head = [*LABELS, "Date", "Headache", "Headache", "Migraine", "Complete?"]
    rows = [
        [p, "Diary", place, d, h, "No" if place % 3 else "Yes", m, "Complete"]
        for place, (p, d, h, m) in enumerate(diary_rows(truth, yes="Yes", no="No")[1:], 1)
    ]
    return Case(
        kind=9,
        special="Two questions of one form have the label Headache, with other answers.",
        files={"labels.csv": table([head, *rows]), **sessions_csv(truth)},
        truth=truth,
        want=ASK,
        says=(r"export .{0,40}raw",),
    )


def own_counts_beside_sessions() -> Case:
    counts = {p: {0: [20, 14], 1: [9, 5], 2: [8, 6]} for p in ("36-1", "36-2")}
    head = [
        "record_id",
        "redcap_event_name",
        "session_date",
        "units",
        "visit_complete",
        "ha_days_28",
        "mig_days_28",
        "monthly_complete",
    ]
    rows = [
        [p, f"visit_{k}_arm_1", f"2024-0{1 + 3 * k}-08", 155, 2, *counts[p][k], 2]
        for p in counts
        for k in range(3)
    ]
    return Case(
        kind=9,
        special="Days counted at each visit, under the project's names, beside its sessions.",
        files={"redcap.csv": table([head, *rows])},
        truth=Truth(counts=counts),
        want=ASK,
        says=MAPPED,
    )


def own_sessions_beside_a_diary() -> Case:
    truth = clinic(917, date(2024, 1, 8), ("49-1", "49-2", "49-3"))
    rows = _project(
        truth,
        ("diary", ("date", "headache", "migraine", "diary_complete"), _days(truth)),
        ("treatment", ("botox_date", "botox_units", "treatment_complete"), _treated(truth)),
    )
    return Case(
        kind=9,
        special="Days under our names, sessions under the project's: nobody was treated.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=MAPPED,
    )


def first_toxin_of_all_beside_a_diary() -> Case:
    truth = clinic(918, date(2024, 1, 8), ("50-1", "50-2", "50-3"))
    rows = _project(
        truth,
        ("diary", ("date", "headache", "migraine", "diary_complete"), _days(truth)),
    )
    own = {p: place for place, p in enumerate(truth.days or {})}
    rows = [
        [*row, "botox_before" if not n else "", "botox_ever_on" if not n else ""]
        for n, row in enumerate(rows)
    ]
    for row in rows[1 : 1 + len(own)]:
        row[-2:] = [1, "2019-05-03"]
    return Case(
        kind=9,
        special="The date of the first toxin ever stands once a patient: history, no list.",
        files={"redcap.csv": table(rows), **sessions_csv(truth)},
        truth=truth,
        want=QUIET,
    )


# 9: two known forms on the record's own rows


def _events(truth: Truth) -> tuple[list[str], list[list[Any]]]:
    head = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
    rows = [
        [p, "days_arm_1", "", place, *cells] for place, (p, *cells) in enumerate(_days(truth), 1)
    ]
    return head, rows


def two_known_forms_of_repeating_events() -> Case:
    truth = clinic(912, date(2024, 5, 6), ("37-1", "37-2", "37-3"))
    head, rows = _events(truth)
    head += ["date", "headache", "migraine", "diary_complete", *TREATMENT]
    rows += [[p, "botox_arm_1", "", 1, "", "", "", "", *cells] for p, *cells in _treated(truth)]
    rows = [[*row, *[""] * (len(head) - len(row))] for row in (head, *rows)]
    return Case(
        kind=9,
        special="Events repeat, not forms: days and sessions both stand on the record's rows.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=QUIET,
    )


def two_known_forms_without_statuses() -> Case:
    truth = clinic(913, date(2024, 5, 6), ("38-1", "38-2", "38-3"))
    head = [
        "record_id",
        "redcap_event_name",
        "session_date",
        "units",
        "date",
        "headache",
        "migraine",
    ]
    rows = [
        [p, f"day_{i % 57}_arm_1", "", "", d, h, m]
        for i, (p, d, h, m) in enumerate(diary_rows(truth)[1:])
    ]
    rows += [[p, "botox_arm_1", d.isoformat(), 155, "", "", ""] for p, d in truth.treated()]
    return Case(
        kind=9,
        special="The same where the statuses of the forms were not exported.",
        files={"redcap.csv": table([head, *rows])},
        truth=truth,
        want=QUIET,
    )


def counts_of_periods_in_groups() -> Case:
    counts = {"39-1": {0: [20, 14], 1: [9, 5]}, "39-2": {0: [22, 15], 1: [20, 14]}}
    head = [
        "record_id",
        "redcap_data_access_group",
        "hd_baseline",
        "hd_s1",
        "md_baseline",
        "md_s1",
        "counts_complete",
    ]
    rows = [[p, "north", of[0][0], of[1][0], of[0][1], of[1][1], 2] for p, of in counts.items()]
    return Case(
        kind=9,
        special="One row a record, a column a period, in a project with groups.",
        files={"redcap.csv": table([head, *rows])},
        truth=Truth(counts=counts, rate="1 of 2"),
        want=QUIET,
    )


# 12: double data entry


def _entered(truth: Truth, *entries: str) -> list[list[Any]]:
    rows = _project(
        truth,
        ("treatment", TREATMENT, _treated(truth)),
        ("diary", ("date", "headache", "migraine", "diary_complete"), _days(truth)),
    )
    return [rows[0], *([f"{row[0]}{entry}", *row[1:]] for entry in entries for row in rows[1:])]


def records_entered_twice() -> Case:
    truth = clinic(914, date(2024, 6, 3), ("41", "42", "43"))
    return Case(
        kind=12,
        special="Double data entry: each record is exported as 41--1 and as 41--2.",
        files={"redcap.csv": table(_entered(truth, "--1", "--2"))},
        truth=truth,
        want=ASK,
        says=("double data entry", "entered twice"),
        true_reading="first",
    )


def records_entered_twice_and_merged() -> Case:
    truth = clinic(915, date(2024, 6, 3), ("44", "45", "46"))
    rows = _entered(truth, "--1", "--2", "")
    for row in rows[1:]:
        if row[0].endswith("--2") and row[1] == "diary":
            row[8] = 1 - int(row[8])  # headache, otherwise than in the merged record
    return Case(
        kind=12,
        special="The merged records stand beside both entries.",
        files={"redcap.csv": table(rows)},
        truth=truth,
        want=ASK,
        says=("double data entry", "entered twice"),
        true_reading="merged",
    )


def records_of_groups() -> Case:
    truth = clinic(916, date(2024, 6, 3), ("47-1", "47-2", "48-1"))
    return Case(
        kind=12,
        special="One hyphen: number of the group and of the record, not two entries.",
        files={"redcap.csv": table(_entered(truth, ""))},
        truth=truth,
        want=QUIET,
    )


CASES = (
    own_names_beside_a_known_form,
    own_boxes_beside_a_known_form,
    own_names_in_events,
    one_flag_of_its_own_name,
    one_flag_of_its_own_name_in_a_survey,
    choices_and_other_forms_beside_a_headache_diary,
    own_names_in_labels,
    own_names_beside_a_known_form_as_mapped,
    consent_beside_a_diary,
    record_ids_anew_in_each_group,
    record_ids_of_their_own_in_each_group,
    two_forms_in_labels,
    one_label_for_the_dates_of_two_forms,
    two_headaches_in_one_form_in_labels,
    own_counts_beside_sessions,
    own_sessions_beside_a_diary,
    first_toxin_of_all_beside_a_diary,
    two_known_forms_of_repeating_events,
    two_known_forms_without_statuses,
    counts_of_periods_in_groups,
    records_entered_twice,
    records_entered_twice_and_merged,
    records_of_groups,
)
