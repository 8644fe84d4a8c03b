"""One patient: every day, a sentence for every state, what missing days leave open, her page."""

import re

import pandas as pd
import pytest

from analytics.calendar import patient_days, possible_reductions
from analytics.definitions import DEFAULT_DEFINITION
from analytics.months import patient_months
from analytics.result import result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from importing import Source, read_records
from reports.patient_page import OnePatient, Origin, patient_page
from tests.front_door import days, diary, sessions
from tests.one_patient import told_of
from ui.tab.story import story_of
from words.facts import Fact, Line
from words.rules_told import Group
from words.sentences import read_aloud

pytestmark = pytest.mark.slow

SESSION = "2024-03-01"


def story(before: str, after: str, n: int = 1, until: str = "2024-12-01", stop: str = ""):
    """The outcomes of patient A and her records, up to somebody's later day."""
    files = {
        "diary": diary("A", "2024-01-31", before)
        + diary("A", "2024-03-02", after)
        + diary("Z", until, "-"),
        "sessions": sessions("A", *["2024-03-01", "2024-05-24"][:n]),
        "patients": [
            {"patient_id": "A", "stopped_on": "2024-05-01" if stop else "", "stop_reason": stop}
        ],
    }
    records, _ = read_records(
        [Source(n_, pd.DataFrame(f).to_csv(index=False).encode(), n_) for n_, f in files.items()]
    )
    outcomes = result_of(records, Settings()).outcomes
    return outcomes[outcomes["patient_id"] == "A"], records.as_of()


@pytest.mark.parametrize(
    ("state", "made", "told"),
    [
        (
            "judged",
            lambda: story(days(18, 30), days(10, 26)),
            "Before treatment you noted 18 migraine days in 30. In the month after your first "
            "session you noted 10 migraine days, with 26 of 30 days filled in. Other things may "
            "have changed too.",
        ),
        (
            "one day",
            lambda: story(days(18, 30), days(1, 30)),
            "you noted 1 migraine day, with 30 of 30",
        ),
        (
            "worse",
            lambda: story(days(10, 30), days(20, 30)),
            "noted 20 migraine days, with 30 of 30 days",
        ),
        (
            "thin diary",
            lambda: story(days(18, 30), days(5, 9)),
            "Only 9 of 30 days were filled in in the month after your first session, so we cannot "
            "say.",
        ),
        ("no baseline", lambda: story("", days(5, 30)), "Nothing was filled in before treatment"),
        (
            "thin baseline",
            lambda: story(days(5, 10), days(5, 30)),
            "only 10 of 30 days were filled in",
        ),
        (
            "zero baseline",
            lambda: story(days(0, 30), days(3, 30)),
            "you noted 0 migraine days in 30.",
        ),
        ("not yet due", lambda: story(days(18, 30), "", until="2024-03-10"), "is not over yet"),
        (
            "stopped",
            lambda: story(days(18, 30), days(2, 30), stop="goal_reached"),
            " The sessions have ended.",
        ),
        (
            "the last one is open",
            lambda: story(days(18, 30), days(9, 30), n=2, until="2024-06-01"),
            "The time the month after your second session is not over yet.",
        ),
    ],
)
def test_read_aloud(state, made, told):
    sentence = read_aloud(made()[0], DEFAULT_DEFINITION)
    assert told in sentence
    assert "nan" not in sentence.lower()


def test_of_a_zero_baseline_and_nothing_after_it_no_change_is_told():
    assert read_aloud(story(days(0, 30), "")[0], DEFAULT_DEFINITION) == (
        "Before treatment you noted 0 migraine days in 30."
    )


def test_every_patient_of_the_sample_has_a_sentence(sample):
    outcomes = result_of(sample[0], Settings()).outcomes
    told = {read_aloud(rows, DEFAULT_DEFINITION) for _, rows in outcomes.groupby("patient_id")}
    assert len(told) > 100
    for sentence in told:
        assert sentence.endswith((".", "too."))
        assert not re.search(r"nan|None|<NA>|  |\bin in\b(?! the)", sentence), sentence


def test_an_unrecorded_day_is_no_free_day():
    _, records = story("MH- M", "")
    table = patient_days(records, "A").set_index("date")["state"]
    first = ["migraine", "headache", "no headache", "not recorded", "migraine"]
    assert table.head(5).tolist() == first
    assert table[pd.Timestamp(SESSION)] == "not recorded"


