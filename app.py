"""How many patients responded after each session, out of how many?"""

import streamlit as st

from analytics import summaries
from charts.response import responder_rate_chart
from ui import ask, chart, figures, foot, headline, open_page, table
from ui.frame.first_visit import introduce
from ui.showing.links import opens_reached, state_links
from ui.tab.state import settings
from words.pages import response as said
from words.response import no_control
from words.titles import among

open_page("Response")
definition = settings().definition
cohort = ask(f"How many patients had {said.at_least(definition)}?", by_session=True)
session, rate, change = cohort.session, cohort.rate, cohort.reduction

answer, beside = st.columns([7, 3], gap="large")
with answer:
    headline(said.headline(rate, definition))
    sites = said.for_these_sites(cohort.table("over_sites").set_index("session").loc[session])
    unseen = cohort.records.hides_dropouts
    parts = (said.possible(rate, unseen=unseen), sites, no_control(definition, session))
    under, told = st.empty(), " ".join(filter(None, parts))
    under.markdown(told)
with beside:
    judged = int(change["judged"])
    if judged:
        figures(
            [
                *said.medians(change),
                (f"{int(change['worse']):,} of {judged:,}", "had more days than before session 1"),
            ]
        )
introduce(definition, synthetic=cohort.records.synthetic)
same = st.session_state.get("same_patients", False)
shown = cohort.result.rates
if same:
    shown = summaries.responder_rates(summaries.judged_throughout(cohort.outcomes, session))
chart(
    lambda: responder_rate_chart(shown, session, definition),
    cohort,
    key=f"response_session_{session}{'_same_patients' if same else ''}",
    title=lambda drawn: said.title(among(shown, drawn), session),
    subtitle=said.subtitle(definition, session, shown if same else None),
    opens=None if same else opens_reached(cohort.result.last_session),
    control=lambda: st.toggle(
        "Same patients throughout",
        key="same_patients",
        help="Only those judged after every session up to the one looked at: then no change of "
        "rate comes from other patients coming in or leaving.",
    ),
)

with st.container(border=True):
    st.markdown(said.not_judged(rate, of_counts=cohort.records.are_counts, unseen=unseen))
    state_links(cohort, cohort.states.value_counts().to_dict())
table(
    "Table: every session, three readings", lambda: cohort.result.rates, cohort, "responder_rates"
)
with st.expander("Method"):
    st.markdown(said.rate_method(definition))
foot(cohort)
if judged:  # last: of many it takes a second
    under.markdown(" ".join(filter(None, (told, cohort.planned_rate(), cohort.earlier_months()))))
