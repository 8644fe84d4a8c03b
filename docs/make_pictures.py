"""How does the product look today? Takes every picture of the README and of the tours anew.

``make pictures`` runs it: the server as it lies here, Chromium, the synthetic sample clinic. Nobody
keeps a picture up to date by hand; ``tests/test_pictures.py`` holds that each one that is taken is
shown with its words, and that none is shown which is not taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page

from tests.browsers import Profile, chromium, close_popover, has_run, is_quiet, open_by_link, served

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "images"
SAMPLE = ROOT / "data" / "sample"
COLOURS = 128  # of a picture: enough for letters and our own colours, a third of the bytes


class Picture(NamedTuple):
    """One screen: the page it shows, what is done there first, how wide, light or dark."""

    name: str
    page: str
    steps: Callable[[Page], None] = lambda page: None
    scheme: str = "light"
    width: int = 1440
    height: int = 900


def _session_4(page: Page) -> None:
    page.get_by_role("radio", name="4", exact=True).or_(
        page.get_by_role("button", name="4", exact=True)
    ).first.click()


def _site_moor(page: Page) -> None:
    page.get_by_role("button", name="Filters: none").click()
    page.get_by_role("combobox", name="Site").click()
    page.get_by_role("option", name="Moor").click()
    close_popover(page)


def _first_of_the_list(page: Page) -> None:
    """The patient that Today names as next."""
    page.get_by_role("button", name="Next").first.click()


def _own_files(page: Page) -> None:
    files = [str(SAMPLE / f"{name}.csv") for name in ("diary", "sessions", "patients")]
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_role("button", name="Use these records").wait_for()


PICTURES = (
    Picture("response", "Response"),
    Picture("response-phone", "Response", scheme="dark", width=390, height=844),
    Picture("today", "Today"),
    Picture("one-patient", "Today", _first_of_the_list),
    Picture("records", "Records to look at"),
    Picture("moor", "Response", _site_moor),
    Picture("all-pages", "All pages"),
    Picture("report", "Report"),
    Picture("presentation", "Presentation"),
    Picture("load", "Load data", _own_files),
    Picture("days", "Days"),
    Picture("other-definitions", "Other definitions"),
    Picture("who-is-in-it", "Who is in it"),
)


def main() -> None:
    wanted = set(sys.argv[1:])
    with TemporaryDirectory() as log, served(Path(log)) as address, chromium() as browser:
        profile = Profile(browser, f"{address}/_stcore/health")
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                _take(profile, address, picture)
                print(picture.name)
        profile.close()


def _take(profile: Profile, address: str, picture: Picture) -> None:
    page = profile.visitor(picture.scheme)
    page.goto(address)
    has_run(page)
    understood = page.get_by_role("button", name="Understood")
    if picture.name != "response" and understood.count():
        understood.click()
        has_run(page)
    if picture.page != "Response":
        open_by_link(page, picture.page)
        is_quiet(page)
        has_run(page)
    picture.steps(page)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.mouse.move(picture.width - 2, picture.height - 2)
    is_quiet(page)
    page.wait_for_timeout(1500)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.locator("svg.main-svg").first.wait_for(state="attached")
    is_quiet(page)
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        FOLDER / f"{picture.name}.png", optimize=True
    )


if __name__ == "__main__":
    main()
