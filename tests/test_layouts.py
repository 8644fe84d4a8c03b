"""Each layout: one fixture, and the canonical table that it must give.

Fixtures are written by hand from the facts about each export; nobody in them exists. The days
15 to 20 November 2024, as letters: M migraine, H headache, ? headache with migraine left open,
- free, = assumed free, blank unknown.
"""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from analytics.result import result_of
from analytics.settings import Settings
from importing import Choices, Mapping, Source, read_records
from importing.layouts import all_layouts, recognise
from importing.layouts.base import identifying
from importing.mapping import suggest
from importing.negations import names
from tests.examples import examples

FIXTURES = Path(__file__).parent / "fixtures"
FIRST, LAST = date(2024, 11, 15), date(2024, 11, 20)
NEEDED = json.loads((FIXTURES / "clean.json").read_text(encoding="utf-8"))
HEADIS_ZONE = NEEDED["headi.csv"]["answers"]  # its moments count from 1970, in UTC
OBSERVED = Choices(observed=(FIRST, LAST), answers=HEADIS_ZONE)


def read(name: str, choices: Choices = OBSERVED, content: bytes | None = None):
    return read_records([Source(name, content or (FIXTURES / name).read_bytes())], choices)


def letters(diary) -> str:
    told = [" "] * 6
    flags = ["headache", "migraine", "assumed_free"]
    for row in diary.assign(**diary[flags].fillna(-1)).itertuples():
        letter = {0: "-", 1: "H"}[row.headache]
        if row.headache == 1:
            known = row.migraine in (0, 1)
            letter = ("M" if row.migraine == 1 else "H") if known else "?"
        if row.assumed_free == 1:
            letter = "="
        told[(row.date.date() - FIRST).days] = letter
    return "".join(told).rstrip()


ALL_RULES = ("type", "pain", "triptan")
ATTACKS = [
    # by its type alone, the default; then by type, pain and triptan
    # 16 Nov pain 4, 17 Nov 22:30 for 3 h 30 (over midnight), 20 Nov pain 2
    ("migraine_buddy.csv", "Migraine Buddy", 3, "=?MM=H", "=MMM=H"),
    # ongoing since the 19th: the 20th is unknown, not free
    ("migraine_buddy_19.csv", "Migraine Buddy", 2, "=?==?", "=M==M"),
    ("cluster_headache_tracker.csv", "Cluster Headache Tracker", 2, "=?=??=", "=H=MM="),
    ("aiding_migraine.csv", "Aiding Migraine", 2, "=MM=H=", "=MM=H="),
    ("headway_ios.csv", "Headway (NALI), iOS", 2, "=?=??=", "=M=MM="),
    ("headway_macos.csv", "Headway (NALI), macOS", 2, "=?=??=", "=M=MM="),
    # 23:30 UTC on the 16th is the 17th in Berlin; 03:00 UTC on the 19th is the 18th in New York
    ("one_tap.csv", "One Tap Headache Tracker", 3, "==??=?", "==MM=H"),
    # 23:00 UTC on the 18th is midnight in Berlin
    ("headi.csv", "Headi", 2, "=?==?=", "=M==H="),
    ("migraine_ai.csv", "Migraine AI", 2, "=??=?=", "=MM=H="),
    ("migrainebot.csv", "MigraineBot", 2, "=?=??=", "=M=HH="),
    # daily diaries: a missing day is not recorded, whatever period is stated
    ("migraine_navigator.csv", "Migraine Navigator", 3, " -? ?", " -M H"),
    ("daylio.csv", "Daylio", 3, " -M ?", " -M ?"),
]


@pytest.mark.parametrize(("file", "title", "rows", "by_type", "by_all"), ATTACKS)
def test_apps(file, title, rows, by_type, by_all):
    records, report = read(file)
    assert report.files[0].layout == title
    assert (report.files[0].rows_read, report.files[0].used) == (rows, rows)
    assert letters(records.diary) == by_type
    assert set(records.diary["patient_id"]) == {file.removesuffix(".csv")}
    records, _ = read(
        file, Choices(observed=(FIRST, LAST), migraine_rules=ALL_RULES, answers=HEADIS_ZONE)
    )
    assert letters(records.diary) == by_all


