"""Records to look at, side effects, medication: each list's description, held by named patients."""

import pandas as pd
import pytest

from analytics.definitions import DEFAULT_DEFINITION
from analytics.lists import offered, patient_lists
from analytics.medication import intake_by_session
from analytics.result import result_of
from analytics.safety import REFERENCE, side_effects
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from tests.front_door import days, diary, sessions
from tests.test_pages import start, text
from words.lists import IN_WORDS, OWN, descriptions, in_words, on_screen


@pytest.fixture(scope="module")
def cohort(sample):
    records = sample[0].as_of()
    outcomes = result_of(sample[0], Settings()).outcomes
    found = patient_lists(records, outcomes, DEFAULT_DEFINITION)
    lists = {name: in_words(name, of, DEFAULT_DEFINITION) for name, of in found.items()}
    for name, of in found.items():
        assert of.patients == lists[name]["patient_id"].nunique()
    return records, outcomes, lists


def test_every_list_occurs_in_the_sample_and_says_its_numbers(cohort):
    records, _, lists = cohort
    assert set(lists) == {
        description.name for description in descriptions(DEFAULT_DEFINITION, records)
    }
    for name, found in lists.items():
        assert len(found), name
        assert list(found.columns) == [*IN_WORDS[:2], *OWN[name], *IN_WORDS[2:]]
        assert found["numbers"].str.contains(r"\d").all()
        assert found["patient_id"].is_monotonic_increasing  # by id: no rank


@pytest.mark.parametrize(
    ("name", "patient", "told"),
    [
        ("worse", "P-0010", "12 to 14.3 days a month, 20% more"),
        ("lost_response", "P-0002", "13 to 8.6 days a month, 34% fewer"),
        ("thin", "P-0005", "10 of 30 days recorded after session 8"),
        ("late", "P-0002", "652 days since session 2 on 16 Sep 2024"),
        ("side_effect", "P-0033", "could not frown on 4 May 2025"),
        ("nice_nonresponse", "P-0001", "headache days 25 of 26 before, 27 of 27 after: 4% more"),
        ("nice_goal", "P-0005", "10 of 29, 10 of 26, 7 of 27; months 1 to 3 under 15"),
        ("overuse_any", "P-0006", "12 days with any class of 26 recorded in this month"),
    ],
)
def test_named_patients_of_the_lists(cohort, name, patient, told):
    found = cohort[2][name].set_index("patient_id")
    assert told in found.loc[patient, "numbers"]


@pytest.mark.parametrize(
    ("name", "patient", "told"),
    [
        ("nice_nonresponse", "P-0001", {"Before": "26.9", "After": "28.0", "Change": "4% more"}),
        (
            "nice_nonresponse",
            "P-0001",
            {"Recorded": "27 of 28", "Since then": "75 in 75", "Diary until": "20 Feb 2025"},
        ),
        ("nice_nonresponse", "P-0001", {"Recorded before": "26"}),
        ("nice_nonresponse", "P-0069", {"Recorded before": "19", "Change": "6% more"}),
        ("worse", "P-0010", {"Session": "2", "Change": "20% more", "Since": "29 Nov 2024"}),
        ("thin", "P-0005", {"Too thin": "after session 8", "Recorded": "10 of 30"}),
        ("thin", "P-0009", {"Too thin": "before session 1", "Recorded": "18 of 30"}),
        ("overuse_any", "P-0019", {"Days": "15", "At the limit": "3 classes together"}),
        ("late", "P-0002", {"Session": "2", "Date": "16 Sep 2024", "Since last": "652 days"}),
        ("side_effect", "P-0033", {"Side effect": "could not frown", "Date": "4 May 2025"}),
        ("nice_goal", "P-0005", {"Month 1": "10 of 29", "Month 3": "7 of 27"}),
    ],
)
def test_a_list_on_the_screen_has_its_numbers_in_columns_that_sort(cohort, name, patient, told):
    shown = on_screen(name, cohort[2][name], DEFAULT_DEFINITION)
    rows = shown.printed().set_index("Patient")
    assert rows.loc[patient, list(told)].to_dict() == told
    sorts = shown.values().select_dtypes(["number", "datetime"])
    assert set(told) - {"Too thin", "At the limit", "Side effect"} <= set(sorts)
    assert not rows.isin(["nan", "<NA>", "None", "NaT"]).any(axis=None)


def test_the_lists_say_what_the_outcomes_say(cohort):
    _, outcomes, lists = cohort
    judged = outcomes[outcomes["evaluable"].fillna(False)]
    last = judged.drop_duplicates("patient_id", keep="last").set_index("patient_id")
    assert set(lists["worse"]["patient_id"]) == set(last[last["percent_reduction"] < 0].index)
    ever = set(judged[judged["responder"].fillna(False)]["patient_id"])
    now = set(last[last["responder"].fillna(False)].index)
    assert set(lists["lost_response"]["patient_id"]) == ever - now


