"""In a real browser: a reload, a second tab, a cut line, another browser, and Forget."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import Profile, close_popover, has_run, open_by_link
from tests.cut_line import CutLine
from tests.serving import Server, serving
from tests.test_browser import headline
from tests.test_choices_stay import files

pytestmark = pytest.mark.browser

__all__ = ["files"]  # a fixture


class Line(CutLine):
    """Whose server can also end and begin again."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.port)
        self.server = server

    def restart(self) -> None:
        self.cut()
        self.server.end()
        self.server.begin()
        self.mend()


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """``server.py``, which lets a tab go after a second, at the other end of a line."""
    folder = tmp_path_factory.mktemp("comes_back")
    with serving(folder, "server.py", ("--server.disconnectedSessionTTL=1",)) as server:
        yield Line(server)
    assert "error" not in server.told(), server.told()


@pytest.fixture(scope="module")
def profile(browser, line):
    profile = Profile(browser, f"http://localhost:{line.port}/health")
    yield profile
    profile.close()


def load(page: Page, line: CutLine, files: dict[str, bytes]) -> None:
    page.goto(f"http://localhost:{line.port}/load?where_site=Moor")
    page.locator("input[type=file]").last.set_input_files(
        [{"name": n, "mimeType": "text/csv", "buffer": body} for n, body in files.items()]
    )
    page.get_by_role("button", name="Use these records").click()
    expect(headline(page)).to_contain_text("of 3 patients")


def choose(page: Page, box: str, value: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=value, exact=True).click()


def answer(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_contain_text(words)


def view(page: Page) -> str:
    return re.search(r"view=(\w+)", page.url)[1]


def test_a_reload_two_tabs_another_browser_and_forget(browser, profile, line, files):
    page = profile.visitor()
    load(page, line, files)
    page.get_by_test_id("stSidebar").get_by_text("Filters: 1").click()
    choose(page, "Clinician", "A")  # a link does not carry it
    close_popover(page)
    page.get_by_test_id("stSidebar").get_by_text("Migraine days · month after").click()
    choose(page, "Which window", "Weeks 9 to 12")
    close_popover(page)
    open_by_link(page, "One patient")
    choose(page, "Find a patient by id", "4")
    answer(page, "4: what was recorded")
    before = page.url
    assert "clinician" not in before
    page.reload()
    answer(page, "4: what was recorded")
    assert page.url == before
    expect(page.get_by_text("Hull 2014, changed").first).to_be_visible()
    expect(page.get_by_text("1 of 6 patients")).to_be_visible()

    other = page.context.new_page()  # a second tab, by the same address: a view of its own
    other.goto(page.url)
    answer(other, "4: what was recorded")
    other.wait_for_url(lambda url: f"view={view(page)}" not in url)
    other.get_by_test_id("stSidebar").get_by_text("Filters: 2").click()
    other.get_by_label("Remove A").click()
    expect(other.get_by_text("3 of 6 patients")).to_be_visible()
    close_popover(other)
    choose(other, "Find a patient by id", "2")
    answer(other, "2: what was recorded")
    for tab, patient in ((page, 4), (other, 2)):
        tab.reload()
        answer(tab, f"{patient}: what was recorded")

    foreign = browser.new_context()
    stranger = foreign.new_page()
    stranger.goto(page.url)
    expect(headline(stranger)).to_contain_text("This link needs the records it was made from.")
    foreign.close()

    page.get_by_role("button", name="Forget these records").first.click()
    expect(headline(page)).to_contain_text("Nothing is loaded.")
    page.reload()
    expect(headline(page)).to_contain_text("Nothing is loaded.")
    open_by_link(other, "Response")
    expect(other.get_by_text("forgotten in another tab").first).to_be_visible()
    expect(headline(other)).to_contain_text("Nothing is loaded.")


def test_a_line_that_was_cut_is_said_at_once_and_brings_everything_back(profile, line, files):
    page = profile.visitor()
    load(page, line, files)
    open_by_link(page, "One patient")
    choose(page, "Find a patient by id", "4")
    answer(page, "4: what was recorded")
    told = page.get_by_test_id("lost")
    expect(told).to_have_count(0)
    line.cut()
    expect(told).to_contain_text("nothing can be clicked until Clear Days is back", timeout=10_000)
    time.sleep(2)  # Streamlit has forgotten the tab: its session is gone
    line.mend()
    expect(told).to_have_count(0)
    open_by_link(page, "Reduction")
    expect(headline(page)).to_contain_text("migraine days")
    expect(page.get_by_text("diary.csv, sessions.csv").first).to_be_visible()
    has_run(page)
    open_by_link(page, "One patient")
    answer(page, "4: what was recorded")
    assert page.get_by_text("reload forgets").count() == 0
    line.restart()  # nothing is pressed, and the old numbers go
    expect(headline(page)).to_contain_text("Clear Days was restarted: the records it held are")
    expect(page.get_by_text("diary.csv, sessions.csv")).to_have_count(0)
    page.get_by_role("button", name="Open the sample clinic").click()
    expect(page.get_by_text("SYNTHETIC").first).to_be_visible()


def test_a_sample_that_was_closed_comes_back_by_a_click_alone(profile, line):
    """Not by an address with choices, in this tab or another; to another visitor it opens."""
    page = profile.visitor()
    page.goto(f"http://localhost:{line.port}/load")
    page.get_by_role("button", name="Close the sample").click()
    expect(headline(page)).to_contain_text("Nothing is loaded.")
    for address in ("?window=weeks_9_12", "load?threshold=30"):
        page.goto(f"http://localhost:{line.port}/{address}")
        expect(headline(page)).to_contain_text("Nothing is loaded.")
    other = profile.visitor()
    other.goto(f"http://localhost:{line.port}/?window=weeks_9_12")
    expect(headline(other)).to_contain_text("patients (")
