"""*By itself?*: what it says of cohorts in which nothing changes, and what it cannot say."""

import dataclasses
import math
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import Arm, MeanOf
from analytics.definitions import PRESETS
from analytics.research.compared import controls_of
from analytics.research.look_back import AROUND, FEWEST_FOR_T, MIRROR, as_far_before
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN
from charts.by_itself import hump_chart
from perf.look_back import FIRST, LAST, Entered, as_records
from tests.earlier_months import a_cohort, nothing_ever
from tests.examples import examples
from tests.test_look_back import MONTH_OF_28, diaries, month
from tests.test_pages import start, text
from tests.test_shared_figures import basis_of, section
from words.numbers import half_up
from words.pages import by_itself as said

HULL = PRESETS["hull2014"]
DAYS = st.floats(0, 30).map(lambda days: round(days, 3))
PAGE = "pages/by_itself.py"
TABLES = ("look_back", "months_around", "look_back_limits")


def months(
    baseline: float,
    ahead: float,
    back: float,
    *,
    first: int = 85,
    patients: int = 83,
    others: float | None = None,
    held: float | None = None,
) -> pd.DataFrame:
    """The table ``months_around`` with these means; each month has ``others``."""
    rows: list[tuple] = [
        (MeanOf.MONTH, number, first_day, first_day + 27, patients, others, None, None)
        for number in (*range(-6, 0), *range(1, 7))
        for first_day in (28 * (number if number < 0 else number - 1),)
    ]
    windows = [
        (MeanOf.BACK, -31 - first - 29, -31 - first, back),
        (MeanOf.BASELINE, -30, -1, baseline),
        (MeanOf.AHEAD, first, first + 29, ahead),
    ]
    if held is not None:
        windows.insert(1, (MeanOf.HELD_AGAINST, -60, -31, held))
    for what, start_, end, mean in windows:
        rows.append((what, pd.NA, start_, end, patients, mean, max(0, mean - 1.1), mean + 1.1))
    table = pd.DataFrame(rows, columns=AROUND)
    numbers = ["first_day", "last_day", "mean_days", "ci_low", "ci_high"]
    return table.astype({"month": "Int64", **dict.fromkeys(numbers, "Float64")})


def of(records, session: int = 2, definition=HULL) -> tuple[pd.DataFrame, ...]:
    result: Result = result_of(records, Settings(definition))
    return tuple(make_table(name, result, Asked(session)) for name in TABLES)


def shown(cohort, session: int = 2, query: dict | None = None) -> str:
    records, report = cohort
    app = start(PAGE, {"records": records, "report": report}, {"session": str(session)})
    for key, value in (query or {}).items():
        app.query_params[key] = value
    return text(app)


def words_of(chart) -> list[str]:
    return [re.sub(r"</?b>", "", one.text) for one in chart.layout.annotations if one.text]


@settings(deadline=None, max_examples=examples(25))
@given(DAYS, DAYS, DAYS, st.none() | DAYS)
def test_what_is_printed_subtracts_in_picture_and_headline(baseline, ahead, back, held):
    table = months(baseline, ahead, back, held=held)
    found = said.falls(table)
    for one, (level, value) in (
        (found.ahead, (baseline, ahead)),
        (found.back, (baseline if held is None else held, back)),
    ):
        assert one.level - one.value == one.fall
        assert abs(float(one.fall) - (level - value)) <= 0.05 + 1e-9
        if half_up(level, 1) == one.level:  # printed with one decimal: as a table prints it
            assert one.fall == half_up(level - value, 1) or one.level.as_tuple().exponent == -2
    assert found.difference == found.ahead.fall - found.back.fall
    drawn = words_of(hump_chart(table, 2, 84.0))
    for printed in (found.ahead.level, found.ahead.value, found.back.value):
        assert said.printed(printed) in drawn
    for one in (found.ahead, found.back):
        assert (one.words in drawn) == (one.words != said.NO_CHANGE)


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([10, 12, 14], "The baseline month is the highest of the 4 recorded"),
        ([10] * 11, "The baseline month is the highest of the twelve"),
        ([18] * 11, "All twelve months are alike"),
        ([18, *[10] * 10], "No other of the twelve months is higher than the baseline month"),
        ([19, *[10] * 10], "1 of 11 other months is higher than the baseline month"),
        ([19, 19, *[18] * 9], "2 of 11 other months are higher than the baseline month"),
        ([19] * 11, "The baseline month is the lowest of the twelve"),
        ([math.nan] * 11, "Only the baseline month is recorded"),
    ],
)
def test_the_title_is_where_the_baseline_month_stands(others, told):
    table = months(18, 9, 12)
    at = (table["what"] == MeanOf.MONTH) & (table["month"] != -1)
    values = [*others, *[math.nan] * (11 - len(others))]
    table.loc[at, "mean_days"] = pd.array(values, dtype="Float64").tolist()
    assert said.title(table) == told


