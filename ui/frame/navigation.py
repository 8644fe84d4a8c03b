"""Which pages are there, who may see them, and what do they need of the records?"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from analytics.needs import DATES, NOTHING, SINGLE_DAYS, Needs
from analytics.records import Records
from clinic.access import ADMINISTER, FIGURES, KEEP, OPEN, PATIENTS, RESEARCH, RIGHTS
from ui.access import sign_in
from ui.tab import state


class Page(NamedTuple):
    """One page: its file, name and icon in the navigation, the rights of which one is needed."""

    file: str
    label: str
    icon: str
    rights: tuple[str, ...]
    needs: Needs = NOTHING  # of the records: without them there is nothing to show
    shows: str = ""  # what cannot be shown then, in a sentence

    def can_show(self, records: Records) -> bool:
        return self.needs <= records.holds


# A group of the navigation each.
PAGES = {
    "Cohort": (
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
    ),
    "Patients": (
        Page("pages/records.py", "Records to look at", ":material/checklist:", (PATIENTS,)),
        Page("pages/patients.py", "Patients", ":material/groups:", (PATIENTS,)),
        Page("pages/patient.py", "One patient", ":material/person:", (PATIENTS,)),
    ),
    "Research": (
        Page("pages/who.py", "Who is in it", ":material/filter_list:", (RESEARCH,)),
        Page("pages/change.py", "Change", ":material/trending_down:", (RESEARCH,)),
        Page("pages/spread.py", "Spread and duration", ":material/stacked_bar_chart:", (RESEARCH,)),
        Page("pages/subgroups.py", "For whom", ":material/diversity_3:", (RESEARCH,)),
        Page("pages/models.py", "Models", ":material/function:", (RESEARCH,)),
        Page(
            "pages/onset.py",
            "Onset and wear-off",
            ":material/timeline:",
            (RESEARCH,),
            SINGLE_DAYS,
            "onset and wear-off",
        ),
        Page("pages/sensitivity.py", "Other definitions", ":material/alt_route:", (RESEARCH,)),
        Page("pages/quality.py", "Diary quality", ":material/grid_on:", (RESEARCH,)),
        Page("pages/compared.py", "Compared with what", ":material/balance:", (RESEARCH,)),
    ),
    "Meeting": (
        Page("pages/report.py", "Report", ":material/slideshow:", (FIGURES,)),
        Page("pages/presentation.py", "Presentation", ":material/present_to_all:", (FIGURES,)),
    ),
    "Records": (
        Page("pages/load.py", "Load data", ":material/upload_file:", (KEEP,)),
        Page("pages/kept.py", "Kept cohorts", ":material/inventory_2:", (OPEN, ADMINISTER)),
        Page("pages/trail.py", "Who saw what", ":material/policy:", (ADMINISTER,)),
        Page("pages/definitions.py", "Definitions", ":material/menu_book:", RIGHTS),
    ),
}
BY_LABEL = {page.label: page for pages in PAGES.values() for page in pages}


def navigation() -> None:
    """The links of the pages that this person may see; none that needs what no diary tells."""
    st.markdown("**Clear Days**")
    query, records = state.address(), state.records()
    for group, pages in PAGES.items():
        offered = [p for p in pages if sign_in.may(*p.rights) and _is_offered(p, records)]
        if not offered:
            continue
        with st.container(gap=None):
            st.markdown(f":gray[:small[{group}]]")
            for page in offered:
                st.page_link(
                    page.file,
                    label=page.label,
                    icon=page.icon,
                    query_params=query,
                    width="stretch",
                )


def _is_offered(page: Page, records: Records | None) -> bool:
    """Without single days pages of days are left out; other pages say what they lack."""
    return records is None or page.needs != SINGLE_DAYS or page.can_show(records)
