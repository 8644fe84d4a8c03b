"""What is said where nothing changes and nobody is missing: no claim, and no odd sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.definitions import DEFAULT_DEFINITION as HULL
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.spread import distribution_chart
from importing import Source, read_records
from ui.patients.keys import lines_told, month_signs
from words.pages import reduction, response, sensitivity, subgroups
from words.percents import percent, shares_between

COUNTS = "patient_id,session,migraine_days,recorded_days\n" + "".join(
    f"A{i},{session},15,30\n" for i in range(24) for session in (0, 1, 2)
)
SITES = "patient_id,site\n" + "".join(f"A{i},{'North' if i % 2 else 'South'}\n" for i in range(24))
AT = Asked(2)


@pytest.fixture(scope="module")
def still() -> Result:
    sources = [Source("counts.csv", COUNTS.encode()), Source("patients.csv", SITES.encode())]
    return result_of(read_records(sources)[0], Settings(session=2))


def test_who_is_missing_is_said_only_of_somebody(still):
    at, rate = still.reductions.set_index("session"), still.rates.set_index("session").loc[2]
    told = reduction.remark(at.loc[2], rate, HULL)
    assert told.endswith("All who were due could be judged. No control group.")


def test_no_change_is_no_number_of_days(still):
    assert response.median_change(0)[0] == "no fewer and no more"
    assert response.median_change(-7.4)[0] == "7.4 fewer"


def test_one_difference_between_groups_is_one(still):
    found = make_table("subgroups", still, Asked(2, groups=("site",)))
    assert subgroups.headline(found).startswith(
        "**:blue[0 of 1 difference] between groups is beyond what chance may make**"
    )
    assert subgroups.groups_add_up(found) == "The groups hold all who are judged."


def test_a_rate_that_nothing_leaves_open_is_no_span(still):
    drawn = distribution_chart(make_table("distribution", still, AT), HULL).layout.annotations
    assert "<b>50% line: 0% of due</b>" in [note.text for note in drawn]
    found = make_table("specifications", still, AT)
    assert sensitivity.headline(found, 50, HULL).startswith("**Of those judged, :blue[0%] had")


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_span_has_two_ends_that_differ_or_one(low, high):
    told = shares_between(low, high)
    assert told.startswith(percent(low))
    assert told.endswith(percent(high))
    assert (" to " in told) == (percent(low) != percent(high))


def test_without_a_baseline_no_line_is_named(still):
    """Two lines are drawn from the baseline: without it the key says nothing of them."""
    rows, months = still.outcomes.head(3), still.outcomes.head(0)
    months = months.assign(no_migraine=0, compared=False, enough=True)
    for baseline in (18.0, 0.0, None):
        known = rows.assign(baseline=baseline)
        lines = len(month_signs(months, known, HULL)) - len(
            month_signs(months, known.assign(baseline=None), HULL)
        )
        assert bool(lines) == bool(lines_told(known, HULL)) == bool(baseline)