def test_every_layout_has_a_fixture():
    with_fixture = {title for _, title, *_ in ATTACKS}
    elsewhere = {"Our template", "REDCap", "Counts, a column per period", "Apple Health"}
    elsewhere |= {"Sessions of one patient"}  # its cases are in door_cases/whose
    elsewhere |= {"A row for each value"}  # test_long_values
    elsewhere |= {"ADaM basic data structure", "SDTM findings (QS, FA)"}  # test_research_tables
    elsewhere |= {"Our de-identified days"}  # test_comes_back_as_data
    elsewhere |= {"OMOP observation", "Treatments of a research table (EX, drug_exposure)"}
    elsewhere |= {"Counts, a row a calendar month"}  # test_month_counts
    elsewhere |= {"Months, a column per day"}  # and of this in door_cases/months
    assert {layout.title for layout in all_layouts()} == with_fixture | elsewhere | {
        "migraine_stat"
    }


@pytest.mark.parametrize("file", sorted(path.name for path in FIXTURES.glob("*.csv")))
def test_exactly_one_layout_knows_each_fixture(file):
    _, report = read(file)
    sure = [
        layout.name
        for layout in all_layouts()
        if not layout.last_resort and layout.knows(list(report.files[0].headers))
    ]
    assert len(sure) == 1


@pytest.mark.parametrize(
    "headers",
    [
        ["Date", "Pain Level"],
        ["start", "end", "pain", "note"],
        ["start_time", "end_time"],
        ["Started", "Lasted", "#"],
        ["id", "value"],
        ["full_date", "mood"],
    ],
)
def test_a_file_that_only_looks_alike_is_not_taken(headers):
    assert recognise(headers) is None


def test_without_a_period_an_attack_list_is_asked_about_and_not_counted():
    records, report = read("migraine_buddy.csv", Choices())
    assert [q.kind for q in report.questions] == ["observed"]
    assert records.diary.empty
    assert (report.files[0].used, report.files[0].not_used) == (0, 3)


def test_days_outside_of_the_period_are_unknown():
    choices = Choices(observed=(date(2024, 11, 17), date(2024, 11, 19)))
    records, _ = read("migraine_buddy.csv", choices)
    assert letters(records.diary) == "  MM="


@pytest.mark.parametrize(
    ("rules", "days"),
    [(("type",), "=?MM=H"), (("pain",), "=MMM=H"), (("triptan",), "=?MM=?"), ((), "=???=?")],
)
def test_the_rule_for_a_migraine_day_is_the_users(rules, days):
    choices = Choices(observed=(FIRST, LAST), migraine_rules=rules)
    records, report = read("migraine_buddy.csv", choices)
    assert letters(records.diary) == days
    assert any("headache day" in told for told in report.files[0].assumptions)


@pytest.mark.parametrize(
    "header",
    [
        *("Vorname", "Name des Patienten", "Nom du patient", "Prénom", "Nombre", "Apellidos"),
        *(
            "Cognome",
            "Nome",
            "Achternaam",
            "Sobrenome",
            "Fornavn",
            "Efternamn",
            "Notiz",
            "Freitext",
        ),
        *("Commentaires", "Observaciones", "Osservazioni", "Opmerkingen", "Observações"),
        *("Bemærkninger", "Anteckningar", "Adresse", "Téléphone", "Geburtsdatum", "Födelsedatum"),
    ],
)
def test_columns_that_may_name_a_person_show_nothing_in_nine_languages(header):
    held = (
        f"Code,Tag,Kopfweh heute,{header}\nA,16.11.2024,ja,Erika B.\nA,17.11.2024,nein,Erika B.\n"
    )
    for content in (held, held.replace("Code,Tag,Kopfweh heute", "patient_id,date,headache")):
        _, report = read("own.csv", Choices(), content.encode())
        assert "Erika" not in repr(report)
    told = " ".join(report.files[0].notices).replace("_", " ")
    assert f"may name a person: {header.lower()}" in told


