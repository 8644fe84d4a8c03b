"""Each chart's title is its finding: with its numbers, also where there is little or nothing."""

import ast
import re

import pandas as pd
import pytest

from analytics.codes import Compared, Event, Reason, State, Step
from analytics.definitions import DEFAULT_DEFINITION, FEW_JUDGED
from analytics.result import result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.summaries import patient_rows
from analytics.tables import Asked, make_table
from charts.reduction import waterfall_chart
from tests.serving import ROOT
from ui.showing.picture import plain
from words.lists import descriptions
from words.numbers import inert
from words.pages import (
    change,
    medication,
    models,
    patients,
    quality,
    sensitivity,
    side_effects,
    spread,
    subgroups,
    who,
)
from words.percents import share


@pytest.fixture(scope="module")
def result(sample):
    return result_of(sample[0], Settings())


def of(result, name, session=2, *groups):
    return make_table(name, result, Asked(session, groups))


def test_titles_of_the_sample(result):
    assert who.title(of(result, "flow"), 2) == (
        "49 of 152 treated are not judged after session 2: 14 without a usable baseline, "
        "24 waiting, 11 due but not judged"
    )
    events = of(result, "side_effects")
    assert side_effects.title(events[events["session"] == 0]) == (
        "7 side effects were recorded, each in 1 to 16 of 152 patients treated"
    )
    assert subgroups.groups_title(of(result, "subgroups", 2, "site"), 2) == (
        "After session 2: 29% in Valley to 41% in Moor"
    )
    assert subgroups.pairs_title(of(result, "same_patients")) == (
        "22%, then 37% after session 2 in the same 99 patients; 9%, then 36% after session 7 in 11"
    )
    recorded = of(result, "recorded_days")
    month = recorded[recorded["month"] == -1]
    told = f"{100 * month['recorded_days'].sum() / month['days'].sum():.0f}% of days are recorded"
    assert quality.months_title(recorded).startswith(f"{told} in the month before session 1, ")


def test_one_name_is_not_given_to_two_counts_of_patients(result):
    """Under 50% are all 65 who are no responders; worse after session 2 are not those of a list."""
    here = Outcomes(result.judged.query("session == 2"))
    drawn = [note.text for note in waterfall_chart(here, 11, DEFAULT_DEFINITION).layout.annotations]
    assert {"<b>48</b><br>0 to under 50%", "<b>17</b><br>more days"} <= {*drawn}
    titles = [of.title for of in descriptions(DEFAULT_DEFINITION, result.records)]
    assert "More days after the last judged session" in titles


@pytest.mark.parametrize("session", [1, 2, 7])
def test_the_list_of_patients_says_of_whom_the_rate_is(result, session):
    """The same numbers as *Response*: the list holds everybody, the rate those judged."""
    rate = result.rates.set_index("session").loc[session]
    reached, judged = int(rate["responders"]), int(rate["evaluable"])
    states = patient_rows(result.outcomes, session)["state"]
    assert patients.who_is_judged(states, session) == (
        f"{judged} of these 152 patients are judged after session {session}; "
        f"a rate is of those: {share(reached, judged)}."
    )
    assert patients.who_is_judged(states[states == State.WAITING][:1], 2) == (
        "0 of 1 patient is judged after session 2."
    )


def test_change_is_told_of_the_first_and_the_last_session_of_ten_patients(result):
    rows = of(result, "change")
    days = rows[rows["outcome"] == "migraine_days"]
    assert change.title(days) == "Migraine days: 5.8 fewer after session 1, 6 fewer after session 7"
    alone = days[days["session"] == 1].assign(n=3, mean_change=0.01)
    assert change.title(alone) == "Migraine days: no change after session 1"
    worse = days.assign(mean_change=-days["mean_change"])
    assert change.title(worse).endswith("5.8 more after session 1, 6 more after session 7")
    scores = rows[rows["outcome"] == "HIT-6"]
    assert change.title(scores) == "HIT-6: 2.4 lower after session 1, 3.2 lower after session 6"
    one = days.iloc[0].copy()
    one["mean_change"], one["n"] = 1.0, 2
    assert change.headline(one).startswith("**:blue[1 more migraine day a month] on average")
    one["n"] = 1  # which is no average
    assert change.headline(one).startswith("**:blue[1 more migraine day a month] after session 1")
    nobody = days[days["patients"] == Compared.ALL].assign(mean_change=float("nan"), n=0)
    assert change.title(nobody) == "Nobody has migraine days before and after a session"


def test_models_and_medication_say_of_how_many(result):
    found = of(result, "models")
    assert models.title(found, 2) == (
        "After session 2 the 3 models say 12.6 to 12.7 days a month; recorded were 12.8"
    )
    assert models.title(found.assign(adjusted_mean=float("nan")), 2).endswith(
        "no model says anything"
    )
    intake = of(result, "intake")
    triptan = intake[intake["class"] == "triptan"]
    assert medication.title(triptan) == (
        "Median days a month with a triptan: 7 before session 1 (140 patients), "
        "3.5 at the end of cycle 7 (16 patients)"
    )
    assert medication.title(triptan.iloc[:1].assign(patients=1)).endswith("session 1 (1 patient)")


