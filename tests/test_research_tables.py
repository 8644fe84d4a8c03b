"""Are tables of a trial or a database known by their columns, and every row of them accounted for?

ADaM's basic data structure, SDTM's QS, FA and EX, and OMOP's observation and drug_exposure, written
here; nobody in them exists.
"""

from __future__ import annotations

import json
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from importing.layouts import all_layouts
from importing.variables import readings
from tests.examples import examples

FIRST = date(2024, 1, 1)
TREATED = 28  # the day of the first session, counted from FIRST
PEOPLE = ("S1-001", "S1-002")
TODAY = date(2026, 1, 1)

Rows = list[dict[str, object]]


def read(*files: tuple[str, Rows | bytes], answers: dict[str, str] | None = None):
    """Records and report; of every file each row must have gone somewhere."""
    sources = [
        Source(
            name,
            rows if isinstance(rows, bytes) else pd.DataFrame(rows).to_csv(index=False).encode(),
        )
        for name, rows in files
    ]
    records, report = read_records(sources, Choices(today=TODAY, answers=answers or {}))
    for file in report.files:
        parts = (file.used, file.duplicates, file.set_aside, file.not_used)
        assert file.rows_read == sum(parts), file
    return records, report


def answering(*files: tuple[str, Rows | bytes], **answers: str):
    """The same, with an answer for each question of a kind and column (``MHD="headache_days"``)."""
    _, asked = read(*files)
    codes = {
        question.code: answers[name]
        for question in asked.questions
        for name in (question.column.split()[-1] if question.column else "", question.kind)
        if name in answers
    }
    return read(*files, answers=codes)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def relative(number: int) -> int:
    """The study day: the first treatment is day 1, and there is no day 0."""
    since = number - TREATED
    return since + 1 if since >= 0 else since


def adqs(days: int = 40, **more: object) -> Rows:
    return [
        {
            "STUDYID": "S1",
            "USUBJID": patient,
            "SEX": "F",
            "PARAMCD": code,
            "PARAM": words,
            "AVISIT": "Baseline" if n < TREATED else "Week 4",
            "ADT": day(n),
            "ADY": relative(n),
            "AVAL": value,
            "DTYPE": "",
            **more,
        }
        for patient in PEOPLE
        for n in range(days)
        for code, words, value in (
            ("HDDAY", "Headache day (Y/N)", n % 2),
            ("MIGDAY", "Migraine Day", int(n % 4 == 1)),
            ("NAUS", "Nausea", 1),
        )
    ]


def qs(days: int = 40, status: tuple[int, ...] = ()) -> Rows:
    return [
        {
            "STUDYID": "S1",
            "DOMAIN": "QS",
            "USUBJID": patient,
            "QSTESTCD": code,
            "QSTEST": words,
            "QSORRES": "" if n in status else "Y" if value else "N",
            "QSSTRESN": "" if n in status else value,
            "QSSTAT": "NOT DONE" if n in status else "",
            "VISIT": "DAILY DIARY",
            "QSDTC": f"{day(n)}T21:30",
        }
        for patient in PEOPLE
        for n in range(days)
        for code, words, value in (
            ("HEADACHE", "Any headache today", n % 2),
            ("MIGRAINE", "Migraine day", int(n % 4 == 1)),
        )
    ]


def ex(muscles: tuple[str, ...] = ("FRONTALIS", "TEMPORALIS"), drug: str = "ONABOTULINUMTOXINA"):
    return [
        {
            "STUDYID": "S1",
            "USUBJID": patient,
            "EXSEQ": place,
            "EXTRT": drug,
            "EXDOSE": 30,
            "EXDOSU": "U",
            "EXLOC": muscle,
            "EXSTDTC": f"{day(TREATED)}T10:00",
        }
        for patient in PEOPLE
        for place, muscle in enumerate(muscles)
    ]


DM = [
    {"STUDYID": "S1", "DOMAIN": "DM", "USUBJID": patient, "SITEID": "01", "SEX": "F", "AGE": 40}
    for patient in PEOPLE
]


