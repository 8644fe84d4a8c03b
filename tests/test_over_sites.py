"""A rate is for the sites that it is of; how far other sites could lie is told from five on."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from analytics.research.over_sites import _of_rates, over_sites
from analytics.result import Result, result_of
from analytics.settings import Settings
from importing import Source, read_records
from tests.counted import ROOT
from words.pages.response import for_these_sites


def test_as_r_has_it():
    """t.test(c(3, 8, 5, 12, 9) / c(10, 15, 12, 30, 20))$conf.int; not beyond 0 and 1."""
    rates = np.array([3, 8, 5, 12, 9]) / np.array([10, 15, 12, 30, 20])
    assert _of_rates(rates) == pytest.approx((0.42, 0.3150893929, 0.5249106071), rel=1e-9)
    assert _of_rates(np.array([0, 0, 0, 0, 0.2]))[1] == 0
    assert _of_rates(np.array([1, 1, 1, 1, 0.8]))[2] == 1


def of_sites(responders: dict[str, tuple[int, int]], missing: int = 0) -> Result:
    """So many responders of so many judged at each site ("" is none); ``missing`` due, no diary."""
    counts, patients = "patient_id,session,migraine_days,recorded_days\n", "patient_id,site\n"
    for site, (reached, judged) in responders.items():
        for number in range(judged + missing):
            name = f"{site or 'X'}{number:02}"
            after = 1 if number >= judged else 28
            counts += f"{name},0,20,28\n"
            counts += (
                f"{name},1,{5 if number < reached and after > 1 else min(20, after)},{after}\n"
            )
            patients += f"{name},{site}\n"
    sources = [
        Source(f"{kind}.csv", text.encode(), kind)
        for kind, text in (("counts", counts), ("patients", patients))
    ]
    return result_of(read_records(sources)[0], Settings(session=1))


def told(result: Result) -> tuple[pd.Series, str]:
    row = over_sites(result.outcomes, result.records.patients).iloc[0]
    return row, for_these_sites(row)


def test_from_five_sites_on_an_interval_over_them_stands_beside():
    five = {"A": (3, 10), "B": (8, 15), "C": (5, 12), "D": (12, 30), "E": (9, 20)}
    row, sentence = told(of_sites({**five, "": (1, 2)}, missing=1))
    assert row[["sites", "judged", "without_site"]].tolist() == [5, 87, 2]
    assert row["site_mean"] == pytest.approx(0.42)
    assert sentence == (
        "The rate is for these 5 sites; each counted once, their mean is 42% (95% interval 32 to "
        "52)."
    )
    del five["E"]
    row, sentence = told(of_sites(five))
    assert pd.isna(row["site_mean"])
    assert sentence == "The rate is for these 4 sites."
    assert told(of_sites({"A": (1, 3)}))[1] == "The rate is for this site."
    assert told(of_sites({"": (1, 3)}))[1] == ""


def test_where_nothing_happens_no_interval_is_made_of_no_spread():
    """Nobody responds anywhere: five rates of 0 do not say that others would be 0 too."""
    row, sentence = told(of_sites(dict.fromkeys("ABCDE", (0, 3))))
    assert row["site_mean"] == 0
    assert pd.isna(row["site_low"])
    assert sentence == "The rate is for these 5 sites; each counted once, their mean is 0%."


def test_the_first_page_waits_for_no_scipy_however_many_sites():
    program = (
        "import sys, numpy; from analytics.research.over_sites import _of_rates; "
        "assert _of_rates(numpy.arange(6) / 10).low > 0; print('scipy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, encoding="utf-8", capture_output=True
    )
    assert done.stdout.strip() == "False"
