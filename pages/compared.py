"""Compared with what?"""

import streamlit as st

from analytics.research.compared import (
    comparable,
    counter_evidence,
    definition_of,
    placebo_of,
    told_beside,
)
from charts.rows import rows_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.showing.estimates import compared_rows
from ui.tab.state import settings
from words.definitions import days_told
from words.pages import compared as said
from words.pages.by_itself import beside_a_study
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
yours = said.under_yours(cohort.rate, cohort.settings.definition) if said.is_a_share(study) else ""
own = " ".join(filter(None, (said.of_ours(rows), yours)))
st.markdown(
    f"By the study's own definition, not yours: {days_told(definition)}, session "
    f"{study['our_session']}. {own} Different patients, no control group here: the distance "
    "between two rows is not an effect of treatment."
)
earlier = st.empty()
chart(
    lambda: rows_chart(*compared_rows(rows, study, therapy)),
    cohort,
    key=f"compared_{study['result']}",
    title=said.title(rows, study, therapy),
    subtitle=said.how_to_read(rows, therapy),
)
st.markdown(f":gray[Cannot be matched: {study['cannot_match']}.]")
against = counter_evidence(therapy)
counter = {
    other["result"]: said.against_it(other, placebo_of(other), therapy) for other in against.iloc
}
drawn = against[(against["our_outcome"] != "") & (against["result"] != study["result"])]
for other in drawn.iloc:
    beside = in_words(everything[everything["result"] == other["result"]])
    chart(
        lambda beside=beside, other=other: rows_chart(*compared_rows(beside, other, therapy)),
        cohort,
        key=f"against_{other['result']}",
        title=said.against_title(other, therapy),
        subtitle=counter.pop(other["result"]),
    )
for sentence in counter.values():
    st.markdown(sentence)
sources = said.sources(told_beside(study["result"], therapy), therapy)
st.markdown("  \n".join(f":gray[:small[{source}]]" for source in sources))
named_table(cohort, "compared")
method("compared")
foot(cohort)
if said.is_a_share(study):
    told = cohort.earlier_months()
    earlier.markdown(beside_a_study(told, cohort.session, cohort.settings.definition))
