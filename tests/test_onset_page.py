"""*Onset and wear-off*: whether a week stands out, and panels on the same axes."""

import numpy as np
import pandas as pd
import pytest

from analytics.definitions import PRESETS
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.onset import onset_chart
from importing import Source, read_records
from words.pages import onset as said

HULL = PRESETS["hull2014"]
BEFORE, AFTER = 28, 84  # days of a diary round its one session


def lowest_of(chance, patients=30):
    """The table of patients with migraine where ``chance(day since session, draw)`` says so."""
    start = np.datetime64("2024-01-01")
    rows, at = [], start + BEFORE
    for place in range(patients):
        draw = np.random.default_rng(place).random(BEFORE + AFTER)
        days = np.arange(-BEFORE, AFTER)
        flags = [chance(day, one) for day, one in zip(days, draw, strict=True)]
        rows.append(
            pd.DataFrame(
                {
                    "patient_id": f"P-{place}",
                    "date": start + np.arange(BEFORE + AFTER),
                    "headache": flags,
                    "migraine": flags,
                }
            )
        )
    diary = pd.concat(rows).astype({"headache": int, "migraine": int})
    had = pd.DataFrame({"patient_id": diary["patient_id"].unique(), "session_date": at})
    files = {"diary": diary, "sessions": had}
    sources = [Source(n, f.to_csv(index=False).encode(), n) for n, f in files.items()]
    records, report = read_records(sources)
    assert not report.questions
    return make_table("lowest_week", result_of(records, Settings(HULL)), Asked(1))


def test_where_nothing_happens_no_week_stands_out():
    """Noise about one level, and every week the same, name no lowest week."""
    noise = lowest_of(lambda _, draw: draw < 0.5)
    equal = lowest_of(lambda day, _: day % 7 in (0, 2, 4))
    for found in (noise, equal):
        assert not found["stands_out"].any()
        told = said.headline(found, 1, HULL)
        assert told.startswith("**After session 1 no week stands out: migraine was noted on ")
        assert "least around" not in told
        assert said.panel_title(found, 1) == "Session 1: no week stands out"
    assert "on 43% of recorded days in every week**; 43% in the 28 days" in told


def test_a_month_with_half_of_the_days_stands_out():
    found = lowest_of(lambda day, draw: draw < (0.2 if 28 <= day < 56 else 0.6))
    row = found.iloc[0]
    assert row["stands_out"]
    assert 28 <= row["lowest_day"] < 56
    assert row["lowest_share"] < row["before_low"] <= row["before_share"] <= row["before_high"]
    assert "noted least around :blue[day " in said.headline(found, 1, HULL)
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


@pytest.mark.slow
def test_every_session_has_its_panel():
    from tests.test_pages import start  # heavy: the laws above need no page

    app = start("pages/onset.py")
    titles = [one.value for one in app.subheader]
    assert [title.split(":")[0] for title in titles] == [f"Session {k}" for k in range(1, 9)]
    assert len(app.get("plotly_chart")) == 8
