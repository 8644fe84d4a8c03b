"""How good are the diaries?"""

import streamlit as st

from analytics.needs import SINGLE_DAYS
from analytics.research.quality import days_after_ends
from charts.quality import recorded_chart
from ui import ask, chart, foot, headline, method, named_table, noted, open_page
from ui.tab import state
from words.pages import quality as said

open_page("Diary quality")
cohort = ask("How good are the diaries?")
if not cohort.records.holds >= SINGLE_DAYS:
    headline("**Single days are not here:** only what the counts themselves tell of their quality.")
else:
    recorded = cohort.table("recorded_days")
    headline(said.headline(recorded, days_after_ends(cohort.records)))
    report = state.report()
    if report is not None:
        st.markdown(f"{report.account} Before any filter, all files together.")
    noted(said.selective(cohort.table("selective_recording"), cohort.settings.definition))
    chart(
        lambda: recorded_chart(recorded),
        cohort,
        key="recorded_days",
        title=said.months_title(recorded),
        subtitle="A row a patient (of many: a group of them), sorted by recorded share; a column a "
        "30-day month from session 1. The stronger the colour, the more days are recorded. Days "
        "after the end of a diary count, up to the cut-off.",
    )
for name in (
    "recorded_days",
    "selective_recording",
    "heaping",
    "diary_quality",
    "without_other_treatments",
):
    named_table(cohort, name)
method(
    "recorded_days", "selective_recording", "heaping", "diary_quality", "without_other_treatments"
)
foot(cohort)