def test_where_nothing_changes_nothing_is_said_to_be_fewer():
    look_back, around, limits = of(
        nothing_ever()[0], definition=PRESETS["preempt"].changed(window="month_after")
    )
    told = said.headline(look_back, around, limits.iloc[0], HULL)
    assert told == (
        "**:blue[No fewer and no more days] after session 2; as far before session 1, no fewer "
        "and no more.** :gray[There is no difference, no control group.]"
    )
    assert said.title(around) == "All 11 recorded months are alike"
    drawn = words_of(hump_chart(around, 2, 84.0))
    assert drawn.count("no change") == 2


def test_more_days_are_more_in_every_sentence():
    """Of a cohort turned round: more after the session, and more as far before."""
    row = pd.Series({"ci_low": -5.0, "ci_high": 0.5, "patients": 20})
    found = said.falls(months(10, 14, 12))
    assert (found.ahead.words, found.back.words) == ("4 more", "2 more")
    assert said._difference(row, found) == (
        "The difference is 2 more (95% interval 0.5 fewer to 5 more)"
    )
    drawn = words_of(hump_chart(months(10, 14, 12), 2, 84.0))
    assert {"4 more", "2 more"} <= set(drawn)


def test_one_day_is_one():
    assert said._days("1 fewer") == "1 fewer day"
    assert said._days("1.5 fewer") == "1.5 fewer days"


@pytest.mark.slow
def test_the_page_of_a_cohort_with_earlier_months():
    told = shown(a_cohort())
    look_back, around, limits = of(a_cohort()[0])
    headline = said.headline(look_back, around, limits.iloc[0], HULL)
    assert headline in told
    assert "The same 120 patients, both against their baseline month." in told
    assert "Subtracting does not give an effect." in told
    assert "The baseline month is the highest of the 11 recorded" in told
    assert "began in the 90 days before session 1 in **15 of 120**" in told
    assert "Usual care, Vickers 2004: 12.5% of 136" in told
    for forbidden in ("due to", "caused by", "regression to the mean", "real effect"):
        assert forbidden not in told


@pytest.mark.slow
def test_the_page_where_only_a_nearer_month_is_recorded():
    """The months are drawn, and nothing is subtracted."""
    told = shown(a_cohort(begins=-75))
    assert "as far before session 1 nothing is recorded" in told
    assert "so nothing is subtracted" in told
    assert "hollow: the latest recorded before" in told
    assert "The difference is" not in told
    around = of(a_cohort(begins=-75)[0])[1]
    assert around.set_index("what").loc[MeanOf.LATEST, "patients"] == 120
    assert around.loc[around["what"] == MeanOf.MONTH, "patients"].max() == 120


