"""Where nobody is due, or of those due nobody is judged: no page says 0%, all or no change."""

import pandas as pd
import pytest

from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from importing import Source, read_records
from tests.front_door import days, diary, sessions
from words.pages import change, compared, reduction, response, sensitivity, spread

BEFORE = [row for who in "AB" for row in diary(who, "2024-02-01", days(14, 28))]
TREATED = [row for who in "AB" for row in sessions(who, "2024-03-01")]


def read(until: str) -> Result:
    """Two with a baseline and no diary since; a third one's says up to when is recorded."""
    rows = {"diary": BEFORE + diary("C", until, "-"), "sessions": TREATED}
    files = [
        Source(f"{name}.csv", pd.DataFrame(of).to_csv(index=False).encode(), name)
        for name, of in rows.items()
    ]
    return result_of(read_records(files)[0], Settings())


@pytest.fixture(scope="module")
def due() -> Result:
    return read("2024-06-01")


@pytest.fixture(scope="module")
def waiting() -> Result:
    return read("2024-03-02")


def of(result: Result, name: str):
    return make_table(name, result, Asked(1))


def test_of_those_due_nobody_is_judged(due):
    rate, definition = due.rates.iloc[0], due.settings.definition
    assert (rate["due"], rate["evaluable"]) == (2, 0)
    assert response.possible(rate).endswith("whatever they did, between 0% and 100%.")
    told = sensitivity.tipping(of(due, "tipping_points"), definition)
    assert told == "Nobody of the 2 due is judged: there is no rate to tip."
    nobody = "Nobody of 2 due can be judged after session 1"
    bands = of(due, "bands")
    assert spread.headline(bands, 1, definition) == f"**{nobody}.**"
    assert spread.bands_title(bands, 1) == nobody
    assert spread.distribution_title(of(due, "distribution"), 1) == nobody
    assert compared.under_yours(rate, definition) == (
        "Counted as in Hull 2014 nobody can be judged after session 1."
    )


def test_nobody_is_due(waiting):
    rate, definition = waiting.rates.iloc[0], waiting.settings.definition
    assert (rate["due"], rate["waiting"]) == (0, 2)
    assert response.possible(rate) == "Nobody was due."
    assert response.not_judged(rate) == (
        "**Nobody is due after session 1**. **2 waiting**: not due yet, in no figure above."
    )
    assert reduction.remark(waiting.reductions.iloc[0], rate, definition) == (
        "Nobody was due. No control group."
    )
    told = sensitivity.tipping(of(waiting, "tipping_points"), definition)
    assert told == "Nobody is due: nothing can tip."
    assert spread.headline(of(waiting, "bands"), 1, definition) == (
        "**Nobody is due after session 1.**"
    )


def test_a_mean_near_zero_keeps_its_interval_and_one_without_leaves_no_empty_place(sample):
    rows = of(result_of(sample[0], Settings()), "change")
    row = rows[rows["mean_low"].notna()].iloc[0]
    wide = row.copy()
    wide[["mean_change", "mean_low", "mean_high"]] = -0.01, -7.5, 7.5
    told = change.headline(wide)
    assert told.startswith("**No change of ")
    assert told.endswith(":gray[95% interval 7.5 fewer to 7.5 more.]")
    wide[["mean_change", "mean_low", "mean_high"]] = -2.0, float("nan"), float("nan")
    assert ":gray[" not in change.headline(wide)
