"""Compared with what?"""

import streamlit as st

from analytics.research.compared import comparable, definition_of
from charts.rows import rows_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.showing.estimates import compared_rows
from ui.tab.state import settings
from words.definitions import days_told
from words.pages import compared as said
from words.studies import short_label
from words.tables import compared as in_words

open_page("Compared")
therapy = settings().definition.therapy
offered = comparable(therapy).set_index("key")


def choose_study(cohort):
    st.selectbox(
        "Study",
        list(offered.index),
        key="study",
        width=430,
        label_visibility="collapsed",
        format_func=lambda key: short_label(offered.loc[key], therapy),
    )


cohort = ask("Compared with what?", control=choose_study if len(offered) else None)
if offered.empty:
    headline("**No published result of this treatment is here** to stand beside the records.")
    foot(cohort)
    st.stop()
study = offered.loc[st.session_state["study"]]
everything = cohort.table("compared")
rows = in_words(everything[everything["result"] == study["result"]])
definition = definition_of(study)
headline(said.headline(rows, study, therapy))
counts = study["our_outcome"] in ("rate", "ever")
yours = said.under_yours(cohort.rate, cohort.settings.definition) if counts else ""
st.markdown(
    f"By the study's own definition, not yours: {days_told(definition)}, session "
    f"{study['our_session']}. {yours} Different patients, no control group here: the distance "
    "between two rows is not an effect of treatment."
)
levels, ticks, shown = compared_rows(rows, study, therapy)
chart(
    lambda: rows_chart(shown, levels, ticks),
    cohort,
    key=f"compared_{study['result']}",
    title=said.title(rows, study, therapy),
    subtitle=f"Circle: our records. Diamond: published with {therapy.what}. Hollow: published "
    "without it. Line: 95% interval, where one was published or could be computed.",
)
st.markdown(f":gray[Cannot be matched: {study['cannot_match']}.]")
st.markdown(f":gray[Source: {study['citation']}, {study['source']}. {study['note']}]")
named_table(cohort, "compared")
method("compared")
foot(cohort)
