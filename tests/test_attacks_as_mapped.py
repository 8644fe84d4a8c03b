"""A list of attacks that no layout knows: seen by its cells, with many patients in one file."""

import io
from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from importing import Choices, Mapping, Source, read_records
from importing.as_read import as_shape
from importing.attack_types import MIGRAINE_TYPE, NOT_SAID, OTHER_TYPE, type_means
from importing.mapping_checks import ATTACKS
from tests.door_cases.base import workbook
from tests.examples import examples

LIST = """Pseudonym;Beginn;Ende;Art;Stärke;Medikament
A;13.01.2024 22:00;14.01.2024 03:00;Migräne;7;Sumatriptan
A;16.01.2024 09:00;16.01.2024 12:00;Spannung;3;
B;20.01.2024 09:00;21.01.2024 12:00;Aura;mittel;Ibuprofen
B;20.01.2024 11:00;;TTH;5;
"""
DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)


def read(content, choices=None, name="own.csv"):
    return read_records([Source(name, content.encode())], choices)


def by_suggestion(content, **answers):
    """As it is suggested, each question answered by its kind."""
    _, report = read(content)
    choices = Choices(mappings=(report.as_read[0].mapping(),))
    asked = read(content, choices)[1].questions
    given = {one.code: answers[one.kind] for one in asked if one.kind in answers}
    return read(content, choices.answered(given))


def days(records):
    return {
        (row.patient_id, row.date.day): (row.headache, row.migraine, row.assumed_free == 1)
        for row in records.diary.fillna(-1).itertuples()
    }


def taken(content):
    seen = read(content)[1].as_read[0]
    return seen.shape, {c.header: c.meaning.column for c in seen.columns if c.meaning.column}


def test_a_list_of_many_patients_is_suggested_and_read_to_the_days_that_each_attack_touches():
    shape, columns = taken(LIST)
    assert shape == ATTACKS
    assert columns == {
        "Pseudonym": "patient_id",
        "Beginn": "start",
        "Ende": "end",
        "Art": "type",
        "Stärke": "pain",
        "Medikament": "medication",
    }
    records, report = by_suggestion(LIST, observed="own")
    assert not report.questions
    assert days(records) == {
        ("A", 13): (1, 1, False),
        ("A", 14): (1, 1, False),
        ("A", 15): (0, 0, True),
        ("A", 16): (1, 0, False),
        ("B", 20): (1, 1, False),  # two at once: the migraine counts
        ("B", 21): (1, 1, False),
    }
    assert any("1 attack(s) have no end" in told for told in report.files[0].notices)
    assert report.files[0].used == 4


def test_the_days_between_are_asked_and_may_be_unknown():
    choices = Choices(mappings=(read(LIST)[1].as_read[0].mapping(),))
    (question,) = read(LIST, choices)[1].questions
    assert (question.kind, "2 patients" in question.text) == ("observed", True)
    records, report = by_suggestion(LIST, observed="attacks_only")
    assert not report.questions
    assert ("A", 15) not in days(records)
    assert any("not recorded" in told for told in report.files[0].assumptions)
    records, _ = by_suggestion(LIST, observed="2024-01-12..2024-01-22")
    assert len(records.diary) == 2 * 11


def test_times_beside_a_day_and_the_type_that_is_lacking_are_asked():
    content = (
        "code,day,first,second\nA,2024-01-13,22:00,02:30\nA,2024-01-15,22:00,23:30\n"
        "B,2024-01-13,12:00,12:30\nB,2024-01-17,22:00,02:30\n"
    )
    assert taken(content)[1] == {
        "code": "patient_id",
        "day": "start",
        "first": "start_time",
        "second": "end",
    }
    records, report = by_suggestion(content, observed="own")
    assert [question.kind for question in report.questions] == ["attacks_as_mapped"]
    assert records.diary.empty
    given = {"observed": "own", "attacks_as_mapped": "unknown"}
    records, _ = by_suggestion(content, **given)
    assert records.diary["migraine"].isna().all() or not records.diary["migraine"].eq(1).any()
    assert ("A", 14) in days(records)


@pytest.mark.parametrize(
    ("head", "cell", "meaning"),
    [
        ("Duration (h)", "5", "length_hours"),
        ("Dauer in Minuten", "5", "length_minutes"),
        ("Duration", "300", "length_minutes"),
        ("Duration", "5:30", "length_minutes"),
        ("x", "1d 3h", "length_minutes"),
        ("Duration", "5", "length"),
    ],
)
def test_the_unit_of_a_length_is_in_its_name_or_its_cells_or_asked(head, cell, meaning):
    content = f"Onset,{head},Type\n2024-01-13 10:00,{cell},Migraine\n2024-01-19 23:00,2h,Migraine\n"
    content = content if cell == "1d 3h" else content.replace("2h", cell)
    assert taken(content)[1][head] == meaning
    report = by_suggestion(content, observed="own")[1]
    assert bool(report.questions) == (meaning == "length")


