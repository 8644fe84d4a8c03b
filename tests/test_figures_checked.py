"""Figures are handed to the browser unchecked: here Plotly checks each, and sends the same."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import plotly.io
import pytest

from charts import pieces
from tests.counted import opened
from ui.showing import show

pytestmark = pytest.mark.slow
PAGES = (
    "app",
    "pages/by_itself",
    "pages/plan",
    "pages/change",
    "pages/compared",
    "pages/definitions",
    "pages/medication",
    "pages/models",
    "pages/onset",
    "pages/quality",
    "pages/reduction",
    "pages/sensitivity",
    "pages/side_effects",
    "pages/spread",
    "pages/subgroups",
    "pages/who",
)
LONG, SHORT = "P-0023", "P-0005"


@pytest.fixture
def made(monkeypatch) -> list[tuple[go.Figure, go.Figure]]:
    """Each figure that is drawn: as Plotly checks what pandas holds, and as it is handed over."""
    noted, in_arrays = [], pieces._in_arrays

    class Noting:
        @staticmethod
        def Figure(data, layout, _validate):
            handed = go.Figure(data=[*map(in_arrays, data)], layout=layout, _validate=_validate)
            noted.append((go.Figure(data=data, layout=layout), handed))
            return handed

    monkeypatch.setattr(pieces, "_in_arrays", lambda trace: trace)
    monkeypatch.setattr(pieces, "go", Noting)
    show._figure._shared.clear()  # figures alone: their tables stay
    return noted


def sent(figure: go.Figure) -> object:
    return json.loads(plotly.io.to_json(figure, validate=False))


@pytest.mark.parametrize("page", PAGES)
def test_plotly_accepts_every_figure_of_a_page_and_sends_the_same(page, made):
    opened(f"{page}.py")
    for checked, handed in made:
        assert sent(checked) == sent(handed)


@pytest.mark.parametrize("patient", [LONG, SHORT])
def test_so_it_does_of_a_patient(patient, made):
    opened("pages/patient.py", patient_id=patient)
    assert len(made) >= 4
    for checked, handed in made:
        assert sent(checked) == sent(handed)


def test_drawing_checks_nothing():
    """What the check costs: ten times the drawing."""
    made = pieces.figure(
        pieces.Drawn([{"type": "bar", "no such property": 1}]),
        {},
        {},
        height=100,
        margins=pieces.Margins(4),
    )
    assert "no such property" in sent(made)["data"][0]
