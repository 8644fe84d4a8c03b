"""A figure in the colours of a theme: nothing is left to look up, and a copy of it is the same."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.palette import INK, PLACEHOLDERS, QUIET, REACHED
from charts.pieces import Drawn, Margins, figure, note
from charts.themed import Theme, themed

DARK = Theme(tuple(f"#D0000{n}" for n in range(len(PLACEHOLDERS))), "#111111", "#222222")


def of(placeholder: str) -> str:
    return DARK.palette[PLACEHOLDERS.index(placeholder)]


@pytest.fixture
def drawn() -> go.Figure:
    bars = {
        "type": "bar",
        "x": pd.Series([1, 2, 3]),
        "y": pd.Series([0.5, None, 2.0]),
        "customdata": pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]}),
        "marker": {"color": [REACHED, QUIET, REACHED], "pattern": {"shape": "/", "size": 4}},
    }
    words = note(f'<span style="color:{INK}">18</span>', x=1, y=1)
    return figure(
        Drawn([bars], notes=[words]), {"title": {"text": "x"}}, {}, height=90, margins=Margins(9)
    )


def test_every_colour_is_that_of_the_theme(drawn):
    told = json.loads(themed(drawn, DARK).to_json())
    assert not [one for one in PLACEHOLDERS if one in json.dumps(told)]
    assert told["data"][0]["marker"]["color"] == [of(REACHED), of(QUIET), of(REACHED)]
    assert told["layout"]["annotations"][0]["text"] == f'<span style="color:{of(INK)}">18</span>'
    assert told["layout"]["hoverlabel"]["bgcolor"] == DARK.ground


def test_what_the_template_said_is_said_and_less_than_the_figure_itself(drawn):
    told = json.loads(themed(drawn, DARK).to_json())
    assert told["layout"]["template"] is None
    assert told["data"][0]["marker"]["pattern"] == {"shape": "/", "size": 4, "solidity": 0.2}
    assert told["layout"]["xaxis"]["title"] == {"text": "x", "standoff": 15}
    assert told["layout"]["font"] | {"size": 14, "color": of(INK)} == told["layout"]["font"]


def test_numbers_stand_one_by_one(drawn):
    """Plotly takes two packed lists for different ones, whatever they hold, and draws again."""
    before, told = (json.loads(one.to_json())["data"][0] for one in (drawn, themed(drawn, DARK)))
    assert "bdata" in before["x"]
    assert (told["x"], told["y"]) == ([1, 2, 3], [0.5, None, 2.0])
    assert told["customdata"] == [[1, 4], [2, 5], [3, 6]]
    assert "bdata" not in json.dumps(told)
