"""How many actions does it take? Each click, file drop and key of a journey is counted.

The times are printed (``-s``), not held: a busy machine is slow, not wrong.
"""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browsers import CHROMIUM, has_run, open_by_link
from tests.hand import Hand
from tests.test_browser import SAMPLE, headline
from tests.test_live import SESSIONS
from tests.test_suggested import AUDIT, FORM

pytestmark = pytest.mark.browser

if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed: journeys are left out", allow_module_level=True)


def test_to_the_page_for_the_file_and_to_the_next_patient(page, server):
    page.goto(server)
    expect(headline(page)).to_contain_text("had at least 50% fewer")
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="All pages", exact=True))
    hand.type(page.get_by_placeholder("Find a patient by id"), "P-0147")
    expect(page.locator("h1")).to_contain_text("P-0147")
    with page.expect_download():
        hand.click(page.get_by_role("button", name="Page for the file"))
    hand.there("sample to a patient's page for the file", 3)

    assert _facts_end(page) < 900

    open_by_link(page, "All patients")
    has_run(page)
    open_by_link(page, "One patient")
    expect(page.locator("h1")).to_contain_text("P-0147")
    has_run(page)
    hand = Hand(page)
    expect(page.get_by_role("button", name="Next", exact=False).first).to_be_enabled()
    hand.press("n")
    expect(page.locator("h1")).not_to_contain_text("P-0147")
    hand.there("next patient", 1)


def _facts_end(page) -> float:
    """Where they end: answer, months and facts stand on one screen."""
    facts = page.locator(".st-key-facts").bounding_box()
    return facts["y"] + facts["height"]


def test_a_long_course_fills_no_more_than_one_screen(page, server):
    """Eight sessions, a thin diary, side effects in lanes: all facts are one click away."""
    page.goto(f"{server}/patient")
    has_run(page)
    for patient_id in ("P-0023", "P-0005"):
        box = page.get_by_role("combobox", name="Find a patient by id")
        box.fill(patient_id)
        page.get_by_role("option", name=patient_id).click()
        expect(page.locator("h1")).to_contain_text(patient_id)
        has_run(page)
        assert _facts_end(page) < 900
    page.get_by_role("button", name="In full, with 3 that cannot be judged").click()
    told = page.get_by_test_id("stPopoverBody")
    expect(told).to_contain_text("HIT-6, MIDAS, MSQ after session 8: not recorded.")
    expect(told).to_contain_text("Since 10 Jan 2026: 49 headache days in 121 recorded days.")


def test_own_files_to_a_first_number_and_its_slides(page, server):
    page.goto(server)
    expect(headline(page)).to_contain_text("had at least 50% fewer")
    hand = Hand(page)
    hand.click(page.get_by_test_id("stSidebar").get_by_role("link", name="Load data", exact=True))
    hand.drop(SAMPLE / "diary.csv", SAMPLE / "sessions.csv")
    hand.click(page.get_by_role("button", name="Use these records"))
    expect(headline(page)).to_contain_text("38 of 103 patients (37%)")
    hand.there("own files to the first number", 3)
    hand.click(page.get_by_test_id("stSidebar").get_by_role("link", name="Report", exact=True))
    with page.expect_download() as slides:
        hand.click(page.get_by_role("button", name=re.compile(r"Slides\b")))
    assert slides.value.suggested_filename.endswith(".pptx")
    hand.there("a slide of it", 2)


def test_own_files_to_the_page_for_the_file(page, server):
    """A file is made beside the runs of a page: nothing that only a run has may be asked for."""
    page.goto(f"{server}/load")
    has_run(page)
    hand = Hand(page)
    hand.drop(SAMPLE / "diary.csv", SAMPLE / "sessions.csv")
    hand.click(page.get_by_role("button", name="Use these records"))
    expect(headline(page)).to_contain_text("38 of 103 patients (37%)")
    hand.click(page.get_by_role("link", name="All pages", exact=True))
    hand.type(page.get_by_placeholder("Find a patient by id"), "P-0147")
    expect(page.locator("h1")).to_contain_text("P-0147")
    with page.expect_download() as made:
        hand.click(page.get_by_role("button", name="Page for the file"))
    assert "P-0147" in made.value.path().read_text(encoding="utf-8")
    hand.there("own files to a patient's page for the file", 5)


def test_files_that_no_layout_knows_to_a_first_number(page, server, tmp_path):
    """A form's diary with a list of injections, and a wide sheet under two titles."""
    form, injections = FORM.replace(".2024", ".2025"), SESSIONS.replace("2024-02", "2025-02")
    for name, held in (("form.csv", form), ("injections.csv", injections), ("audit.csv", AUDIT)):
        (tmp_path / name).write_text(held.replace("DNA", "7"), encoding="utf-8", newline="")
    for files, most, told in (
        (("form.csv", "injections.csv"), 5, "No migraine days are recorded"),
        (("audit.csv",), 4, "of 9 patients"),
    ):
        page.goto(f"{server}/load")
        has_run(page)
        hand = Hand(page)
        hand.drop(*(tmp_path / name for name in files))
        expect(page.locator("h1")).to_contain_text("How ")
        has_run(page)
        hand.click(page.get_by_role("button", name="Use these", exact=False).first)
        expect(headline(page)).to_contain_text(told)
        hand.there(f"{' and '.join(files)} to a first number", most)


def test_a_link_shows_somebody_else_the_same(page, profile, server):
    page.goto(f"{server}/?definition=preempt&where_site=Moor&session=3")
    expect(headline(page)).to_contain_text("after session 3")
    has_run(page)
    link, told = page.url, headline(page).inner_text()
    other = profile.visitor()
    hand = Hand(other)
    other.goto(link)
    expect(headline(other)).to_have_text(told, use_inner_text=True)
    hand.there("a shared link", 0)
