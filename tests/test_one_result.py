"""A result's name, who is counted and what is drawn: small rules that other pages rest on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analytics.definitions import DEFAULT_DEFINITION, Definition
from analytics.months import months_from_counts, patient_months
from analytics.research.who import judged_against_not
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from charts.narrow import NUMBERS, OF_COMPARED
from charts.patient import patient_months_chart
from importing import Source, read_records
from tests.test_pages import small_cohort

OTHER = {
    "name": "ehf",
    "measure": "headache_days",
    "window": "weeks_9_12",
    "month": 28,
    "threshold": 51,
    "source": "another",
    "title": "Another",
    "min_baseline_days": 9,
    "min_days": 9,
    "other_treatments": "left_out",
    "entry_rule": "month",
    "entry_days": 9,
    "primary_session": 9,
}


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Definition)])
def test_every_field_of_the_definition_is_in_the_name_of_a_result(field):
    records, _ = small_cohort("A,2024-02-01,1,1\nA,2024-02-02,0,0\n")
    other = dataclasses.replace(DEFAULT_DEFINITION, **{field: OTHER[field]})
    names = {Settings(definition=one).name_for(records) for one in (DEFAULT_DEFINITION, other)}
    assert len(names) == 2
    assert Settings().name_for(records) == Settings().name_for(records)


def test_judged_or_not_in_standard_deviations_by_n_minus_1():
    text = "patient_id,session,migraine_days,recorded_days\n"
    days = {"A": (10, 5), "B": (14, 5), "C": (18, 5), "D": (20, None), "E": (26, None)}
    for patient, (before, after) in days.items():
        text += f"{patient},0,{before},28\n"
        text += f"{patient},1,{after},28\n" if after else f"{patient},1,1,2\n"
    records, report = read_records([Source("counts.csv", text.encode(), "counts")])
    assert not report.questions
    outcomes = result_of(records, Settings()).outcomes
    row = judged_against_not(records, outcomes, 1, BOTULINUM_TOXIN).set_index("baseline").iloc[0]
    scaled = [30 / 28 * np.array(side) for side in ([10, 14, 18], [20, 26])]
    spread = np.sqrt((np.var(scaled[0], ddof=1) + np.var(scaled[1], ddof=1)) / 2)
    assert (row["judged_n"], row["not_judged_n"]) == (3, 2)
    assert row["difference"] == pytest.approx((scaled[0].mean() - scaled[1].mean()) / spread)
    alone = outcomes[outcomes["patient_id"] != "E"]
    assert pd.isna(
        judged_against_not(records, alone, 1, BOTULINUM_TOXIN)
        .set_index("baseline")
        .iloc[0]["difference"]
    )


def numbers_of(months: pd.DataFrame, definition: Definition) -> list[str]:
    """What stands on each bar: a number, or so many of so few recorded days."""
    sessions = pd.DataFrame({"session": [1], "units": [pd.NA], "session_date": [pd.NaT]})
    events = pd.DataFrame({"lane": [], "told": [], "start": [], "end": []})
    drawn = patient_months_chart(months, sessions.head(0), 10.0, definition, events)
    few = {note.x: note.text for note in drawn.layout.annotations if "<br>of<br>" in note.text}
    traces = [trace for trace in drawn.data if trace.name in (NUMBERS, OF_COMPARED)]
    numbers = {at: text for trace in traces for at, text in zip(trace.x, trace.text, strict=True)}
    return [few.get(place, numbers[place]) for place in range(len(months))]


@pytest.mark.parametrize("measure", ["migraine_days", "headache_days"])
def test_the_bars_numbers_are_the_measure_of_the_title(measure):
    """Ten migraine days without a word on headache, then headache days alone."""
    rows = "".join(f"A,2024-02-{d:02},,{1 if d <= 10 else 0}\n" for d in range(1, 29))
    rows += "".join(
        f"A,2024-03-{d:02},{1 if d <= 7 else 0},{1 if d <= 3 else ''}\n" for d in range(2, 30)
    )
    records = small_cohort(rows)[0].as_of()
    definition = DEFAULT_DEFINITION.changed(measure=measure)
    cycles = result_of(records, Settings(definition=definition)).outcomes
    months = patient_months(records, cycles, definition)
    assert numbers_of(months, definition)[0] == ("<b>10</b>" if measure == "migraine_days" else "")
    after = int(cycles.loc[cycles["session"] == 1, measure].iloc[0])
    few = f"{after}<br>of<br>{after}"  # on the other days migraine is blank
    told = few if measure == "migraine_days" else f"<b>{after}</b>"
    assert numbers_of(months, definition)[1] == told


def test_counts_of_another_measure_print_no_number():
    text = "patient_id,session,migraine_days,recorded_days\nA,0,12,28\nA,1,6,28\n"
    records, _ = read_records([Source("counts.csv", text.encode(), "counts")])
    definition = DEFAULT_DEFINITION.changed(measure="headache_days")
    rows = result_of(records, Settings(definition=definition)).outcomes
    assert set(numbers_of(months_from_counts(rows, definition), definition)) <= {""}
