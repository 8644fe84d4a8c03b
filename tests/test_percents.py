"""Rounding never crosses a line, wherever a percent is printed."""

from __future__ import annotations

import ast
import io
import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from analytics.calendar import possible_reductions
from analytics.means import Count, percent_reduction
from analytics.result import result_of
from analytics.settings import Settings
from charts.one_patient import reductions_chart
from importing import Source, read_records
from reports.labels import own_words
from reports.patient_page import Origin, patient_page
from reports.tables import Sheet
from reports.workbook import workbook
from tests.one_patient import told_of
from tests.test_layers import ROOMS
from tests.test_pages import start, text
from words.column_meanings import FRACTION, PERCENT
from words.numbers import from_to, number
from words.percents import (
    LINES,
    at_least,
    beside,
    between,
    office_format,
    percent,
    reduced,
    reduction,
    rounded,
    rounding_told,
    share,
    span,
)

ROOT = Path(__file__).parent.parent


def number_in(text: str) -> Fraction:
    """The number that a percent says, signed by its words."""
    found = re.search(r"([\d,]+(?:\.\d+)?)%", text)
    if found is None:
        assert text == "no change"
        return Fraction(0)
    size = Fraction(found[1].replace(",", ""))
    return -size if text.endswith("more") or text.startswith("−") else size


def test_every_k_of_n_up_to_200_is_rounded_half_up_on_the_fraction():
    for n in range(1, 201):
        for k in range(n + 1):
            exact = Fraction(100 * k, n)
            nearest = floor(exact + Fraction(1, 2))
            expected = f"{nearest}%"
            if nearest == 0 and k:
                expected = "under 1%"
            if nearest == 100 and k < n:
                expected = "over 99%"
            assert percent(k / n) == percent(Fraction(k, n)) == expected, (k, n)
            tenths = percent(k / n, 1)
            if nearest not in (0, 100):
                assert Fraction(tenths.removesuffix("%")) == floor(
                    10 * exact + Fraction(1, 2)
                ) / Fraction(10)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (share(23, 40), "23 of 40 (58%)"),
        (share(29, 200), "29 of 200 (15%)"),
        (share(1, 400), "1 of 400 (under 1%)"),
        (share(1, 200), "1 of 200 (1%)"),
        (share(399, 400), "399 of 400 (over 99%)"),
        (share(400, 400), "400 of 400 (100%)"),
        (share(0, 400), "0 of 400 (0%)"),
        (share(4, 9), "4 of 9"),
        (percent(1 / 4000, 1), "under 0.1%"),
        (percent(3999 / 4000, 1), "over 99.9%"),
        (percent(float("nan")), "–"),
        (reduction(49.58), "49.5% fewer"),
        (reduction(49.4), "49% fewer"),
        (reduction(50.4), "50% fewer"),
        (reduction(29.96), "29.9% fewer"),
        (reduction(99.7), "99.7% fewer"),
        (reduction(39.7), "40% fewer"),
        (reduction(39.7, 40), "39.7% fewer"),
        (reduction(-0.04), "0.04% more"),
        (reduction(0.3), "0.3% fewer"),
        (reduction(-12.5), "13% more"),
        (reduction(0), "no change"),
        (reduction(1e-15), "no change"),
        (reduced(49.96, decimals=1), "49.96%"),
        (reduced(-12.4), "−12%"),
        (at_least(44.7), "44% fewer"),
        (at_least(49.58), "49.5% fewer"),
        (at_least(0.46), "0.4% fewer"),
        (span(16.5, 49.6), "17% to 49.6% fewer"),
        (span(-12, 40), "12% more to 40% fewer"),
        (span(-12, -40), "12% to 40% more"),
        (between(-12, 49.96), "−12 to 49.9%"),
        (beside(49.96, 1), "50%"),
        (beside(-49.96, 1), "−49.96%"),
        (beside(0.2), "under 1%"),
        (office_format(29 / 200), "0%"),
        (office_format(399 / 400), '"over 99%"'),
    ],
)
def test_in_words(said, words):
    assert said == words


whole_lines = st.one_of(st.none(), st.integers(1, 100))


@given(
    st.integers(1, 31),
    st.integers(1, 31),
    st.integers(0, 31),
    st.integers(1, 31),
    whole_lines,
    st.integers(0, 2),
)
def test_a_reduction_never_crosses_a_line(days, recorded, after, recorded_after, line, decimals):
    before, now = days * recorded_after, after * recorded
    exact = Fraction(100 * (before - now), before)
    printed = (
        rounded(100 * (before - now) / before, line, decimals),
        rounded(exact, line, decimals),
    )
    assert printed[0] == printed[1]
    for at in (*LINES, *([line] if line else [])):
        assert (printed[0] >= at) <= (exact >= at)
    assert (printed[0] == 0) == (exact == 0)
    assert abs(Fraction(printed[0]) - exact) <= Fraction(1, 2)
    said = number_in(reduction(exact, line, decimals))
    assert said == Fraction(printed[0]) == number_in(reduced(exact, line, decimals))
    if exact > 0:
        least = number_in(at_least(exact, line))
        assert 0 < least <= exact < least + 1


