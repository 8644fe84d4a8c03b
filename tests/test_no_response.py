"""Days with intake are told and drawn as fewer days: nowhere as a response, nowhere in its blue."""

import io
import re
import zipfile

import plotly.graph_objects as go
import pytest

from analytics.definitions import DEFAULT_DEFINITION, MEASURES
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.research.spread import cumulative_distribution, state_flow
from analytics.result import result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.tables import Asked, make_table
from charts.palette import REACHED, in_grey
from charts.reduction import waterfall_chart
from charts.response import responder_rate_chart
from charts.shared import PROJECTED, colors_for, plotly_script, shared_chart
from charts.spread import distribution_chart, incidence_chart
from charts.states import states_chart
from importing.carried import made_of
from reports.basis import ReportBasis
from reports.document import document
from reports.sections import report_sections
from reports.slides import slides
from ui.loading.asked import deciding
from words.pages import change as change_of
from words.pages import onset as onset_of
from words.pages import sensitivity as sensitivity_of
from words.pages import spread as spread_of
from words.tables import in_words

pytestmark = pytest.mark.slow

INTAKE = DEFAULT_DEFINITION.changed(measure="acute_medication_days")
BLUE = ("0072B2", "66AAD1", "BFDCEC")
OF_A_RESPONSE = re.compile(r"\brespon(d|se)\w*|\breach\w*", re.IGNORECASE)


@pytest.fixture(scope="module")
def basis(sample):
    chosen = Settings(INTAKE, report=ReportChoices(sections=tuple(SECTIONS)))
    return ReportBasis(result_of(sample[0], chosen), chosen)


@pytest.fixture(scope="module")
def sections(basis):
    """Those that speak of these days; a study stands beside them by its own Definition."""
    return [one for one in report_sections(basis) if one.name != "compared"]


def words_and_colours(content: str) -> tuple[set[str], set[str]]:
    """What of a response is said in it, and which of its colours is drawn."""
    content = content.replace(INTAKE.therapy.no_control, "")  # of a study, too
    said = {found.group().lower() for found in OF_A_RESPONSE.finditer(content)}
    return said, {color for color in (*BLUE, f'"{REACHED}"') if color.lower() in content.lower()}


def drawn_in(figure: go.Figure) -> str:
    """Without the template, which Streamlit gives every figure where it is loaded."""
    return go.Figure(figure).update_layout(template="none").to_json()


def page_of(sections, basis) -> str:
    page = document(sections, basis).replace(plotly_script(), "")
    page = page.replace(f'"{REACHED}"', "")  # of the template: a page outside has no such colour
    return re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)


def deck_of(sections, basis) -> str:
    with zipfile.ZipFile(io.BytesIO(slides(sections, basis))) as deck:
        kept = (n for n in deck.namelist() if re.fullmatch(r"ppt/(slides|charts)/[^/]+\.xml", n))
        return " ".join(deck.read(name).decode() for name in kept)


@pytest.mark.parametrize("made", [page_of, deck_of])
def test_of_a_response_it_would_be_seen(sample, made):
    chosen = Settings(report=ReportChoices(sections=("response", "definitions")))
    basis = ReportBasis(result_of(sample[0], chosen), chosen)
    said, drawn = words_and_colours(made(report_sections(basis), basis))
    assert said >= {"responders", "responder", "reaches"}
    assert drawn == {"0072B2"}


@pytest.mark.parametrize("made", [page_of, deck_of])
def test_a_document(basis, sections, made):
    assert len(sections) == len(SECTIONS) - 1
    assert words_and_colours(made(sections, basis)) == (set(), set())
    assert words_and_colours(made(report_sections(basis), basis))[1] == set()


def test_the_projector(basis):
    for section in report_sections(basis):
        if section.chart is not None and section.has_chart:
            drawn = shared_chart(section.chart, colors_for(INTAKE, on_screen=True), PROJECTED)
            assert words_and_colours(drawn_in(drawn))[1] == set(), section.name


def test_the_charts_of_the_screen(basis):
    figures = {
        "rates": responder_rate_chart(basis.result.rates, basis.session, INTAKE),
        "waterfall": waterfall_chart(
            Outcomes(basis.result.judged.query("session == 2")), 3, INTAKE
        ),
        "states": states_chart(state_flow(basis.outcomes), INTAKE, range(1, 3)),
        "distribution": distribution_chart(
            cumulative_distribution(basis.outcomes, basis.session), INTAKE
        ),
    }
    for name, figure in figures.items():
        assert words_and_colours(drawn_in(figure))[1], name
        assert words_and_colours(drawn_in(in_grey(figure))) == (set(), set()), name


def test_tables_by_name(basis):
    for name in ("flips", "incidence", "five_responses"):
        table = in_words(name, make_table(name, basis.result, Asked(2)), 2, INTAKE)
        assert len(table)
        values = " ".join(map(str, table.astype(str).to_numpy().ravel()))
        assert words_and_colours(values)[0] == set(), name


def test_first_and_stopped_over_time(basis):
    rows = make_table("incidence", basis.result, Asked(2))
    for _, of in rows.groupby("question"):
        drawn = drawn_in(incidence_chart(of, INTAKE, spread_of.main_event(of))).replace(
            "goal reached", ""
        )  # a reason
        assert words_and_colours(drawn)[0] == set()
        assert not re.search(r"[a-z]_[a-z]+:? (?:%|\d)", drawn)  # no code of a reason beside it


def test_the_blue_of_a_headline(basis):
    def of(name: str):
        return make_table(name, basis.result, Asked(2))

    change = of("change").query("outcome == 'acute_medication_days' and session == 2").iloc[0]
    for told in (
        change_of.headline(change),
        spread_of.headline(of("bands"), 2, INTAKE),
        sensitivity_of.headline(of("specifications"), 50, INTAKE),
        onset_of.headline(of("lowest_week"), 2, INTAKE),
    ):
        assert told.startswith("**")
        assert ":blue[" not in told


def test_what_a_reading_makes_of_the_files(sample):
    made = made_of(sample[0], "one", "", INTAKE, 2)
    other = made_of(sample[0].only(["P-0005", "P-0006"]), "other", "", INTAKE, 2)
    told = " ".join([*made.lines, deciding(1, [made, other])])
    assert MEASURES["acute_medication_days"].words in told
    assert words_and_colours(told)[0] == set()
