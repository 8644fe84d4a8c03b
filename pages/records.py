"""Whose records match a description?"""

import streamlit as st

from analytics.lists import on_any
from ui import ask, foot, headline, open_page, take_along
from ui.patients.lists import choose_description, list_table, sorted_and_filtered
from ui.showing.links import how_to_open
from ui.showing.looked_at import note_listed
from ui.showing.show import MOST_ROWS
from ui.tab.state import look_through, settings
from words.lists import NOBODY, NOT_KNOWN, descriptions, known_of, of_whom
from words.numbers import counted, day

open_page("Records to look at")
cohort = ask(
    "Whose records match a description?",
    about=lambda cohort: (
        f"a patient can be on several lists; **{on_any(cohort.lists()):,}** of "
        f"{cohort.result.patients:,} are on at least one"
    ),
)
lists = cohort.lists()
any_list = f"{on_any(lists):,} of {cohort.result.patients:,}"
left, right = st.columns([4, 16], gap="medium")
with left:
    chosen = choose_description(descriptions(settings().definition, cohort.records), lists)
with right:
    listed, everybody = lists[chosen.name], cohort.result.patients
    headline(
        f"**:blue[{of_whom(listed.patients, listed.known, everybody)}]:** {chosen.title}",
        in_short=f"{any_list} on a list",
    )
    until = f" Up to {day(cohort.records.cut_off)}." if cohort.records.cut_off else ""
    order = "By id" if cohort.records.cut_off is None else "The newest stand first"
    known = known_of(listed.known, everybody)
    st.markdown(f":gray[{chosen.sentence}{known}{until} {order}: that is no order of urgency.]")
    if not listed.patients:
        st.markdown(NOT_KNOWN if listed.known == 0 else NOBODY)
    else:
        found, narrowed = sorted_and_filtered(cohort.in_words(chosen.name))
        shown = found.head(MOST_ROWS)
        look_through(chosen.title, found["patient_id"])
        note_listed(cohort, chosen.title, listed.ids)
        first = f"The first {MOST_ROWS:,} are shown; the CSV holds all."
        more = first if len(shown) < len(found) else ""
        how_to_open(f"{counted(len(found), 'row')}. ", more, small=True)
        table = list_table(shown, chosen.name)
        take_along(found, cohort, f"records_{chosen.name}{narrowed}", lambda: table)
foot(cohort)
