"""On a phone a chart of sessions shows the last that fit, with the one looked at, and says so."""

import pytest

from charts.by_session import series_chart
from charts.narrow import that_fit
from words.screen import sessions_that_fit


def a_chart(sessions, n=103):
    import pandas as pd

    frame = pd.DataFrame({"session": range(1, sessions + 1), "value": 5.0, "low": 4.0, "high": 6.0})
    return series_chart({"one": frame.assign(n=n)}, [0.0, 10.0])


@pytest.mark.parametrize(
    ("sessions", "looked_at", "shown"),
    [(3, 2, (1, 3)), (20, 18, (12, 20)), (20, 3, (3, 11)), (20, 25, (12, 20))],
)
def test_the_last_sessions_that_fit(sessions, looked_at, shown):
    whole = a_chart(sessions)
    fitted, found = that_fit(whole, looked_at)
    assert (found.first, found.last) == shown
    assert found.others == (shown[1] - shown[0] + 1 < sessions)
    assert list(fitted.layout.xaxis.tickvals) == list(range(shown[0], shown[1] + 1))
    assert len(fitted.layout.xaxis.ticktext) == len(fitted.layout.xaxis.tickvals)
    assert len(whole.layout.xaxis.tickvals) == sessions, "the kept figure is not changed"


def test_wider_words_leave_room_for_fewer():
    _, narrow_words = that_fit(a_chart(20, n=3), 20)
    _, wide_words = that_fit(a_chart(20, n=3_000_000), 20)
    assert wide_words.first > narrow_words.first


def test_it_is_said():
    assert sessions_that_fit(3, 8).startswith("On this screen sessions 3 to 8;")
    assert sessions_that_fit(8, 8).startswith("On this screen session 8;")
