"""What was planned, and how many are needed for how precise an answer?"""

import streamlit as st

from charts.planner import planner_chart
from ui import ask, chart, foot, headline, method, named_table, noted, open_page
from ui.frame.plan import plan_box
from words.checklist import CHECKLISTS, told
from words.pages import planner as said

open_page("Plan")
cohort = ask("What was planned, and how many are needed?", by_session=True)
needed = cohort.table("planner")
headline(said.headline(needed, cohort.rate, cohort.session))
if needed["judged_needed"].notna().any():
    chart(
        lambda: planner_chart(needed, int(cohort.rate["evaluable"])),
        cohort,
        key=f"planner_session_{cohort.session}",
        title=said.title(needed),
        subtitle=said.subtitle(needed, cohort.settings.definition),
    )
    noted(said.SITE_EFFECT)
plan_box(cohort)
with st.expander("Checklist: what a report from here answers"):
    for source, questions in CHECKLISTS.items():
        st.markdown(f"**{source}**")
        st.markdown("\n".join(f"- {told(one)}" for one in questions))
named_table(cohort, "planner")
method("planner")
foot(cohort)