@pytest.mark.slow
def test_the_page_where_no_earlier_day_is_recorded():
    """It cannot be told, and what would tell it."""
    told = shown(a_cohort(begins=-30))
    assert "whether earlier months were lower too cannot be told" in told
    assert "diaries that are full enough 145 days before session 1" in told
    assert "Mean migraine days a month" not in told
    assert "**0** of 120 judged, none with another new treatment, have a month as far" in told
    assert "nan" not in told.lower()
    assert "*first* bad month" not in told  # there is no look back to distrust


@pytest.mark.slow
def test_the_page_of_fewer_than_eight_has_no_interval():
    told = shown(a_cohort(6))
    assert "(6 patients, too few for an interval), no control group" in told
    assert "Under 8 patients: no intervals" in told
    assert "95% interval" not in told.split("When not to trust it")[0]
    look_back = of(a_cohort(6)[0])[0]
    assert look_back[["ci_low", "ci_high", "rate_ci_low", "rate_ci_high"]].isna().all(axis=None)
    assert look_back["rate_difference"].notna().all()


@settings(deadline=None, max_examples=examples(5))
@given(st.integers(1, 2 * FEWEST_FOR_T))
def test_intervals_of_days_and_of_rates_begin_with_eight_patients(patients):
    bad = {**month(-57, -30, 7), **month(-28, -1, 20), **month(1, 28, 10), 40: 0}
    rows = [bad | dict.fromkeys(range(1, 1 + place % 5), 0) for place in range(patients)]
    at = make_table(
        "look_back", result_of(as_records(diaries(*rows)), Settings(MONTH_OF_28)), Asked(1)
    )
    at = at[at["mirror"] == MIRROR].iloc[0]
    ends = [at[name] for name in ("ci_low", "ci_high", "rate_ci_low", "rate_ci_high")]
    assert [pd.notna(end) for end in ends] == [patients >= FEWEST_FOR_T] * 4


def test_the_stated_entry_rule_is_held_against_the_records():
    """Of three patients one recorded 20 of 28 days, one 14, one 20 and a month before with 6."""
    rows = [
        {**month(-56, -29, 16), **month(-28, -1, 20)},
        {**month(-56, -29, 16), **month(-28, -1, 14)},
        {**month(-56, -29, 6), **month(-28, -1, 20)},
        {**month(-28, -1, 20)},
    ]
    records = as_records(diaries(*(row | month(1, 28, 10) | {40: 0} for row in rows)))

    def held_against(**parts) -> tuple:
        return tuple(
            of(records, 1, MONTH_OF_28.changed(**parts))[2].iloc[0][
                ["under_entry", "entry_not_known"]
            ]
        )

    assert all(pd.isna(one) for one in held_against())
    assert held_against(entry_rule="month") == (1, 0)
    assert held_against(entry_rule="month", entry_days=14) == (0, 0)
    assert held_against(entry_rule="two_months") == (2, 1)
    row = of(records, 1, MONTH_OF_28.changed(entry_rule="two_months"))[2].iloc[0]
    told = said._entered(row, MONTH_OF_28.changed(entry_rule="two_months"))
    assert told.endswith(
        "**2 of 4** recorded fewer, scaled to 28 days; of 1 a month is not recorded."
    )


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (
            (0.3, 1.9),
            "No sign of it here: that month was not lower. The month before the baseline held",
        ),
        ((-3.1, -0.2), "A sign of it here. The month before the baseline held 15.9"),
        ((-1.2, 1.4), "No clear sign of it. The month before the baseline held 15.9"),
        ((None, None), "too few recorded the months before"),
    ],
)
def test_a_first_bad_month_shows_in_the_months_before(ends, told):
    seen = {"month_before": 15.9, "earlier": 14.6, "before_low": ends[0], "before_high": ends[1]}
    row = pd.Series(seen, dtype="Float64")
    found = said._first_bad_month(row, HULL)
    assert told in found
    if ends[0]:  # the interval is told with its way: more is no sign of fewer
        assert re.search(r"\(difference: 95% interval .* (fewer|more)\)\.$", found)


