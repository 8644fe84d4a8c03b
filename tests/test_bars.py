"""One patient's bars, frame and calendar hold the same days, and end where the diary does."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.bars import cut, endings
from analytics.calendar import patient_days, recorded_otherwise
from analytics.codes import DayState
from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.months import begun_near, last_days, patient_months
from analytics.result import result_of
from analytics.settings import Settings
from charts.calendar import calendar_chart
from charts.patient import patient_months_chart
from importing import Source, read_records
from tests.front_door import days, diary, sessions
from words.numbers import both
from words.pages.patient import (
    Picture,
    calendar_subtitle,
    headline,
    months_title,
    near_told,
    reductions_title,
)
from words.sentences import read_aloud

WINDOWS = {
    **PRESETS,
    **{w: DEFAULT_DEFINITION.changed(window=w) for w in ("whole_cycle", "before_next")},
}


def one(letters: str, until: str, *dates: str, **tables):
    """Patient A, whose diary begins 30 days before 1 March 2024; somebody's day at the cut-off."""
    files = {
        "diary": diary("A", "2024-01-31", letters) + diary("Z", until, "-"),
        "sessions": sessions("A", *(dates or ("2024-03-01",))),
        **tables,
    }
    records, report = read_records(
        [Source(n, pd.DataFrame(f).to_csv(index=False).encode(), n) for n, f in files.items()]
    )
    assert not report.questions
    outcomes = result_of(records, Settings()).outcomes
    return records.as_of(), outcomes[outcomes["patient_id"] == "A"]


def picture_of(records, rows):
    own = records.only(["A"])
    months = patient_months(own, rows, DEFAULT_DEFINITION)
    return months, Picture(
        endings(own, rows)["A"], last_days(own, months, rows, DEFAULT_DEFINITION).get("A")
    )


FULL = days(18, 30) + " " + days(6, 30) + days(3, 30) + days(9, 27)
TWICE = ("2024-03-01", "2024-05-24")


@pytest.mark.parametrize(
    ("last", "window", "parts"),
    [
        (84, (1, 30), [(1, 30), (31, 60), (61, 84)]),  # a month after, and the rest
        (93, (1, 30), [(1, 30), (31, 60), (61, 93)]),  # three days more are no bar
        (62, (1, 30), [(1, 30), (31, 60), (61, 62)]),
        (20, (1, 20), [(1, 20)]),  # cut by the next session
        (90, (56, 83), [(1, 30), (31, 55), (56, 83), (84, 90)]),
        (83, (0, 83), [(0, 29), (30, 59), (60, 83)]),  # the Definition counts the session's day
        (0, (1, 30), []),
        (40, None, [(1, 30), (31, 40)]),
    ],
)
def test_a_cycle_is_cut_where_the_compared_days_begin_and_end(last, window, parts):
    assert cut(last, window, 30) == parts


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400),
    st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(0, 90))),
    st.sampled_from([28, 30]),
)
def test_the_bars_of_a_cycle_hold_every_day_once(last, window, month):
    if window is not None:
        window = (window[0], min(last, window[0] + window[1]))
        if window[1] < window[0]:
            window = None
    parts = cut(last, window, month)
    first = 0 if window and window[0] == 0 else 1
    covered = [day for start, end in parts for day in range(start, end + 1)]
    assert covered == list(range(first, last + 1))
    if window:
        edges = {start for start, _ in parts}
        assert window[0] in edges
        assert window[1] + 1 in {*edges, last + 1}
    assert all(end - start + 1 < 1.5 * month for start, end in parts)


