"""Ways of allowing for a bad month: by hand, and what each gives where nothing happens."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from analytics.codes import Allowing
from analytics.definitions import PRESETS
from analytics.research.corrected_change import ALL, COLUMNS, mee_chua
from analytics.research.spells import hang_together
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.by_itself import ways_chart
from perf.look_back import Entry, as_records, entered
from tests.earlier_months import a_cohort, nothing_ever
from tests.examples import examples
from tests.test_look_back import MONTH_OF_28, diaries, month
from tests.test_pages import start, text
from words.pages import by_itself
from words.pages import ways as said

HULL = PRESETS["hull2014"]
BEFORE = np.array([10, 12, 14, 16, 18, 20, 22, 24.0])
AFTER = np.array([8, 9, 9, 10, 12, 12, 13, 15.0])


def table(records, definition=HULL) -> pd.DataFrame:
    return make_table("corrected_change", result_of(records, Settings(definition)), Asked(1))


def all_of(found: pd.DataFrame, session: int = 1) -> pd.DataFrame:
    return found[(found["session"] == session) & (found["stratum"] == ALL)].set_index("method")


def test_the_tipping_point_by_hand():
    """Sums 80 of 168: slope 10/21, start 61/21; 61/21 / (1 - 10/21) = 61/11.

    The ends: (11/21)^2 - c/168, 2 (-6) (-11/21) and 36 - c/8 with c = 2.446912^2 20/63 are the
    quadratic in the distance from 17, whose roots are -14.5528 and -9.3416.
    """
    found = mee_chua(BEFORE, AFTER)
    assert found.value == pytest.approx(61 / 11)
    assert (found.low, found.high) == pytest.approx((17 - 14.5528, 17 - 9.3416), abs=2e-4)


@settings(deadline=None, max_examples=examples(15))
@given(st.integers(0, 2**32 - 1), st.integers(8, 60), st.floats(0.1, 3))
def test_at_its_ends_the_interval_of_the_change_touches_nil(seed, patients, noise):
    """Law: the regression's own interval at that habit, less the habit (Ostermann 2008)."""
    rng = np.random.default_rng(seed)
    before = rng.normal(18, 3, patients)
    after = 10 + 0.4 * (before - 18) + rng.normal(0, noise, patients)
    found, x = mee_chua(before, after), np.column_stack([np.ones(patients), before])
    beta, left, *_ = np.linalg.lstsq(x, after, rcond=None)
    inverse = np.linalg.inv(x.T @ x)
    assert np.isnan(found.value) == (beta[1] >= 1)
    if np.isnan(found.value):
        return
    assert beta[0] + beta[1] * found.value == pytest.approx(found.value)
    if np.isnan(found.low):
        return
    assert found.low <= found.value <= found.high
    for habit in (found.low, found.high):
        at = np.array([1, habit])
        error = np.sqrt(float(left[0]) / (patients - 2) * (at @ inverse @ at))
        reach = student.ppf(0.975, patients - 2) * error
        assert abs(at @ beta - habit) == pytest.approx(reach, rel=1e-5)


def test_there_is_no_tipping_point_of_few_or_of_a_line_that_does_not_cross():
    assert np.isnan(mee_chua(BEFORE[:7], AFTER[:7])).all()
    assert np.isnan(mee_chua(np.full(9, 15.0), np.full(9, 15.0))).all()
    assert np.isnan(mee_chua(BEFORE, BEFORE - 5)).all()


def test_one_patient_by_hand():
    """20 of 28 before session 1, 12 in the month before, 7 as far before, 10 after."""
    days = {**month(-57, -57, 0), **month(-56, -29, 12), **month(-28, -1, 20)}
    days |= {**month(1, 28, 10), 40: 0}
    found = table(as_records(diaries(days)), MONTH_OF_28)
    assert [*found.columns] == COLUMNS
    assert found["stratum"].unique().tolist() == [ALL, "20 or more"]
    at = all_of(found)["change"]
    assert at[Allowing.AS_RECORDED] == at[Allowing.WITH_BACK_MONTH] == -10
    assert at[Allowing.TWO_MONTH_BASELINE] == -2
    look_back = make_table(
        "look_back", result_of(as_records(diaries(days)), Settings(MONTH_OF_28)), Asked(1)
    )
    assert at[Allowing.BACK_MONTH] == -look_back["difference"].iloc[0]
    assert found["ci_low"].isna().all()


