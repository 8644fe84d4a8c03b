"""Where are numbers cut into groups, if nobody says where?"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.research.subgroups import MEASURED, baseline_groups
from analytics.steps import Outcomes

TENTH = 0.05  # the median is written with one decimal


def groups_of(baselines: list[float]) -> dict[str, list[float]]:
    ids = [f"A{place}" for place in range(len(baselines))]
    outcomes = Outcomes(pd.DataFrame({"patient_id": ids, "session": 0, "baseline": baselines}))
    groups = baseline_groups(outcomes, pd.DataFrame({"patient_id": ids}), MEASURED)
    return {
        name: [baselines[ids.index(one)] for one in of.index] for name, of in groups.groupby(groups)
    }


def test_days_a_month_are_cut_at_their_median_and_not_at_the_next_whole_number():
    """Cut at 19 two of these twelve stood against ten."""
    days = [16.25, 16.8, 17.5, 17.73, 17.78, 18.0, 18.21, 18.46, 18.75, 18.89, 20.0, 20.77]
    assert {name: len(of) for name, of in groups_of(days).items()} == {
        "18.1 or more": 6,
        "under 18.1": 6,
    }


@pytest.mark.parametrize(("days", "names"), [((14, 15, 16), "15"), ((14, 15, 16, 17), "16")])
def test_whole_numbers_are_cut_at_a_whole_number(days, names):
    assert set(groups_of([float(day) for day in days])) == {f"under {names}", f"{names} or more"}


@given(st.lists(st.one_of(st.integers(1, 30), st.floats(0.5, 30)), min_size=1, max_size=12))
@settings(deadline=None)
def test_no_more_than_half_lie_under_the_cut_or_over_it(days):
    numbers = [float(day) for day in days]
    (cut,) = {float(name.removeprefix("under ").split()[0]) for name in groups_of(numbers)}
    half = len(numbers) / 2
    assert sum(number < cut - TENTH for number in numbers) <= half
    assert sum(number > cut + TENTH for number in numbers) <= half
