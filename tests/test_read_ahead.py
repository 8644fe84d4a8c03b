"""Who comes next in a list is read while somebody looks at the one before: the same, sooner."""

from __future__ import annotations

import dataclasses
import gc
import threading
import weakref
from concurrent.futures import Future

import pandas as pd
import pytest

from analytics.result import result_of
from analytics.settings import Settings
from tests.counted import opened, reader_is_done
from ui.tab import story
from ui.tab.story import Story


def pieces(found: Story) -> dict[str, object]:
    """As they are shown: of her records the digest."""
    named = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    return named | {"records": found.records.digest, "rules": ""} | found.rules.said._asdict()


def same(one: Story, other: Story) -> None:
    for name, piece in pieces(one).items():
        beside = pieces(other)[name]
        if isinstance(piece, pd.DataFrame):
            pd.testing.assert_frame_equal(piece, beside, obj=name)
        else:
            assert repr(piece) == repr(beside), name


@pytest.fixture
def result(sample):
    return result_of(sample[0], Settings())


@pytest.fixture
def read(monkeypatch) -> list[tuple[str, str]]:
    """Whose records were read, and by which thread."""
    noted, whole = [], story.story_of

    def noting(result, patient):
        noted.append((patient, threading.current_thread().name))
        return whole(result, patient)

    monkeypatch.setattr(story, "story_of", noting)
    return noted


def test_what_was_read_ahead_is_what_would_have_been_read(result):
    for patient in result.records.patient_ids[::37]:
        story.read_ahead(result, patient)
        same(story.story(result, patient), story.story_of(result, patient))


def test_one_is_read_once_and_another_is_not_taken_for_her(result, read):
    first, other = result.records.patient_ids[:2]
    story.read_ahead(result, first)
    story._BEGUN[result][1].result()
    assert set(story.story(result, other).records.patient_ids) == {other}
    assert set(story.story(result, first).records.patient_ids) == {first}
    assert [patient for patient, _ in read] == [first, other]


def test_what_waits_behind_others_is_read_at_once(result, read, monkeypatch):
    patient, waiting = result.records.patient_ids[0], Future()
    monkeypatch.setitem(story._BEGUN, result, (patient, waiting))
    assert set(story.story(result, patient).records.patient_ids) == {patient}
    assert waiting.cancelled()
    assert read == [(patient, threading.current_thread().name)]


def test_who_is_not_next_any_more_is_not_read(result, read, monkeypatch):
    patients, waiting = result.records.patient_ids, Future()
    monkeypatch.setitem(story._BEGUN, result, (patients[0], waiting))
    story.read_ahead(result, patients[1])
    reader_is_done()
    assert waiting.cancelled()
    assert [patient for patient, _ in read] == [patients[1]]


def test_what_went_wrong_is_raised_where_it_is_asked_for(result, monkeypatch):
    def fails(result, patient):
        raise ValueError("made to fail")

    monkeypatch.setattr(story, "story_of", fails)
    story.read_ahead(result, "P-0005")
    story._BEGUN[result][1].exception()
    with pytest.raises(ValueError, match="made to fail"):
        story.story(result, "P-0005")


def test_what_was_read_ahead_goes_with_the_result(sample):
    result = result_of(sample[0], Settings())
    story.read_ahead(result, "P-0005")
    held, made = weakref.ref(result), weakref.ref(story._BEGUN[result][1].result())
    reader_is_done()  # the thread has let go of the one before
    del result
    gc.collect()
    assert held() is None
    assert made() is None


def test_the_next_page_finds_its_patient_read(read):
    app = opened("pages/patients.py")
    ids = app.session_state["looked_through"][1]
    app.session_state["patient_id"] = ids[0]
    app.switch_page("pages/patient.py").run()
    reader_is_done()
    assert [patient for patient, by in read if by.startswith("reading ahead")] == [ids[1]]
    before = list(read)
    app.session_state["patient_id"] = ids[1]
    app.run()
    reader_is_done()
    assert not app.exception
    assert [patient for patient, _ in read[len(before) :]] == [ids[2]], "nobody is read twice"


def test_a_rerun_reads_nobody_again(read):
    app = opened("pages/today.py")
    reader_is_done()
    first = list(read)
    app.run()
    reader_is_done()
    assert len(first) == 1
    assert read == first


def test_of_whom_no_list_holds_the_next_by_id_is_read_ahead(read):
    app = opened("pages/patient.py", patient_id="P-0005")
    reader_is_done()
    assert not app.exception
    assert [patient for patient, by in read if by.startswith("reading ahead")] == ["P-0006"]
