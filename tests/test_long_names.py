"""Names as clinics write them: broken over lines, or as long as a sentence."""

import io

import pandas as pd
import pytest
from pptx import Presentation

from analytics.codes import Arm
from analytics.definitions import DEFAULT_DEFINITION
from analytics.result import result_of
from analytics.safety import REFERENCE, side_effects, who_had
from analytics.settings import Settings
from charts.data import ChartData, Series
from charts.palette import PUBLISHED
from charts.rows import EstimateRow, rows_chart
from charts.safety import side_effects_chart
from charts.shared import colors_for, shared_chart, shared_table
from importing import Source, read_records
from reports.basis import ReportBasis, Section
from reports.slides import slides
from words.numbers import in_lines

LONG = "pain where it was injected on the left " * 3 + "and on"
FILES = {
    "diary": "patient_id,date,headache,migraine\nA,2024-03-01,1,1\nA,2024-03-02,0,0\n",
    "sessions": "patient_id,session_date\nA,2024-03-01\n",
    "adverse_events": 'patient_id,date,event\nA,2024-03-02,"stiff\nneck"\n'
    f"A,2024-03-01,stiff neck\nA,2024-03-02,{LONG}\n",
}


def test_a_figure_of_a_report_sends_no_template_of_plotlys():
    """Neither on the page to read nor on the projector: their look is all in the figure."""
    chart = ChartData("columns", ["one", "two"], [Series("all", [0.1, 0.2])], "a title")
    for made in (
        shared_chart(chart, colors_for(DEFAULT_DEFINITION)),
        shared_table(["one"], [["a cell"]]),
    ):
        told = made.to_json()
        assert "colorway" not in told
        assert len(told) < 3_000


@pytest.fixture(scope="module")
def records():
    return read_records([Source(f"{n}.csv", t.encode(), n) for n, t in FILES.items()])[0]


def test_a_line_break_in_a_name_is_a_space(records):
    assert set(who_had(records)) == {"stiff neck", LONG}
    assert len(LONG) >= 120


def test_a_study_of_the_same_treatment_is_a_filled_diamond_as_on_compared(records):
    """A hollow one is published without the treatment: one sign, one meaning."""
    found = side_effects(records)
    study = side_effects_chart(found[found["session"] == 0], REFERENCE).data[1].marker
    row = EstimateRow("A", "", 0.3, 0.2, 0.4, "30%", Arm.TOXIN)
    there = next(of.marker for of in rows_chart([row], (0, 1), ("0", "1")).data if of.marker.symbol)
    assert (study.symbol, study.color) == (there.symbol, there.color) == ("diamond", PUBLISHED)


def test_a_long_name_leaves_the_chart_its_room_and_is_whole_in_the_hover(records):
    found = side_effects(records)
    drawn = side_effects_chart(found[found["session"] == 0], REFERENCE)
    assert max(len(note.text.split("</b>")[0]) for note in drawn.layout.annotations) <= 43
    assert LONG in {str(row[0]).replace("<br>", " ") for row in drawn.data[-1].customdata}
    names = [LONG, LONG + " and more"]
    data = ChartData("rows", names, [Series("Ours", [0.1, 0.2])], "Side effects")
    chart = shared_chart(data, colors_for(DEFAULT_DEFINITION))
    assert list(chart.layout.yaxis.tickvals) == names  # two that begin alike stay two
    lines = [line for text in chart.layout.yaxis.ticktext for line in text.split("<br>")]
    assert max(map(len, lines)) <= 28
    assert len(lines) <= 6
    assert [text.replace("<br>", " ") for text in chart.data[0].customdata] == names
    assert "customdata" in chart.data[0].hovertemplate


def test_a_long_name_on_a_slide_is_cut_and_whole_in_the_notes(records):
    basis = ReportBasis(result_of(records, Settings()), Settings())
    chart = ChartData("rows", [LONG, "ptosis"], [Series("Ours", [0.1, 0.2])], "Side effects")
    section = Section("safety", "Side effects", "", pd.DataFrame({"Event": [LONG]}), chart)
    deck = Presentation(io.BytesIO(slides([section], basis)))
    last = deck.slides[1]
    shape = next(shape for shape in last.shapes if shape.has_chart)
    assert shape.chart.plots[0].categories[0] == "ptosis"
    assert all(
        len(line) <= 28
        for name in shape.chart.plots[0].categories
        for line in str(name).split("\n")
    )
    assert LONG in last.notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    ("name", "lines", "told"),
    [
        ("neck stiffness", 2, ["neck stiffness"]),
        ("", 2, []),
        ("a" * 120, 2, ["a" * 28, "a" * 27 + "…"]),
        ("a b" + "c" * 60, 1, ["a b" + "c" * 24 + "…"]),
    ],
)
def test_names_in_lines(name, lines, told):
    assert in_lines(name, 28, lines) == told
