"""Coverage and false alarms in small; ``python -m perf.simulations`` draws many more."""

import math

import pytest

from perf.simulations import INTERVALS, TESTS, share
from tests.examples import examples

pytestmark = pytest.mark.slow

DRAWS = examples(60)
FEWER = {
    "Holm over eight": examples(20),
    **dict.fromkeys((n for n in INTERVALS if n.startswith("mixed")), examples(15)),
}


@pytest.mark.parametrize("name", INTERVALS)
def test_intervals_hold_the_truth(name):
    draws = FEWER.get(name, DRAWS)
    assert share(INTERVALS[name], draws) >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / draws)


@pytest.mark.parametrize("name", TESTS)
def test_tests_of_nothing_are_quiet(name):
    draws = FEWER.get(name, DRAWS)
    assert share(TESTS[name], draws) <= 0.05 + 4 * math.sqrt(0.95 * 0.05 / draws)


def test_an_interval_of_half_the_width_would_be_found_out():
    from analytics.research.intervals import hodges_lehmann

    def too_short(rng):
        found = hodges_lehmann(rng.normal(-5, 6, 30))
        return abs(found.value + 5) <= (found.high - found.low) / 4

    assert share(too_short, DRAWS) < 0.95 - 4 * math.sqrt(0.95 * 0.05 / DRAWS)
