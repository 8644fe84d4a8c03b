"""What goes to a meeting, or to others?"""

import streamlit as st

from charts.data import HIDDEN
from reports.basis import not_shown
from ui import ask, foot, headline, inert, open_page
from ui.report.choices import choices, choose_contents, offer_documents, say_of_one, sections_of
from ui.report.de_identified import offer_de_identified
from ui.tab.width import narrow

open_page("Report")
cohort = ask("What goes to the meeting?")
headline("**Slides, a report to read, a workbook and the data**, made from the same tables")
say_of_one(cohort)
with st.container(key="report_parts"):  # on paper one below the other
    contents, documents = st.columns([3, 2], gap="large")
if narrow():  # where one stands below the other what is made is seen first
    contents, documents = documents, contents
with contents:
    template = choose_contents()
with documents:
    offer_documents(cohort, template)
    st.markdown("**What the slides will say**")
    sections = sections_of(cohort)
    st.markdown(
        "\n".join(
            f"- {inert(one.title)}{f' :gray[(in part {HIDDEN})]' if one.hides else ''}"
            for one in sections
        )
    )
    for told in not_shown((one.hides for one in sections), choices().limit):
        st.caption(told)
    st.page_link(
        "pages/presentation.py", label="Look at them one by one", icon=":material/present_to_all:"
    )
offer_de_identified(cohort)
foot(cohort)