@pytest.mark.parametrize("header", ["Nombre de jours", "Observation date", "Name of session", "id"])
def test_a_name_of_something_else_is_kept(header):
    assert not identifying([header])


def test_identifying_columns_are_dropped_and_listed():
    _, report = read("migraine_buddy.csv")
    assert report.files[0].dropped == ("Geohash", "Notes")
    _records, report = read("migraine_navigator.csv")
    assert {"Latitude", "Longitude", "Notes"} <= set(report.files[0].dropped)


def test_the_id_is_typed_or_the_files_name():
    choices = Choices(observed=(FIRST, LAST), ids={"migraine_buddy.csv": "P-7"})
    records, _ = read("migraine_buddy.csv", choices)
    assert set(records.diary["patient_id"]) == {"P-7"}
    _, report = read("migraine_buddy.csv")
    assert "The patient's id is the file's name without its ending." in report.files[0].assumptions


def test_hit6_of_migraine_ai_becomes_a_score():
    records, _ = read("migraine_ai.csv")
    assert records.scores[["instrument", "score"]].values.tolist() == [["HIT-6", 62.0]]


def test_an_ambiguous_date_order_is_asked_and_answered():
    text = (FIXTURES / "migraine_buddy.csv").read_text(encoding="utf-8")
    for day, other in (
        ("11/16/24", "11/05/24"),
        ("11/17/24", "11/06/24"),
        ("11/20/24", "11/09/24"),
    ):
        text = text.replace(day, other)
    _, report = read("m.csv", Choices(observed=(FIRST, LAST)), text.encode())
    question = next(q for q in report.questions if q.kind == "date_order")
    assert [words for _, words in question.options] == [
        "day first: 11 May 2024",
        "month first: 5 Nov 2024",
    ]
    month_first = Choices(date_order="month_first", observed=(date(2024, 11, 5), date(2024, 11, 9)))
    records, report = read("m.csv", month_first, text.encode())
    assert not report.questions
    assert records.diary["date"].dt.month.unique().tolist() == [11]


def apple(*records: str) -> bytes:
    rows = "".join(
        f'<Record type="HKCategoryTypeIdentifierHeadache" startDate="{s}" endDate="{e}" value="'
        f'HKCategoryValueSeverity{v}"/>'
        for s, e, v in (record.split("|") for record in records)
    )
    text = (
        '<?xml version="1.0"?><!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]>'
        '<HealthData locale="de_DE"><Record type="HKQuantityTypeIdentifierStepCount" '
        f'startDate="2024-11-16 08:00:00 -0800" value="12"/>{rows}</HealthData>'
    )
    return packed({"apple_health_export/export.xml": text.encode()})


