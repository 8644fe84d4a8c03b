"""Who comes today, and what was recorded?"""

import streamlit as st

from ui import ask, foot, headline, open_page
from ui.coming import chosen
from ui.coming.controls import choose_day, choose_order, other_ways, paste_a_list
from ui.coming.rows import next_button, rows, shown
from ui.patients.finding import read_next
from ui.showing.looked_at import note_listed
from ui.tab.state import look_through, settings
from words.pages import today as said

open_page("Today")
cohort = ask(
    f"Who comes {'this week' if chosen.is_week() else 'today'}, and what was recorded?",
    control=choose_day,
    about=lambda cohort: said.later(len(chosen.coming(cohort))),
    also=chosen.somebody_comes,
)
found, definition, cut_off = chosen.coming(cohort), settings().definition, cohort.records.cut_off
if not chosen.every_day(cohort) and not chosen.has_pasted():
    headline(said.empty(cut_off))
    st.markdown(said.what_is_an_appointment(cut_off))
    other_ways(cohort)
    foot(cohort)
    st.stop()

day = chosen.looked_at(cohort)
when = said.when_told(chosen.first_of(day), cut_off, week=chosen.is_week())
brief = said.brief_when(chosen.first_of(day), week=chosen.is_week())
if chosen.has_pasted():
    who, when, brief = chosen.pasted(cohort), "", ""
else:
    who = chosen.of_the_day(found, day)
if not who:
    nearest = [one for one in chosen.days(found) if one > day]
    coming = int((found["session_date"].dt.date == nearest[0]).sum()) if nearest else 0
    of = nearest[0] if nearest else None
    filtered = bool(settings().filters)
    headline(said.nobody(when, of, coming, cut_off, filtered=filtered))
else:
    of_them, to_look_at = shown(cohort, who)
    pasted = chosen.the_list()
    listed = len(pasted.found) + len(pasted.unknown)
    headline(
        said.headline(of_them, when, cut_off, listed),
        in_short=said.in_short(len(of_them.seen), brief),
    )
    hidden = len(pasted.found) - len(who) if listed else 0
    if lost := said.not_shown(listed, pasted.unknown, hidden, pasted.not_read):
        st.markdown(lost)
    st.markdown(said.who_is_missing(of_them))
    can_open = [one.who.patient_id for one in of_them.seen if one.row is not None]
    look_through(said.list_name(brief), can_open)
    note_listed(cohort, said.list_name(brief), (one.who.patient_id for one in of_them.seen))

with st.container(
    horizontal=True,
    horizontal_alignment="distribute",
    vertical_alignment="center",
    gap="small",
    key="coming_bar",  # not on paper
):
    if who:
        next_button(of_them, chosen.order_told(who))
    with st.container(horizontal=True, width="content", gap="small"):
        if who:
            choose_order()
        if chosen.has_pasted():
            st.button(
                "Take the list off",
                icon=":material/close:",
                on_click=lambda: chosen.keep_pasted(None),
            )
        with st.popover("Paste a list", icon=":material/content_paste:"):
            paste_a_list(cohort)
if who:
    rows(cohort, of_them, to_look_at)
    st.markdown(f":gray[:small[{said.columns(definition)}]]")
foot(cohort)
read_next(cohort)
