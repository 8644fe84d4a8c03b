"""What does the trail say on the screen, and what stands of a filter that holds everybody?"""

import json

import pytest

from analytics.filters import NOT_RECORDED
from analytics.result import result_of
from analytics.settings import Settings
from clinic import trail
from clinic.access import DESK
from ui.kept.told import TOLD, at, entry_told, who_told
from words.foot import foot_of_a_document


@pytest.mark.parametrize(
    ("what", "about", "told"),
    [
        (trail.PATIENT, {"patient": "P-1", "data": "2e66c131"}, "page of patient P-1, in records"),
        (trail.LISTED, {"list": "Got worse", "patients": 15}, "a list of 15 patients: Got worse"),
        (trail.OPENED, {"cohort": "Autumn", "version": 2}, "Opened version 2 of Autumn"),
        (trail.OPENED, {"cohort": "A", "version": [1, 2]}, "Compared versions 1 and 2 of A"),
        (trail.EXPORTED, {"file": "rates.csv", "settings": Settings().to_json()}, "Hull 2014"),
        (trail.DELETED, {"cohort": "A", "versions": 1}, "Deleted A, 1 version"),
        (trail.RETENTION, {"cohort": "A", "days": None}, "A is to be kept without an end"),
        (trail.RETENTION, {"cohort": "A", "days": 365}, "A is to be kept for 365 days"),
        (trail.REFUSED, {"why": "no role"}, "Was refused: no role"),
    ],
)
def test_an_entry_is_a_sentence(what, about, told):
    said = entry_told(what, json.dumps(about))
    assert told in said
    assert not set(said) & set('{}"_')


def test_every_kind_of_entry_has_its_sentence():
    kinds = {value for name, value in vars(trail).items() if name.isupper() and " " not in name}
    assert {kind for kind in kinds if isinstance(kind, str)} - {trail.FIRST} == set(TOLD)


def test_who_and_when():
    assert who_told(DESK.name) == "at this computer"
    assert who_told("Ada") == "by Ada"
    assert at("2026-11-26T17:32:17.971+00:00") == "26 Nov 2026, 17:32"


def test_a_filter_that_holds_everybody_is_not_printed(sample):
    records = sample[0]
    sites = tuple(sorted(records.patients["site"].dropna().unique()))

    def foot(*values: str) -> str:
        chosen = Settings(filters=(("site", values),))
        return foot_of_a_document(result_of(records, chosen), "n of N")

    assert "Filter: none." in foot(*sites, NOT_RECORDED)
    assert f"Filter: site: {sites[0]}." in foot(sites[0])
