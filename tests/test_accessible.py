"""Can everybody use every page: by keyboard, aloud, in both themes, on a phone, at 400%?"""

import os
import re
import time
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsers import CHROMIUM, close_popover, has_run, is_quiet, open_by_link
from tests.printed import WORDS, over_each_other, words_of
from tests.signed_in import go
from tests.test_suggested import AUDIT
from ui.frame.navigation import BY_LABEL

pytestmark = [pytest.mark.browser]
if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed: browser journeys are left out", allow_module_level=True)

expect.set_options(timeout=120_000)  # a busy machine is slow, not wrong

PATHS = {label: one.address for label, one in BY_LABEL.items()}
EXPECTED_404 = re.compile(r"/(_stcore/health|_stcore/host-config|health|host-config)")
STRIPS = ("", "today", "reduction", "report", "who")  # pages whose buttons are tried all over
MOST_TABS = 12  # from the beginning of the page to its first list
PHONE = (390, 844)
TWICE, FOUR_TIMES = (720, 450), (360, 225)  # what is left of 1440 x 900 at 200% and at 400%
NARROW = FOUR_TIMES[0]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG}}
AXE = "rules => axe.run({exclude: [['.main-svg']]}, rules)"  # a drawing is told by its words
# Streamlit's own, by rule and place: nothing of ours draws them, and nobody is kept out by them.
THEIRS = {
    # The area into which files are dropped has a name and no role; its button is what is used.
    ("presentation-role-conflict", "stFileUploaderDropzone"),
    # Day, month and year are parts of one field of full size, and arrow keys go between them.
    ("target-size", 'role="spinbutton"'),
    # A table's column of names has no heading.
    ("empty-table-header", "blank index_name"),
}


@pytest.fixture(scope="module")
def tab(profile):
    """One tab for every page."""
    return profile.visitor()


# The words of buttons that end in three dots because their button is too narrow.
CUT = """() => [...document.querySelectorAll('button')].filter(button =>
    [button, ...button.querySelectorAll('*')].some(one =>
        getComputedStyle(one).textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth + 1
    )).map(button => button.innerText)"""


# Words of ours that begin or end behind an edge that nobody can scroll to.
BEHIND = """() => {
    const words = 'h1, h2, h3, p, li, summary, label, a, figcaption', behind = []
    const others = '.js-plotly-plot, [data-testid=stDataFrame], [data-baseweb=select]'
    for (const one of document.querySelectorAll('[data-testid=stMain] :is(' + words + ')')) {
        if (one.closest(others) || !one.checkVisibility({visibilityProperty: true})) continue
        const range = document.createRange()
        range.selectNodeContents(one)
        const said = range.getBoundingClientRect()
        for (let at = one; at && at !== document.body; at = at.parentElement) {
            const {overflowX} = getComputedStyle(at), edge = at.getBoundingClientRect()
            if (overflowX === 'auto' || overflowX === 'scroll' || edge.width <= 1) break
            const out = said.right > edge.right + 1 || said.left < edge.left - 1
            if (overflowX !== 'visible' && out) {
                behind.push(one.innerText)
                break
            }
        }
    }
    return behind
}"""


# Of the words of a button against the first of its surroundings that is painted.
CONTRAST = """button => {
    const light = color => {
        const [r, g, b] = color.match(/[0-9.]+/g).map(Number).map(one => one / 255).map(
            one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    let under = button
    const painted = one => getComputedStyle(one).backgroundColor
    while (/, 0\\)$/.test(painted(under))) under = under.parentElement
    const both = [light(getComputedStyle(button.querySelector('p')).color), light(painted(under))]
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
}"""


COVERED = """button => {
    const {left, top, width, height} = button.getBoundingClientRect()
    const parts = [0.1, 0.3, 0.5, 0.7, 0.9]
    const at = (x, y) => document.elementFromPoint(left + x * width, top + y * height)
    return parts.flatMap(y => parts.map(x => [x, y]))
        .filter(([x, y]) => !button.contains(at(x, y)))
}"""


