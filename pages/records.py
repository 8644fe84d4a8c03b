"""Whose records match a description?"""

import streamlit as st

from analytics.lists import descriptions
from analytics.words import day
from ui import ask, download_table, foot, headline, open_page
from ui.lists import choose_description, list_table
from ui.state import settings

open_page("Records to look at")
cohort = ask("Whose records match a description?")
lists = cohort.lists()
left, right = st.columns([2, 3], gap="large")
with left:
    chosen = choose_description(descriptions(settings().definition), lists)
with right:
    found = lists[chosen.name]
    count = found["patient_id"].nunique()
    headline(f"**:blue[{count} of {cohort.patients} patients]:** {chosen.title}")
    until = f" Up to {day(cohort.records.cut_off)}." if cohort.records.cut_off else ""
    st.markdown(f":gray[{chosen.sentence}{until} Order: by id, or as you sort; no urgency.]")
    if found.empty:
        st.markdown("Nobody's records match this description.")
    else:
        list_table(found, chosen.name)
        download_table(found, cohort, f"records_{chosen.name}")
foot(cohort)