def test_side_effects_count_patients_once_of_those_treated():
    files = {
        "diary": pd.DataFrame(diary("A", "2024-01-01", days(5, 200))),
        "sessions": pd.DataFrame(
            [*sessions("A", "2024-02-01", "2024-05-01"), *sessions("B", "2024-02-01")]
        ),
        "adverse_events": pd.DataFrame(
            {
                "patient_id": ["A", "A", "B", "B"],
                "date": ["2024-02-02", "2024-05-02", "2024-02-01", "2024-01-05"],
                "event": "ptosis",
                "serious": [0, 1, 0, 0],
            }
        ),
    }
    records, _ = read_records(
        [Source(name, frame.to_csv(index=False).encode(), name) for name, frame in files.items()]
    )
    table = side_effects(records.as_of()).set_index("session")
    assert table["patients"].to_dict() == {0: 2, 1: 2, 2: 1}  # before session 1: not counted
    assert table["treated"].to_dict() == {0: 2, 1: 2, 2: 1}
    assert table.loc[0, ["events", "serious"]].tolist() == [3, 1]
    assert table.loc[0, "share"] == 1.0


def test_the_reference_study_has_its_printed_shares():
    """Khalil 2014, Table 3: as printed, of 254 patients."""
    printed = [14.9, 14.56, 11, 5.9, 4.3, 1.96, 1.2]
    shares = 100 * REFERENCE["patients"] / REFERENCE["of"]
    assert (shares - printed).abs().max() < 0.07


def test_intake_is_counted_as_recorded(sample):
    intake = intake_by_session(sample[0].as_of(), BOTULINUM_TOXIN)
    assert (intake["at_limit"] <= intake["patients"]).all()
    assert (intake["lower_quartile"] <= intake["median"]).all()
    assert set(intake["limit"]) == {10, 15}


@pytest.mark.slow
def test_a_list_begins_with_the_newest():
    """As drawn; whoever wants another order chooses it. No list is in an order of need."""
    from tests.test_pages import start, text  # heavy: the laws above need no page

    app = start("pages/records.py")
    assert app.selectbox("list_order").value == "Date, newest first"
    assert "The newest stand first: that is no order of urgency." in text(app)
    dates = pd.to_datetime(app.dataframe[0].value["To"])
    assert dates.is_monotonic_decreasing
    assert dates.nunique() > 1


def test_a_list_of_which_nothing_is_recorded_is_not_offered():
    """Nobody on it would read as nobody of that kind."""

    def lists(head: str, cells: str, *more: Source) -> set[str]:
        dates = pd.date_range("2024-01-01", periods=90).strftime("%Y-%m-%d")
        text = f"patient_id,date,{head}\n" + "".join(f"A,{day},{cells}\n" for day in dates)
        had = Source("sessions.csv", b"patient_id,session_date\nA,2024-02-01\n")
        records, _ = read_records([Source("diary.csv", text.encode()), had, *more])
        return {*offered(records.as_of(), BOTULINUM_TOXIN)}

    bare = lists("migraine,acute_medication", "0,0")
    assert not bare & {"overuse_any", "side_effect", "nice_nonresponse", "nice_goal"}
    assert {"thin", "worse", "late"} <= bare
    events = Source("adverse_events.csv", b"patient_id,date,event\nA,2024-02-02,ptosis\n")
    told = lists("migraine,headache,triptan", "0,0,0", events)
    assert {"overuse_any", "side_effect", "nice_nonresponse", "nice_goal"} <= told


HEAD = "patient_id,session,migraine_days,headache_days\n"
COUNTS = HEAD + "A,0,14,22\nA,1,9,\nA,2,8,{a}\nB,0,9,16\nB,2,9,{b}\n"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (
            "",
            "",
            ["after two cycles: **not known**", "Not known of any of 2 patients", "say whether"],
        ),
        (
            "20",
            "",
            ["after two cycles: **1**", "1 of 2 patients]:** Below the NICE", "Known of 1 of 2."],
        ),
        ("4", "", ["after two cycles: **0**", "0 of 2 patients]:**", "match this description"]),
    ],
)
def test_of_whom_it_is_not_known_is_not_said_to_be_nobody(a, b, told):
    """No headache days after any session: that none is below the line is not known."""
    content = COUNTS.format(a=a, b=b).encode()
    records, report = read_records([Source("counts.csv", content)])
    app = start("pages/records.py", {"records": records, "report": report})
    shown = "\n".join([text(app), *app.radio(key="description").options])
    for words in told:
        assert words in shown
