"""What is said where nothing changes and nobody is missing: no claim, and no odd sentence."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import Fitted, Model
from analytics.definitions import DEFAULT_DEFINITION as HULL
from analytics.research.compared import comparable, key_of
from analytics.research.models import _adjusted, ancova, gee
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.spread import distribution_chart
from importing import Source, read_records
from ui.patients.keys import lines_told, month_signs
from ui.showing.estimates import compared_rows
from words.definitions import primary_outcome
from words.pages import compared, models, reduction, response, sensitivity, subgroups
from words.percents import percent, shares_between
from words.tables import compared as in_words

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
    row = pd.Series({"judged": 9, "before": 20.0, "after": 20.0, "change": 0.0})
    assert response.medians(row)[1][0] == "no fewer and no more"
    row["after"], row["change"] = 12.6, -7.4
    assert response.medians(row) == [
        ("20 to 12.6", "days a month, medians"),
        ("7.4 fewer", "days a month, median of each patient's change"),
    ]
    row["judged"] = 1  # whose days are no median
    assert [told for _, told in response.medians(row)] == [
        "days a month, before and after",
        "days a month",
    ]


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


def test_a_model_of_days_that_never_differ_is_not_certain_of_them(still):
    """Nothing is left over: the errors would be 0, and every interval a point."""
    found = make_table("models", still, AT)
    assert set(found["model"]) == {Model.MIXED, Model.GEE, Model.ANCOVA}
    assert found[["ci_low", "ci_high", "change_low", "change_high"]].isna().all(axis=None)
    assert set(found["remark"]) == {Fitted.NOT_AT_ALL}
    assert models.headline(found, 2, HULL).startswith(
        "**The mixed model cannot be estimated from these records**: where days hardly differ"
    )
    assert models.title(found, 2) == "After session 2 no model says anything"


def test_a_change_is_as_uncertain_as_the_mean_that_it_is_held_against():
    """y <- c(9, 12, 7, 10, 8, 11); qt(.975, 5) * sqrt(var(y) / 6 + 0.5^2)"""
    rows = pd.DataFrame({"days": [9.0, 12, 7, 10, 8, 11], "patient_id": range(6)})
    rows = rows.assign(session=1, site="one", centred=0.0)
    told = [
        _adjusted(rows, Model.ANCOVA, ancova(rows), rows.assign(baseline=baseline)).iloc[0]
        for baseline in (10.0, 10 + math.sqrt(1.25) * np.array([1, -1, 1, -1, 1, -1]))
    ]
    assert [row["change"] for row in told] == pytest.approx([-0.5, -0.5])
    reach = [row["change_high"] - row["change"] for row in told]
    assert reach == pytest.approx([1.963314, 2.346609], rel=1e-5)
    assert told[0]["ci_high"] == told[1]["ci_high"], "the mean days after are what they were"


@pytest.mark.parametrize("sites", ["one", "two"])
def test_a_model_of_shares_finds_no_change_where_nobody_changed(sites):
    """45 patients with 28 of 28 days, 15 with 8 to 10: at the mean baseline there is nobody."""
    before = np.where(np.arange(60) % 4 > 0, 28, 8 + np.arange(60) % 3).astype(float)
    one = pd.DataFrame({"patient_id": range(60), "baseline": before, "days": before})
    one = one.assign(centred=before - before.mean(), flagged=before, recorded=28.0)
    one["site"] = np.where((np.arange(60) % 5 < 2) & (sites == "two"), "two", "one")
    rows = pd.concat([one.assign(session=session) for session in (1, 2)], ignore_index=True)
    told = _adjusted(rows, Model.GEE, gee(rows), one, 28)
    assert told["change"].tolist() == pytest.approx([0, 0], abs=1e-6)
    assert told["adjusted_mean"].tolist() == pytest.approx([before.mean()] * 2)


@pytest.fixture(scope="module")
def still_headache() -> Result:
    counts = COUNTS.replace("migraine_days", "headache_days")
    return result_of(read_records([Source("counts.csv", counts.encode())])[0], Settings(session=2))


def beside(result: Result, outcome: str) -> tuple[pd.DataFrame, pd.Series]:
    """Our row and those of a study of headache days with this outcome."""
    studies = comparable(HULL.therapy)
    of_days = studies["our_measure"] == "headache_days"
    study = studies[of_days & (studies["our_outcome"] == outcome)].iloc[0]
    assert key_of(study["key"]) == study["key"]
    found = make_table("compared", result, AT)
    return in_words(found[found["result"] == study["result"]]), study


def test_beside_a_study_nobody_missing_is_no_span(still_headache):
    rows, study = beside(still_headache, "rate")
    told = compared.about(rows.iloc[0], study)
    assert told.startswith("0 of 24 judged after session 2, all who were due · ")
    assert "Pale bar" not in compared.how_to_read(rows, HULL.therapy)
    shown, _, _ = compared_rows(rows, study, HULL.therapy)
    assert shown[0].possible is None
    some = rows.assign(due=rows["due"] + 6, highest=20.0)
    assert "30 due (0% to 20% possible)" in compared.about(some.iloc[0], study)
    assert "Pale bar" in compared.how_to_read(some, HULL.therapy)
    assert compared_rows(some, study, HULL.therapy)[0][0].possible == (0, 20)


def test_beside_a_study_no_change_is_no_number_of_days(still_headache):
    rows, study = beside(still_headache, "mean_change")
    assert pd.isna(rows.iloc[0]["ci_low"]), "no spread, no interval"
    told = compared.headline(rows, study, HULL.therapy)
    assert told.startswith(
        "**:blue[no change] in our records (24 patients)**; :gray[in PREEMPT 2: 9"
    )
    assert compared.title(rows, study, HULL.therapy).startswith("no change here; in PREEMPT 2: 9")


def test_the_primary_outcome_of_nothing_is_a_rate_of_nobody(still):
    rate = still.rates.set_index("session", drop=False).loc[HULL.primary_session]
    assert response.headline(rate, HULL).startswith(
        "**:blue[0 of 24 patients (0%)] had at least 50% fewer migraine days after session 2.**"
    )
    assert response.possible(rate) == "24 were due; all could be judged."
    assert primary_outcome(HULL, 2) == (
        "Primary outcome: at least 50% fewer migraine days after session 2; every other one is "
        "secondary."
    )


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
