"""Would another definition say otherwise?"""

import streamlit as st

from analytics.research.sensitivity import THRESHOLDS
from charts.specification import HEIGHT, specification_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from words.pages import sensitivity as said

open_page("Other definitions")
cohort = ask("Would another definition say otherwise?", by_session=True)
definition, session = cohort.settings.definition, cohort.session
answer = st.container()  # it follows the threshold that is chosen under it
offered = sorted({*THRESHOLDS})
threshold = st.segmented_control(
    "Threshold",
    offered,
    required=True,
    key="specification_threshold",
    default=definition.threshold if definition.threshold in offered else 50,
    format_func=lambda t: f"{t}% fewer",
)
with answer:
    told = st.empty()
picture, counted = st.empty(), (cohort.name, session)
if st.session_state.get("definitions_counted") != counted:  # the frame stands while it computes
    told.header(":gray[Counting under every definition]", anchor=False)
    picture.container(height=HEIGHT)
found, tipping = cohort.table("specifications"), cohort.table("tipping_points")
st.session_state["definitions_counted"] = counted
with told.container():
    headline(said.headline(found, threshold, definition))
    st.markdown(said.tipping(tipping, definition))
if cohort.result.patients > 1:  # a share of one patient is none
    marked = " Blue: the chosen Definition." if threshold == definition.threshold else ""
    with picture.container():
        chart(
            lambda: specification_chart(found, threshold),
            cohort,
            key=f"specification_session_{session}_at_{threshold}",
            title=said.title(found, threshold),
            subtitle=f"At least {threshold}% fewer days after session {session}, from the lowest "
            "rate to the highest. Dot with a line: those judged, with 95% interval. Pale, without "
            "a line: all due, if nobody or everybody not judged had them. Below: the choices "
            "behind each." + marked,
        )
else:
    picture.empty()
st.markdown(said.flips(cohort.table("flips"), cohort.result.patients, definition))
for name in ("specifications", "tipping_points", "flips"):
    named_table(cohort, name)
method("specifications", "tipping_points", "flips")
foot(cohort)
