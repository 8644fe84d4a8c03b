"""Were earlier months lower too?"""

import streamlit as st

from analytics.research.compared import controls_of
from charts.by_itself import hump_chart, ways_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.frame.controls import entry_control
from words.pages import by_itself as said
from words.pages import ways as of_ways
from words.pages.compared import sources

open_page("By itself?")
cohort = ask(
    "Were earlier months lower too?",
    by_session=True,
    about=lambda cohort: said.of_whom(
        cohort.table("look_back_limits"), cohort.table("look_back"), cohort.session
    ),
)
definition, session = cohort.settings.definition, cohort.session
found, around = cohort.table("look_back"), cohort.table("months_around")
limits = cohort.table("look_back_limits").iloc[0]
headline(said.headline(found, around, limits, definition))
if told := said.rates(found, limits, definition):
    st.markdown(told)
if limits["patients"]:
    chart(
        lambda: hump_chart(around, session, limits["session_day"]),
        cohort,
        key=f"by_itself_session_{session}",
        title=said.title(around),
        subtitle=said.how_to_read(around, limits, definition),
        control=lambda: entry_control("by_itself"),
    )
corrected = cohort.table("corrected_change")
ways = of_ways.ways(corrected, session, definition)
left_out = of_ways.left_out(corrected, session)
if len(ways):
    left, right = st.columns([3, 2], gap="large")
    with left:
        chart(
            lambda: ways_chart(ways),
            cohort,
            key=f"ways_session_{session}",
            title=of_ways.ways_title(ways),
            subtitle=of_ways.how_to_read(session, definition),
        )
    with right:
        assumed = of_ways.what_each_assumes(ways)
        st.subheader(of_ways.assumes_title(len(assumed)), anchor=False)
        st.markdown(f":gray[:small[{of_ways.no_control(len(assumed))}]]")
        st.markdown("\n".join(f"- {one}" for one in assumed))
    if not left_out:
        individual = cohort.table("individual")
        if told := of_ways.truly(individual, cohort.outcomes, session, definition):
            st.markdown(told)
if left_out:
    st.markdown(left_out)
left, right = st.columns(2, gap="large")
controls = controls_of(definition.therapy)
with left:
    st.subheader("When not to trust it", anchor=False)
    st.markdown("\n".join(f"- {one}" for one in said.not_to_trust(found, limits, definition)))
with right:
    st.subheader("What stands beside it", anchor=False)
    st.markdown("\n".join(f"- {one}" for one in said.stands_beside(controls, definition, session)))
    told = sources(controls.assign(note=""), definition.therapy)
    st.markdown("  \n".join(f":gray[:small[{source}]]" for source in told))
remarks = {
    "look_back": said.latest_told(found, session),
    "corrected_change": of_ways.tipping_point(corrected, session, definition),
}
tables = ("look_back", "corrected_change", "months_around", "look_back_limits")
for name in tables:
    named_table(cohort, name, remark=remarks.get(name, ""))
method(*tables)
foot(cohort)