@pytest.mark.slow
@pytest.mark.parametrize("name", WINDOWS)
def test_framed_bars_hold_the_days_that_are_compared(sample, name):
    definition = WINDOWS[name]
    result = result_of(sample[0], Settings(definition=definition))
    some = result.outcomes[
        result.outcomes["patient_id"].isin([f"P-{n:04d}" for n in range(1, 150, 15)])
    ]
    months = patient_months(result.records, some, definition)
    cut_off = pd.Timestamp(result.records.cut_off)
    over = some[(some["window_days"] > 0).fillna(False) & (some["window_end"] <= cut_off)]
    over = over[over["treated"] | (over["session"] == 0)].set_index(["patient_id", "session"])
    framed = (
        months[months["compared"]]
        .groupby(["patient_id", "cycle"])
        .agg(
            start=("start", "min"),
            end=("end", "max"),
            counted=("counted", "sum"),
            recorded=("recorded", "sum"),
        )
    )
    assert len(framed) == len(over) > 20
    same = over.join(framed.rename_axis(["patient_id", "session"]))
    assert (same["start"] == same["window_start"]).all()
    assert (same["end"] == same["window_end"]).all()
    assert (same["counted"] == same["days"].fillna(0)).all()
    kinds = ["migraine", "headache", "free", "no_migraine", "not_recorded"]
    assert (months[kinds].sum(axis=1) == months["days"]).all()


def test_what_was_recorded_last_stands_in_headline_title_and_sentence():
    records, rows = one(FULL, "2024-05-27")
    months, picture = picture_of(records, rows)
    told = headline(rows, DEFAULT_DEFINITION, picture)
    assert told.plain == (
        "67% fewer migraine days after session 1 (2 to 31 Mar 2024): from 18 to 6 a month. "
        "Then 3 in 30. Since 1 May 2024: 9 in 27 recorded days."
    )
    assert months_title(rows, DEFAULT_DEFINITION, picture) == (
        "18 migraine days in the month before session 1, 6 in the month after session 1, "
        "9 in the last 27 days"
    )
    assert "In the last 27 days you noted 9, with 27 filled in. Other things" in read_aloud(
        rows, DEFAULT_DEFINITION, picture.last
    )
    assert months["compared"].tolist() == [True, True, False, False]


def test_a_stub_at_the_end_is_told_with_the_bar_before_it():
    records, rows = one(FULL[:91] + days(2, 5), "2024-05-05")
    _, picture = picture_of(records, rows)
    assert (picture.last.days, picture.last.flagged, picture.last.recorded) == (35, 5, 35)


def test_days_with_another_entry_are_neither_hatched_nor_filled_in():
    """Headache was noted on them and migraine was not: the calendar says how many they are."""
    records, _ = one(FULL[:91], "2024-05-01")
    told = records.diary["patient_id"] == "A"
    some = records.diary.index[told][-5:]
    diary_ = records.diary.assign(migraine=records.diary["migraine"].astype("Int64"))
    diary_.loc[some, "migraine"] = pd.NA
    fewer = replace(records, diary=diary_)
    days_ = patient_days(fewer, "A")
    assert (
        (days_[days_["date"].isin(records.diary.loc[some, "date"])]["state"])
        .isin([DayState.HEADACHE, DayState.FREE])
        .all()
    )
    found = recorded_otherwise(fewer.only(["A"]), days_, DEFAULT_DEFINITION.days)
    assert (found, recorded_otherwise(records.only(["A"]), days_, DEFAULT_DEFINITION.days)) == (
        5,
        0,
    )
    assert "On 5 days something is recorded, but not whether there was migraine" in (
        calendar_subtitle(found, DEFAULT_DEFINITION)
    )
    assert calendar_subtitle(0, DEFAULT_DEFINITION) == "Colours as above."


def test_months_and_calendar_end_where_the_diary_does():
    stop = [{"patient_id": "A", "stopped_on": "2024-05-01", "stop_reason": "goal_reached"}]
    records, rows = one(FULL[:91], "2025-06-30", patients=stop)
    months, picture = picture_of(records, rows)
    since = pd.Timestamp("2024-05-01")
    assert picture.ending.no_diary_since == since
    assert months["end"].max() == since - pd.Timedelta(days=1)
    calendar = patient_days(records, "A", picture.ending.last)
    assert calendar["date"].max() == months["end"].max()
    assert headline(rows, DEFAULT_DEFINITION, picture).since == (
        "1 to 30 Apr 2024: 3 in 30 recorded days. Stopped, goal reached; no diary since 1 May 2024."
    )
    title = months_title(rows, DEFAULT_DEFINITION, picture)
    assert title.endswith("3 in the 30 days up to the last entry")
    nothing = pd.DataFrame({"lane": [], "told": [], "start": [], "end": []})
    drawn = patient_months_chart(
        months, rows[rows["treated"]], 18.0, DEFAULT_DEFINITION, nothing, picture.ending
    )
    cells = calendar_chart(calendar, months, picture.ending)
    for figure in (drawn, cells):
        words = " ".join(note.text for note in figure.layout.annotations).replace("<br>", " ")
        assert "no diary since 1 May 2024" in words
        dotted = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
        assert len(dotted) == 1
        assert dotted[0].fillcolor is None