def fits(page: Page, size: tuple[int, int]) -> None:
    """At this size nothing is wider than the screen, no words of ours are cut."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    is_quiet(page)
    wide = "main => main.scrollWidth - main.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(wide) <= 0, size
    assert page.evaluate(BEHIND) == [], size
    assert page.evaluate(CUT) == [], size


def seen_in(page: Page, scheme: str, width: int) -> None:
    """As one sees the page in this theme and width, once the server has drawn it for both."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    is_so = "scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme"
    page.wait_for_function(is_so, arg=scheme)
    has_run(page)


def broken(page: Page) -> list[str]:
    """Which rule each piece of the page breaks that is not Streamlit's own."""
    is_quiet(page)
    has_run(page)  # a new theme or width may have begun a run meanwhile, which dims the words
    found = page.evaluate(AXE, RULES)["violations"]
    return [
        f"{one['id']}: {piece['html'][:200]} {[why['message'] for why in piece['any']]}"
        for one in found
        for piece in one["nodes"]
        if not any(one["id"] == rule and place in piece["html"] for rule, place in THEIRS)
    ]


def can_be_pressed(page: Page) -> None:
    """All of each button of the strip answers to a click: the line above has a lower margin that
    reaches over them."""
    is_quiet(page)
    for name in ("3 remarks", "Change"):
        button = page.get_by_test_id("stMain").get_by_role("button", name=name).first
        assert button.evaluate(COVERED) == []


def arrive(page: Page, server: str, label: str) -> None:
    """By its address: some are loaded, the others are gone to as the back button goes."""
    path = PATHS[label]
    if path in STRIPS or not page.url.startswith(server):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(f"{server}/{path}")
        page.evaluate(Axe().axe_script)
    else:
        is_quiet(page)
        has_run(page)  # a run that the last width began would bring the page before back
        go(page, path)
    page.wait_for_function("label => document.title.startsWith(label)", arg=label)
    has_run(page)


def breaks_nothing_light(page: Page, label: str) -> None:
    seen_in(page, "light", 1440)
    assert broken(page) == []
    if PATHS[label] in STRIPS:
        can_be_pressed(page)
    told = page.locator("[role=figure]").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert all(re.search(r"\d", words) for words in told), told
    fits(page, (1440, 900))
    fits(page, TWICE)


def breaks_nothing_dark(page: Page, _: str) -> None:
    seen_in(page, "dark", NARROW)  # the server draws for a narrow screen and for the dark at once
    assert broken(page) == []
    fits(page, PHONE)
    fits(page, FOUR_TIMES)


@pytest.mark.parametrize("label", PATHS)
def test_a_page_by_its_address_breaks_no_rule_light_or_dark_and_fits_every_screen(
    tab, server, label
):
    """One visit for all that is asked of a page, begun as the one before ended, light or dark:
    to load a page, or to change its theme once more, takes longer than to look at it."""
    wrong: list[str] = []
    tab.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    arrive(tab, server, label)
    if label == "One patient":
        tab.get_by_role("combobox", name="Find a patient by id").fill("P-0003")
        tab.get_by_role("option", name="P-0003").click()
        expect(tab.locator("h1")).to_contain_text("P-0003")
        expect(tab.get_by_role("listbox")).to_have_count(0)
    both = [breaks_nothing_light, breaks_nothing_dark]
    dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for breaks_nothing in reversed(both) if dark else both:
        breaks_nothing(tab, label)
    assert not tab.get_by_test_id("stException").count()
    assert not [url for url in wrong if not EXPECTED_404.search(url)]


def test_a_file_that_waits_breaks_no_rule_and_fits_every_screen(tab, server, tmp_path):
    """Its columns below what each means, and the values of one of them."""
    (tmp_path / "audit.csv").write_text(
        AUDIT.replace("DNA", "7").replace(",7,", ",n/a,", 2), encoding="utf-8", newline=""
    )
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.emulate_media(color_scheme="light")
    tab.goto(f"{server}/load")
    tab.evaluate(Axe().axe_script)
    tab.locator("input[type=file]").last.set_input_files(tmp_path / "audit.csv")
    expect(tab.locator("h1")).to_have_text("How is audit.csv read?")
    has_run(tab)
    assert broken(tab) == []
    for size in ((1440, 900), (1280, 800), TWICE):
        fits(tab, size)
    seen_in(tab, "dark", NARROW)
    assert broken(tab) == []
    fits(tab, PHONE)
    fits(tab, FOUR_TIMES)