def test_a_diary_with_a_start_and_an_end_stays_a_diary():
    rows = [
        f"A,{FIRST + n * DAY},{'yes' if n % 2 else 'no'},{'10:00' if n % 2 else ''}"
        for n in range(9)
    ]
    shape, columns = taken("\n".join(["code,Which day?,Did you have a headache?,Start", *rows]))
    assert shape == "diary"
    assert "start" not in columns.values()


def test_a_type_that_nobody_knows_is_told_and_leaves_migraine_open():
    content = LIST.replace("Spannung", "Q7")
    records, report = by_suggestion(content, observed="own")
    assert days(records)["A", 16][:2] == (1, -1)
    assert any("'Q7'" in one.text for one in report.everything_told)
    mapping = read(content)[1].as_read[0].means("Art", "Q7", OTHER_TYPE)
    assert Mapping.from_json(mapping.to_json()) == mapping
    asked = read(content, Choices(mappings=(mapping,)))[1]
    assert not asked.everything_told


@pytest.mark.parametrize(
    ("text", "header", "means"),
    [
        ("Migräne mit Aura", "Art", MIGRAINE_TYPE),
        ("aura", "Type", MIGRAINE_TYPE),
        ("MO", "Type", MIGRAINE_TYPE),
        ("Tension-type", "Type", OTHER_TYPE),
        ("no migraine", "Type", OTHER_TYPE),
        ("unknown", "Type", NOT_SAID),
        ("ja", "Migräne?", MIGRAINE_TYPE),
        ("nein", "Migräne?", OTHER_TYPE),
        ("ja", "Art", ""),
        ("2", "Type", ""),
    ],
)
def test_types_by_their_words(text, header, means):
    assert type_means(text, header) == means


def test_a_row_without_an_id_is_set_aside_and_leaves_its_day_open():
    content = LIST + ";15.01.2024 08:00;15.01.2024 09:00;Migräne;5;\n"
    records, report = by_suggestion(content, observed="2024-01-12..2024-01-22")
    assert report.files[0].set_aside == 1
    assert ("B", 15) not in days(records)
    assert ("B", 16) in days(records)


ATTACK = st.tuples(
    st.sampled_from("ABC"), st.integers(0, 30), st.integers(0, 23), st.integers(0, 90)
)


@settings(deadline=None, max_examples=examples(12))
@given(st.lists(ATTACK, min_size=2, max_size=12), st.randoms())
def test_many_patients_in_one_file_are_what_each_one_is_in_a_file_of_her_own(attacks, random):
    """And the order of rows changes no day."""
    mapping = Mapping(
        ATTACKS, {"who": "patient_id", "on": "start", "h": "length_hours", "k": "type"}
    )
    own = Mapping(ATTACKS, {"on": "start", "h": "length_hours", "k": "type"})
    period = (FIRST, FIRST + 50 * DAY)
    rows = [
        f"{FIRST + day * DAY} {hour:02d}:00,{hours},Migraine" for _, day, hour, hours in attacks
    ]
    named = [f"{who},{row}" for (who, *_), row in zip(attacks, rows, strict=True)]
    random.shuffle(named)
    together, report = read(
        "\n".join(["who,on,h,k", *named]), Choices(mappings=(mapping,), observed=period)
    )
    assert not report.problems
    alone = {}
    for patient in {who for who, *_ in attacks}:
        hers = [row for (who, *_), row in zip(attacks, rows, strict=True) if who == patient]
        choices = Choices(mappings=(own,), observed=period)
        alone |= days(read("\n".join(["on,h,k", *hers]), choices, f"{patient}.csv")[0])
    assert days(together) == alone


def test_a_known_app_is_read_the_same_by_its_columns():
    content = (
        "Date,Time,End Time,Pain Level,Location,Duration (min),Medications\n"
        "2024-01-13,22:00,02:00,5,x,240,\n2024-01-19,10:00,11:00,7,x,60,Ibuprofen\n"
    )
    period = (FIRST, FIRST + 30 * DAY)
    known, report = read(content, Choices(observed=period))
    (seen,) = report.as_read
    assert (seen.known[:7], seen.shape) == ("Headway", ATTACKS)
    mapping = as_shape(seen, ATTACKS).mapping()
    again, report = read(content, Choices(mappings=(mapping,), observed=period))
    (question,) = report.questions
    choices = Choices(mappings=(mapping,), observed=period, answers={question.code: "unknown"})
    again, _ = read(content, choices)
    assert days(again) == days(known)


NONE = ("No headache", "kein Kopfschmerz", "headache-free", "sans céphalée")


