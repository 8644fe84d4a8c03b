"""Verdicts tell how often chance alone gives them: held against diaries made day by day."""

import numpy as np
import pytest

from analytics.codes import Why
from analytics.guidelines.base import Days
from analytics.guidelines.by_chance import (
    doubling_by_chance,
    fall_by_chance,
    no_fall_though_halved,
    run_by_chance,
)
from analytics.guidelines.goal import Months
from analytics.guidelines.hull import Leg, Legs
from analytics.guidelines.nonresponse import BeforeAfter
from analytics.guidelines.wear_off import MiddleAndEnd
from perf.verdicts import diaries, found, told
from words.guidelines import told as in_words


def of(flagged: int, recorded: int = 30) -> Days:
    return Days(flagged, recorded, recorded)


def test_what_is_told_is_what_diaries_show_in_which_nothing_changes():
    """Without spells and with a slow wave of 30 days; 400,000 patients: ``perf.verdicts``."""
    without, spells = (
        diaries(np.random.default_rng([30, s]), 100_000, spells=bool(s)) for s in (0, 1)
    )
    for what, chance in told().items():
        assert found(without, what) == pytest.approx(chance.low, abs=0.04), what
        assert found(spells, what) == pytest.approx(chance.high, abs=0.04), what


@pytest.mark.parametrize(
    ("clear", "low", "high"), [(1, 0.70, 0.84), (3, 0.30, 0.62), (8, 0.02, 0.30)]
)
def test_doubling_by_chance_lies_where_it_was_simulated(clear, low, high):
    chance = doubling_by_chance(of(30 - clear), of(10))
    assert low <= chance.low <= chance.high <= high


def test_the_more_is_asked_for_the_less_chance_gives():
    """Laws: of percent, of months looked at, of the limit, of where a patient began."""
    falls = [fall_by_chance(of(20), of(10), percent).high for percent in (10, 30, 50, 75, 100)]
    assert falls == sorted(falls, reverse=True)
    runs = [run_by_chance(of(20), months, 15, 3).high for months in (3, 4, 9, 24)]
    assert runs == sorted(runs)
    assert run_by_chance(of(20), 9, 10, 3).high < run_by_chance(of(20), 9, 15, 3).high
    assert run_by_chance(of(25), 9, 15, 3).high < run_by_chance(of(16), 9, 15, 3).high
    assert no_fall_though_halved(of(25), of(10), 30).high < 0.25


def test_of_few_days_nothing_is_told():
    assert fall_by_chance(of(5, 9), of(5), 30) is None
    assert doubling_by_chance(of(20), of(5, 9)) is None
    assert run_by_chance(of(20), 2, 15, 3) is None
    assert run_by_chance(of(0, 0), 9, 15, 3) is None


@pytest.mark.parametrize(
    ("rule", "basis", "said"),
    [
        (
            "nice_nonresponse",
            BeforeAfter(of(20, 28), of(10, 28), 30),
            "; had nothing changed, 7 to 26 of 100 such patients would show that line reached",
        ),
        (
            "nice_nonresponse",
            BeforeAfter(of(20, 28), of(18, 28), 30),
            "; were usual days truly halved, 5 to 7 of 100 such patients would show that line "
            "missed",
        ),
        (
            "nice_goal",
            Months((of(9), of(8), of(10)), 15, 3, before=of(20), looked_at=9),
            "; had nothing changed, 3 to 17 of 100 such patients would show three such months in 9",
        ),
        (
            "hull_responder",
            Legs((of(27), of(22)), (of(20), of(19)), (Leg.CLEAR,), 50),
            "; chance alone does this often; had nothing changed, 33 to 55 of 100 such patients "
            "would show clear days doubled",
        ),
        (
            "wear_off",
            MiddleAndEnd(of(8, 28), of(14, 28)),
            "; had nothing changed, 37 to 59 of 100 such patients would show as many more",
        ),
    ],
)
def test_the_numbers_behind_a_verdict_say_so(rule, basis, said):
    assert said in in_words(rule, basis)


@pytest.mark.parametrize(
    ("rule", "basis"),
    [
        ("nice_nonresponse", BeforeAfter(of(20, 8), of(18, 8), 30, Why.TOO_FEW_DAYS)),
        ("wear_off", MiddleAndEnd(of(8, 28), of(9, 28))),
        ("wear_off", MiddleAndEnd(of(8, 12), of(14, 28), Why.TOO_FEW_DAYS)),
        ("nice_goal", Months((of(20), of(21), of(19)), 15, why=Why.NO_RUN)),
        ("hull_responder", Legs((of(20), of(9)), (of(20), of(9)), (Leg.HEADACHE,), 50)),
    ],
)
def test_where_no_line_is_reached_nothing_is_said_of_chance(rule, basis):
    assert "such patients would show" not in in_words(rule, basis)
