"""How sure can one be about one patient? On its page, closed, in words and without a verdict."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from analytics.definitions import PRESETS
from analytics.research.habits import PatientMonths
from analytics.research.individual import OfOneSession
from charts.how_sure import how_sure_chart
from charts.palette import NONE
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
        "patient_id": "P1",
        "session": 2,
        "baseline": 19.3,
        "window_start": pd.Timestamp("2025-03-06"),
        "window_end": pd.Timestamp("2025-04-04"),
        "other_treatment": "",
    }
)


def of_months(days: np.ndarray) -> OfOneSession:
    """Patients P1, P2, ... whose months before, all recorded, held so many days."""
    no = np.zeros(len(days), int)
    months = PatientMonths(days, np.full(days.shape, 28), no, no, no, 28)
    ids = [f"P{number}" for number in range(1, len(days) + 1)]
    return OfOneSession(pd.DataFrame({"patient_id": ids}), months, 83, None, own=True, asked=0)


OF = of_months(np.array([[18, 14, 15, 13, 14, 12, 12]]))


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
    for none in (-12.0, 0.0, 0.14):  # a tenth of a percent is no large fall
        assert "would show days as few as these." in said.if_unchanged(ROW.replace({76.2: none}))


@pytest.mark.parametrize(
    ("chance", "told"), [(0.0004, "fewer than 1"), (0.006, "about 1"), (0.999, "over 99")]
)
def test_a_chance_is_never_none_or_all(chance, told):
    row = ROW.where(ROW.index != "chance_if_unchanged", chance)
    assert f"{told} of 100 such patients" in said.if_unchanged(row)


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.6, "roughly 4 to 8 of 10"),
        (0.63, "roughly 4 to 9 of 10"),
        (0.0, "under 3 of 10"),
        (0.00001, "under 3 of 10"),
        (0.1, "under 4 of 10"),
        (0.25, "under 5 of 10"),
        (0.75, "over 5 of 10"),
        (1.0, "over 7 of 10"),
        (0.97, "over 7 of 10"),
    ],
)
def test_a_chance_is_told_as_rough_as_it_is(chance, told):
    assert said.rough(chance) == told


@given(st.floats(0, 1))
def test_the_range_holds_the_error_of_the_chance(chance):
    told = said.rough(chance)
    low, high = max(0, 10 * chance - 2), min(10, 10 * chance + 2)
    numbers = [int(part) for part in told.split(" ") if part.isdigit()]
    assert numbers[-1] == 10  # of 10
    if told.startswith("under"):
        assert numbers[0] > high
    elif told.startswith("over"):
        assert numbers[0] < low
    else:
        assert numbers[0] <= low + 1e-6
        assert numbers[1] >= high - 1e-6


def test_one_chance_for_both_lines_is_told_once():
    never = ROW.where(~ROW.index.str.startswith("probability"), 0.00001)
    assert said.at_least(never) == (
        "That the true reduction is at least 30% or even 50%: under 3 of 10."
    )


def test_two_starting_points_are_both_named_and_the_one_window_after():
    """Recorded and expected stand beside each other and do not start from the same month."""
    assert said.rests_on(ROW, OUTCOME, OF, HULL) == (
        "Two starting points: recorded, the month before session 1 (19.3 migraine days a month); "
        "expected, all 7 months before it (14). After treatment one window is used, that of "
        "session 2 alone: 6 Mar to 4 Apr 2025, not now. Chances may be wrong by up to 20 of 100 "
        "where bad spells are long, by more where all patients change alike."
    )
    assert "Cross: expected, against all 7 months before it." in said.how_to_read(ROW)


def test_of_one_month_before_there_is_one_starting_point():
    one, first = ROW.replace({8: 2}), OUTCOME.replace({2: 1})
    assert said.rests_on(one, first, of_months(np.array([[18]])), HULL).startswith(
        "Before session 1 one month is used: how far it was high or low by chance is known from "
        "other patients alone. After treatment one window is used: 6 Mar to 4 Apr 2025, not now."
    )
    assert "Cross: expected, against the same month." in said.how_to_read(one)


def test_what_it_is_made_of_is_told_to_whoever_asks():
    told = said.made_of(OF, 2, HULL)
    assert "Made from 83 patients with an earlier month, after session 2. No entry rule" in told
    stated = said.made_of(OF, 2, HULL.changed(entry_rule="month"))
    assert (
        "Let in with at least 15 migraine days in the month before session 1, as stated." in stated
    )


@pytest.mark.parametrize("reached", [True, False])
def test_the_recorded_dot_is_hollow_where_the_line_is_not_reached(reached):
    chart = how_sure_chart(ROW, HULL, reached=reached)
    assert (chart.data[1].marker.color == NONE) is not reached


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
    assert " of 10; at least 50%: " in shown
    assert said.MAY_BE_WRONG in shown


@pytest.mark.slow
def test_without_earlier_months_it_says_what_is_missing():
    shown = text(opened("P0001", begins=-30))
    assert "Cannot be told: it takes 50 patients" in shown