def test_a_few_days_without_an_entry_are_no_end():
    records, rows = one(FULL, "2024-06-05")
    months, picture = picture_of(records, rows)
    assert picture.ending.no_diary_since is None
    assert months["end"].max() == pd.Timestamp("2024-06-05")


def test_a_count_of_few_days_is_told_with_them():
    records, rows = one(days(18, 30) + " " + days(4, 9), "2024-05-27")
    months, picture = picture_of(records, rows)
    nothing = pd.DataFrame({"lane": [], "told": [], "start": [], "end": []})
    drawn = patient_months_chart(
        months, rows[rows["treated"]], 18.0, DEFAULT_DEFINITION, nothing, picture.ending
    )
    assert "4<br>of<br>9" in [note.text for note in drawn.layout.annotations]
    assert list(drawn.data[-1].text)[:2] == ["<b>18</b>", ""]
    frames = [s.line.dash for s in drawn.layout.shapes if s.type == "rect" and s.line.width == 2]
    assert frames == ["solid", "dot"]


def test_lines_cross_the_compared_months_alone():
    records, rows = one(FULL, "2024-05-27")
    months, _ = picture_of(records, rows)
    nothing = pd.DataFrame({"lane": [], "told": [], "start": [], "end": []})
    drawn = patient_months_chart(months, rows[rows["treated"]], 18.0, DEFAULT_DEFINITION, nothing)
    level = [s for s in drawn.layout.shapes if s.type == "line" and s.y0 == s.y1 in (18.0, 9.0)]
    assert len(level) == 4
    assert all(s.x1 - s.x0 < 1 and s.x0 > -0.5 and s.x1 < 1.5 for s in level)


def test_another_treatment_near_the_compared_month_is_named():
    rows_of = [
        {
            "patient_id": "A",
            "name": "nerve block",
            "kind": "nerve_block",
            "started_on": "2024-04-26",
        },
        {"patient_id": "A", "name": "long ago", "kind": "preventive", "started_on": "2023-01-01"},
    ]
    letters = FULL[:60] + days(0, 24) + " " + days(3, 40)
    records, rows = one(letters, "2024-07-01", *TWICE, treatments=rows_of)
    row = rows[rows["session"] == 2].iloc[0]
    told = near_told(begun_near(records.only(["A"]), row), row, asked=True)
    assert told == (
        "nerve block on 26 Apr 2024",
        "28 days before session 2. No control group.",
    )
    none = near_told(records.treatments.head(0), row, asked=True)
    assert none == (
        "",
        "No other treatment is recorded to have begun in the 90 days before session 2. "
        "No control group.",
    )
    assert near_told(records.treatments, row, asked=False) == ("", "No control group.")


def test_which_sessions_reached_the_threshold():
    letters = days(18, 30) + " " + days(12, 83) + " " + days(3, 40)
    _, rows = one(letters, "2024-07-01", *TWICE)
    assert reductions_title(rows, DEFAULT_DEFINITION) == (
        "At least 50% fewer migraine days after session 2, not after 1"
    )


@pytest.mark.parametrize(
    ("pair", "told"),
    [((19.31, 4.62), "19.3 to 4.6"), ((4.62, 4.58), "4.62 to 4.58"), ((5, 5), "5 to 5")],
)
def test_two_numbers_that_differ_are_never_printed_alike(pair, told):
    assert both(*pair) == told
