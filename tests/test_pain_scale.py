"""From 0 to which number does pain go? Asked where it is never above 3; told beside no headache."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.days import flagged
from analytics.definitions import MEASURES
from importing import Choices, Source, read_records
from tests.examples import examples
from tests.scanned import Registry, days_of, questions

STRONG = MEASURES["moderate_severe_days"]
FIRST = date(2024, 1, 1)


def diary(pains: list[object], patient: str = "A", headache: str = "") -> str:
    rows = (
        f"{patient},{FIRST + timedelta(days=n)},{headache or int(pain not in (0, ''))},{pain}\n"
        for n, pain in enumerate(pains)
    )
    return "patient_id,date,headache,pain\n" + "".join(rows)


def read(files: dict[str, str], answer: str = ""):
    sources = [Source(name, text.encode()) for name, text in files.items()]
    records, report = read_records(sources, Choices())
    if answer:
        answers = {q.code: answer for q in report.questions if q.kind == "pain_scale"}
        records, report = read_records(sources, Choices(answers=answers))
    return records, report


def kinds(report) -> list[str]:
    return [question.kind for question in report.questions]


def strong(records) -> int:
    return int(flagged(records.diary, STRONG).sum())


THIRDS = [0, 1, 2, 3] * 10


def test_pain_that_is_never_above_3_is_asked_about():
    files = {"d.csv": diary(THIRDS)}
    records, report = read(files)
    assert kinds(report) == ["pain_scale"]
    assert records.diary.empty
    assert strong(read(files, "of_three")[0]) == 20
    assert strong(read(files, "of_ten")[0]) == 0
    unknown, _ = read(files, "unknown")
    assert unknown.diary["pain"].isna().all()
    assert len(unknown.diary) == len(THIRDS)


pain = st.sampled_from([0, 1, 2, 3, 4, 7, 10, ""])


@settings(max_examples=examples(12), deadline=None, derandomize=True)
@given(st.lists(pain, min_size=30, max_size=60))
def test_a_strong_day_is_never_lost_in_silence(pains):
    had = [one for one in pains if one not in (0, "")]
    records, report = read({"d.csv": diary([0, *pains])})
    low = len(had) >= 20 and max(had) <= 3 and len({*had}) > 1
    assert ("pain_scale" in kinds(report)) is low
    if not report.questions:
        assert strong(records) == sum(one >= 4 for one in had)


def test_each_form_is_asked_for_itself():
    strong_too = diary([0, 5, 8] * 10, "B")
    assert not read({"a.csv": diary(THIRDS), "b.csv": strong_too})[1].questions
    head, *lines = strong_too.splitlines()
    other_form = "\n".join([f"{head},migraine", *(f"{line},0" for line in lines)])
    files = {"a.csv": diary(THIRDS), "b.csv": other_form}
    _, report = read(files)
    assert kinds(report) == ["pain_scale"]
    assert "in a.csv" in report.questions[0].text
    assert strong(read(files, "of_three")[0]) == 20 + 20


@pytest.mark.parametrize("no", ["0", "nein"])
def test_pain_on_a_day_without_headache_is_told_with_its_rows(no):
    records, report = read({"d.csv": diary([0, 7, 0, 5], headache=no)})
    assert not report.questions
    assert len(records.diary) == 4
    assert strong(records) == 0
    [told] = report.files[0].told
    assert "2 rows say no headache and a pain above 0" in told.text
    assert not read({"d.csv": diary([0, 7, 0, 5])})[1].undecided


def test_a_row_that_is_set_aside_anyway_is_not_told_twice():
    text = "patient_id,date,headache,migraine,pain\nA,2024-01-01,0,1,7\nA,2024-01-02,0,0,0\n"
    _, report = read({"d.csv": text})
    assert report.set_aside == 1
    assert not report.everything_told


def test_a_scan_asks_the_same(tmp_path, door):
    def of_three(n: int) -> int:
        return n % 3 + 1 if n % 2 else 0

    frames = {
        patient: days_of(patient, headache=lambda n: n % 2, migraine=lambda n: 0, pain=of_three)
        for patient in "ABC"
    }
    registry = Registry(door, tmp_path).holds(frames)
    asked = questions(registry.run("--measure", "moderate_severe_days"))
    [readings] = [found for said, found in asked.items() if "never above 3" in said]
    by = {
        key: registry.counted("--answer", answer).set_index(["patient_id", "session"])
        for key, answer in readings.items()
    }
    name = "moderate_severe_days"
    assert by["of_ten"][name].sum() == 0
    assert by["of_three"][name].sum() > 0
    assert (
        by["unknown"]["moderate_severe_recorded_days"].sum()
        < by["of_ten"]["moderate_severe_recorded_days"].sum()
    )


def test_a_scan_tells_of_pain_without_headache(tmp_path, door):
    registry = Registry(door, tmp_path).holds({"A": days_of("A", pain=lambda n: 6)})
    said = registry.run().stderr
    assert "60 rows say no headache and a pain above 0" in said
