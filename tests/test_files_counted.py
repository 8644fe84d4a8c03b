"""Files of eight kinds on *Load data*: how many actions to a first number, and is it true?

The truth stands beside each file of the corpus; what it says is worked out from our own tables.
With the two in ``test_journeys`` (a form's diary, a wide sheet under titles) these are ten.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analytics.definitions import DEFAULT_DEFINITION
from analytics.result import result_of
from analytics.settings import Settings
from importing import Source, read_records
from tests.corpus.listed import every
from tests.corpus.shapes import FIRST, IDS
from tests.corpus.truth import Truth, diaries
from tests.test_browser import headline
from tests.test_journeys import Hand, has_run

pytestmark = pytest.mark.browser

FILED = {one.name: one for one in every()}
DROPPED_AND_USED = 2  # actions
THRESHOLD = 10  # percent: of few and short diaries some reach it and some do not
TREATED = FIRST + timedelta(days=28)
SESSIONS = "patient_id,session_date\n" + "".join(f"{who},{TREATED}\n" for who in IDS)
CASES = {  # the first file of its kind: what is clicked besides, and what the issue allows
    "months-en-xlsx": ((), 4),
    "sheets-de-xls": ((), 4),
    "files-fr-latin.csv": ((), 4),
    "days-es-xlsx": ((), 4),
    "muscles-es-xlsx": ((), 4),
    "attacks-da-tab.txt": (("was written down",), 5),
    "periods-sv-semicolon.csv": ((), 4),
    "counts-de-xlsx": ((), 4),
}


def diary_of(truth: Truth) -> str:
    rows = [
        f"{who},{day},{headache},{migraine}" for (who, day), (headache, migraine) in
        truth.days.items()
    ]  # fmt: skip
    return "\n".join(["patient_id,date,headache,migraine", *rows]).replace("None", "") + "\n"


def with_free_days(truth: Truth) -> Truth:
    """Every attack from the first to the last one was written down: the other days are free."""
    known = [day for _, day in truth.days]
    length = (max(known) - min(known)).days + 1
    days: list[date] = [min(known) + timedelta(days=n) for n in range(length)]
    return Truth({(who, day): truth.days.get((who, day), (0, 0)) for who in IDS for day in days})


def beside(shape: str, truth: Truth) -> tuple[dict[str, str], dict[str, str]]:
    """Our own tables that are dropped with the file, and those that say the same as both."""
    if shape == "muscles":  # a list of sessions needs days
        days = diary_of(Truth(days=diaries(1, IDS, FIRST).days))
        rows = "".join(f"{who},{day}\n" for who, day in truth.sessions)
        return {"days.csv": days}, {"days.csv": days, "s.csv": f"patient_id,session_date\n{rows}"}
    if truth.counts:
        rows = "".join(f"{who},{n},{days[0]}\n" for (who, n), days in truth.counts.items())
        return {}, {"counts.csv": f"patient_id,session,migraine_days\n{rows}"}
    told = with_free_days(truth) if shape == "attacks" else truth
    return {"s.csv": SESSIONS}, {"days.csv": diary_of(told), "s.csv": SESSIONS}


@pytest.mark.parametrize("kind", CASES)
def test_a_file_of_each_kind_to_its_true_number(page, server, tmp_path, kind):
    clicked, most = CASES[kind]
    one = next(one for name, one in FILED.items() if name.startswith(kind))
    ours, same = beside(one.shape, one.truth)
    records, _ = read_records([Source(name, text.encode()) for name, text in same.items()])
    result = result_of(records, Settings(DEFAULT_DEFINITION.changed(threshold=THRESHOLD)))
    rate = result.rates.set_index("session").loc[result.nearest_session(2)]
    told = f"{int(rate['responders'])} of {int(rate['evaluable'])} patients"
    files: list[Path] = []
    for name, content in {**one.files, **{n: t.encode() for n, t in ours.items()}}.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(content)

    page.goto(f"{server}/load?threshold={THRESHOLD}")
    has_run(page)
    hand = Hand(page)
    hand.drop(*files)
    expect(page.locator("h1")).to_contain_text("How ")
    has_run(page)
    for words in clicked:
        hand.click(page.get_by_role("button", name=words))
        has_run(page)
    hand.click(page.get_by_role("button", name="Use these", exact=False).first)
    expect(headline(page)).to_contain_text(told)
    assert hand.actions == DROPPED_AND_USED + len(clicked)
    hand.there(kind, most)