def test_the_name_of_an_open_drawer_can_be_read(tab, server):
    """Its words keep a contrast of 4.5 while what they open stands beside them."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(server)
    for scheme in ("light", "dark"):
        seen_in(tab, scheme, 1440)
        is_quiet(tab)
        button = tab.get_by_test_id("stSidebar").get_by_role("button", name="Migraine days")
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        is_quiet(tab)
        assert button.evaluate(CONTRAST) >= 4.5, scheme
        close_popover(tab)


def test_remarks_are_read_by_keyboard_and_by_finger(tab, server):
    """Nothing of the strip stands where only a pointer that rests on it can read it."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(server)
    has_run(tab)
    button = tab.get_by_role("button", name="3 remarks")
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Last entries: ")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_text("Last entries: ")).to_have_count(0)
    tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    has_run(tab)
    button.click()
    expect(tab.get_by_text("Last entries: ")).to_be_visible()


def test_what_to_look_at_stands_beside_the_numbers_of_its_row(tab, server):
    """Also where a scroll bar takes 15 pixels of the window."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"{server}/today")
    for width in (1440, 1425, 1366):
        tab.set_viewport_size({"width": width, "height": 900})
        has_run(tab)
        is_quiet(tab)
        note = tab.get_by_text("ICHD limit 10").first.bounding_box()
        numbers = tab.get_by_text("a month, 69% fewer").first.bounding_box()
        assert note["x"] > numbers["x"] + 300, width
        assert note["y"] < numbers["y"] + numbers["height"], width


def test_charts_follow_a_window_that_becomes_narrow_and_wide_again(tab, server):
    """As a tablet is turned, or a window put beside another: without loading the page anew."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(server)
    has_run(tab)
    narrow = tab.locator("[class*=st-key-][class*=_narrow] .js-plotly-plot")
    expect(narrow).to_have_count(0)
    tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(narrow).not_to_have_count(0)
    tab.set_viewport_size({"width": 1440, "height": 900})
    expect(narrow).to_have_count(0)
    expect(tab.locator(".js-plotly-plot")).not_to_have_count(0)


def test_words_behind_an_edge_are_found_where_nobody_can_scroll_to_them(profile):
    page, words = profile.visitor(), "<p style='white-space: nowrap'>More words than {} holds</p>"
    edge = "<div style='width: 50px; overflow: {}'>{}</div>"
    page.set_content(
        "<div data-testid='stMain'>"
        + edge.format("hidden", words.format("an edge"))
        + edge.format("auto", words.format("what scrolls"))
        + "</div>"
    )
    assert page.evaluate(BEHIND) == ["More words than an edge holds"]


@pytest.mark.parametrize("size", [TWICE, FOUR_TIMES])
def test_every_link_is_reached_at_200_and_at_400_percent(profile, server, size):
    page = profile.visitor(width=size[0], height=size[1])
    page.goto(server)
    has_run(page)
    side = page.get_by_test_id("stSidebar")
    if side.get_attribute("data-collapsed") == "true":
        page.get_by_test_id("stExpandSidebarButton").click()
    links = side.get_by_role("link")
    expect(links.first).to_be_visible()
    for link in [link for link in links.all() if link.is_visible()]:
        link.scroll_into_view_if_needed()
        expect(link).to_be_in_viewport(ratio=0.99)
    open_by_link(page, "Reduction")
    expect(page.locator("h1")).to_be_in_viewport()


def test_the_sidebar_breaks_no_rule_in_the_dark(profile, server):
    page = profile.visitor(scheme="dark")
    page.goto(server)
    page.evaluate(Axe().axe_script)
    seen_in(page, "dark", 1440)
    assert broken(page) == []


IN_A_LIST = """() => {
    const at = document.activeElement
    return at.matches(`canvas, input[type=radio], [data-testid=stPageLink-NavLink],
        [class*=st-key-comes_] button`)
        && !!at.closest('main')
}"""


