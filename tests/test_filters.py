"""Whom does a filter keep: values, ranges of numbers and dates, those of whom nothing is known."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.filters import NOT_RECORDED, Range, Scale, matches, range_of, scale_of
from analytics.settings import Settings
from clinic import backup
from clinic.database import make_engine, upgrade
from clinic.filter_sets import NoName, drop_set, keep_set, kept_sets
from tests.front_door import days, diary, sessions
from tests.test_choices_stay import as_csv, load
from tests.test_pages import drawers_open, press, start, text
from ui.frame.filters import _written
from words.chosen import filter_told, filter_words
from words.foot import sites_told

AGES = (38, 39, 40, 44, 51, 60, 61, None)
NUMBERS = st.lists(st.one_of(st.integers(-5, 99).map(str), st.just(NOT_RECORDED)), min_size=1)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Eight patients of different ages, one of an age that nobody recorded; first seen by month."""
    rows, treated, patients = [], [], []
    for n, age in enumerate(AGES):
        month = f"2024-{n % 4 + 2:02}"
        rows += diary(str(n + 1), f"{month}-01", days(15 - n, 29) + days(4 + n, 30) * 2)
        treated += sessions(str(n + 1), f"2024-{n % 4 + 3:02}-01")
        patients.append({"patient_id": str(n + 1), "site": "AB"[n % 2], "age": age or ""})
    return {
        f"{name}.csv": as_csv(table)
        for name, table in (("diary", rows), ("sessions", treated), ("patients", patients))
    }


@pytest.mark.slow
@pytest.mark.parametrize(("filters", "told"), [((), False), ((("site", ("Nowhere",)),), True)])
def test_nothing_is_said_to_be_filtered_without_a_filter(filters, told):
    app = start("pages/reduction.py", {"settings": Settings(filters=filters)})
    assert ("after filtering]" in text(app)) == told
    assert ":gray[with a session by 30 Jun 2026" in text(app)  # files may hold others, too


def test_the_strip_counts_the_sites_that_are_left():
    assert sites_told(3, 3) == ", 3 sites"
    assert sites_told(1, 1) == ", 1 site"
    assert sites_told(0, 0) == ""
    filtered = Settings(filters=(("site", ("Moor",)),))
    told = text(start("app.py", {"settings": filtered}))
    assert "Sample clinic, 1 of 3 sites" in told
    assert "Sample clinic, 3 sites" not in told


@settings(deadline=None)
@given(NUMBERS, st.integers(-9, 99), st.integers(-9, 99))
def test_a_range_keeps_whose_number_lies_within_and_nobody_without_one(values, low, high):
    column = pd.Series(values)
    found = matches(column, (str(Range(str(low), str(high))),))
    assert list(found) == [v != NOT_RECORDED and low <= int(v) <= high for v in values]
    either = matches(column, (f"{low}..{high}", NOT_RECORDED))
    assert list(either) == list(found | (column == NOT_RECORDED))


@settings(deadline=None)
@given(NUMBERS, st.integers(-9, 99))
def test_two_open_ranges_that_meet_part_those_with_a_number(values, between):
    column = pd.Series(values)
    below, above = matches(column, (f"..{between}",)), matches(column, (f"{between + 1}..",))
    assert list(below ^ above) == list(column != NOT_RECORDED)


def test_a_text_that_looks_like_a_range_is_a_text_beside_texts():
    column = pd.Series(["1..2", "2", "b"])
    assert list(matches(column, ("1..2",))) == [True, False, False]
    assert scale_of(["1", "b"]) == scale_of([]) == Scale.TEXT
    assert range_of("a..b") is range_of("..") is range_of("1..2024-01-01") is None
    dates = pd.Series(["2024-02-28", "2024-03-01", ""])
    assert list(matches(dates, ("2024-02-29..2024-12-31",))) == [False, True, False]
    assert not matches(dates, ("1..9999",)).any()


def test_filters_are_told_in_words():
    assert filter_words((("age", ("40..60", NOT_RECORDED)),)) == "age: 40 to 60, not recorded"
    assert filter_words((("age", ("40..",)), ("prior_preventives", ("..3",)))) == (
        "age: 40 or more; prior preventives: 3 or less"
    )
    assert filter_words((("first_session", ("2024-03-01..", "..2024-02-01")),)) == (
        "first session: from 1 Mar 2024, up to 1 Feb 2024"
    )
    assert filter_words((("prior_botulinum", ("1",)), ("stop_reason", ("goal_reached",)))) == (
        "prior botulinum: yes; stop reason: goal reached"
    )


def test_ranges_on_the_command_line_and_in_settings(sample, tmp_path):
    records, _ = sample
    ages = records.patients.set_index("patient_id")["age"].reindex(records.patient_ids)
    chosen = Settings(filters=(("age", ("40..60",)),))
    assert Settings.from_json(chosen.to_json()) == chosen
    assert len(records.where(chosen.filters).patient_ids) == ages.between(40, 60).sum() > 0
    first = records.sessions.groupby("patient_id")["session_date"].min()
    since = (("first_session", ("2025-01-01..",)),)
    assert len(records.where(since).patient_ids) == (first >= "2025-01-01").sum() > 0
    assert (
        filter_told(records, "age", ("200..",))
        == "No patient of these records has age 200 or more."
    )


