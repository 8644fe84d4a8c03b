"""What do the records of this clinic say, and where does each page stand?"""

import streamlit as st

from ui import ask, foot, headline, invite, open_page, question
from ui.frame.navigation import (
    AREAS,
    BY_LABEL,
    RECORDS,
    found_in,
    link,
    may_open,
    note,
    offered,
    said,
)
from ui.patients.finding import find_patient, last_opened
from ui.tab.state import address, settings
from words.pages import response as of_response
from words.response import no_control

open_page("All pages")
cohort, response = st.session_state.cohort, BY_LABEL["Response"]
answers = cohort is not None and cohort.answers
if answers and may_open(response):
    definition = settings().definition
    ask("What do the records of this clinic say?", control=find_patient)
    answer = of_response.headline(cohort.rate, definition)
    headline(answer)
    note(response, cohort, found_in(answer))
    beside = no_control(definition, cohort.session)
    possible = of_response.possible(cohort.rate, unseen=cohort.records.hides_dropouts)
    st.markdown(f"{possible} {beside}")
else:
    question("Which page?")
    if answers:
        headline("**Every page, by what it is about**")
    else:
        invite(cohort)

query, found = address(), said(cohort) if answers else {}
shown = {area: pages for area in AREAS if (pages := offered(area))}
for column, (area, pages) in zip(st.columns(len(shown) or 1), shown.items(), strict=False):
    with column.container(border=True, height="stretch", gap="small"):
        st.subheader(area, anchor=False)
        st.markdown(f":gray[:small[{AREAS[area]}]]")
        with st.container(gap="xsmall"):
            for page in pages:
                if page.in_tab:
                    link(page, query, found.get(page.label, ""))
        more = [page for page in pages if not page.in_tab]
        if more:
            with st.container(gap="xsmall"):
                st.markdown(":gray[:small[More]]")
                for page in more:
                    link(page, query, found.get(page.label, ""))
        if area == "Patients" and answers:
            last_opened(cohort)
with st.container(border=True, horizontal=True, vertical_alignment="center"):
    st.subheader(RECORDS, anchor=False, width="content")
    for page in offered(RECORDS):
        link(page, query, width="content")
foot(cohort if answers else None)