def complete(headache: np.ndarray):
    """Records of patients (rows) with every day recorded from ``FIRST`` on."""
    shape = headache.shape
    return as_records(Entered(headache, np.ones(shape, bool), np.zeros(shape, bool)))


def test_a_bad_month_of_30_days_is_no_month_before_itself():
    """Nothing before the 30 days of the baseline, every day in them: no month before was higher."""
    day = np.broadcast_to(np.arange(FIRST, LAST + 1), (10, LAST - FIRST + 1))
    limits = of(complete((day >= -30) & (day % 3 > 0)), 1)[2].iloc[0]
    assert (limits["month_before"], limits["earlier"]) == (0, 0)
    assert "No sign of it here" not in said._first_bad_month(limits, HULL)


def test_where_nothing_changes_chance_is_seldom_called_a_sign():
    """A sign is an interval without zero: 3 of 60 such cohorts are expected."""
    rng, signs = np.random.default_rng(12), 0
    for _ in range(60):
        records = complete(rng.random((40, LAST - FIRST + 1)) < 0.5)
        result = result_of(records, Settings(HULL))
        limits = make_table("look_back_limits", result, Asked(1)).iloc[0]
        signs += bool(limits["before_low"] > 0 or limits["before_high"] < 0)
    assert signs <= 8, signs


@pytest.mark.parametrize(
    ("had", "told"),
    [
        ([0] * 120, "Botulinum toxin before session 1: none of 120 judged."),
        (
            [1] * 9 + [0] * 111,
            "Botulinum toxin before session 1: **9 of 120 judged**, nobody knows when.",
        ),
        ([1] * 9 + [0] * 91 + [None] * 20, "**9 of 100 of whom it is known**, nobody knows when."),
        (
            [None] * 120,
            "Botulinum toxin before session 1: not recorded whether anybody had it.",
        ),
    ],
)
def test_the_same_treatment_before_session_1_is_a_sign(had, told):
    records = a_cohort()[0]
    patients = pd.DataFrame({"patient_id": records.patient_ids, "prior_botulinum": had})
    patients = patients.reindex(columns=list(records.patients)).astype(
        records.patients.dtypes.to_dict()
    )
    look_back, _, limits = of(dataclasses.replace(records, patients=patients), 1)
    row = limits.iloc[0]
    assert row["judged"] == len(had)
    assert row["given_before"] == had.count(1)
    assert row["given_before_known"] == len(had) - had.count(None)
    (sign,) = (one for one in said.not_to_trust(look_back, row, HULL) if told in one)
    assert (said.MOVES_EARLIER in sign) == (had.count(0) < len(had))


def test_a_month_that_is_recorded_and_left_out_is_not_called_missing():
    """Everybody began another treatment in it: more diary would change nothing."""
    records = a_cohort()[0]
    first = records.first_sessions
    begun = first.assign(name="topiramate", kind="preventive")
    begun["started_on"] = begun["session_date"] - pd.Timedelta(days=40)
    treatments = begun.reindex(columns=list(records.treatments)).astype(
        records.treatments.dtypes.to_dict()
    )
    treated = dataclasses.replace(records, treatments=treatments).as_of()
    look_back, around, limits = of(treated, 1)
    row = limits.iloc[0]
    assert row["left_out"] == row["judged"] > 0
    assert row["other_begun"] == row["judged"]
    told = said.headline(look_back, around, row, HULL)
    assert "nothing is recorded" not in told
    assert "full enough" not in told
    outcomes = result_of(treated, Settings(HULL)).outcomes
    found = as_far_before(treated, outcomes, HULL, 1)
    told = said.beside_a_rate(found, HULL)
    assert told.startswith(said.NOT_COMPARED)
    assert ("Months nearer to it are recorded of" in told) == (found.nearer > 0)


