"""What must hold for any records: made by Hypothesis, judged by a second, plain implementation."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cycles import count_cycles
from analytics.definitions import PRESETS
from analytics.outcomes import derive_outcomes
from analytics.summaries import responder_rates
from analytics.therapies import every_window
from analytics.written import as_csv
from importing import Source, read_records
from tests.each_session import each_a_session
from tests.examples import examples

pytestmark = pytest.mark.slow

DAY_0 = date(2024, 1, 1)
FLAGS = st.sampled_from(["", "0,0", "1,0", "1,1", "1,", "0,"])  # headache,migraine; "" no row

diaries = st.lists(FLAGS, min_size=40, max_size=150)
session_days = st.lists(st.integers(25, 160), min_size=0, max_size=4, unique=True)
cohorts = st.lists(st.tuples(diaries, session_days), min_size=1, max_size=6)
definitions = st.builds(
    lambda preset, window, month, low, few, threshold: PRESETS[preset].changed(
        window=window, month=month, min_baseline_days=low, min_days=few, threshold=threshold
    ),
    st.sampled_from(sorted(PRESETS)),
    st.sampled_from(sorted(every_window())),
    st.sampled_from([28, 30]),
    st.integers(1, 20),
    st.sampled_from([None, 1, 5]),
    st.sampled_from([1, 30, 50, 100]),
)


def text_of(cohort, shift=0, prefix="P") -> tuple[str, str]:
    diary, sessions = ["patient_id,date,headache,migraine"], ["patient_id,session_date"]
    for number, (days, dates) in enumerate(cohort):
        for i, flags in enumerate(days):
            if flags:
                diary.append(f"{prefix}{number},{DAY_0 + timedelta(days=i + shift)},{flags}")
        sessions += [f"{prefix}{number},{DAY_0 + timedelta(days=d + shift)}" for d in dates]
    return "\n".join(diary) + "\n", "\n".join(sessions) + "\n"


def outcomes_of_text(diary: str, sessions: str, definition) -> pd.DataFrame:
    records, _ = each_a_session(
        [Source("d", diary.encode(), "diary"), Source("s", sessions.encode(), "sessions")]
    )
    return derive_outcomes(count_cycles(records.as_of(), definition), definition)


def plain_outcome(days: list[str], dates: list[int], k: int, definition, cut_off: int):
    """(evaluable, percent as a Fraction) of one patient and session, day by day."""
    dates = sorted(d for d in dates if d <= cut_off)
    if k > len(dates):
        return False, None
    flag = 1 if definition.measure == "migraine_days" else 0

    def count(first: int, last: int) -> tuple[int, int]:
        answers = [
            days[i].split(",")[flag]
            for i in range(max(first, 0), min(last, len(days) - 1) + 1)
            if days[i]
        ]
        return answers.count("1"), len(answers) - answers.count("")

    month, start = definition.month, dates[k - 1]
    next_start = dates[k] if k < len(dates) else None
    if definition.window == "before_next":
        last = next_start - 1 if next_start else start + 83
        first = max(start, last - month + 1)
        full = month
    else:
        low, high = {
            "month_after": (1, month),
            "weeks_9_12": (56, 83),
            "whole_cycle": (0, 83),
        }[definition.window]
        first, last, full = start + low, start + high, high - low + 1
        last = min(last, next_start - 1) if next_start else last
    b, nb = count(dates[0] - month, dates[0] - 1)
    f, nf = count(first, last)
    needed = definition.min_days or full // 2
    usable = nb >= definition.min_baseline_days and b > 0
    evaluable = usable and last <= cut_off and nf >= needed
    return evaluable, 100 * (1 - Fraction(f, nf) / Fraction(b, nb)) if evaluable else None


@settings(max_examples=examples(6), deadline=None)
@given(cohorts, definitions)
def test_a_plain_day_by_day_count_agrees(cohort, definition):
    recorded = [i for days, _ in cohort for i, flags in enumerate(days) if flags]
    if not recorded or not any(dates for _, dates in cohort):
        return
    cut_off = max(recorded)
    table = outcomes_of_text(*text_of(cohort), definition)
    treated = [n for n, (_, dates) in enumerate(cohort) if any(d <= cut_off for d in dates)]
    assert set(table["patient_id"]) == {f"P{n}" for n in treated}
    for row in table[table["session"] > 0].itertuples():
        days, dates = cohort[int(row.patient_id[1:])]
        evaluable, percent = plain_outcome(days, dates, row.session, definition, cut_off)
        assert bool(row.evaluable) == evaluable
        if evaluable:
            assert abs(row.percent_reduction - float(percent)) < 1e-9
            assert bool(row.responder) == (percent >= definition.threshold)
        else:
            assert pd.isna(row.percent_reduction)
            assert pd.isna(row.responder)


@settings(max_examples=examples(6), deadline=None)
@given(cohorts, definitions, st.randoms(use_true_random=False))
def test_order_names_and_calendar_do_not_matter(cohort, definition, random):
    if not any(flags for days, _ in cohort for flags in days):
        return
    diary, sessions = text_of(cohort)
    table = outcomes_of_text(diary, sessions, definition)
    head, *rows = diary.splitlines()
    random.shuffle(rows)
    shuffled = outcomes_of_text("\n".join([head, *rows]) + "\n", sessions, definition)
    assert as_csv(shuffled) == as_csv(table)
    moved = outcomes_of_text(*text_of(cohort, shift=400, prefix="Z"), definition)
    numbers = ["session", "recorded_days", "monthly_days", "percent_reduction", "reason"]
    assert as_csv(moved[numbers]) == as_csv(table[numbers])


@settings(max_examples=examples(4), deadline=None)
@given(cohorts, definitions)
def test_everyone_is_accounted_for(cohort, definition):
    if not any(flags for days, _ in cohort for flags in days):
        return
    table = outcomes_of_text(*text_of(cohort), definition)
    if table.empty:
        return
    last = int(table["session"].max())
    assert len(table) == table["patient_id"].nunique() * (last + 1)
    assert not table.duplicated(["patient_id", "session"]).any()
    after = table[table["session"] > 0]
    assert (after["reason"] == "").eq(after["evaluable"].astype(bool)).all()
    rates = responder_rates(table)
    missing = rates.filter(like="missing_").sum(axis=1)
    assert (missing == rates["due"] - rates["evaluable"]).all()
    assert (rates["waiting"] == rates["usable_baseline"] - rates["due"]).all()
    known = rates[rates["evaluable"] > 0]
    assert (known["rate_low"] <= known["rate"] + 1e-12).all()
    assert (known["rate"] <= known["rate_high"] + 1e-12).all()
    assert (rates["rate_low"].fillna(0) <= rates["rate_by_reason"].fillna(0)).all()


@settings(max_examples=examples(6), deadline=None)
@given(cohorts, definitions)
def test_steps_keep_rows_and_change_nothing_in_place(cohort, definition):
    diary, sessions = text_of(cohort)
    records, _ = read_records(
        [Source("d", diary.encode(), "diary"), Source("s", sessions.encode(), "sessions")]
    )
    if records.diary.empty or records.sessions.empty:
        return
    digest = records.digest
    cycles = count_cycles(records.as_of(), definition)
    before = cycles.copy(deep=True)
    outcomes = derive_outcomes(cycles, definition)
    pd.testing.assert_frame_equal(cycles, before)
    assert len(outcomes) == len(cycles)
    frames = {name: frame.copy() for name, frame in records.tables.items()}
    assert digest == type(records)(**frames).digest
