"""Can everybody use every page: by keyboard, aloud, in both themes, on a phone, at 400%?"""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsers import CHROMIUM, Profile, chromium, has_run, is_quiet, open_by_link, served
from ui.frame.navigation import BY_LABEL

pytestmark = [pytest.mark.browser]
if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed: browser journeys are left out", allow_module_level=True)

expect.set_options(timeout=120_000)  # a busy machine is slow, not wrong

BARE = "Presentation"  # has no sidebar: nothing is opened from there
LABELS = ["Response", *(label for label in BY_LABEL if label not in ("Response", BARE)), BARE]
MOST_TABS = 12  # from the beginning of the page to its first list
NARROW = 360  # of 1440 pixels at 400%

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
SHAPES = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
AXE = "rules => axe.run({exclude: [['.main-svg']]}, rules)"  # a drawing is told by its words
# Streamlit's own, by rule and place: nothing of ours draws them, and nobody is kept out by them.
THEIRS = {
    # The area into which files are dropped has a name and no role; its button is what is used.
    ("presentation-role-conflict", "stFileUploaderDropzone"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="module")
def profile(server):
    with chromium() as browser:
        profile = Profile(browser, f"{server}/_stcore/health")
        yield profile
        profile.close()


@pytest.fixture(scope="module")
def tab(profile, server):
    """One tab that goes from page to page: nothing is loaded twice."""
    page = profile.visitor()
    page.goto(server)
    has_run(page)
    page.evaluate(Axe().axe_script)
    return page


def broken(page: Page, rules: dict) -> list[str]:
    """Which rule each piece of the page breaks that is not Streamlit's own."""
    is_quiet(page)
    found = page.evaluate(AXE, rules)["violations"]
    return [
        f"{one['id']}: {piece['html'][:200]} {[why['message'] for why in piece['any']]}"
        for one in found
        for piece in one["nodes"]
        if not any(one["id"] == rule and place in piece["html"] for rule, place in THEIRS)
    ]


@pytest.mark.parametrize("label", LABELS)
def test_a_page_breaks_no_rule(tab, label):
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.emulate_media(color_scheme="light")
    if label != "Response":
        open_by_link(tab, label)
    tab.wait_for_function("label => document.title.startsWith(label)", arg=label)
    if label == "One patient":
        tab.get_by_role("combobox", name="Find a patient by id").fill("P-0003")
        tab.keyboard.press("Enter")
        expect(tab.locator("h1")).to_contain_text("P-0003")
        tab.keyboard.press("Escape")
        expect(tab.get_by_role("listbox")).to_have_count(0)
    has_run(tab)
    assert broken(tab, RULES) == []
    told = tab.locator("[role=figure]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert all(re.search(r"\d", words) for words in told), told
    tab.emulate_media(color_scheme="dark")
    assert broken(tab, COLOURS) == []
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size({"width": NARROW, "height": 900})
    assert broken(tab, SHAPES) == []
    wide = "main => main.scrollWidth - main.clientWidth"
    assert tab.get_by_test_id("stMain").evaluate(wide) <= 0


IN_A_LIST = """() => {
    const at = document.activeElement
    return at.matches('canvas, input[type=radio], [data-testid=stPageLink-NavLink]')
        && !!at.closest('main')
}"""


@pytest.mark.parametrize("path", ["", "all_pages", "records", "patients"])
def test_the_first_list_is_a_few_tabs_from_the_link_that_skips_to_it(profile, server, path):
    page = profile.visitor()
    page.goto(f"{server}/{path}")
    has_run(page)
    is_quiet(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "stMain"
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(IN_A_LIST):
            return
    pytest.fail(f"no list within {MOST_TABS} tabs")


def test_where_the_keyboard_is_never_looks_like_the_page_one_is_on(profile, server):
    page = profile.visitor()
    page.goto(server)
    has_run(page)
    here = page.get_by_test_id("stSidebar").locator("[aria-current=page]")
    expect(here).to_have_text("percentResponse")
    for scheme, ring in (("light", "rgb(0, 104, 165)"), ("dark", "rgb(109, 189, 236)")):
        page.emulate_media(color_scheme=scheme)
        is_quiet(page)
        for name in ("Medication", "Response", "Reduction"):
            link = page.get_by_test_id("stSidebar").get_by_role("link", name=name)
            link.focus()
            page.keyboard.press("Tab")
            page.keyboard.press("Shift+Tab")
            expect(link).to_have_css("outline", f"{ring} solid 2px")
    open_by_link(page, "Reduction")
    expect(here).to_have_text("waterfall_chartReduction")


def test_a_closed_sidebar_is_not_walked_through(profile, server):
    page = profile.visitor(width=NARROW)
    page.goto(server)
    has_run(page)
    is_quiet(page)
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[data-testid=stSidebar]')") is None


def test_a_switch_of_light_and_dark_draws_the_charts_anew_and_costs_one_run(profile, server):
    page = profile.visitor()
    sent: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(server)
    has_run(page)
    is_quiet(page)
    before = len(sent)
    chart = page.locator(".js-plotly-plot")
    letters = chart.locator("text").first
    expect(letters).to_have_css("fill", "rgb(27, 36, 48)")
    chart.evaluate("chart => { chart.dataset.drawn = 'before' }")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".js-plotly-plot[data-drawn=before]")).to_have_count(0)
    expect(letters).to_have_css("fill", "rgb(237, 241, 245)")
    is_quiet(page)
    assert (before, len(sent)) == (1, 2)
