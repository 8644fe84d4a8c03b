"""One patient's page counts her own days alone, once, and says what the whole cohort says."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import counting, months
from analytics.definitions import PRESETS
from analytics.guidelines import base, verdicts
from analytics.guidelines.base import with_cycles
from analytics.guidelines.overuse import intake_months
from analytics.result import result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.windows import session_windows
from perf.cohorts import with_days
from tests.examples import examples


def of_patient(frame: pd.DataFrame, patient: str) -> pd.DataFrame:
    return frame[frame["patient_id"] == patient].reset_index(drop=True)


def own_records(result, patient: str):
    """Hers, with the cycles that her outcomes hold: as her page asks for them."""
    rows = Outcomes(result.outcomes[result.outcomes["patient_id"] == patient])
    return with_cycles(result.records.only([patient]), rows, result.settings.definition)


def whole(result) -> tuple[pd.DataFrame, pd.DataFrame]:
    return verdicts(result.records, result.therapy), intake_months(result.records, result.therapy)


@pytest.fixture(scope="module")
def whole_sample(sample) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The user's Definition changes none of it: worked out once."""
    return whole(result_of(sample[0], Settings()))


def says_the_same(result, of_all, months, patients) -> None:
    therapy = result.therapy
    for patient in patients:
        own = own_records(result, patient)
        pd.testing.assert_frame_equal(verdicts(own, therapy), of_patient(of_all, patient))
        pd.testing.assert_frame_equal(
            intake_months(own, therapy).reset_index(drop=True), of_patient(months, patient)
        )


@pytest.mark.parametrize("name", PRESETS)
def test_verdicts_from_her_records_are_those_of_the_whole_sample(sample, whole_sample, name):
    result = result_of(sample[0], Settings(definition=PRESETS[name]))
    says_the_same(result, *whole_sample, result.records.patient_ids[::29])


@settings(max_examples=examples(4), deadline=None)
@given(
    seed=st.integers(0, 999),
    recorded=st.floats(0.2, 1),
    sessions=st.integers(1, 12),
    earlier=st.integers(0, 300),
    name=st.sampled_from(sorted(PRESETS)),
)
def test_verdicts_from_her_records_are_those_of_any_cohort(seed, recorded, sessions, earlier, name):
    made = with_days(4, seed)
    some = replace(
        made,
        diary=made.diary.sample(frac=recorded, random_state=seed),
        sessions=made.sessions.sample(sessions, random_state=seed),
    )
    cut_off = some.last_date - timedelta(days=earlier)
    result = result_of(some, Settings(definition=PRESETS[name], cut_off=cut_off))
    says_the_same(result, *whole(result), result.records.patient_ids)


def test_another_patient_of_the_same_columns_is_asked_by_what_was_put_together_before(sample):
    result = result_of(sample[0], Settings())
    counting._as_asked.cache_clear()
    first, second, *_ = result.records.patient_ids
    verdicts(own_records(result, first), result.therapy)
    made = counting._as_asked.cache_info().misses
    verdicts(own_records(result, second), result.therapy)
    assert counting._as_asked.cache_info().misses == made <= 4  # kinds of question


def test_what_her_outcomes_hold_is_not_counted_again(sample, monkeypatch):
    result = result_of(sample[0], Settings())
    patient = result.records.patient_ids[0]
    asked = []

    def count(records, definition):
        asked.append(definition.name)
        return counted(records, definition)

    counted = base.count_cycles
    monkeypatch.setattr(base, "count_cycles", count)
    verdicts(own_records(result, patient), result.therapy)
    assert asked == ["nice"]  # once for the two rules that compare its days; hull's are there


def test_a_window_without_a_recorded_day_has_none_of_none(sample):
    records = sample[0].as_of()
    definition = PRESETS["hull2014"]
    windows = session_windows(records.every_session(definition.therapy), definition)
    late = windows.assign(
        **{name: windows[name] + pd.Timedelta(days=9999) for name in ("window_start", "window_end")}
    )
    assert not counting.count_days_in_memory(records, late).any(axis=None)
    assert months.last_judged(result_of(sample[0], Settings()).outcomes.head(0)) is None
