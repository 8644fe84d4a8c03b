"""What *Compared*, *Other definitions*, *Medication* and *Models* say is what their numbers are."""

import re

import pandas as pd
import pytest

from analytics.definitions import PRESETS
from analytics.medication import intake_of_the_same
from analytics.research.compared import comparable, compared
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN
from charts.palette import BAND
from charts.rows import EstimateRow, rows_chart
from charts.specification import specification_chart
from words.pages import compared as of_compared
from words.pages import medication as of_medication
from words.pages import models as of_models
from words.pages import sensitivity as of_sensitivity
from words.studies import short, short_label
from words.tables import compared as in_words

HULL = PRESETS["hull2014"]


def test_a_study_is_set_beside_counts(sample):
    study = comparable(BOTULINUM_TOXIN).iloc[0]
    rows = in_words(compared(sample[0], int(study["result"])))
    told = of_compared.headline(rows, study, BOTULINUM_TOXIN)
    assert told == (
        "**:blue[29 of 90 patients (32%)] by the study's own definition**; "
        ":gray[in PREEMPT pooled 45%, on placebo 34%.]"
    )
    assert of_compared.about(rows.iloc[0], study).startswith("29 of 90 judged after session 2")
    assert of_compared.title(rows, study, BOTULINUM_TOXIN).startswith("32% here; in PREEMPT pooled")


def test_short_names_are_short_and_tell_apart():
    studies = comparable(BOTULINUM_TOXIN)
    names = [short_label(study, BOTULINUM_TOXIN) for study in studies.iloc]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 62
    assert short("PREEMPT pooled (post hoc), onabotulinumtoxinA", BOTULINUM_TOXIN) == (
        "PREEMPT pooled, botulinum toxin"
    )
    assert short("Vickers 2004 usual care", BOTULINUM_TOXIN) == "Vickers 2004, usual care"


def test_ones_own_row_lies_in_a_band():
    rows = [EstimateRow(t, "", 0.3, 0.2, 0.4, "30%", k) for t, k in (("A", "ours"), ("B", "plain"))]
    bands = [s for s in rows_chart(rows, (0, 1), ("0", "1")).layout.shapes if s.type == "rect"]
    assert [(band.fillcolor, band.y0 < 0 < band.y1 < 1) for band in bands] == [(BAND, True)]


@pytest.fixture(scope="module")
def specified():
    """Two definitions, each read three ways; the first is the chosen one."""
    rows = [
        (50, "migraine_days", reading, rate, low, high, place == 0)
        for place, rates in enumerate(((0.4, 0.3, 0.5), (0.2, 0.1, 0.6)))
        for reading, rate, low, high in zip(
            ("judged", "lowest possible", "highest possible"),
            rates,
            (rates[0] - 0.1, None, None),
            (rates[0] + 0.1, None, None),
            strict=True,
        )
    ]
    columns = ["threshold", "measure", "reading", "rate", "ci_low", "ci_high", "chosen"]
    found = pd.DataFrame(rows, columns=columns)
    found["chosen"] &= found["reading"] == "judged"
    return found.assign(window="month_after", month=30, minimum="as_chosen", responders=4, of=10)


def test_the_headline_says_which_dots_it_covers(specified):
    told = of_sensitivity.headline(specified, 50, HULL)
    assert told.startswith(
        "**Of those judged, :blue[20% to 40%] had at least 50% fewer days, under"
    )
    assert "2 definitions (dots with a line); the chosen one says 40%" in told
    assert of_sensitivity.title(specified, 50).startswith("10% to 60% whatever")


def test_dots_of_those_judged_are_darker_than_what_is_possible(specified):
    sizes = {
        (trace.marker.color, trace.marker.size, len(trace.x))
        for trace in specification_chart(specified, 50).data
        if trace.mode == "markers" and trace.text is not None
    }
    assert len(sizes) == 3
    assert {n for *_, n in sizes} == {1, 4}


def test_medication_is_told_of_the_same_patients(sample):
    """Whoever has both months; the others move no median."""
    same = intake_of_the_same(sample[0], BOTULINUM_TOXIN)
    rows = same[same["class"] == "triptan"]
    result = make_table("intake", result_of(sample[0], Settings(HULL)), Asked(2))
    all_of_them = result[result["class"] == "triptan"]
    later = all_of_them.set_index("session")["patients"]
    assert (rows.set_index("session")["patients"] <= later.loc[rows["session"]]).all()
    told = of_medication.headline(all_of_them, rows, 2)
    n = int(rows.set_index("session").loc[2, "patients"])
    assert told.startswith(f"**Of the same {n} patients: median ")
    assert re.search(r"before session 1, [\d.]+ at the end of cycle 2\*\*", told)
    few = of_medication.headline(all_of_them, rows.assign(patients=3), 2)
    assert few.endswith("too few recorded both that month and a later one.")


def test_where_nothing_differs_no_model_asks_for_more_patients():
    nothing = pd.DataFrame(
        [("mixed model", 2, 40, 12.0, None)],
        columns=["model", "session", "patients", "raw_mean", "adjusted_mean"],
    )
    told = of_models.headline(nothing, 2, HULL)
    assert "twenty" not in told
    assert "As recorded 12 days a month after session 2, 40 patients" in told
    assert "twenty patients judged are needed" in of_models.headline(nothing.head(0), 2, HULL)
    assert "under five are judged" in of_models.headline(nothing, 3, HULL)


def test_the_chosen_definition_is_named_beside_the_study(sample):
    rates = result_of(sample[0], Settings(HULL)).rates.set_index("session", drop=False)
    told = of_compared.under_yours(rates.loc[2], HULL)
    assert told.endswith("it is 38 of 103 (37%) after session 2.")
