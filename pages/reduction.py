"""By how much did days change after each session?"""

import streamlit as st

from charts.many import lines_can_be_clicked, patients_a_bar, patients_a_dot, some_lines
from charts.reduction import (
    DAYS,
    PERCENT,
    drawn_in_spread,
    patient_lines_chart,
    spread_chart,
    waterfall_chart,
)
from ui import ask, chart, foot, headline, noted, open_page, table
from ui.showing.links import opens_patients
from ui.tab.state import settings
from words.pages import reduction as said
from words.pages.spread import worse_told
from words.titles import among

UNITS = {PERCENT: "Percent", DAYS: "Days"}

open_page("Reduction")
definition = settings().definition
cohort = ask(f"By how much did {definition.days.words} change?", by_session=True)
judged, session, change = cohort.result.judged, cohort.session, cohort.reduction
unit = st.session_state.get("unit", PERCENT)

here = judged[judged["session"] == session]
missing = int(cohort.rate["due"] - cohort.rate["evaluable"])
headline(said.headline(change, definition))
st.markdown(said.remark(change, cohort.rate, definition))
if here.empty:
    foot(cohort)
    st.stop()

by_size = here.sort_values("percent_reduction", ascending=False)["patient_id"]
one_each = patients_a_bar(len(here)) == 1
chart(
    lambda: waterfall_chart(here, missing, definition, unit),
    cohort,
    key=f"waterfall_{unit}_session_{session}",
    title=said.waterfall_title(change, int(cohort.rate["responders"]), definition),
    subtitle=f"{said.a_mark('bar', patients_a_bar(len(here)))}, from the largest reduction to "
    f"the smallest, after session {session} against baseline. Filled: at least "
    f"{definition.threshold}% fewer. Hollow: less. "
    "Hatched: due, not judged.",
    control=lambda: st.segmented_control(
        "Unit",
        list(UNITS),
        format_func=UNITS.get,
        default=PERCENT,
        required=True,
        key="unit",
        label_visibility="collapsed",
    ),
    opens=opens_patients(cohort, f"reduction after session {session}", by_size)
    if one_each
    else None,
)
below = int((~drawn_in_spread(judged, unit)).sum())
chart(
    lambda: spread_chart(judged, cohort.result.reductions, definition, session, unit),
    cohort,
    key=f"spread_{unit}_session_{session}",
    title=lambda drawn: said.spread_title(among(cohort.result.reductions, drawn), definition),
    subtitle=said.spread_subtitle(patients_a_dot(len(judged)), below, len(judged), definition),
    opens=opens_patients(cohort, "judged after any session", judged["patient_id"])
    if patients_a_dot(len(judged)) == 1
    else None,
)
lines = some_lines(judged)
chart(
    lambda: patient_lines_chart(judged, cohort.result.reductions, definition, unit),
    cohort,
    key=f"lines_{unit}",
    title=said.lines_title,
    subtitle=said.lines_subtitle(lines["patient_id"].nunique(), judged["patient_id"].nunique()),
    opens=opens_patients(cohort, "judged after any session", judged["patient_id"])
    if lines_can_be_clicked(judged)
    else None,
)
table(
    "Table: reduction by session", lambda: cohort.result.reductions, cohort, "reduction_by_session"
)
table(
    "Table: every patient after this session",
    lambda: here[said.COLUMNS],
    cohort,
    "reductions",
)
with st.expander("Method"):
    noted(f"{said.METHOD} {worse_told(cohort.table('worse_by_chance'), session)}")
foot(cohort)