@given(st.sampled_from(LINES), st.integers(0, 40), st.booleans(), st.integers(0, 3))
def test_near_a_line(line, places, below, decimals):
    value = line + Fraction(-1 if below else 1, 10**places)
    if value > 100:
        return
    printed = rounded(value, None, decimals)
    assert (printed >= line) == (value >= line)
    assert abs(Fraction(printed) - value) <= Fraction(1, 2)


def test_a_mean_just_under_a_line_stays_under_it():
    """Decimals so long that the quotient would be the line in floats."""
    before, after = Fraction("26.6666666666666667"), Fraction("13.3333333333333334")
    assert 100 * (before - after) < 50 * before
    value = percent_reduction(Count(before), Count(after))
    assert reduction(value) == at_least(value) == "49.9% fewer"


@given(st.integers(1, 2_000), st.data())
def test_a_quotient_in_floats_is_its_fraction(n, data):
    k = data.draw(st.integers(0, n))
    for decimals in (0, 1):
        assert percent(k / n, decimals) == percent(Fraction(k, n), decimals)


def test_office_writes_what_we_write():
    """Office rounds what it shows of 15 digits half up; where words differ they are spelt out."""
    for n in range(1, 201):
        for k in range(n + 1):
            form = office_format(k / n)
            plain = Decimal(f"{100 * k / n:.15g}").quantize(Decimal(1), "ROUND_HALF_UP")
            assert (f"{plain}%" if form == "0%" else form.strip('"')) == percent(k / n)


def printed_sum(counts: list[int], decimals: int) -> tuple[Fraction, Fraction]:
    """From where to where the sum of the printed shares may be, read from their words."""
    step = Fraction(1, 10**decimals)
    low = high = Fraction(0)
    for count in counts:
        words = percent(Fraction(count, sum(counts)), decimals)
        told = number_in(words)
        low += {"u": 0 * step, "o": told}.get(words[0], told)
        high += {"u": told, "o": told + step}.get(words[0], told)
    return low, high


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(0, 2))
@example([1, 1, 1], 0)
@example([1, 199, 200], 0)
@example([1, 399], 0)
@example([0, 0], 0)
def test_printed_shares_add_to_100_or_it_is_said(counts, decimals):
    said = rounding_told({"session 2": counts}, decimals)
    if not sum(counts):
        assert not said  # of nobody no share is printed
        return
    low, high = printed_sum(counts, decimals)
    adds_up = low == high == 100 or low < 100 < high
    assert bool(said) != adds_up
    assert not said or said.endswith("those of session 2 do not add to 100%.")


FORMATS = (
    re.compile(r"(?<!\d)\.\d%"),  # as in .0%, of Python and of Plotly
    re.compile(r"%\.?\d*[dfg]%%"),  # of a column on the screen
    re.compile(r"^0(\.0+)?%$"),  # of Office
)
LINES_IN_WORDS = re.compile(r"(^|\.)(threshold|t)$")  # whole numbers that somebody chose


