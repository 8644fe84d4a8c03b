"""Would another definition say otherwise?"""

import streamlit as st

from analytics.research.sensitivity import THRESHOLDS
from charts.specification import specification_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from words.pages import sensitivity as said

open_page("Other definitions")
cohort = ask("Would another definition say otherwise?", by_session=True)
definition, session = cohort.settings.definition, cohort.session
found = cohort.table("specifications")
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
    headline(said.headline(found, threshold, definition))
    st.markdown(said.tipping(cohort.table("tipping_points"), definition))
marked = " Blue: the chosen Definition." if threshold == definition.threshold else ""
chart(
    lambda: specification_chart(found, threshold),
    cohort,
    key=f"specification_session_{session}_at_{threshold}",
    title=f"The rate after session {session} under every combination of choices",
    subtitle=f"At least {threshold}% fewer days, from the lowest rate to the highest; line: 95% "
    "interval of those judged; without line: lowest and highest possible of those due. Below: the "
    f"choices behind each.{marked}",
)
st.markdown(said.flips(cohort.table("flips"), cohort.result.patients, definition))
for name in ("specifications", "tipping_points", "flips"):
    named_table(cohort, name)
method("specifications", "tipping_points", "flips")
foot(cohort)
