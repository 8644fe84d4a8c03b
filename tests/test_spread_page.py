"""The tabs of *Spread and duration*: what is drawn, in which order, under which findings."""

from itertools import pairwise

import pandas as pd
import pytest

from analytics.codes import Event
from analytics.definitions import PRESETS
from analytics.research.spread import in_states
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.palette import QUIET, REACHED
from charts.spread import FILLS, incidence_chart
from charts.states import ORDER, states_chart, told_by_mark
from tests.test_pages import start
from words.pages import spread as said

HULL = PRESETS["hull2014"]


@pytest.fixture(scope="module")
def of(sample):
    result = result_of(sample[0], Settings(HULL))
    return lambda name: make_table(name, result, Asked(2))


def test_the_states_stand_in_one_order_after_every_session(of):
    """From above, without one over another, as many pixels a patient in every column."""
    flow = of("states")
    drawn = states_chart(flow, HULL, range(1, 5))
    columns: dict[int, list[tuple[float, float, int]]] = {}
    for bar in (trace for trace in drawn.data if trace.type == "bar"):
        session, state, _ = told_by_mark(*bar.customdata[0])
        place = (bar.base[0], bar.base[0] + bar.y[0], list(ORDER).index(state))
        columns.setdefault(session, []).append(place)
    assert sorted(columns) == [1, 2, 3, 4]
    patients = flow.groupby("session")["patients"].sum()
    pixels = [sum(end - top for top, end, _ in column) for column in columns.values()]
    assert pixels == pytest.approx([pixels[0]] * 4), "everybody is somewhere after every session"
    assert patients.nunique() == 1
    for column in columns.values():
        assert len(column) > 3
        assert [place for *_, place in sorted(column)] == sorted(place for *_, place in column)
        assert all(one[1] < other[0] for one, other in pairwise(sorted(column)))
    assert not any(note.text.endswith(" 0") for note in drawn.layout.annotations)


def test_every_band_and_state_can_be_clicked_and_lists_whom_it_counts(of, sample):
    outcomes, flow = result_of(sample[0], Settings(HULL)).outcomes, of("states")
    drawn = states_chart(flow, HULL, range(1, 5))
    clicked = {told_by_mark(*trace.customdata[0]) for trace in drawn.data}
    rows = flow[flow["session"] < 4]
    moves = {(row.session, row["from"], row["to"]): row.patients for row in rows.iloc}
    assert moves.keys() == {data for data in clicked if data[2]}
    for (session, before, after), patients in moves.items():
        assert len(set(in_states(outcomes, session, before, after))) == patients
        name = said.states_listed(session, before, after, HULL)
        assert f"after session {session}, " in name
    for session, state, _ in (data for data in clicked if not data[2]):
        counted = rows.loc[(rows["session"] == session) & (rows["from"] == state), "patients"].sum()
        if session < 4:
            assert len(in_states(outcomes, session, state)) == counted
    for trace in (trace for trace in drawn.data if trace.type == "scatter"):
        assert {tuple(data) for data in trace.customdata} == {tuple(trace.customdata[0])}
        assert all(trace.customdata[0][0] < x < trace.customdata[0][0] + 1 for x in trace.x)


def test_one_line_of_many_stands_out(of):
    """The event of the title is thick, the others are grey; a response alone is blue."""
    for question, rows in of("incidence").groupby("question"):
        main = said.main_event(rows)
        lines = incidence_chart(rows, HULL, main).data
        thick = [trace.line for trace in lines if trace.line.width > 2]
        assert len(thick) == 1 < len(lines)
        assert (thick[0].color == REACHED) == (question == Event.FIRST_RESPONSE)
        others = [trace.line.color for trace in lines if trace.line.width < 2]
        assert set(others) == {QUIET}
        assert lines[-1].line == thick[0], "in front of the others"


def test_a_step_on_the_last_day_is_seen_as_a_step(of):
    """A line that only rises at the very edge looks like a border."""
    for _, rows in of("incidence").groupby("question"):
        drawn = incidence_chart(rows, HULL, said.main_event(rows))
        beyond = 0.02 * rows["day"].max()
        assert drawn.layout.xaxis.range[1] > rows["day"].max() + beyond
        assert {trace.x[-1] for trace in drawn.data} == {drawn.layout.xaxis.range[1]}


def test_the_bands_are_told_apart_in_grey():
    """Neighbours of one colour differ in their strength; blue is for 50% and more alone."""
    fills = [fill for fill in FILLS.values() if "pattern" not in fill]
    assert [fill["color"] == REACHED for fill in fills] == [True, True, False, False, False]
    for one, other in pairwise(fills):
        if one["color"] == other["color"]:
            assert abs(one.get("opacity", 1) - other.get("opacity", 1)) > 0.2


def test_the_findings_are_those_of_the_tables(of):
    assert said.bands_title(of("bands"), 2) == (
        "After session 2, of those due 9 of 114 (8%) had at least 75% fewer days, 17 of 114 (15%) "
        "more than before session 1"
    )
    assert said.distribution_title(of("distribution"), 2) == (
        "Of 114 due after session 2, 58 had at least 30% fewer days, 38 had at least 50% fewer, "
        "9 had at least 75% fewer"
    )
    assert said.states_title(of("states"), 2, 4, HULL) == (
        "Of 28 with at least 50% fewer days after session 1, 18 had them after session 2 too, "
        "4 had not, 2 cannot be judged there, 4 wait for it"
    )
    first, stopping = (
        said.incidence_title(rows, HULL) for _, rows in of("incidence").groupby("question")
    )
    assert first.startswith("By day 441: first response 48% (95% interval ")
    assert first.endswith(", no session, no reason 8%")
    assert stopping.startswith("Stopped or stayed away by day 558: no session, no reason 13% (95% ")
    assert stopping.endswith(", goal reached 11%, 8 other reasons 25%")


def test_nobody_with_fewer_days_has_nobody_who_kept_them():
    flow = pd.DataFrame(
        [(1, "not_reached", "reached", 3)], columns=["session", "from", "to", "patients"]
    )
    assert said.states_title(flow, 2, 2, HULL).startswith("Nobody with at least 50% fewer")


@pytest.mark.slow
def test_the_open_tab_alone_is_drawn():
    from tests.test_pages import start, text  # heavy: the laws above need no page

    shown = {}
    for tab in ("By how much", "Does it last", "When, and who stops"):
        app = start("pages/spread.py", {"spread_tab": tab})
        shown[tab] = text(app)
        assert 1 <= len(app.get("plotly_chart")) <= 3
    assert "Stopped or stayed away by day" in shown.pop("When, and who stops")
    assert not any("Stopped or stayed away by day" in told for told in shown.values())


@pytest.mark.slow
@pytest.mark.parametrize("page", ["reduction", "spread"])
def test_what_chance_makes_stands_closed_and_not_beside_the_picture(page):
    """It takes more than a look between two patients: under Method, or under its own table."""
    app = start(f"pages/{page}.py")
    beside = [part.value for part in app.main.markdown if "Hatched" in part.value]
    beside += [part.value for part in app.main.markdown if "hatched" in part.value]
    assert beside
    assert not [told for told in beside if "by chance" in told]
    if page == "reduction":
        (method,) = [one for one in app.expander if one.label == "Method"]
        assert "by chance (19 times in 20)" in " ".join(part.value for part in method.markdown)
