"""What was recorded in one patient's months?"""

import streamlit as st

from analytics import findings
from charts.patient import patient_months_chart
from ui import ask, chart, foot, headline, inert, open_page
from ui.patients import about_patient, choose_patient, sessions_table
from ui.state import chosen_patient, settings

open_page("One patient")
definition = settings().definition
patient_id = chosen_patient()
who = inert(patient_id) if patient_id else "One patient"
cohort = ask(
    f"{who}: what was recorded after each session?", control=choose_patient, about=about_patient
)
rows = cohort.of(patient_id)
if rows.empty:
    headline("**Which patient?** Choose one by id, or mark a row in the list of patients.")
    st.page_link("pages/patients.py", label="The list of patients", icon=":material/groups:")
    foot(cohort)
    st.stop()

bold, remark = findings.patient_headline(rows, definition)
headline(f"**{bold}** :gray[{remark}]")
table = cohort.months(patient_id)
if len(table):
    baseline = rows["baseline"].iloc[0]
    chart(
        lambda: patient_months_chart(table, rows[rows["treated"]], baseline, definition),
        cohort,
        key=f"months_{patient_id}",
        title=findings.months_title(rows, definition),
        subtitle=findings.MONTHS_SUBTITLE,
    )
st.subheader("After each session", anchor=False)
st.dataframe(sessions_table(rows, definition), hide_index=True, height="content", placeholder="–",
             alt="One row a session: recorded days, days a month, reduction, remarks")  # fmt: skip
foot(cohort)
