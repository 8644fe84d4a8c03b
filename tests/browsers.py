"""The browser of the journeys, where there is one: how it is started, and one profile for many."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.serving import ROOT, serving
from ui.frame.navigation import AREA_OF, AREAS, BY_LABEL

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHARED = [
    "--process-per-site",  # scripts are compiled once for all tabs of a profile
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


# What pulses or turns is painted sixty times a second, and there is no graphics card: it is at its
# end at once, and says so to whoever waits for that. No transition at all: a short one is begun by
# every element that inherits a new colour, thousands at a time.
STILL = """addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style')
    style.textContent = `*, ::before, ::after { animation-duration: 0.01ms !important;
        animation-iteration-count: 1 !important; transition: none !important }`
    document.head.append(style)
})"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The app at an address of its own; its log, in ``folder``, tells no failure of ours."""
    with serving(folder) as server:
        yield server.address
    told = server.told()
    assert "Uncaught app execution" not in told, told
    ours = [line for line in told.splitlines() if f'File "{ROOT}' in line and ".venv" not in line]
    assert not ours, told  # what a closing browser does to the web server's sockets is not ours


@contextmanager
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is missing: .ci/run installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *SHARED])
        yield browser
        browser.close()


class Profile:
    """A browser's profile for one visitor after the other: its cache stays, what they left goes.

    A new profile compiles megabytes of scripts anew, for longer than most tests look at a page.
    ``site`` is a small address of the server: a tab that stays there keeps the process alive.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
            ignore_https_errors=True,
        )
        self.context.add_init_script(STILL)
        self.context.set_default_timeout(120_000)
        self.stays = self.context.new_page()
        self.stays.goto(site)

    def close(self) -> None:
        """A server waits for whoever is still connected before it ends."""
        self.context.close()

    def visitor(self, scheme: str = "light", width: int = 1440, height: int = 900) -> Page:
        """A tab of somebody who was never here; tabs of the one before are closed."""
        for page in self.context.pages:
            if page is not self.stays:
                page.close()
        self.context.clear_cookies()
        self.stays.evaluate("localStorage.clear()")
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        return page


# What is seen is asked for last: to answer, a browser must lay out the whole page.
HAS_RUN = """() =>
    document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]')
    && document.querySelector('h2')?.checkVisibility({visibilityProperty: true})"""


def has_run(page: Page) -> None:
    """Until the page's script has come to its end, and nothing holds the place of a chart."""
    page.wait_for_function(HAS_RUN, polling=50)


QUIET = """() => new Promise(done => {
    let last = performance.now()
    const watch = new MutationObserver(() => { last = performance.now() })
    watch.observe(document.body, {subtree: true, childList: true, attributes: true})
    const look = () => {
        if (performance.now() - last < 200) return setTimeout(look, 20)
        watch.disconnect()
        done()
    }
    look()
})"""


def is_quiet(page: Page) -> None:
    """Until a fifth of a second has passed in which nothing of the page changed."""
    page.evaluate(QUIET)


def close_popover(page: Page) -> None:
    """As a person leaves it: its list of values, then itself, which asks for a run."""
    still = page.locator("[role=listbox], [data-testid=stPopoverBody]").filter(visible=True)
    for _ in range(300):  # each takes one, a busy browser not at once
        if not still.count():
            break
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
    expect(still).to_have_count(0)
    is_quiet(page)
    has_run(page)


def open_by_link(page: Page, label: str) -> None:
    """As a person goes there: the tab of its area and its link, or *All pages* and its link."""
    side, wanted = page.get_by_test_id("stSidebar"), BY_LABEL[label]
    if not wanted.in_tab:
        side.get_by_role("link", name="All pages", exact=True).click()
        named = re.compile(rf"^{re.escape(label)}(?!\w)")
        page.get_by_test_id("stMain").get_by_role("link", name=named).click()
        return
    if AREA_OF[wanted] in AREAS:
        side.get_by_role("tab", name=AREA_OF[wanted], exact=True).click()
    side.get_by_role("link", name=label, exact=True).click()
