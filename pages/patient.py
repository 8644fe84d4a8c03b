"""What was recorded in one patient's months, and which descriptions do her records match?"""

import streamlit as st

from analytics.codes import DayState
from charts.calendar import calendar_chart
from charts.one_patient import intake_months_chart, reductions_chart
from charts.patient import patient_months_chart
from ui import ask, chart, foot, headline, inert, open_page
from ui.patients.rows import (
    about_patient,
    choose_patient,
    go_through,
    note_opened,
    offer_page_for_the_file,
    sessions_table,
    show_other_records,
    show_scores,
    show_verdicts,
)
from ui.showing.show import closed, rows_of
from ui.tab.state import chosen_patient, settings
from words.pages import patient as said
from words.sentences import read_aloud
from words.since import compared_since

open_page("One patient")
definition = settings().definition
patient_id = chosen_patient()
who = inert(patient_id) if patient_id else "One patient"
cohort = ask(
    f"{who}: what was recorded after each session?", control=choose_patient, about=about_patient
)
note_opened(cohort, patient_id)
go_through(cohort, patient_id)
rows = cohort.of(patient_id)
if rows.empty:
    headline("**Which patient?** Choose one by id, or mark a row in the list of patients.")
    st.page_link("pages/patients.py", label="The list of patients", icon=":material/groups:")
    foot(cohort)
    st.stop()

bold, remark = said.headline(rows, definition)
headline(f"**{bold}** :gray[{remark}]")
measure = definition.days
days_compared = compared_since(cohort.records, rows, measure)
if days_compared:
    st.markdown(f":gray[{days_compared}]")
sentence = read_aloud(rows, definition)
st.markdown(f":material/record_voice_over: “{sentence}”")
story = cohort.story(patient_id)
show_verdicts(story.verdicts)
treated = rows[rows["treated"]]
if len(story.months):
    chart(
        lambda: patient_months_chart(
            story.months, treated, rows["baseline"].iloc[0], definition, story.others
        ),
        cohort,
        key=f"months_{patient_id}",
        saved_as="one_patient_months",
        title=said.months_title(rows, definition),
        subtitle=said.months_subtitle(no_migraine=story.months["no_migraine"].any()),
    )
if len(story.days):
    chart(
        lambda: calendar_chart(story.days),
        cohort,
        key=f"calendar_{patient_id}",
        saved_as="one_patient_calendar",
        title="Every day: a day without an entry is not a free day",
        subtitle=said.calendar_subtitle(
            no_migraine=(story.days["state"] == DayState.NO_MIGRAINE).any()
        ),
    )
left, right = st.columns(2, gap="large")
with left:
    if len(story.possible) or treated["percent_reduction"].notna().any():
        chart(
            lambda: reductions_chart(treated, story.possible, definition),
            cohort,
            key=f"reductions_{patient_id}",
            saved_as="one_patient_reductions",
            title=said.reductions_title(rows, definition),
            subtitle=said.reductions_subtitle(definition, dated=len(story.possible) > 0),
        )
    else:
        st.subheader(said.reductions_title(rows, definition), anchor=False)
with right:
    if story.classes:
        chart(
            lambda: intake_months_chart(story.months, story.classes),
            cohort,
            key=f"intake_{patient_id}",
            saved_as="one_patient_intake",
            title=said.intake_title(story.months, story.classes),
            subtitle="Days with intake in each month, as recorded, not scaled up.",
        )
    show_scores(story)
closed(
    "The numbers after each session",
    "sessions",
    lambda: rows_of(
        sessions_table(rows, definition, story.possible),
        "One row a session: recorded days, days a month, reduction, remarks",
    ),
)
show_other_records(story)
offer_page_for_the_file(cohort, patient_id, story, sentence, days_compared)
foot(cohort)
