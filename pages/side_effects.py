"""Which side effects were recorded, beside the reference study?"""

import streamlit as st

from analytics.safety import REFERENCE_SOURCE, reference
from charts.safety import side_effects_chart
from ui import ask, chart, foot, headline, noted, open_page, table
from words.pages import side_effects as said

open_page("Side effects")
cohort = ask("Which side effects were recorded?")
found = cohort.table("side_effects")
overall = found[found["session"] == 0]
studied = reference(cohort.result.therapy)
beside = f" Diamond: {REFERENCE_SOURCE}, of 254 patients." if len(studied) else ""
headline(said.headline(overall, cohort.records))
st.markdown(
    "How they were asked is not known, here or in the study: what nobody asks for is rarely "
    "recorded. No control group."
)
if len(overall):  # else the study alone would look like our own zeros
    chart(
        lambda: side_effects_chart(overall, studied),
        cohort,
        key="side_effects",
        title=said.title(overall),
        subtitle="Dot and line: patients with the event at least once of all treated, 95% "
        f"interval.{beside}",
    )
table(
    "Table: each event, overall (session 0) and after each session",
    lambda: found,
    cohort,
    "side_effects",
)
if len(studied):
    table("Table: the reference study", lambda: studied, cohort, "side_effects_reference")
with st.expander("Method"):
    noted(said.METHOD)
foot(cohort)
