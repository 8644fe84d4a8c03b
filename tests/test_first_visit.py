"""What is told once to somebody who has never seen these numbers, and beside them always."""

import dataclasses

import pytest

from analytics.definitions import PRESETS
from tests.test_pages import press, small_cohort, start, text
from words.definitions import changes, in_full, presets_told
from words.first_visit import sentences

pytestmark = pytest.mark.slow


def test_three_sentences_on_the_sample_until_they_are_taken_away():
    app = start("app.py")
    told = " ".join(sentences(app.session_state["settings"].definition))
    assert len(told.split(". ")) == 3
    assert told in text(app)
    press(app, "Understood")
    assert told not in text(app)
    app.switch_page("pages/reduction.py").run()
    app.switch_page("app.py").run()
    assert told not in text(app)


def test_no_rule_is_told_that_other_pages_break():
    """Spread and Who is in it show shares of those due, and say so."""
    told = " ".join(sentences(PRESETS["hull2014"]))
    assert "a rate is of those judged, any other share says of whom it is." in told
    for page, due in (("spread", "Shares of those due"), ("who", "of the 114 due")):
        assert due in text(start(f"pages/{page}.py"))


def test_ones_own_records_are_not_introduced_and_explain_their_words():
    records, report = small_cohort("A,2024-02-01,1,1\nA,2024-03-02,0,0\n")
    own = dataclasses.replace(records, synthetic=False)
    app = start("app.py", {"records": own, "report": report})
    definition = app.session_state["settings"].definition
    assert " ".join(sentences(definition)) not in text(app)
    for term in ("Baseline", "Due", "Judged", "Waiting"):
        assert f"- **{term}**: " in text(app)


def test_a_definition_says_which_question_it_asks():
    hull = PRESETS["hull2014"]
    for preset in PRESETS.values():
        assert f"- **{preset.title}**: " in presets_told(hull.therapy)
    assert in_full(hull) == "Hull 2014, as published"
    other = hull.changed(window="weeks_9_12", threshold=30, month=28, min_days=9)
    assert changes(other) == [
        "weeks 9 to 12",
        "months of 28 days",
        "at least 30% fewer",
        "at least 9 recorded days after a session",
    ]
    assert in_full(other).startswith("Hull 2014, changed: weeks 9 to 12, ")


def test_the_only_patient_of_a_file_is_looked_at_without_a_choice():
    records, report = small_cohort("A,2024-02-01,1,1\nA,2024-03-02,0,0\n")
    app = start("pages/patient.py", {"records": records, "report": report})
    assert app.title[0].value == "A: what was recorded?"
    assert start("pages/patient.py").title[0].value == "One patient: what was recorded?"
