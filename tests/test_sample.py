"""The synthetic clinic: made again it is the same, and every state occurs in it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analytics.appointments import appointments
from analytics.codes import MeanOf, Reason, StopReason
from analytics.cycles import count_cycles
from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.frames import CANONICAL
from analytics.outcomes import derive_outcomes
from analytics.research.look_back import look_back, months_around
from analytics.settings import Settings
from analytics.summaries import patient_states, responder_rates
from analytics.therapies import BOTULINUM_TOXIN
from analytics.windows import PROVISIONAL, add_course, number_sessions
from data.sample import make_sample
from importing import Choices, Source, read_records

pytestmark = pytest.mark.slow

FOLDER = Path(make_sample.__file__).parent


def sources(*names: str) -> list[Source]:
    return [Source(f"{name}.csv", (FOLDER / f"{name}.csv").read_bytes(), name) for name in names]


@cache
def sample_clinic():
    """Read once for all files of tests: a fixture that is imported belongs to each of them."""
    names = [name for name in CANONICAL if name not in ("counts", "cycles")]
    return read_records(sources(*names), synthetic=True)


@cache
def sample_outcomes():
    records = sample_clinic()[0].as_of()
    return derive_outcomes(count_cycles(records, DEFAULT_DEFINITION), DEFAULT_DEFINITION)


@pytest.fixture(scope="module")
def outcomes():
    return sample_outcomes()


def test_making_it_again_gives_the_same_bytes(tmp_path):
    make_sample.main(tmp_path)
    for name in CANONICAL:
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()


def test_size_and_sites(sample, outcomes):
    records, _ = sample
    assert 140 <= len(records.patient_ids) <= 160
    assert set(records.patients["site"]) == {"Harbour", "Moor", "Valley"}
    assert outcomes["session"].max() == 8


def test_every_reason_occurs(outcomes):
    reasons = set(outcomes["reason"])
    expected = {
        Reason.NO_BASELINE,
        Reason.THIN_BASELINE,
        Reason.ZERO_BASELINE,
        Reason.WAITING,
        Reason.THIN_DIARY,
        Reason.STOPPED_GOAL,
        Reason.STOPPED_OTHER,
        Reason.UNKNOWN,
    }
    assert expected <= reasons


@pytest.mark.parametrize(
    ("patient", "reason"),
    [
        ("P-0012", Reason.NO_BASELINE),
        ("P-0018", Reason.THIN_BASELINE),
        ("P-0041", Reason.ZERO_BASELINE),
        ("P-0030", Reason.NO_BASELINE),  # treated, and no diary at all
    ],
)
def test_named_patients(outcomes, patient, reason):
    rows = outcomes[(outcomes["patient_id"] == patient) & (outcomes["session"] > 0)]
    assert set(rows["reason"]) == {reason}


def test_windows_of_every_kind_occur(sample):
    records = sample[0].as_of()
    late = derive_outcomes(count_cycles(records, PRESETS["preempt"]), PRESETS["preempt"])
    assert Reason.EMPTY_WINDOW in set(late["reason"])  # P-0005: session 2 came on day 50
    assert late["window_note"].str.startswith("cut short").any()
    moving = DEFAULT_DEFINITION.changed(window="before_next")
    notes = count_cycles(records, moving)["window_note"]
    assert (notes == PROVISIONAL).any()
    assert notes.str.startswith("beyond 12 weeks").any()


def test_stops_courses_bookings_and_doubtful_rows_occur(sample):
    records, report = sample
    assert set(records.patients["stop_reason"].dropna()) == set(StopReason)
    assert (
        add_course(number_sessions(records.as_of().sessions), BOTULINUM_TOXIN)["course"].max() == 2
    )
    assert dict(records.as_of().left_out)["sessions"] > 0  # booked after the cut-off
    diary = report.files[0]
    assert (diary.duplicates, diary.set_aside) == (3, 5)
    assert report.headache_free_without_migraine > 0


def test_no_question_is_open_and_what_is_told_is_listed_here():
    """All files of the sample: five rows set aside and four ids that have no match, no more."""
    files = [Source(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.csv"))]
    records, report = read_records(files)
    assert not report.questions
    assert not report.problems
    rows = report.broken[["file", "row"]].drop_duplicates().values.tolist()
    assert rows == [["diary.csv", row] for row in (1942, 1943, 15311, 36545, 36546)]
    assert [one.text for one in report.everything_told] == [
        "2 patients have sessions but no diary: counted as started, cannot be judged."
    ]
    diary, treated = set(records.diary["patient_id"]), set(records.sessions["patient_id"])
    assert sorted(diary ^ treated) == ["P-0030", "P-0071", "P-0153"]
    free = [notice for notice in report.notices if "headache-free days" in notice]
    assert free == [
        "640 headache-free days have a blank migraine: not recorded for migraine days, unless you "
        "say that no headache means no migraine."
    ]
    newcomers = [notice for notice in report.notices if "still to come" in notice]
    assert len(newcomers) == 1  # P-0153, before the first session; P-0154 has an appointment
    codes = [one.code for one in report.everything_told]
    codes += [file.aside_code for file in report.files if file.set_aside]
    assert not read_records(files, Choices(meant=tuple(codes)))[1].undecided


def test_at_least_60_have_seven_months_before_session_1_with_a_hump(sample, outcomes):
    """They came when it was bad: the months as far before were lower. No older day is needed."""
    records = sample[0].as_of()
    first = records.diary["patient_id"].map(
        records.first_sessions.set_index("patient_id")["session_date"]
    )
    before = (records.diary["date"] - first).dt.days
    long = records.diary[before.between(-7 * 30, -1)].groupby("patient_id").size()
    assert (long >= 150).sum() >= 60
    around = months_around(records, outcomes, DEFAULT_DEFINITION, 2)
    months = around[around["what"] == MeanOf.MONTH].set_index("month")["mean_days"]
    assert months.idxmax() == -1
    assert months[[-6, -5, -4]].max() + 2 < months[-1]
    backs = look_back(records, outcomes, DEFAULT_DEFINITION).query("mirror == 1 and session == 2")
    assert backs["patients"].item() >= 60


def test_earlier_days_move_no_other_figure(sample, outcomes):
    """What lies more than 90 days before session 1 is in no baseline and no follow-up."""
    records = sample[0].as_of()
    first = records.diary["patient_id"].map(
        records.first_sessions.set_index("patient_id")["session_date"]
    )
    near = ~((records.diary["date"] - first).dt.days < -90)
    assert (~near).sum() > 10_000
    without = replace(records, diary=records.diary[near])
    found = derive_outcomes(count_cycles(without, DEFAULT_DEFINITION), DEFAULT_DEFINITION)
    pd.testing.assert_frame_equal(found, outcomes)


def test_who_comes_after_the_last_day_moves_no_figure(sample, outcomes):
    """Without the appointments the same records are counted, to the last number."""
    records = sample[0]
    coming = appointments(records, Settings())
    assert len(coming) > 30
    assert coming["session_date"].min() == pd.Timestamp(make_sample.CLINIC_DAYS[0])
    assert (coming["session"] == 1).sum() == 1  # P-0154
    held = records.sessions["session_date"] <= pd.Timestamp(make_sample.CUT_OFF)
    without = replace(records, sessions=records.sessions[held].drop(columns="session_time"))
    cycles = count_cycles(without.as_of(), DEFAULT_DEFINITION)
    pd.testing.assert_frame_equal(derive_outcomes(cycles, DEFAULT_DEFINITION), outcomes)


def test_days_are_as_in_life(sample, outcomes):
    before = outcomes[(outcomes["session"] == 0) & (outcomes["baseline"] > 0)]
    assert 15 < before["baseline"].median() < 23
    daily = before["headache_days"] == before["headache_recorded_days"]
    assert daily.any()  # daily headache: no clear day
    marked = outcomes["other_treatment"] != ""
    assert marked.any()
    thin = derive_outcomes(
        count_cycles(sample[0].as_of(), DEFAULT_DEFINITION),
        DEFAULT_DEFINITION.changed(min_baseline_days=14),
    )
    assert thin["thin_baseline"].any()


def test_states_of_patients_are_all_there(outcomes):
    assert patient_states(outcomes, 2).nunique() == 5


def test_counts_give_the_same_verdicts_as_the_diary(outcomes):
    records, report = read_records(sources("counts", "patients"))
    assert report.set_aside == 0
    counted = derive_outcomes(count_cycles(records, DEFAULT_DEFINITION), DEFAULT_DEFINITION)
    ours, theirs = responder_rates(outcomes), responder_rates(counted)
    for column in ("evaluable", "responders", "rate", "ci_low", "ci_high"):
        assert ours[column].tolist() == theirs[column].tolist()
