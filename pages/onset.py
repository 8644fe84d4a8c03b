"""When within a cycle are there fewer days, and do they come back?"""

import streamlit as st

from charts.onset import onset_chart
from ui import ask, chart, foot, headline, method, named_table, noted, open_page
from ui.tab.state import settings
from words.pages import onset as said

open_page("Onset and wear-off")
definition = settings().definition
therapy, days = definition.therapy, definition.days.words
cohort = ask(f"When after {therapy.an_event} are {days} fewest?", by_session=True)
session = cohort.session
found, lowest = cohort.table("onset"), cohort.table("lowest_week")
headline(said.headline(lowest, session, definition))
st.markdown(
    f"{said.in_the_other_half(lowest, session, definition)} "
    "People record bad days more often than good ones, and those who stop are missing from later "
    "sessions. No control group."
)
shown = said.drawn(found)
if shown:
    noted(
        f":gray[:small[Share of recorded days with {definition.days.day}, seven-day means. Pale "
        "band: 95% interval, by resampling patients (bootstrap). Grey band: the days before "
        "session 1. Thin grey: the other sessions. n: patients; dotted: under 30.]]"
    )
with st.grid(2, min_column_width=330, gap="medium"):
    for number in shown:
        chart(
            lambda number=number: onset_chart(found, number, lowest, therapy),
            cohort,
            key=f"onset_session_{number}",
            title=said.panel_title(lowest, number),
            subtitle=said.panel_about(lowest, number),
        )
named_table(cohort, "onset")
named_table(cohort, "lowest_week")
method("onset", "lowest_week")
foot(cohort)