def test_a_day_without_migraine_is_no_free_day_where_headache_is_not_recorded():
    """Eight days before session 1: 2 migraine, 3 without (headache blank), 3 without either."""
    rows = [
        {"patient_id": "A", "date": f"2024-02-{21 + i}", "headache": headache, "migraine": migraine}
        for i, (headache, migraine) in enumerate(
            [(1, 1), (1, 1), ("", 0), ("", 0), ("", 0), (0, 0), (0, 0), (0, "")]
        )
    ]
    rows.append({"patient_id": "Z", "date": "2024-06-01", "headache": 0, "migraine": 0})
    files = {"diary": rows, "sessions": sessions("A", SESSION)}
    records, _ = read_records(
        [Source(n, pd.DataFrame(f).to_csv(index=False).encode(), n) for n, f in files.items()]
    )
    found = patient_days(records.as_of(), "A")["state"].value_counts().to_dict()
    assert found == {"migraine": 2, "no migraine": 3, "no headache": 3, "not recorded": 2}
    outcomes = result_of(records, Settings()).outcomes
    rows = outcomes[outcomes["patient_id"] == "A"]
    month = patient_months(records.as_of(), rows, DEFAULT_DEFINITION).iloc[0]
    kinds = ["migraine", "headache", "free", "no_migraine", "not_recorded"]
    assert month[kinds].tolist() == [2, 0, 3, 3, 22]
    assert month["days"] == 30
    assert "no migraine (headache not recorded)" in page_of(records, "A")


def test_what_missing_days_leave_open():
    """18 of 30 before; 9 of 20 recorded after: between 9 and 19 of 30."""
    rows, _ = story(days(18, 30), days(9, 20))
    row = possible_reductions(rows).iloc[0]
    assert row["lowest"] == pytest.approx(100 * (1 - 19 / 18))
    assert row["highest"] == pytest.approx(50.0)
    judged = rows[rows["session"] == 1].iloc[0]["percent_reduction"]
    assert row["lowest"] <= judged <= row["highest"]


def page_of(records, patient_id: str) -> str:
    outcomes = result_of(records, Settings()).outcomes
    rows = outcomes[outcomes["patient_id"] == patient_id]
    told, _, _ = told_of(records.as_of(), patient_id, rows, DEFAULT_DEFINITION)
    return patient_page(
        told, DEFAULT_DEFINITION, Origin("Synthetic", synthetic=True, result="0" * 64)
    )


def test_the_page_for_the_file_holds_the_same_numbers_and_needs_nothing_outside(sample):
    html = page_of(sample[0], "P-0005")
    assert "P-0005" in html
    assert "SYNTHETIC" in html
    assert "Describes recorded diary days" in html
    assert "Hull 2014, as published" in html
    assert "Counted as in Hull 2014: migraine days in the month after each session" in html
    assert "● line reached, goal or limit alike ○ not reached ◌ cannot be judged" in html
    assert not re.search(r"(src|href)\s*=|url\(|@import|<script", html)
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    outcomes = result_of(sample[0], Settings()).outcomes
    rows = outcomes[(outcomes["patient_id"] == "P-0005") & outcomes["treated"]]
    for row in rows.itertuples():
        assert f"{row.days} of {row.recorded_days}" in text


@pytest.mark.parametrize("patient_id", ["P-0005", "P-0129"])
def test_the_page_for_the_file_draws_each_month_with_its_number(sample, patient_id):
    records = sample[0]
    rows = result_of(records, Settings()).of(patient_id)
    told, months, _ = told_of(records.as_of(), patient_id, rows, DEFAULT_DEFINITION)
    html = page_of(records, patient_id)
    (svg,) = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert f'aria-label="{told.said.months}"' in svg
    written = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    thin = months["recorded"] < 15
    expected = [f"{m.counted} of {m.recorded}" for m in months[thin].itertuples()]
    expected += [f"{m.counted}" for m in months[~thin].itertuples()]
    assert sorted(set(expected)) == sorted(set(written) & set(expected))
    begun = rows[rows["treated"] & (rows["session"] > 0)]
    assert sum(text.startswith("S") for text in written) == len(begun)
    frames = [m for m in re.findall(r"<rect[^>]*>", svg) if 'fill="none"' in m]
    assert len(frames) == months.loc[months["compared"], "cycle"].nunique()


