"""Dots and intervals by session are drawn whole."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import Compared
from charts.change import change_chart
from tests.examples import examples


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=1, max_size=8))
def test_no_dot_is_cut_by_an_end_of_its_axis(means):
    """Half a dot is 2% of the axis' height: so much is left beyond each."""
    rows = pd.DataFrame({"session": range(1, len(means) + 1), "mean_change": means})
    rows = rows.assign(n=20, mean_low=rows["mean_change"] - 1, mean_high=rows["mean_change"] + 1)
    table = pd.concat([rows.assign(patients=name) for name in Compared], ignore_index=True)
    figure = change_chart(table)
    low, high = figure.layout.yaxis.range
    room = 0.02 * (high - low)
    marks = [y for trace in figure.data for y in trace.y if y is not None]
    assert low + room < min(marks)
    assert max(marks) < high - room


def test_no_change_is_named_at_the_axis_where_no_interval_crosses_the_words():
    rows = pd.DataFrame({"session": [1, 2], "n": 20, "mean_change": [-3.0, 0.5]})
    rows = rows.assign(mean_low=-6.0, mean_high=3.0)
    table = pd.concat([rows.assign(patients=name) for name in Compared], ignore_index=True)
    figure = change_chart(table)
    named = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
    assert named[0] == "no change"
    assert [(s.y0, s.y1) for s in figure.layout.shapes if s.line.dash == "dash"] == [(0, 0)]
    assert [note.text for note in figure.layout.annotations] == ["session<br>patients"]
