"""How many actions from files as clinics have them to the first number?

The truth is made first: the headline is known before a file is written, and worked out by nothing
of ours. Each drop, click and key is an action; the exact number is held. Other shapes are in
``test_files_counted`` and ``test_journeys``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browsers import CHROMIUM, has_run
from tests.corpus.judged import after_session_2
from tests.corpus.shapes import SHAPES, Look
from tests.corpus.tongues import TONGUES
from tests.corpus.truth import DAY, Truth, courses
from tests.hand import Hand
from tests.test_browser import headline

pytestmark = pytest.mark.browser

if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed: journeys are left out", allow_module_level=True)

WHO = tuple(f"K-{n:03d}" for n in range(1, 7))
TOLD = courses(29, WHO, date(2024, 1, 3))
DROP_AND_USE = 2
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Journey:
    """``files`` that tell ``truth``; ``answers``: the buttons that a person presses, in turn."""

    name: str
    files: Files
    truth: Truth = TOLD
    answers: Sequence[str] = ()

    @property
    def actions(self) -> int:
        return DROP_AND_USE + len(self.answers)


def written(tongue: str, form: str, truth: Truth = TOLD, **shapes: Look) -> Files:
    """A file of each shape, all of one truth, in this language and form."""
    found: dict[str, bytes] = {}
    for shape, look in shapes.items():
        files, _ = SHAPES[shape](TONGUES[tongue], form, look, truth)
        found |= {f"{shape}-{name}": content for name, content in files.items()}
    return found


def form() -> Files:
    """A diary as a form hands it out, sent the evening after, and the clinic's own list."""
    rows = [
        {
            "Timestamp": datetime.combine(day + DAY, time(20, n % 60)),
            "Your code": who,
            "Which day?": f"{day:%d.%m.%Y}",
            "Did you have a headache?": ("No", "Yes")[headache or 0],
            "Was it a migraine?": ("No", "Yes")[migraine or 0],
        }
        for n, ((who, day), (headache, migraine)) in enumerate(TOLD.days.items())
    ]
    injected = [
        {"Code": who, "Injected on": day, "Dose": units}
        for (who, day), units in TOLD.sessions.items()
    ]
    return {
        name: pd.DataFrame(held).to_csv(index=False).encode()
        for name, held in (("form.csv", rows), ("injections.csv", injected))
    }


def trial() -> Files:
    """A trial's tables: ADaM's basic data structure of a diary, SDTM's exposures."""
    values = [
        {"STUDYID": "S1", "USUBJID": who, "PARAMCD": code, "PARAM": words, "ADT": day, "AVAL": flag}
        for (who, day), flags in TOLD.days.items()
        for code, words, flag in zip(
            ("HEAD", "MIGR"), ("Headache day", "Migraine day"), flags, strict=True
        )
    ]
    doses = [
        {
            "STUDYID": "S1",
            "USUBJID": who,
            "EXTRT": "ONABOTULINUMTOXINA",
            "EXDOSE": units,
            "EXDOSU": "U",
            "EXSTDTC": day,
        }
        for (who, day), units in TOLD.sessions.items()
    ]
    return {
        name: pd.DataFrame(held).to_csv(index=False).encode()
        for name, held in (("adqs.csv", values), ("ex.csv", doses))
    }


def damaged() -> tuple[Files, Truth]:
    """A line with a stray mark of quotation: that day is lost, and no other."""
    files = dict(written("en", "comma.csv", days=Look(digits=True), sessions=Look()))
    name = next(name for name in files if name.startswith("days"))
    lines = files[name].split(b"\r\n")
    lines[40] = b'"' + lines[40]
    files[name] = b"\r\n".join(lines)
    lost = list(TOLD.days)[39]
    left = {key: flags for key, flags in TOLD.days.items() if key != lost}
    return files, Truth(left, TOLD.sessions)


OWN = Look(dates="own")
DAMAGED, LEFT = damaged()
JOURNEYS = (
    Journey("a form's diary", form()),
    Journey(
        "a row for each value",
        written("de", "semicolon.csv", values=Look(dates="dots"), sessions=Look(dates="dots")),
    ),
    Journey(
        "dates as numbers of days",
        {
            **written("de", "semicolon.csv", days=Look("serial", digits=True)),
            **written("de", "xlsx", sessions=OWN),
        },
        answers=("1900",),
    ),
    Journey(
        "headings, dates and answers in French",
        written("fr", "latin.csv", days=Look("words"), sessions=Look("words")),
    ),
    Journey("a data set of SPSS", written("en", "sav", days=Look(digits=True), sessions=OWN)),
    Journey("a trial's tables", trial()),
    Journey("a damaged line", DAMAGED, LEFT),
)


def test_some_of_them_reach_it_and_some_do_not():
    assert all(0 < reached < of for reached, of in map(after_session_2, (TOLD, LEFT)))


@pytest.mark.parametrize("journey", JOURNEYS, ids=[journey.name for journey in JOURNEYS])
def test_a_first_number_takes_so_many_actions(page, server, tmp_path, journey):
    for name, content in journey.files.items():
        tmp_path.joinpath(name).write_bytes(content)
    page.goto(f"{server}/load")
    has_run(page)
    hand = Hand(page)
    hand.drop(*(tmp_path / name for name in journey.files))
    for words in journey.answers:
        hand.click(page.get_by_role("button", name=words, exact=False).first)
    hand.click(_to_be_pressed(page))
    reached, of = after_session_2(journey.truth)
    expect(headline(page)).to_contain_text(f"{reached} of {of} patients")
    expect(headline(page)).to_contain_text("after session 2")
    assert hand.actions == journey.actions
    hand.there(journey.name, journey.actions)


def _to_be_pressed(page: Page):
    """The button that uses the files, once it can be pressed."""
    use = page.get_by_role("button", name="Use these", exact=False).first
    expect(use).to_be_enabled()
    return use