def observation(days: int = 40) -> Rows:
    return [
        {
            "observation_id": n,
            "person_id": person,
            "observation_concept_id": concept,
            "observation_date": day(n),
            "value_as_number": value,
            "value_as_concept_id": 0,
            "observation_source_value": words,
        }
        for person in (17, 18)
        for n in range(days)
        for concept, words, value in (
            (378253, "Headache day", n % 2),
            (318736, "Migraine day", int(n % 4 == 1)),
            (4, "Body height", 170),
        )
    ]


def drug_exposure() -> Rows:
    return [
        {
            "person_id": person,
            "drug_concept_id": concept,
            "drug_exposure_start_date": day(TREATED),
            "drug_source_value": words,
            "quantity": quantity,
        }
        for person in (17, 18)
        for concept, words, quantity in ((7, "Botox 155 U", 155), (8, "sumatriptan 50 mg", 6))
    ]


def flags(records) -> list[tuple[object, ...]]:
    return (
        records.diary[["patient_id", "date", "headache", "migraine"]]
        .to_records(index=False)
        .tolist()
    )


# Known by their columns, together, in any order


def test_parameters_of_a_day_are_days_of_the_subject_and_never_of_the_study():
    records, report = read(("adqs.csv", adqs()))
    assert not report.questions
    assert report.files[0].layout == "ADaM basic data structure"
    assert set(records.diary["patient_id"]) == {*PEOPLE}
    assert len(records.diary) == 80
    assert records.diary["headache"].sum() == 40
    assert records.diary["migraine"].sum() == 20
    assert report.files[0].not_used == 80  # nausea
    assert "80 rows of other variables (NAUS)" in " ".join(report.sentences())


def test_diary_treatments_and_subjects_join_in_any_order():
    files = [("qs.csv", qs()), ("ex.csv", ex()), ("dm.csv", DM)]
    found = [read(*order) for order in (files, files[::-1], files[1:] + files[:1])]
    for records, report in found:
        assert not report.questions
        assert records.sessions["units"].tolist() == [60, 60]
        assert set(records.patients["site"]) == {"01"}
        assert flags(records) == flags(found[0][0])


@pytest.mark.parametrize("kind", ["xpt", "sas7bdat", "json", "csv"])
def test_the_same_table_in_every_format(kind, tmp_path):
    expected = flags(read(("adqs.csv", adqs()))[0])
    frame = pd.DataFrame(adqs()).assign(ADT=lambda f: pd.to_datetime(f["ADT"]))
    if kind == "xpt":
        pyreadstat = pytest.importorskip("pyreadstat")
        pyreadstat.write_xport(
            frame.assign(ADT=frame["ADT"].dt.date), tmp_path / "adqs.xpt", file_format_version=5
        )
        content = (tmp_path / "adqs.xpt").read_bytes()
    elif kind == "json":
        content = _dataset_json(pd.DataFrame(adqs()))
    elif kind == "csv":
        content = frame.to_csv(index=False).encode()
    else:
        pytest.skip("pyreadstat does not write it; what is known is the names of the columns")
    records, report = read((f"adqs.{kind}", content))
    assert not report.questions, list(report.sentences())
    assert flags(records) == expected


def _dataset_json(frame: pd.DataFrame) -> bytes:
    kinds = {"AVAL": "integer", "ADY": "integer"}
    columns = [
        {"itemOID": name, "name": name, "label": name, "dataType": kinds.get(name, "string")}
        for name in frame
    ]
    rows = frame.astype({"ADT": "str"}).to_numpy(dtype=object).tolist()
    told = {"datasetJSONVersion": "1.1.0", "name": "ADQS", "records": len(rows), "columns": columns}
    return json.dumps({**told, "rows": rows}, default=str).encode()


@settings(max_examples=examples(6), deadline=None)
@given(st.randoms())
def test_the_order_of_rows_never_matters(chance):
    rows = adqs(12)
    expected = flags(read(("adqs.csv", rows))[0])
    chance.shuffle(rows)
    assert flags(read(("adqs.csv", rows))[0]) == expected


