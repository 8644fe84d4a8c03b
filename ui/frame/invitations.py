"""What does an empty page say? Never "no data": what is missing, and the next step."""

from __future__ import annotations

import streamlit as st

from analytics.definitions import MEASURES
from clinic.access import CHOOSE, KEEP
from ui.access import sign_in
from ui.tab import state
from ui.tab.cohort import Cohort
from ui.tab.returning import how_ended, how_kept
from words.numbers import inert


def invite(cohort: Cohort | None) -> None:
    """Say why there is nothing to show, and offer what helps.

    Who may choose nothing is told no count, for none was looked at for small cells, and offered
    no other choice.
    """
    if cohort is None:
        _load()
    elif cohort.before_first:
        st.header("No day is recorded up to the cut-off.", anchor=False)
        st.markdown(cohort.before_first)
        _last_date()
    elif not cohort.result.everybody.patients or (
        cohort.result.patients and cohort.result.last_session == 0
    ):
        st.header("Nobody has a session up to the cut-off.", anchor=False)
        st.markdown(
            f"These are {cohort.until}. A patient counts from the first session on: a later "
            "cut-off, or a file with the sessions, would show more."
        )
        if cohort.settings.cut_off:
            _last_date()
    elif not cohort.result.patients:
        st.header("Nobody is left after filtering.", anchor=False)
        _who_is_filtered_away(cohort)
    else:
        _measure_missing(cohort)


def _who_is_filtered_away(cohort: Cohort) -> None:
    if not sign_in.may(*CHOOSE):
        return
    st.markdown(
        f"0 of {cohort.result.everybody.patients} patients match every filter in the sidebar."
    )
    for sentence in cohort.filters_told:
        st.markdown(inert(sentence))
    st.button(
        "Remove the filters",
        type="primary",
        icon=":material/filter_alt_off:",
        on_click=lambda: state.change(filters=()),
    )


def _last_date() -> None:
    if not sign_in.may(*CHOOSE):
        return
    st.button(
        "Up to the last diary date",
        type="primary",
        icon=":material/event_available:",
        on_click=lambda: state.change(cut_off=None),
    )


def _load() -> None:
    if st.session_state.gone and st.session_state.get("ended"):
        headline, more = how_ended()
        st.header(headline, anchor=False)
        st.markdown(more)
        st.markdown("Load their files, or open the sample clinic, which is synthetic.")
    elif st.session_state.gone:
        st.header("This link needs the records it was made from.", anchor=False)
        st.markdown(
            "A link carries the Definition, the cut-off and filters, as they stand in the "
            "sidebar, and never a record. Load the files, and they are counted so. Were they "
            f"loaded in this browser before? {how_kept()}"
        )
        st.markdown("Or open the sample clinic, which is synthetic.")
    else:
        st.header("Nothing is loaded.", anchor=False)
        st.markdown("Load your own files, or look around in the sample clinic, which is synthetic.")
    with st.container(horizontal=True):
        if sign_in.may(KEEP) and st.button(
            "Load my files", type="primary", icon=":material/upload_file:"
        ):
            st.switch_page("pages/load.py", query_params=state.address())
        st.button("Open the sample clinic", icon=":material/science:", on_click=state.open_sample)


def _measure_missing(cohort: Cohort) -> None:
    missing = cohort.settings.definition.days
    st.header(f"No {missing.words} are recorded for these patients.", anchor=False)
    recorded = [m for m in MEASURES.values() if cohort.records.has(m)]
    if not recorded:
        st.markdown("Neither headache nor migraine was answered on any day.")
    for measure in recorded if sign_in.may(*CHOOSE) else ():
        st.markdown(f"Their records hold {measure.words}. The Definition can count those instead.")
        st.button(
            f"Count {measure.words}",
            type="primary",
            on_click=lambda name=measure.name: state.change_definition("measure", name),
        )
