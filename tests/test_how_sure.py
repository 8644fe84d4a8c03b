"""How sure can one be about one patient? On its page, closed, in words and without a verdict."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.definitions import PRESETS
from analytics.research.habits import PatientMonths
from analytics.research.individual import OfOneSession
from tests.earlier_months import a_cohort
from tests.test_pages import start, text
from words.pages import how_sure as said

HULL = PRESETS["hull2014"]
ROW = pd.Series(
    {
        "percent_reduction": 76.2,
        "expected_reduction": 66.4,
        "low": 46.0,
        "high": 82.0,
        "months_used": 8,
        "probability_30": 0.97,
        "probability_50": 0.6,
        "chance_if_unchanged": 0.1234,
    }
)
OUTCOME = pd.Series(
    {
        "session": 2,
        "window_start": pd.Timestamp("2025-03-06"),
        "window_end": pd.Timestamp("2025-04-04"),
        "other_treatment": "",
    }
)


def of_months(days: np.ndarray) -> OfOneSession:
    """Patients whose months before, all recorded, held so many days."""
    no = np.zeros(len(days), int)
    months = PatientMonths(days, np.full(days.shape, 28), no, no, no, 28)
    return OfOneSession(pd.DataFrame(), months, 83, None, own=True, asked=0)


OF = of_months(np.zeros((0, 6), int))


def test_where_bad_spells_are_long_that_is_said_of_these_patients():
    """Forty patients who are bad for three months and well for three; then the same days mixed."""
    spell, mixed = [20, 20, 20, 4, 4, 4], [20, 4, 20, 4, 20, 4]
    told = [
        said.rests_on(ROW, OUTCOME, of_months(np.array([days] * 39 + [[9] * 6])), HULL)
        for days in (spell, mixed)
    ]
    assert told[0].endswith(
        "Chances may be wrong by up to 20 of 100 where bad spells are long, by more where all "
        "patients change alike; here months next to each other are more alike than those further "
        "apart."
    )
    assert told[1].endswith("by more where all patients change alike.")


def test_what_chance_does_says_nothing_about_why():
    assert said.if_unchanged(ROW) == (
        "If nothing had changed, about 12 of 100 such patients would show a fall this large. This "
        "says nothing about why; no control group."
    )
    more = ROW.replace({76.2: -12.0})
    assert "would show days as few as these." in said.if_unchanged(more)


@pytest.mark.parametrize(
    ("chance", "told"), [(0.0004, "fewer than 1"), (0.006, "about 1"), (0.999, "over 99")]
)
def test_a_chance_is_never_none_or_all(chance, told):
    row = ROW.where(ROW.index != "chance_if_unchanged", chance)
    assert f"{told} of 100 such patients" in said.if_unchanged(row)


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.6, "4 to 8 of 10"),
        (0.63, "4 to 9 of 10"),
        (0.0, "0 to 2 of 10"),
        (1.0, "8 to 10 of 10"),
        (0.97, "7 to 10 of 10"),
    ],
)
def test_the_range_holds_the_error_of_the_chance(chance, told):
    assert said.rough(chance) == told
    low, high = (int(part) for part in told.removesuffix(" of 10").split(" to "))
    assert low <= max(0, 10 * chance - 2 + 1e-9)
    assert high >= min(10, 10 * chance + 2 - 1e-9)


def test_expected_stands_beside_recorded_with_its_days_and_its_error():
    told = said.rests_on(ROW, OUTCOME, OF, HULL)
    assert told == (
        "Expected: 66% fewer, less than the 76% fewer recorded: a month looked at for being good "
        "is partly good by chance. Rests on 8 months of this patient and on 83 patients with an "
        "earlier month, after session 2. No entry rule is stated: where patients were let in by a "
        "bad month, expect less. About 6 Mar to 4 Apr 2025, not about now. No verdict, in no list. "
        "Chances may be wrong by up to 20 of 100 where bad spells are long, by more where all "
        "patients change alike."
    )
    stated = said.rests_on(ROW, OUTCOME, OF, HULL.changed(entry_rule="month"))
    assert (
        "Let in with at least 15 migraine days in the month before session 1, as stated." in stated
    )


@pytest.mark.parametrize(
    ("outcome", "earlier", "told"),
    [
        (None, None, "no session can be judged yet"),
        (OUTCOME, None, "it takes single days"),
        (OUTCOME, 45, "it takes 50 patients who recorded a month before the baseline month"),
        (
            OUTCOME.replace({"": "topiramate"}),
            83,
            "another treatment began before the month compared was over (topiramate)",
        ),
    ],
)
def test_where_nothing_can_be_told_it_says_why(outcome, earlier, told):
    assert told in said.cannot_tell(outcome, earlier)


def opened(patient: str, *, begins: int = -230, is_open: bool = True) -> AppTest:
    records, report = a_cohort(begins=begins)
    session = {"records": records, "report": report, "patient_id": patient}
    return start("pages/patient.py", {**session, "open_how_sure": is_open})


@pytest.mark.slow
def test_it_is_closed_and_nothing_is_computed_until_it_is_opened(monkeypatch):
    made = []
    monkeypatch.setattr(
        "analytics.research.individual.fit", lambda *_: made.append(1) or pytest.fail("fitted")
    )
    app = opened("P0001", is_open=False)
    assert said.TITLE in [box.label for box in app.expander]
    assert "If nothing had changed" not in text(app)
    assert not made


@pytest.mark.slow
def test_opened_it_tells_chances_as_rough_as_they_are():
    shown = text(opened("P0001"))
    assert "of 100 such patients would show" in shown
    assert said.NOT_WHY in shown
    assert " of 10; at least 50%: roughly " in shown
    assert said.MAY_BE_WRONG in shown


@pytest.mark.slow
def test_without_earlier_months_it_says_what_is_missing():
    shown = text(opened("P0001", begins=-30))
    assert "Cannot be told: it takes 50 patients" in shown
