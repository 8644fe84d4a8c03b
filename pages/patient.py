"""What was recorded in one patient's months, and beside which published lines?"""

import streamlit as st

from charts.calendar import calendar_chart
from charts.one_patient import intake_months_chart, reductions_chart
from charts.patient import patient_months_chart
from ui import ask, chart, foot, headline, inert, open_page
from ui.patients.facts import numbers_behind, show_facts
from ui.patients.finding import note_opened, only_patient, read_next
from ui.patients.how_sure import show_how_sure
from ui.patients.keys import calendar_signs, lines_told, month_signs
from ui.patients.one_patient import (
    about_patient,
    head,
    sessions_table,
    show_other_records,
    show_scores,
)
from ui.showing.show import closed, rows_of
from ui.tab.state import chosen_patient, settings
from words.pages import patient as said
from words.response import accent

open_page("One patient")
definition = settings().definition
patient_id = chosen_patient() or only_patient(st.session_state.cohort)
who = inert(patient_id) if patient_id else "One patient"
note_opened(st.session_state.cohort, patient_id)  # before anything of her: a key may end this run
if patient_id and st.session_state.cohort.has(patient_id):
    st.session_state.cohort.story(patient_id)  # read first: id and numbers change at once
cohort = ask(f"{who}: what was recorded?", control=head, about=about_patient)
rows = cohort.of(patient_id)
if rows.empty:
    headline("**Which patient?** Choose one by id, or mark a row in the list of patients.")
    st.page_link("pages/patients.py", label="The list of patients", icon=":material/groups:")
    cohort.describe()
    foot(cohort)
    st.stop()

story = cohort.story(patient_id)
told, picture, treated = story.told, story.picture, rows[rows["treated"]]
with st.container(gap="xxsmall"):
    answer = told.answer
    found = accent(answer.found, definition) if said.reached(rows) else answer.found
    since = f" **{answer.since}**" if answer.since else ""
    numbers = " ".join(filter(None, (answer.numbers, answer.then)))
    headline(f"**{found}{answer.of}** :gray[{numbers}]{since}", in_short=who)
    began, where = told.near
    near = f"**{inert(began)}**, {where}" if began else where
    st.markdown(f"**{answer.later}** {near}" if answer.later else near)
    st.markdown(f":material/record_voice_over: “{told.aloud}”")
if len(story.months):
    chart(
        lambda: patient_months_chart(
            story.months,
            treated,
            rows["baseline"].iloc[0],
            definition,
            story.others,
            picture.ending,
        ),
        cohort,
        key=f"months_{patient_id}",
        saved_as="one_patient_months",
        title=told.months,
        signs=month_signs(story.months, rows, definition),
        subtitle=lines_told(rows, definition),
    )
facts, waits = st.container(), not story.rules.at_hand
if not waits:
    with facts:
        show_facts(story.rules.said.facts)
if len(story.days):
    chart(
        lambda: calendar_chart(story.days, story.months, picture.ending),
        cohort,
        key=f"calendar_{patient_id}",
        saved_as="one_patient_calendar",
        title=told.calendar,
        signs=calendar_signs(story.days),
        subtitle=said.calendar_subtitle(story.otherwise, definition),
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
            subtitle=said.intake_subtitle(story.months, story.classes),
        )
if waits:  # holding the rules against her takes longer than all else: the pictures are there first
    with facts:
        show_facts(story.rules.said.facts)
with right:
    show_scores(story)
show_how_sure(cohort, patient_id, rows)
numbers_behind(story)
closed(
    "The numbers after each session",
    "sessions",
    lambda: rows_of(
        sessions_table(rows, definition, story.possible),
        "One row a session: recorded days, days a month, reduction, remarks",
    ),
)
show_other_records(story)
foot(cohort)
read_next(cohort, patient_id)
