"""One outcome is named beforehand: whatever is looked at, every other one is secondary."""

import json
from dataclasses import replace

import pytest

from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.research.who import estimand
from analytics.result import result_of
from analytics.settings import Settings
from reports.basis import ReportBasis
from reports.everything import how_it_was_made
from reports.sections import methods, response
from tests.test_pages import small_cohort
from words.definitions import in_full, primary, primary_outcome
from words.tables import in_words

DAYS = "A,2024-02-01,1,1\nA,2024-02-02,0,0\nA,2024-03-20,1,0\n"
OF_THE_THIRD = DEFAULT_DEFINITION.changed(primary_session=3)


def test_a_link_looks_at_the_primary_session_unless_it_names_another():
    assert Settings.from_address({})[0] == Settings()  # as before there was a choice
    assert Settings.from_address({"primary_session": ["3"]})[0] == Settings(OF_THE_THIRD, session=3)
    for settings in (Settings(OF_THE_THIRD, session=3), Settings(OF_THE_THIRD, session=2)):
        query = {k: [v] if isinstance(v, str) else v for k, v in settings.address().items()}
        assert Settings.from_address(query) == (settings, [])
    assert Settings.from_address({"primary_session": ["0"]})[1]


def test_settings_of_before_open_unchanged_under_the_name_that_they_had():
    records, _ = small_cohort(DAYS)
    for definition in PRESETS.values():
        kept = json.loads(Settings(definition).to_json())
        del kept["definition"]["primary_session"]
        assert Settings.from_json(json.dumps(kept)) == Settings(definition)
    assert Settings(OF_THE_THIRD).name_for(records) != Settings().name_for(records)


def test_it_counts_nobody_in_or_out():
    records, _ = small_cohort(DAYS)
    of_both = [result_of(records, Settings(of)).rates for of in (DEFAULT_DEFINITION, OF_THE_THIRD)]
    assert of_both[0].equals(of_both[1])
    assert in_full(OF_THE_THIRD) == "Hull 2014, changed: primary after session 3"


@pytest.mark.parametrize("session", [2, 3])
def test_what_is_looked_at_is_not_what_was_named(session):
    secondary = session != 2
    assert ("secondary" in primary(DEFAULT_DEFINITION, session)) == secondary
    told = primary_outcome(DEFAULT_DEFINITION, session)
    assert told.startswith(
        "Primary outcome: at least 50% fewer migraine days after session 2; every other one is"
    )
    assert (f"What is told of session {session} here is secondary." in told) == secondary


def test_documents_and_the_estimand_say_it():
    records, _ = small_cohort(DAYS)
    settings = Settings(OF_THE_THIRD, session=1)
    result = result_of(records, settings)
    basis = ReportBasis(result, settings)
    told = primary_outcome(OF_THE_THIRD, 1)
    assert told in methods(basis).about
    assert told in response(basis).remarks
    assert told in how_it_was_made(basis, []).to_numpy()
    asked_first = replace(settings, definition=OF_THE_THIRD.changed(primary_session=1))
    as_planned = ReportBasis(result_of(records, asked_first), asked_first)
    assert not any(text.startswith("Primary") for text in response(as_planned).remarks)
    parts = in_words("estimand", estimand(settings, 1, records), 1, OF_THE_THIRD)
    assert parts.iloc[-1]["choice"].endswith("session 3 is primary, 1 secondary")