def packed(members: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def test_apple_health():
    content = apple(
        "2024-11-16 09:00:00 -0800|2024-11-16 10:00:00 -0800|Moderate",
        "2024-11-17 00:00:00 -0800|2024-11-17 00:00:00 -0800|NotPresent",
        "2024-11-18 23:00:00 -0800|2024-11-19 01:00:00 -0800|Mild",
    )
    records, report = read("export.zip", Choices(), content)
    assert report.files[0].layout == "Apple Health"
    assert letters(records.diary) == " M-HH"  # not present is recorded; other days are unknown
    assert "moderate or severe is a migraine day" in " ".join(report.files[0].assumptions)
    records, _ = read("export.zip", OBSERVED, content)
    assert letters(records.diary) == "=M-HH="
    records, _ = read("export.zip", Choices(migraine_rules=()), content)
    assert letters(records.diary) == " ?-??"


def test_migraine_stat_in_another_language():
    book = Workbook()
    for row in (
        ["Datum", "Schmerzstärke", "Medikament"],
        ["16.11.2024", "6", "Sumatriptan"],
        ["", "", "Ibuprofen"],
        ["19.11.2024", "2", ""],
    ):
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    records, report = read("stat.xlsx", OBSERVED, sink.getvalue())
    assert report.files[0].layout == "migraine_stat"
    assert letters(records.diary) == "=?==?="
    by_all = Choices(observed=(FIRST, LAST), migraine_rules=ALL_RULES)
    assert letters(read("stat.xlsx", by_all, sink.getvalue())[0].diary) == "=M==H="


def test_redcap_repeating_forms():
    records, report = read("redcap_repeating.csv")
    assert report.files[0].layout == "REDCap"
    assert report.files[0].used == 6
    assert records.diary["patient_id"].tolist() == ["331-1", "331-1", "331-2"]
    assert records.sessions["units"].tolist() == [155.0]
    assert records.patients["sex"].tolist() == ["female", "male"]


def test_redcap_events_are_mapped_by_the_user_never_parsed():
    _, report = read("redcap_longitudinal.csv")
    question = next(q for q in report.questions if q.kind == "events")
    assert [event for event, _ in question.options] == [
        "intake_arm_1",
        "tretment_1_arm_1",
        "trt2_arm_1",
    ]
    mapping = Mapping(
        columns={"migraine_days": "migraine_days"},
        events={"intake_arm_1": 0, "tretment_1_arm_1": 1, "trt2_arm_1": 2},
    )
    records, report = read("redcap_longitudinal.csv", Choices(mappings=(mapping,)))
    assert not report.questions
    assert records.counts[["patient_id", "session", "migraine_days"]].values.tolist() == [
        ["1", 0, 15],
        ["1", 1, 7],
        ["1", 2, 6],
        ["2", 0, 16],
        ["2", 1, 15],
    ]
    assert records.patients["site"].tolist() == ["north", "south"]


@pytest.mark.parametrize("file", ["redcap_eav.csv", "redcap_labels.csv", "redcap_survey.csv"])
def test_redcap_other_exports(file):
    records, report = read(file)
    assert report.files[0].layout == "REDCap"
    assert len(records.diary) == 2
    assert records.diary["headache"].tolist() == [1, 0]
    assert not report.undecided


def test_redcap_raw_and_labels_mixed_is_said_and_stopped():
    text = "record_id,redcap_repeat_instrument,redcap_repeat_instance,date,headache\n"
    text += "1,diary,1,2024-11-16,1\n1,diary,2,2024-11-17,No\n"
    records, report = read("mixed.csv", Choices(), text.encode())
    assert "mixes codes and words in headache" in report.problems[0]
    assert records.diary.empty


def test_wide_counts():
    records, report = read("wide_counts.csv")
    told = records.counts[["patient_id", "session", "headache_days", "migraine_days"]]
    assert told.values.tolist() == [
        ["1", 0, 20, 15],
        ["1", 1, 12, 8],
        ["1", 2, 9, 7],
        ["2", 0, 22, 16],
        ["2", 1, 20, 15],  # the last period of patient 2 is blank: no row
    ]
    assert records.patients["site"].tolist() == ["North", "South"]
    assert "hd_s2 is session 2" in report.files[0].assumptions[0]


def test_a_count_of_wide_counts_that_cannot_be_read_costs_its_own_period():
    """She was due and cannot be judged there; her other periods are as they were."""
    text = "record_id,hd_baseline,hd_s1,hd_s2\n1,20,x,8\n2,20,10,9\n"
    records, report = read("wide.csv", Choices(), text.encode())
    counts = records.counts.set_index(["patient_id", "session"])["headache_days"]
    assert counts.isna().to_dict() == {
        (who, n): (who, n) == ("1", 1) for who in "12" for n in range(3)
    }
    assert (report.files[0].rows_read, report.files[0].used, report.files[0].set_aside) == (2, 2, 0)
    (told,) = [one.text for one in report.everything_told]
    assert "1 cell cannot be read: blank, while the rest of the row counts (row 2" in told


IMPOSSIBLE = ("32", "40", "34.5", "400", "-3", "x", "DNA")
CELLS = st.one_of(st.integers(0, 31).map(str), st.sampled_from(("9.25", *IMPOSSIBLE)))
ONE_PATIENT = st.lists(st.tuples(CELLS, CELLS), min_size=4, max_size=4)


@settings(max_examples=examples(12), deadline=None)
@given(st.lists(ONE_PATIENT, min_size=1, max_size=4), st.booleans())
def test_wide_and_long_counts_are_the_same_also_where_a_count_cannot_be(patients, both):
    """It is a count that nobody recorded, of a session that took place, however the file is made:
    in the last row of a patient she was waiting for a session that she had had."""
    names = ("migraine_days", "headache_days")[: 1 + both]
    wide = ",".join(["patient_id", *(f"{n}_s{s}" for s in range(4) for n in names)]) + "\n"
    long = ",".join(["patient_id", "session", *names]) + "\n"
    for number, sessions in enumerate(patients):
        cells = [days[: len(names)] for days in sessions]
        wide += ",".join([f"P{number}", *(cell for days in cells for cell in days)]) + "\n"
        long += "".join(f"P{number},{s},{','.join(days)}\n" for s, days in enumerate(cells))
    across, report = read("wide.csv", Choices(), wide.replace("_s0", "_baseline").encode())
    down, of_rows = read("long.csv", Choices(), long.encode())
    assert_frame_equal(across.counts, down.counts)
    assert_frame_equal(result_of(across, Settings()).rates, result_of(down, Settings()).rates)
    blank = across.counts[[*names]].isna()
    cells = [cell for days in patients for one in days for cell in one[: len(names)]]
    assert blank.sum().sum() >= sum(cell in IMPOSSIBLE for cell in cells)
    for (file,) in (report.files, of_rows.files):
        assert file.used == file.rows_read
        assert bool(file.told) == blank.any(axis=None)


@pytest.mark.parametrize("baseline", ["Baseline MMD", "MMD baseline", "Baseline"])
@pytest.mark.parametrize("name", ["MMD {}", "mmd{}", "Migraine days {}", "migraine_days_{}"])
def test_counts_with_a_bare_number_are_those_of_a_session_beside_a_baseline(name, baseline):
    """*Migraine days 1* was not read at all, and nobody was told who had its file mapped."""
    text = f"Patient,{baseline},{name.format(1)},{name.format(2)}\nA,20,12,8\nB,18,9,7\n"
    records, report = read("wide.csv", Choices(), text.encode())
    assert not report.questions
    counts = records.counts[["patient_id", "session", "migraine_days"]].values.tolist()
    assert sorted(counts) == [
        *(["A", session, days] for session, days in enumerate((20, 12, 8))),
        *(["B", session, days] for session, days in enumerate((18, 9, 7))),
    ]


@pytest.mark.parametrize(
    ("numbers", "readings"),
    [
        ((1, 2, 3), {"first_is_baseline", "second_is_baseline", "numbers_are_sessions"}),
        ((0, 3, 6), {"end_of_cycle", "month_after"}),
    ],
)
def test_bare_numbers_that_may_be_times_or_begin_with_the_baseline_are_asked(numbers, readings):
    names = ",".join(f"MMD {n}" for n in numbers)
    text = f"Patient,{names}\nA,20,12,8\nB,18,9,7\n"
    records, report = read("wide.csv", Choices(), text.encode())
    (asked,) = report.questions
    assert {reading for reading, _ in asked.options} == readings
    assert records.counts.empty


@pytest.mark.parametrize("before", ["Baseline", "0", ""])
def test_visits_in_steps_of_four_may_be_weeks_and_are_asked(before):
    """Sessions 4, 8 and 12 were made of them, in silence."""
    visits = [*filter(None, [before]), "4", "8", "12"]
    rows = "".join(f"{who},{visit},{9 + n}\n" for who in "AB" for n, visit in enumerate(visits))
    text = f"patient_id,Visit,migraine_days\n{rows}".encode()
    _, report = read("v.csv", Choices(), text)
    first = next(one for one in report.questions if one.kind == "visits_by_number")
    assert [key for key, _ in first.options] == ["weeks", "visits"]
    assert {one.kind for one in report.questions} == {"visits_by_number", "session_names"}
    _, weeks = read("v.csv", Choices(answers={first.code: "weeks"}), text)
    assert "look like times" in weeks.questions[0].text
    records, numbers = read("v.csv", Choices(answers={first.code: "visits"}), text)
    if before:
        assert not numbers.questions
        assert set(records.counts["session"]) == {0, 4, 8, 12}


@pytest.mark.parametrize("visits", ["1 2 3 4", "1 4 8 12", "4 5 6", "4"])
def test_other_visits_beside_a_baseline_are_numbers_of_sessions(visits):
    rows = "".join(f"A,{visit},9\n" for visit in ("Baseline", *visits.split()))
    _, report = read("v.csv", Choices(), f"patient_id,Visit,migraine_days\n{rows}".encode())
    assert not report.questions


DATED = "Injection date {}"


@pytest.mark.parametrize(
    ("counts", "dates", "asked"),
    [
        (["MMD 0", "MMD 1", "MMD 2"], (1, 2), False),
        (["MHD 0", "MMD 0", "MHD 1", "MMD 1"], (1, 2), False),
        (["MMD 0", "MMD 1", "MMD 2"], (1,), True),  # of no session that is dated: a month?
        (["MMD 1", "MMD 2"], (1, 2), True),  # at session 1, or after it?
        (["MMD 0", "MMD 1", "MMD 2"], (0, 1, 2), True),
        (["MMD 0", "MMD 3", "MMD 6"], (1, 2), True),
        (["MMD T0", "MMD T1", "MMD T2"], (1, 2), True),  # a time may be a month
    ],
)
def test_bare_numbers_are_those_of_the_sessions_whose_days_stand_beside_them(counts, dates, asked):
    """0 lies before session 1, where sessions are numbered from 1: it was asked all the same."""
    names = [*counts, *(DATED.format(n) for n in dates)]
    days = [f"2024-0{2 + 3 * place}-10" for place in range(len(dates))]
    rows = (",".join([who, *"987654"[: len(counts)], *days]) for who in "AB")
    text = "\n".join([",".join(["Patient", *names]), *rows]) + "\n"
    records, report = read("wide.csv", Choices(), text.encode())
    assert bool(report.questions) is asked
    if not asked:
        assert f"{counts[0]} is session 0" in " ".join(report.files[0].assumptions)
        assert set(records.counts["session"]) == {0, *dates}
        assert len(records.sessions) == 2 * len(dates)


def test_recorded_days_of_wide_counts_that_cannot_be_read_cost_the_row():
    """A blank there would say that the month is whole."""
    text = "record_id,hd_baseline,hd_s1,recorded_days_s1\n1,20,9,x\n2,20,10,28\n"
    records, report = read("wide.csv", Choices(), text.encode())
    assert records.counts["patient_id"].tolist() == ["2", "2"]
    assert (report.files[0].used, report.files[0].set_aside) == (1, 1)


def test_an_unknown_layout_is_mapped():
    text = "Code;Tag;Kopfweh heute;Stadt\nA;16.11.2024;ja;Ulm\nA;17.11.2024;nein;Ulm\n"
    _, report = read("eigene.csv", Choices(), text.encode())
    assert [q.kind for q in report.questions] == ["mapping"]
    columns = {"Code": "patient_id", "Tag": "date", "Kopfweh heute": "headache"}
    mapping = Mapping(table="diary", columns=columns)
    again = Mapping.from_json(mapping.to_json())
    records, report = read("eigene.csv", Choices(mappings=(again,)), text.encode())
    assert records.diary["headache"].tolist() == [1, 0]
    assert "'ja' is read as 1" in " ".join(report.files[0].notices)


def test_a_mapping_of_events_touches_no_other_file():
    """Found on the Load page: every REDCap-like file begins with record_id."""
    mapping = Mapping(columns={"record_id": "patient_id"}, events={"intake_arm_1": 0})
    records, report = read("wide_counts.csv", Choices(mappings=(mapping,)))
    assert report.files[0].layout == "Counts, a column per period"
    assert len(records.counts) == 5


@pytest.mark.parametrize(
    ("headers", "table", "columns"),
    [
        (["Code", "Tag", "Kopfweh heute", "Stadt"], "diary", {"patient_id", "date", "headache"}),
        (["Subject", "Visit date", "Dose"], "sessions", {"patient_id", "session_date", "units"}),
        (["pid", "cycle", "MHD"], "counts", {"session", "headache_days"}),
    ],
)
def test_suggestions_are_filled_in(headers, table, columns):
    best = suggest(headers)
    assert best.table == table
    assert columns <= set(best.columns.values())


@pytest.mark.parametrize("header", ["Kopfschmerzfrei", "No headache", "día sin dolor de cabeza"])
def test_the_opposite_of_headache_is_suggested_turned_round(header):
    best = suggest(["Code", "Tag", header])
    assert best.columns[header] == "headache"
    text = f"Code,Tag,{header}\nA,2024-11-16,Ja\nA,2024-11-17,Nein\nA,2024-11-18,\n"
    records, _ = read("own.csv", Choices(mappings=(best,)), text.encode())
    assert records.diary["headache"].fillna(-1).tolist() == [0, 1, -1]
    assert "headache" not in suggest(["Code", "Tag", "Headache", header]).values


@pytest.mark.parametrize(
    ("text", "headache"),
    [
        ("kein Kopfschmerz", False),
        ("pas de mal de tête", False),
        ("geen hoofdpijn", False),
        ("huvudvärksfri", False),
        ("senza cefalea", False),
        ("sem dor de cabeça", False),
        ("no headache but migraine", True),
        ("Migräne ohne Aura", True),
        ("headache without nausea", True),
        ("no migraine medication", None),
        ("no sport", None),
    ],
)
def test_a_headache_or_its_absence_is_named(text, headache):
    assert names(text) is headache


def test_values_are_mapped():
    text = "pid,day,state\nA,2024-11-16,bad\nA,2024-11-17,good\n"
    mapping = Mapping(
        table="diary",
        columns={"pid": "patient_id", "day": "date", "state": "headache"},
        values={"headache": {"bad": "1", "good": "0"}},
    )
    records, _ = read("own.csv", Choices(mappings=(mapping,)), text.encode())
    assert records.diary["headache"].tolist() == [1, 0]


def test_a_workbook_of_several_sheets_and_a_zip_of_files():
    book = Workbook()
    book.active.title = "diary"
    for row in (["patient_id", "date", "headache"], ["001", date(2024, 11, 16), 1]):
        book.active.append(row)
    sheet = book.create_sheet("sessions")
    for row in (["patient_id", "session_date"], ["001", date(2024, 11, 20)]):
        sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    inside = {"a/diary.csv": b"patient_id,date,headache\n001,2024-11-16,1\n", "__MACOSX/x": b"x"}
    inside["sessions.csv"] = b"patient_id,session_date\n001,2024-11-20\n"
    for name, content in (("book.xlsx", sink.getvalue()), ("all.zip", packed(inside))):
        records, report = read(name, Choices(), content)
        assert records.diary["patient_id"].tolist() == ["001"]
        assert len(records.sessions) == 1
        assert not report.undecided


@pytest.mark.slow
@pytest.mark.slow
def test_forty_files_of_one_patient_each():
    sources = []
    for number in range(40):
        content = (FIXTURES / "migraine_buddy.csv").read_bytes()
        content = content.replace(b"Stress", f"Stress {number}".encode())
        sources.append(Source(f"P{number:02d}.csv", content))
    records, report = read_records(sources, OBSERVED)
    assert records.diary["patient_id"].nunique() == 40
    assert sum(file.used for file in report.files) == 120
    assert not report.undecided


def health_data(inside: str, before: str = "") -> bytes:
    start = f'<?xml version="1.0" encoding="UTF-8"?>{before}<HealthData locale="x">'
    return f"{start}{inside}</HealthData>".encode("utf-8", errors="surrogateescape")


def headache(start: str, end: str, more: str = "", inside: str = "") -> str:
    return (
        f'<Record type="HKCategoryTypeIdentifierHeadache" {more} startDate="{start}" '
        f'endDate="{end}" value="HKCategoryValueSeveritySevere">{inside}</Record>'
    )


def days_with_headache(records) -> list[str]:
    diary = records.diary
    return diary.loc[diary["headache"] == 1, "date"].astype("str").tolist()


NOON = headache("2024-11-16 12:00:00 +0100", "2024-11-16 13:00:00 +0100")


@pytest.mark.parametrize(
    "content",
    [
        health_data(NOON),
        health_data(NOON, "<!DOCTYPE HealthData [<!ATTLIST x y CDATA #IMPLIED <!ELEMENT z>]>"),
        health_data(NOON, '<!DOCTYPE HealthData [<!ENTITY a "b">]>'),
        health_data('<Me a="\x0b\x01&#x1F;&#0;&#65535;\ufffe"/>' + NOON),
        health_data("<Me/>" + " " * (1 << 20) + '<Me a="&#x' + '1F;"/>' + NOON),
        health_data('<Me a="\udcff\udcc3"/>' + NOON),  # no letters of UTF-8
        health_data('<Me a="&amp;&lt;&#228;&#x1F600;"/>' + NOON),
    ],
)
@pytest.mark.parametrize("name", ["apple_health_export/export.xml", "Export/Exportación.xml", ""])
def test_apple_health_needs_no_document_type_and_no_clean_characters(content, name):
    packed_or_not = packed({name: content, "x/export_cda.xml": b"<a/>"}) if name else content
    records, report = read("export.zip", OBSERVED, packed_or_not)
    assert not report.problems
    assert days_with_headache(records) == ["2024-11-16"]


@pytest.mark.parametrize(
    ("before", "value"), [('<!DOCTYPE HealthData [<!ENTITY a "2024-11-16">]>', "&a;"), ("", "&a;")]
)
def test_entities_of_apple_health_are_never_expanded(before, value):
    content = health_data(headache(f"{value} 12:00:00 +0100", "2024-11-16 13:00:00 +0100"), before)
    records, report = read("export.zip", Choices(), packed({"x/export.xml": content}))
    assert records.diary.empty
    assert "entities" in report.problems[0]


@pytest.mark.parametrize(
    ("start", "zone", "day"),
    [
        ("2024-11-17 05:30:00 +0100", "America/Los_Angeles", "2024-11-16"),
        ("2024-11-16 20:30:00 +0100", "Asia/Tokyo", "2024-11-17"),
        ("2024-11-16 20:30:00 +0100", "Europe/Berlin", "2024-11-16"),
        ("2024-11-17 05:30:00 +0100", "", "2024-11-17"),
        ("2024-11-17 05:30:00 +0100", "No/Where", "2024-11-17"),
    ],
)
def test_the_day_of_apple_health_is_that_of_the_place_of_recording(start, zone, day):
    place = f'<MetadataEntry key="HKTimeZone" value="{zone}"/>' if zone else ""
    record = headache(start, start, inside=f'<MetadataEntry key="x" value="UTC"/>{place}')
    other = '<Record type="x"><MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/></Record>'
    records, report = read(
        "export.zip", OBSERVED, packed({"x/export.xml": health_data(record + other)})
    )
    assert days_with_headache(records) == [day]
    told = " ".join(report.sentences())
    assert ("time zone that is not known" in told) == (zone == "No/Where")
    assert ("HKTimeZone" in told) == (zone not in ("", "No/Where"))


def test_a_ticked_choice_of_an_eav_export_can_be_mapped():
    """A checkbox has a row for each ticked choice; what no row says is asked."""
    head = "record,redcap_event_name,redcap_repeat_instance,field_name,value\n"
    first = [("date", "2024-11-16"), ("kinds", "1"), ("kinds", "4"), ("headache", "1")]
    second = [("date", "2024-11-17"), ("headache", "0")]
    rows = [f"1,days,1,{field},{value}\n" for field, value in first]
    rows += [f"1,days,2,{field},{value}\n" for field, value in second]
    mapping = Mapping(columns={"kinds___4": "migraine"}, events={"days": 0})
    _, report = read(
        "eav.csv", replace(OBSERVED, mappings=(mapping,)), (head + "".join(rows)).encode()
    )
    assert any("kinds: several rows a record" in told for told in report.files[0].assumptions)
    assert [(question.kind, question.column) for question in report.questions] == [
        ("only_yes", "migraine")
    ]
    twice = head + "".join([*rows, "1,days,2,headache,1\n"])
    problem = read("eav.csv", OBSERVED, twice.encode())[1].files[0].problems[0]
    assert "1 value of headache twice" in problem
