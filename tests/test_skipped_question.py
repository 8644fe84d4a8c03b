"""A form that asks for migraine only on days with a headache: is a blank a no?"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from importing.doubts.skipped_question import NO, NOT_RECORDED
from registry.opened import opened
from tests.examples import examples

DATES = [f"{day:%Y-%m-%d}" for day in pd.date_range("2024-01-01", periods=100)]


def diary(flags: list[tuple[str, str]], patient: str = "A") -> str:
    rows = [f"{patient},{day},{h},{m}\n" for day, (h, m) in zip(DATES, flags, strict=False)]
    return "patient_id,date,headache,migraine\n" + "".join(rows)


def read(text: str, choices: Choices | None = None):
    return read_records([Source("d.csv", text.encode())], choices or Choices())


def answered(text: str, reading: str):
    (question,) = read(text)[1].questions
    assert question.kind == "skipped_question"
    return read(text, Choices(answers={question.code: reading}))


MANY = st.integers(10, 40)


@settings(deadline=None, max_examples=examples(12))
@given(free=MANY, bad=MANY, mild=st.integers(1, 10), order=st.randoms())
def test_both_readings_are_offered_and_only_days_without_headache_differ(free, bad, mild, order):
    flags = [("0", "")] * free + [("1", "1")] * bad + [("1", "0")] * mild + [("", "")] * 3
    order.shuffle(flags)
    filled, report = answered(diary(flags), NO)
    assert not report.questions
    as_written, _ = answered(diary(flags), NOT_RECORDED)
    assert int(filled.diary["migraine"].sum()) == int(as_written.diary["migraine"].sum()) == bad
    assert int(filled.diary["migraine"].notna().sum()) == free + bad + mild
    assert int(as_written.diary["migraine"].notna().sum()) == bad + mild
    stated, _ = read(diary(flags), Choices(no_headache_means_no_migraine=True))
    pd.testing.assert_frame_equal(filled.diary, stated.diary)


@pytest.mark.parametrize(
    "flags",
    [
        [("0", "0")] * 30 + [("1", "1")] * 20 + [("1", "0")] * 5,  # nothing is blank
        [("0", "")] * 29 + [("0", "0")] + [("1", "1")] * 20 + [("1", "0")] * 5,  # said once
        [("0", "")] * 30 + [("1", "1")] * 20 + [("1", "")] * 5 + [("1", "0")] * 2,  # blank anyway
        [("0", "")] * 5 + [("1", "1")] * 20 + [("1", "0")] * 5,  # too few to see anything
    ],
)
def test_where_blanks_lie_elsewhere_too_nothing_is_asked(flags):
    _, report = read(diary(flags))
    assert not [one for one in report.questions if one.kind == "skipped_question"]


def test_a_scan_of_a_folder_asks_the_same_and_counts_the_same(tmp_path):
    flags = [("0", ""), ("1", "1"), ("1", "0"), ("0", "")] * 20
    (tmp_path / "a.csv").write_text(diary(flags), encoding="utf-8", newline="\n")
    today = pd.Timestamp("2025-01-01").date()
    with opened(str(tmp_path)) as found:
        (asked,) = found.look(["A"], today, {}).questions
    assert asked.kind == "skipped_question"
    for reading, recorded in ((NO, 80), (NOT_RECORDED, 40)):
        with opened(str(tmp_path)) as found:
            found.look(["A"], today, {asked.code: reading})
            days = found.days.collect().to_native().to_pandas()
        assert int(days["migraine"].notna().sum()) == recorded