@pytest.mark.slow
def test_ages_by_a_range_chips_and_a_set_kept_by_name(files, tmp_path, monkeypatch):
    monkeypatch.setenv("CLEAR_DAYS_DATABASE", f"sqlite:///{tmp_path / 'kept.db'}")
    app = load(drawers_open(start("app.py")), files).switch_page("app.py").run()
    assert app.number_input(key="filter_age_from").placeholder == "38"
    app.number_input(key="filter_age_from").set_value(40.0).run()
    app.number_input(key="filter_age_to").set_value(60.0).run()
    assert app.session_state["settings"].filters == (("age", ("40..60",)),)
    assert "**4 of 8 patients**" in text(app)
    app.checkbox(key="filter_age_none").check().run()
    assert "**5 of 8 patients**" in text(app)
    assert app.button(key="chip_age").label == "age\\: 40 to 60, not recorded"

    press(app, "Sets of filters")
    name = next(one for one in app.text_input if one.label == "Keep them as")
    name.set_value(" Forties \t and fifties ")
    press(app, "Keep these filters")
    app.button(key="chip_age").click().run()
    assert app.session_state["settings"].filters == ()
    assert "**8 of 8 patients**" in text(app)
    app.number_input(key="filter_age_from").set_value(40.0)  # both reach the server with one click
    app.number_input(key="filter_age_to").set_value(50.0).run()
    assert app.session_state["settings"].filters == (("age", ("40..50",)),)
    app.button(key="chip_age").click().run()
    press(app, "Sets of filters")
    assert "**Forties and fifties** :gray[age: 40 to 60, not recorded]" in text(app).replace(
        "\\", ""
    )
    app.button(key="set_Forties and fifties").click().run()
    assert app.session_state["settings"].filters == (("age", ("40..60", NOT_RECORDED)),)


def test_sets_are_each_persons_own_and_in_the_backup(tmp_path):
    kept, other = (make_engine(f"sqlite:///{tmp_path / name}.db") for name in ("one", "other"))
    upgrade(kept)
    upgrade(other)
    filters = (("age", ("40..60",)), ("clinician", ("Dr <b>X",)))
    keep_set(kept, "a", "mine", (("site", ("A",)),))
    keep_set(kept, "a", "mine", filters)
    assert kept_sets(kept, "a") == {"mine": filters}
    assert kept_sets(kept, "b") == {}
    with pytest.raises(NoName):
        keep_set(kept, "a", " \n", filters)
    backup.back_up(kept, tmp_path / "all.zip")
    backup.restore(other, tmp_path / "all.zip", "test")
    assert kept_sets(other, "a") == {"mine": filters}
    drop_set(other, "a", "mine")
    drop_set(other, "a", "mine")
    assert kept_sets(other, "a") == {}


def test_numbers_are_compared_as_they_are_written():
    column = pd.Series([str(10**17 + n) for n in range(9)])
    assert matches(column, (f"{10**17 + 3}..{10**17 + 3}",)).sum() == 1
    assert [_written(n) for n in (1234510.0, 0.00005, 100.123456, -3.0)] == [
        "1234510",
        "0.00005",
        "100.123456",
        "-3",
    ]


@pytest.mark.slow
def test_an_end_that_is_no_day_and_a_range_of_another_kind_are_said_and_break_nothing(files):
    app = load(drawers_open(start("app.py")), files).switch_page("app.py").run()
    for wanted, told in (
        (("first_session", ("2024-13-01..",)), "first session 2024-13-01.."),
        (("first_session", ("1800-01-01..9999-12-31",)), ""),
        (("age", ("2024-01-01..",)), "age from 1 Jan 2024"),
        (("age", ("38..40", "60..61")), ""),
    ):
        app.session_state["settings"] = Settings(filters=(wanted,))
        app.run()
        assert not app.exception
        assert f"No patient of these records has {told}" in text(app) or not told
    assert "**5 of 8 patients**" in text(app)
    assert app.multiselect(key="filter_age").value == ["38..40", "60..61"]  # both are shown


def test_a_range_in_a_column_of_texts_says_why_nobody_is_in_it(sample):
    records, _ = sample
    assert filter_told(records, "clinician", ("1..2",)) == (
        "Clinician is neither all numbers nor all dates here: nobody can be within 1 to 2."
    )


def test_a_text_that_looks_like_a_range_is_worded_as_it_stands():
    filters, texts = (("arm", ("40..60",)),), {"arm": ["40..60", "placebo"]}
    assert filter_words(filters, texts) == "arm: 40..60"
    assert filter_words(filters, {"arm": ["41", "55"]}) == "arm: 40 to 60"
    assert filter_words((("arm", ("40..70",)),), texts) == "arm: 40 to 70"  # no cell of theirs
