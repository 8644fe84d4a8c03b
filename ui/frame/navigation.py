"""Which pages are there, who may see them, what do they need of the records, and what did they say?

Three areas, a tab each in the sidebar; what is in no tab stands on *All pages*, and shows itself
in the sidebar while one is on it. Looking into a tab asks nothing of the server.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from analytics.needs import DATES, NOTHING, SINGLE_DAYS, Needs
from analytics.records import Records
from clinic.access import ADMINISTER, FIGURES, KEEP, OPEN, PATIENTS, RESEARCH, RIGHTS
from ui.access import sign_in
from ui.tab import state
from ui.tab.cohort import Cohort


class Page(NamedTuple):
    """One page: its file, name and icon in the navigation, the rights of which one is needed."""

    file: str
    label: str
    icon: str
    rights: tuple[str, ...]
    needs: Needs = NOTHING  # of the records: without them there is nothing to show
    shows: str = ""  # what cannot be shown then, in a sentence
    in_tab: bool = True  # else it stands on All pages alone
    of_a_group: bool = False  # it compares: of one patient there is nothing to tell

    def can_show(self, records: Records) -> bool:
        return self.needs <= records.holds

    @property
    def address(self) -> str:
        """The last part of its address; the first page has none."""
        return Path(self.file).stem if self.file.startswith("pages/") else ""


START, RECORDS = "Start", "Records"
AREAS = {  # a tab and a card each, with what it is about
    "Patients": "Whose records, and what was written down",
    "Clinic": "How many, how much, what else was recorded",
    "Research": "How large the change is, and for whom",
}
PAGES = {
    START: (Page("pages/all_pages.py", "All pages", ":material/apps:", RIGHTS),),
    "Patients": (
        Page("pages/today.py", "Today", ":material/today:", (PATIENTS,)),
        Page("pages/patient.py", "One patient", ":material/person:", (PATIENTS,)),
        Page("pages/records.py", "Records to look at", ":material/checklist:", (PATIENTS,)),
        Page("pages/patients.py", "All patients", ":material/groups:", (PATIENTS,)),
    ),
    "Clinic": (
        Page("app.py", "Response", ":material/percent:", (PATIENTS,)),
        Page("pages/reduction.py", "Reduction", ":material/waterfall_chart:", (PATIENTS,)),
        Page(
            "pages/medication.py",
            "Medication",
            ":material/medication:",
            (PATIENTS,),
            SINGLE_DAYS,
            "days with acute medication",
        ),
        Page(
            "pages/side_effects.py",
            "Side effects",
            ":material/health_and_safety:",
            (PATIENTS,),
            DATES,
            "side effects",
        ),
        Page("pages/report.py", "Report", ":material/slideshow:", (FIGURES,)),
        Page("pages/presentation.py", "Presentation", ":material/present_to_all:", (FIGURES,)),
    ),
    "Research": (
        Page("pages/change.py", "Days", ":material/trending_down:", (RESEARCH,)),
        Page(
            "pages/subgroups.py", "For whom", ":material/diversity_3:", (RESEARCH,), of_a_group=True
        ),
        Page(
            "pages/onset.py",
            "Onset and wear-off",
            ":material/timeline:",
            (RESEARCH,),
            SINGLE_DAYS,
            "onset and wear-off",
        ),
        Page(
            "pages/spread.py",
            "Spread and duration",
            ":material/stacked_bar_chart:",
            (RESEARCH,),
            of_a_group=True,
        ),
        Page("pages/sensitivity.py", "Other definitions", ":material/alt_route:", (RESEARCH,)),
        Page("pages/compared.py", "Compared", ":material/balance:", (RESEARCH,), of_a_group=True),
        Page("pages/who.py", "Who is in it", ":material/filter_list:", (RESEARCH,)),
        Page(
            "pages/by_itself.py",
            "By itself?",
            ":material/u_turn_left:",
            (RESEARCH,),
            SINGLE_DAYS,
            "whether earlier months were lower too",
            in_tab=False,
        ),
        Page("pages/plan.py", "Plan", ":material/edit_calendar:", (RESEARCH,), in_tab=False),
        Page("pages/models.py", "Models", ":material/function:", (RESEARCH,), in_tab=False),
        Page("pages/quality.py", "Diary quality", ":material/grid_on:", (RESEARCH,), in_tab=False),
    ),
    RECORDS: (
        Page("pages/load.py", "Load data", ":material/upload_file:", (KEEP,)),
        Page(
            "pages/kept.py",
            "Kept cohorts",
            ":material/inventory_2:",
            (OPEN, ADMINISTER),
            in_tab=False,
        ),
        Page("pages/trail.py", "Who saw what", ":material/policy:", (ADMINISTER,), in_tab=False),
        Page("pages/definitions.py", "Definitions", ":material/menu_book:", RIGHTS, in_tab=False),
    ),
}
BY_LABEL = {page.label: page for pages in PAGES.values() for page in pages}
AREA_OF = {page: area for area, pages in PAGES.items() for page in pages}
LAST_AREA = "area"  # in the tab: the area of the page before
Address = dict[str, str | list[str]]  # as ``state.address`` writes it
FOUND = re.compile(r":blue\[([^]]+)\]")


def navigation(here: Page) -> None:
    """The links of the pages that this person may see, by area; the tab of this page is open."""
    st.markdown("**Clear Days**")
    query = state.address()
    with st.container(gap="xsmall"):
        for page in offered(START):
            link(page, query)
    areas = {area: in_sidebar(area, here) for area in AREAS}
    areas = {area: pages for area, pages in areas.items() if pages}
    now = AREA_OF[here] if AREA_OF[here] in areas else st.session_state.get(LAST_AREA)
    st.session_state[LAST_AREA] = now
    if areas:
        name = f"areas_{Path(here.file).stem}_{now}"
        tabs = st.tabs(list(areas), default=now if now in areas else None, key=name)
        for tab, pages in zip(tabs, areas.values(), strict=True):
            with tab, st.container(gap="xsmall"):
                for page in pages:
                    link(page, query)
    with st.container(gap="xsmall"):
        for page in in_sidebar(RECORDS, here):
            link(page, query)


def may_open(page: Page) -> bool:
    return sign_in.may(*page.rights)


def offered(area: str) -> list[Page]:
    """The pages of an area that this person may see; none that needs what no diary tells."""
    records = state.records()
    return [
        page
        for page in PAGES[area]
        if may_open(page)
        # Without single days pages of days are left out; other pages say what they lack.
        and (records is None or page.needs != SINGLE_DAYS or page.can_show(records))
    ]


def in_sidebar(area: str, here: Page) -> list[Page]:
    return [page for page in offered(area) if page.in_tab or page == here]


def link(page: Page, query: Address, beside: str = "", *, width: str = "stretch") -> None:
    """A link to a page with the tab's address, and beside its name what it said. (markdown)"""
    st.page_link(
        page.file,
        label=f"**{page.label}** :gray[{beside}]" if beside else page.label,
        icon=page.icon,
        query_params=query,
        width=width,  # type: ignore[arg-type]
    )


def found_in(headline: str) -> str:
    """What is blue in a headline; empty: nothing is."""
    found = FOUND.search(headline)
    return found[1] if found else ""


def note(page: Page, cohort: Cohort | None, found: str) -> None:
    """Keep what a page found in this result, for as long as it is the result looked at."""
    if cohort is not None and found and AREA_OF[page] in AREAS:
        said(cohort)[page.label] = found


def said(cohort: Cohort) -> dict[str, str]:
    """What the pages opened so far in this tab found for this result, by their names."""
    of = (cohort.name, cohort.session)
    if st.session_state.get("said", (None,))[0] != of:
        st.session_state.said = (of, {})
    found: dict[str, str] = st.session_state.said[1]
    return found
