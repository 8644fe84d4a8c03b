"""How many are needed: against R, and its laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import PlannedOutcome
from analytics.research.planner import (
    COLUMNS,
    MOST,
    alike_within,
    judged_for_a_mean,
    judged_for_a_rate,
    planner,
    with_sites,
)
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.planner import planner_chart
from tests.examples import examples
from words.pages import planner as said


@pytest.mark.parametrize(
    ("expected", "needed"),
    [(0.5, [93, 193, 381]), (0.38, [87, 182, 359]), (0.05, [25, 46, 83])],
)
def test_a_rate(expected, needed):
    """z <- qnorm(.975); w <- function(n, p) z / (n + z^2) * sqrt(n * p * (1 - p) + z^2 / 4)
    sapply(c(.10, .07, .05), function(h) min(which(w(1:5000, p) <= h)))"""
    assert [judged_for_a_rate(expected, half) for half in (0.10, 0.07, 0.05)] == needed


@pytest.mark.parametrize(("sd", "needed"), [(6.2, [40, 151]), (4, [18, 64])])
def test_a_mean(sd, needed):
    """t <- function(n, s) qt(.975, n - 1) * s / sqrt(n)
    sapply(c(2, 1), function(h) min(which(t(2:5000, s) <= h)) + 1)"""
    assert [judged_for_a_mean(sd, half) for half in (2, 1)] == needed


def test_how_alike_patients_of_one_site_are():
    """a <- anova(aov(x ~ g)); n <- tapply(x, g, length); n0 <- (sum(n) - sum(n^2) / sum(n)) / 2
    (a$Mean[1] - a$Mean[2]) / (a$Mean[1] + (n0 - 1) * a$Mean[2])"""
    values = np.array([1, 2, 3, 5, 4, 6, 2, 1, 9, 8, 7.0])
    groups = np.array([*"aaabbbbcccc"])
    assert alike_within(values, groups) == pytest.approx(0.293235766554, rel=1e-9)
    assert np.isnan(alike_within(values, np.array(["a"] * 11)))
    assert np.isnan(alike_within(np.full(11, 3.0), groups))


@settings(deadline=None, max_examples=examples(40))
@given(st.integers(2, 2000), st.floats(0.001, 0.3), st.integers(2, 60))
def test_over_sites_as_many_are_worth_those_of_one(judged, icc, sites):
    """Law: divided by the design effect they are as many, and one fewer is not."""
    n = with_sites(judged, icc, sites)

    def worth(patients: int) -> float:
        return patients / (1 + max(0, patients / sites - 1) * icc)

    if n is None:
        assert worth(MOST) < judged + 1e-6
        return
    assert worth(n) >= judged - 1e-6
    assert worth(n - 1) < judged + 1e-6


@pytest.fixture(scope="module")
def found(sample) -> pd.DataFrame:
    return make_table("planner", result_of(sample[0], Settings()), Asked(2))


def test_more_precise_asks_for_more_and_sites_for_more_still(found):
    assert [*found.columns] == COLUMNS
    for _, rows in found.groupby("outcome"):
        of_one = rows[rows["icc"] == 0].sort_values("half_width")
        assert of_one["judged_needed"].is_monotonic_decreasing
        assert (rows["due_needed"] >= rows["judged_needed"]).dropna().all()
        for _, alike in rows.groupby("half_width"):
            least = alike.loc[alike["icc"] == 0, "judged_needed"].iloc[0]
            assert (alike["judged_needed"].dropna() >= least).all()
    drawn = planner_chart(found, 103)
    told = " ".join(note.text for note in drawn.layout.annotations)
    for words in ("Rate within ±5 points", "Mean change within ±1 day"):
        assert words in told
    assert "20 sites as a sample, ICC 0.05" in told
    assert len(drawn.data) == 4  # 103 are enough for some rows: filled, the others hollow


def test_of_few_judged_nothing_is_planned(sample):
    result = result_of(sample[0], Settings())
    few = result.outcomes.groupby("session").head(8)
    found = planner(few, result.records.patients, 2)
    assert found["judged_needed"].isna().all()
    rate = pd.Series({"evaluable": 8})
    assert "too few to plan from" in said.headline(found, rate, 2)
    assert set(found["outcome"]) == set(PlannedOutcome)