# What is no recorded day


def test_imputed_rows_are_set_aside_and_leave_the_recorded_ones():
    rows = adqs()
    again = [{**row, "AVAL": 1, "DTYPE": "LOCF"} for row in rows if row["PARAMCD"] == "HDDAY"]
    records, report = read(("adqs.csv", rows + again))
    assert report.files[0].set_aside == len(again)
    assert flags(records) == flags(read(("adqs.csv", rows))[0])
    assert "imputed by a rule" in " ".join(report.sentences())


def test_what_was_not_done_is_not_recorded_and_never_zero():
    records, report = read(("qs.csv", qs(status=(3, 4))))
    asked = records.diary[records.diary["date"].dt.date.isin([day(3), day(4)])]
    assert asked["headache"].isna().all()
    assert records.diary["headache"].notna().sum() == 76
    assert "8 rows not done: not recorded" in " ".join(report.sentences())


@pytest.mark.parametrize(
    ("rows", "number", "words"),
    [
        ([row for row in adqs() if row["PARAMCD"] == "HDDAY"], "AVAL", "AVALC"),
        ([row for row in qs() if row["QSTESTCD"] == "HEADACHE"], "QSSTRESN", "QSORRES"),
    ],
)
def test_words_and_numbers_of_one_answer_that_contradict_each_other_are_asked(rows, number, words):
    agreeing = [{**row, words: "Y" if row[number] else "N"} for row in rows]
    right, report = read(("t.csv", agreeing))
    assert not report.questions
    turned = [{**row, number: 0 if row[number] else 1} for row in agreeing]
    (asked,) = read(("t.csv", turned))[1].questions
    assert asked.kind == "yes_against_no"
    assert [key for key, _ in asked.options] == ["words", "number", "neither"]
    assert f"{len(turned)} rows" in asked.text
    records, _ = answering(("t.csv", turned), yes_against_no="words")
    assert records.diary.equals(right.diary)
    records, _ = answering(("t.csv", turned), yes_against_no="number")
    assert records.diary["headache"].tolist() == [1 - flag for flag in right.diary["headache"]]
    records, _ = answering(("t.csv", turned), yes_against_no="neither")
    assert not records.diary["headache"].notna().any()


@pytest.mark.parametrize(
    ("column", "span", "clock", "first"),
    [
        ("QSEVLINT", "-P1D", "", "day_before"),
        ("QSEVINTX", "DURING THE PAST 24 HOURS", "T08:00", "day_before"),
        ("QSEVINTX", "Last 24 hours", "T14:00", "same_day"),
        ("QSEVLINT", "-P1D", "T21:00", ""),
        ("QSEVLINT", "-P28D", "", ""),
    ],
)
def test_answers_of_the_day_before_are_asked(column, span, clock, first):
    rows = [{**row, column: span, "QSDTC": f"{row['QSDTC'][:10]}{clock}"} for row in qs()]
    right, _ = read(("qs.csv", qs()))
    records, report = read(("qs.csv", rows))
    kinds = [question.kind for question in report.questions]
    assert kinds == (["yesterdays_answers"] if first else [])
    if not first:
        assert flags(records) == flags(right)
        return
    assert report.questions[0].options[0][0] == first
    assert flags(answering(("qs.csv", rows), yesterdays_answers="same_day")[0]) == flags(right)
    moved = answering(("qs.csv", rows), yesterdays_answers="day_before")[0].diary["date"]
    assert min(moved) == min(right.diary["date"]) - timedelta(days=1)
    assert max(moved) == max(right.diary["date"]) - timedelta(days=1)


def test_a_value_that_is_blank_is_not_recorded():
    rows = [{**row, "AVAL": "" if n < 30 else row["AVAL"]} for n, row in enumerate(adqs())]
    records, _ = read(("adqs.csv", rows))
    assert records.diary["headache"].notna().sum() == 70


