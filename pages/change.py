"""By how many days did they change, and would the same patients say the same?"""

import streamlit as st

from analytics.codes import Compared
from analytics.research.change import OUTCOMES
from charts.change import change_chart
from ui import ask, chart, foot, headline, method, named_table, noted, open_page
from words.foot import NO_CONTROL
from words.pages import change as said
from words.titles import among

open_page("Days")
cohort = ask("By how much did days and scores change?", by_session=True)
found, session = cohort.table("change"), cohort.session
here = [name for name in OUTCOMES if (found["outcome"] == name).any()]
if not here:
    headline("**Nobody has both a baseline and a month after a session to compare.**")
    foot(cohort)
    st.stop()
primary = cohort.settings.definition.measure
chosen = st.pills(
    "Outcome",
    here,
    default=primary if primary in here else here[0],
    required=True,
    key="change_outcome",
    format_func=lambda name: said.OUTCOME[name],
    label_visibility="collapsed",
    wrap=True,
)
rows = found[found["outcome"] == chosen]
at = rows[(rows["session"] == session) & (rows["patients"] == Compared.ALL)]
if len(at):
    headline(said.headline(at.iloc[0]))
else:
    headline(f"**Nobody can be compared after session {session}.**")
role = (
    "The primary outcome of this Definition." if chosen == primary else "Not the primary outcome."
)
st.markdown(f"{role} {NO_CONTROL}")
earlier = st.empty()
chart(
    lambda: change_chart(rows),
    cohort,
    key=f"change_{chosen}",
    title=lambda drawn: said.title(among(rows, drawn)),
    subtitle=said.how_to_read(rows),
)
named_table(cohort, "change")
named_table(cohort, "response_levels")
if st.toggle("Show p values", key="p_values", help="Estimates with intervals say more."):
    noted(
        "Against no change, which nearly every cohort without a control group can reject. "
        "The primary outcome as it is, all others corrected for how many they are (Holm)."
    )
    named_table(cohort, "change_tests")
method("change", "response_levels", "change_tests")
foot(cohort)
if chosen == primary:  # of which the look back is
    earlier.markdown(cohort.earlier_months())
