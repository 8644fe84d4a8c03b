"""*Onset and wear-off*: whether a week stands out, and panels on the same axes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.definitions import FEW_JUDGED, PRESETS
from analytics.research.onset import lowest_week
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.onset import onset_chart
from importing import Source, read_records
from tests.examples import examples
from words.pages import onset as said

HULL = PRESETS["hull2014"]
BEFORE, AFTER = 28, 84  # days of a diary round its one session


def records_of(flags, before=BEFORE, sessions=1):
    """Records of patients x days with migraine where flagged; a session every 84 days."""
    patients, days = flags.shape
    start = np.datetime64("2024-01-01")
    ids = np.array([f"P-{place}" for place in range(patients)])
    diary = pd.DataFrame(
        {
            "patient_id": np.repeat(ids, days),
            "date": np.tile(start + np.arange(days), patients),
            "headache": flags.ravel().astype(int),
            "migraine": flags.ravel().astype(int),
        }
    )
    at = start + before + AFTER * np.arange(sessions)
    had = pd.DataFrame(
        {"patient_id": np.repeat(ids, sessions), "session_date": np.tile(at, patients)}
    )
    files = {"diary": diary, "sessions": had}
    sources = [Source(n, f.to_csv(index=False).encode(), n) for n, f in files.items()]
    records, report = read_records(sources)
    assert not report.questions
    return records


def lowest_of(chance, patients=30):
    """The table of patients with migraine where ``chance(day since session, draw)`` says so."""
    days = np.arange(-BEFORE, AFTER)
    flags = [
        [
            chance(day, draw)
            for day, draw in zip(
                days, np.random.default_rng(place).random(BEFORE + AFTER), strict=True
            )
        ]
        for place in range(patients)
    ]
    records = records_of(np.array(flags, dtype=bool))
    return make_table("lowest_week", result_of(records, Settings(HULL)), Asked(1))


@pytest.mark.parametrize("before", [BEFORE, 0])
@pytest.mark.parametrize("patients", [6, 12, 30])
def test_noise_names_a_week_in_one_of_ten_sessions_at_most(patients, before):
    """The lowest of 78 weeks was chosen: it is no finding because it is the lowest."""
    draws = np.random.default_rng([patients, before]).random((patients, before + 12 * AFTER))
    records = records_of(draws < 0.5, before, sessions=12)
    found = lowest_week(records.as_of(), HULL.days, HULL.therapy)
    assert len(found) == 12
    assert found["as_low_by_chance"].between(1 / 400, 1).all()
    assert found["stands_out"].sum() <= (0 if patients < FEW_JUDGED else 1)
    as_drawn = found["last_four_weeks_share"] - found["lowest_share"]
    assert as_drawn.min() > 0.03, "the lowest is low by chance"
    gap = found["gap"]
    assert abs(gap.mean()) < 3 * gap.std() / np.sqrt(len(found)), "the other half knows nothing"
    assert abs(gap.mean()) < as_drawn.mean() / 4


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("before", [BEFORE, 0])
def test_half_of_the_days_for_six_weeks_stand_out(seed, before):
    """With and without a diary before session 1."""
    rng = np.random.default_rng(seed)
    since = np.arange(-before, AFTER)
    level = np.where((since >= 14) & (since < 60), 0.3, 0.6)
    found = lowest_week(
        records_of(rng.random((30, len(since))) < level, before).as_of(), HULL.days, HULL.therapy
    )
    assert found["stands_out"].all()
    assert found["as_low_by_chance"].iloc[0] < 0.05
    assert 14 <= found["lowest_day"].iloc[0] < 60
    assert found["low_other_half"].iloc[0] == pytest.approx(0.3, abs=0.07)
    assert found["gap"].iloc[0] == pytest.approx(0.3 * 24 / 28, abs=0.08)  # four of 28 days low


def test_where_nothing_happens_no_week_stands_out():
    """Noise about one level, and every week the same, name no lowest week."""
    noise = lowest_of(lambda _, draw: draw < 0.5)
    equal = lowest_of(lambda day, _: day % 7 in (0, 2, 4))
    for found in (noise, equal):
        assert not found["stands_out"].any()
        told = said.headline(found, 1, HULL)
        assert told.startswith("**After session 1 no week stands out: migraine was noted on ")
        assert "least around" not in told
        assert said.in_the_other_half(found, 1, HULL) == ""
        assert said.panel_title(found, 1) == "Session 1: no week stands out"
    assert "on 43% of recorded days in every week**; 43% in the 28 days" in told


def test_a_month_with_half_of_the_days_stands_out():
    found = lowest_of(lambda day, draw: draw < (0.2 if 28 <= day < 56 else 0.6))
    row = found.iloc[0]
    assert row["stands_out"]
    assert 28 <= row["lowest_day"] < 56
    assert row["lowest_share"] < row["before_low"] <= row["before_share"] <= row["before_high"]
    told = said.headline(found, 1, HULL)
    assert "noted least around :blue[day " in told
    in_other = said.in_the_other_half(found, 1, HULL)
    assert "measured in the other, the lowest week holds " in in_other
    level = found.assign(gap=0.001)
    assert said.in_the_other_half(level, 1, HULL).endswith("; days 56 to 83 lie as high.")
    assert said.panel_title(found, 1).startswith("Session 1: lowest ")


def test_fewer_days_in_every_week_alike_name_no_week():
    """Below the days before, but no week below another: the lowest is chance."""
    found = lowest_of(lambda day, _: day % 7 in (0, 2, 4) if day < 0 else day % 7 == 0)
    assert found.iloc[0]["lowest_share"] < found.iloc[0]["before_low"]
    assert "no week stands out" in said.headline(found, 1, HULL)


def test_panels_share_their_axes_and_their_band(sample):
    result = result_of(sample[0], Settings(HULL))
    onset, lowest = (make_table(name, result, Asked(1)) for name in ("onset", "lowest_week"))
    sessions = said.drawn(onset)
    assert len(sessions) > 4
    panels = [onset_chart(onset, session, lowest, HULL.therapy) for session in sessions]
    assert len({(p.layout.xaxis.range, p.layout.yaxis.range) for p in panels}) == 1
    for panel in panels:
        bands = [shape for shape in panel.layout.shapes if shape.type == "rect"]
        assert [(b.y0, b.y1) for b in bands] == [
            tuple(lowest.iloc[0][["before_low", "before_high"]])
        ]


@settings(deadline=None, max_examples=examples(25))  # each draws
@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=4),
    st.floats(0, 0.9),
    st.integers(min_value=1, max_value=60),
)
def test_of_few_patients_too_every_share_and_the_days_before_lie_in_the_picture(
    shares, before, patients
):
    onset = pd.DataFrame(
        {
            "session": 1,
            "day": range(len(shares)),
            "share": shares,
            "ci_low": 0.0,
            "ci_high": [(share + 1) / 2 for share in shares],
            "patients": patients,
        }
    )
    lowest = pd.DataFrame(
        {"session": [1], "before_share": before, "before_low": before, "before_high": before + 0.1}
    )
    low, high = onset_chart(onset, 1, lowest, HULL.therapy).layout.yaxis.range
    assert low <= min(shares)
    assert high >= max(*shares, before + 0.1)


@pytest.mark.slow
def test_every_session_has_its_panel():
    from tests.test_pages import start  # heavy: the laws above need no page

    app = start("pages/onset.py")
    titles = [one.value for one in app.subheader]
    assert [title.split(":")[0] for title in titles] == [f"Session {k}" for k in range(1, 9)]
    assert len(app.get("plotly_chart")) == 8
