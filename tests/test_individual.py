"""One patient's true reduction: against R, by the laws of counts, and where nothing changes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.definitions import PRESETS
from analytics.research.habits import (
    Entered,
    FittedHabits,
    PatientMonths,
    _let_in,
    _objective,
    belief,
    fit,
)
from analytics.research.individual import COLUMNS, FEWEST, judged_by_all
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from perf.individual import CELLS, pooled
from tests.earlier_months import a_cohort
from tests.examples import examples

pytestmark = pytest.mark.slow

HULL = PRESETS["hull2014"].changed(entry_rule="month", entry_days=15)
KNOWN = np.array([0.2, np.log(0.8), np.log(0.08 / 0.92), -0.9, np.log(0.6), np.log(0.55 / 0.45)])
RULE = Entered(15, 1, 28)


def months(before, recorded, days, of, length=28) -> PatientMonths:
    widest = max(map(len, before))
    rows = [
        np.array([[*row, *[0] * (widest - len(row))] for row in part])
        for part in (before, recorded)
    ]
    return PatientMonths(*rows, np.array(days), np.array(of), np.full(len(days), length), 28)


THREE = months(
    [[20, 16, 14], [24], [15, 15, 18, 12, 13]],
    [[28, 27, 25], [28], [28, 28, 20, 27, 28]],
    [9, 10, 14],
    [26, 28, 15],
)


def test_what_is_told_of_a_patient_is_what_r_integrates():
    """``Rscript tests/goldens/individual.R``, its first three lines; percents to 0.3."""
    found = belief(FittedHabits(KNOWN, THREE, None))
    percents = 100 * np.column_stack([found.expected, found.low, found.high])
    assert percents == pytest.approx(
        np.array(
            [
                [26.429511, -5.568763, 61.960351],
                [29.575695, -2.949525, 60.586833],
                [-1.199863, -15.524774, 16.016944],
            ]
        ),
        abs=0.5,
    )
    assert found.at_least == pytest.approx(
        np.array([[0.469745, 0.171542], [0.534684, 0.167036], [0.014737, 0.001198]]), abs=5e-4
    )
    assert found.unchanged == pytest.approx([0.111831, 0.046979, 0.990239], abs=1e-5)
    assert found.change == pytest.approx([-0.158409, -0.202266, 0.006419], abs=1e-5)


def test_the_chance_to_be_let_in_is_what_r_integrates():
    of = FittedHabits(KNOWN, THREE, None).parameters
    found = [_let_in(of, Entered(15, months, 28))[0] for months in (1, 2)]
    assert found == pytest.approx([0.549159, 0.397130], abs=1e-6)


def test_the_fit_is_that_of_r():
    """optim() over sums of 241 habits: the last two lines of the same script."""
    i = np.arange(1, 81)
    days = [15 + (i * 7) % 13, 10 + (i * 11) % 15, np.where(i % 3, 8 + (i * 5) % 17, 0)]
    recorded = [0 * i + 28, 0 * i + 27, np.where(i % 3, 26, 0)]
    after = np.where(i % 2, 11 + (i * 5) % 13, (i * 3) % 9)
    of = PatientMonths(np.array(days).T, np.array(recorded).T, after, 26 - i % 3, 0 * i + 28, 28)
    found = fit(of, RULE)
    assert found.fitted == pytest.approx(
        [0.549268, -1.283120, -2.124937, -1.880590, 0.362251, 0.640432], abs=1e-3
    )
    assert _objective(found.fitted, of, RULE)[0] == pytest.approx(857.360090, abs=1e-3)


def test_days_of_a_window_of_three_months_vary_as_three_months():
    from analytics.research.habits import HABITS, _less, chances

    def variance(rho, n):
        days = np.arange(n + 1)
        shares = chances(rho, days, np.full(n + 1, n))[0]
        assert shares.sum(axis=0) == pytest.approx(1)
        mean = days @ shares
        assert mean == pytest.approx(n * HABITS)
        return days**2 @ shares - mean**2

    assert variance(0.1 * _less(28, 84), 84) == pytest.approx(3 * variance(0.1, 28))


def test_the_posterior_knows_no_entry_rule():
    """What was recorded is given: the rule changes the fit alone."""
    found = [belief(FittedHabits(KNOWN, THREE, rule)).at_least for rule in (None, RULE)]
    assert (found[0] == found[1]).all()


@pytest.fixture(scope="module")
def cohort():
    result = result_of(a_cohort()[0], Settings(HULL))
    return result, make_table("individual", result, Asked(1))


def test_one_row_of_each_judged(cohort):
    result, found = cohort
    assert [*found.columns] == COLUMNS
    at = result.outcomes[(result.outcomes["session"] == 1) & result.outcomes["evaluable"]]
    at = at[at["other_treatment"] == ""].set_index("patient_id")
    own = found.set_index("patient_id")
    assert set(own.index) == set(at.index)
    assert own["percent_reduction"].tolist() == at["percent_reduction"][own.index].tolist()
    assert own["recorded_baseline"].tolist() == at["baseline_recorded"][own.index].tolist()
    assert (
        (own["low"] < own["expected_reduction"]) & (own["expected_reduction"] < own["high"])
    ).all()
    assert (own["probability_30"] >= own["probability_50"]).all()
    assert own["months_used"].between(2, 8).all()


def test_a_rule_that_is_stated_says_that_habits_are_lower(cohort):
    """Of those let in by a bad month the month is part of the reason: less is believed."""
    _, found = cohort
    none = result_of(a_cohort()[0], Settings(PRESETS["hull2014"]))
    without = make_table("individual", none, Asked(1))
    assert found["expected_reduction"].mean() < without["expected_reduction"].mean()


def test_a_month_in_or_before_which_another_treatment_began_is_left_out():
    """In the invented cohort every eighth begins a preventive on day -80: one month is left."""
    result = result_of(a_cohort()[0], Settings(HULL))
    of = judged_by_all(result.records, result.outcomes, HULL, 1)
    used = pd.Series((of.months.before_recorded > 0).sum(axis=1), index=of.rows["patient_id"])
    began = result.records.treatments["patient_id"]
    assert (used[used.index.intersection(began)] == 2).all()
    assert used.drop(began, errors="ignore").max() == 7


def test_with_few_earlier_months_there_is_no_table():
    late = result_of(a_cohort(begins=-30)[0], Settings(HULL))
    of = judged_by_all(late.records, late.outcomes, HULL, 1)
    assert of.with_earlier < FEWEST
    assert of.fitted is None
    found = make_table("individual", late, Asked(1))
    assert [*found.columns] == COLUMNS
    assert found.empty


def test_of_a_session_with_few_the_last_session_of_everybody_says_how_much_changes():
    """After session 2 nobody but ten is judged: the model is made by all, of these ten."""
    records = a_cohort()[0]
    second = records.sessions["session_date"] > records.sessions["session_date"].min()
    few = records.sessions["patient_id"].isin(records.patient_ids[:12])
    fewer = replace(records, sessions=records.sessions[~second | few])
    result = result_of(fewer, Settings(HULL))
    of = judged_by_all(result.records, result.outcomes, HULL, 2)
    assert not of.own
    assert of.with_earlier >= FEWEST
    found = make_table("individual", result, Asked(2))
    assert set(found["patient_id"]) == set(of.rows["patient_id"])
    assert 0 < len(found) <= 12
    corrected = make_table("corrected_change", result, Asked(2))
    assert set(corrected.loc[corrected["method"] == "model", "session"]) == {1}


def test_where_nothing_ever_changes_nearly_nobody_is_believed_to_have_halved():
    found = pooled(CELLS["nothing ever changes, 150"], examples(450))
    assert found.recorded.mean() > 0.05
    assert found.told[:, 1].mean() < 0.02


def test_of_those_told_so_much_about_as_many_truly_have_it():
    """In small; ``python -m perf.individual`` pools 75,000 patients of each cell."""
    found = pooled(CELLS["as assumed, 150 patients"], examples(900))
    told, so = found.told[:, 1], found.so[:, 1]
    assert abs(told.mean() - so.mean()) < 0.05
    assert found.recorded.mean() - so.mean() > 0.08  # what is recorded says too much
    assert found.inside.mean() > 0.84
    sure = told >= 0.65
    assert so[sure].mean() > 0.55
    assert so[told < 0.2].mean() < 0.2
