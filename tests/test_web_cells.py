"""A cell of a web page is what the page shows: what is hidden or struck out runs into no number."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing import Source, read_records

SHOWN = {
    "2<sup>1</sup>": None,  # a footnote: no number that anybody wrote
    "<span hidden>1</span>2": 2,
    '<b style="display:none">1<i>3</i></b>2': 2,
    "<del>2</del>1": 1,
    "<s>2</s>1": 1,
    "<select><option>1</option><option selected>2</option></select>": 2,
    "<select><option>4</option><option>5</option></select>": 4,
    "<span>1</span><b>2</b>": 12,
    "1<!-- 7 -->2": 12,
    '<img alt="2">': 2,
    '2 <img alt="edit">': 2,
    '<img width="1" height="1" src="s.gif">': None,  # it keeps a place
    '<input value="2">': 2,
    '<input type="hidden" value="3">2': 2,
}


def counts(cell: str):
    rows = "".join(
        f"<tr><td>P1</td><td>{session}</td><td>{days}</td></tr>"
        for session, days in enumerate(("20", cell, "9"))
    )
    names = "<tr><th>patient_id</th><th>session</th><th>migraine_days</th></tr>"
    page = f"<html><meta charset=utf-8><table>{names}{rows}</table></html>"
    records, report = read_records([Source("page.xls", page.encode())])
    (file,) = report.files
    assert file.used == file.rows_read == 3
    return [None if pd.isna(days) else int(days) for days in records.counts["migraine_days"]]


@pytest.mark.parametrize(("cell", "days"), SHOWN.items())
def test_a_cell_is_what_is_shown(cell, days):
    assert counts(cell) == [20, days, 9]


DAYS = [(f"2024-01-{day:02d}", day % 2) for day in range(1, 11)]


def page_of(odd: str = "", inside: str = "{}", style: str = "", cell: str = "") -> bytes:
    """A diary in which every third day is another row, or holds its flag in another way."""
    rows = [
        f"<tr {odd}><td {cell}>P1<td {cell}>{day}<td {cell}>{inside.format(flag)}</tr>"
        if place % 3 == 1
        else f"<tr><td>P1<td>{day}<td>{flag}</tr>"
        for place, (day, flag) in enumerate(DAYS)
    ]
    names = "<tr><th>patient_id<th>date<th>headache</tr>"
    return (
        f"<html><meta charset=utf-8><style>{style}</style>"
        f"<table class=t>{names}{''.join(rows)}</table></html>"
    ).encode()


def asked_of(page: bytes) -> list[tuple[str, int]]:
    """The questions to a page, with how many rows each is of."""
    _, report = read_records([Source("page.xls", page)])
    return [(question.kind, len(question.rows)) for question in report.questions]


@pytest.mark.parametrize(
    ("odd", "style"),
    [
        ("style='display:none'", ""),
        ("style='visibility:collapse'", ""),
        ("class=h", ".h{display:none}"),
        (
            "class='a h'",
            "<!-- .a{color:red} tr.h , .x { color:red; display : none !important } -->",
        ),
        ("class=h", "table.t > tbody .h, b{visibility:hidden}"),
        ("class=h", ".t tr.h{display:none} tr{display:table-row}"),
        ("id=h", "@media screen {#h{display:none}}"),
    ],
)
def test_rows_that_a_style_hides_are_asked_about(odd, style):
    assert asked_of(page_of(odd, style=style)) == [("hidden_rows", 3)]


@pytest.mark.parametrize(
    ("odd", "style"),
    [
        ("class=h", "@media print{.h{display:none} td{color:red}} .x{display:none}"),
        ("class=h", ".h{display:none} .h{display:table-row}"),
        ("class=h style='display:table-row'", ".h{display:none}"),
        ("class=h", "div .h, th.h, .h:hover, .hh, /* .h, */ .x{display:none}"),
        ("style='mso-display:none'", ""),
    ],
)
def test_rows_that_no_style_hides_are_read(odd, style):
    assert not asked_of(page_of(odd, style=style))


@pytest.mark.parametrize(
    ("odd", "cell", "style"),
    [
        ("style='text-decoration: underline line-through'", "", ""),
        ("", "class=x", ".x{text-decoration:line-through}"),
        ("", "style='text-decoration-line:line-through'", ""),
    ],
)
def test_rows_that_are_crossed_out_are_asked_about(odd, cell, style):
    assert asked_of(page_of(odd, cell=cell, style=style)) == [("crossed_out", 3)]


@pytest.mark.parametrize(
    ("inside", "style"),
    [
        ("<s>5</s> {}", ""),
        ("<span style='text-decoration:line-through'>5</span> {}", ""),
        ("<font class=font5>5</font>{}", ".font5 {color:red;text-decoration:line-through;}"),
    ],
)
def test_what_is_crossed_out_in_a_cell_is_gone_and_told(inside, style):
    records, report = read_records([Source("page.xls", page_of(inside=inside, style=style))])
    assert records.diary["headache"].tolist() == [flag for _, flag in DAYS]
    assert any("crossed out" in said for said in report.sentences())


HIDDEN = st.sampled_from(("<del>{}</del>", "<s>{}</s>", "<i hidden>{}</i>", "<rt>{}</rt>"))


@given(
    st.integers(0, 20), st.lists(st.tuples(HIDDEN, st.integers(0, 9), st.booleans()), max_size=3)
)
def test_what_is_not_shown_changes_no_number(days, beside):
    cell = str(days)
    for form, digit, before in beside:
        gone = form.format(digit)
        cell = gone + cell if before else cell + gone
    assert counts(cell) == [20, days, 9]


def test_boxes_and_pictures_alone_in_their_cells_are_no_blanks():
    """A box is ticked or not; a day of a picture that says nothing is set aside."""
    cells = ("<input type=checkbox checked>", "<input type=checkbox>", '<img alt="yes">', "<img>")
    rows = "".join(
        f"<tr><td>P1</td><td>2024-01-{day:02d}</td><td>{cell}</td></tr>"
        for day, cell in enumerate(cells, start=1)
    )
    names = "<tr><th>patient_id</th><th>date</th><th>headache</th></tr>"
    page = f"<html><meta charset=utf-8><table>{names}{rows}</table></html>"
    records, report = read_records([Source("page.xls", page.encode())])
    told = dict(zip(records.diary["date"].dt.day, records.diary["headache"], strict=True))
    assert [told.get(day) for day in (1, 2, 3)] == [1, 0, 1]
    assert 4 not in told
    assert report.set_aside == 1


def flags(cells):
    rows = "".join(
        f"<tr><td>P1</td><td>2024-01-{day:02d}</td><td>{cell}</td></tr>"
        for day, cell in enumerate(cells, start=1)
    )
    names = "<tr><th>patient_id</th><th>date</th><th>headache</th></tr>"
    page = f"<html><meta charset=utf-8><table>{names}{rows}</table></html>"
    return read_records([Source("page.html", page.encode())])


ICONS = (
    ('<i class="fa fa-check"></i>', '<i class="fa fa-times"></i>'),
    ('<span class="icon-yes"></span>', '<span class="icon-no"></span>'),
    ('<svg class="on"><path d="M0"/></svg>', '<svg class="off"><path d="M1"/></svg>'),
)


@pytest.mark.parametrize(("yes", "no"), ICONS)
def test_icons_alone_in_their_cells_are_asked_about(yes, no):
    (question,) = flags([yes, no, no, yes])[1].questions
    assert question.kind == "odd_words"
    assert all(name.split('"')[1] in question.text for name in (yes, no))


@pytest.mark.parametrize("form", ['<i class="fa" title="{}"></i>', '<b aria-label="{}"></b>'])
def test_an_element_that_says_what_it_shows_is_read(form):
    records, report = flags([form.format(said) for said in ("yes", "no", "yes")])
    assert records.diary["headache"].tolist() == [1, 0, 1]
    assert not report.questions
    assert counts('<meter value="4" max="10"></meter>') == [20, 4, 9]


@pytest.mark.parametrize("blank", ['<span class="value no-wrap"></span>', "<i></i>", "<p></p>"])
def test_an_element_that_draws_nothing_is_a_blank(blank):
    records, report = flags(["1", blank, f"0{ICONS[0][0]}", '<b title="edit">1</b>'])
    assert records.diary["headache"].fillna(-1).tolist() == [1, -1, 0, 1]
    assert not report.questions
    assert not report.everything_told