@pytest.mark.parametrize("session", [1, 2])
def test_the_difference_is_that_of_the_look_back(session):
    result = result_of(a_cohort()[0], Settings(HULL))
    look_back, found = (
        make_table(name, result, Asked(session)) for name in ("look_back", "corrected_change")
    )
    row = look_back[look_back["session"] == session].iloc[0]
    at = all_of(found, session).loc[Allowing.BACK_MONTH]
    assert at[["change", "ci_low", "ci_high", "patients"]].tolist() == pytest.approx(
        [-row["difference"], -row["ci_high"], -row["ci_low"], row["patients"]]
    )


@pytest.mark.parametrize(
    ("rule", "assumes", "says"),
    [
        ("none", Allowing.MODEL_NO_RULE, "nobody was let in for a bad month"),
        ("month", Allowing.MODEL, "they were let in as stated"),
    ],
)
def test_the_model_says_which_entry_it_takes_it_for(rule, assumes, says):
    """Days of 28 by habits that never change: months are as the model takes them."""
    rng = np.random.default_rng(4)
    cells = rng.binomial(28, rng.beta(6, 4, (60, 1)), (60, 7))
    firsts = [-140, -112, -84, -56, -28, 1, 29]
    of_each = [
        {
            day: value
            for first, n in zip(firsts, own, strict=True)
            for day, value in month(first, first + 27, int(n)).items()
        }
        for own in cells
    ]
    definition = MONTH_OF_28.changed(entry_rule=rule, entry_days=1)
    found = table(as_records(diaries(*of_each)), definition)
    row = all_of(found).loc[Allowing.MODEL]
    assert np.isfinite(row["change"])
    assert row["assumes"] == assumes
    told = said.what_each_assumes(said.ways(found, 1, definition))
    assert says in told[-1]


def test_strata_hold_everybody_once():
    found = table(a_cohort()[0])
    for _, rows in found[found["method"] != Allowing.MEE_CHUA].groupby(["session", "method"]):
        assert rows["patients"].iloc[0] == rows["patients"].iloc[1:].sum()


def test_of_those_let_in_by_a_bad_month_allowing_leaves_about_what_was_deleted():
    """Where nothing happens: as recorded a fall, the look back nearer to none.

    Bad spells there last over months: the model, which takes months for independent, is left out.
    """
    cohort = entered(np.random.default_rng(5), 800, Entry())
    found = table(as_records(cohort), MONTH_OF_28)
    at = all_of(found)
    changes = at["change"]
    assert changes[Allowing.AS_RECORDED] < -1
    assert abs(changes[Allowing.BACK_MONTH]) < 0.6
    assert np.isnan(at.loc[Allowing.MODEL, ["change", "ci_low", "ci_high"]].tolist()).all()
    assert at.loc[Allowing.MODEL, "assumes"] == Allowing.MODEL_LEFT_OUT
    assert said.left_out(found, 1).startswith("**Model of all months:** months would vary by")
    rows = said.ways(found, 1, MONTH_OF_28)
    assert said.ways_title(rows).startswith("Two ways")
    assert len(said.what_each_assumes(rows)) == 2
    assert at.loc[Allowing.MEE_CHUA, "habit_explaining_all"] > 8  # as low as usual months are


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([-4.2, -5.6], "Two ways of allowing for it: 4.2 to 5.6 fewer days"),
        ([-4.2, -4.2], "Two ways of allowing for it: 4.2 fewer days"),
        ([0.4, -2.1], "Two ways of allowing for it: 0.4 more to 2.1 fewer days"),
        ([0.0, 0.0], "Two ways of allowing for it: no change"),
        ([-4.2, -5.6, -5.0], "Three ways of allowing for it: 4.2 to 5.6 fewer days"),
        ([-4.2], "One way of allowing for it: 4.2 fewer days"),
    ],
)
def test_the_title_names_the_least_and_the_most(changes, told):
    rows = pd.DataFrame({"method": list(said.WAYS)[: len(changes)], "change": changes})
    assert said.ways_title(rows) == told