def test_where_nearer_months_are_recorded_that_is_said_with_where_to_see_them():
    """Diaries begin 75 days before session 1: not as far before it as the follow-up, yet before."""
    for begins, nearer in ((-75, 120), (-30, 0)):
        records = a_cohort(begins=begins)[0].as_of()
        outcomes = result_of(records, Settings(HULL)).outcomes
        found = as_far_before(records, outcomes, HULL, 2)
        assert (found.patients, found.nearer) == (0, nearer)
        told = said.beside_a_rate(found, HULL)
        shown_there = " Months nearer to it are recorded of 120 patients: *By itself?* shows them."
        assert told.endswith("145 days before session 1." + shown_there * bool(nearer))
        remarks = section(basis_of(records, Settings(session=2)), "response").remarks
        assert said.NOT_LOOKED_BACK in remarks
        assert ("Months nearer to it are recorded: By itself? shows them." in remarks) == bool(
            nearer
        )


def test_two_months_asked_for_subtract_as_the_headline_does():
    """The window before is held against the earlier month, and so is its arrow."""
    records, definition = a_cohort()[0], HULL.changed(entry_rule="two_months")
    look_back, around, _ = of(records, 1, definition)
    at, row = around.set_index("what")["mean_days"], look_back.iloc[0]
    assert at[MeanOf.HELD_AGAINST] - at[MeanOf.BACK] == pytest.approx(row["days_back"])
    assert at[MeanOf.BASELINE] - at[MeanOf.AHEAD] == pytest.approx(row["days_ahead"])


def test_what_stands_beside_are_controls_of_this_treatment():
    found = controls_of(BOTULINUM_TOXIN)
    assert set(found["kind"]) == {Arm.PLACEBO, Arm.USUAL_CARE}
    assert all(found.loc[found["kind"] == Arm.PLACEBO, "study"].str.startswith("PREEMPT"))
    told = said.stands_beside(found, HULL, 2)
    assert told[0].startswith("Usual care, Vickers 2004: 12.5% of 136 had at least 50% fewer")
    assert told[5] == (
        "Placebo, PREEMPT pooled: 34.2% of 696 had at least 50% fewer headache days, week 24."
    )
    assert told[-1] == said.NOT_CONTROL


def test_a_far_window_lies_in_the_picture():
    """That of session 4 begins a year after session 1: the axis holds it and its reflection."""
    chart = hump_chart(months(18, 9, 12, first=253, others=15.0), 4, 252.0)
    low, high = chart.layout.xaxis.range
    assert low < -31 - 253 - 29
    assert high > 253 + 29
    assert np.isclose(low, -high)
    assert Decimal(str(chart.layout.yaxis.range[0])) == 0


@pytest.mark.parametrize("first", [1, 10, 56, 85, 169, 350])
def test_no_value_stands_on_the_line_of_session_1_nor_on_a_month_beside_it(first):
    """The word of the window after a session lies under every interval that it could cover."""
    around = months(20.0, 14.0, 18.0, first=first, others=13.0)
    around[["ci_low", "ci_high"]] = around[["ci_low", "ci_high"]].astype("Float64")
    around.loc[around["what"] == MeanOf.MONTH, "ci_low"] = 10.5
    around.loc[around["what"] == MeanOf.MONTH, "ci_high"] = 15.5
    drawn = hump_chart(around, 2, float(first - 1))
    value = next(one for one in drawn.layout.annotations if one.text == "<b>14</b>")
    high = drawn.layout.xaxis.range[1]
    x = first + 14.5
    assert high >= 1.19 * x, "its arrow stands inside"
    if x < 0.15 * high:
        assert (value.x, value.xanchor) == (0, "left")
    near = around[(around["first_day"] + 13.5 - x).abs() < 0.1 * high]
    if value.yanchor == "top" and len(near):
        assert value.y <= near["ci_low"].dropna().min()
    thin = [
        one for one in drawn.layout.shapes if one.x0 == one.x1 == first - 1 and one.line.width == 1
    ]
    assert all(one.y1 <= max(0.1, value.y / drawn.layout.yaxis.range[1] - 0.13) for one in thin)
