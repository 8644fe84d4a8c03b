"""One patient or two? Ids written otherwise from a day on, and files that hold the same."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping, Source, read_records
from tests.examples import examples
from tests.scanned import Registry, days_of, questions

FIRST = date(2024, 1, 13)  # the day comes first, in whatever order it is written
SPELLINGS = [("P-07", "P07"), ("P07", "p 7"), ("Anna", "anna"), ("7", "007"), ("P\u201312", "P-12")]
SESSIONS_OF = "patient_id,session_date\nB2,2024-02-01\nB-2,2024-02-01\n"
calm = settings(max_examples=examples(5), deadline=None, derandomize=True)


def read(files: dict[str, str | bytes], answer: str = "", **choices):
    sources = [Source(n, t if isinstance(t, bytes) else t.encode()) for n, t in files.items()]
    records, report = read_records(sources, Choices(**choices))
    if answer:
        answers = {q.code: answer for q in report.questions}
        records, report = read_records(sources, Choices(**choices, answers=answers))
        assert not report.questions
    for file in report.files:
        other = file.duplicates + file.set_aside + file.replaced + file.not_used
        assert file.rows_read == file.used + other
    return records, report


def kinds(report) -> list[str]:
    return [question.kind for question in report.questions]


def files_of(ids: list[str], written: str = "%Y-%m-%d") -> dict[str, str]:
    """A diary with a day of each of these ids in turn, and a session of each spelling."""
    days = [(FIRST + timedelta(days=n)).strftime(written) for n in range(len(ids))]
    diary = "".join(
        f"{p},{day},{n % 2}\n" for n, (p, day) in enumerate(zip(ids, days, strict=True))
    )
    had = {p: FIRST + timedelta(days=n) for n, p in enumerate(ids)}
    had |= {p: day - timedelta(days=40) for p, day in had.items() if p != ids[-1]}
    sessions = "".join(f"{p},{day}\n" for p, day in had.items())
    return {
        "d.csv": "patient_id,date,migraine\n" + diary,
        "s.csv": "patient_id,session_date\n" + sessions,
    }


@calm
@given(
    st.sampled_from(SPELLINGS),
    st.integers(1, 20),
    st.integers(1, 20),
    st.booleans(),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"]),
)
def test_an_id_written_otherwise_from_a_day_on_is_asked(ids, before, after, treated, written):
    old, new = ids
    whole = [old] * before + [new] * (20 + after)
    files = files_of(whole, written)
    if not treated:
        del files["s.csv"]
    records, report = read(files)
    assert kinds(report) == ["spelt_midway" if treated else "id_variants"]
    assert records.diary.empty
    same, report = read(files, "same")
    [name] = set(same.diary["patient_id"])
    assert name in ids
    one, _ = read(files_of([name] * len(whole), written))
    pd.testing.assert_frame_equal(same.diary, one.diary)
    assert not report.set_aside
    others, _ = read(files, "others")
    assert set(others.diary["patient_id"]) == {old, new}


@calm
@given(st.sampled_from(SPELLINGS), st.integers(1, 9), st.integers(1, 9))
def test_ids_that_are_matched_and_have_a_day_in_common_are_two_patients(ids, before, after):
    one, other = (files_of([patient] * (before + after)) for patient in ids)
    both = {name: one[name] + other[name].split("\n", 1)[1] for name in one}
    _, report = read(both)
    assert not report.undecided


@calm
@given(st.sampled_from([*SPELLINGS, ("B2", "B-2"), ("P 01", "P01")]), st.integers(0, 60))
def test_ids_that_are_written_alike_are_asked_in_one_file_as_in_two(ids, later):
    """Of the same rows in one file nothing was asked where both had written on one day."""
    rows = [
        "".join(f"{who},{FIRST + timedelta(days=n + since)},{(n + since) % 2}\n" for n in range(30))
        for who, since in zip(ids, (0, later), strict=True)
    ]
    head = "patient_id,date,migraine\n"
    two = {"a.csv": head + rows[0], "b.csv": head + rows[1]}
    split, whole = (read(files)[1].questions for files in (two, {"c.csv": head + "".join(rows)}))
    told = [(one.code, one.kind, one.options) for one in whole]
    assert told == [(one.code, one.kind, one.options) for one in split]
    assert [one.kind for one in whole] == ["id_variants"]


@pytest.mark.parametrize("table", ["patient_id,sex\nB2,f\nB-2,f\n", SESSIONS_OF])
def test_of_patients_and_of_sessions_alone_it_is_asked_too(table):
    assert kinds(read({"t.csv": table})[1]) == ["id_variants"]


def test_numbers_of_two_wards_that_are_never_one_are_not_asked():
    ids = [f"{ward}{n}" for ward in ("A-", "B") for n in range(1, 10)]
    rows = "".join(f"{who},{FIRST},{n % 2}\n" for n, who in enumerate(ids))
    assert not read({"d.csv": "patient_id,date,migraine\n" + rows})[1].undecided


def test_counts_whose_sessions_go_on_under_another_spelling_are_asked():
    counts = "patient_id,session,migraine_days\nP-1,0,20\nP-1,1,12\nP1,2,9\nP1,3,7\n"
    assert kinds(read({"c.csv": counts})[1]) == ["id_variants"]
    same, _ = read({"c.csv": counts}, "same")
    assert same.counts["session"].tolist() == [0, 1, 2, 3]
    assert same.counts["patient_id"].nunique() == 1
    aside = counts.replace("P1,2", "P1,0").replace("P1,3", "P1,1")
    assert kinds(read({"c.csv": aside})[1]) == ["id_variants"]


DAYS = "date,migraine\n" + "".join(f"{FIRST + timedelta(days=n)},{n % 2}\n" for n in range(10))
DAY_BY_DAY = Mapping.several_from_json(
    '{"clear_days_mapping":1,"table":"diary","columns":{"date":"date","migraine":"migraine"}}'
)


@pytest.mark.parametrize("names", [("Anna", "Berta"), ("Berta", "Anna")])
def test_equal_files_whose_names_are_ids_are_two_people_or_a_copy_never_lost(names):
    files = {f"{name}.csv": DAYS for name in names}
    assert kinds(read(files, mappings=DAY_BY_DAY)[1]) == ["equal_files"]
    two, report = read(files, "two_people", mappings=DAY_BY_DAY)
    assert two.diary.groupby("patient_id").size().to_dict() == {"Anna": 10, "Berta": 10}
    assert not any(file.duplicates for file in report.files)
    copy, report = read(files, "a_copy", mappings=DAY_BY_DAY)
    assert copy.diary.groupby("patient_id").size().to_dict() == {"Anna": 10}
    assert [file.duplicates for file in report.files] == [0, 10]


def test_a_copy_is_of_the_one_who_has_sessions():
    files = {"Anna.csv": DAYS, "Berta.csv": DAYS}
    files["s.csv"] = "patient_id,session_date\nBerta,2024-01-15\n"
    records, _ = read(files, "a_copy", mappings=DAY_BY_DAY)
    assert set(records.diary["patient_id"]) == {"Berta"}


def test_equal_lists_of_attacks_whose_names_are_ids_are_asked_too():
    attacks = "Start,End,Kind\n2024-01-15 08:00,2024-01-15 20:00,migraine\n"
    mapping = Mapping.several_from_json(
        '{"clear_days_mapping":1,"table":"attacks","columns":{"Start":"start","End":"end",'
        '"Kind":"type"},"values":{"type":{"migraine":"migraine"}}}'
    )
    said = {"mappings": mapping, "observed": (FIRST, FIRST + timedelta(days=9))}
    files = {"Anna.csv": attacks, "Berta.csv": attacks}
    assert kinds(read(files, **said)[1]) == ["equal_files"]
    two, _ = read(files, "two_people", **said)
    assert set(two.diary["patient_id"]) == {"Anna", "Berta"}
    copy, _ = read(files, "a_copy", **said)
    assert set(copy.diary["patient_id"]) == {"Anna"}


@pytest.mark.parametrize("copy", ["Anna (1)", "Anna - Kopie", "Copy of Anna", "Anna copy 2"])
def test_what_is_called_as_a_copy_is_one(copy):
    files = {"Anna.csv": DAYS, f"{copy}.csv": DAYS}
    records, report = read(files, mappings=DAY_BY_DAY)
    assert set(records.diary["patient_id"]) == {"Anna"}
    assert not report.undecided


def test_three_of_which_two_are_a_copy_are_two_people():
    files = dict.fromkeys(("Berta.csv", "Anna.csv", "Anna (1).csv"), DAYS)
    records, report = read(files, "two_people", mappings=DAY_BY_DAY)
    assert set(records.diary["patient_id"]) == {"Anna", "Berta"}
    assert [file.duplicates for file in report.files] == [0, 0, 10]


@pytest.mark.parametrize(("old", "new"), [("P-07", "P07"), ("P07", "p 7"), ("B", "b")])
def test_a_scan_beside_sessions_asks_the_same(old, new, tmp_path, door):
    half = [days_of(old).iloc[:60], days_of(new).iloc[60:]]
    registry = Registry(door, tmp_path).holds({"A": days_of("A"), "x": pd.concat(half)})
    had = {
        "sessions": f"patient_id,session_date\nA,2024-02-10\n{old},2024-02-10\n{new},2024-03-20\n"
    }
    asked = questions(registry.run(**had))
    [at_the_door] = [found["same"] for found in asked.values() if "same" in found]
    others = at_the_door.replace("same", "others")
    assert set(registry.counted("--answer", others, **had)["patient_id"]) == {"A", old, new}
    again = questions(registry.run("--answer", at_the_door, **had))
    [in_the_scan] = [found["same"] for found in again.values()]
    one = registry.counted("--answer", at_the_door, "--answer", in_the_scan, **had)
    [patient] = set(one["patient_id"]) - {"A"}
    days = one[one["patient_id"] == patient].set_index("session")
    assert days["treated"].sum() == 2
    assert days["headache_recorded_days"].min() > 0
