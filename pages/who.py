"""Who is in it, and who is not?"""

import streamlit as st

from charts.flow import flow_chart
from charts.missing import missing_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.tab.width import narrow
from words.numbers import sentence_case
from words.pages import missing
from words.pages import who as said
from words.tables import in_words

open_page("Who is in it")
cohort = ask("Who is in it, and who is not?", by_session=True)
definition, session = cohort.settings.definition, cohort.session
flow = cohort.table("flow")
headline(said.headline(flow, session))
st.markdown(said.stability(cohort.table("baseline_stability"), definition, cohort.records))
chart(
    lambda: flow_chart(flow, session, definition, narrow=narrow()),
    cohort,
    key=f"flow_session_{session}{'_narrow' if narrow() else ''}",
    title=said.title(flow, session),
    subtitle="From all records to those judged. A bar a step, as long as its patients. Hatched: "
    "those who go no further, with why.",
)
with st.container(border=True):
    st.markdown("**What the rate estimates**")
    for row in in_words("estimand", cohort.table("estimand"), session, definition).itertuples():
        st.markdown(f":gray[{sentence_case(row.part)}:] {row.choice}")
imputed = cohort.table("imputed")
assumptions = missing.drawn(imputed, session)
if len(assumptions):
    chart(
        lambda: missing_chart(cohort.rate, assumptions),
        cohort,
        key=f"missing_session_{session}",
        title=missing.title(assumptions, definition),
        subtitle=missing.subtitle(assumptions, definition),
    )
else:
    st.markdown(missing.not_drawn(imputed, session))
for name in ("flow", "judged_or_not", "imputed", "baseline_stability", "estimand"):
    named_table(cohort, name)
method("flow", "judged_or_not", "imputed", "baseline_stability")
foot(cohort)
