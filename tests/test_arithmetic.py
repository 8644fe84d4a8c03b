"""Numbers and columns are compared by one arithmetic, exactly."""

from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.arithmetic import (
    more_by,
    most_reaching,
    on_one_scale,
    per_month,
    reaches,
    reduction,
    reductions,
)
from tests.examples import examples

counts = st.lists(st.tuples(*(st.integers(0, 31), st.integers(1, 31)) * 2), min_size=1, max_size=8)


@settings(max_examples=examples(20), deadline=None)
@given(counts, st.integers(1, 100))
def test_columns_say_what_single_numbers_say(rows, percent):
    frame = pd.DataFrame(rows, columns=["b", "nb", "f", "nf"]).astype("Int64")
    before, after = on_one_scale(frame["b"], frame["nb"], frame["f"], frame["nf"])
    flags = reaches(before, after, percent).tolist()
    said = reductions(before, after)
    for place, (b, nb, f, nf) in enumerate(rows):
        share_before, share_after = Fraction(b, nb), Fraction(f, nf)
        assert flags[place] == (100 * (share_before - share_after) >= percent * share_before)
        was, now = on_one_scale(b, nb, f, nf)
        assert bool(reaches(was, now, percent)) == flags[place]
        assert more_by(was, now, percent) == (100 * share_after >= (100 + percent) * share_before)
        if b == 0:
            assert pd.isna(said[place])
        else:
            exact = 100 * (share_before - share_after) / share_before
            assert reduction(was, now) == exact
            assert said[place] == float(exact)


@settings(max_examples=examples(20), deadline=None)
@given(counts, st.integers(1, 100))
def test_the_most_that_reaches_is_the_last(rows, percent):
    frame = pd.DataFrame(rows, columns=["b", "nb", "f", "nf"])
    column = most_reaching(frame["b"], frame["nb"], frame["nf"], percent).tolist()
    for most, (b, nb, _, nf) in zip(column, rows, strict=True):
        assert most == most_reaching(b, nb, nf, percent)
        assert reaches(*on_one_scale(b, nb, most, nf), percent)
        assert not reaches(*on_one_scale(b, nb, most + 1, nf), percent)


def test_a_month_is_scaled_once():
    days = pd.Series([12, 5, 0], dtype="Int64")
    recorded = pd.Series([21, 28, 0], dtype="Int64")
    assert per_month(days, recorded, 28).tolist()[:2] == [16.0, 5.0]
    assert pd.isna(per_month(days, recorded, 28)[2])
