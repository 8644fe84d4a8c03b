"""A click on a mark opens the people behind it: never another one, and never for who may not."""

import pytest

from analytics.definitions import DEFAULT_DEFINITION
from analytics.research.spread import bands_by_session, in_band
from analytics.research.subgroups import in_each_group, subgroups
from analytics.summaries import reduction_by_session
from charts import many
from charts.reduction import DAYS, patient_lines_chart
from ui.showing import links
from words.pages.spread import BANDS, band_listed

pytestmark = pytest.mark.slow


class OfTwo:
    """A cohort in which A and B are; C was filtered away."""

    def has(self, patient):
        return patient in ("A", "B")


@pytest.fixture
def opened(monkeypatch):
    found: list[str] = []
    monkeypatch.setattr(links.sign_in, "may", lambda *rights: True)
    monkeypatch.setattr(links, "to_patient", found.append)
    monkeypatch.setattr(links, "note_listed", lambda *_: None)
    monkeypatch.setattr(links.state, "look_through", lambda name, ids: None)
    return found


@pytest.mark.parametrize(
    ("data", "opens"),
    [
        (["A", 20.0, 10.0], ["A"]),
        (["C", 20.0, 10.0], []),  # not left by the filters
        (["B", 1, 2], []),  # of the cohort, but not of this chart
        ([7, 12], []),  # a bar of many patients begins with a number
        ([], []),
        (None, []),
    ],
)
def test_only_an_id_of_the_chart_and_of_the_cohort_opens(opened, data, opens):
    links.opens_patients(OfTwo(), "a chart", ["A", "C"]).open_mark({"customdata": data})
    assert opened == opens


@pytest.mark.parametrize("data", [None, [], [1], ["a", "b"], [9, 9], [1, 2, 3]])
def test_what_no_mark_of_the_chart_holds_opens_no_list(monkeypatch, data):
    monkeypatch.setattr(links.sign_in, "may", lambda *rights: True)
    monkeypatch.setattr(links.state, "list_only", lambda *_: pytest.fail("a list was opened"))
    groups = {("A", 1): ["P-1"]}
    opens = links.opens_list("a list", lambda name, at: (at, name, groups[name, at]))
    opens.open_mark({"customdata": data} if data is not None else {})


def test_a_line_carries_its_patient_to_a_click_unless_there_are_too_many_marks(monkeypatch):
    from tests.test_sample import sample_outcomes

    outcomes = sample_outcomes()
    judged = outcomes[outcomes["evaluable"].fillna(False)]

    def lines():
        drawn = patient_lines_chart(
            judged, reduction_by_session(outcomes), DEFAULT_DEFINITION, DAYS
        )
        return drawn.data[0]

    found = lines()
    assert found.mode == "lines+markers"
    drawn = {(data[0], x, y) for data, x, y in zip(found.customdata, found.x, found.y, strict=True)}
    rows = zip(judged["patient_id"], judged["session"], judged["monthly_days"], strict=True)
    assert set(rows) <= drawn
    monkeypatch.setattr(many, "MOST_DOTS", 10)
    assert not many.lines_can_be_clicked(judged)
    assert lines().mode == "lines"


def test_who_may_see_no_patient_is_told_of_no_mark(monkeypatch):
    monkeypatch.setattr(links.sign_in, "may", lambda *rights: False)
    assert links.opens_patients(OfTwo(), "a chart", ["A"]) is None
    assert links.opens_list("the list", lambda *data: (1, "", ["A"])) is None
    assert links.opens_reached(3) is None


def test_a_band_lists_whom_it_counts():
    from tests.test_sample import sample_outcomes

    outcomes = sample_outcomes()
    for row in bands_by_session(outcomes).itertuples():
        ids = in_band(outcomes, row.session, row.band)
        assert len(ids) == row.patients
        assert len(set(ids)) == len(ids)
        assert (
            band_listed(row.session, row.band) == f"{BANDS[row.band]}, after session {row.session}"
        )


def test_a_group_lists_whom_it_counts(sample):
    from tests.test_sample import sample_outcomes

    outcomes, patients = sample_outcomes(), sample[0].patients
    for column, cuts in (("site", ()), ("age", (40.0, 60.0))):
        table = subgroups(outcomes, patients, 2, (column,), {column: cuts})
        listed = in_each_group(outcomes, patients, 2, column, cuts)
        assert {name: len(ids) for name, ids in listed.items()} == dict(
            zip(table["group"], table["judged"], strict=True)
        )