@pytest.mark.parametrize("path", ["", "all_pages", "records", "patients", "today"])
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
    begun = time.perf_counter()
    page.goto(server)
    has_run(page)
    loaded = time.perf_counter() - begun
    is_quiet(page)
    before = len(sent)
    chart = page.locator(".js-plotly-plot")
    letters = chart.locator("text").first
    expect(letters).to_have_css("fill", "rgb(27, 36, 48)")
    inks = {"dark": "rgb(237, 241, 245)", "light": "rgb(27, 36, 48)"}
    took = []
    for runs, scheme in enumerate(("dark", "light", "dark"), start=before + 1):
        chart.evaluate("chart => { chart.dataset.drawn = 'before' }")
        begun = time.perf_counter()
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".js-plotly-plot[data-drawn=before]")).to_have_count(0)
        expect(letters).to_have_css("fill", inks[scheme])
        took.append(time.perf_counter() - begun)
        is_quiet(page)
        assert len(sent) == runs
    print("switches took", [f"{one:.1f}" for one in took], f"s, the page before {loaded:.1f} s")
    assert before == 1
    assert min(took) < max(1, loaded)  # a busy machine is slow with both, and not all the time


def test_a_phone_asks_once_and_shows_the_sessions_that_fit(profile, server):
    page = profile.visitor(width=PHONE[0], height=PHONE[1])
    sent: list[int] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(f"{server}/medication")
    expect(page.get_by_text(re.compile("On this screen sessions 2 to 7;"))).to_be_visible()
    is_quiet(page)
    assert len(sent) == 2
    under = page.locator(".js-plotly-plot .xtick text")
    expect(under).to_have_count(6)
    boxes = sorted(
        (box for one in under.all() if (box := one.bounding_box())), key=lambda b: b["x"]
    )
    ends = [one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes)]
    assert all(ends), "words under one session touch those under the next"


INK = "getComputedStyle(document.querySelector('.main-svg text') ?? document.body).fill"


@pytest.mark.skipif(not WORDS and os.environ.get("CI") != "true", reason="poppler is missing")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_report_page_is_printed_below_itself_not_over_itself(profile, server, tmp_path, paper):
    """Its columns are longer than a page; a file that nothing there makes is not named."""
    page = profile.visitor()
    page.goto(f"{server}/report")
    has_run(page)
    is_quiet(page)
    page.pdf(path=tmp_path / "page.pdf", format=paper, print_background=True)
    pages = words_of(tmp_path / "page.pdf")
    text = " ".join(box[0] for _, boxes in pages for box in boxes)
    for words in ("What goes to the meeting?", "What the slides will say", "Not advice"):
        assert words in text
    assert "PowerPoint" not in text
    assert len(pages) <= 2
    assert "What the slides will say" in " ".join(box[0] for box in pages[0][1])
    for _, boxes in pages:
        assert not over_each_other(boxes)


@pytest.mark.skipif(not WORDS and os.environ.get("CI") != "true", reason="poppler is missing")
@pytest.mark.parametrize(
    ("path", "scheme", "drawn"),
    [
        ("", "dark", ["38 of 103 patients (37%)", "reached of judged", "25% 0%", "14 no usable"]),
        (
            "reduction",
            "light",
            ["no day left", "11 not judged", "50% line: 38 of 103", "Not advice"],
        ),
        ("onset", "light", ["Session 8: too few", "n 116", "n 8"]),
        ("today", "light", ["6 patients come on", "P-0129", "P-0154"]),
        ("records", "light", ["46 of 152 patients", "12 of 46 rows are on this paper"]),
        ("patients", "light", ["152 patients", "of 152 rows are on this paper", "CSV and Excel"]),
    ],
)
def test_a_printed_page_is_clean_and_whole(profile, server, tmp_path, path, scheme, drawn):
    """No sidebar, no buttons; every label of a chart is on the paper, also beyond 690 pixels."""
    page = profile.visitor(scheme=scheme)
    page.goto(f"{server}/{path}")
    has_run(page)
    is_quiet(page)
    ink = page.evaluate(INK)
    assert not page.get_by_text("rows are on this paper").filter(visible=True).count()
    page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    pages = words_of(tmp_path / "page.pdf")
    text = " ".join(box[0] for _, boxes in pages for box in boxes)
    assert not [words for words in drawn if words not in text], text
    assert not [
        words
        for words in ("Load data", "Filters", "PNG", "Method", "By time", "Paste")
        if words in text
    ]
    assert path not in ("today", "records") or len(pages) == 1
    for (width, _), boxes in pages:
        assert boxes, "an empty sheet"
        assert all(box[1] >= 0 and box[3] <= width for box in boxes)
    assert page.evaluate(INK) == ink  # the screen is as it was
