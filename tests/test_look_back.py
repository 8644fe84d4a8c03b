"""The look back: the same arithmetic before the baseline; what it says where nothing happens."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import MeanOf
from analytics.definitions import PRESETS
from analytics.research.look_back import COLUMNS, LATEST, MIRROR, ahead_and_back, paired
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from perf.look_back import (
    FIRST,
    HOLD,
    LAST,
    Entered,
    Entry,
    as_records,
    entered,
    looked_back,
)
from tests.examples import examples
from tests.test_tables import read

HULL, PREEMPT = PRESETS["hull2014"], PRESETS["preempt"]
MONTH_OF_28 = PREEMPT.changed(window="month_after")


def diaries(*rows: dict[int, int], until: int = 130) -> Entered:
    """A patient for each: 1 headache, 0 none, on these days from session 1; others unrecorded."""
    shape = len(rows), LAST - FIRST + 1
    headache, recorded = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for place, days in enumerate(rows):
        for day, flag in days.items():
            recorded[place, day - FIRST] = True
            headache[place, day - FIRST] = bool(flag)
    recorded[:, until - FIRST + 1 :] = False
    return Entered(headache, recorded, np.zeros(shape, dtype=bool))


def month(first: int, last: int, bad: int) -> dict[int, int]:
    return {day: int(day - first < bad) for day in range(first, last + 1)}


def of(cohort: Entered, definition=MONTH_OF_28) -> Result:
    return result_of(as_records(cohort), Settings(definition))


def table(cohort: Entered, definition=MONTH_OF_28) -> pd.DataFrame:
    return make_table("look_back", of(cohort, definition), Asked(1))


ONE = {**month(-57, -30, 7), **month(-28, -1, 20), **month(1, 28, 10), 40: 0}


def test_by_hand_one_patient_28_days():
    row = table(diaries(ONE)).iloc[0]
    assert [*row.index] == COLUMNS
    assert (row["window_ahead"], row["window_back"]) == ("1 to 28", "-57 to -30")
    assert (row["days_ahead"], row["days_back"], row["difference"]) == (10, 13, -3)
    assert (row["responders_ahead"], row["responders_back"]) == (1, 1)  # 50% and 65% fewer
    assert (row["patients"], row["patients_without_back"], row["distance_days"]) == (1, 0, 29)
    assert np.isnan(row["ci_low"])  # one patient has no interval


@pytest.mark.parametrize(
    ("definition", "ahead", "back"),
    [
        (MONTH_OF_28, "1 to 28", "-57 to -30"),
        (PREEMPT, "56 to 83", "-112 to -85"),
        (PREEMPT.changed(window="whole_cycle", month=28), "0 to 83", "-112 to -29"),
        (HULL, "1 to 30", "-61 to -32"),
    ],
    ids=lambda part: getattr(part, "window", ""),
)
def test_windows_are_reflected_at_the_centre_of_the_baseline(definition, ahead, back):
    always = {day: day % 2 for day in range(FIRST, LAST + 1)}
    rows = table(diaries(always), definition.changed(measure="headache_days"))
    assert (rows["window_ahead"][0], rows["window_back"][0]) == (ahead, back)


def test_a_window_cut_by_the_next_session_is_reflected_as_cut():
    text = "patient_id,date,headache,migraine\n" + "".join(
        f"A,{day.date()},{int(i % 2)},{int(i % 2)}\n"
        for i, day in enumerate(pd.date_range("2023-09-01", "2024-06-30"))
    )
    had = "patient_id,session_date\nA,2024-01-01\nA,2024-01-29\n"
    records = read(diary=text, sessions=had)
    rows = make_table("look_back", result_of(records, Settings(HULL)), Asked(1))
    assert (rows["window_ahead"][0], rows["window_back"][0]) == ("1 to 27", "-58 to -32")
    assert (rows["window_ahead"][1], rows["window_back"][1]) == ("29 to 58", "-89 to -60")


def test_without_the_mirror_the_latest_month_stands_in_its_own_row():
    later = {**month(-56, -29, 9), **month(-28, -1, 20), **month(1, 28, 10), 40: 0}
    later |= dict.fromkeys((), 0)
    thin = {day: flag for day, flag in later.items() if not -57 <= day <= -43} | dict.fromkeys(
        range(-85, -57), 1
    )
    mirrored, latest = table(diaries(ONE, thin)).itertuples()
    assert (mirrored.mirror, mirrored.patients, mirrored.patients_without_back) == (MIRROR, 1, 1)
    assert mirrored.change_without_back == -10
    assert (latest.mirror, latest.patients, latest.patients_without_back) == (LATEST, 1, 0)
    assert latest.window_back == "-56 to -29"  # 14 of its days are recorded: enough
    assert pd.notna(latest.days_back)  # what was recorded is told
    assert pd.isna(latest.difference)  # a nearer month returns less: nothing is subtracted
    assert pd.isna(latest.rate_difference)


def test_nobody_with_an_earlier_month_is_told_with_her_change():
    rows = table(diaries({**month(-28, -1, 20), **month(1, 28, 10), 40: 0}))
    assert len(rows) == 1
    assert rows["patients"][0] == 0
    assert rows["patients_without_back"][0] == 1
    assert rows["change_without_back"][0] == -10
    assert rows["difference"].isna()[0]


def test_a_month_back_in_which_another_treatment_began_is_left_out():
    days = "patient_id,date,headache,migraine\n" + "".join(
        f"{who},{day.date()},{int(i % 2)},{int(i % 2)}\n"
        for who in "AB"
        for i, day in enumerate(pd.date_range("2023-09-01", "2024-03-30"))
    )
    had = "patient_id,session_date\nA,2024-01-01\nB,2024-01-01\n"
    begun = "patient_id,name,kind,started_on\nA,candesartan,preventive,2023-11-15\n"
    records = read(diary=days, sessions=had, treatments=begun)
    mirrored, latest = make_table(
        "look_back", result_of(records, Settings(HULL)), Asked(1)
    ).itertuples()
    assert (mirrored.patients, mirrored.patients_without_back) == (1, 1)
    assert latest.patients == 1
    assert latest.window_back == "-77 to -48"  # it began on day -47: no later month is untouched


@settings(max_examples=examples(8), deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.2, 0.6]))
def test_a_diary_read_backwards_exchanges_ahead_and_back(seed, lost):
    """Law: reflected at the centre of the baseline, the falls change places."""
    rng = np.random.default_rng(seed)
    shape = 12, LAST - FIRST + 1
    headache = rng.random(shape) < rng.uniform(0.2, 0.9, (12, 1))
    recorded = rng.random(shape) > lost
    recorded[:, 30 - FIRST] = True  # a day after the window: it is over
    cohort = Entered(headache, recorded, np.zeros(shape, dtype=bool))
    day = np.arange(FIRST, LAST + 1)
    source = -29 - day  # -(M + 1) - day
    inside = (source >= FIRST) & (source <= LAST)
    mirrored = Entered(
        *(
            np.where(inside, part[:, np.clip(source - FIRST, 0, shape[1] - 1)], part)
            for part in (headache, recorded)
        ),
        cohort.deleted,
    )
    mirrored.recorded[:, 30 - FIRST] = True
    forwards, backwards = (
        ahead_and_back(result.records, result.outcomes, MONTH_OF_28)
        for result in (of(cohort), of(mirrored))
    )
    both = forwards[forwards["mirror"] == MIRROR].merge(
        backwards[backwards["mirror"] == MIRROR], on="patient_id", suffixes=("", "_reflected")
    )
    assert len(both) == (forwards["mirror"] == MIRROR).sum()
    assert np.allclose(both["ahead"].astype(float), both["back_reflected"].astype(float))
    assert np.allclose(both["back"].astype(float), both["ahead_reflected"].astype(float))
    assert (both["responder_ahead"] == both["responder_back_reflected"]).all()


def test_two_bad_months_are_held_against_what_lies_before_both():
    """The earlier of the two, against its own predecessor."""
    definition = MONTH_OF_28.changed(entry_rule="two_months")
    days = {**month(-84, -57, 6), **month(-56, -29, 18), **month(-28, -1, 20), **month(1, 28, 10)}
    days |= {-85: 0, 40: 0}
    row = table(diaries(days), definition).iloc[0]
    assert row["entry_rule"] == "two months, 15 days"
    assert row["window_back"] == "-85 to -58"
    assert row["days_ahead"] == 10
    assert row["days_back"] == 12  # 18 of 28, and 6 of the 28 days before


def test_the_interval_is_students_of_pairs_and_none_under_eight():
    """R: x <- t.test(c(3,-1,4,1,5,-9,2,6,5)); print(c(x$estimate, x$conf.int), digits = 11)"""
    found = paired(np.array([3, -1, 4, 1, 5, -9, 2, 6, 5.0]))
    assert found == pytest.approx((1.7777777778, -1.7609719228, 5.3165274783), abs=1e-9)
    assert np.isnan(paired(np.arange(7.0)).low)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOLD[::2])
def test_where_nothing_happens_or_a_known_fall_the_intervals_hold_it(name):
    """20 cohorts: 19 expected, fewer than 16 three times in a thousand.

    All cells with 2,000 cohorts: ``python -m perf.look_back``.
    """
    found = looked_back(name, examples(20))
    assert found.days_held >= 0.8
    assert np.isnan(found.rates_held) or found.rates_held >= 0.8
    assert abs(found.ahead - found.back - found.truth) < 0.4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "too_much"), [("first bad month", True), ("two bad months, rule not stated", False)]
)
def test_its_limits_are_as_the_page_says(name, too_much):
    found = looked_back(name, examples(10))
    assert (found.back > found.ahead + found.truth + 1) == too_much
    assert (found.back < found.ahead + found.truth - 1) == (not too_much)


def test_the_months_around_subtract_as_the_headline_does():
    result = of(entered(np.random.default_rng(3), 60, Entry(deleted=0.3, missing=0.1)))
    head = make_table("look_back", result, Asked(1)).iloc[0]
    shown = make_table("months_around", result, Asked(1))
    at = shown.set_index("what")["mean_days"]
    assert at[MeanOf.BASELINE] - at[MeanOf.AHEAD] == pytest.approx(head["days_ahead"])
    assert at[MeanOf.BASELINE] - at[MeanOf.BACK] == pytest.approx(head["days_back"])
    months = shown[shown["what"] == MeanOf.MONTH]
    assert [*months["month"]] == [*range(-6, 0), *range(1, 7)]
    assert months["patients"].max() == head["patients"]
