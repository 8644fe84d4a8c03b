"""Who saw what?"""

import streamlit as st

from ui import foot, headline, open_page, question
from ui.kept.cohorts import database
from ui.kept.trail import offer_export, show_entries, verdict

open_page("Who saw what")
question("Who saw what?")
kept = database()
headline(verdict(kept))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(
        "Entries are only ever added, each chained to the one before. No clinical value.",
        width="content",
    )
    offer_export(kept)
show_entries(kept)
foot()
