"""Who is behind the numbers?"""

import streamlit as st

from ui import ask, foot, headline, inert, open_page, take_along
from ui.patients.all_patients import MOST_BESIDE, choose_order, find_by_id, patients_table
from ui.showing.links import SHOW, choose_state, how_to_open, only_listed
from ui.showing.looked_at import note_listed
from ui.showing.show import MOST_ROWS
from ui.tab.state import look_through, settings
from words.numbers import counted, sentence_case
from words.pages import response as said
from words.pages.patients import who_is_judged

open_page("All patients", keeps=(SHOW,))
definition = settings().definition
cohort = ask(f"Whose records show {said.at_least(definition)}?", by_session=True)

rows, listed = only_listed(cohort.rows)
title, controls = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
with controls:
    state, words = choose_state(cohort, rows["state"])
    wanted = find_by_id()
    order = choose_order(cohort) if len(rows) > MOST_ROWS else None
shown = rows if state is None else rows[rows["state"] == state]
if wanted:
    shown = shown[shown["patient_id"].str.contains(wanted, case=False, regex=False)]
if order and order[0] != "patient_id":  # by id they are already
    shown = shown.sort_values(order[0], ascending=order[1], kind="stable")
with title:
    matching = f" with “{wanted}” in the id" if wanted else ""
    which = f"{sentence_case(words) if state else 'All states'}, after session {cohort.session}"
    told = inert(listed) if listed else which.lower()
    part = f"{len(shown):,} of " if len(shown) < len(rows) and not state else ""
    who = counted(len(shown if state else rows), "patient")
    headline(f"**:blue[{part}{who}]{matching}:** {told}")
    if not listed:
        st.markdown(f":gray[{who_is_judged(rows['state'], cohort.session)}]")
if shown.empty:
    st.markdown("No patient is in this list. Another state, session or id shows others.")
else:
    look_through(listed or which, shown["patient_id"])
    note_listed(cohort, "a list behind a chart" if listed else "all patients", rows["patient_id"])
    table = patients_table(shown.head(MOST_ROWS), cohort)
    told = "At first by id, not by urgency."
    if len(shown) > MOST_ROWS:
        told += f" The first {MOST_ROWS:,} of {len(shown):,}: find others by id; the CSV holds all."
    if cohort.result.last_session > MOST_BESIDE:
        told += " Further right: Sessions, Last session."
    how_to_open("", told)
    # What was typed may be an id, which no file name and no trail holds.
    narrowed = [state or "", "searched" if wanted else ""]
    take_along(
        shown.assign(session=cohort.session),
        cohort,
        "_".join(["patients", *filter(None, narrowed)]),
        table,
    )
foot(cohort)
cohort.describe()
