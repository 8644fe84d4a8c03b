"""No label of the months round session 1 lies on another or is cut, on a desk and on a phone."""

import os

import pytest

from charts.by_itself import hump_chart
from charts.shared import figure_html, plotly_script
from tests.browsers import CHROMIUM
from tests.test_by_itself import months

pytestmark = pytest.mark.browser

if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed", allow_module_level=True)

# Session looked at; baseline, after, before and other months; first day after; patients; held.
CASES = {
    "as drawn": (2, (17.9, 10.4, 14.6, 15.0), 85, 83, None),
    "two decimals": (2, (21.82, 12.62, 17.86, 17.0), 85, 120, None),
    "session 1": (1, (17.9, 10.4, 14.6, 15.0), 1, 83, None),
    "session 1, two decimals": (1, (21.82, 12.62, 17.86, 17.0), 1, 120, None),
    "nothing changes": (1, (15.0, 15.0, 15.0, 15.0), 1, 12, None),
    "more days": (1, (12.0, 17.0, 16.0, 14.0), 1, 40, None),
    "more before, fewer after": (1, (15.0, 8.0, 19.0, 15.0), 1, 40, None),
    "hardly any left": (2, (8.0, 0.2, 0.4, 3.0), 85, 40, None),
    "weeks 9 to 12": (1, (17.9, 10.4, 14.6, 15.0), 56, 400, None),
    "thousands": (2, (17.9, 10.4, 14.6, 15.0), 85, 9_876, None),
    "a year later": (4, (17.9, 10.4, 14.6, 15.0), 253, 83, None),
    "two months asked for": (1, (17.9, 10.4, 14.6, 15.0), 1, 83, 17.0),
}
WIDE = {"a desk": 1000, "a phone": 350}
LAID = """() => Object.fromEntries([...document.querySelectorAll('.js-plotly-plot')].map(plot => {
    const frame = plot.getBoundingClientRect()
    const parts = [...plot.querySelectorAll('text')].flatMap(text => {
        const lines = [...text.querySelectorAll('tspan.line')]
        return lines.length ? lines : [text]
    })
    const told = parts.filter(one => one.textContent.trim()).map(one => {
        const box = one.getBoundingClientRect()
        return [one.textContent, box.left - frame.left, box.top - frame.top,
                box.right - frame.left, box.bottom - frame.top, frame.width, frame.height]
    })
    return [plot.id, told]
}))"""


@pytest.fixture(scope="module")
def laid(browser):
    """By name of the picture: its words with their box, and the size of the picture."""
    parts = []
    for wide, width in WIDE.items():
        for name, (session, means, first, patients, held) in CASES.items():
            baseline, ahead, back, others = means
            table = months(
                baseline, ahead, back, first=first, patients=patients, others=others, held=held
            )
            drawn = figure_html(hump_chart(table, session, float(first - 1)), f"{name}, {wide}")
            parts.append(f"<div style='width: {width}px'>{drawn}</div>")
    page = f"<meta charset=utf-8><script>{plotly_script()}</script>{''.join(parts)}"
    tab = browser.new_page()
    tab.set_content(page)
    tab.wait_for_function(
        f"document.querySelectorAll('.main-svg .xaxislayer-above').length >= {len(parts)}"
    )
    found = tab.evaluate(LAID)
    tab.close()
    return found


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("name", CASES)
def test_labels_stand_apart_and_inside(laid, name, wide):
    words = laid[f"{name}, {wide}"]
    assert {"Baseline month", "Session 1"} <= {told[0] for told in words}
    for told, left, top, right, bottom, width, height in words:
        assert left >= -1, told
        assert top >= -1, told
        assert right <= width + 1, told
        assert bottom <= height + 1, told
    for place, (told, left, top, right, bottom, *_) in enumerate(words):
        for other, left_, top_, right_, bottom_, *_ in words[place + 1 :]:
            across = min(right, right_) - max(left, left_)
            down = min(bottom, bottom_) - max(top, top_)
            assert across <= 0.5 or down <= 4, (told, other)  # boxes hold room above the letters