@pytest.mark.parametrize("none", NONE)
@pytest.mark.parametrize("aura", ["Aura without headache", "Aura ohne Kopfschmerzen", "aura only"])
def test_a_type_without_headache_is_no_headache_day_and_aura_alone_is_asked(none, aura):
    kinds = ["Migraine", none, "Tension", aura]
    rows = [f"A,2025-01-{3 * n:02d} 10:00,6,{kind}" for n, kind in enumerate(kinds * 3, 1)][:8]
    content = "\n".join(["patient_id,onset,pain,type", *rows])
    for answer, of_aura in (("no_headache", (0, 0)), ("migraine", (1, 1))):
        records, report = by_suggestion(content, observed="own", aura_alone=answer)
        assert not report.questions
        found = [days(records)["A", 3 * n][:2] for n in range(1, 9)]
        assert found == [(1, 1), (0, 0), (1, 0), of_aura] * 2
    _, report = by_suggestion(content, observed="own")
    assert [(one.kind, aura in one.text) for one in report.questions] == [("aura_alone", True)]


def test_a_day_without_headache_in_a_list_does_not_make_the_list_complete():
    content = "patient_id,onset,type\nA,2025-01-03 10:00,Migraine\nA,2025-01-09 10:00,No headache\n"
    content += "A,2025-01-12 10:00,Migraine\n"
    assert [one.kind for one in by_suggestion(content)[1].questions] == ["observed"]
    records, _ = by_suggestion(content, observed="attacks_only")
    assert sorted(days(records)) == [("A", 3), ("A", 9), ("A", 12)]


def with_one_end(wrong: str) -> str:
    rows = [
        f"A,2025-01-{3 * n:02d} 22:00,{wrong if n == 4 else f'2025-01-{3 * n + 1:02d} 02:00'},MA"
        for n in range(1, 10)
    ]
    return "\n".join(["patient_id,Start,End,Type", *rows])


@pytest.mark.parametrize("wrong", ["2025-01-11 02:00", "2025-13-45", "?", ""])
def test_one_wrong_end_costs_no_other_end(wrong):
    content = with_one_end(wrong)
    assert taken(content)[1]["End"] == "end"
    records, report = by_suggestion(content, observed="own")
    assert not report.questions
    touched = {day for (_, day), (headache, *_) in days(records).items() if headache}
    assert touched == {3 * n + more for n in range(1, 10) for more in (0, 1)} - {13}


def test_an_end_of_another_year_is_asked_where_other_attacks_begin_before_it():
    content = with_one_end("2026-01-13 02:00")
    for answer, last in (("first_day", date(2025, 1, 28)), ("as_written", date(2026, 1, 13))):
        records, report = by_suggestion(content, observed="own", long_over_others=answer)
        assert not report.questions
        bad = records.diary.loc[records.diary["headache"] == 1, "date"]
        assert bad.max().date() == last
        assert len(bad) == (17 if answer == "first_day" else 373)
    _, report = by_suggestion(content, observed="own")
    assert [one.rows for one in report.questions] == [(5,)]
    alone = content.replace("2026-01-13", "2025-01-20")
    assert not by_suggestion(alone, observed="own")[1].questions


@pytest.mark.parametrize("name", ["attacks.csv", "attacks.xlsx", "attacks.parquet"])
@pytest.mark.parametrize("at", ["start", "end"])
def test_one_attack_from_or_until_midnight_costs_no_end_in_any_format(name, at):
    """A workbook and a Parquet file keep a moment at midnight as the day alone."""
    starts = [datetime(2025, 1, 3 * n, 22) for n in range(1, 10)]
    ends = [start + timedelta(hours=4) for start in starts]
    if at == "start":
        starts[4] += timedelta(hours=2)
    else:
        ends[4] = datetime(2025, 1, 16)  # the night before it is not touched
    rows = [["A", *pair, "migraine"] for pair in zip(starts, ends, strict=True)]
    head = ["patient_id", "start", "end", "type"]
    if name.endswith("csv"):
        content = "\n".join(",".join(map(str, row)) for row in [head, *rows]).encode()
    elif name.endswith("xlsx"):
        content = workbook({"attacks": [head, *rows]})
    else:
        sink = io.BytesIO()
        columns = dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))
        parquet.write_table(pa.table(columns), sink)
        content = sink.getvalue()
    _, report = read_records([Source(name, content)])
    choices = Choices(mappings=(report.as_read[0].mapping(),))
    asked = read_records([Source(name, content)], choices)[1].questions
    answers = {one.code: "own" for one in asked if one.kind == "observed"}
    records, report = read_records([Source(name, content)], choices.answered(answers))
    assert not report.questions
    touched = {day for (_, day), (headache, *_) in days(records).items() if headache}
    expected = {3 * n + more for n in range(1, 10) for more in (0, 1)}
    assert touched == expected - {15 if at == "start" else 16}