def test_the_page_for_the_file_tells_the_baseline_and_the_days_between(sample):
    rows = result_of(sample[0], Settings()).of("P-0129")
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page_of(sample[0], "P-0129"), flags=re.DOTALL)
    before = rows[rows["session"] == 0].iloc[0]
    row = re.search(r"Baseline\s+(.*?)\s{4,}", text)
    assert row is not None
    assert f"{before['days']} of {before['recorded_days']}" in text
    assert "a month. Then 13 in 49." in text


def test_text_from_a_file_is_inert_on_the_page():
    rows, records = story(days(18, 30), days(9, 30))
    name = "<script>alert(1)</script>"
    fact = Fact("nice_goal", Group.GOALS, Line.REACHED, name, name, name, name)
    html = patient_page(
        OnePatient(name, rows, patient_days(records, "A"), [fact]),
        DEFAULT_DEFINITION,
        Origin("<b>", synthetic=False, result="0" * 64),
    )
    assert "<script>alert" not in html


@pytest.mark.parametrize("patient_id", ["P-0005", "P-0041", "P-0012", "P-0030"])
@pytest.mark.browser
def test_the_page_prints_on_one_sheet(sample, browser, tmp_path, patient_id):
    file = tmp_path / "page.html"
    file.write_text(page_of(sample[0], patient_id), encoding="utf-8", newline="")
    page = browser.new_page()
    page.goto(file.as_uri())
    for size in ("A4", "Letter"):
        pdf = page.pdf(format=size, path=tmp_path / "page.pdf")
        assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1, size
    page.close()


def listed(before: str, after: str, since: str) -> list[dict[str, object]]:
    """A list of attacks as days: those without one (-) are free only because none is listed."""
    rows = [
        row
        for first, letters in (("2024-01-31", before), ("2024-03-02", after), ("2024-04-01", since))
        for row in diary("A", first, letters)
    ]
    return [{**row, "assumed_free": "" if row["headache"] == 1 else 1} for row in rows]


def of_attacks(before: str, after: str, since: str):
    """Outcomes and story of a patient whose attacks are listed, with a session on 1 March."""
    files = {"diary": listed(before, after, since), "sessions": sessions("A", SESSION)}
    records, _ = read_records(
        [Source(n_, pd.DataFrame(f).to_csv(index=False).encode(), n_) for n_, f in files.items()]
    )
    made = result_of(records, Settings())
    return made.outcomes, story_of(made, "A")


def test_days_counted_as_free_are_not_said_to_be_filled_in():
    """clinical.md: days that nobody filled in count as free only with a word."""
    rows, found = of_attacks(days(18, 30), days(10, 30), days(9, 34))
    assert rows["recorded_days"].tolist() == [30, 30]
    assert found.told.aloud == (
        "Before treatment you noted 18 migraine days in 30 days, 12 of them without an entry and "
        "counted as free. In the month after your first session you noted 10 migraine days, with "
        "10 of 30 days filled in and 20 more counted as free. In the last 34 days you noted 9, "
        "with 9 filled in and 25 more counted as free. Other things may have changed too."
    )
    assert found.told.answer.since == "Since 1 Apr 2024: 9 in 34 days, 25 of them counted as free."
    assert found.picture.assumed == 12 + 20 + 25
    assert found.told.calendar == "Every day: 57 days have no attack listed and count as free"


def test_of_counts_without_recorded_days_nobody_says_how_many_were_filled_in():
    counts = b"patient_id,session,migraine_days,recorded_days\nA,0,14,\nA,1,9,\nA,2,8,26\n"
    rows = result_of(read_records([Source("counts.csv", counts)])[0], Settings()).outcomes
    assert read_aloud(Outcomes(rows[rows["session"] < 2]), DEFAULT_DEFINITION) == (
        "Before treatment you noted 14 migraine days a month. In the month after your first "
        "session you noted 9 migraine days; how many days were filled in is not known. Other "
        "things may have changed too."
    )
    assert "8 migraine days, with 26 of 30 days filled in." in read_aloud(rows, DEFAULT_DEFINITION)
