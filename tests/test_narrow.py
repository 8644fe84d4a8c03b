"""On a phone a chart of sessions shows the last that fit, with the one looked at, and says so."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.definitions import PRESETS
from charts.by_session import series_chart
from charts.narrow import A_LINE, NUMBERS, OF_COMPARED, ROOM, SECOND_LINE, that_fit
from charts.pieces import OF_SESSIONS
from charts.rows import EstimateRow, rows_chart
from ui.frame import fit
from ui.tab import width
from words.pages import reduction as of_reduction
from words.pages import response as of_response
from words.screen import sessions_that_fit
from words.titles import among

HULL = PRESETS["hull2014"]


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


def test_a_title_names_drawn_sessions_alone():
    """Of the rows that a phone draws; where it draws none of the others they are not named."""
    import pandas as pd

    rates = pd.DataFrame(
        {"session": range(1, 9), "responders": 30, "evaluable": 60, "rate_high": 0.5}
    )
    assert of_response.title(rates, 3) == "50% after session 1, 50% after session 3"
    assert of_response.title(among(rates, range(3, 9)), 3) == "50% after session 3"
    medians = rates.assign(judged=60, percent_reduction=[10.0 * k for k in range(1, 9)])
    assert of_reduction.spread_title(among(medians, None), HULL) == (
        "The median is 10% fewer after session 1 and 80% fewer after session 8"
    )
    assert of_reduction.spread_title(among(medians, range(3, 8)), HULL) == (
        "The median is 30% fewer after session 3 and 70% fewer after session 7"
    )


def test_a_width_told_while_another_page_is_drawn_is_taken(monkeypatch):
    """What the watch told is forgotten with its page: no callback may ask for it."""
    given = {}
    monkeypatch.setattr(fit, "_watch", lambda **of: given.update(of))
    fit.follow("")
    for told in (width.PHONE, width.WINDOW, width.DESK):
        given[f"on_{told}_change"]()
        assert (width.narrow(), width.medium()) == (told == width.PHONE, told == width.WINDOW)


def test_a_window_narrower_than_a_desks_costs_a_run_where_a_file_is_read_alone(monkeypatch):
    given = {}
    monkeypatch.setattr(fit, "_watch", lambda **of: given.update(of["data"]))
    width.remember(width.WINDOW)
    for address, told in [("", width.DESK), (fit.LOADING, width.WINDOW)]:
        fit.follow(address)
        assert (given["width"], given["a_file"]) == (told, address == fit.LOADING)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["app.py", "pages/reduction.py", "pages/change.py"])
def test_on_a_phone_titles_and_pictures_agree(page):
    """Every session that a title names has its place on the axis under it."""
    from tests.test_pages import start

    app = start(page, {"screen_is_narrow": True, "session": 7}, {"session": "7"})
    titles = [told.value for told in app.subheader]
    drawn = [json.loads(found.proto.spec) for found in app.get("plotly_chart")]
    axes = [spec["layout"]["xaxis"] for spec in drawn]
    looked = 0
    for title, axis in zip(titles, axes, strict=True):
        if axis.get("uirevision") == OF_SESSIONS:
            named = {int(k) for k in re.findall(r"session (\d+)", title)}
            named |= {0} if "baseline" in title else set()
            assert named <= set(axis["tickvals"]), title
            looked += bool(named)
    assert looked


@pytest.mark.slow
@pytest.mark.parametrize("is_narrow", [False, True])
def test_on_a_phone_the_documents_stand_above_what_is_chosen_for_them(is_narrow):
    from tests.test_pages import start

    first, second = start("pages/report.py", {"screen_is_narrow": is_narrow}).columns[:2]
    documents, contents = (first, second) if is_narrow else (second, first)
    assert "**What the slides will say**" in [told.value for told in documents.markdown]
    assert "Title" in [box.label for box in contents.text_input]


def test_what_the_heading_over_medication_claims_is_the_same_on_a_phone():
    from tests.test_pages import start

    wide, phone = (
        [told.value for told in start("pages/medication.py", of, {"session": "2"}).subheader]
        for of in ({}, {"screen_is_narrow": True, "session": 2})
    )
    assert wide == phone
    assert "before session 1" in wide[0]


def test_words_and_numbers_of_rows_fit_a_phone():
    """No dashed line goes through the words above a mark, and no number is cut at the right."""
    rows = [
        EstimateRow("Session 2 against session 1", "99 patients", 15.2, 5.0, 24.0, "15.2"),
        EstimateRow("Session 8 against session 1", "3 patients", 33.3, -29.0, 79.0, "33.3", "few"),
    ]
    figure = rows_chart(rows, (-50, 0, 75), ("−50", "0", "+75 points"), 0, "no difference")
    dashed = [shape for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert len(dashed) == len(rows)
    words = [note for note in figure.layout.annotations if note.text.startswith("<b>Session")]
    for place, note in enumerate(words):
        assert note.yanchor == "bottom"
        assert any(line.y0 < -place < line.y1 for line in dashed)
        assert not any(note.y < line.y1 and line.y0 < note.y + 0.5 for line in dashed)
    low, high = figure.layout.xaxis.range
    wide = 390 - 2 * 16 - 28  # pixels of the axis on a phone
    for note in (note for note in figure.layout.annotations if note.xanchor == "left"):
        if note.xref != "paper":
            letters = len(re.sub("<.*?>", "", note.text))
            assert (note.x - low) / (high - low) * wide + note.xshift + 8 * letters < wide + 14


def some_months(starts: list[int], thin: list[int], compared: tuple[int, ...] = ()):
    """Of one patient, with sessions at ``starts``; of those that are ``thin`` few days are held."""
    import pandas as pd

    from charts.patient import patient_months_chart

    cycle = [sum(start <= month for start in starts) for month in range(26)]
    recorded = [10 if month in thin else 30 for month in range(26)]
    months = pd.DataFrame({"cycle": cycle, "recorded": recorded, "counted": 1.0, "days": 30})
    months["month"] = months.groupby("cycle").cumcount() + 1
    months["start"] = pd.date_range("2024-05-01", periods=26, freq="30D")
    months["end"] = months["start"] + pd.Timedelta(days=29)
    months = months.assign(
        migraine=1, headache=2, free=0, no_migraine=0, compared=False, enough=True
    )
    months["compared"] = months.index.isin(compared)
    months["free"] = months["recorded"] - 3
    months["not_recorded"] = 30 - months["recorded"]
    units = [float(155 + 10 * place) for place in range(len(starts))]
    sessions = pd.DataFrame({"session": range(1, len(starts) + 1), "units": units})
    others = pd.DataFrame(columns=["lane", "told", "start", "end"])
    return patient_months_chart(months, sessions, 16.0, HULL, others)


def test_words_of_one_patients_months_never_meet_on_a_phone():
    whole = some_months([1, 3, 12], [20, 23, 24])
    fitted, none = that_fit(whole, 1)
    assert none is None

    def told(figure):
        return [
            re.sub("<(?!br)[^>]*>", "", n.text)
            for n in figure.layout.annotations
            if n.visible is not False
        ]

    assert {"S1<br>155 U", "S2<br>165 U", "S3<br>175 U"} <= set(told(whole))
    assert {"S1<br> ", "S2<br>165 U", "S3<br>175 U"} <= set(told(fitted))
    assert told(whole).count("1<br>of<br>10") == 3
    assert told(fitted).count("1 of 10") == 3, "upright in their bars"
    upright = [n for n in fitted.layout.annotations if n.text == "1 of 10"]
    a_bar = 270 / (fitted.layout.xaxis.range[1] - fitted.layout.xaxis.range[0])
    assert all(n.textangle == -90 and n.font.size <= a_bar for n in upright)
    few = that_fit(whole.update_xaxes(range=[0.5, 8.5]), 1)[0]
    assert told(few).count("1<br>of<br>10") == 3, "which have room there"


@example({1, 2, 3, 4, 24})  # there the units ended beyond the figure
@given(st.sets(st.integers(1, 25), min_size=1, max_size=9))
def test_the_name_of_a_session_lies_on_no_line_and_on_no_other_name(starts):
    """Also where sessions are two months apart, and of one in the last bar."""
    figure = that_fit(some_months(sorted(starts), []), 1)[0]
    low, high = figure.layout.xaxis.range
    names = [one for one in figure.layout.annotations if one.name == SECOND_LINE]
    assert len(names) == len(starts)
    lines = [ROOM * (one.x - low) / (high - low) for one in names] + [ROOM + 18]
    for one, at, line in zip(names, lines, lines[1:], strict=False):
        letters = max(len(part) for part in re.sub("<(?!br)[^>]*>", "", one.text).split("<br>"))
        assert one.xanchor == "left"
        assert at + one.xshift + 0.56 * one.font.size * letters <= line


def test_of_many_bars_a_phone_numbers_those_compared_and_no_two_meet():
    """Whole it numbers every month; of few bars a phone does, too."""
    whole = some_months([1, 3, 12], [], compared=(0, 1, 12))
    drawn = {trace.name: trace for trace in that_fit(whole, 1)[0].data}
    assert drawn[NUMBERS].visible is False
    assert list(drawn[OF_COMPARED].x) == [0, 1, 12]
    heights = drawn[OF_COMPARED].base
    assert heights[0] != heights[1]
    assert heights[0] == heights[2]
    every = {trace.name: trace for trace in whole.data}
    assert every[NUMBERS].visible is None
    assert sorted([*every[NUMBERS].x, *every[OF_COMPARED].x]) == list(range(26))
    assert len(set(every[OF_COMPARED].base)) == 1, "the kept figure is not changed"


def test_long_words_above_the_first_mark_go_on_in_a_second_line():
    about = "29 of 90 judged after session 2, 103 due (28% to 41% possible) · weeks 9 to 12"
    rows = [EstimateRow("Our records", about, 0.3, 0.2, 0.4, "30%", "ours")] * 2
    whole = rows_chart(rows, (0, 1), ("0%", "100%"))
    first, second = [
        note.text for note in that_fit(whole, 1)[0].layout.annotations if "judged" in note.text
    ]
    _, *lines = first.split("<br>")
    assert " ".join(lines) == about
    assert all(len(one) <= A_LINE for one in lines)
    assert second.split("<br>")[1] == about  # above it lies another row
    assert all(note.text.count("<br>") <= 1 for note in whole.layout.annotations)


def test_a_table_for_a_projector_stands_whole_on_a_phone():
    from charts.shared import shared_table

    rows = [["Hull 2014", "at least half fewer migraine days in the month after each session"]] * 4
    wide, held = (shared_table(["Name", "Words"], rows, narrow=narrow) for narrow in (False, True))
    assert held.data[0].cells.font.size < wide.data[0].cells.font.size
    assert held.layout.height > 4 * 2 * held.data[0].cells.height  # two lines each


def test_no_word_of_such_a_table_is_cut():
    from charts.shared import shared_table

    rows = [["Responder", "whose percent reduction reaches the threshold of the Definition" * 2]]
    widths = shared_table(["Term", "Meaning"], rows, narrow=True).data[0].columnwidth
    pixels, of_a_letter = 358, 8
    assert pixels * widths[0] / sum(widths) >= of_a_letter * len("Responder")


def test_names_under_the_columns_of_a_slide_stand_apart_on_a_phone():
    from charts.data import ChartData, Series
    from charts.shared import HELD, colors_for, shared_chart

    names = ["Before\nsession 1", *(f"Cycle {n}\n28 of 127" for n in range(1, 9))]
    chart = ChartData(
        "columns", names, [Series("one", [0.2] * 9)], "", hidden=(False,) * 8 + (True,)
    )
    figure = shared_chart(chart, colors_for(HULL), HELD)
    before, first, *_ = figure.layout.xaxis.ticktext
    assert (before, first) == ("Before<br>session<br>1", "1<br>28 of<br>127")
    assert figure.layout.xaxis.title.text == "Cycle"
    assert figure.data[-1].textangle == -90
