"""The rules are held against everybody beside the pages: the same of each patient, sooner."""

from __future__ import annotations

import gc
import weakref

import pytest

from analytics.definitions import PRESETS
from analytics.result import result_of
from analytics.settings import Settings
from tests.counted import opened, reader_is_done
from tests.test_layouts import read
from tests.test_read_ahead import same
from ui.tab import described, story


def begun(result):
    story.describe(result)
    return described._BEGUN[result].result()


@pytest.fixture(params=[*PRESETS])
def result(request, sample):
    return result_of(sample[0], Settings(definition=PRESETS[request.param]))


def test_a_story_is_the_same_whether_all_were_described_or_she_alone(result):
    other = [*PRESETS].index(result.settings.definition.name)  # of each Definition other patients
    patients = result.records.patient_ids[other :: 23 * len(PRESETS)]
    alone = [story.story_of(result, patient) for patient in patients]
    begun(result)
    for patient, before in zip(patients, alone, strict=True):
        same(story.story_of(result, patient), before)


def test_who_is_opened_later_waits_for_no_rule(sample, monkeypatch):
    result = result_of(sample[0], Settings())
    begun(result)
    monkeypatch.setattr(described, "verdicts", lambda *_: pytest.fail("held against her alone"))
    assert len(story.story_of(result, result.records.patient_ids[5]).rules.said.verdicts)


def test_her_facts_are_at_hand_once_all_are_described_or_she_was_told_of(sample):
    result = result_of(sample[0], Settings())
    one, other = (
        story.story_of(result, patient).rules for patient in result.records.patient_ids[:2]
    )
    assert not one.at_hand
    assert one.said
    assert (one.at_hand, other.at_hand) == (True, False)
    begun(result)
    assert other.at_hand


def test_all_are_described_once(sample, monkeypatch):
    result, asked = result_of(sample[0], Settings()), []
    whole = described.verdicts
    monkeypatch.setattr(described, "verdicts", lambda *of: asked.append(of) or whole(*of))
    first = begun(result)
    assert begun(result) is first
    assert len(asked) == 1


def test_many_are_not_described_together(sample, monkeypatch):
    result = result_of(sample[0], Settings())
    monkeypatch.setattr(described, "MOST", result.patients - 1)
    story.describe(result)
    assert result not in described._BEGUN
    assert len(story.story_of(result, result.records.patient_ids[0]).rules.said.verdicts)


def test_what_fails_on_others_is_held_against_her_alone(sample, monkeypatch):
    result = result_of(sample[0], Settings())
    alone = story.story_of(result, result.records.patient_ids[0])
    with monkeypatch.context() as patched:
        patched.setattr(described, "verdicts", lambda *_: 1 / 0)
        story.describe(result)
        assert described._BEGUN[result].exception() is not None
    same(story.story_of(result, result.records.patient_ids[0]), alone)


def test_descriptions_go_with_the_result(sample):
    result = result_of(sample[0], Settings())
    held, made = weakref.ref(result), weakref.ref(begun(result))
    reader_is_done()
    del result
    gc.collect()
    assert held() is None
    assert made() is None


@pytest.mark.parametrize(
    ("page", "patient"),
    [
        ("pages/patients.py", "P-0005"),
        ("pages/today.py", "P-0005"),
        ("pages/patient.py", "P-0005"),
        ("pages/patient.py", None),  # whoever is chosen next is described by then
    ],
)
def test_each_page_from_which_patients_are_opened_begins(page, patient):
    app = opened(page, patient_id=patient)
    assert not app.exception
    assert app.session_state["cohort"].result in described._BEGUN


def test_answer_and_months_wait_for_no_rule(sample, monkeypatch):
    few = sample[0].only(sample[0].patient_ids[:3])
    monkeypatch.setattr(described, "MOST", 0)
    app = opened("pages/patient.py", few)
    monkeypatch.setattr(described, "verdicts", lambda *_: 1 / 0)
    app.session_state["patient_id"] = few.patient_ids[0]
    app.run()
    assert app.exception  # of the rules, which come after
    drawn = [chart.proto.id for chart in app.get("plotly_chart")]
    assert any(f"months_{few.patient_ids[0]}" in name for name in drawn)


@pytest.mark.parametrize("file", ["wide_counts.csv", "migraine_buddy.csv"])
def test_of_other_files_too_the_story_is_the_same(file):
    result = result_of(read(file)[0], Settings())
    patients = result.records.patient_ids
    alone = [story.story_of(result, patient) for patient in patients]
    begun(result)
    for patient, before in zip(patients, alone, strict=True):
        same(story.story_of(result, patient), before)
