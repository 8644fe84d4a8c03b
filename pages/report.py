"""What goes to a meeting, or to others?"""

import streamlit as st

from ui import ask, foot, headline, open_page
from ui.report import choose_contents, offer_de_identified, offer_documents, sections_of

open_page("Report")
cohort = ask("What goes to the meeting?")
headline("**Slides, a report to read, a workbook and the data**, made from the same tables")
chosen, template = choose_contents()
if not chosen:
    st.markdown("Mark at least one section.")
    foot(cohort)
    st.stop()
with st.container(border=True):
    st.markdown("**What the slides will say**")
    for section in sections_of(cohort, chosen):
        st.markdown(f"- {section.title}")
offer_documents(cohort, chosen, template)
offer_de_identified(cohort)
foot(cohort)