def test_a_part_of_a_date_is_set_aside():
    rows = [{**row, "QSDTC": "2024-01"} if n < 2 else row for n, row in enumerate(qs())]
    records, report = read(("qs.csv", rows))
    assert report.files[0].set_aside == 2
    assert len(records.diary) == 79


# Counts of periods


def adeff(**more: object) -> Rows:
    return [
        {
            "USUBJID": patient,
            "PARAMCD": "MIGD28",
            "PARAM": "Number of migraine days per 28 days",
            "AVISIT": visit,
            "AVISITN": number,
            "AVAL": value,
            "ABLFL": "Y" if not number else "",
            **more,
        }
        for patient in PEOPLE
        for visit, number, value in (
            ("Baseline", 0, 16),
            ("Weeks 9-12", 12, 9),
            ("Weeks 21-24", 24, 7),
            ("Unscheduled", 99, 3),
        )
    ]


def test_counts_of_visits_are_periods_and_unscheduled_ones_are_told():
    records, report = answering(("adeff.csv", adeff()), session_names="weeks_end_of_cycle")
    assert records.counts["session"].tolist() == [0, 1, 2] * 2
    assert records.counts["migraine_days"].tolist() == [16, 9, 7] * 2
    assert report.files[0].not_used == 2
    assert "2 rows of unscheduled visits" in " ".join(report.sentences())


def test_the_row_that_is_flagged_is_the_baseline_and_two_of_them_contradict_each_other():
    named = [{**row, "AVISIT": "Run-in" if row["ABLFL"] else row["AVISIT"]} for row in adeff()]
    records, _ = answering(("adeff.csv", named), session_names="weeks_end_of_cycle")
    assert records.counts["session"].tolist() == [0, 1, 2] * 2
    twice = [*named, {**named[0], "AVISIT": "Screening", "AVAL": 20}]
    records, report = answering(("adeff.csv", twice), session_names="weeks_end_of_cycle")
    assert report.files[0].set_aside == 2
    assert records.counts.query("session == 0")["patient_id"].tolist() == [PEOPLE[1]]


def test_real_tables_with_base_and_change_are_records_and_not_results():
    records, report = answering(
        ("adeff.csv", adeff(BASE=16, CHG=-7, PCHG=-44)), session_names="weeks_end_of_cycle"
    )
    assert not report.problems
    assert len(records.counts) == 6


def test_several_parameters_are_columns_of_one_period():
    more = [
        {**row, "PARAMCD": "HD28", "PARAM": "Headache days per 28 days", "AVAL": 18}
        for row in adeff()
    ]
    records, _ = answering(("adeff.csv", adeff() + more), session_names="weeks_end_of_cycle")
    assert len(records.counts) == 6
    assert set(records.counts["headache_days"]) == {18}


# What is asked


@pytest.mark.parametrize(
    ("words", "values", "daily", "expected"),
    [
        ("Migraine day", "01", True, ("migraine",)),
        ("Headache day (Y/N)", "YN", True, ("headache",)),
        ("MIGRAINE Occurrence Indicator", "YN", True, ("migraine",)),
        ("Acute medication use", "01", True, ("acute_medication",)),
        ("Number of headache days per 28 days", ("8", "20"), False, ("headache_days",)),
        ("Monthly migraine days", ("8", "20"), False, ("migraine_days",)),
        ("Days with diary data", ("28",), False, ("recorded_days",)),
        ("Worst headache pain (0-10)", ("0", "8"), True, ("pain", "headache", "not_used")),
        ("Headache severity", "0123", True, ("pain", "headache", "not_used")),
        ("Headache", ("8", "20"), False, ("headache_days", "not_used")),
        ("MHD", ("8", "20"), False, ("headache_days", "migraine_days", "not_used")),
        ("Change from baseline in migraine days", ("-8",), False, ()),
        ("Headache-free days", ("8",), False, ()),
        ("HIT-6 total score", ("60",), False, ()),
        ("Nausea", "01", True, ()),
    ],
)
def test_what_a_name_and_its_values_may_mean(words, values, daily, expected):
    assert readings(words, dict.fromkeys(values, 9), daily=daily) == expected


