"""Were there fewer days with acute medication after the sessions?"""

import streamlit as st

from analytics.guidelines.overuse import LIMITS
from analytics.medication import recorded_as_taken
from charts.medication import intake_chart
from ui import ask, chart, foot, headline, open_page, table
from ui.showing.links import link_to_patients
from words.guidelines import MEDICATION
from words.numbers import sentence_case
from words.pages import medication as said
from words.tables import in_words

open_page("Medication")
cohort = ask("On how many days was acute medication taken?")
intake = cohort.intake()
if intake.empty:
    told, why = said.only_taken(recorded_as_taken(cohort.records))
    headline(told)
    if why:
        st.markdown(why)
        link_to_patients("The days of each patient")
    foot(cohort)
    st.stop()
kinds = [name for name in LIMITS if (intake["class"] == name).any()]
chosen = st.pills(
    "Class",
    kinds,
    default=kinds[0],
    required=True,
    key="medication_class",
    format_func=lambda name: sentence_case(MEDICATION[name]),
    label_visibility="collapsed",
    wrap=True,
)
rows = intake[intake["class"] == chosen]
same = cohort.intake_of_the_same()
headline(said.headline(rows, same[same["class"] == chosen], cohort.session))
st.markdown(
    "Days as recorded, never scaled up. The limits of ICHD-3 are about intake; the diagnosis of "
    "medication overuse headache asks for more. Other things may have changed too."
)
chart(
    lambda: intake_chart(rows, LIMITS[chosen]),
    cohort,
    key=f"intake_{chosen}",
    title=said.title(rows),  # the same whatever a phone has room for
    subtitle="Session 0: the 30 days before session 1. Then the last 30 days of each cycle. Dot: "
    "median; line: middle half of the patients with 20 or more recorded days: later cycles hold "
    "fewer and other patients.",
)
table(
    "Table: every class and session",
    lambda: in_words("intake", intake, cohort.session, cohort.settings.definition),
    cohort,
    "intake_by_session",
)
foot(cohort)
