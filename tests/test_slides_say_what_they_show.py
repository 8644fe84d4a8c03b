"""What a slide says of its chart is what the chart shows."""

from __future__ import annotations

import pytest

from analytics.codes import Arm
from analytics.research.compared import comparable, published, with_controls
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from charts.data import HIDDEN
from reports.basis import ReportBasis
from reports.sections import reduction, report_sections, treated
from words.percents import share
from words.studies import controls_beside


@pytest.fixture(scope="module")
def basis(sample):
    return ReportBasis(result_of(sample[0], Settings(session=2)), Settings(session=2))


@pytest.mark.parametrize("result", comparable(BOTULINUM_TOXIN)["result"])
def test_arms_of_another_study_are_never_called_those_of_the_study(result):
    told = controls_beside(int(result))
    own = published().loc[result, "study"]
    for _, arm in with_controls(int(result))[1:].iterrows():
        name = str(arm["study"]).partition(f" {Arm.USUAL_CARE}")[0]
        assert (
            ("its own arm" in told) if arm["study"] == own else (f"another study, {name}" in told)
        )
    assert bool(told) == (len(with_controls(int(result))) > 1)


def test_how_the_numbers_were_made_describes_the_charts_of_the_report(basis):
    methods = next(one for one in report_sections(basis) if one.name == "methods")
    told = " ".join(methods.table["How"])
    for of_the_pages in ("not judged as their own", "lowest and highest", "100% more"):
        assert of_the_pages not in told


def test_how_many_were_treated_is_not_named_as_if_it_were_of_each_session(basis):
    """152 in eight rows, up to that of session 8, reads as 152 treated at session 8."""
    told = treated(basis)
    assert list(told.table) == ["After session", "Due", "Judged"]
    assert told.title == "152 patients were treated; 103 can be judged after session 2"


@pytest.mark.parametrize("session", [1, 2, 4])
def test_the_title_of_the_bands_names_the_bands_that_are_drawn(sample, session):
    settings = Settings(session=session)
    result = result_of(sample[0], settings)
    at = result.outcomes[result.outcomes["session"] == session]["percent_reduction"].dropna()
    best, worse = (share(int(these.sum()), len(at)) for these in (at >= 75, at < 0))
    section = reduction(ReportBasis(result, settings))
    row = section.table.set_index("After session").loc[session]
    shown = HIDDEN not in row.iloc[[0, -2]].tolist()
    told = f"those judged {best} had at least 75% fewer days, {worse} more than"
    assert (told in section.title) == shown
    assert shown or "(medians)" in section.title