def test_a_triptan_is_first_of_all_a_triptan():
    for words in ("Medication taken: TRIPTAN", "acute triptan use"):
        assert readings(words, {"Y": 9, "N": 9}, daily=True)[:2] == ("triptan", "acute_medication")
    assert readings("triptan or other rescue", {"Y": 9}, daily=True)[0] == "acute_medication"


def test_a_parameter_with_two_readings_is_asked_once_and_its_answer_kept_apart():
    severe = [
        {**row, "PARAMCD": code, "PARAM": words, "AVAL": (n // 3) % 2 * 2}
        for code, words in (("SEV", "Headache severity"), ("ICD", "Pain or pressure today"))
        for n, row in enumerate(adqs())
        if row["PARAMCD"] == "HDDAY"
    ]
    files = ("adqs.csv", adqs() + severe)
    _, report = read(files)
    asked = {question.column: dict(question.options) for question in report.questions}
    assert set(asked) == {"PARAMCD SEV", "PARAMCD ICD"}
    records, report = answering(files, SEV="pain", ICD="not_used")
    assert not report.questions
    assert set(records.diary["pain"]) == {0, 2}


def test_a_table_without_a_word_of_headache_says_so_and_shows_no_cell():
    rows = [row for row in adqs() if row["PARAMCD"] == "NAUS"]
    _, report = read(("adae.csv", rows))
    assert "none speaks of headache" in report.problems[0]
    assert PEOPLE[0] not in " ".join(report.sentences())


# Days without dates


def test_days_from_the_treatment_are_an_axis_whose_first_day_is_told():
    bare = [{k: v for k, v in row.items() if k != "ADT"} for row in adqs()]
    records, report = read(("adqs.csv", bare))
    assert not report.questions
    found = records.diary["date"].dt.date
    assert (found.min(), found.max()) == (date(2000, 12, 4), date(2001, 1, 12))
    assert found.nunique() == 40  # there is no day 0
    assert "day 1 is written as 1 Jan 2001" in " ".join(report.sentences())


def test_days_and_the_date_of_the_first_treatment_are_dates():
    bare = [{**row, "ADT": "", "TRTSDT": day(TREATED)} for row in adqs()]
    records, _ = read(("adqs.csv", bare))
    assert flags(records) == flags(read(("adqs.csv", adqs()))[0])


def test_days_beside_dates_are_asked_about():
    bare = [{k: v for k, v in row.items() if k != "ADT"} for row in adqs()]
    _, report = read(("adqs.csv", bare), ("ex.csv", ex()))
    assert "days_beside_dates" in [question.kind for question in report.questions]
    by_day = [{k: v for k, v in row.items() if k != "EXSTDTC"} | {"EXSTDY": 1} for row in ex()]
    records, report = read(("adqs.csv", bare), ("ex.csv", by_day))
    assert not report.questions
    assert set(records.sessions["session_date"].dt.date) == {date(2001, 1, 1)}


# Treatments


def test_no_column_is_named_that_the_file_does_not_have():
    """EXTRT is read as the product, of which nothing is made but that it is botulinum toxin."""
    _, report = read(("ex.csv", ex()))
    told = [notice for notice in report.files[0].notices if "not read" in notice]
    assert "product" not in " ".join(told)


def test_several_treatments_are_asked_and_what_was_not_given_is_no_session():
    rows = [*ex(("FRONTALIS",)), *ex(("FRONTALIS",), "SUMATRIPTAN")]
    files = ("qs.csv", qs()), ("ex.csv", rows)
    _, report = read(*files)
    assert [question.kind for question in report.questions] == ["which_treatment"]
    records, report = answering(*files, which_treatment="toxins")
    assert records.sessions["units"].tolist() == [30, 30]
    assert report.files[1].not_used == 2
    refused = [{**row, "EXOCCUR": "N" if n else "Y"} for n, row in enumerate(ex(("FRONTALIS",)))]
    records, report = read(("qs.csv", qs()), ("ex.csv", refused))
    assert len(records.sessions) == 1
    assert "1 row of doses that were not given" in " ".join(report.sentences())


@pytest.mark.parametrize(
    ("name", "says", "told"),
    [
        ("EXSTAT", "NOT DONE", "1 row of doses that were not given"),
        ("EXMOOD", "Scheduled", "1 row of doses that were only planned"),
    ],
)
@pytest.mark.parametrize("dose", [30, 0])
def test_a_dose_that_was_not_done_or_only_planned_is_no_session(name, says, told, dose):
    rows = [{**row, name: ""} for row in ex(("FRONTALIS",))]
    rows[1] |= {name: says, "EXDOSE": dose}
    records, report = read(("qs.csv", qs()), ("ex.csv", rows))
    assert not report.questions
    assert records.sessions["patient_id"].tolist() == [PEOPLE[0]]
    assert told in " ".join(report.sentences())


def test_a_planned_dose_of_the_day_of_a_given_one_is_not_added_to_it():
    rows = [{**row, "EXMOOD": mood} for mood in ("SCHEDULED", "PERFORMED") for row in ex(("A",))]
    records, report = read(("qs.csv", qs()), ("ex.csv", rows))
    assert not report.questions
    assert records.sessions["units"].tolist() == [30, 30]


def test_a_dose_that_is_not_in_units_is_none():
    rows = [{**row, "EXDOSU": "mg"} for row in ex(("FRONTALIS",))]
    records, report = read(("qs.csv", qs()), ("ex.csv", rows))
    assert records.sessions["units"].isna().all()
    assert "not in units (mg)" in " ".join(report.sentences())


# OMOP


def test_concepts_are_asked_with_their_source_value_as_a_suggestion():
    files = ("observation.csv", observation()), ("drug_exposure.csv", drug_exposure())
    _, report = read(*files)
    asked = {(q.kind, q.column): [key for key, _ in q.options] for q in report.questions}
    assert asked["what_a_variable_is", "observation_concept_id 378253"][0] == "headache"
    assert asked["what_a_variable_is", "observation_concept_id 318736"][0] == "migraine"
    assert asked["which_treatment", "drug_source_value"][0] == "toxins"
    assert asked["which_treatment", "quantity"] == ["not_used", "units"]
    answers = {q.code: q.options[0][0] for q in report.questions}
    answers |= {q.code: "units" for q in report.questions if q.column == "quantity"}
    records, report = read(*files, answers=answers)
    assert not report.questions
    assert set(records.diary["patient_id"]) == {"17", "18"}
    assert records.diary["migraine"].sum() == 20
    assert records.sessions["units"].tolist() == [155, 155]


def test_a_concept_without_words_and_a_value_that_is_a_concept_are_asked():
    rows = [
        {
            **row,
            "observation_source_value": "",
            "value_as_number": "",
            "value_as_concept_id": 4188539 if row["value_as_number"] else 4188540,
        }
        for row in observation()
        if row["observation_concept_id"] == 378253
    ]
    _, report = read(("observation.csv", rows))
    assert report.questions[0].options[0][0] == "not_used"
    assert "concept 4188539" in report.questions[0].text
    answers = {report.questions[0].code: "headache"}
    _, report = read(("observation.csv", rows), answers=answers)
    asked = report.questions[0]
    yes = next(
        key for key, words in asked.options if "539' is yes, 'concept 4188540' is no" in words
    )
    records, report = read(("observation.csv", rows), answers={**answers, asked.code: yes})
    assert records.diary["headache"].sum() == 40


def test_no_two_layouts_know_one_of_these_tables():
    for rows in (adqs(1), qs(1), ex(), DM, adeff(), observation(1), drug_exposure()):
        headers = [*rows[0]]
        assert len([one for one in all_layouts() if one.knows(headers)]) == 1, headers
