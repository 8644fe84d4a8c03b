"""Of one patient the pages say what is true of one: no mean, no interval, no "1 patients"."""

import re

import pytest

from analytics.codes import Compared
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from charts.change import change_chart
from tests.front_door import days, diary, sessions
from tests.test_choices_stay import as_csv, load
from tests.test_pages import start, text
from words.needs import ONE_IS_NO_GROUP
from words.pages.sensitivity import flips

PAGES = (
    "change",
    "subgroups",
    "onset",
    "sensitivity",
    "who",
    "plan",
    "models",
    "quality",
    "by_itself",
)


def of_days(records):
    table = make_table("change", result_of(records, Settings()), Asked(session=2))
    return table[table["outcome"] == "migraine_days"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_research_tells_of_one_as_of_many(sample, page):
    records, report = sample
    one = records.only(["P-0003"])
    app = start(f"pages/{page}.py", {"records": one, "report": report})
    shown = text(app)
    assert "**1 of 1 patient**" in shown
    wrong = r"\b1 patients|1 of 1 patients|1 treated patients|same 1 |mean of 1 |\b1 turn |All 1 "
    assert not re.search(wrong, shown), shown
    assert not re.search(r"a month on average|95% interval [−\d]", shown), shown
    if page == "subgroups":
        assert ONE_IS_NO_GROUP in shown
    if page == "sensitivity":  # no chart of shares of one
        assert not app.get("plotly_chart")


def test_one_is_drawn_once(sample):
    """All judged and the same throughout are then one and the same."""
    rows = of_days(sample[0].only(["P-0003"]))
    assert set(rows["patients"]) == {*Compared}
    dots = [trace for trace in change_chart(rows).data if trace.mode == "markers"]
    assert len(dots) == 1


def test_each_interval_that_is_drawn_is_drawn_whole(sample):
    """That of two patients left the frame at both ends: it is in the table, not in the picture."""
    rows = of_days(sample[0])
    assert rows.loc[rows["n"] == 2, "mean_low"].notna().all()
    figure = change_chart(rows)
    low, high = figure.layout.yaxis.range
    for trace in figure.data:
        assert all(low <= y <= high for y in trace.y if y is not None)


def test_the_verdict_of_one_turns_or_stays(sample):
    asked = Asked(session=2)
    of_one = result_of(sample[0].only(["P-0003"]), Settings())
    turned = make_table("flips", of_one, asked)
    assert len(turned)
    told = flips(turned, 1, of_one.settings.definition)
    assert told == "Changing one choice **turns the verdict** between responder and no responder."
    stays = flips(turned.head(0), 1, of_one.settings.definition)
    assert stays == "Changing one choice **keeps the verdict**."


@pytest.mark.slow
def test_the_files_of_one_patient_open_that_patient_and_not_a_rate():
    """0 of 1 patient, 95% interval 0 to 79, is no answer for a doctor with one patient's diary."""
    rows = diary("A", "2024-01-01", days(15, 29) + days(8, 60))
    files = {"diary.csv": as_csv(rows), "sessions.csv": as_csv(sessions("A", "2024-01-30"))}
    app = load(start("app.py"), files)
    assert app.title[0].value == "A: what was recorded?"
    app.switch_page("app.py").run()
    assert "medians" not in text(app)
    app.switch_page("pages/report.py").run()
    assert ONE_IS_NO_GROUP in text(app)
    assert ONE_IS_NO_GROUP not in text(start("pages/report.py"))