def percents_in(source: str) -> list[int]:
    """Lines that make a percent of a number by themselves."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [node.lineno for form in FORMATS if form.search(node.value)]
        if isinstance(node, ast.JoinedStr):
            for value, after in zip(node.values, node.values[1:], strict=False):
                if (
                    isinstance(value, ast.FormattedValue)
                    and isinstance(after, ast.Constant)
                    and after.value.startswith("%")
                    and not LINES_IN_WORDS.search(ast.unparse(value.value))
                ):
                    found.append(node.lineno)
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            as_percent = ast.unparse(node.format_spec).strip("f'\"").endswith("%")
            found += [node.lineno] * as_percent
    return found


def test_what_the_walk_finds():
    for bad in (
        'f"{x:.0%}"',
        'f"{round(100 * x)}%"',
        '"%{y:.0%}"',
        '"tickformat=.1%"',
        '"%d%%"',
        'number_format = "0%"',
        'f"{number(x)}% fewer"',
    ):
        assert percents_in(bad), bad
    for good in ('f"{definition.threshold}% line"', "percent(x)", 'f"{x:.1f} days"', '"50% fewer"'):
        assert not percents_in(good), good


def test_no_other_place_makes_a_percent():
    """The syntax trees of all that people read; measurements of speed are for developers."""
    rooms = (*ROOMS, "pages")
    files = [p for room in rooms for p in sorted((ROOT / room).rglob("*.py"))]
    files += [ROOT / name for name in ("app.py", "server.py", "cleardays.py")]
    files.remove(ROOT / "words" / "percents.py")
    found = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := percents_in(path.read_text(encoding="utf-8")))
    }
    assert found == {}


TWELVE = "patient_id,session,migraine_days\n" + "".join(
    f"P{k:02},0,24\nP{k:02},1,12.1\n" for k in range(12)
)


@pytest.fixture(scope="module")
def twelve():
    """Twelve patients at 49.58%: none of them reaches the line of 50%."""
    given = [Source("counts.csv", TWELVE.encode(), "counts")]
    records, report = read_records(given)
    assert not report.questions
    return records, report


@pytest.mark.slow
def test_half_of_twelve_patients_do_not_have_what_none_of_them_has(twelve):
    records, report = twelve
    query = {"session": "1"}
    app = start("pages/reduction.py", {"records": records, "report": report}, query)
    shown = text(app)
    assert "Half of 12 patients had at least :blue[49.5% fewer] migraine days" in shown
    assert "0 of 12 reach the 50% line" in shown
    assert "The middle half: 49.5% to 49.5% fewer" in shown
    assert "The median is 49.5% fewer after session 1" in shown
    printed = start("pages/patients.py", {"records": records, "report": report}, query)
    cells = printed.dataframe[0].value
    assert set(cells["reduction_1"]) == {49.5}
    assert "50% fewer" not in shown.replace("at least 50% fewer", "").replace("Filled: ", "")


def test_no_document_lifts_a_reduction_onto_the_line(twelve):
    records, _ = twelve
    settings = Settings(session=1)
    outcomes = result_of(records, settings).outcomes
    rows = outcomes[outcomes["patient_id"] == "P00"]
    page = patient_page(
        told_of(records, "P00", rows, settings.definition)[0],
        settings.definition,
        Origin("a file", synthetic=False, result="0" * 64),
    )
    assert "49.5% fewer: 50% not reached" in page
    drawn = reductions_chart(
        rows[rows["session"] == 1], possible_reductions(rows), settings.definition
    )
    assert "49.5% fewer" in str(drawn.layout.annotations)
    assert [
        hover
        for trace in drawn.data
        if trace.customdata is not None
        for _, hover in trace.customdata
    ] == ["49.6% fewer"]


def test_a_slides_label_says_under_one_percent():
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData(number_format="0%")
    data.categories = ["1 of 400", "29 of 200", "399 of 400"]
    data.add_series("share", [1 / 400, 29 / 200, 399 / 400])
    place = (0, 0, deck.slide_width, deck.slide_height)
    plot = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0%", False
    own_words(list(plot.series), plot.data_labels, [[1 / 400, 29 / 200, 399 / 400]])
    labels = plot.series[0]._element.dLbls.findall(qn("c:dLbl"))
    assert {
        label.find(qn("c:idx")).get("val"): label.find(qn("c:numFmt")).get("formatCode")
        for label in labels
    } == {"0": '"under 1%"', "2": '"over 99%"'}


def test_the_workbooks_numbers_read_as_the_sentences_do():
    frame = pd.DataFrame({"rate": [1 / 4000, 0.145], "reduction": [49.96, 49.58]})
    sheet = Sheet("rates", frame, {"rate": FRACTION, "reduction": PERCENT})
    cells = openpyxl.load_workbook(io.BytesIO(workbook([sheet])))["rates"]
    assert [cells.cell(2, 1).number_format, cells.cell(3, 1).number_format] == [
        '"under 0.1%"',
        "0.0%",
    ]
    assert [cells.cell(2, 2).number_format, cells.cell(3, 2).number_format] == ["0.00", "0.0"]


@given(st.fractions(0, 31, max_denominator=30 * 28), st.fractions(0, 31, max_denominator=30 * 28))
def test_from_to_and_their_difference_agree(before, after):
    """What is printed in one sentence adds up, and a change is never written as none."""
    was, now, change = re.fullmatch(
        r"([\d.]+) to ([\d.]+) days a month, (.*)", from_to(float(before), float(after))
    ).groups()
    if before == after:
        assert change == "no change"
        return
    way = "fewer" if after < before else "more"
    if change.startswith("under 0.1"):
        assert change == f"under 0.1 {way}"
        assert abs(after - before) < Fraction(1, 20)
    else:
        assert change == f"{number(abs(float(Decimal(now) - Decimal(was))), 3)} {way}"


def test_from_to_takes_the_decimals_by_which_it_agrees():
    assert from_to(10.34, 11.28) == "10.34 to 11.28 days a month, 0.94 more"
    assert from_to(28.93, 28.9) == "28.93 to 28.9 days a month, 0.03 fewer"
    assert from_to(17.8, 8.4) == "17.8 to 8.4 days a month, 9.4 fewer"
