"""Every page is two clicks away, its tab is open, and what it found stands beside its name."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import drawers_open, text
from ui.frame.navigation import AREA_OF, AREAS, BY_LABEL, PAGES, RECORDS, found_in
from ui.tab.state import LAST_OPENED

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
STEPS = ("Previous", "Next")


def tab_of_sample(page: str = "app.py") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    return app if page == "app.py" else app.switch_page(page).run()


def links(block) -> dict[str, str]:
    """The links in a part of the screen: label and page."""
    return {link.proto.label: link.proto.page for link in block.get("page_link")}


def names(block) -> set[str]:
    """Their pages by name, without what stands beside it."""
    return {label.split("**")[1] if "**" in label else label for label in links(block)}


def is_open(app: AppTest) -> str:
    """The area whose tab is open when the page is shown."""
    container = next(iter(app.sidebar.get("tab_container")))
    return container.children[container.proto.tab_container.default_tab_index].label


def test_an_area_has_four_to_seven_links_and_each_page_stands_once():
    in_tab = {area: [page for page in PAGES[area] if page.in_tab] for area in AREAS}
    assert all(3 <= len(pages) <= 7 for pages in in_tab.values())
    assert len({page.file for page in AREA_OF}) == len(BY_LABEL) == len(AREA_OF)


def test_every_page_is_two_clicks_away():
    app = tab_of_sample()
    in_sidebar, on_all_pages = names(app.sidebar), names(tab_of_sample("pages/all_pages.py").main)
    assert "All pages" in in_sidebar
    assert in_sidebar | on_all_pages == set(BY_LABEL)
    assert {page.label for page in PAGES[RECORDS]} <= on_all_pages


@pytest.mark.parametrize("label", ["Models", "Definitions", "Kept cohorts"])
def test_a_page_in_no_tab_shows_itself_while_one_is_on_it(label):
    page = BY_LABEL[label]
    assert label not in names(tab_of_sample().sidebar)
    app = tab_of_sample(page.file)
    assert label in names(app.sidebar)
    if AREA_OF[page] in AREAS:
        assert is_open(app) == AREA_OF[page]


def test_the_tab_of_the_page_is_open_and_of_the_page_before_on_one_without():
    app = tab_of_sample("pages/change.py")
    assert is_open(app) == "Research"
    assert is_open(app.switch_page("pages/load.py").run()) == "Research"
    assert is_open(app.switch_page("pages/patients.py").run()) == "Patients"
    assert "Further right: Sessions, Last session." in text(app)
    assert is_open(app.switch_page("pages/all_pages.py").run()) == "Patients"


def test_what_a_page_found_stands_beside_its_name_until_the_result_is_another():
    app = tab_of_sample("pages/reduction.py")
    found = found_in(app.header[0].value)
    app.switch_page("pages/all_pages.py").run()
    assert f"**Reduction** :gray[{found}]" in links(app.main)
    assert "Days" in links(app.main)  # nobody has looked
    response = found_in(app.header[0].value)
    assert f"**Response** :gray[{response}]" in links(app.main)
    next(m for m in drawers_open(app).multiselect if m.label == "Site").set_value(["Moor"]).run()
    assert "Reduction" in links(app.main)
    assert found_in(app.header[0].value) != response


def test_the_patients_opened_last_stand_on_all_pages_and_nowhere_in_an_address():
    app = tab_of_sample("pages/patient.py")
    wanted = ["P-0001", "P-0002", "P-0003", "P-0002", "P-0004"]
    for one in wanted:
        app.session_state["patient_id"] = one
        app.run()
    app.switch_page("pages/all_pages.py").run()
    offered = [b.label for b in app.main.button if b.key and b.key.startswith("last_opened")]
    assert offered == ["P-0004", "P-0002", "P-0003"]
    assert len(offered) == LAST_OPENED
    links = [link.proto for link in app.get("page_link")]
    assert not any("P-0" in str(link).replace(link.label, "") for link in links)


def test_a_list_is_gone_through_one_by_one_in_its_order_but_for_who_is_filtered_away():
    app = tab_of_sample("pages/records.py")
    _, ids = app.session_state["looked_through"]
    app.session_state["patient_id"] = ids[0]
    app.switch_page("pages/patient.py").run()
    previous, following = (next(b for b in app.button if b.label == n) for n in STEPS)
    assert previous.disabled
    assert f"1 of {len(ids)}" in str([m.value for m in app.markdown])
    following.click().run()
    assert app.session_state["patient_id"] == ids[1]
    sites = app.session_state["records"].patients.set_index("patient_id")["site"]
    away = sites[ids[2]]
    others = sorted(set(sites.dropna()) - {away})
    next(m for m in drawers_open(app).multiselect if m.label == "Site").set_value(others).run()
    app.session_state["patient_id"] = ids[1]
    app.run()
    next(b for b in app.button if b.label == "Next").click().run()
    there = [one for one in ids[2:] if sites[one] in others]
    assert app.session_state["patient_id"] == there[0] != ids[2]


def test_who_is_in_no_list_stands_among_all_by_id_and_a_step_stays_among_them():
    app = tab_of_sample("pages/records.py")
    _, listed = app.session_state["looked_through"]
    everybody = sorted(app.session_state["records"].sessions["patient_id"].unique())
    found = next(
        n for n, one in enumerate(everybody) if one not in listed and everybody[n + 1] in listed
    )
    app.session_state["patient_id"] = everybody[found]
    app.switch_page("pages/patient.py").run()
    for place in (found + 1, found + 2):
        assert f"{place} of 152 · All patients, by id" in text(app)
        next(b for b in app.button if b.label == "Next").click().run()
        assert app.session_state["patient_id"] == everybody[place]


def test_of_one_patient_there_is_no_next():
    app = tab_of_sample("pages/patient.py")
    app.session_state["patient_id"] = "P-0001"
    records = app.session_state["records"]
    app.session_state["records"] = records.only(["P-0001"])
    app.run()
    assert not {b.label for b in app.button} & set(STEPS)
