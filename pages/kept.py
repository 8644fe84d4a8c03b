"""Which records are kept here, and what changed since the last time?"""

import streamlit as st

from ui import foot, headline, open_page, question
from ui.kept.cohorts import cohorts_of, database, offer_to_keep, show_cohort

open_page("Kept cohorts")
question("Which records are kept?")
kept = database()
found = cohorts_of(kept)
headline(f"**{len(found)} kept**" if found else "**Nothing is kept yet.**")
st.markdown("Every save is a new version; none is ever written over.")
offer_to_keep(kept)
for cohort in found:
    show_cohort(kept, cohort)
foot()