def test_of_whom_nobody_is_missing_and_of_whom_one():
    flow = pd.DataFrame({"step": list(Step), "patients": 9, "left": 0, "reason": ""})
    assert who.title(flow, 1) == "All 9 treated are judged after session 1"
    assert who.title(flow.assign(patients=1), 1) == "The one treated is judged after session 1"
    waiting = flow.assign(patients=[1, 1, 1, 0, 0])
    waits = {"step": Step.USABLE_BASELINE, "left": 1, "reason": Reason.WAITING}
    waiting = pd.concat([waiting, pd.DataFrame([waits])], ignore_index=True)
    assert who.title(waiting, 1) == "1 of 1 treated is not judged after session 1: 1 waiting"


def test_one_event_one_group_one_month_or_none(result):
    events = of(result, "side_effects")
    overall = events[events["session"] == 0]
    one = "1 side effect was recorded, in 16 of 152 patients treated"
    assert side_effects.title(overall.iloc[:1]) == one
    assert side_effects.title(overall.iloc[:0]) == "No side effect is recorded"
    groups = of(result, "subgroups", 2, "site")
    few = groups.assign(rate=float("nan"))
    assert subgroups.groups_title(few, 2) == "After session 2: no group has 10 or more judged"
    named = groups.iloc[:1].assign(group="*East* <b>")
    assert subgroups.groups_title(named, 2) == "After session 2: 38% in \\*East\\* \\<b\\>"
    recorded = of(result, "recorded_days")
    before = recorded[recorded["month"] == -1]
    assert quality.months_title(before).endswith("recorded in the month before session 1")
    assert quality.months_title(recorded.iloc[:0]) == "No day was recorded"


def test_months_after_the_last_diary_are_no_finding():
    """All recorded, then all diaries ended; and the same where nobody ever wrote."""
    months = pd.DataFrame(
        [
            (f"A{i}", month, 30 if month < 4 else 0, 30)
            for i in range(12)
            for month in range(-1, 12)
        ],
        columns=["patient_id", "month", "recorded_days", "days"],
    )
    assert quality.months_title(months) == (
        "100% of days are recorded in the month before session 1, 100% in month 4"
    )
    assert quality.months_title(months.assign(recorded_days=0)) == "No day was recorded"


def test_of_few_judged_no_share_of_definitions_is_told(result):
    found = of(result, "specifications", 2)
    few = found.assign(of=FEW_JUDGED - 1)
    assert "no share is told" in sensitivity.headline(few, 50, DEFAULT_DEFINITION)
    assert sensitivity.title(few, 50) == "Under 10 patients under each definition"
    assert "%" in sensitivity.title(found, 50)


def test_titles_of_few_and_of_nobody(result):
    flow = of(result, "flow")
    left = flow.assign(reason=flow["reason"].replace("waiting", Reason.AFTER_OTHER_TREATMENT))
    assert "24 left out, 11 due" in who.title(left, 2)
    pairs = of(result, "same_patients")
    alone = pairs.iloc[:1].assign(patients=1, both=1, only_first=0, only_later=0, neither=0)
    assert subgroups.pairs_title(alone) == "1, then 1 after session 2 in the same 1 patient"
    bands = of(result, "bands")
    assert spread.bands_title(bands[bands["session"] == 99], 99) == "Nobody is due after session 99"
    curve = of(result, "distribution")
    assert spread.distribution_title(curve.assign(due=0), 2) == "Nobody is due after session 2"
    five = of(result, "five_responses")
    assert spread.responses_title(five.assign(of=0)) == "Nobody can be judged yet"


def test_incidence_of_few_and_where_nobody_responded(result):
    definition, incidence = result.settings.definition, of(result, "incidence")
    first = incidence[incidence["question"] == Event.FIRST_RESPONSE]
    few = spread.incidence_title(first.assign(at_risk=2), definition)
    assert few == "2 patients followed from session 1: too few for a percent"
    only_stops = first[first["event"] != Event.FIRST_RESPONSE]
    told = spread.incidence_title(only_stops, definition)
    assert "nobody with a first response, stopped before responding" in told
    assert spread.nothing_happened(Event.STOPPING, definition) == (
        "Nobody stopped, and nobody stayed away without a reason."
    )


def test_who_waits_is_not_called_unjudged(result):
    states = of(result, "states")
    reached = states[(states["session"] == 1) & (states["from"] == State.REACHED)].head(1)
    told = spread.states_title(
        reached.assign(to=State.WAITING, patients=12), 2, 4, result.settings.definition
    )
    assert told.endswith("0 had not, 12 wait for it")


def test_brackets_of_a_name_stay_in_a_saved_picture():
    assert (
        plain(f"29% in {inert(':red[x]')} to **41%** in :blue[Moor]")
        == "29% in :red[x] to 41% in Moor"
    )


def test_no_key_names_a_colour_that_only_one_theme_has():
    """What is black in the light is white in the dark; a mark is told by its size and filling."""
    told = []
    for room in ("words", "pages"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            told += [
                (path.name, node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                if id(node) not in prose and re.search(r"\b(black|white)\b", node.value, re.I)
            ]
    assert not told
