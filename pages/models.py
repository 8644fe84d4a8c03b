"""Does a model agree?"""

import streamlit as st

from analytics.codes import Fitted
from analytics.research.models import MOST, drawn_from
from charts.change import models_chart
from ui import ask, chart, foot, headline, method, named_table, noted, open_page
from words.foot import NO_CONTROL
from words.pages import models as said
from words.tables import ASSUMES, FITTED

open_page("Models")
cohort = ask("Does a model agree?", by_session=True)
found = cohort.table("models")
headline(said.headline(found, cohort.session, cohort.settings.definition))
if found.empty:
    foot(cohort)
    st.stop()
st.markdown(NO_CONTROL)
if everybody := drawn_from(cohort.outcomes):
    st.markdown(f"Fitted to **{MOST:,} patients drawn at random** from {everybody:,} judged.")
for remark in found.loc[found["remark"] != "", ["model", "remark"]].drop_duplicates().itertuples():
    told = f"The {remark.model}: {FITTED[remark.remark]}."
    if remark.remark == Fitted.NO_SPREAD:  # a property of these patients: nothing went wrong
        st.markdown(f":gray[{told}]")
    else:
        st.warning(told, icon=":material/info:")
chart(
    lambda: models_chart(found),
    cohort,
    key=f"models_session_{cohort.session}",
    title=said.title(found, cohort.session),
    subtitle=f"{cohort.settings.definition.days.words.capitalize()} a month, adjusted for the "
    "baseline. Blue: mixed model, with 95% interval; hollow: as recorded; grey diamond: binomial "
    "GEE; grey square: ANCOVA.",
)
with st.container(border=True):
    st.markdown("**What each model assumes about what is missing**")
    for name, words in ASSUMES.items():
        noted(f":gray[{name[:1].upper() + name[1:]}:] {words}")
named_table(cohort, "models")
method("models")
foot(cohort)