def test_expected_true_responders_stand_beside_those_recorded():
    outcomes = pd.DataFrame(
        {"session": 2, "patient_id": list("ABCD"), "responder": [True, True, False, pd.NA]}
    ).astype({"responder": "boolean"})
    model = pd.DataFrame({"patient_id": list("ABC"), "probability_50": [0.6, 0.5, 0.1]})
    assert said.truly(model, outcomes, 2, HULL) == (
        "2 of 3 were recorded at least 50% below their baseline after session 2; by the model of "
        "all months about 1 of 3 are expected to be truly so. It may be wrong by up to 20 of 100, "
        "and is no control group."
    )
    assert said.truly(model, outcomes, 2, HULL.changed(threshold=75)) == ""
    assert said.truly(model.iloc[:0], outcomes, 2, HULL) == ""


def test_months_that_vary_by_chance_alone_do_not_hang_together():
    """1 in 100 does by chance; a trend over the months, or a step, is none."""
    rng = np.random.default_rng(2)
    habits, n = rng.beta(6, 4, (60, 1)), np.full((60, 6), 28)
    called = [hang_together(rng.binomial(28, habits, n.shape), n) for _ in range(300)]
    assert np.mean(called) <= 0.03
    trend = habits * np.linspace(1, 0.5, 6)
    assert hang_together(rng.binomial(28, trend), n)
    gaps = np.where(rng.random(n.shape) < 0.3, 0, n)
    assert hang_together(np.minimum(rng.binomial(28, trend), gaps), gaps)
    assert not hang_together(rng.binomial(28, trend[:7]), n[:7]), "of so few nothing is said"
    assert not hang_together(n[:, :2], n[:, :2]), "two months are not far apart"
    assert not hang_together(n * 0, n * 0)


def test_where_nothing_ever_changes_no_way_says_otherwise():
    found = table(nothing_ever()[0])
    rows = said.ways(found, 1, HULL)
    assert said.ways_title(rows) == "Two ways of allowing for it: no change"
    assert said.tipping_point(found, 1, HULL) == ""
    assert len(ways_chart(rows).data) > 0


def test_without_an_earlier_day_there_is_nothing_to_allow_with():
    assert said.ways(table(a_cohort(begins=-30)[0]), 1, HULL).empty


@pytest.mark.slow
def test_the_page_shows_each_way_with_what_it_assumes(monkeypatch):
    monkeypatch.setattr("perf.look_back.WAVE", 0.0)  # months vary by chance alone
    records, report = a_cohort.__wrapped__()
    shown = text(start("pages/by_itself.py", {"records": records, "report": report}))
    assert "Three ways of allowing for it: " in shown
    assert "**Difference to the look back:** they came as long after a bad spell" in shown
    assert "**Baseline one month earlier:** that month was an ordinary one." in shown
    assert "**Model of all months:** months vary by chance and short spells" in shown
    assert "Not one of them is a control group." in shown
    assert "by the model of all months about " in shown
    assert said.WITHIN in shown


@pytest.mark.slow
def test_the_page_leaves_the_model_out_where_bad_spells_last_over_months():
    records, report = a_cohort()
    shown = text(start("pages/by_itself.py", {"records": records, "report": report}))
    assert "by the model of all months about " not in shown
    assert "Two ways of allowing for it: " in shown
    assert "**Model of all months:** months would vary by chance alone; here those next" in shown


@pytest.mark.slow
@pytest.mark.parametrize("page", ["app.py", "pages/change.py", "pages/compared.py"])
def test_beside_a_rate_stands_how_many_were_as_far_below_before(page):
    for begins, told in (
        (
            -230,
            "onths as far before the baseline: 6 of 120 (5%) were at least 50% below the baseline "
            "too. Subtracting one from the other does not give an effect.",
        ),
        (
            -30,
            "hether earlier months were lower too cannot be told: no diary is full enough 61 days "
            "before session 1.",
        ),
    ):
        records, report = a_cohort(begins=begins)
        shown = text(start(page, {"records": records, "report": report}, {"session": "1"}))
        assert told in shown
        if page.endswith("compared.py"):
            assert f"Counted as in Hull 2014, session 1: {'m' if begins < -200 else 'w'}" in shown


def test_of_very_many_earlier_months_are_counted_on_their_own_page_alone(monkeypatch):
    records, report = a_cohort()
    monkeypatch.setattr("ui.tab.cohort.MOST_BESIDE", 100)
    shown = text(start("app.py", {"records": records, "report": report}, {"session": "1"}))
    assert by_itself.ON_ITS_PAGE in shown
